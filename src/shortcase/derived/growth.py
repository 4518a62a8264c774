"""Reported amounts beside earlier or larger ones, as several chapters need them."""

from shortcase.derived.definition import Derived
from shortcase.formulas import arithmetic

RESULTS = [
    Derived(
        "datacenter_growth_fy2026",
        arithmetic.change,
        "fraction",
        "Growth of Data Center revenue, fiscal 2026 on fiscal 2025",
        {
            "after": "nvda_annual_datacenter_revenue_fy2026",
            "before": "nvda_annual_datacenter_revenue_fy2025",
        },
    ),
    Derived(
        "hyperscale_share_fy2027q1",
        arithmetic.ratio,
        "fraction",
        "Share of Data Center revenue from hyperscale customers, quarter to April 2026",
        {
            "part": "nvda_datacenter_hyperscale_revenue_fy2027q1",
            "whole": "nvda_datacenter_revenue_fy2027q1",
        },
    ),
    Derived(
        "hyperscale_share_fy2027q1_recast",
        arithmetic.ratio,
        "fraction",
        "Share of Data Center revenue from hyperscale customers, quarter to April 2026, restated",
        {
            "part": "nvda_datacenter_hyperscale_revenue_fy2027q1_recast",
            "whole": "nvda_datacenter_revenue_fy2027q1",
        },
    ),
    Derived(
        "hyperscale_share_fy2027q2",
        arithmetic.ratio,
        "fraction",
        "Share of Data Center revenue from hyperscale customers, quarter to July 2026",
        {
            "part": "nvda_datacenter_hyperscale_revenue_fy2027q2",
            "whole": "nvda_datacenter_revenue_fy2027q2",
        },
    ),
    Derived(
        "amd_over_nvidia_2026q1",
        arithmetic.ratio,
        "fraction",
        "AMD's data-centre revenue of 2026 Q1 over Nvidia's of the nearest fiscal quarter",
        {"part": "amd_datacenter_revenue_2026q1", "whole": "nvda_datacenter_revenue_fy2027q1"},
    ),
    Derived(
        "amd_chip_speed_2026",
        arithmetic.ratio,
        "fraction",
        "MI355X over B300, MLPerf Llama 2 70B server, April 2026",
        {"part": "mlperf_inf60_mi355x", "whole": "mlperf_inf60_b300"},
    ),
    Derived(
        "openai_growth_yearly",
        arithmetic.multiple,
        "1",
        "OpenAI's revenue of 2025 over that of 2024",
        {"amount": "openai_revenue_2025", "reference": "openai_revenue_2024"},
    ),
    Derived(
        "google_token_growth",
        arithmetic.multiple,
        "1",
        "Tokens that Google says it processes, May 2026 over April 2025",
        {"amount": "google_tokens_2026_05", "reference": "google_tokens_2025_04"},
    ),
    Derived(
        "factor_parameters",
        arithmetic.multiple,
        "1",
        "Active parameters, Llama 3.1 405B over DeepSeek-V3",
        {"amount": "llama31_405b_params", "reference": "v3_active_params"},
    ),
    Derived(
        "amd_cost_per_token_rented",
        arithmetic.multiple,
        "1",
        "Measured cost of a million tokens on rented machines, MI300X over H100, late 2025",
        {"amount": "aa_cost_per_mtok_mi300x", "reference": "aa_cost_per_mtok_h100"},
    ),
    Derived(
        "ai_revenue_named_sum",
        arithmetic.total,
        "USD",
        "Three largest reported AI run rates added up, double counting included",
        {
            "openai": "openai_run_rate_2026_02",
            "anthropic": "anthropic_run_rate_2026_05",
            "microsoft": "microsoft_ai_run_rate_2026_03",
        },
    ),
    Derived(
        "sales_trailing_2024_10",
        arithmetic.total,
        "USD",
        "Sales of the four quarters to October 2024",
        {
            "fy2024q4": "nvda_revenue_fy2024q4",
            "fy2025q1": "nvda_revenue_fy2025q1",
            "fy2025q2": "nvda_revenue_fy2025q2",
            "fy2025q3": "nvda_revenue_fy2025q3",
        },
    ),
    Derived(
        "a100_rent_decline",
        arithmetic.fall_per_year,
        "fraction",
        "Fall of the A100's median rent on demand a year, August 2022 to February 2025",
        {
            "after": "rent_a100_median_2025_q1",
            "before": "rent_a100_median_2022_q3",
            "years": (2.5, "1"),
        },
    ),
]
