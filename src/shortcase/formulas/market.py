"""Shares of a market, price per performance, demand for accelerators from use, and base rates of
leadership."""


def market_value(price, shares):
    """Market value of equity: price in USD/share times shares in share; returns USD."""
    return price * shares


def merchant_share(seller, rivals):
    """A seller's share of the chips that anyone can buy: its revenue over its own and its merchant
    rivals' revenue, in USD; returns a fraction."""
    return seller / (seller + rivals)


def accelerator_share(seller, rivals, custom, multiple):
    """A seller's share of all accelerators, custom ones included.

    Revenues in USD; ``multiple`` values custom chips above their design house's revenue, since
    their owner pays no chip margin (1: at revenue); returns a fraction.
    """
    return seller / (seller + rivals + custom * multiple)


def spending_share(seller, sold_to_spenders, spending):
    """Share of buyers' capital spending that went to a seller: seller revenue in USD x fraction of
    it sold to these buyers / their spending in USD; returns a fraction."""
    return seller * sold_to_spenders / spending


def price_performance_ratio(price_a, performance_a, price_b, performance_b):
    """Price per performance of A over that of B: below 1, A is cheaper for the same performance;
    prices alike, performances alike; a pure number."""
    return (price_a / performance_a) / (price_b / performance_b)


def achieved_price_ratio(price_a, peak_a, achieved_a, price_b, peak_b, achieved_b):
    """Price per achieved FLOP of A over that of B: prices in USD, dense peaks in TFLOP/s, achieved
    fractions of peak; a pure number."""
    return (price_a / (peak_a * achieved_a)) / (price_b / (peak_b * achieved_b))


def fraction_of_peak(measured, peak):
    """Measured over peak throughput, a fraction."""
    return measured / peak


def accelerators_needed(users, requests, tokens, speed, utilisation):
    """Accelerators that serve users x requests x tokens.

    users in person, requests in request/(person*day), tokens in token/request, speed in
    token/(second*GPU), utilisation a fraction; returns GPU.
    """
    return users * requests * tokens / (speed * utilisation)


def fleet_for_tokens(tokens_a_second, speed, utilisation):
    """Accelerators that serve a flow of tokens: token/second over token/second/GPU and a fraction;
    returns GPU."""
    return tokens_a_second / (speed * utilisation)


def capital_for_use(users, requests, tokens, speed, utilisation, cost):
    """Capital of the fleet that serves users x requests x tokens: ``accelerators_needed`` times the
    whole cost of one in place, in USD/GPU; returns USD."""
    return accelerators_needed(users, requests, tokens, speed, utilisation) * cost


def share_of_spending(users, requests, tokens, speed, utilisation, cost, spending):
    """``capital_for_use`` over a capital spending in USD; a fraction, above 1 if the spending would
    not suffice."""
    return capital_for_use(users, requests, tokens, speed, utilisation, cost) / spending


def hazard(changes, years):
    """Yearly rate at which a leader is replaced: changes of leader over years watched; returns a
    fraction."""
    return changes / years


def hazard_between(changes, first, last):
    """The same from the first and the last year watched, in calendar years: changes over the years
    between; returns a fraction."""
    return hazard(changes, last - first)


def still_leading(hazard, years):
    """Chance that a leader still leads after some years, at a constant yearly hazard (a fraction);
    years is a plain number; returns a fraction."""
    return (1 - hazard) ** years


def survivors(kept, listed):
    """Share of a list that is still on it later; counts in firm; returns a fraction."""
    return kept / listed
