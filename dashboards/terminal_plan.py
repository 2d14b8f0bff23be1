"""What the command line shows of a plan: the chance, the smallest effect, what is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

from dashboards.terminal import print_json
from model.statistics.power import (
    MOST_PERIODS,
    MOST_UNITS,
    chance_to_see,
    periods_needed,
    smallest_effect,
    units_needed,
)
from model.text import Text, format_number, format_share

if TYPE_CHECKING:
    from model.statistics.power import Design
    from model.text import Language

CHANCE_OF = Text(
    nl="Kans om een effect van {effect} te zien met {units} eenheden en {periods} perioden: "
    "{chance}",
    en="Chance to see an effect of {effect} with {units} units and {periods} periods: {chance}",
)
SMALLEST = Text(
    nl="Kleinste effect met een kans van {wanted}: {effect}",
    en="Smallest effect with a chance of {wanted}: {effect}",
)
UNITS = Text(
    nl="Nodig voor {wanted} bij {periods} perioden: {units} eenheden",
    en="Needed for {wanted} with {periods} periods: {units} units",
)
PERIODS = Text(
    nl="Nodig voor {wanted} bij {units} eenheden: {periods} perioden",
    en="Needed for {wanted} with {units} units: {periods} periods",
)
MORE_THAN = Text(nl="meer dan {most}", en="more than {most}")
NONE = Text(nl="geen", en="none")


def show_plan(design: Design, *, wanted: float, language: Language, as_json: bool) -> None:
    """Print what a programme of this design can show, and what the wanted chance takes.

    Parameters
    ----------
    wanted : float
        The chance, 0 to 1, that is enough.
    """
    chance = chance_to_see(design)
    smallest = smallest_effect(design, chance=wanted)
    units = units_needed(design, chance=wanted)
    periods = periods_needed(design, chance=wanted)
    if as_json:
        print_json(
            {
                "units": design.units,
                "periods": design.periods,
                "effect": design.effect,
                "reliability": round(design.reliability_x, 4),
                "chance": round(chance, 4),
                "wanted": wanted,
                "smallest_effect": None if smallest is None else round(smallest, 3),
                "needed": {"units": units, "periods": periods},
            }
        )
        return

    def number(value: float | None, *, digits: int = 0, most: int = 0) -> str:
        if value is not None:
            return format_number(value, language, digits=digits)
        return (MORE_THAN.fill(most=most) if most else NONE).in_language(language)

    words = {
        "wanted": format_share(100 * wanted, language, digits=0),
        "units": number(design.units),
        "periods": number(design.periods),
    }
    share = format_share(100 * chance, language, digits=0)
    lines = (
        CHANCE_OF.fill(**words, effect=number(design.effect, digits=2), chance=share),
        SMALLEST.fill(**words, effect=number(smallest, digits=2)),
        UNITS.fill(**words | {"units": number(units, most=MOST_UNITS)}),
        PERIODS.fill(**words | {"periods": number(periods, most=MOST_PERIODS)}),
    )
    for line in lines:
        Console().print(line.in_language(language), highlight=False)
