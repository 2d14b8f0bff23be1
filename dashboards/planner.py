"""A plan for a programme: what was chosen, what the release suggests, and what it can show."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields, replace
from functools import lru_cache
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from model.statistics.power import (
    CHANCE,
    Design,
    chance_to_see,
    chances,
    periods_needed,
    reliability_with,
    smallest_effect,
    units_needed,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dashboards.facts import Figure, Pair
    from dashboards.store import Store

# What can be chosen; a programme's own value is added where it is not among them.
CHOICES: dict[str, tuple[int, ...]] = {
    "units": (8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 150, 200),
    "periods": (6, 8, 10, 12, 14, 16, 18, 20, 24, 28, 32, 36, 40),
    "answers": (3, 5, 8, 10, 15, 20, 30, 50, 100, 200),
    "reliability": tuple(range(20, 100, 5)),
    "effect": tuple(range(5, 55, 5)),
}
LIMITS = {
    "units": (3, 2000),
    "periods": (3, 60),
    "answers": (2, 1000),
    "reliability": (10, 98),
    "effect": (5, 50),
}
# Of the picture: fewest to most, few enough to be computed while a reader waits.
PERIODS = (6, 8, 12, 16, 20, 26, 32, 40)
ALONG = np.linspace(PERIODS[0], PERIODS[-1], 69)
UNITS = (8, 12, 20, 30, 50, 80, 120, 200)
USUAL_RELIABILITY = 70
_MIDDLES = {"5–9": 7, "10–14": 12, "15–24": 20, "25–49": 35, "50+": 60}
_FEWEST_FIGURES = 20


@dataclass(frozen=True)
class Plan:
    """What was chosen; reliability and effect in hundredths, so that an address stays short."""

    units: int
    periods: int
    answers: int
    reliability: int
    effect: int

    @property
    def text(self) -> str:
        """The plan as the address of the page holds it."""
        return "-".join(str(value) for value in astuple(self))

    def design(self, now: Plan) -> Design:
        """Return the design that is computed with.

        Parameters
        ----------
        now : Plan
            The programme as it is: the chosen reliability is that of its number of answers.
        """
        reliability = reliability_with(
            self.answers, reliability=self.reliability / 100, at=now.answers
        )
        reliability = min(max(reliability, 0.05), 1.0)
        return Design(
            self.units,
            self.periods,
            effect=self.effect / 100,
            reliability_x=reliability,
            reliability_y=reliability,
        )


@dataclass(frozen=True)
class Outlook:
    """What a design can show.

    Parameters
    ----------
    chance : float
        That the effect of the design is seen.
    smallest : float or None
        The smallest effect seen in four programmes out of five.
    units, periods : int or None
        The fewest that see the effect of the design in four programmes out of five, the other
        number staying as planned.
    chances : array, shape (UNITS, PERIODS)
    """

    chance: float
    smallest: float | None
    units: int | None
    periods: int | None
    chances: NDArray[np.float64]


@lru_cache(maxsize=512)
def outlook(design: Design) -> Outlook:
    """Return what a design can show; computed once for all readers."""
    return Outlook(
        chance=chance_to_see(design),
        smallest=smallest_effect(design),
        units=units_needed(design),
        periods=periods_needed(design),
        chances=chances(design, units=UNITS, periods=PERIODS),
    )


@lru_cache(maxsize=512)
def edges(design: Design, levels: tuple[float, ...]) -> NDArray[np.float64]:
    """Return how many units reach a chance, shape (levels, ALONG); NaN beyond the picture."""
    grid = np.geomspace(UNITS[0], 50 * UNITS[-1], 400)
    found = np.maximum.accumulate(chances(design, units=grid.tolist(), periods=PERIODS), axis=0)
    # What no number of units reaches stands far above the picture, so that lines run on to it.
    rows = [
        [
            grid[min(int(np.searchsorted(found[:, column], level)), len(grid) - 1)]
            for level in levels
        ]
        for column in range(len(PERIODS))
    ]
    needed = np.log(np.array(rows).T)
    smooth = np.exp([np.interp(ALONG, PERIODS, row) for row in needed])
    return np.where(smooth <= UNITS[-1], smooth, np.nan)


def is_enough(chance: float) -> bool:
    """Return whether four programmes out of five would see the effect."""
    return chance >= CHANCE


def opening_plan(store: Store) -> Plan:
    """Return the programme as the release shows it: of the question the page opens on."""
    pair = next(iter(store.pairs), None)
    if pair is None:
        return Plan(12, 12, 10, USUAL_RELIABILITY, round(100 * store.smallest_effect))
    found = Plan(
        units=pair.n_units or 12,
        periods=pair.n_periods or 12,
        answers=_answers(store, pair),
        reliability=_reliability(store, pair),
        effect=round(100 * store.smallest_effect),
    )
    return _within(found)


def read_plan(text: str, opening: Plan) -> Plan:
    """Return the plan of an address; what cannot be is as the release opens with."""
    parts = text.split("-")
    if len(parts) != len(CHOICES) or not all(part.isdecimal() for part in parts):
        return opening
    wished = _within(Plan(*(int(part) for part in parts)))
    return replace(
        wished,
        **{
            name: min(choices(name, opening), key=lambda one: abs(one - getattr(wished, name)))
            for name in CHOICES
        },
    )


def choices(name: str, opening: Plan) -> list[int]:
    """Return what can be chosen for one part of the plan, the programme's own value included."""
    return sorted({*CHOICES[name], getattr(opening, name)})


def _within(plan: Plan) -> Plan:
    """Return the plan with every value inside what can be computed."""
    return Plan(
        *(
            min(max(getattr(plan, field.name), LIMITS[field.name][0]), LIMITS[field.name][1])
            for field in fields(plan)
        )
    )


def _shown(store: Store, measure: str) -> list[list[Figure]]:
    """Return the published figures of a measure, per unit at the foot of the tree."""
    series = [store.series(measure, unit.code) for unit in store.leaves]
    return [[f for f in one if f.value is not None] for one in series]


def _answers(store: Store, pair: Pair) -> int:
    """Return the usual number of answers behind a figure, as far as its band tells."""
    found = [
        _MIDDLES[f.n_band]
        for one in _shown(store, pair.cause.code)
        for f in one
        if f.n_band in _MIDDLES
    ]
    return round(median(found)) if found else 10


def _reliability(store: Store, pair: Pair) -> int:
    """Return the lower reliability of the two measures, in hundredths, in steps of five.

    Of the movement within units: 1 − mean se² / variance around unit and period means.
    """
    known = [
        one
        for measure in (pair.cause.code, pair.outcome.code)
        if (one := _reliability_of(store, measure)) is not None
    ]
    return 5 * round(20 * min(max(min(known), 0.2), 0.95)) if known else USUAL_RELIABILITY


def _reliability_of(store: Store, measure: str) -> float | None:
    """Return how much of a measure's published movement within units is not sampling error."""
    rows = [[f for f in one if f.se is not None] for one in _shown(store, measure)]
    rows = [one for one in rows if len(one) > 1]
    if sum(len(one) for one in rows) < _FEWEST_FIGURES:
        return None
    by_period: dict[str, list[float]] = {}
    centred = []
    for one in rows:
        mean = float(np.mean([f.value for f in one]))
        for f in one:
            rest = (f.value or 0.0) - mean
            by_period.setdefault(f.period, []).append(rest)
            centred.append((f.period, rest, f.se or 0.0))
    shared = {period: float(np.mean(values)) for period, values in by_period.items()}
    spread = sum((rest - shared[period]) ** 2 for period, rest, _ in centred)
    free = len(centred) - len(rows) - len(shared) + 1
    error = float(np.mean([se**2 for *_, se in centred]))
    return 1 - error / (spread / free) if spread > 0 and free > 0 else None
