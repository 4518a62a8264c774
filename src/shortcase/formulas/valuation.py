"""Valuation: price and shares, multiples, a ten-year discounted cash flow, what-ifs, several
threats at once, returns.

Growth and discount rates here are per year and compounded once a year, as analysts quote them.
"""

from __future__ import annotations

from shortcase.numbers.mathematics import exp, log, where

YEARS = 10  # explicit forecast years of the discounted cash flow
HIGHEST_GROWTH = 2.0  # of the first year, where a required growth is sought
HALVINGS = 42  # of that range: to less than 1e-12


def enterprise_value(price, shares, net_cash):
    """Market value less net cash; price in USD/share, shares in share, net_cash in USD; returns
    USD."""
    return price * shares - net_cash


def multiple(value, flow):
    """A value over a year's sales or earnings, both in USD; dimensionless."""
    return value / flow


def multiple_fall(value_now, flow_now, value_then, flow_then):
    """Fall of a multiple as a share of the earlier one; values alike and flows alike in units;
    returns a fraction."""
    return 1 - (value_now / flow_now) / (value_then / flow_then)


def segment_margin(gross_profit, segment_revenue, other_revenue, other_margin):
    """Gross margin of a segment, given the company's gross profit and an assumed margin of all
    other sales.

    gross_profit, segment_revenue, other_revenue in USD, other_margin a fraction; returns fraction.
    """
    return (gross_profit - other_revenue * other_margin) / segment_revenue


def other_margin_needed(gross_profit, segment_revenue, other_revenue, segment_margin):
    """The margin that all other sales must have earned if the segment earned ``segment_margin``;
    arguments as in segment_margin."""
    return (gross_profit - segment_revenue * segment_margin) / other_revenue


def margin_drag(gross_profit, segment_revenue, other_revenue, other_margin):
    """Points by which the other sales pull the company's margin below the segment's; arguments as
    in segment_margin; returns fraction."""
    total = gross_profit / (segment_revenue + other_revenue)
    return (gross_profit - other_revenue * other_margin) / segment_revenue - total


def gross_margin(revenue, cost):
    """Gross margin; both in USD; returns fraction."""
    return 1 - cost / revenue


def what_if_value(growth_if, margin_if, growth_base, margin_base):
    """Value relative to the base case when growth of sales and gross margin change and the multiple
    of gross profit stays.

    All dimensionless.
    """
    return (1 + growth_if) * margin_if / ((1 + growth_base) * margin_base)


def what_if_price(revenue, growth, margin, profit_multiple, shares):
    """Share price at a growth of sales, a gross margin and a multiple of gross profit.

    revenue in USD (last year), growth, margin, profit_multiple dimensionless, shares in share;
    returns USD/share.
    """
    return revenue * (1 + growth) * margin * profit_multiple / shares


def growth_in_year(year, first_growth, terminal_growth):
    """Growth in one of ten years, when it fades in equal steps from its first to its last year
    (years counted from 1)."""
    return first_growth + (terminal_growth - first_growth) * (year - 1) / (YEARS - 1)


def revenue_after(revenue, first_growth, terminal_growth, year):
    """Sales after so many whole years (0 to 10), when growth fades in equal steps from its first to
    its last year.

    revenue in USD; growths dimensionless; year a count. Growth in year 1 is first_growth, in year
    10 terminal_growth.
    """
    result = revenue
    for i in range(1, YEARS + 1):
        result = result * where(year >= i, 1 + growth_in_year(i, first_growth, terminal_growth), 1)
    return result


def discounted_value(revenue, first_growth, terminal_growth, cash_margin, discount_rate):
    """Enterprise value: ten years of cash flow with fading growth, then growth for ever at the
    terminal rate.

    revenue in USD (the year before); growths, cash_margin (free cash flow over sales) and
    discount_rate dimensionless; returns USD. Cash at year ends; terminal value by Gordon 1959:
    needs discount_rate above terminal_growth.
    """
    sales, factor, total = revenue, 1.0, 0.0 * revenue
    for i in range(1, YEARS + 1):
        sales = sales * (1 + growth_in_year(i, first_growth, terminal_growth))
        factor = factor / (1 + discount_rate)
        total = total + sales * cash_margin * factor
    return total + sales * cash_margin * factor * (1 + terminal_growth) / (
        discount_rate - terminal_growth
    )


def required_growth(target, revenue, terminal_growth, cash_margin, discount_rate):
    """First-year growth at which ``discounted_value`` equals the target, by halving, element by
    element, between no growth and ``HIGHEST_GROWTH``.

    target and revenue in USD, the rest dimensionless; returns a fraction: an end of that range
    where the target lies beyond it. For numbers, arrays and quantities; as an expression it is too
    long.
    """
    low = 0.0 * cash_margin
    high = low + HIGHEST_GROWTH
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        worth = discounted_value(revenue, middle, terminal_growth, cash_margin, discount_rate)
        low, high = where(worth < target, middle, low), where(worth < target, high, middle)
    return (low + high) / 2


def _growth_given(year, first_growth, second_growth, third_growth, terminal_growth):
    if year <= 2:
        return first_growth if year == 1 else second_growth
    return third_growth + (terminal_growth - third_growth) * (year - 3) / (YEARS - 3)


def revenue_given(revenue, first_growth, second_growth, third_growth, terminal_growth, year):
    """Sales after so many whole years (0 to 10), with growth given for years 1 to 3 and fading in
    equal steps from year 3 to year 10.

    revenue in USD; growths dimensionless; year a count.
    """
    result = revenue
    for i in range(1, YEARS + 1):
        result = result * where(
            year >= i,
            1 + _growth_given(i, first_growth, second_growth, third_growth, terminal_growth),
            1,
        )
    return result


def price_given(
    revenue,
    first_growth,
    second_growth,
    third_growth,
    terminal_growth,
    cash_margin,
    discount_rate,
    net_cash,
    shares,
):
    """Value of a share by the discounted cash flow, with growth given for three years and fading
    thereafter; arguments as in discounted_price."""
    sales, factor, total = revenue, 1.0, 0.0 * revenue
    for i in range(1, YEARS + 1):
        sales = sales * (
            1 + _growth_given(i, first_growth, second_growth, third_growth, terminal_growth)
        )
        factor = factor / (1 + discount_rate)
        total = total + sales * cash_margin * factor
    return (
        total
        + sales * cash_margin * factor * (1 + terminal_growth) / (discount_rate - terminal_growth)
        + net_cash
    ) / shares


def discounted_price(
    revenue, first_growth, terminal_growth, cash_margin, discount_rate, net_cash, shares
):
    """Value of a share by the discounted cash flow; net_cash in USD, shares in share, the rest as
    in discounted_value; returns USD/share."""
    return (
        discounted_value(revenue, first_growth, terminal_growth, cash_margin, discount_rate)
        + net_cash
    ) / shares


def cash_margin(gross_margin, operating_share, tax, reinvestment):
    """Free cash flow over sales: gross margin less operating expenses, taxed, less net investment;
    all fractions of sales but tax."""
    return (gross_margin - operating_share) * (1 - tax) - reinvestment


def chain_price(
    revenue,
    market,
    share,
    gross_margin,
    operating_share,
    tax,
    reinvestment,
    discount_rate,
    terminal_growth,
    net_cash,
    shares,
):
    """Value of a share from the whole chain: market for AI systems in ten years, Nvidia's share of
    it, margins, tax, discount rate.

    revenue (last year), market (sales of AI systems in year 10) and net_cash in USD, shares in
    share, the rest dimensionless; returns USD/share. Sales grow at one rate to market times share
    in year 10, then at terminal_growth.
    """
    step = exp(log(market * share / revenue) / YEARS)
    margin = cash_margin(gross_margin, operating_share, tax, reinvestment)
    sales, factor, total = revenue, 1.0, 0.0 * revenue
    for _ in range(YEARS):
        sales = sales * step
        factor = factor / (1 + discount_rate)
        total = total + sales * margin * factor
    return (
        total
        + sales * margin * factor * (1 + terminal_growth) / (discount_rate - terminal_growth)
        + net_cash
    ) / shares


def cost_of_equity(risk_free, beta, premium):
    """Capital asset pricing model (Sharpe 1964); all dimensionless."""
    return risk_free + beta * premium


def at_least_one(one, two, three, four, five, common):
    """Chance that at least one of five threats bites, when a share of each threat comes from one
    common cause.

    one to five: the chance of each; common: the share of each chance that is the common cause (0
    independent, 1 all together). Beta-factor model (Fleming 1975), with the common event as likely
    as that share of the mean chance.
    """
    mean = (one + two + three + four + five) / 5
    apart = 1 - common
    none = (
        (1 - one * apart)
        * (1 - two * apart)
        * (1 - three * apart)
        * (1 - four * apart)
        * (1 - five * apart)
    )
    return 1 - (1 - common * mean) * none


def at_least_one_equal(chance, common, count):
    """The same for ``count`` threats of one chance each; all dimensionless (count a whole number,
    as a float)."""
    return 1 - (1 - common * chance) * exp(count * log(1 - chance * (1 - common)))


def effective_number(any_of_them, mean_chance):
    """How many independent threats of the mean chance would give the same chance of at least one;
    dimensionless."""
    return log(1 - any_of_them) / log(1 - mean_chance)


def abnormal_return(stock, beta, market):
    """A day's return less what the market's move explains; all dimensionless. MacKinlay, Journal of
    Economic Literature 35 (1997) 13."""
    return stock - beta * market


def log_part(new, old):
    """Natural logarithm of a ratio: parts of a price change add up in logarithms; both in one
    unit."""
    return log(new / old)


def earnings_from_multiple(price, price_earnings):
    """Earnings a share that a price and a multiple imply; price in USD/share; returns USD/share."""
    return price / price_earnings


def price_from_earnings(earnings, price_earnings):
    """Share price from earnings a share and a multiple; earnings in USD/share; returns
    USD/share."""
    return earnings * price_earnings


def short_return(price_now, price_then):
    """Return on a short position without fees, dividends or margin: what the price fell by; both in
    USD/share."""
    return 1 - price_now / price_then


def what_if_change(growth_if, margin_if, growth_base, margin_base):
    """Change of value against the base case; arguments as in what_if_value."""
    return what_if_value(growth_if, margin_if, growth_base, margin_base) - 1


def implied_flow(value, multiple):
    """A year's sales or earnings that a value and its multiple imply; value in USD, multiple
    dimensionless; returns USD."""
    return value / multiple


def value_lost(before, after, shares):
    """Market value that a fall of the price takes; prices in USD/share, shares in share; returns
    USD."""
    return (before - after) * shares


def in_standard_deviations(abnormal, volatility):
    """An abnormal return in standard deviations of a quiet day; both dimensionless."""
    return abnormal / volatility


def abnormal_loss(stock, beta, market, price, shares):
    """Market value lost beyond what the market explains; returns and beta dimensionless, price in
    USD/share, shares in share; returns USD."""
    return (beta * market - stock) * price * shares


def market_share_sales(market, share):
    """Sales from the size of a market and a share of it; market in USD, share a fraction; returns
    USD."""
    return market * share


def what_if_return(revenue, growth, margin, profit_multiple, shares, price):
    """Relative change of a share from a price to ``what_if_price``; price in USD/share; returns a
    fraction."""
    return what_if_price(revenue, growth, margin, profit_multiple, shares) / price - 1


def short_return_from_earnings(earnings, price_earnings, price_then):
    """``short_return`` to the price that earnings and a multiple imply; earnings and price_then in
    USD/share; a fraction."""
    return short_return(price_from_earnings(earnings, price_earnings), price_then)


def replacement_ratio(life, life_assumed, growth, year):
    """Sales that keep up one fleet of machines at one life of each, over those at another life.

    A fleet that grows at a steady rate holds what was sold within a life: sales are the fleet times
    g / (1 - exp(-g life)), with g = log(1 + growth) per year. life, life_assumed and year (one
    year) in year, growth per year dimensionless and not 0; dimensionless. At a life of 1 and of 2
    years without growth it would be 2.
    """
    rate = log(1 + growth)
    return (1 - exp(-rate * life_assumed / year)) / (1 - exp(-rate * life / year))


def market_at_use(market, gain, response, life, life_assumed, growth, year):
    """Market for AI systems when the same answer needs fewer of them, use answers to its price, and
    machines last longer or shorter than the market was written for.

    market in USD, written for a response of one and for life_assumed; gain: how many times less an
    answer takes, passed on in its price; response: the elasticity of use to price (Saunders 1992,
    as serving.demand_multiplier); the rest as in replacement_ratio; returns USD.
    """
    replaced = replacement_ratio(life, life_assumed, growth, year)
    return market * gain ** (response - 1) * replaced
