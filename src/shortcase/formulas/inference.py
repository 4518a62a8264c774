"""What an answer costs, what a service costs, and what cheaper answers do to demand.

Prices are list prices per token unless a name says cost. Nothing here knows a model's accuracy: see
``thinking.py``.
"""

from shortcase.formulas.thinking import saturating
from shortcase.numbers.mathematics import log, maximum, where


def answer_cost(tokens, price):
    """Price of the generated tokens of one answer.

    tokens in token, price in USD/token (or USD/Mtok); returns USD. Input tokens are left out.
    """
    return tokens * price


def call_cost(input_tokens, output_tokens, price_in, price_out):
    """Price of one call with its prompt.

    Tokens in token, prices in USD/token (or USD/Mtok, both alike); returns USD.
    """
    return input_tokens * price_in + output_tokens * price_out


def prompt_tokens(size, bytes_per_token):
    """Tokens in a prompt of a given size: size in byte, bytes_per_token in byte/token; returns
    token."""
    return size / bytes_per_token


def answer_cost_ratio(tokens, price, tokens_before, price_before):
    """Cost of an answer against another model's: the token ratio times the price ratio, a pure
    number."""
    return (tokens / tokens_before) * (price / price_before)


def tokens_per_task(run_tokens, tasks):
    """Tokens of a benchmark run per task: token over problem; returns token/problem."""
    return run_tokens / tasks


def task_cost(run_tokens, tasks, price):
    """Price of one task of a benchmark run, all tokens billed at one price.

    run_tokens in token, tasks in problem, price in USD/token (or USD/Mtok); returns USD/problem.
    """
    return run_tokens / tasks * price


def implied_price(run_cost, run_tokens):
    """Price per token that a published bill implies: USD over token; returns USD/token."""
    return run_cost / run_tokens


# A service


def price_implied_by_task(task_cost, tokens_per_task, task):
    """Price of a token at which one task costs so much: task_cost in USD, tokens_per_task in
    token/problem, task in problem (one); returns USD/token."""
    return task_cost / (tokens_per_task * task)


def service_nodes(input_tokens, output_tokens, prefill, decode):
    """Nodes for a day's input and output: tokens in token/day, throughputs of one node in
    token/second; returns a pure number."""
    return input_tokens / prefill + output_tokens / decode


def service_cost(nodes, gpus_per_node, gpu_hour_price):
    """Rent of a service: nodes in node, gpus_per_node in GPU/node, gpu_hour_price in
    USD/(GPU*hour); returns USD/day (or USD/hour)."""
    return nodes * gpus_per_node * gpu_hour_price


def service_revenue(input_tokens, cached_tokens, output_tokens, price_in, price_cached, price_out):
    """Revenue if all is billed: tokens in token/day, prices in USD/Mtok; cached tokens are part of
    the input; returns USD/day."""
    return (
        (input_tokens - cached_tokens) * price_in
        + cached_tokens * price_cached
        + output_tokens * price_out
    )


def profit_over_cost(revenue, cost):
    """Profit over cost, the ratio that DeepSeek calls its margin: a pure number."""
    return revenue / cost - 1


def rent_per_token(gpus_per_node, gpu_hour_price, throughput):
    """Hardware rent of one token: GPU/node times USD/(GPU*hour) over token/second of a node;
    returns USD/token (or USD/Mtok)."""
    return gpus_per_node * gpu_hour_price / throughput


# Training against inference


def served_tokens_at_parity(
    training_tokens, training_flop_per_parameter, inference_flop_per_parameter
):
    """Served tokens at which inference has cost as many operations as training: 6N a token against
    2N, so three times the training tokens."""
    return training_tokens * training_flop_per_parameter / inference_flop_per_parameter


def days_to_parity(training, per_day):
    """Days of service until the running total equals training; training in token or GPU*hour,
    per_day in the same over day; returns day."""
    return training / per_day


def inference_share(inference, other):
    """Inference as a share of the whole: both in one unit; returns a fraction."""
    return inference / (inference + other)


def other_share(inference, other):
    """All but inference as a share of the whole: both in one unit; returns a fraction."""
    return other / (inference + other)


def over_a_year(amount, period):
    """An amount of a part of a year at the same pace over the year: USD and month; returns
    USD/year."""
    return amount / period


def fleet_from_money(spending, rent):
    """Accelerators that a yearly bill rents around the clock: USD/year over USD/(GPU*hour); returns
    GPU."""
    return spending / rent


def substitution_multiple(share, training_orders, exchange):
    """Total compute after thinking replaces training, over the total before.

    share: inference share of compute before. training_orders: decimal orders by which training is
    cut. exchange: orders of inference that replace one order of training (Villalobos and Atkinson
    2023: one to two). All pure numbers. Quality is held equal.
    """
    return (1 - share) * 10 ** (0 - training_orders) + share * 10 ** (training_orders * exchange)


def substitution_break_even(training_orders, exchange):
    """The inference share below which replacing training by thinking saves compute in total: a
    fraction."""
    saved = 1 - 10 ** (0 - training_orders)
    return saved / (saved + 10 ** (training_orders * exchange) - 1)


# Demand


def remaining_cost(fall):
    """Unit cost that remains after a relative fall: a fraction of the old one."""
    return 1 - fall


def compute_multiple(volume, unit_cost):
    """Compute spending after over before: growth of tokens times what remains of the unit cost;
    pure numbers."""
    return volume * unit_cost


def observed_elasticity(volume, price_fall):
    """Growth of volume per fall of price, both as logarithms: above one, spending grows as the
    price falls.

    volume: tokens after over before. price_fall: price before over after. Not a demand curve: all
    else moves too.
    """
    return log(volume) / log(price_fall)


def interpolated(before, after, elapsed):
    """Value between two dates at constant growth; ``elapsed`` is the share of the time between them
    that has passed."""
    return before * (after / before) ** elapsed


def reasoning_mix(share, multiplier):
    """Tokens an average answer needs when a share of answers is reasoned at ``multiplier`` times
    the tokens; pure numbers."""
    return 1 - share + share * multiplier


def share_of_answers(token_share, multiplier):
    """Share of answers that are reasoned, from the share of tokens that they take at ``multiplier``
    times the tokens each; a fraction."""
    return token_share / (token_share + multiplier * (1 - token_share))


def demand_multiple(share, multiplier, efficiency, elasticity):
    """Compute demanded after over before.

    share and multiplier: the mix of reasoning answers and the tokens that each needs. efficiency:
    compute per token before over after, passed on in the price. elasticity: growth of tokens asked
    for per fall of the price of a token. Pure numbers.
    """
    return reasoning_mix(share, multiplier) * efficiency ** (elasticity - 1)


def demand_multiple_per_answer(share, multiplier, efficiency, elasticity):
    """As ``demand_multiple``, for users who respond to the price of an answer, not of a token, and
    see no gain in quality."""
    return (reasoning_mix(share, multiplier) / efficiency) ** (1 - elasticity)


def break_even_elasticity(share, multiplier, efficiency):
    """The elasticity at which compute demanded neither grows nor shrinks (efficiency above one);
    pure numbers."""
    return 1 - log(reasoning_mix(share, multiplier)) / log(efficiency)


def net_elasticity(volume, share, multiplier, price_fall):
    """What is left for the price to explain once reasoning's longer answers are taken out of the
    growth of tokens."""
    return log(volume / reasoning_mix(share, multiplier)) / log(price_fall)


# Wages and waiting


def employer_cost(wage, wage_share):
    """What an hour of work costs the employer: wage in USD/hour over the share of wages in the
    cost; returns USD/hour."""
    return wage / wage_share


def wage_time(cost, wage):
    """Working time that a bill would pay: USD over USD/hour; returns hour (or second)."""
    return cost / wage


def waiting_time(tokens, speed):
    """Time to generate tokens one after another: token over token/second; returns second (or
    minute)."""
    return tokens / speed


def waiting_cost(tokens, speed, wage, attention):
    """What the wait costs: token over token/second, times USD/hour, times the share of the wait
    that is lost; returns USD."""
    return tokens / speed * wage * attention


def waiting_over_tokens(speed, wage, attention, price):
    """Cost of waiting for a token over the price of the token: token/second, USD/hour, fraction,
    USD/Mtok; a pure number."""
    return wage * attention / speed / price


def answer_threshold(loss_wrong, gain_right):
    """Probability of being right above which an answer beats silence: loss over loss plus gain; a
    fraction."""
    return loss_wrong / (loss_wrong + gain_right)


def thinking_net_value(
    budget, floor, ceiling, midpoint, width, price, speed, wage, attention, error_minutes
):
    """What thinking with a budget gains over answering at once: the gain in accuracy times the cost
    of an error, less tokens and waiting.

    floor, ceiling and width as ``thinking.saturating`` takes them, budget and midpoint in token;
    price in USD/token (or USD/Mtok), speed in token/second, wage in USD/hour, attention the share
    of the wait that is lost, error_minutes the working time that a wrong answer costs, in minute;
    returns USD.
    """
    gain = _gain(budget, floor, ceiling, midpoint, width)
    spent = answer_cost(budget, price) + waiting_cost(budget, speed, wage, attention)
    return gain * error_minutes * wage - spent


def _gain(budget, floor, ceiling, midpoint, width):
    """What a budget adds to the accuracy without thinking; the logarithm is that of budget over
    midpoint, whatever their unit."""
    return saturating(budget / midpoint, 0, ceiling - floor, 1, width)


def error_time_to_pay(budget, floor, ceiling, midpoint, width, price, speed, wage, attention):
    """The working time that a wrong answer must cost for thinking with a budget to pay: what the
    budget costs over the gain in accuracy and the wage; units as in ``thinking_net_value``."""
    gain = _gain(budget, floor, ceiling, midpoint, width)
    spent = answer_cost(budget, price) + waiting_cost(budget, speed, wage, attention)
    return spent / gain / wage


def best_budget(
    shortest, floor, ceiling, midpoint, width, price, speed, wage, attention, error_minutes
):
    """The budget with the highest ``thinking_net_value`` among ``shortest`` and its six doublings;
    0 where none pays.

    shortest in token, the rest as ``thinking_net_value`` takes it; returns token.
    """
    curve = (floor, ceiling, midpoint, width)
    best, top = 0 * shortest, 0 * shortest * price
    for doublings in range(7):
        budget = 2**doublings * shortest
        value = thinking_net_value(budget, *curve, price, speed, wage, attention, error_minutes)
        best = where(value > top, budget, best)
        top = maximum(top, value)
    return best


# Operations and memory of a long chain


def attention_over_weights(context, layers, hidden, parameters):
    """Operations of attention over the context, relative to those of the weights, for one generated
    token.

    2 x layers x hidden x context over the parameters (Brown et al. 2024, section 2.3); plain
    counts, returns a pure number.
    """
    return 2 * layers * hidden * context / parameters


def cache_bytes(tokens, bytes_per_token):
    """Key-value cache of a chain: token times byte/token; returns byte (or GB)."""
    return tokens * bytes_per_token


def computed_tokens(input_tokens, cached_tokens, output_tokens):
    """Tokens that a service computes: input that it had not cached, and output; all in token (or
    token/day)."""
    return input_tokens - cached_tokens + output_tokens


def final_runs_share(final_runs, inference):
    """Final training runs as a share of all compute: their share of research, times research's
    share; fractions."""
    return final_runs * (1 - inference)


def answer_wage_time(tokens, price, wage):
    """Working time that the price of an answer would pay: token, USD/token (or USD/Mtok), USD/hour;
    returns a time."""
    return tokens * price / wage
