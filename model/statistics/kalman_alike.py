"""The same likelihood and score when all columns were measured alike: one variance for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from model.statistics.compiled import compiled
from model.statistics.kalman import Cells, Filtered, Matrices, multiply

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@compiled
def forward_alike(cells: Cells, matrices: Matrices) -> tuple[float, Filtered]:
    """Return the log-likelihood, and the filter's results.

    Parameters
    ----------
    cells : Cells
        Noise, seen and copies (all columns' together) have one column that stands for all.
    matrices : Matrices

    Returns
    -------
    float
    Filtered
        Gain, spread and variance have one column.
    """
    periods, _, width = cells.values.shape
    n = matrices.transition.shape[0]
    kept = Filtered(
        np.zeros((periods, 2, n, 1)),
        np.ones((periods, 2, 1)),
        np.zeros((periods, 2, width)),
        np.zeros((periods, n, width)),
        np.zeros((periods, n, n, 1)),
    )
    state = np.zeros((n, width))
    cov = matrices.initial.copy()
    total = 0.0
    for t in range(periods):
        for j in range(2):
            total += _update((t, j), cells, kept, state, cov)
        kept.state[t] = state
        kept.variance[t, :, :, 0] = cov
        if t + 1 < periods:
            multiply(matrices.transition, kept.state[t], state)
            cov = matrices.transition @ cov @ matrices.transition.T + matrices.innovation
    return total, kept


@compiled
def _update(
    place: tuple[int, int], cells: Cells, kept: Filtered, state: Array, cov: Array
) -> float:
    """Learn from one cell of every column; return its part of the log-likelihood."""
    t, j = place
    if cells.seen[t, j, 0] == 0.0:
        return 0.0
    n, width = state.shape
    level = n - 2 + j
    gain, surprise = kept.gain[t, j, :, 0], kept.surprise[t, j]
    for i in range(n):
        gain[i] = cov[i, j] + cov[i, level]
    spread = gain[j] + gain[level] + cells.noise[t, j, 0]
    kept.spread[t, j, 0] = spread
    squares = 0.0
    for c in range(width):
        surprise[c] = cells.values[t, j, c] - state[j, c] - state[level, c]
        squares += surprise[c] * surprise[c]
    for i in range(n):
        gain[i] /= spread
        for c in range(width):
            state[i, c] += gain[i] * surprise[c]
    for i in range(n):
        for k in range(n):
            cov[i, k] -= gain[i] * gain[k] * spread
    return float(-0.5 * (cells.copies[t, j, 0] * np.log(spread) + squares / spread))


@compiled
def backward_alike(
    cells: Cells, transition: Array, kept: Filtered, slopes: Matrices, by_noise: Array
) -> None:
    """Add the derivatives of the log-likelihood to ``slopes`` and ``by_noise``.

    Parameters
    ----------
    cells, transition, kept
        As given to and returned by `forward_alike`; the surprises are used up.
    slopes : Matrices
        As in `model.statistics.kalman.backward`.
    by_noise : array, shape (2,)
    """
    periods, n, width = kept.state.shape
    back = transition.T.copy()
    pull, next_pull = np.zeros((n, width)), np.zeros((n, width))
    curve = np.zeros((n, n))
    for t in range(periods - 1, -1, -1):
        if t + 1 < periods:
            excess = _cross(pull, pull, n) - curve
            slopes.innovation[:2] += 0.5 * excess[:2]
            slopes.transition[:2] += excess[:2] @ (transition @ kept.variance[t, :, :, 0].copy())
            slopes.transition[:2] += _cross(pull, kept.state[t], 2)
            multiply(back, pull, next_pull)
            pull, next_pull = next_pull, pull
            curve = back @ curve @ transition
        for j in range(1, -1, -1):
            by_noise[j] += _unlearn((t, j), cells, kept, pull, curve)
    slopes.initial[:] += 0.5 * (_cross(pull, pull, n) - curve)


@compiled
def _cross(left: Array, right: Array, rows: int) -> Array:
    """Return the first rows of left @ right.T, summed over columns."""
    n, width = right.shape
    out = np.zeros((rows, n))
    for i in range(rows):
        for k in range(n):
            total = 0.0
            for c in range(width):
                total += left[i, c] * right[k, c]
            out[i, k] = total
    return out


@compiled
def _unlearn(
    place: tuple[int, int], cells: Cells, kept: Filtered, pull: Array, curve: Array
) -> float:
    """Take one cell into the backward recursion; return the derivative by its log noise."""
    t, j = place
    if cells.seen[t, j, 0] == 0.0:
        return 0.0
    n, width = pull.shape
    level = n - 2 + j
    gain, spread = kept.gain[t, j, :, 0].copy(), kept.spread[t, j, 0]
    surprise = kept.surprise[t, j]
    for c in range(width):
        surprise[c] /= spread
    for i in range(n):
        for c in range(width):
            surprise[c] -= gain[i] * pull[i, c]
    squares = 0.0
    for c in range(width):
        squares += surprise[c] * surprise[c]
        pull[j, c] += surprise[c]
        pull[level, c] += surprise[c]
    bend = curve @ gain
    peak = cells.copies[t, j, 0] / spread + (bend * gain).sum()
    read = np.zeros(n)
    read[j] = read[level] = 1.0
    for i in range(n):
        for k in range(n):
            curve[i, k] += read[i] * read[k] * peak - read[i] * bend[k] - bend[i] * read[k]
    return float(0.5 * cells.noise[t, j, 0] * (squares - peak))
