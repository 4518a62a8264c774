"""Decoding formulas against published figures and hand calculations."""

from math import isclose

from shortcase.formulas import decoding as d
from shortcase.numbers.units import Q_


def test_llama_cache_is_the_published_one():
    # Qwen2.5-72B, same shape: DeepSeek ISCA paper, Table 1
    assert d.cache_per_token(80, 8, 128, 2) == 327_680
    assert d.cache_per_token(126, 8, 128, 2) == 516_096
    assert isclose(d.cache_size(516_096, 131_072) / 1e9, 67.6, rel_tol=1e-2)


def test_four_wafers_hold_llama_70b():
    weights = d.weight_size(70.6e9, 2)
    assert d.chips_for(weights, 44e9) == 4  # Cerebras, August 2024
    assert d.chips_for(d.weight_size(70.6e9, 1), 230e6) == 307


def test_users_that_fit():
    assert d.users_that_fit(4, 44.0, 141.2, 0.65536) == 53
    assert d.users_that_fit(1, 44.0, 141.2, 0.65536) == 0


def test_bounds():
    assert round(d.decode_bound(8 * 3350, 141.2, 1)) == 190


def test_step_is_the_slowest_of_three():
    machine = {
        "parameters": Q_(70e9, "parameter"),
        "bits": Q_(16, "bit/parameter"),
        "bandwidth": Q_(26.8, "TB/s"),
        "rate": Q_(7.9, "PFLOP/s"),
        "cache": Q_(0.0, "GB"),
        "efficiency": 1,
        "floor_time": Q_(0, "s"),
        "operations": Q_(2, "FLOP/(parameter*token)"),
        "rate_bits": Q_(16, "bit/parameter"),
        "tokens_per_pass": Q_(1, "token"),
    }
    alone = d.user_speed(1, **machine).to("token/s").magnitude
    assert isclose(alone, 26800 / 140)
    assert isclose(d.step_time(1000, **machine).to("s").magnitude, 2 * 70 * 1000 / 7.9e6)
    slow = machine | {"floor_time": Q_(10, "ms")}
    assert isclose(d.step_time(1, **slow).to("s").magnitude, 0.01)
    assert isclose(d.machine_speed(4, **machine).to("token/s").magnitude, 4 * alone)
    cached = machine | {"cache": Q_(1, "GB"), "bits": Q_(8, "bit/parameter")}
    assert isclose(d.step_time(30, **cached).to("s").magnitude, (70 + 30) / 26800)


def test_serving_cost_by_hand():
    assert isclose(d.serving_cost(87660, 8766, 0, 1, 0.1, 10, 0.5), 2.0)
    assert isclose(d.serving_cost(0, 8766, 10, 1.5, 0.1, 10, 1), 0.15)
    assert isclose(d.breakeven_utilisation(87660, 8766, 0, 1, 0.1, 10, 2.0), 0.5)


def test_throughput():
    assert d.throughput_of_users(53, 450) == 23850


def test_eight_chips_read_eight_times_as_fast():
    assert d.machine_decode_bound(8, 3.35e12, 70e9, 1) == 8 * d.decode_bound(3.35e12, 70e9, 1)


def test_rented_token_cost_gives_the_published_costs():
    # InferenceX, 23 May 2026: B200 at 1.95 an hour, 897.9 tokens/s: 0.60; GB200 at 2.21: 0.53
    for rent, output, published in ((1.95, 897.9, 0.60), (2.21, 1149.1, 0.53), (1.95, 49.3, 10.99)):
        found = d.rented_token_cost(Q_(rent, "USD/(GPU*hour)"), Q_(output, "token/s"), Q_(1, "GPU"))
        assert isclose(found.to("USD/Mtok").magnitude, published, abs_tol=0.005)


def test_matching_users():
    # two machines at ten dollars an hour and 0.1 for power against 10 dollars for a million tokens
    found = d.matching_users(
        Q_(876_600, "USD"),
        Q_(10, "year"),
        Q_(1, "kW"),
        1.0,
        Q_(0.1, "USD/(kW*hour)"),
        machines=2,
        cost=Q_(10, "USD/Mtok"),
        speed=Q_(100, "token/s"),
        tokens_per_output=2,
    )
    # 20.2 dollars buy 2.02 million tokens an hour; one user makes 0.72 million
    assert isclose(found.to("").magnitude, 2.02 / 0.72, rel_tol=1e-9)


def test_fast_token_cost_is_the_converse_of_matching_users():
    bill = (Q_(876_600, "USD"), Q_(10, "year"), Q_(1, "kW"), 1.0, Q_(0.1, "USD/(kW*hour)"))
    found = d.fast_token_cost(
        *bill, machines=2, users=2.02 / 0.72, speed=Q_(100, "token/s"), tokens_per_output=2
    )
    assert isclose(found.to("USD/Mtok").magnitude, 10, rel_tol=1e-9)
