"""How likely is it that a programme shows a lead, and what does it take: the power planner."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize, stats

from model.errors import RejectedError
from model.statistics.error_var import CLUSTERED_FROM
from model.statistics.latent_moments import LatentProcess, noncentrality
from model.statistics.threads import on_one_thread
from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Both directions are tested and the smaller p counts twice (Holm): 5 % for the whole verdict.
LEVEL = 0.025
CHANCE = 0.8
FEWEST_UNITS, MOST_UNITS = 8, 10_000
FEWEST_PERIODS, MOST_PERIODS = 6, 60
MOST_EFFECT = 1.0
_FIRST_GUESS, _NEAR, _MOST_STEPS = 0.25, 0.0005, 20
#: The line along which long series of short memory add up goes through these periods.
_LINE, _SHORT_MEMORY = (14, 18), 0.6
#: What the cautious p costs, over √units, in standard errors; measured by simulation.
_CAUTION = 0.7

_IMPOSSIBLE = Text(
    nl="Geen reeks kan zo lopen: een effect van {effect} past niet bij een geheugen van "
    "{persistence_x} en {persistence_y}.",
    en="No series can move so: an effect of {effect} does not go with persistences of "
    "{persistence_x} and {persistence_y}.",
)
_OUT_OF_RANGE = Text(
    nl="{name} is {value}; het moet tussen {low} en {high} liggen.",
    en="{name} is {value}; it must lie between {low} and {high}.",
)
_PLAN = Text(nl="plan van het programma", en="plan of the programme")
_SMALLER = Text(
    nl="kies een kleiner effect of een korter geheugen",
    en="choose a smaller effect or less persistence",
)
_WITHIN = Text(nl="kies een waarde daarbinnen", en="choose a value within it")

_NAMES = {
    "units": Text(nl="Aantal eenheden", en="Number of units"),
    "periods": Text(nl="Aantal perioden", en="Number of periods"),
    "effect": Text(nl="Effect", en="Effect"),
    "reliability_x": Text(nl="Betrouwbaarheid van de oorzaak", en="Reliability of the cause"),
    "reliability_y": Text(nl="Betrouwbaarheid van de uitkomst", en="Reliability of the outcome"),
    "persistence_x": Text(nl="Geheugen van de oorzaak", en="Persistence of the cause"),
    "persistence_y": Text(nl="Geheugen van de uitkomst", en="Persistence of the outcome"),
    "association": Text(nl="Samenhang binnen de periode", en="Association within the period"),
}
_LIMITS = {
    "units": (3, MOST_UNITS),
    "periods": (3, MOST_PERIODS),
    "effect": (-MOST_EFFECT, MOST_EFFECT),
    "reliability_x": (0.05, 1.0),
    "reliability_y": (0.05, 1.0),
    "persistence_x": (0.0, 0.95),
    "persistence_y": (0.0, 0.95),
    "association": (-0.95, 0.95),
}


@dataclass(frozen=True)
class Design:
    """A programme as planned, balanced: every unit measured in every period.

    Parameters
    ----------
    units, periods : int
        3 to 10 000 and 3 to 60.
    effect : float
        Effect of x on y one period later, in error-free within-unit standard deviations.
    reliability_x, reliability_y : float
        Share of the movement within units that is not measurement error; see
        :func:`reliability_with`.
    persistence_x, persistence_y : float
        How much of a period's standing is left a period later, 0 to 0.95.
    association : float
        Correlation of what is new in both in the same period.

    Raises
    ------
    RejectedError
        When a value lies outside its range, or no process has these values together.
    """

    units: int
    periods: int
    effect: float = 0.25
    reliability_x: float = 0.7
    reliability_y: float = 0.7
    persistence_x: float = 0.5
    persistence_y: float = 0.5
    association: float = 0.4

    def __post_init__(self) -> None:
        """Refuse a plan that cannot be."""
        for name, (low, high) in _LIMITS.items():
            value = getattr(self, name)
            if not low <= value <= high:
                told = _OUT_OF_RANGE.fill(name=_NAMES[name], value=value, low=low, high=high)
                raise RejectedError(told, where=_PLAN, remedy=_WITHIN)
        if self.process() is None:
            told = _IMPOSSIBLE.fill(
                effect=self.effect,
                persistence_x=self.persistence_x,
                persistence_y=self.persistence_y,
            )
            raise RejectedError(told, where=_PLAN, remedy=_SMALLER)

    def process(self) -> LatentProcess | None:
        """Return the process behind the plan, or None when there is none."""
        return LatentProcess.of(
            effect=self.effect,
            persistence=(self.persistence_x, self.persistence_y),
            association=self.association,
        )


def reliability_with(answers: float, *, reliability: float, at: float) -> float:
    """Return the reliability of a unit score from another number of answers.

    Parameters
    ----------
    answers : float
        Answers per unit and period as planned.
    reliability : float
        Of the unit score with ``at`` answers, 0 to 1.
    at : float
        Answers per unit and period behind ``reliability``.

    Returns
    -------
    float
        m·r/(1 + (m−1)·r) with m = answers/at (Spearman 1910; Brown 1910, British J. of Psychology
        3(3)).
    """
    ratio = answers / at
    return ratio * reliability / (1 + (ratio - 1) * reliability)


def chance_to_see(design: Design, *, level: float = LEVEL) -> float:
    """Return the chance that the lead of the design is found.

    Parameters
    ----------
    design : Design
    level : float
        Two-sided level of the test of this direction; the verdict tests two and takes 0.025.

    Returns
    -------
    float
        0 to 1. √LR is compared with t(units − 1). Its centre is √((N−1)·F), F the likelihood
        ratio per unit between the true covariance of the 2T scores and the nearest one without
        the effect; the cautious p from 50 units on lowers it by 0.7/√N. Compared with simulating
        the whole estimator in ``tests/benchmarks/bench_truth_power.py``.

    References
    ----------
    Satorra and Saris (1985), Psychometrika 50(1), 83-90.
    """
    return float(_chance(np.array([design.units]), _per_unit(design), level)[0])


def chances(
    design: Design, *, units: Sequence[int], periods: Sequence[int], level: float = LEVEL
) -> Floats:
    """Return the chance for every size of programme, for a picture.

    Parameters
    ----------
    design : Design
        Its own numbers of units and periods do not count.
    units, periods : sequence of int
    level : float

    Returns
    -------
    array, shape (units, periods)
        As :func:`chance_to_see`, 0 to 1.
    """
    columns = [
        _chance(np.array(units), _per_unit(replace(design, periods=n)), level) for n in periods
    ]
    return np.stack(columns, axis=1)


def units_needed(design: Design, *, chance: float = CHANCE, level: float = LEVEL) -> int | None:
    """Return the fewest units, 8 or more, that give the chance; None beyond 10 000.

    Parameters
    ----------
    design : Design
        Its own number of units does not count.
    chance, level : float
        Both 0 to 1.

    Returns
    -------
    int or None
    """
    units = np.arange(FEWEST_UNITS, MOST_UNITS + 1)
    enough = np.flatnonzero(_chance(units, _per_unit(design), level) >= chance)
    return int(units[enough[0]]) if enough.size else None


def periods_needed(design: Design, *, chance: float = CHANCE, level: float = LEVEL) -> int | None:
    """Return the fewest periods, 6 or more, that give the chance; None beyond 60.

    Parameters
    ----------
    design : Design
        Its own number of periods is where the search begins.
    chance, level : float
        Both 0 to 1.

    Returns
    -------
    int or None
    """

    def seen(periods: int) -> bool:
        return chance_to_see(replace(design, periods=periods), level=level) >= chance

    # Long programmes cost most to compute: they are tried only when shorter ones do not do.
    low, high = FEWEST_PERIODS - 1, max(FEWEST_PERIODS, design.periods)
    while not seen(high):
        if high == MOST_PERIODS:
            return None
        low, high = high, min(2 * high, MOST_PERIODS)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if seen(middle) else (middle, high)
    return high


def smallest_effect(
    design: Design, *, chance: float = CHANCE, level: float = LEVEL
) -> float | None:
    """Return the smallest effect that the design shows with the chance; None when there is none.

    Parameters
    ----------
    design : Design
        Its own ``effect`` does not count.
    chance, level : float

    Returns
    -------
    float or None
        To 0.001; None when even the largest effect that such series can have is too small.
    """
    largest = _largest_effect(design)
    effect = min(_FIRST_GUESS, largest)
    for _ in range(_MOST_STEPS):
        before, effect = effect, min(_scaled(design, effect, chance, level), largest)
        if abs(effect - before) < _NEAR / 2:
            break
    if effect == largest and chance_to_see(replace(design, effect=largest), level=level) < chance:
        return None
    return min(effect + _NEAR, largest)


def _scaled(design: Design, effect: float, chance: float, level: float) -> float:
    """Return an effect nearer to the one with the chance: √F grows nearly in proportion to it."""
    units = np.array([design.units])
    here = max(_per_unit(replace(design, effect=effect)), 1e-12)

    def surplus(times: float) -> float:
        return float(_chance(units, here * times**2, level)[0]) - chance

    return effect * float(optimize.brentq(surplus, 0.0, 1e6, xtol=1e-5))


def _largest_effect(design: Design) -> float:
    """Return the largest effect, to 0.001, that series with these persistences can have."""
    low, high = 0.0, MOST_EFFECT + 0.001
    while high - low > 0.001:
        middle = (low + high) / 2
        try:
            replace(design, effect=min(middle, MOST_EFFECT))
        except RejectedError:
            high = middle
        else:
            low = middle
    return min(low, MOST_EFFECT)


def _per_unit(design: Design) -> float:
    """Return the likelihood ratio that one unit adds on average.

    Once a series is much longer than its memory, every further period adds as much as the one
    before: a chance from that line differs by less than 0.2 points from the exact one.
    """
    one = replace(design, units=FEWEST_UNITS)
    is_short = max(design.persistence_x, design.persistence_y) <= _SHORT_MEMORY
    if design.periods <= _LINE[1] or not is_short:
        return _of_one(one)
    early, late = (_of_one(replace(one, periods=periods)) for periods in _LINE)
    return late + (design.periods - _LINE[1]) * (late - early) / (_LINE[1] - _LINE[0])


@lru_cache(maxsize=4096)
@on_one_thread
def _of_one(design: Design) -> float:
    """Return the same; the number of units plays no part, so that one answer serves them all."""
    process = design.process()
    assert process is not None  # the design refused it
    errors = [1 / r - 1 for r in (design.reliability_x, design.reliability_y)]
    # Without an effect, rounding can leave it a hair below nil.
    return max(0.0, noncentrality(process, periods=design.periods, errors=np.array(errors)))


def _chance(units: NDArray[np.int64], per_unit: float, level: float) -> Floats:
    """Return the chance for numbers of units."""
    centre = np.sqrt((units - 1) * per_unit)
    # From 50 units on, the more cautious of two p-values counts.
    centre = np.where(units >= CLUSTERED_FROM, centre - _CAUTION / np.sqrt(units), centre)
    bound = stats.t.ppf(1 - level / 2, units - 1)
    # √LR wavers as a normal does whose own spread is half as well known as in Student's t.
    spread = np.sqrt(1 + bound**2 / (4 * (units - 1)))
    bound = bound * (1 - 1 / (8 * (units - 1)))
    return np.asarray(
        stats.norm.sf((bound - centre) / spread) + stats.norm.cdf((-bound - centre) / spread)
    )
