"""Was a share of Nvidia worth its price in January 2025? The chain of the calculator: the estimate
from the market for AI systems down (``worth_chain``), with what two arguments of the article do to
that market: the life of chips and the response of demand to cheaper answers.

At the centre both change nothing, so the worth is that of ``worth_chain``. The chapter on valuation
shows the results.
"""

from shortcase.derived.definition import Derived
from shortcase.formulas import arithmetic, valuation

YEAR = (1.0, "year")
LIFE_ASSUMED = (5.0, "year")  # for which the market's row is written, whatever a life is set to

RESULTS = [
    Derived(
        "short_case_market",
        valuation.market_at_use,
        "USD",
        "Market for AI systems in ten years, at a life of chips and a response of demand",
        {
            "market": "chain_market_2035",
            "gain": "short_case_gain",
            "response": "short_case_response",
            "life": "short_case_life",
            "life_assumed": LIFE_ASSUMED,
            "growth": "terminal_growth_2025_01",
            "year": YEAR,
        },
    ),
    Derived(
        "short_case_worth",
        valuation.chain_price,
        "USD/share",
        "Value of a share in January 2025, at a life of chips and a response of demand",
        {
            "revenue": "nvda_annual_revenue_fy2025",
            "market": "short_case_market",
            "share": "chain_share_2035",
            "gross_margin": "chain_gross_margin_2035",
            "operating_share": "chain_operating_share",
            "tax": "chain_tax",
            "reinvestment": "chain_reinvestment",
            "discount_rate": "discount_rate_2025_01",
            "terminal_growth": "terminal_growth_2025_01",
            "net_cash": "nvda_net_cash_2025_01",
            "shares": "nvda_shares_outstanding_2024_11",
        },
    ),
    Derived(
        "short_case_gap",
        arithmetic.change,
        "fraction",
        "Value of a share against its price of 24 January 2025",
        {"after": "short_case_worth", "before": "nvda_close_2025_01_24"},
    ),
]
