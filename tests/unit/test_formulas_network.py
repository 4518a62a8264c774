"""Communication formulas against published figures and hand calculations."""

from math import isclose

from shortcase.formulas import network as n
from shortcase.numbers.units import Q_


def test_step_of_llama_405b():
    assert round(n.step_seconds(6 * 405e9, 2**24, 16384, 400e12), 2) == 6.22


def test_data_parallel_bytes():
    assert isclose(n.data_parallel_bytes(405e9, 8, 8, 16, 128) / 1e9, 25.11, rel_tol=1e-3)


def test_tensor_parallel_bytes():
    per_gpu = n.tensor_parallel_bytes(16, 8192, 16384, 16, 7.875, 8) / 8
    assert isclose(per_gpu / 1e9, 236.7, rel_tol=1e-3)


def test_pipeline_and_expert_bytes():
    assert isclose(n.pipeline_bytes(1, 8192, 16384, 16, 1, 8) / 8, 8192 * 16384 * 2 * 2 / 8)
    assert isclose(n.expert_parallel_bytes(1, 58, 8, 7168, 24, 1) / 8, 9_977_856)


def test_shares():
    assert isclose(n.needed_bandwidth(236.7, 6.22), 38.05, rel_tol=1e-3)
    assert isclose(n.share_of_step(236.7, 450, 6.22), 0.0846, rel_tol=1e-2)
    assert isclose(n.utilisation_with_traffic(0.5, 0.0, 100, 50, 2, 0), 0.25)
    assert isclose(n.working_seconds(step=6, traffic=100, bandwidth=100, bubble_share=0.25), 4)
    # 4 s of work, 1 s of bubble, 1 s of traffic: two thirds of the ceiling
    assert isclose(n.utilisation_with_traffic(0.6, 0.25, 100, 100, 4, 0), 0.4)


def test_bubble_of_narayanan():
    assert isclose(n.bubble(16, 16, 1), 15 / 16)
    assert round(n.rate_after_scaling(430, 16, 32, 16, 7.875)) == 407  # published: 400


def test_memory_and_experts():
    assert isclose(n.gpus_for(671, 0, 0, 80, 1), 8.3875)
    assert round(n.experts_touched(256, 8, 32)) == 163
    assert n.experts_touched(256, 8, 1) == 8 or isclose(n.experts_touched(256, 8, 1), 8)


def test_expert_traffic_and_service():
    assert isclose(
        n.expert_traffic(62_914_560, 2048, 61, 3, 8, 7168, 24, 2), 30720 * 58 * 8 * 7168 * 24 * 2
    )
    assert isclose(n.decode_traffic(61, 3, 8, 7168, 24, 1, 14_800, 8) / 8e9, 18.46, rel_tol=1e-3)


def test_utilisation_without_waiting():
    assert isclose(n.utilisation_without_waiting(0.4, 6.0, 5.0), 0.48)


def test_gpus_for_a_model_and_its_users():
    """70e9 parameters at 8 bits and ten contexts of 10,000 tokens at 100 kB: 80 GB, 0.9 of 100 GB a
    GPU."""
    found = n.gpus_for_model(
        Q_(70e9, "parameter"),
        Q_(8, "bit/parameter"),
        10,
        Q_(10_000, "token"),
        Q_(100, "kB/token"),
        Q_(100, "GB"),
        0.9,
    )
    assert isclose(found.to("dimensionless").magnitude, 80 / 90)
