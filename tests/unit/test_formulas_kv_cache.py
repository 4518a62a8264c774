"""Memory: published table values and hand calculations."""

import pytest

from shortcase.formulas import kv_cache as f
from shortcase.numbers.units import Q_


def test_deepseek_v3_cache_is_the_published_one():
    """Zhao et al. 2025, Table 1: 70.272 KB a token."""
    assert f.kv_bytes_of_latent(61, 512, 64, 2) == 70_272


def test_qwen_cache_is_the_published_one():
    """Zhao et al. 2025, Table 1: 327.680 KB a token."""
    assert f.kv_bytes_of_heads(80, 8, 128, 2) == 327_680


def test_llama_405b_cache_is_the_published_one():
    """Zhao et al. 2025, Table 1: 516.096 KB a token."""
    assert f.kv_bytes_of_heads(126, 8, 128, 2) == 516_096


def test_deepseek_v2_equals_grouped_attention_of_two_and_a_quarter_groups():
    """DeepSeek-V2 report, Table 1: latent 4 d_h and rotary d_h / 2 are as large as 2.25 groups of
    128."""
    assert f.kv_bytes_of_latent(60, 512, 64, 2) == pytest.approx(
        f.kv_bytes_of_heads(60, 2.25, 128, 2)
    )


def test_plain_attention_of_v3_by_hand():
    assert f.kv_bytes_of_heads(61, 128, 128, 2) == 3_997_696


def test_units_of_the_cache():
    assert (
        f.kv_bytes_of_heads(Q_(126, "layer"), 8, 128, Q_(2, "byte/(layer*token)"))
        .to("byte/token")
        .magnitude
        == 516_096
    )
    assert (
        f.kv_bytes_of_latent(61, 512, 64, Q_(2, "byte/token")).to("byte/token").magnitude == 70_272
    )


def test_context_and_weights():
    assert f.cache_of_context(70_272, 4989) == pytest.approx(350_587_008)
    assert f.weight_bytes(671e9, 2) == 1.342e12
    assert f.bits_per_parameter(131e9 * 8, 671e9) == pytest.approx(1.562, abs=1e-3)


def test_cards():
    assert f.cards_for(671, 24, 1) == 28
    assert f.cards_for(377, 24, 1) == 16
    assert f.cards_for(131, 24, 1) == 6
    assert f.cards_for(810, 80, 1) == 11
    assert f.cards_for(Q_(671e9, "byte"), Q_(24, "GB"), Q_(1, "GPU")).to("GPU").magnitude == 28
    assert f.cards_price(28, 1599, 1) == 44_772


def test_speed_bounds():
    """1,008 GB/s over 37 GB: 27 tokens a second; 25 GB/s over 20.4 GB: 1.2."""
    assert f.passes_per_second(37e9, 1, 1008e9) == pytest.approx(27.24, abs=0.01)
    assert f.passes_per_second(20.43e9, 1, 25e9) == pytest.approx(1.224, abs=0.001)


def test_training_memory_and_days():
    """DeepSeek-V3: 2.664 million GPU-hours on 2,048 GPUs are 54.2 days."""
    assert f.training_days(2.664e6, 2048) / 24 == pytest.approx(54.2, abs=0.05)
    assert f.training_memory_per_gpu(671e9, 1, 4, 4, 4, 2048) == pytest.approx(4.26e9, rel=1e-3)


def test_memory_alone_asks_for_a_twentieth_of_the_cluster():
    share = f.memory_share(4.26e9, 80e9, 1)
    assert share == pytest.approx(0.05325)
    assert f.gpus_by_memory(2048, share) == pytest.approx(109.06, abs=0.01)


def test_knowledge():
    assert f.stored_knowledge(405e9, 2) / 8e9 == pytest.approx(101.25)


def test_parameters_that_two_cards_hold():
    """Two cards of 24 GB hold 48e9 parameters of one byte, 24e9 of two."""
    two, one = Q_(2, "GPU"), Q_(1, "GPU")
    for size, held in ((1, 48e9), (2, 24e9)):
        found = f.parameters_held(two, Q_(24, "GB"), Q_(size, "byte/parameter"), one)
        assert found.to("parameter").magnitude == pytest.approx(held)
