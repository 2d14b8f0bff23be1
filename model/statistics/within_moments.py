"""Moments around unit and period means, cleared of known measurement error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    # Two columns, the rows from the first's error to the second's, and its variance per cell.
    Noise = tuple[int, int, int, Floats]


@dataclass(frozen=True)
class Moments:
    """Moments of outcome and regressors; the outcome comes first.

    Parameters
    ----------
    full : array, shape (columns, columns)
        Over all units, measurement error taken out.
    left_out : array, shape (units, columns, columns)
        The same with each unit left out in turn.
    signal : float
        Smallest share of the regressors' movement, in any direction, that is not noise.
    """

    full: Floats
    left_out: Floats
    signal: float


def two_way_residuals(values: Floats) -> Floats:
    """Return what remains after unit and period means are taken out by least squares.

    Parameters
    ----------
    values : array, shape (units, periods)
        NaN is a gap.

    Returns
    -------
    array, shape (units, periods)
        0 where there was a gap.
    """
    known = np.isfinite(values)
    share, around_unit = _around_unit(values[..., None], known)
    period_effect = (
        np.linalg.pinv(_period_cross(known, share).sum(0), hermitian=True)
        @ (around_unit.sum(axis=0)[:, 0])
    )
    return np.where(
        known, around_unit[..., 0] - period_effect + (share @ period_effect)[:, None], 0.0
    )


def _around_unit(rows: Floats, known: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Return each row's share of its unit, and the rows around their unit's mean."""
    share = known / np.maximum(known.sum(axis=1), 1)[:, None]
    filled = np.where(known[..., None], rows, 0.0)
    mean = np.einsum("it,itp->ip", share, filled)
    return share, np.where(known[..., None], filled - mean[:, None, :], 0.0)


def _period_cross(known: NDArray[np.bool_], share: Floats) -> Floats:
    """Return per unit the moments of the period indicators around the unit's mean."""
    cross = -known[:, :, None].astype(float) * share[:, None, :]
    diagonal = np.arange(known.shape[1])
    cross[:, diagonal, diagonal] += known
    return cross


def _inverse(cross: Floats) -> Floats:
    """Return the generalised inverse; period effects are known up to a constant only."""
    # numpy's own bound lies so near rounding that it now and then inverts a zero.
    inverse: Floats = np.linalg.pinv(cross, rcond=1e-10, hermitian=True).astype(np.float64)
    return inverse


def within_moments(rows: Floats, known: NDArray[np.bool_], noise: Sequence[Noise]) -> Moments:
    """Return the two-way within moments, noise taken out, whole and with each unit left out."""
    known = known & (known.sum(axis=1) > 1)[:, None]
    share, around_unit = _around_unit(rows, known)
    own = np.einsum("itp,itq->ipq", around_unit, around_unit)
    cross = _period_cross(known, share)
    # Units with the same gaps share one inverse: a panel without gaps needs one in all.
    _, example, which = np.unique(known, axis=0, return_index=True, return_inverse=True)
    inverse = _inverse(cross.sum(axis=0))
    inverse_out = _inverse(cross.sum(axis=0) - cross[example])
    period = around_unit.sum(axis=0)
    period_out = period - around_unit
    full = own.sum(axis=0) - period.T @ inverse @ period
    projected = np.empty_like(period_out)
    for pattern, matrix in enumerate(inverse_out):
        projected[which == pattern] = matrix @ period_out[which == pattern]
    left_out = own.sum(axis=0) - own - np.einsum("itp,itq->ipq", period_out, projected)
    noisy = full.copy()
    for a, b, step, variance in noise:
        unit, plane = _noise_in_unit(known, share, step, variance)
        total = unit.sum() - np.sum(inverse * plane.sum(axis=0).T)
        rest = plane.sum(axis=0) - plane
        total_out = unit.sum() - unit - np.einsum("itu,iut->i", inverse_out[which], rest)
        for p, q in {(a, b), (b, a)}:
            full[p, q] -= total
            left_out[:, p, q] -= total_out
    return Moments(full, left_out, _signal(full[1:, 1:], noisy[1:, 1:]))


def _noise_in_unit(
    known: NDArray[np.bool_], share: Floats, step: int, variance: Floats
) -> tuple[Floats, Floats]:
    """Return what the errors add per unit: within the unit, and through the period effects."""
    n_units, n_rows = known.shape
    row = np.arange(max(0, -step), n_rows - max(0, step))
    weight = np.zeros((n_units, n_rows, n_rows))
    both = known[:, row] & known[:, row + step]
    weight[:, row, row + step] = np.where(both, variance[:, row], 0.0)
    total = weight.sum(axis=(1, 2))
    n_own = np.maximum(known.sum(axis=1), 1)
    plane = weight - weight.sum(axis=2)[:, :, None] * share[:, None, :]
    plane -= share[:, :, None] * weight.sum(axis=1)[:, None, :]
    plane += total[:, None, None] * share[:, :, None] * share[:, None, :]
    return (total if step == 0 else 0.0) - total / n_own, plane


def _signal(clean: Floats, noisy: Floats) -> float:
    """Return the smallest share of movement that is not noise, over all directions."""
    spread = np.sqrt(np.diag(noisy))
    if (spread <= 1e-6).any():
        return 0.0
    size, directions = np.linalg.eigh(noisy / np.outer(spread, spread))
    if size[0] <= 1e-9:
        return 0.0
    whiten = directions / np.sqrt(size) / spread[:, None]
    return float(np.linalg.eigvalsh(whiten.T @ clean @ whiten)[0])
