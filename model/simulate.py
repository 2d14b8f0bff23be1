"""Made-up programmes with a known truth: series with their errors, and files of answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from model.latent_process import (
    SCENARIOS,
    Process,
    Scenario,
    draw,
    histories,
    process_of,
)
from model.made_up_answers import simulate_programme

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = [
    "SCENARIOS",
    "Conditions",
    "Scenario",
    "SimulatedSeries",
    "Truth",
    "process_of",
    "simulate_programme",
    "simulate_series",
]

#: Sizes beyond which a programme is no longer too small.
TOO_FEW_UNITS, TOO_FEW_PERIODS = 7, 5


@dataclass(frozen=True)
class Truth:
    """What was planted.

    Parameters
    ----------
    verdict : str
        What a perfect judge would say.
    forward, reverse : float
        Effects of x on y and of y on x, in latent standard deviations.
    lag : int
        Periods between cause and effect.
    """

    verdict: str
    forward: float
    reverse: float
    lag: int


@dataclass(frozen=True)
class SimulatedSeries:
    """Two measured series with their standard errors, each array of shape (units, periods)."""

    x: Array
    y: Array
    se_x: Array
    se_y: Array
    truth: Truth


@dataclass(frozen=True)
class Conditions:
    """How the measuring went, and what real life added.

    Parameters
    ----------
    reliability : float
        Share of the variance within units that is not measurement error.
    answers : (int, int) or None
        Fewest and most answers per unit and series; None gives every unit the same error.
    missing : float
        Share of cells lost at random.
    belief_every : int
        x is measured once in so many periods.
    ceiling : float
        Share of scores pressed together at the top of the scale.
    trend : float
        Standard deviation over units of each series' own straight line, end to end.
    loading : float
        Standard deviation over units of how strongly a shock common to all is felt.
    turnover : float
        Share of units that enter late or leave early.
    level : float
        Standard deviation of the units' levels (correlated .3 over the series).
    heavy_tails : bool
        Errors follow t with 3 degrees of freedom.
    """

    reliability: float = 0.7
    answers: tuple[int, int] | None = None
    missing: float = 0.0
    belief_every: int = 1
    ceiling: float = 0.0
    trend: float = 0.0
    loading: float = 0.0
    turnover: float = 0.0
    level: float = 1.0
    heavy_tails: bool = False


def simulate_series(
    scenario: Scenario,
    *,
    units: int,
    periods: int,
    seed: int,
    process: Process | None = None,
    conditions: Conditions | None = None,
) -> SimulatedSeries:
    """Return two measured series of which the order is known.

    Parameters
    ----------
    scenario : Scenario
    units, periods : int
        Cut to 7 and 5 in "too_few".
    seed : int
    process : Process, optional
        Instead of the scenario's own, for lags, AR(2), unequal persistence, heavy tails.
    conditions : Conditions, optional
        How it was measured.
    """
    process = process or process_of(scenario)
    conditions = conditions or Conditions()
    if scenario == "too_few":
        units, periods = min(units, TOO_FEW_UNITS), min(periods, TOO_FEW_PERIODS)
    random = np.random.default_rng([SCENARIOS.index(scenario), units, periods, seed])
    latent = histories(process, units=units, periods=periods, random=random)
    latent = latent + _disturbances(latent.shape, conditions, random)
    latent = _pressed(latent, conditions.ceiling)
    se = _standard_errors(latent.shape, conditions, random)
    values = latent + se * draw(random, latent.shape, heavy_tails=conditions.heavy_tails)
    seen = _seen(latent.shape, conditions, random)
    values, se = np.where(seen, values, np.nan), np.where(seen, se, np.nan)
    truth = _truth(scenario, process)
    return SimulatedSeries(values[:, :, 0], values[:, :, 1], se[:, :, 0], se[:, :, 1], truth)


def _truth(scenario: Scenario, process: Process) -> Truth:
    """Return what was planted."""
    verdict = {
        (False, False): "together" if process.association else "none",
        (True, False): "lead",
        (False, True): "reverse",
        (True, True): "both",
    }[process.forward != 0, process.reverse != 0]
    if scenario == "too_few":
        verdict = "insufficient"
    return Truth(verdict, process.forward, process.reverse, process.lag)


def _disturbances(
    shape: tuple[int, ...], conditions: Conditions, random: np.random.Generator
) -> Array:
    """Return levels, period effects, trends and common shocks."""
    units, periods, _ = shape
    levels = np.linalg.cholesky([[1, 0.3], [0.3, 1]])
    total = draw(random, (units, 2)) @ levels.T * conditions.level
    total = total[:, None] + 0.5 * draw(random, (1, periods, 2))
    line = np.linspace(-0.5, 0.5, periods)[None, :, None]
    total = total + conditions.trend * draw(random, (units, 1, 2)) * line
    shock = histories(Process(association=0.0), units=1, periods=periods, random=random)[:, :, :1]
    loadings = 1 + conditions.loading * draw(random, (units, 1, 1))
    return np.asarray(total + (loadings * shock if conditions.loading else 0.0))


def _pressed(latent: Array, ceiling: float) -> Array:
    """Return the scores with the top share pressed together, as at the end of a scale."""
    if not ceiling:
        return latent
    top = np.quantile(latent, 1 - ceiling, axis=(0, 1))
    return np.asarray(np.where(latent > top, top + 0.2 * (latent - top), latent))


def _standard_errors(
    shape: tuple[int, ...], conditions: Conditions, random: np.random.Generator
) -> Array:
    """Return the standard error of every cell."""
    units = shape[0]
    typical = np.sqrt((1 - conditions.reliability) / conditions.reliability)
    if conditions.answers is None:
        return np.full(shape, typical)
    few, many = conditions.answers
    answers = np.exp(random.uniform(np.log(few), np.log(many), (units, 1, 2)))
    return np.asarray(np.broadcast_to(typical * np.sqrt(np.sqrt(few * many) / answers), shape))


def _seen(
    shape: tuple[int, ...], conditions: Conditions, random: np.random.Generator
) -> NDArray[np.bool_]:
    """Return which cells were measured."""
    units, periods, _ = shape
    seen = random.uniform(size=shape) >= conditions.missing
    seen[:, :, 0] &= (np.arange(periods) % conditions.belief_every == 0)[None]
    moving = random.uniform(size=units) < conditions.turnover
    edge = random.integers(2, max(3, periods - 4), units)
    is_late = random.uniform(size=units) < 0.5
    time = np.arange(periods)[None]
    present = np.where(is_late[:, None], time >= edge[:, None], time < (periods - edge)[:, None])
    return np.asarray(seen & (present | ~moving[:, None])[:, :, None])
