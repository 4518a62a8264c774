"""What it costs to leave CUDA, what it saves, and how fast portable code catches up."""

from __future__ import annotations

from shortcase.numbers.mathematics import log


def performance_portability(first, second, third):
    """Performance portability over three platforms: the harmonic mean of what the one code reaches
    on each, as a share of the best known there.

    Fractions; returns a fraction, zero if the code does not run on one of them. Pennycook, Sewall
    and Lee 2016, eq. 1.
    """
    return 3 / (1 / first + 1 / second + 1 / third)


def share_of_peak(measured, peak):
    """Measured over rated speed, in one unit and format; returns a fraction."""
    return measured / peak


def porting_cost(operators, effort_per_operator, salary, overhead, upkeep, life):
    """Cost of carrying a code base to another chip and keeping it there.

    operators in item, effort_per_operator in year/item (years of one engineer), salary in USD/year,
    overhead (cost of employing over pay) and upkeep (share of the first effort that returns each
    year) pure numbers, life in years taken as a pure number; returns USD.
    """
    return operators * effort_per_operator * salary * overhead * (1 + upkeep * life)


def breakeven_speed(price_ratio, chip_share):
    """Speed at which a cheaper chip saves nothing, the machine around it counted once per chip:
    chip_share x price ratio + 1 - chip_share. Pure numbers."""
    return chip_share * price_ratio + 1 - chip_share


def saving_share(price_ratio, chip_share, relative_speed):
    """Share of the machines' cost saved per unit of work by a chip at price_ratio of the price and
    relative_speed of the speed; negative for a loss. Pure numbers."""
    return 1 - breakeven_speed(price_ratio, chip_share) / relative_speed


def tuned_share_needed(price_ratio, chip_share, relative_speed):
    """Share of its own tuned speed that the cheaper chip must keep to save anything: break-even
    speed over its tuned speed, Nvidia's as one. Pure numbers."""
    return breakeven_speed(price_ratio, chip_share) / relative_speed


def portable_speed(relative_speed, share_of_tuned):
    """Speed of the other chip, Nvidia's tuned one as one, with code that keeps share_of_tuned of
    that chip's tuned speed. Pure numbers."""
    return relative_speed * share_of_tuned


def breakeven_fleet(
    operators,
    effort_per_operator,
    salary,
    overhead,
    upkeep,
    life,
    price_ratio,
    chip_share,
    relative_speed,
    gpu_price,
):
    """Number of bought GPUs above which leaving pays: cost of porting over the saving per machine,
    a machine costing gpu_price / chip_share.

    gpu_price in USD, the rest as in ``porting_cost`` and ``saving_share``; returns a pure number.
    Negative: no fleet is large enough.
    """
    return (
        porting_cost(operators, effort_per_operator, salary, overhead, upkeep, life)
        * chip_share
        / (saving_share(price_ratio, chip_share, relative_speed) * gpu_price)
    )


def net_saving(
    gpus,
    operators,
    effort_per_operator,
    salary,
    overhead,
    upkeep,
    life,
    price_ratio,
    chip_share,
    relative_speed,
    gpu_price,
):
    """Machine cost saved by a fleet that replaces that many bought GPUs, less the cost of porting;
    gpus a pure number, returns USD."""
    return gpus * gpu_price / chip_share * saving_share(
        price_ratio, chip_share, relative_speed
    ) - porting_cost(operators, effort_per_operator, salary, overhead, upkeep, life)


def speed_needed(
    gpus,
    operators,
    effort_per_operator,
    salary,
    overhead,
    upkeep,
    life,
    price_ratio,
    chip_share,
    gpu_price,
):
    """Speed at which ``net_saving`` is zero for a fleet of that many GPUs: the break-even speed,
    raised by what porting adds per machine. Pure number."""
    porting = (
        porting_cost(operators, effort_per_operator, salary, overhead, upkeep, life)
        * chip_share
        / (gpus * gpu_price)
    )
    return breakeven_speed(price_ratio, chip_share) / (1 - porting)


def years_to_catch_up(start_share, yearly_gain):
    """Years for compiled code to reach hand-tuned code that stands still: ln(1 / start) / ln(1 +
    gain). Pure numbers; returns years as a pure number."""
    return log(1 / start_share) / log(1 + yearly_gain)


def compiler_share(start_share, yearly_gain, years):
    """Speed of compiled code as a share of hand-tuned code after some years, hand-tuned code
    standing still. Pure numbers."""
    return start_share * (1 + yearly_gain) ** years
