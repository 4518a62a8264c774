"""What MI300X gives beside H100, as several chapters need it."""

from shortcase.derived.definition import Derived
from shortcase.formulas import market

RESELLERS = {"price_a": "price_mi300x_2025_02", "price_b": "price_h100_sxm_2025_01"}
LARGE_BUYERS = {"price_a": "mi300x_price", "price_b": "price_h100_epoch_2024"}
PEAK = {"performance_a": "mi300x_bf16_dense", "performance_b": "h100_sxm_bf16_dense"}
MEASURED = {"performance_a": "matmul_bf16_mi300x", "performance_b": "matmul_bf16_h100"}
TOKENS = {"performance_a": "mlperf_inf41_mi300x", "performance_b": "mlperf_inf41_h100"}


def _price(id: str, title: str, performance: dict, prices: dict) -> Derived:
    return Derived(id, market.price_performance_ratio, "1", title, performance | prices)


RESULTS = [
    Derived(
        "mi300x_fraction_of_peak",
        market.fraction_of_peak,
        "fraction",
        "Best measured BF16 matrix product of MI300X over its dense peak",
        {"measured": "matmul_bf16_mi300x", "peak": "mi300x_bf16_dense"},
    ),
    Derived(
        "h100_fraction_of_peak",
        market.fraction_of_peak,
        "fraction",
        "Best measured BF16 matrix product of H100 SXM over its dense peak",
        {"measured": "matmul_bf16_h100", "peak": "h100_sxm_bf16_dense"},
    ),
    _price(
        "amd_per_peak_reseller",
        "Price per dense BF16 peak, MI300X over H100, reseller prices of January and February 2025",
        PEAK,
        RESELLERS,
    ),
    _price(
        "amd_per_peak_large_buyers",
        "Price per dense BF16 peak, MI300X over H100, analysts' prices for large buyers, 2024",
        PEAK,
        LARGE_BUYERS,
    ),
    _price(
        "amd_per_measured_flop_reseller",
        "Price per measured BF16 FLOP, MI300X over H100, reseller prices",
        MEASURED,
        RESELLERS,
    ),
    _price(
        "amd_per_measured_flop_large_buyers",
        "Price per measured BF16 FLOP, MI300X over H100, large buyers",
        MEASURED,
        LARGE_BUYERS,
    ),
    _price(
        "amd_per_token_reseller",
        "Price per MLPerf token a second (Llama 2 70B, v4.1), MI300X over H100, reseller prices",
        TOKENS,
        RESELLERS,
    ),
    _price(
        "amd_per_token_large_buyers",
        "Price per MLPerf token a second (Llama 2 70B, v4.1), MI300X over H100, large buyers",
        TOKENS,
        LARGE_BUYERS,
    ),
]
