"""Identities of company accounts: margins, what a total allows for a part, growth.

Money in USD, margins and shares as fractions. An identity holds within one accounting basis: give
GAAP or non-GAAP throughout, and one period.
"""


def gross_margin(revenue, cost_of_revenue):
    """Gross margin: gross profit over revenue, a fraction; both in USD of one period."""
    return (revenue - cost_of_revenue) / revenue


def rest_margin(revenue, cost_of_revenue, part_revenue, part_margin):
    """Gross margin that the rest of the business must have had, if a part had ``part_margin``.

    From gross profit = part_revenue x part_margin + (revenue - part_revenue) x rest margin. USD of
    one period; returns a fraction (negative: the rest sold below cost).
    """
    return (revenue - cost_of_revenue - part_revenue * part_margin) / (revenue - part_revenue)


def part_margin(revenue, cost_of_revenue, part_revenue, rest_margin):
    """Gross margin that a part of the business must have had, if the rest had ``rest_margin``: the
    same identity, solved the other way."""
    return (revenue - cost_of_revenue - (revenue - part_revenue) * rest_margin) / part_revenue


def segment_margin_floor(segment_operating_income, segment_revenue):
    """Lowest gross margin that a segment can have: its operating margin, since its operating
    expenses are not negative. USD; returns a fraction."""
    return segment_operating_income / segment_revenue


def segment_ceiling_from_margin(revenue, margin, other_operating_income, segment_revenue):
    """Highest gross margin that a segment can have: company gross profit less the other segment's
    operating income, over the segment's revenue.

    The other segment's gross profit is at least its operating income. Gross profit is revenue (USD)
    times the non-GAAP gross margin: stock compensation and acquisition costs are in no segment.
    Returns a fraction.
    """
    return (revenue * margin - other_operating_income) / segment_revenue
