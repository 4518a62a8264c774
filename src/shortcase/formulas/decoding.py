"""Generating tokens: what must fit in memory, how fast memory and arithmetic allow, and what a
token then costs.

The roofline of Williams, Waterman and Patterson (Communications of the ACM 52, 2009) for one
decoding step: each step reads all weights once for the whole batch and the cache of each user, and
does two operations per parameter and token.
"""

from shortcase.numbers.mathematics import ceil, floor, maximum


def weight_size(parameters, bytes_per_parameter):
    """Size of a model's weights; parameters in parameter, bytes_per_parameter in byte/parameter;
    returns byte."""
    return parameters * bytes_per_parameter


def cache_per_token(layers, kv_heads, head_dimension, number_bytes):
    """Key and value cache of one token of context; layers in layer, heads in head, number_bytes in
    byte/(head*layer*token); returns byte/token."""
    return 2 * layers * kv_heads * head_dimension * number_bytes


def cache_size(per_token, context):
    """Cache of one user; per_token in byte/token, context in token; returns byte."""
    return per_token * context


def chips_for(size, memory):
    """Whole chips whose memory holds a size; both in one unit; dimensionless."""
    return ceil(size / memory)


def users_that_fit(chips, memory, weights, cache):
    """Users whose cache fits beside the weights; memory of a chip, weights and cache of a user in
    one unit; dimensionless, not below zero."""
    return maximum(floor((chips * memory - weights) / cache), 0.0)


def decode_bound(bandwidth, weights, tokens_per_pass):
    """Speed of one user if reading the weights were all that takes time; bandwidth over weights in
    one unit of size; tokens_per_pass in token; returns token/s."""
    return bandwidth / weights * tokens_per_pass


def step_time(
    batch,
    parameters,
    bits,
    bandwidth,
    rate,
    cache,
    efficiency,
    floor_time,
    operations,
    rate_bits,
    tokens_per_pass,
):
    """Time of one decoding step for a batch: the slowest of reading, arithmetic and a floor.

    batch: users, dimensionless; parameters in parameter; bits of a weight in bit/parameter;
    bandwidth in byte/s and rate in FLOP/s, of the whole machine, the rate at numbers of rate_bits
    (bit/parameter; it doubles as bits halve); cache of one user in byte; efficiency: share of
    bandwidth and of rate that is reached; floor_time: the time a step takes however fast memory is;
    operations in FLOP/(parameter*token); tokens_per_pass of one user in token. Returns a time.
    """
    reading = (parameters * bits + batch * cache) / (bandwidth * efficiency)
    work = operations * parameters * tokens_per_pass * batch
    arithmetic = work / (rate * rate_bits / bits * efficiency)
    return maximum(maximum(reading, arithmetic), floor_time)


def user_speed(
    batch,
    parameters,
    bits,
    bandwidth,
    rate,
    cache,
    efficiency,
    floor_time,
    operations,
    rate_bits,
    tokens_per_pass,
):
    """Speed of one user in a batch, arguments as in ``step_time``; returns token/s."""
    return tokens_per_pass / step_time(
        batch,
        parameters,
        bits,
        bandwidth,
        rate,
        cache,
        efficiency,
        floor_time,
        operations,
        rate_bits,
        tokens_per_pass,
    )


def machine_speed(
    batch,
    parameters,
    bits,
    bandwidth,
    rate,
    cache,
    efficiency,
    floor_time,
    operations,
    rate_bits,
    tokens_per_pass,
):
    """Speed of the whole machine in a batch, arguments as in ``step_time``; returns token/s."""
    return batch * user_speed(
        batch,
        parameters,
        bits,
        bandwidth,
        rate,
        cache,
        efficiency,
        floor_time,
        operations,
        rate_bits,
        tokens_per_pass,
    )


def throughput_of_users(users, speed):
    """Output of a machine that serves users at once, each at a speed; users dimensionless; in the
    unit of speed."""
    return users * speed


def serving_cost(capital, life, power, overhead, electricity, throughput, utilisation):
    """Capital and electricity for a token; staff, network, building and interest left out.

    capital in USD, life in hour, power in kW, overhead (PUE) and utilisation dimensionless,
    electricity in USD/(kW*hour), throughput in Mtok/hour; returns USD/Mtok.
    """
    return (capital / life + power * overhead * electricity) / (throughput * utilisation)


def breakeven_utilisation(capital, life, power, overhead, electricity, throughput, price):
    """Utilisation at which a price per token pays capital and electricity (arguments as in
    ``serving_cost``; price in USD/Mtok); may exceed one: then never."""
    return (capital / life + power * overhead * electricity) / (throughput * price)


def machine_decode_bound(chips, bandwidth, weights, tokens_per_pass):
    """``decode_bound`` of a machine whose chips (dimensionless) each read their part of the weights
    at once; token/s."""
    return decode_bound(chips * bandwidth, weights, tokens_per_pass)


def rented_token_cost(rent, output, gpu):
    """Cost of a token on a GPU that is rented by the hour and kept full; rent in USD/(GPU*hour),
    output of one GPU in token/s, gpu is one GPU; returns USD/token (or USD/Mtok)."""
    return rent * gpu / output


def matching_users(
    capital, life, power, overhead, electricity, machines, cost, speed, tokens_per_output
):
    """Users at once with whom a fast machine's tokens cost as much as those of another machine.

    capital, life, power, overhead and electricity of one of the machines as in ``serving_cost``;
    machines and tokens_per_output (tokens counted for each token written) dimensionless; cost of
    the other's token in USD/Mtok, speed for one user in token/s; dimensionless. More users: the
    fast machine is cheaper.
    """
    hourly = capital / life + power * overhead * electricity
    return machines * hourly / (cost * speed * tokens_per_output)


def fast_token_cost(
    capital, life, power, overhead, electricity, machines, users, speed, tokens_per_output
):
    """Cost of a token on a row of fast machines that serve users at once, each at full speed.

    Arguments as in ``matching_users``, of which this is the converse; users dimensionless; returns
    USD/token (or USD/Mtok).
    """
    hourly = capital / life + power * overhead * electricity
    return machines * hourly / (users * speed * tokens_per_output)
