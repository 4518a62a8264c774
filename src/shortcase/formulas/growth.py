"""Where a company's growth comes from: parts of its sales, units and price, groups of buyers."""


def points(after, before, whole_before):
    """What one part of the sales adds to the growth of the whole.

    after and before are the part's sales, whole_before those of the whole; one unit of money;
    returns fraction (0.46 is 46 percentage points). All parts of a whole add up to its growth.
    """
    return (after - before) / whole_before


def growth_with(after, added, before):
    """Growth of sales had some amount been sold as well.

    after, added and before in one unit of money; returns fraction.
    """
    return (after + added) / before - 1


def growth_without(after, lost, before):
    """Growth of sales had some amount of them been lost.

    after, lost and before in one unit of money; returns fraction.
    """
    return (after - lost) / before - 1


def share_of_rise(after, growth, whole_after, whole_before):
    """Share of a whole's rise that is due to a part of which only its growth is printed.

    after is the part's sales, growth its relative change (fraction), the others the sales of the
    whole; returns fraction.
    """
    return (after - after / (1 + growth)) / (whole_after - whole_before)


def price_change(revenue_after, units_after, revenue_before, units_before):
    """Change of the revenue per unit.

    revenue in one unit of money, units in one unit of count; returns fraction.
    """
    return (revenue_after / units_after) / (revenue_before / units_before) - 1


def price_fall(revenue_after, units_after, revenue_before, units_before):
    """Fall of the revenue per unit: ``price_change`` with its sign turned; returns fraction."""
    return 0 - price_change(revenue_after, units_after, revenue_before, units_before)


def worth_at_price(units, revenue, units_sold):
    """What units of another maker would have brought at a seller's own revenue per unit.

    units and units_sold in one unit of count, revenue in money; returns money.
    """
    return units * revenue / units_sold
