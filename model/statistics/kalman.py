"""Log-likelihood and exact score of a linear Gaussian state model, many units side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from model.statistics.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


class Cells(NamedTuple):
    """What was measured; every array has shape (periods, 2, columns).

    A column is a unit, or one of the fewer columns that stand for units measured alike. When all
    were measured alike, noise, seen and copies (of all together) have a single column.

    values : deviations from the period effect, zero where unseen
    noise : error variance, any positive number where unseen
    seen : 1.0 where measured, else 0.0
    copies : how often the cell's log-determinant counts, zero where unseen
    """

    values: Array
    noise: Array
    seen: Array
    copies: Array


class Matrices(NamedTuple):
    """Transition, innovation covariance and initial covariance, each (n, n).

    The state is (x now, y now, earlier x and y, intercept of x, intercept of y).
    """

    transition: Array
    innovation: Array
    initial: Array


class Filtered(NamedTuple):
    """What the forward pass leaves for the backward pass; columns on the last axis.

    gain (periods, 2, n, columns), spread and surprise (periods, 2, columns) of each cell;
    state (periods, n, columns) and variance (periods, n, n, columns) after a period's cells.
    """

    gain: Array
    spread: Array
    surprise: Array
    state: Array
    variance: Array


@compiled
def forward(cells: Cells, matrices: Matrices) -> tuple[float, Filtered]:
    """Return the log-likelihood, and the filter's results.

    Parameters
    ----------
    cells : Cells
    matrices : Matrices

    References
    ----------
    Koopman and Durbin (2000), J. Time Series Analysis 21(3), 281-296: one cell at a time.
    """
    periods, _, width = cells.values.shape
    n = matrices.transition.shape[0]
    kept = Filtered(
        np.zeros((periods, 2, n, width)),
        np.ones((periods, 2, width)),
        np.zeros((periods, 2, width)),
        np.zeros((periods, n, width)),
        np.zeros((periods, n, n, width)),
    )
    state = np.zeros((n, width))
    cov = np.zeros((n, n, width))
    half = np.zeros((n, n, width))
    for i in range(n):
        for k in range(n):
            cov[i, k] = matrices.initial[i, k]
    total = 0.0
    for t in range(periods):
        for j in range(2):
            total += _update((t, j), cells, kept, state, cov)
        kept.state[t] = state
        kept.variance[t] = cov
        if t + 1 < periods:
            multiply(matrices.transition, kept.state[t], state)
            _sandwich(matrices.transition, kept.variance[t], half, cov)
            for i in range(2):
                for k in range(2):
                    cov[i, k] += matrices.innovation[i, k]
    return total, kept


@compiled
def _update(  # noqa: C901 - one cell's arithmetic, in plain loops to vectorise
    place: tuple[int, int], cells: Cells, kept: Filtered, state: Array, cov: Array
) -> float:
    """Learn from one cell of every column; return its part of the log-likelihood."""
    t, j = place
    n, width = state.shape
    level = n - 2 + j
    gain, spread, surprise = kept.gain[t, j], kept.spread[t, j], kept.surprise[t, j]
    values, noise, seen, copies = (
        cells.values[t, j],
        cells.noise[t, j],
        cells.seen[t, j],
        cells.copies[t, j],
    )
    for i in range(n):
        for c in range(width):
            gain[i, c] = cov[i, j, c] + cov[i, level, c]
    for c in range(width):
        f = gain[j, c] + gain[level, c] + noise[c]
        spread[c] = f if seen[c] > 0.0 else 1.0
        surprise[c] = seen[c] * (values[c] - state[j, c] - state[level, c])
    total = 0.0
    for c in range(width):
        total -= copies[c] * np.log(spread[c]) + surprise[c] * surprise[c] / spread[c]
    for i in range(n):
        for c in range(width):
            gain[i, c] *= seen[c] / spread[c]
            state[i, c] += gain[i, c] * surprise[c]
    for i in range(n):
        for k in range(n):
            for c in range(width):
                cov[i, k, c] -= gain[i, c] * gain[k, c] * spread[c]
    return 0.5 * total


@compiled
def backward(
    cells: Cells, transition: Array, kept: Filtered, slopes: Matrices, by_noise: Array
) -> None:
    """Add the derivatives of the log-likelihood to ``slopes`` and ``by_noise``.

    Parameters
    ----------
    cells, transition, kept
        As given to and returned by `forward`; the surprises are used up.
    slopes : Matrices
        Derivatives by each matrix, added to in place; of transition and innovation only the
        first two rows, as the others are fixed.
    by_noise : array, shape (2,)
        Derivatives by the logarithm of a common factor on each series' noise, added to.

    References
    ----------
    de Jong (1989), JASA 84, 1085-1088; Koopman and Shephard (1992), Biometrika 79(4), 823-826.
    """
    periods, n, width = kept.state.shape
    back = transition.T.copy()
    pull, next_pull = np.zeros((n, width)), np.zeros((n, width))
    curve, next_curve = np.zeros((n, n, width)), np.zeros((n, n, width))
    half = np.zeros((n, n, width))
    bend = np.zeros((n, width))
    for t in range(periods - 1, -1, -1):
        if t + 1 < periods:
            _multiply_each(transition, kept.variance[t], half)
            _add_slopes(kept.state[t], half, (pull, curve), slopes)
            multiply(back, pull, next_pull)
            pull, next_pull = next_pull, pull
            _sandwich(back, curve, half, next_curve)
            curve, next_curve = next_curve, curve
        for j in range(1, -1, -1):
            by_noise[j] += _unlearn((t, j), cells, kept, (pull, curve), bend)
    for i in range(n):
        for k in range(n):
            slopes.initial[i, k] += 0.5 * ((pull[i] * pull[k]).sum() - curve[i, k].sum())


@compiled
def _add_slopes(state: Array, ahead: Array, sums: tuple[Array, Array], slopes: Matrices) -> None:
    """Add one step's derivatives; ``ahead`` is transition @ variance of each column."""
    pull, curve = sums
    n, width = pull.shape
    for i in range(2):
        for m in range(n):
            total = 0.0
            for c in range(width):
                total += pull[i, c] * pull[m, c] - curve[i, m, c]
            slopes.innovation[i, m] += 0.5 * total
            for k in range(n):
                total = 0.0
                for c in range(width):
                    total += (pull[i, c] * pull[m, c] - curve[i, m, c]) * ahead[m, k, c]
                slopes.transition[i, k] += total
        for k in range(n):
            total = 0.0
            for c in range(width):
                total += pull[i, c] * state[k, c]
            slopes.transition[i, k] += total


@compiled
def _unlearn(  # noqa: C901, PLR0912 - one cell's arithmetic, in plain loops to vectorise
    place: tuple[int, int], cells: Cells, kept: Filtered, sums: tuple[Array, Array], bend: Array
) -> float:
    """Take one cell into the backward recursion; return the derivative by its log noise."""
    t, j = place
    pull, curve = sums
    n, width = pull.shape
    level = n - 2 + j
    gain, spread, surprise = kept.gain[t, j], kept.spread[t, j], kept.surprise[t, j]
    noise, seen, copies = cells.noise[t, j], cells.seen[t, j], cells.copies[t, j]
    for i in range(n):
        for c in range(width):
            bend[i, c] = 0.0
        for k in range(n):
            for c in range(width):
                bend[i, c] += curve[i, k, c] * gain[k, c]
    for c in range(width):
        surprise[c] /= spread[c]
    for i in range(n):
        for c in range(width):
            surprise[c] -= gain[i, c] * pull[i, c]
    slope = 0.0
    for c in range(width):
        u = seen[c] * surprise[c]
        peak = copies[c] / spread[c]
        for i in range(n):
            peak += bend[i, c] * gain[i, c]
        slope += seen[c] * noise[c] * (u * u - peak)
        pull[j, c] += u
        pull[level, c] += u
        curve[j, j, c] += peak
        curve[level, level, c] += peak
        curve[j, level, c] += peak
        curve[level, j, c] += peak
    for i in range(n):
        for c in range(width):
            curve[j, i, c] -= bend[i, c]
            curve[level, i, c] -= bend[i, c]
            curve[i, j, c] -= bend[i, c]
            curve[i, level, c] -= bend[i, c]
    return 0.5 * slope


@compiled
def multiply(left: Array, right: Array, out: Array) -> None:
    """Write left @ right into out, skipping the many zeros of a transition."""
    rows, inner = left.shape
    width = right.shape[1]
    for i in range(rows):
        for c in range(width):
            out[i, c] = 0.0
        for k in range(inner):
            weight = left[i, k]
            if weight != 0.0:
                for c in range(width):
                    out[i, c] += weight * right[k, c]


@compiled
def _multiply_each(left: Array, right: Array, out: Array) -> None:
    """Write left @ (each column's matrix) into out."""
    n, _, width = right.shape
    for i in range(n):
        for k in range(n):
            for c in range(width):
                out[i, k, c] = 0.0
        for m in range(n):
            weight = left[i, m]
            if weight != 0.0:
                for k in range(n):
                    for c in range(width):
                        out[i, k, c] += weight * right[m, k, c]


@compiled
def _sandwich(left: Array, middle: Array, half: Array, out: Array) -> None:
    """Write left @ (each column's matrix) @ left.T into out; ``half`` is room to work in."""
    n, _, width = middle.shape
    _multiply_each(left, middle, half)
    for k in range(n):
        for i in range(n):
            for c in range(width):
                out[i, k, c] = 0.0
        for m in range(n):
            weight = left[k, m]
            if weight != 0.0:
                for i in range(n):
                    for c in range(width):
                        out[i, k, c] += weight * half[i, m, c]
