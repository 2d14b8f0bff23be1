"""Find the highest likelihood from given starting values (BFGS with exact derivatives)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from model.statistics.compiled import compiled
from model.statistics.latent_var import score

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from model.statistics.kalman import Cells
    from model.statistics.latent_var import Form

    Array = NDArray[np.float64]

#: The search has arrived when the next step promises less than this much log-likelihood.
CLOSE_ENOUGH = 1e-6
#: A parameter moves at most this far in one step (series are scaled to a spread of about one).
LONGEST_STEP = 0.5
#: Distance over which the score is differenced for the curvature.
REACH = 1e-4
#: Nothing known about the curvature: the first step goes straight up.
NO_METRIC = np.empty((0, 0))


class Problem(NamedTuple):
    """What the likelihood is climbed on: the data, the model, and which parameters may move."""

    cells: Cells
    form: Form
    free: NDArray[np.bool_]


@compiled
def climb(  # noqa: C901 - one loop, each way out of it said once
    theta: Array, problem: Problem, steps: int, metric: Array
) -> tuple[Array, float, bool]:
    """Return the top reached from one start: (theta, log-likelihood, whether it arrived).

    Parameters
    ----------
    theta : array, shape (SIZE,)
    problem : Problem
        Parameters that are not free keep their starting value.
    steps : int
        Most steps taken.
    metric : array, shape (moving, moving)
        First guess of the inverse curvature, or empty.
    """
    moving = np.flatnonzero(problem.free)
    here = theta.copy()
    height, slope = score(here, problem.cells, problem.form)
    if not np.isfinite(height):
        return here, -np.inf, False
    gradient = slope[moving]
    inverse = metric.copy()
    is_fresh = metric.size == 0
    if is_fresh:
        inverse = _steepest(gradient)
    for _ in range(steps):
        step = inverse @ gradient
        promise = (gradient * step).sum()
        if 0 <= promise < CLOSE_ENOUGH and not is_fresh:
            return here, height, True
        size, there, new_height, slope = _walk(here, step, (height, promise), problem)
        if size == 0.0:
            if is_fresh:
                return here, height, promise < CLOSE_ENOUGH
            inverse = _steepest(gradient)
            is_fresh = True
            continue
        bend = gradient - slope[moving]
        along = size * (step * bend).sum()
        if along > 1e-12:
            if is_fresh:
                inverse = np.eye(moving.size) * (along / (bend**2).sum())
            _bend(inverse, size * step, bend)
            is_fresh = False
        here, height, gradient = there, new_height, slope[moving]
    return here, height, False


@compiled
def _steepest(gradient: Array) -> Array:
    """Return the inverse curvature to start from: a cautious step straight up."""
    flat: Array = np.eye(gradient.size) / max(1.0, np.sqrt((gradient**2).sum()))
    return flat


@compiled
def _walk(
    here: Array, step: Array, known: tuple[float, float], problem: Problem
) -> tuple[float, Array, float, Array]:
    """Return the share of the step that climbs (0 when none does), and where that leads."""
    height, promise = known
    moving = np.flatnonzero(problem.free)
    size = min(1.0, LONGEST_STEP / np.abs(step).max())
    there = here.copy()
    for _ in range(25):
        there[moving] = here[moving] + size * step
        new_height, slope = score(there, problem.cells, problem.form)
        if new_height >= height + 1e-4 * size * promise and promise > 0:
            return size, there, new_height, slope
        size *= 0.4
    return 0.0, here, height, np.zeros(here.size)


@compiled
def _bend(inverse: Array, moved: Array, bend: Array) -> None:
    """Update the inverse curvature in place."""
    along = (moved * bend).sum()
    turned = inverse @ bend
    inverse += np.outer(moved, moved) * ((along + (bend * turned).sum()) / along**2)
    inverse -= (np.outer(turned, moved) + np.outer(moved, turned)) / along


def climb_best(starts: Array, problem: Problem, keep: int) -> tuple[Array, float, bool]:
    """Climb a little from every start, to the top from the best ``keep``; return the highest.

    Two-humped likelihoods are usual with short series (a slow process looks like an intercept).
    """
    tried = [climb(start, problem, 6, NO_METRIC) for start in starts]
    tried.sort(key=lambda reached: -reached[1])
    tops = [climb(theta, problem, 200, NO_METRIC) for theta, _, _ in tried[:keep]]
    return max(tops, key=lambda top: top[1])


def curvature(theta: Array, problem: Problem) -> Array:
    """Return minus the second derivatives by the free parameters (differences of the score)."""
    moving = np.flatnonzero(problem.free)
    out = np.full((moving.size, moving.size), np.nan)
    for row, place in enumerate(moving):
        step = np.zeros(theta.size)
        step[place] = REACH
        above, slope_above = score(theta + step, problem.cells, problem.form)
        below, slope_below = score(theta - step, problem.cells, problem.form)
        if np.isfinite(above + below):
            out[row] = (slope_below[moving] - slope_above[moving]) / (2 * REACH)
    return np.asarray(0.5 * (out + out.T))
