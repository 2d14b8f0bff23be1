"""Fit the latent model to a panel, and ask its likelihood about one parameter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import stats

from model.statistics.kalman import Cells
from model.statistics.latent_panel import (
    LatentPanel,
    best_effects,
    cells_of,
    has_plain_effects,
    over_cells,
)
from model.statistics.latent_var import (
    ERROR,
    INNOVATION,
    INTERCEPT,
    SIZE,
    START,
    Form,
    state_model,
    within_limits,
)
from model.statistics.maximise import NO_METRIC, Problem, climb, climb_best, curvature
from model.statistics.waves import usual_step

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Start = Literal["stationary", "free"]
#: The start is taken as free when the data reject the long-run start at this level.
START_LEVEL = 0.05
#: Starting points are compared on at most this many columns of cells.
COLUMNS_TO_START_ON = 80


@dataclass(frozen=True)
class Fit:
    """A maximum of the likelihood.

    Parameters
    ----------
    theta : array, shape (SIZE,)
    height : float
        Log-likelihood there.
    arrived : bool
        Whether the search came to an end.
    problem : Problem
        What was climbed.
    bend : array, shape (free, free)
        Minus the second derivatives there.
    panel : LatentPanel
        With the period effects that belong to this fit.
    start_p : float
        Likelihood-ratio test of the long-run start against a free one; NaN when not asked.
    """

    theta: Array
    height: float
    arrived: bool
    problem: Problem
    bend: Array
    panel: LatentPanel
    start_p: float = np.nan


def fit_panel(
    panel: LatentPanel,
    *,
    start: Start | Literal["tested"],
    is_error_estimated: bool,
    lags: tuple[int, int] = (1, 1),
) -> Fit:
    """Return the highest maximum, with the start that was asked for or that the data accept.

    Parameters
    ----------
    lags : pair of int
        How many periods ago x counts for y, and y for x.
    """
    free = np.zeros(SIZE, dtype=np.bool_)
    free[:START] = True
    free[ERROR:] = is_error_estimated
    waves = (np.flatnonzero(panel.seen[:, :, series].any(axis=0)) for series in (0, 1))
    form = Form(lags[1], lags[0], True, *(usual_step(wave) > 1 for wave in waves))
    fit = _search(panel, Problem(cells_of(panel), form, free), _starts(panel))
    if not has_plain_effects(panel):
        for _ in range(2):
            panel = replace(panel, effects=best_effects(panel, fit.theta, form))
            fit = _search(panel, Problem(cells_of(panel), form, free), fit.theta[None])
    if start != "stationary":
        fit = _with_start(fit, start)
    return replace(fit, bend=curvature(fit.theta, fit.problem))


def _with_start(fit: Fit, start: Literal["free", "tested"]) -> Fit:
    """Return the fit with a free start if that is asked for or fits better."""
    looser = fit.problem.free.copy()
    looser[START:ERROR] = True
    begin = fit.theta.copy()
    begin[START:ERROR] = _factor(state_model(begin, fit.problem.form).initial[:2, :2])
    problem = Problem(fit.problem.cells, fit.problem.form._replace(is_stationary=False), looser)
    other = _search(fit.panel, problem, begin[None])
    start_p = float(stats.chi2.sf(2 * max(other.height - fit.height, 0.0), ERROR - START))
    chosen = other if start == "free" or start_p < START_LEVEL else fit
    return replace(chosen, start_p=start_p)


def _search(panel: LatentPanel, problem: Problem, starts: Array) -> Fit:
    """Return the highest maximum found from several starts."""
    begin = starts[0]
    if starts.shape[0] > 1:
        few = _some(problem.cells)
        begin, _, _ = climb_best(starts, problem._replace(cells=few), 3)
    theta, height, arrived = climb(begin, problem, 200, NO_METRIC)
    return Fit(theta, height, arrived, problem, NO_METRIC, panel)


def _some(cells: Cells) -> Cells:
    """Return evenly spread columns, few enough to try many starts on."""
    columns = cells.values.shape[2]
    if columns <= COLUMNS_TO_START_ON or cells.noise.shape[2] == 1:
        return cells
    chosen = np.linspace(0, columns - 1, COLUMNS_TO_START_ON).astype(int)
    return Cells(*(np.ascontiguousarray(part[:, :, chosen]) for part in cells))


def _starts(panel: LatentPanel) -> Array:
    """Return starting points: shares of level and speed, around the observed covariances."""
    seen = panel.seen
    deviations = panel.deviations.reshape(-1, 2)
    cross = deviations.T @ deviations
    own = cross.diagonal() - over_cells(np.where(seen, panel.noise, 0.0))
    total = np.diag(np.maximum(own / np.maximum(over_cells(seen), 1), 0.3))
    limit = 0.8 * np.sqrt(total[0, 0] * total[1, 1])
    n_both = max(int((seen[:, :, 0] & seen[:, :, 1]).sum()), 1)
    total[0, 1] = total[1, 0] = np.clip(cross[0, 1] / n_both, -limit, limit)
    out = []
    for share in (0.3, 0.7):
        for speed in (0.3, 0.6, 0.9):
            theta = np.zeros(SIZE)
            theta[[0, 3]] = speed
            theta[INNOVATION:INTERCEPT] = _factor(total * (1 - share) * (1 - speed**2))
            theta[INTERCEPT:START] = _factor(total * share)
            out.append(theta)
    return np.array(out)


def _factor(matrix: Array) -> Array:
    """Return the three elements of a covariance's Cholesky factor."""
    return np.asarray(np.linalg.cholesky(matrix)[[0, 1, 1], [0, 0, 1]])


def signed_root(fit: Fit, place: int, value: float, direction: Array) -> float:
    """Return the signed root of the likelihood ratio of one parameter at a value."""
    free = fit.problem.free.copy()
    free[place] = False
    problem = fit.problem._replace(free=free)
    rest = free[fit.problem.free]
    metric = inverse_of(fit.bend[np.ix_(rest, rest)])
    along = fit.theta.copy()
    along[fit.problem.free] += direction * (value - fit.theta[place])
    height = -np.inf
    begins = (along,) if metric.size and _is_large(problem) else (along, fit.theta.copy())
    for begin in begins:
        begin[place] = value
        _, found, _ = climb(_calmed(begin, place, problem.form), problem, 100, metric)
        height = max(height, found)
    if not np.isfinite(height):
        return float(np.nan)
    return float(np.sign(fit.theta[place] - value) * np.sqrt(max(2 * (fit.height - height), 0.0)))


def inverse_of(bend: Array) -> Array:
    """Return the inverse curvature, or nothing where the top is not round."""
    try:
        np.linalg.cholesky(bend - 1e-3 * np.diag(np.diag(bend)))
    except np.linalg.LinAlgError:
        return NO_METRIC
    return np.asarray(np.linalg.inv(bend), dtype=float)


def _is_large(problem: Problem) -> bool:
    """Return whether a second opinion on every maximum would cost too much."""
    return bool(problem.cells.values.shape[2] > COLUMNS_TO_START_ON)


def _calmed(theta: Array, place: int, form: Form) -> Array:
    """Return theta with its other transition elements shrunk until the process dies out."""
    others = [k for k in range(INNOVATION) if k != place]
    for _ in range(60):
        if within_limits(theta, form):
            break
        theta[others] *= 0.9
    return theta


def interval_end(fit: Fit, place: int, direction: Array, reach: tuple[float, float]) -> float:
    """Return where the likelihood ratio reaches the quantile; infinite when it never does."""
    se, quantile = reach
    side, distance = np.sign(quantile), abs(quantile) * se
    for _ in range(10):
        root = abs(signed_root(fit, place, fit.theta[place] + side * distance, direction))
        if abs(root - abs(quantile)) < 0.01:
            return float(fit.theta[place] + side * distance)
        if not np.isfinite(root):
            break
        # The root grows nearly in proportion with the distance.
        distance *= np.clip(abs(quantile) / max(root, 1e-6), 0.4, 2.5)
    return float(side * np.inf)
