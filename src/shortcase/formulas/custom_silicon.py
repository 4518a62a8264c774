"""When a customer's own chip pays, what a fleet of them equals, and how concentrated the customers
are."""

from __future__ import annotations


def breakeven_performance(
    nvidia_margin, partner_margin, chip_share, design_cost, volume, nvidia_price, rest
):
    """Performance, as a share of Nvidia's chip, at which work on an own chip costs the same.

    The own chip costs to make what Nvidia's does, (1 - nvidia_margin) of its price, marked up by
    the design partner's gross margin. Everything around Nvidia's chip (host, network, building,
    power) is 1 - chip_share of the cost of a bought machine; an own chip needs ``rest`` times as
    much: one if each chip needs a full machine, its power over Nvidia's if the machine shrinks
    with the power. The design is paid once and spread over the volume. Margins and shares are
    fractions, design_cost and nvidia_price in USD, volume a pure number of chips, rest a pure
    number; returns a fraction.
    """
    made = (1 - nvidia_margin) / (1 - partner_margin)
    design = design_cost / (volume * nvidia_price)
    return chip_share * (made + design) + (1 - chip_share) * rest


def breakeven_without_design(nvidia_margin, partner_margin, chip_share, rest):
    """``breakeven_performance`` before any design cost: chip_share (1 - nvidia_margin) / (1 -
    partner_margin) + (1 - chip_share) rest. Fractions; rest a pure number."""
    return chip_share * (1 - nvidia_margin) / (1 - partner_margin) + (1 - chip_share) * rest


def own_chip_saving(
    performance, nvidia_margin, partner_margin, chip_share, design_cost, volume, nvidia_price, rest
):
    """Saving per unit of work against buying Nvidia: 1 - break-even performance / performance. A
    negative value is a loss."""
    return (
        1
        - breakeven_performance(
            nvidia_margin, partner_margin, chip_share, design_cost, volume, nvidia_price, rest
        )
        / performance
    )


def breakeven_volume(
    performance, nvidia_margin, partner_margin, chip_share, design_cost, nvidia_price, rest
):
    """Chips over which the design must be spread for the own chip to cost the same per unit of
    work.

    Positive only if ``performance`` beats the break-even without design cost. Arguments as in
    ``breakeven_performance``; returns a pure number of chips.
    """
    gap = performance - breakeven_without_design(nvidia_margin, partner_margin, chip_share, rest)
    return chip_share * design_cost / (nvidia_price * gap)


def breakeven_system_share(performance, nvidia_margin, partner_margin, rest):
    """Share of a machine's cost that must be the accelerator itself for a chip of that performance
    to break even, design cost aside.

    Solves ``breakeven_without_design`` = performance for chip_share: (rest - performance) / (rest -
    made). Fractions; rest a pure number; returns a fraction.
    """
    return (rest - performance) / (rest - (1 - nvidia_margin) / (1 - partner_margin))


def chip_only_breakeven(nvidia_margin):
    """Break-even performance if the accelerator were all that costs and the owner made it at
    Nvidia's cost: 1 - margin. A fraction."""
    return 1 - nvidia_margin


def equivalents(chips, throughput, reference):
    """A fleet in units of a reference chip: chips times the ratio of one chip's rate to the
    reference's. Rates in one unit; returns GPU."""
    return chips * throughput / reference


def custom_share(google, amazon, nvidia):
    """Google's and Amazon's chips over theirs and Nvidia's, in H100 equivalents; returns a
    fraction."""
    return (google + amazon) / (google + amazon + nvidia)


def added_share(nvidia, nvidia_before, google, google_before, amazon=0.0, amazon_before=0.0):
    """Google's and Amazon's share of the computing power that they and Nvidia added between two
    dates; stocks in H100 equivalents at both; returns a fraction."""
    seller = nvidia - nvidia_before
    return 1 - seller / (seller + (google - google_before) + (amazon - amazon_before))


def herfindahl_two(a, b):
    """Lower bound of the Herfindahl index from two known shares (the rest counted as infinitely
    many small buyers). Fractions; returns a fraction."""
    return a**2 + b**2


def revenue_after_shift(market_growth, concentrated_share, displaced_share):
    """Next year's revenue over this year's, if demand grows by market_growth and the named
    customers move displaced_share of theirs to own chips. Fractions; returns a pure number."""
    return (1 + market_growth) * (1 - concentrated_share * displaced_share)


def displaced_for_flat(market_growth, concentrated_share):
    """Share of their demand that the named customers must move for revenue to stand still: (1 - 1 /
    (1 + growth)) / share. Fractions."""
    return (1 - 1 / (1 + market_growth)) / concentrated_share


def pause_loss(customer_share, months):
    """Share of a year's revenue lost if one customer stops for some months: share times months /
    12. Returns a fraction."""
    return customer_share * months / 12
