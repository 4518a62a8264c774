"""What an accelerator costs to make: dies from a wafer, yield, memory, packaging; and who can have
how many."""

from __future__ import annotations

from math import pi

from shortcase.numbers.mathematics import exp, sqrt


def gross_dies(wafer_diameter, die_area):
    """Whole dies on a round wafer: area ratio less the loss at the edge.

    wafer_diameter in mm, die_area in mm^2; returns a pure number. Ignores scribe lines and edge
    exclusion, a few percent. De Vries 2005, "Investigation of gross die per wafer formulas",
    first-order form.
    """
    return pi * wafer_diameter**2 / (4 * die_area) - pi * wafer_diameter / sqrt(2 * die_area)


def yield_poisson(die_area, defect_density):
    """Share of dies without a defect if defects fall independently: exp(-A D).

    die_area in mm^2, defect_density in 1/mm^2; returns a fraction. Cunningham 1990, eq. 3: the
    lowest of the common models.
    """
    return exp(-die_area * defect_density)


def yield_murphy(die_area, defect_density):
    """Murphy's yield with a triangular spread of defect densities: ((1 - exp(-A D)) / (A D))^2.

    die_area in mm^2, defect_density in 1/mm^2, both above zero; returns a fraction. Murphy 1964;
    Cunningham 1990.
    """
    expected = die_area * defect_density
    return ((1 - exp(-expected)) / expected) ** 2


def yield_seeds(die_area, defect_density):
    """Seeds' yield with an exponential spread of defect densities: 1 / (1 + A D).

    die_area in mm^2, defect_density in 1/mm^2; returns a fraction. Seeds 1967; Cunningham 1990: the
    highest of the common models.
    """
    return 1 / (1 + die_area * defect_density)


def yield_negative_binomial(die_area, defect_density, clustering):
    """Negative binomial yield: (1 + A D / alpha)^-alpha; Poisson for a large alpha, Seeds for alpha
    = 1.

    die_area in mm^2, defect_density in 1/mm^2, clustering a pure number; returns a fraction.
    Stapper 1973; Cunningham 1990.
    """
    return (1 + die_area * defect_density / clustering) ** (-clustering)


def harvested_yield(die_area, defect_density, clustering, kill_share):
    """Saleable share of dies if defects outside the killing part are repaired by switching cores
    off.

    As ``yield_negative_binomial``, on the share kill_share of the area in which one defect ruins
    the die.
    """
    return (1 + kill_share * die_area * defect_density / clustering) ** (-clustering)


def logic_cost(
    wafer_price, wafer_diameter, chip_area, dies, defect_density, clustering, kill_share
):
    """Silicon cost of one accelerator: its dies at the price of a wafer shared by the saleable
    dies.

    wafer_price in USD, wafer_diameter in mm, chip_area in mm^2 over all dies, dies a pure number,
    defect_density in 1/mm^2; returns USD.
    """
    die_area = chip_area / dies
    return (
        dies
        * wafer_price
        / (
            gross_dies(wafer_diameter, die_area)
            * harvested_yield(die_area, defect_density, clustering, kill_share)
        )
    )


def memory_cost(capacity, price_per_gb):
    """Cost of the memory stacks: capacity in GB times price in USD/GB; returns USD."""
    return capacity * price_per_gb


def package_loss(logic, memory, packaging, package_yield):
    """Good parts lost with packages that fail: (1 / yield - 1) times what went in. All in USD;
    returns USD."""
    return (1 / package_yield - 1) * (logic + memory + packaging)


def unit_cost(
    wafer_price,
    wafer_diameter,
    chip_area,
    dies,
    defect_density,
    clustering,
    kill_share,
    capacity,
    price_per_gb,
    packaging,
    package_yield,
    test_and_rest,
):
    """Cost to make one packaged accelerator: silicon, memory and packaging over the yield of
    packaging, plus test and small parts.

    Money in USD, areas in mm^2, capacity in GB; returns USD. No design cost, board, freight,
    warranty or profit of the maker.
    """
    logic = logic_cost(
        wafer_price, wafer_diameter, chip_area, dies, defect_density, clustering, kill_share
    )
    return (logic + memory_cost(capacity, price_per_gb) + packaging) / package_yield + test_and_rest


def gross_margin(cost, price):
    """Share of the price that is not cost: 1 - cost / price. Both in USD; returns a fraction."""
    return 1 - cost / price


def margin_at_price(
    price,
    wafer_price,
    wafer_diameter,
    chip_area,
    dies,
    defect_density,
    clustering,
    kill_share,
    capacity,
    price_per_gb,
    packaging,
    package_yield,
    test_and_rest,
):
    """Gross margin at a price, with the cost of ``unit_cost``; returns a fraction."""
    return (
        1
        - unit_cost(
            wafer_price,
            wafer_diameter,
            chip_area,
            dies,
            defect_density,
            clustering,
            kill_share,
            capacity,
            price_per_gb,
            packaging,
            package_yield,
            test_and_rest,
        )
        / price
    )


def packages_from_capacity(wafers_per_month, share, packages_per_wafer):
    """Accelerators a month that a share of packaging capacity allows.

    wafers_per_month in wafer/month, share a fraction, packages_per_wafer in GPU/wafer; returns
    GPU/month.
    """
    return wafers_per_month * share * packages_per_wafer
