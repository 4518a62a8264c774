"""Who pays for the chips: a seller's support, its buyers' terms, what a default would cost."""

from __future__ import annotations


def receivable_days(receivables, revenue, period):
    """Days of sales that buyers still owe: receivables over the revenue of a period, times it.

    receivables and revenue in USD, period in day; returns day. The usual definition of days sales
    outstanding, on the balance at the period's end.
    """
    return receivables / revenue * period


def excess_receivables(receivables, revenue, usual_days, period):
    """What buyers owe beyond the usual number of days of sales.

    receivables and revenue in USD, usual_days and period in day; returns USD.
    """
    return receivables - revenue * usual_days / period


def over_sales(sales, **support):
    """The parts of a seller's support of its buyers together, over its sales; all in USD.

    Returns a fraction. Raises TypeError where no part is given.
    """
    if not support:
        raise TypeError("over_sales: found no part; expected at least one, by name")
    return sum(support.values()) / sales


def part_of_sum(part, **terms):
    """A part over the sum of named terms; all in one unit; returns a fraction.

    Raises TypeError where no term is given.
    """
    if not terms:
        raise TypeError("part_of_sum: found no term; expected at least one, by name")
    return part / sum(terms.values())


def seller_money(bought, sold, to_buyers, returned):
    """Orders that a seller's own money paid for: shares bought less shares sold, as far as it went
    to buyers and came back as orders.

    bought and sold in USD, to_buyers and returned fractions; returns USD.
    """
    return (bought - sold) * to_buyers * returned


def seller_share(bought, sold, to_buyers, returned, revenue):
    """Share of a period's sales that the seller's own money paid for; see ``seller_money``.

    bought, sold and revenue in USD, to_buyers and returned fractions; returns a fraction.
    """
    return seller_money(bought, sold, to_buyers, returned) / revenue


def seller_share_of_growth(bought, sold, bought_before, to_buyers, returned, revenue, before):
    """Share of the growth of sales between two periods that the seller's own money paid for.

    bought, sold, bought_before, revenue and before (the revenue of the earlier period) in USD,
    to_buyers and returned fractions; returns a fraction.
    """
    more = bought - sold - bought_before
    return more * to_buyers * returned / (revenue - before)


def dependent_share(orders_share, weight, chip_share):
    """Share of a seller's sales that rests on some final buyers: their share of the orders of the
    seller's customers, times the weight of those orders in the seller's sales of chips, times the
    share of chips in all its sales. All fractions; returns a fraction."""
    return orders_share * weight * chip_share


def sales_left(sales, dependent, paid):
    """Sales that are left when the buyers on whom a share depends pay only a part.

    sales in USD, dependent and paid fractions; returns USD.
    """
    return sales * (1 - dependent * (1 - paid))


def sales_lost(dependent, paid):
    """Share of sales that is lost when the buyers on whom a share depends pay only a part.

    Both fractions; returns a fraction.
    """
    return dependent * (1 - paid)


def loss_at_rate(reserves, lent, **support):
    """Loss on a seller's support at the rate at which another seller reserved for its own.

    reserves and lent (the other's) and each part of the support in USD; returns USD. Raises
    TypeError where no part is given.
    """
    if not support:
        raise TypeError("loss_at_rate: found no part; expected at least one, by name")
    return reserves / lent * sum(support.values())
