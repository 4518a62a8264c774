"""What MI300X and own chips give beside H100, as several chapters need it."""

from shortcase.derived.definition import Derived
from shortcase.formulas import arithmetic, custom_silicon, market

RESELLERS = {"price_a": "price_mi300x_2025_02", "price_b": "price_h100_sxm_2025_01"}
LARGE_BUYERS = {"price_a": "mi300x_price", "price_b": "price_h100_epoch_2024"}
PEAK = {"performance_a": "mi300x_bf16_dense", "performance_b": "h100_sxm_bf16_dense"}
MEASURED = {"performance_a": "matmul_bf16_mi300x", "performance_b": "matmul_bf16_h100"}
TOKENS = {"performance_a": "mlperf_inf41_mi300x", "performance_b": "mlperf_inf41_h100"}

OWN_CHIP = {
    "nvidia_margin": "cs_card_margin",
    "chip_share": "chip_share_of_machine",
    "design_cost": "own_chip_design_cost",
    "nvidia_price": "cs_h100_price_each",
    "volume": "said:rainier_chip_count",
}
NO_PARTNER = {"partner_margin": (0.0, "fraction")}


def _breakeven(id: str, title: str, partner: dict, rest: str | tuple[float, str]) -> Derived:
    inputs = OWN_CHIP | partner | {"rest": rest}
    return Derived(id, custom_silicon.breakeven_performance, "fraction", title, inputs)


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
    Derived(
        "cs_h100_price_each",
        arithmetic.rate,
        "USD/GPU",
        "Price of an H100 bought in bulk, 2024",
        {"amount": "price_h100_epoch_2024", "per": "one_card"},
    ),
    Derived(
        "cs_rest_by_power",
        arithmetic.multiple,
        "1",
        "Rated power of a Trainium2 over an H100's, and so the machine around each",
        {"amount": "trainium2_tdp", "reference": "h100_sxm_tdp"},
    ),
    _breakeven(
        "cs_breakeven",
        "Break-even speed of an in-house chip, 400,000 made, its machine as its power",
        {"partner_margin": "own_chip_partner_margin"},
        "cs_rest_by_power",
    ),
    _breakeven(
        "cs_breakeven_full_machine",
        "Break-even speed of an in-house chip, 400,000 made, a full machine each",
        {"partner_margin": "own_chip_partner_margin"},
        (1.0, "1"),
    ),
    _breakeven(
        "cs_breakeven_no_partner",
        "Break-even speed of a chip at the foundry's price, its machine as its power",
        NO_PARTNER,
        "cs_rest_by_power",
    ),
    _breakeven(
        "mfg_rival_breakeven",
        "Break-even speed of a rival's chip at the foundry's price, its machine as its power",
        NO_PARTNER,
        "cs_rest_by_power",
    ),
    _breakeven(
        "mfg_rival_full_machine",
        "Break-even speed of a chip at the foundry's price, a full machine each",
        NO_PARTNER,
        (1.0, "1"),
    ),
]
