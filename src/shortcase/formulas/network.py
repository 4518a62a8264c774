"""Bytes that parallel training and serving move between chips, and what they cost in time.

Ring collectives after Thakur, Rabenseifner and Gropp (2005); tensor parallelism after Shoeybi et
al. (Megatron-LM, 2019): four all-reduces of the activations per layer, two forward and two
backward; pipeline bubble after Narayanan et al. (2021): (p - 1) / (v m) for p stages, m
micro-batches and v chunks a stage.
"""

from shortcase.numbers.mathematics import exp, log


def step_seconds(flop_per_token, tokens, gpus, rate):
    """Time of a training step; flop_per_token in FLOP/token, tokens in token, gpus dimensionless,
    rate of one GPU in FLOP/s; returns s."""
    return flop_per_token * tokens / (gpus * rate)


def data_parallel_bytes(parameters, bytes_per_parameter, tensor_ways, pipeline_ways, data_ways):
    """Bytes that one GPU sends in a step to sum gradients and gather weights; parameters in
    parameter, bytes_per_parameter in byte/parameter; returns byte."""
    return (
        parameters
        / (tensor_ways * pipeline_ways)
        * bytes_per_parameter
        * (data_ways - 1)
        / data_ways
    )


def tensor_parallel_bytes(sequences, length, width, bits, stage_layers, tensor_ways):
    """Bytes that one GPU sends in a step: four all-reduces a layer over tensor_ways, each of 2 (t -
    1)/t of the activations; bits in bit; returns bit."""
    return (
        sequences * length * width * bits * 4 * stage_layers * 2 * (tensor_ways - 1) / tensor_ways
    )


def pipeline_bytes(sequences, length, width, bits, chunks, tensor_ways):
    """Bytes that one GPU sends in a step to the next stage, activations forward and their gradients
    back, split over tensor_ways; bits in bit; returns bit."""
    return sequences * length * width * bits * 2 * chunks / tensor_ways


def expert_parallel_bytes(tokens, layers, copies, width, bits, passes):
    """Bytes that one GPU sends for its tokens: each goes to copies experts (or nodes) and back in
    each of layers; bits there and back in bit; passes: 1 forward only, 2 with backward; returns
    bit."""
    return tokens * layers * copies * width * bits * passes


def needed_bandwidth(size, time):
    """Average bandwidth that a size in a time asks for."""
    return size / time


def share_of_step(size, bandwidth, time):
    """Time to send a size at a bandwidth, as a share of the step; dimensionless."""
    return size / bandwidth / time


def bubble(stages, micro_batches, chunks):
    """Idle time of a pipeline over its working time; dimensionless."""
    return (stages - 1) / (chunks * micro_batches)


def rate_after_scaling(rate, stages, micro_small, micro_large, chunks):
    """Training rate per GPU once fewer micro-batches are left to each pipeline, if only the bubble
    grows; in the unit of rate."""
    return (
        rate * (1 + bubble(stages, micro_small, chunks)) / (1 + bubble(stages, micro_large, chunks))
    )


def working_seconds(step, traffic, bandwidth, bubble_share):
    """Time of a step without waiting: a measured step less unhidden traffic over its link, less the
    bubble; bubble_share: idle over working time; returns the unit of step."""
    return (step - traffic / bandwidth) / (1 + bubble_share)


def utilisation_with_traffic(ceiling, bubble_share, traffic, bandwidth, step, hidden):
    """Model utilisation when traffic that is not hidden behind arithmetic adds to a step; plain
    numbers.

    ceiling: utilisation without waiting; bubble_share: idle over working time; traffic in GB per
    GPU and step; bandwidth in GB/s; step in s without traffic; hidden: share of the traffic that
    overlaps with arithmetic.
    """
    return ceiling / (1 + bubble_share + traffic * (1 - hidden) / bandwidth / step)


def gpus_for(weights, cache, users, memory, usable):
    """GPUs whose memory holds the weights and the cache of all users; weights, cache per user and
    memory in one unit; usable: share of memory left for them; dimensionless, not rounded."""
    return (weights + cache * users) / (memory * usable)


def experts_touched(experts, active, tokens):
    """Expected number of different experts that tokens visit in a layer, if each picks active of
    experts evenly; dimensionless."""
    return experts * (1 - exp(tokens * log(1 - active / experts)))


def expert_traffic(batch_tokens, gpus, layers, dense_layers, copies, width, bits, passes):
    """Bits that one GPU sends in a training step to reach the experts and back; bits in bit for
    both ways, other arguments counts; returns bit per unit of gpus."""
    return expert_parallel_bytes(
        batch_tokens / gpus, layers - dense_layers, copies, width, bits, passes
    )


def decode_traffic(layers, dense_layers, copies, width, bits, token, throughput, gpus):
    """Bits a second that one GPU sends while generating; bits in bit for both ways, token: one
    token, throughput of gpus together in token/s; returns bit/s."""
    return (
        expert_parallel_bytes(1, layers - dense_layers, copies, width, bits, 1)
        / token
        * throughput
        / gpus
    )


def utilisation_without_waiting(utilisation, step, working):
    """Utilisation that a run would reach in a step without waiting; utilisation a fraction, step
    and working time of a step in one unit; returns a fraction."""
    return utilisation * step / working


def gpus_for_model(parameters, bits, users, context, cache_per_token, memory, usable):
    """``gpus_for`` from a model and its contexts; dimensionless, not rounded.

    parameters in parameter, bits in bit/parameter, context in token, cache_per_token in byte/token,
    memory of a GPU in byte, usable a fraction.
    """
    return gpus_for(parameters * bits, context * cache_per_token, users, memory, usable)
