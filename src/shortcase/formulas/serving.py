"""Serving a sparse model: speculation, which experts a stream of tokens touches, what a token
costs, and what a price says about compute."""

from shortcase.numbers.mathematics import log, sqrt

# Speculative tokens


def tokens_per_step(acceptance, drafted):
    """Tokens that one decoding step yields if ``drafted`` extra tokens are proposed, each kept with
    probability ``acceptance`` while all before it are kept.

    Both pure numbers, acceptance below 1; returns a pure number. Leviathan, Kalman and Matias 2023,
    equation 1.
    """
    return (1 - acceptance ** (drafted + 1)) / (1 - acceptance)


def speculation_overhead(acceptance, drafted, speedup):
    """Extra time of a step that explains a measured speed-up: tokens of a step over the speed-up,
    less one; pure numbers."""
    return tokens_per_step(acceptance, drafted) / speedup - 1


# Experts


def coverage(active_experts, experts, tokens):
    """Expected share of a layer's routed experts that at least one of ``tokens`` tokens uses, if
    each token picks at random.

    active_experts and experts in expert, tokens a pure number; returns a fraction. The classical
    occupancy result (Feller 1968, section II.5), for draws without repetition within one token.
    """
    return 1 - (1 - active_experts / experts) ** tokens


def skewed_coverage(active_experts, experts, tokens, popular_share, popular_load):
    """As ``coverage``, if a share of the experts (``popular_share``) takes a larger share of the
    choices (``popular_load``); all shares fractions.

    Each group's choice probability is its load over its size, capped by nothing: keep
    active_experts * popular_load below experts * popular_share.
    """
    rate = active_experts / experts
    popular = 1 - (1 - rate * popular_load / popular_share) ** tokens
    rare = 1 - (1 - rate * (1 - popular_load) / (1 - popular_share)) ** tokens
    return popular_share * popular + (1 - popular_share) * rare


def routed_parameters(total, active, active_experts, experts):
    """Parameters in routed experts, from the published totals: total = shared + routed, active =
    shared + routed * active_experts / experts.

    total and active in parameter, experts in expert; returns parameter.
    """
    return (total - active) / (1 - active_experts / experts)


def touched_parameters(total, active, active_experts, experts, tokens):
    """Parameters that at least one of ``tokens`` tokens needs: the shared part and the covered
    share of the routed experts; returns parameter."""
    routed = routed_parameters(total, active, active_experts, experts)
    return total - routed + routed * coverage(active_experts, experts, tokens)


def tokens_to_cover(active_experts, experts, share):
    """Tokens after which the expected coverage reaches a share; pure number."""
    return log(1 - share) / log(1 - active_experts / experts)


# Cost of a token from a published day


def decoding_share(output_tokens, decode_speed, input_tokens, prefill_speed):
    """Share of a service's machines that writes output: tokens in token/day, speeds of one node in
    token/second; returns a fraction."""
    decode, prefill = output_tokens / decode_speed, input_tokens / prefill_speed
    return decode / (decode + prefill)


def output_token_cost(daily_cost, output_tokens, decode_speed, input_tokens, prefill_speed):
    """Machine rent of one output token: the decoding share of the day's cost over the day's output.

    daily_cost in USD/day, tokens in token/day, speeds in token/second; returns USD/token (or
    USD/Mtok).
    """
    return (
        daily_cost
        * decoding_share(output_tokens, decode_speed, input_tokens, prefill_speed)
        / output_tokens
    )


def input_token_cost(
    daily_cost, output_tokens, decode_speed, input_tokens, prefill_speed, cached_tokens, cached_cost
):
    """Machine rent of one computed input token; a cached one costs the share ``cached_cost`` of it.

    daily_cost in USD/day, tokens in token/day, speeds in token/second, cached_cost a fraction;
    returns USD/token (or USD/Mtok).
    """
    reading = daily_cost * (
        1 - decoding_share(output_tokens, decode_speed, input_tokens, prefill_speed)
    )
    return reading / (input_tokens - cached_tokens + cached_cost * cached_tokens)


def blend(price_in, price_out, input_share):
    """Mean price (or cost) of a token of a mix: prices in one unit, input_share a fraction; returns
    the unit."""
    return input_share * price_in + (1 - input_share) * price_out


def service_margin(revenue, cost):
    """Gross margin: revenue less cost over revenue; a fraction (minus without bound where revenue
    is small)."""
    return 1 - cost / revenue


# What a price says


def discount(price, reference):
    """How much cheaper a price is than a reference price: a fraction."""
    return 1 - price / reference


def discount_of_answer(price, reference, token_ratio):
    """Discount of an answer where the cheaper model needs ``token_ratio`` times the tokens: a
    fraction."""
    return 1 - price * token_ratio / reference


def cost_ratio(reference_price, reference_margin, cost):
    """Another seller's cost of a token over one's own cost: reference_price less its margin, over
    cost.

    reference_price and cost in USD/token (or USD/Mtok), reference_margin a fraction; returns a pure
    number.
    """
    return reference_price * (1 - reference_margin) / cost


def cost_ratio_from_prices(price_ratio, margin_reference, margin_own):
    """As ``cost_ratio``, from the ratio of two prices and the two margins: pure numbers."""
    return price_ratio * (1 - margin_reference) / (1 - margin_own)


def margin_factor(margin_reference, margin_own):
    """What the difference of margins adds to a ratio of prices: price ratio = cost ratio times
    this; a pure number."""
    return (1 - margin_own) / (1 - margin_reference)


# What cheaper tokens do to demand


def demand_multiplier(gain, elasticity):
    """Change of the compute bought when one unit of compute does ``gain`` times the work and demand
    for work has a constant price elasticity.

    Work = gain**elasticity, compute = work / gain; pure numbers. Jevons 1865, in the
    constant-elasticity form of Saunders 1992.
    """
    return gain ** (elasticity - 1)


def demand_path(gain, elasticity, growth, years):
    """Compute bought ``years`` after a gain in efficiency, in units of the compute bought before
    it, if demand also grows by ``growth`` a year; pure numbers."""
    return growth**years * gain ** (elasticity - 1)


def years_to_absorb(gain, growth):
    """Years of growth by the factor ``growth`` a year that make up for a division by ``gain``; pure
    numbers."""
    return log(gain) / log(growth)


def years_to_recover(gain, elasticity, growth):
    """Years of growth after which compute bought is back where it was; negative where demand rose
    at once; pure numbers."""
    return (1 - elasticity) * log(gain) / log(growth)


def apparent_elasticity(volume_ratio, cost_fall, cost_years, years):
    """Growth of volume over fall of unit cost, both as logarithms over ``years``; the fall (a
    fraction) was measured over ``cost_years`` years. Pure number.

    It is no demand curve: new uses and new users are in it.
    """
    return log(volume_ratio) / (-log(1 - cost_fall) * years / cost_years)


# Scores


def score_error(score, questions, one_question=1):
    """Standard error of a share of questions solved, from the number of questions alone (binomial).

    score a fraction, questions and one_question in problem (or pure numbers); returns a fraction.
    """
    return sqrt(score * (1 - score) / (questions / one_question))


def price_multiple(saving):
    """How many times dearer the other offer is, for a saving given as a fraction: a pure number."""
    return 1 / (1 - saving)


def active_routed_parameters(routed, active_experts, experts):
    """Routed parameters that one token uses: routed in parameter, active_experts and experts in
    expert; returns parameter."""
    return routed * active_experts / experts


def billed_margin(
    price_in,
    price_out,
    cached_discount,
    billed,
    rent,
    nodes,
    gpus_per_node,
    input_tokens,
    cached_tokens,
    output_tokens,
):
    """Profit over cost of a service if a share ``billed`` of all tokens is paid for; a pure number.

    Prices in USD/token (or USD/Mtok), a cached input token costs the share ``cached_discount`` of a
    computed one; rent in USD/(GPU*hour), nodes and gpus_per_node as in ``inference.service_cost``,
    tokens in token/day.
    """
    paid_input = input_tokens - cached_tokens + cached_discount * cached_tokens
    revenue = billed * (paid_input * price_in + output_tokens * price_out)
    return revenue / (nodes * gpus_per_node * rent) - 1
