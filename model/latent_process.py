"""Made-up histories of two series whose order is known, before anybody measured them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Scenario = Literal[
    "beliefs_lead",
    "customers_lead",
    "both",
    "together",
    "together_unequal",
    "nothing",
    "too_few",
]
SCENARIOS: tuple[Scenario, ...] = get_args(Scenario)
EFFECT = 0.25
#: Periods thrown away, so that what is kept has forgotten how it began.
WARM_UP = 80
#: A unit's own persistence never exceeds this.
HIGHEST = 0.95


@dataclass(frozen=True)
class Process:
    """Two series that each depend on their own past, and perhaps on the other's.

    Parameters
    ----------
    persistence : (float, float)
        How much of this period is left in the next one, for x and y.
    forward, reverse : float
        Effect of x on y and of y on x, in standard deviations, ``lag`` periods later.
    association : float
        Correlation of what is new in both in the same period.
    lag : int
        Periods between cause and effect.
    second : float
        Effect of the period before the previous one on each series itself (AR(2)).
    unequal : float
        Largest difference between a unit's persistence and the average.
    heavy_tails : bool
        What is new follows t with 3 degrees of freedom instead of the normal law.
    """

    persistence: tuple[float, float] = (0.8, 0.8)
    forward: float = 0.0
    reverse: float = 0.0
    association: float = 0.4
    lag: int = 1
    second: float = 0.0
    unequal: float = 0.0
    heavy_tails: bool = False


def process_of(scenario: Scenario, *, effect: float = EFFECT) -> Process:
    """Return the process of a scenario.

    Parameters
    ----------
    scenario : Scenario
        "together": both persist (.8) and move with common innovations (.4), no lead.
        "together_unequal": the same with persistence .9 and .5, innovation correlation .6.
    effect : float
        Size of the lead where there is one.
    """
    led = Process(persistence=(0.5, 0.5))
    return {
        "beliefs_lead": replace(led, forward=effect),
        "customers_lead": replace(led, reverse=effect),
        "both": replace(led, forward=effect, reverse=effect),
        "together": Process(),
        "together_unequal": Process(persistence=(0.9, 0.5), association=0.6),
        "nothing": Process(association=0.0),
        "too_few": replace(led, forward=effect),
    }[scenario]


def histories(process: Process, *, units: int, periods: int, random: np.random.Generator) -> Array:
    """Return histories with variance one in the long run, shape (units, periods, 2)."""
    flows = _flows(process)
    factor = np.linalg.cholesky(_innovation(process))
    depth = len(flows)
    spread = random.uniform(-1, 1, (units, 2)) * process.unequal
    own = np.clip(np.array(process.persistence) + spread, -HIGHEST, HIGHEST)
    flows[0] = flows[0] - np.diag(process.persistence)
    total = WARM_UP + periods
    path = np.zeros((total + depth, units, 2))
    for t in range(depth, total + depth):
        path[t] = draw(random, (units, 2), heavy_tails=process.heavy_tails) @ factor.T
        path[t] += path[t - 1] * own
        for back, flow in enumerate(flows, start=1):
            path[t] += path[t - back] @ flow.T
    return path[-periods:].transpose(1, 0, 2)


def draw(
    random: np.random.Generator, shape: tuple[int, ...], *, heavy_tails: bool = False
) -> Array:
    """Return independent draws with variance one."""
    if heavy_tails:
        return np.asarray(random.standard_t(3, shape) / np.sqrt(3))
    return random.standard_normal(shape)


def _flows(process: Process) -> list[Array]:
    """Return the matrices by which the past counts, one for each period back."""
    flows = [np.zeros((2, 2)) for _ in range(max(process.lag, 2 if process.second else 1))]
    flows[0] += np.diag(process.persistence)
    flows[process.lag - 1][1, 0] += process.forward
    flows[process.lag - 1][0, 1] += process.reverse
    if process.second:
        flows[1] += np.eye(2) * process.second
    return flows


@lru_cache
def _innovation(process: Process) -> Array:
    """Return the innovation covariance that gives both series variance one."""
    flows = _flows(process)
    depth = len(flows)
    companion = np.zeros((2 * depth, 2 * depth))
    companion[:2] = np.hstack(flows)
    companion[2:, :-2] = np.eye(2 * depth - 2)
    spread = np.full(2, 0.6)
    for _ in range(300):
        source = np.zeros_like(companion)
        source[:2, :2] = np.outer(spread, spread)
        source[0, 1] = source[1, 0] = process.association * spread[0] * spread[1]
        spread = spread / np.diag(_long_run(companion, source))[:2] ** 0.25
    return np.asarray(source[:2, :2])


def _long_run(companion: Array, source: Array) -> Array:
    """Return the covariance that the process settles on."""
    total, power = source, companion
    for _ in range(14):
        total = total + power @ total @ power.T
        power = power @ power
    return total
