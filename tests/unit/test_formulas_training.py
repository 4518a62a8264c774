"""Formulas of training runs, against published figures and hand calculations."""

import numpy as np
import pytest

from shortcase.formulas import arithmetic
from shortcase.formulas import training as t
from shortcase.numbers.units import Q_

V3 = dict(hidden=7168, heads=128, head_dim=128, rope_dim=64, query_rank=1536, kv_rank=512)


def v3_parameters(routed):
    return t.sparse_model_parameters(
        layers=61,
        dense_layers=3,
        attention=t.attention_parameters(**V3),
        dense_block=t.feed_forward_parameters(7168, 18432),
        expert=t.feed_forward_parameters(7168, 2048),
        routed=routed,
        shared=1,
        router=t.router_parameters(7168, 256),
        embedding=t.embedding_parameters(129280, 7168),
        hidden=7168,
    )


def test_v3_has_671_billion_parameters():
    assert v3_parameters(256) == pytest.approx(671.03e9, rel=1e-5)  # DeepSeek-V3 report: 671B


def test_v3_uses_37_billion_a_token():
    assert v3_parameters(8) == pytest.approx(37.55e9, rel=1e-4)  # DeepSeek-V3 report: 37B


def test_attention_of_one_v3_layer():
    by_hand = (
        7168 * 1536
        + 1536 * 128 * 192
        + 7168 * 576
        + 512 * 128 * 256
        + 128 * 128 * 7168
        + 1536
        + 512
    )
    assert t.attention_parameters(**V3) == by_hand


def test_v3_cost_as_published():
    assert t.run_cost(2.788e6, 2.0) == 5.576e6  # DeepSeek-V3 report, Table 1


def test_llama_compute_as_published():
    assert t.training_flop(405e9, 15.6e12, 6) == pytest.approx(
        3.8e25, rel=0.005
    )  # Llama 3 paper, section 1


def test_speeds_of_the_runs():
    v3 = t.achieved_speed(t.training_flop(37e9, 14.8e12, 6), 2.664e6) / 3600
    llama = t.achieved_speed(t.training_flop(405e9, 15.6e12, 6), 30.84e6) / 3600
    assert v3 == pytest.approx(342.6e12, rel=1e-3)
    assert llama == pytest.approx(341.4e12, rel=1e-3)
    assert t.speed_from_rate(21e9, 6, 172.8e3 / 1e12) / 3600 == pytest.approx(202.5e12, rel=1e-3)
    assert t.utilisation(v3, 989e12) == pytest.approx(0.3464, abs=1e-4)


def test_hours_at_a_share_of_the_peak():
    peak = Q_(1000, "TFLOP/(GPU*s)")
    hours = t.gpu_hours_needed(Q_(3.6e18, "FLOP"), peak, 0.5)
    assert hours.to("GPU*hour").magnitude == pytest.approx(2.0)


def test_days_on_the_cluster():
    assert t.run_days(2.664e6, 2048) / 24 == pytest.approx(
        54.2, abs=0.01
    )  # ISCA paper, Table 4: 14.8e12 tokens at 272.8e9 a day


def test_four_factors_close():
    product = arithmetic.product(
        parameters=405 / 37,
        tokens=15.6 / 14.8,
        speed=(37 * 14.8 / 2.664) / (405 * 15.6 / 30.84),
        other_hours=2.664 / 2.788,
    )
    assert product == pytest.approx(30.84 / 2.788, rel=1e-12)


def test_prices_and_ratios():
    assert t.priced_ratio(30.84, 2, 2.788, 2) == pytest.approx(11.06, abs=0.005)
    needed = t.price_needed(45, 30.84, 2.788, 2)
    assert t.priced_ratio(30.84, needed, 2.788, 2) == pytest.approx(45)
    assert t.hardware_price(2048, 25000) == 51.2e6  # The Register: 51 million dollars
    assert t.counted_flop(14.8e12, 250e9) == 3.7e24


def test_trend():
    assert t.gain_by_halving(16.0, 8.0) == pytest.approx(4.0)
    assert t.time_for_gain(45, 8.0) == pytest.approx(43.9, abs=0.05)


def test_fp8_codes():
    assert t.code_count(8) == 256
    assert (
        t.smallest_positive(7, 3) == 2**-9 and t.largest_number(8, 0.75) == 448
    )  # E4M3, Micikevicius et al. 2022, table 1
    assert t.smallest_positive(15, 2) == 2**-16 and t.largest_number(15, 0.75) == 57344  # E5M2


def test_rounding_to_e4m3():
    x = np.array([0.0, 1.0, 1.06, 1.0625, 1.07, -3.3, 449.0, 2.0**-9, 2.0**-11])
    assert t.rounded_e4m3(x).tolist() == [0.0, 1.0, 1.0, 1.125, 1.125, -3.25, 448.0, 2.0**-9, 0.0]


def test_training_state():
    assert t.state_bytes(1, 4, 4, 4) == 13
    assert t.state_bytes(2, 4, 2, 8) == 16  # Rajbhandari et al. 2020: sixteen bytes a parameter


def test_overlap():
    assert t.overlap_ceiling(1.0) == 2.0
    assert t.overlap_ceiling(0.5) == 1.5


def test_two_runs_compare_by_parameters_and_tokens():
    assert t.compute_ratio(49e9, 33e12, 37e9, 14.8e12) == pytest.approx(2.953, abs=1e-3)


def test_memory_of_a_cluster():
    found = t.cluster_memory(Q_(2048, "GPU"), Q_(80, "GB"), Q_(1, "GPU"))
    assert found.to("TB").magnitude == pytest.approx(163.84)


def test_rate_gain_and_time_undo_each_other():
    year, gap = Q_(1, "year"), Q_(18, "month")
    gain = t.gain_over(gap, 4.0, year)
    assert gain.to("dimensionless").magnitude == pytest.approx(8)
    assert t.yearly_rate_for_gain(8.0, gap, year).to("dimensionless").magnitude == pytest.approx(4)
    assert t.time_at_rate(8.0, 4.0, year).to("month").magnitude == pytest.approx(18)
    assert t.time_at_rate(45, 4.0, year).to("month").magnitude == pytest.approx(33, abs=0.1)


def test_rent_of_a_fleet_for_a_year():
    fleet = dict(gpus=Q_(20_000, "GPU"), price=Q_(2.0, "USD/(GPU*hour)"), period=Q_(365, "day"))
    assert t.fleet_rent(**fleet).to("USD").magnitude == pytest.approx(350.4e6)  # by hand
    ratio = t.budget_ratio(Q_(3.504e9, "USD"), **fleet)
    assert ratio.to("dimensionless").magnitude == pytest.approx(10)


def test_rent_of_a_published_fleet():
    # Epoch AI's summary: 6.8 billion dollars of 2024 at 2 dollars an hour are about 388,000 H100s
    found = t.fleet_rent(Q_(388_000, "GPU"), Q_(2.0, "USD/(GPU*hour)"), Q_(8760, "hour"))
    assert found.to("USD").magnitude == pytest.approx(6.8e9, rel=1e-3)


def test_a_mixed_fleet_counts_slow_chips_in_part():
    found = t.fleet_equivalent(Q_(100, "GPU"), Q_(40, "GPU"), 148.0, 989.4)
    assert found.to("GPU").magnitude == pytest.approx(105.98, abs=0.01)  # by hand


def test_parameters_of_v3_from_its_configuration():
    given = dict(layers=61, dense_layers=3, hidden_size=7168, expert_hidden=2048)
    heads = dict(attention_heads=128, head_dim=128, rope_head_dim=64)
    heads |= dict(q_lora_rank=1536, kv_lora_rank=512)
    rest = dict(shared_experts=1, dense_ffn_hidden=18432, routed_experts=256, vocab=129280)
    for counted in (256, 8):
        found = t.counted_parameters(**given, **heads, **rest, counted_experts=counted)
        assert found == v3_parameters(counted)
    assert t.expert_parameters(**given, counted_experts=256) == 58 * 256 * 3 * 7168 * 2048
    attention = t.model_attention_parameters(layers=61, hidden_size=7168, **heads)
    assert attention == 61 * t.attention_parameters(**V3)
