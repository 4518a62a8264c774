"""DeepSeek's published run and its published day of serving, as several chapters need them."""

from shortcase.derived.definition import Derived
from shortcase.formulas import decoding, inference, training

RESULTS = [
    Derived(
        "v3_days",
        training.run_days,
        "day",
        "Days of pre-training on the cluster",
        {"gpu_hours": "v3_gpu_hours_pretrain", "gpus": "v3_cluster_gpus"},
    ),
    Derived(
        "v3_weights_fp8",
        decoding.weight_size,
        "GB",
        "DeepSeek-V3's weights at 8 bits",
        {"parameters": "v3_total_params", "bytes_per_parameter": "fp8_bytes_per_parameter"},
    ),
    Derived(
        "dsi_day_cost",
        inference.service_cost,
        "USD/day",
        "Machine rent of the day",
        {
            "nodes": "serving_avg_nodes",
            "gpus_per_node": "gpus_per_node",
            "gpu_hour_price": "v3_gpu_hour_price",
        },
    ),
    Derived(
        "dsi_day_revenue_r1",
        inference.service_revenue,
        "USD/day",
        "Revenue of the day if all its tokens were billed at the prices of R1",
        {
            "input_tokens": "serving_input_tokens",
            "cached_tokens": "serving_cache_hit_tokens",
            "output_tokens": "serving_output_tokens",
            "price_in": "price_r1_in_miss",
            "price_cached": "price_r1_in_hit",
            "price_out": "price_r1_out",
        },
    ),
    Derived(
        "dsi_day_nodes_check",
        inference.service_nodes,
        "1",
        "Nodes that the published speeds explain",
        {
            "input_tokens": "serving_input_tokens",
            "output_tokens": "serving_output_tokens",
            "prefill": "serving_prefill_tps_node",
            "decode": "serving_decode_tps_node",
        },
    ),
]
