"""Data-centre economics: what a GPU-hour costs, when an old cluster should stop, and the revenue
that spending needs.

Rates (cost of capital, decline) are continuously compounded, per year: a rate of 0.10 per year is
10.5% compounded once a year.
"""

from __future__ import annotations

from shortcase.numbers.mathematics import exp, log


def capital_recovery(rate, life):
    """Level payment per year for each dollar spent, over a life and at a cost of capital.

    rate in 1/year, life in year; returns 1/year. Continuous annuity, no residual value: rate / (1 -
    exp(-rate life)); rate must not be 0.
    """
    return rate / (1 - exp(-rate * life))


def capital_per_hour(server, network, rate, life):
    """Capital cost of an hour of one GPU: its share of server and cluster network, spread over the
    life.

    server and network in USD/GPU, rate in 1/year, life in year; returns USD/(GPU*year).
    """
    return (server + network) * capital_recovery(rate, life)


def electricity_per_hour(power, overhead, tariff):
    """Electricity of an hour of one GPU with its share of the server, times the site's overhead
    (PUE).

    power in kW/GPU, overhead dimensionless, tariff in USD/(kW*hour); returns USD/(GPU*hour).
    """
    return power * overhead * tariff


def space_per_hour(rated_power, space_rent):
    """Rent of powered and cooled space for one GPU; space is booked on rated power.

    rated_power in kW/GPU, space_rent in USD/(kW*month); returns USD/(GPU*month).
    """
    return rated_power * space_rent


def upkeep_per_hour(server, network, upkeep):
    """Staff, spares, repair and software support of one GPU.

    server and network in USD/GPU, upkeep in 1/year (a share of the purchase price); returns
    USD/(GPU*year).
    """
    return (server + network) * upkeep


def hourly_cost(capital, space, upkeep, electricity):
    """Full cost of an available GPU-hour from its four parts; all in USD/(GPU*hour)."""
    return capital + space + upkeep + electricity


def running_cost(space, upkeep, electricity):
    """What stops when the machine is switched off and its space is given back; all in
    USD/(GPU*hour)."""
    return space + upkeep + electricity


def gain_per_dollar(performance_multiple, cost_multiple):
    """Work per dollar of the new over the old, from two dimensionless multiples."""
    return performance_multiple / cost_multiple


def gain_from_prices(new_performance, new_price, old_performance, old_price):
    """Work per dollar of a new machine over an old one.

    performances in FLOP/s, prices in USD (each in one unit); dimensionless.
    """
    return (new_performance / new_price) / (old_performance / old_price)


def yearly_decline(gain, interval):
    """Continuous rate at which the price of a unit of work falls when work per dollar grows by
    ``gain`` in ``interval``.

    gain dimensionless and above 1, interval in year; returns 1/year.
    """
    return log(gain) / interval


def rent_at_age(rent, decline, age):
    """Market rent of an old machine when new ones set the price of a unit of work.

    rent in USD/(GPU*hour) at age 0, decline in 1/year, age in year; returns USD/(GPU*hour).
    """
    return rent * exp(-decline * age)


def earned_rent(rent, sold):
    """What an available hour earns when only a share of the hours is sold; rent in USD/(GPU*hour),
    sold a fraction."""
    return rent * sold


def stopping_age(rent, running, decline):
    """Age at which an old machine's rent has fallen to what it costs to keep it on; the purchase
    price is sunk.

    rent and running in USD/(GPU*hour), decline in 1/year; returns year. Optimal stopping with a
    rent that only falls: stop where rent = running cost.
    """
    return log(rent / running) / decline


def stopping_age_of_site(rent, rated_power, space_rent, other_running, decline):
    """Stopping age with the rent of the space as an argument, for the question how dear power must
    be.

    rent in USD/(GPU*hour), rated_power in kW/GPU, space_rent in USD/(kW*hour), other_running in
    USD/(GPU*hour), decline in 1/year; returns year.
    """
    return log(rent / (rated_power * space_rent + other_running)) / decline


def product_ratio(new_count, new_each, old_count, old_each):
    """Ratio of two products, as of cluster costs or cluster peaks; counts and each in one unit;
    dimensionless."""
    return (new_count * new_each) / (old_count * old_each)


def straight_line(spending, short_lived, life, period):
    """Depreciation in a period (one year) of the short-lived part of a year's spending.

    spending in USD, short_lived a fraction, life and period in year; returns USD.
    """
    return spending * short_lived * period / life


def required_revenue(
    spending,
    ai_share,
    short_lived,
    rate,
    short_life,
    long_life,
    running_share,
    compute_share,
    period,
):
    """Revenue in a period (one year) that must be earned, for as long as the machines last, to pay
    for a given capital spending.

    spending in USD; ai_share, short_lived fractions; rate in 1/year; short_life, long_life, period
    in year; running_share: electricity and upkeep for each dollar of the machines' capital cost;
    compute_share: share of the seller's revenue that may go to computing. Returns USD.
    """
    machines = spending * ai_share * short_lived * capital_recovery(rate, short_life)
    buildings = spending * ai_share * (1 - short_lived) * capital_recovery(rate, long_life)
    return (machines * (1 + running_share) + buildings) * period / compute_share


def doubling_rule(run_rate, gpu_share, gross_margin):
    """The venture investor's rule: chip sales a year, divided by the chips' share of data-centre
    cost, divided by what margin leaves.

    run_rate in USD (of a year), gpu_share and gross_margin fractions; returns USD. Cahn 2024: both
    are one half, so four times the run rate.
    """
    return run_rate / gpu_share / (1 - gross_margin)


def bill_per_hour(bill, gpus, period):
    """A bill spread over all hours of all machines of a period; bill in USD, gpus in GPU, period in
    year; returns USD/(GPU*year)."""
    return bill / gpus / period


def implied_fall(decline, period):
    """Fall in a period at a continuous rate of decline; decline in 1/year, period in year; returns
    fraction."""
    return 1 - exp(-decline * period)


def with_net_share(first, second, net):
    """An amount, and a second one of which only a net share counts; amounts in one unit, net
    dimensionless."""
    return first + second * net


def annualised(quarter):
    """Four times a quarter's amount."""
    return 4 * quarter


def overhead_per_capital(upkeep, electricity, capital):
    """Electricity and upkeep for each dollar of a machine's capital cost; all in USD/(GPU*hour)."""
    return (upkeep + electricity) / capital


def depreciation_gap(spending, short_lived, short, long, period):
    """Extra straight-line depreciation in a period at a short life instead of a long one; spending
    in USD, lives and period in year; returns USD."""
    return straight_line(spending, short_lived, short, period) - straight_line(
        spending, short_lived, long, period
    )


def running_cost_of_site(rated_power, space_rent, upkeep, electricity):
    """``running_cost`` with the rent of the space as an argument.

    rated_power in kW/GPU, space_rent in USD/(kW*month), upkeep and electricity in USD/(GPU*hour);
    returns USD/(GPU*hour).
    """
    return running_cost(space_per_hour(rated_power, space_rent), upkeep, electricity)


def stopping_age_of_parts(rent, decline, rated_power, space_rent, upkeep, electricity):
    """``stopping_age`` at the running cost of ``running_cost_of_site``; rent in USD/(GPU*hour),
    decline in 1/year; year."""
    running = running_cost_of_site(rated_power, space_rent, upkeep, electricity)
    return stopping_age(rent, running, decline)


def decline_of_fall(fall, period):
    """Continuous rate of decline of a price that falls by a fraction in a period; the inverse of
    ``implied_fall``. fall a fraction, period in year; returns 1/year."""
    return -log(1 - fall) / period


def rent_after_falls(rent, fall, age, period):
    """``rent_at_age`` where the price of a unit of work falls by a fraction in each period; age and
    period in year; returns USD/(GPU*hour)."""
    return rent_at_age(rent, decline_of_fall(fall, period), age)


def stopping_age_at_fall(rent, fall, rated_power, space_rent, upkeep, electricity, period):
    """``stopping_age_of_parts`` where the price of a unit of work falls by a fraction in each
    period; year."""
    decline = decline_of_fall(fall, period)
    return stopping_age_of_parts(rent, decline, rated_power, space_rent, upkeep, electricity)


def required_revenue_at_life(
    spending,
    ai_share,
    short_lived,
    rate,
    life,
    long_life,
    running_share,
    usual_life,
    compute_share,
    period,
):
    """``required_revenue`` for machines of another life, at the running cost that they have at
    their usual one.

    running_share is running cost over capital cost at usual_life: a machine that lives longer costs
    less capital per year and no less to run. Lives and period in year, the rest as in
    ``required_revenue``; returns USD.
    """
    running = running_share * capital_recovery(rate, usual_life) / capital_recovery(rate, life)
    return required_revenue(
        spending, ai_share, short_lived, rate, life, long_life, running, compute_share, period
    )


def covered_share(
    actual,
    spending,
    ai_share,
    short_lived,
    rate,
    life,
    long_life,
    running_share,
    usual_life,
    compute_share,
    period,
):
    """Share of ``required_revenue_at_life`` that is there: actual in USD, the rest as there;
    returns a fraction."""
    return actual / required_revenue_at_life(
        spending,
        ai_share,
        short_lived,
        rate,
        life,
        long_life,
        running_share,
        usual_life,
        compute_share,
        period,
    )
