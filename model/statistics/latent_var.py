"""Likelihood of the random-intercept VAR with measurement error, by its free parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from model.statistics.compiled import compiled
from model.statistics.kalman import Cells, Matrices, backward, forward
from model.statistics.kalman_alike import backward_alike, forward_alike

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

#: Places in the parameter vector. Covariances are held by their Cholesky factors (11, 21, 22).
XX, XY, YX, YY = 0, 1, 2, 3
INNOVATION, INTERCEPT, START, ERROR = 4, 7, 10, 13
SIZE = 15
#: A process this persistent cannot be told from an intercept: the search stops there.
MOST_PERSISTENT = 0.995
#: How far a persistence that even steps cannot tell from its mirror image may sink below zero.
MIRROR = 0.05
#: Columns taken side by side: as many as keep the filter's results in the processor's cache.
BLOCK = 32


class Form(NamedTuple):
    """Which model is fitted.

    lag_x, lag_y : how many periods ago y counts for x, and x for y
    is_stationary : whether the first period is a draw from the long run, or free
    is_coarse_x, is_coarse_y : whether the series was usually not measured every period
    """

    lag_x: int
    lag_y: int
    is_stationary: bool
    is_coarse_x: bool = False
    is_coarse_y: bool = False


@compiled
def covariance(factor: Array) -> Array:
    """Return L L' for the three elements of a lower-triangular L."""
    out = np.empty((2, 2))
    out[0, 0] = factor[0] ** 2
    out[0, 1] = factor[0] * factor[1]
    out[1, 0] = out[0, 1]
    out[1, 1] = factor[1] ** 2 + factor[2] ** 2
    return out


@compiled
def _by_factor(by_covariance: Array, factor: Array, out: Array) -> None:
    """Write derivatives by a factor, given those by its covariance."""
    cross = by_covariance[0, 1] + by_covariance[1, 0]
    out[0] = 2 * by_covariance[0, 0] * factor[0] + cross * factor[1]
    out[1] = cross * factor[0] + 2 * by_covariance[1, 1] * factor[1]
    out[2] = 2 * by_covariance[1, 1] * factor[2]


@compiled
def _long_run(transition: Array, source: Array) -> Array:
    """Return P = transition P transition' + source, by doubling."""
    power = transition.copy()
    total = source.copy()
    for _ in range(30):
        total += power @ total @ power.T
        power = power @ power
        if np.abs(power).max() < 1e-12:
            break
    return total


@compiled
def persistence(theta: Array) -> float:
    """Return the largest absolute eigenvalue of the one-period transition."""
    half = 0.5 * (theta[XX] + theta[YY])
    determinant = theta[XX] * theta[YY] - theta[XY] * theta[YX]
    inside = half * half - determinant
    if inside < 0:
        return float(np.sqrt(determinant))
    return float(abs(half) + np.sqrt(inside))


@compiled
def state_model(theta: Array, form: Form) -> Matrices:
    """Return the matrices of the state model that theta stands for."""
    dynamic = 2 * max(form.lag_x, form.lag_y)
    n = dynamic + 2
    transition = np.zeros((n, n))
    transition[0, 0] = theta[XX]
    transition[1, 1] = theta[YY]
    transition[0, 2 * form.lag_x - 1] += theta[XY]
    transition[1, 2 * form.lag_y - 2] += theta[YX]
    for i in range(2, dynamic):
        transition[i, i - 2] = 1.0
    innovation = np.zeros((n, n))
    innovation[:2, :2] = covariance(theta[INNOVATION:INTERCEPT])
    initial = np.zeros((n, n))
    if form.is_stationary:
        initial[:dynamic, :dynamic] = _long_run(
            transition[:dynamic, :dynamic].copy(), innovation[:dynamic, :dynamic].copy()
        )
    else:
        initial[:2, :2] = covariance(theta[START:ERROR])
    initial[dynamic:, dynamic:] = covariance(theta[INTERCEPT:START])
    transition[dynamic, dynamic] = 1.0
    transition[dynamic + 1, dynamic + 1] = 1.0
    return Matrices(transition, innovation, initial)


@compiled
def within_limits(theta: Array, form: Form) -> bool:
    """Return whether the process of theta dies out."""
    if form.lag_x == 1 and form.lag_y == 1:
        return persistence(theta) < MOST_PERSISTENT
    # Enough for (1 − a z)(1 − d z) − b c z^lags to have no root in the unit circle.
    room_x, room_y = MOST_PERSISTENT - abs(theta[XX]), MOST_PERSISTENT - abs(theta[YY])
    loop = abs(theta[XY] * theta[YX])
    return bool(min(room_x, room_y) > 0 and loop < room_x * room_y)


@compiled
def score(theta: Array, cells: Cells, form: Form) -> tuple[float, Array]:
    """Return the log-likelihood and its derivatives by theta; minus infinity off limits.

    Of a series measured every fourth period, say, a persistence of −.8 explains what one of .8
    does, with another order between the series. What people believe does not swing to and fro
    from one period to the next, so a steep slope keeps such a series above zero.
    """
    slope = np.zeros(SIZE)
    if not within_limits(theta, form):
        return -np.inf, slope
    matrices = state_model(theta, form)
    n = matrices.transition.shape[0]
    slopes = Matrices(np.zeros((n, n)), np.zeros((n, n)), np.zeros((n, n)))
    total = 0.0
    if cells.noise.shape[2] == 1:
        alike = _block(cells, 0, cells.values.shape[2], theta)
        total, filtered = forward_alike(alike, matrices)
        backward_alike(alike, matrices.transition, filtered, slopes, slope[ERROR:])
    else:
        for first in range(0, cells.values.shape[2], BLOCK):
            block = _block(cells, first, first + BLOCK, theta)
            part, kept = forward(block, matrices)
            backward(block, matrices.transition, kept, slopes, slope[ERROR:])
            total += part
    _by_theta(theta, form, matrices, slopes, slope)
    for place, is_coarse in ((XX, form.is_coarse_x), (YY, form.is_coarse_y)):
        below = min(theta[place], 0.0) if is_coarse else 0.0
        total -= 0.5 * (below / MIRROR) ** 2
        slope[place] -= below / MIRROR**2
    return total, slope


@compiled
def _block(cells: Cells, first: int, last: int, theta: Array) -> Cells:
    """Return some columns, with their noise as theta has it."""
    noise = cells.noise[:, :, first:last].copy()
    for j in range(2):
        noise[:, j] *= np.exp(theta[ERROR + j])
    return Cells(
        cells.values[:, :, first:last].copy(),
        noise,
        cells.seen[:, :, first:last].copy(),
        cells.copies[:, :, first:last].copy(),
    )


@compiled
def _by_theta(theta: Array, form: Form, matrices: Matrices, slopes: Matrices, slope: Array) -> None:
    """Write the derivatives by theta, given those by the matrices."""
    dynamic = matrices.transition.shape[0] - 2
    if form.is_stationary:
        inner = matrices.transition[:dynamic, :dynamic].copy()
        pull = _long_run(inner.T.copy(), slopes.initial[:dynamic, :dynamic].copy())
        slopes.innovation[:dynamic, :dynamic] += pull
        long_run = matrices.initial[:dynamic, :dynamic].copy()
        slopes.transition[:dynamic, :dynamic] += 2 * pull @ inner @ long_run
    else:
        _by_factor(slopes.initial, theta[START:ERROR], slope[START:ERROR])
    slope[XX] = slopes.transition[0, 0]
    slope[YY] = slopes.transition[1, 1]
    slope[XY] = slopes.transition[0, 2 * form.lag_x - 1]
    slope[YX] = slopes.transition[1, 2 * form.lag_y - 2]
    _by_factor(slopes.innovation, theta[INNOVATION:INTERCEPT], slope[INNOVATION:INTERCEPT])
    _by_factor(slopes.initial[dynamic:, dynamic:], theta[INTERCEPT:START], slope[INTERCEPT:START])


@compiled
def unit_scores(theta: Array, cells: Cells, form: Form) -> Array:
    """Return each column's derivatives by theta, shape (columns, SIZE)."""
    form = Form(form.lag_x, form.lag_y, form.is_stationary, False, False)  # theirs, not the slope
    out = np.zeros((cells.values.shape[2], SIZE))
    for c in range(len(out)):
        # Parts that stand for all columns have but one.
        one = Cells(
            cells.values[:, :, c : c + 1].copy(),
            cells.noise[:, :, c % cells.noise.shape[2]].copy().reshape(cells.noise.shape[0], 2, 1),
            cells.seen[:, :, c % cells.seen.shape[2]].copy().reshape(cells.noise.shape[0], 2, 1),
            cells.copies[:, :, c % cells.copies.shape[2]]
            .copy()
            .reshape(cells.noise.shape[0], 2, 1),
        )
        out[c] = score(theta, one, form)[1]
    return out


@compiled
def whiten(cells: Cells, matrices: Matrices) -> Array:
    """Return the columns' surprises in standard deviations (unseen cells zero)."""
    kept = forward(cells, matrices)[1]
    return kept.surprise / np.sqrt(kept.spread)
