"""Nvidia's accounts and its price, as several chapters need them."""

from shortcase.derived.definition import Derived
from shortcase.formulas import accounts, arithmetic, manufacturing, market

RESULTS = [
    Derived(
        "market_value_2025_01_24",
        market.market_value,
        "USD",
        "Market value of Nvidia on 24 January 2025, basic shares",
        {"price": "nvda_close_2025_01_24", "shares": "nvda_shares_outstanding_2024_11"},
    ),
    Derived(
        "gross_margin_fy2025q3",
        accounts.gross_margin,
        "fraction",
        "Gross margin of the quarter to October 2024 (GAAP)",
        {
            "revenue": "nvda_revenue_fy2025q3",
            "cost_of_revenue": "nvda_cost_of_revenue_fy2025q3",
        },
    ),
    Derived(
        "company_margin_fy2027q1",
        accounts.gross_margin,
        "fraction",
        "Nvidia's gross margin, quarter to April 2026 (GAAP)",
        {
            "revenue": "nvda_revenue_fy2027q1",
            "cost_of_revenue": "nvda_cost_of_revenue_fy2027q1",
        },
    ),
    Derived(
        "company_margin_fy2027q2",
        accounts.gross_margin,
        "fraction",
        "Nvidia's gross margin, quarter to July 2026 (GAAP)",
        {
            "revenue": "nvda_revenue_fy2027q2",
            "cost_of_revenue": "nvda_cost_of_revenue_fy2027q2",
        },
    ),
    Derived(
        "cs_card_margin",
        manufacturing.gross_margin,
        "fraction",
        "Gross margin on a bare H100, bulk price 2024",
        {"cost": "nvidia_card_cost", "price": "price_h100_epoch_2024"},
    ),
    Derived(
        "big4_capex_guided_middle",
        arithmetic.total,
        "USD",
        "Capital spending that four firms guided for 2026, middles of the ranges",
        {
            "amazon": "amazon_capex_guidance_2026",
            "microsoft": "microsoft_capex_guidance_2026",
            "alphabet": "alphabet_capex_guidance_2026",
            "meta": "meta_capex_guidance_2026",
        },
    ),
    Derived(
        "nvidia_share_whole_segment_fy2025_valued",
        market.accelerator_share,
        "fraction",
        "The same, custom chips at the value of a merchant chip",
        {
            "seller": "nvda_annual_datacenter_revenue_fy2025",
            "rivals": "amd_datacenter_revenue_2024",
            "custom": "broadcom_ai_revenue_fy2024",
            "multiple": "custom_chip_value_multiple",
        },
    ),
    Derived(
        "nvidia_accelerator_share_2026q1_valued",
        market.accelerator_share,
        "fraction",
        "The same, custom chips at the value of a merchant chip",
        {
            "seller": "nvda_datacenter_revenue_fy2027q1",
            "rivals": "amd_datacenter_revenue_2026q1",
            "custom": "broadcom_ai_revenue_fq2_2026",
            "multiple": "custom_chip_value_multiple",
        },
    ),
]
