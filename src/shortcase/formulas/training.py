"""What a training run needs, what it costs, and how two runs compare.

Parameters are counted from a published configuration, operations from parameters and tokens, hours
from operations and speed. Nothing here knows how good a model is.
"""

from shortcase.numbers.mathematics import exp, floor, log, maximum, minimum, where

# Parameters


def attention_parameters(hidden, heads, head_dim, rope_dim, query_rank, kv_rank):
    """Weights of one layer of multi-head latent attention, with its two norms; pure numbers.

    DeepSeek-V2 report (2024), section 2.1: queries and keys-and-values go through a narrow layer
    each; a rotary key of ``rope_dim`` is shared by all heads.
    """
    queries = hidden * query_rank + query_rank * heads * (head_dim + rope_dim)
    keys_values = hidden * (kv_rank + rope_dim) + kv_rank * heads * 2 * head_dim
    return queries + keys_values + heads * head_dim * hidden + query_rank + kv_rank


def feed_forward_parameters(hidden, width):
    """Weights of one gated feed-forward block or expert: three matrices; pure numbers."""
    return 3 * hidden * width


def embedding_parameters(vocabulary, hidden):
    """Weights of input embedding and output head together; pure numbers."""
    return 2 * vocabulary * hidden


def router_parameters(hidden, experts):
    """Weights of one layer's router: a vector and a bias for each expert; pure numbers."""
    return hidden * experts + experts


def sparse_model_parameters(
    layers, dense_layers, attention, dense_block, expert, routed, shared, router, embedding, hidden
):
    """Weights of a sparse transformer; pure numbers.

    ``routed`` is the number of routed experts to count: all of a layer for the total, those that
    one token uses for the active parameters. Each layer has two norms, and the model a last one.
    """
    sparse_layers = layers - dense_layers
    return (
        layers * attention
        + dense_layers * dense_block
        + sparse_layers * ((routed + shared) * expert + router)
        + embedding
        + (2 * layers + 1) * hidden
    )


def counted_parameters(
    layers,
    dense_layers,
    hidden_size,
    attention_heads,
    head_dim,
    rope_head_dim,
    q_lora_rank,
    kv_lora_rank,
    expert_hidden,
    shared_experts,
    dense_ffn_hidden,
    routed_experts,
    vocab,
    counted_experts,
):
    """Weights of a sparse transformer from its published configuration; pure numbers.

    ``counted_experts`` of the ``routed_experts`` of a layer are counted: all for the total, those
    that one token uses for the active parameters (``sparse_model_parameters``).
    """
    attention = attention_parameters(
        hidden_size, attention_heads, head_dim, rope_head_dim, q_lora_rank, kv_lora_rank
    )
    return sparse_model_parameters(
        layers,
        dense_layers,
        attention,
        feed_forward_parameters(hidden_size, dense_ffn_hidden),
        feed_forward_parameters(hidden_size, expert_hidden),
        counted_experts,
        shared_experts,
        router_parameters(hidden_size, routed_experts),
        embedding_parameters(vocab, hidden_size),
        hidden_size,
    )


def expert_parameters(layers, dense_layers, hidden_size, expert_hidden, counted_experts):
    """Weights of so many routed experts in each sparse layer of a model; pure numbers."""
    sparse_layers = layers - dense_layers
    return sparse_layers * feed_forward_parameters(hidden_size, expert_hidden) * counted_experts


def model_attention_parameters(
    layers, hidden_size, attention_heads, head_dim, rope_head_dim, q_lora_rank, kv_lora_rank
):
    """Weights of the attention of all layers of a model (``attention_parameters``); pure
    numbers."""
    return layers * attention_parameters(
        hidden_size, attention_heads, head_dim, rope_head_dim, q_lora_rank, kv_lora_rank
    )


# Operations, hours, money


def training_flop(parameters, tokens, operations):
    """Operations of a training run (Kaplan et al. 2020, section 2.1).

    parameters (active) in parameter, tokens in token, operations in FLOP/(parameter*token); returns
    FLOP. Attention over the sequence is left out.
    """
    return parameters * tokens * operations


def counted_flop(tokens, operations_per_token):
    """Operations of a run from operations counted for one token: token times FLOP/token; returns
    FLOP."""
    return tokens * operations_per_token


def achieved_speed(flop, gpu_hours):
    """Useful operations of one GPU: FLOP over GPU*hour; returns FLOP/(GPU*hour)."""
    return flop / gpu_hours


def speed_from_rate(parameters, operations, hours_per_token):
    """Useful operations of one GPU from its time per token: parameter, FLOP/(parameter*token),
    GPU*hour/token; returns FLOP/(GPU*hour)."""
    return parameters * operations / hours_per_token


def utilisation(speed, peak):
    """Achieved over peak operations of one GPU, both in FLOP/(GPU*s); a fraction."""
    return speed / peak


def gpu_hours_needed(flop, peak, share):
    """GPU-hours that operations take at a share of the peak: flop in FLOP, peak of one GPU in
    FLOP/(GPU*hour), share a fraction; returns GPU*hour."""
    return flop / (peak * share)


def run_cost(gpu_hours, price):
    """Rent of a run: GPU*hour times USD/(GPU*hour); returns USD."""
    return gpu_hours * price


def run_days(gpu_hours, gpus):
    """Time that a number of GPUs needs for a run: GPU*hour over GPU; returns a time."""
    return gpu_hours / gpus


def hardware_price(gpus, price):
    """Price of GPUs: GPU times USD/GPU; returns USD."""
    return gpus * price


# Comparison of two runs


def priced_ratio(peer_hours, peer_price, own_hours, own_price):
    """Cost of a peer's run over one's own: GPU-hours of each in one unit, rents of each in one
    unit; a pure number."""
    return peer_hours * peer_price / (own_hours * own_price)


def price_needed(target, peer_hours, own_hours, own_price):
    """Rent of the peer's GPUs at which its run costs ``target`` times one's own; in the unit of
    ``own_price``."""
    return target * own_hours * own_price / peer_hours


# The trend


def gain_by_halving(gap, halving):
    """Factor by which the compute for a fixed performance falls in a time (Ho et al. 2024); gap and
    halving in one unit of time, a pure number."""
    return exp(log(2.0) * (gap / halving))


def time_for_gain(target, halving):
    """Time in which halvings add up to a factor: returns the unit of ``halving``."""
    return halving * (log(target) / log(2.0))


# Precision and overlap


def code_count(bits):
    """Different codes of a number of bits; pure numbers."""
    return 2**bits


def smallest_positive(bias, fraction_bits):
    """Smallest positive number of a binary floating-point format with subnormals; pure numbers (OCP
    8-bit formats, Micikevicius et al. 2022)."""
    return 2.0 ** (1 - bias - fraction_bits)


def largest_number(exponent, fraction):
    """Largest finite number: two to its exponent times one plus its fraction; pure numbers."""
    return 2.0**exponent * (1 + fraction)


def rounded_e4m3(value):
    """A number rounded to the nearest of FP8 format E4M3 (four exponent bits, bias 7, three
    fraction bits); saturates at 448.

    Pure number or array. Micikevicius et al. 2022, table 1.
    """
    size = maximum(abs(value), 2.0**-40)
    exponent = maximum(
        floor(log(size) / log(2.0) + 1e-12), -6.0
    )  # below 2**-6 the steps stay equal
    step = 2.0 ** (exponent - 3.0)
    rounded = floor(abs(value) / step + 0.5) * step
    return where(value < 0, -1.0, 1.0) * minimum(rounded, 448.0)


def state_bytes(weights, master, gradients, moments):
    """Bytes that training keeps for one parameter: four parts in byte/parameter; returns
    byte/parameter."""
    return weights + master + gradients + moments


def overlap_ceiling(communication):
    """Largest speed-up from hiding communication behind computation: ``communication`` is its time
    over the computation's; a pure number."""
    return (1 + communication) / maximum(1.0, communication)


def compute_ratio(parameters, tokens, parameters_before, tokens_before):
    """Training compute of one run over another's, active parameters times tokens of each; a pure
    number."""
    return parameters * tokens / (parameters_before * tokens_before)


def cluster_memory(gpus, memory, one_gpu):
    """Memory of a cluster: gpus in GPU, memory of one in byte (or GB, both alike), one_gpu in GPU;
    returns byte."""
    return gpus / one_gpu * memory


def yearly_rate_for_gain(target, gap, one_year):
    """Factor per year that adds up to ``target`` (a pure number) over a gap; gap and one_year in
    time; a pure number."""
    return exp(log(target) * (one_year / gap))


def gain_over(gap, rate, one_year):
    """Factor after a gap at a factor of ``rate`` (a pure number) per year; gap and one_year in
    time; a pure number."""
    return exp(log(rate) * (gap / one_year))


def time_at_rate(target, rate, one_year):
    """Time in which a factor of ``rate`` per year adds up to ``target`` (pure numbers); one_year in
    time; returns a time."""
    return one_year * (log(target) / log(rate))


# Budgets of laboratories


def fleet_rent(gpus, price, period):
    """Rent of a fleet of GPUs that is kept for a period, busy or not.

    gpus in GPU, price in USD/(GPU*hour), period a time; returns USD.
    """
    return gpus * price * period


def budget_ratio(peer_budget, gpus, price, period):
    """A peer's budget for compute over the rent of one's own fleet for the same period.

    peer_budget in USD, gpus in GPU, price in USD/(GPU*hour), period a time; a pure number.
    """
    return peer_budget / fleet_rent(gpus, price, period)


def fleet_equivalent(full, partial, partial_speed, full_speed):
    """Chips of full speed that a mixed fleet is worth, by peak operations.

    full and partial in GPU, the two speeds in one unit; returns GPU.
    """
    return full + partial * partial_speed / full_speed
