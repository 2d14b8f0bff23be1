"""Gaussian likelihood of rows with gaps, by the covariance; means are fitted along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_MOST_ROUNDS = 20_000
# The search for free moments has come to rest when no moment moves more than this, as a share.
_STILL = 1e-10


@dataclass(frozen=True)
class Patterns:
    """Moments of the rows, per set of columns that they have; nil where a column is unknown.

    Parameters
    ----------
    known : array, shape (patterns, columns)
        1 where the rows have the column, otherwise 0.
    n : array, shape (patterns,)
        Number of rows.
    mean : array, shape (patterns, columns)
    covariance : array, shape (patterns, columns, columns)
        Divided by ``n``.
    """

    known: Floats
    n: Floats
    mean: Floats
    covariance: Floats


def patterns_of(rows: Floats) -> Patterns:
    """Return the rows' moments per set of known columns; rows without any value are left out."""
    rows = rows[np.isfinite(rows).any(axis=1)]
    kinds, which, n = np.unique(np.isfinite(rows), axis=0, return_inverse=True, return_counts=True)
    filled = np.nan_to_num(rows)
    mean = np.zeros(kinds.shape)
    np.add.at(mean, which, filled)
    mean /= n[:, None]
    gaps = kinds[which] * (filled - mean[which])
    covariance = np.stack([gaps[which == k].T @ gaps[which == k] for k in range(len(kinds))])
    return Patterns(
        kinds.astype(np.float64), n.astype(np.float64), mean, covariance / n[:, None, None]
    )


def moments_apart(patterns: Patterns) -> tuple[Floats, Floats]:
    """Return each column's own mean and variance, shapes (columns,)."""
    size = patterns.n @ patterns.known
    mean = patterns.n @ patterns.mean / size
    gaps = _gaps(mean, patterns)
    squares = np.einsum("kii->ki", patterns.covariance) + gaps**2
    return mean, patterns.n @ squares / size


def best_means(covariance: Floats, patterns: Patterns, design: Floats | None = None) -> Floats:
    """Return the means that fit best under a covariance, shape (columns,).

    Parameters
    ----------
    covariance : array, shape (columns, columns)
    patterns : Patterns
    design : array, shape (columns, free), optional
        Which means are the same: means = design·β. All free when left out.
    """
    weight = _inverses(covariance, patterns)
    levels = np.eye(len(covariance)) if design is None else design
    pull = levels.T @ np.einsum("k,kij,kj->i", patterns.n, weight, patterns.mean)
    bend = levels.T @ np.tensordot(patterns.n, weight, axes=1) @ levels
    return np.asarray(levels @ np.linalg.solve(bend, pull), dtype=float)


def means_information(covariance: Floats, patterns: Patterns) -> Floats:
    """Return the information about the means, shape (columns, columns)."""
    information: Floats = np.tensordot(patterns.n, _inverses(covariance, patterns), axes=1)
    return information


def log_likelihood(covariance: Floats, patterns: Patterns, design: Floats | None = None) -> float:
    """Return the log likelihood at the best means; minus infinity off the covariances.

    Parameters
    ----------
    covariance, patterns, design
        As for :func:`best_means`.
    """
    if np.linalg.eigvalsh(covariance)[0] <= 0:
        return -np.inf
    weight = _inverses(covariance, patterns)
    gaps = _gaps(best_means(covariance, patterns, design), patterns)
    spread = np.einsum("kij,kij->k", weight, patterns.covariance)
    spread += np.einsum("ki,kij,kj->k", gaps, weight, gaps, optimize=True)
    sizes = np.linalg.slogdet(_known_part(covariance, patterns))[1]
    sizes += patterns.known.sum(axis=1) * np.log(2 * np.pi)
    return float(-patterns.n @ (sizes + spread) / 2)


def score_and_information(
    covariance: Floats,
    slopes: Floats,
    patterns: Patterns,
    design: Floats | None = None,
) -> tuple[Floats, Floats]:
    """Return the slope of the log likelihood and its expected information.

    Parameters
    ----------
    covariance : array, shape (columns, columns)
    slopes : array, shape (parameters, columns, columns)
        Derivative of the covariance by each parameter.
    patterns, design
        As for :func:`best_means`.

    Returns
    -------
    score : array, shape (parameters,)
    information : array, shape (parameters, parameters)
    """
    size = len(covariance)
    weight = _inverses(covariance, patterns)
    gaps = _gaps(best_means(covariance, patterns, design), patterns)
    around = patterns.covariance + gaps[:, :, None] * gaps[:, None, :]
    pull = np.tensordot(patterns.n, weight @ around @ weight - weight, axes=1)
    flat = weight.reshape(len(weight), -1)
    # tr(W A W B) for each two slopes A and B, summed over the patterns before A and B come in.
    pairs = ((patterns.n[:, None] * flat).T @ flat).reshape(size, size, size, size)
    turned = pairs.transpose(1, 2, 3, 0).reshape(size**2, size**2)
    rows = slopes.reshape(len(slopes), -1)
    return rows @ pull.ravel() / 2, rows @ turned @ rows.T / 2


def free_moments(patterns: Patterns) -> tuple[Floats, Floats] | None:
    """Return means and covariances, all free, of highest likelihood (the EM algorithm).

    Returns
    -------
    means : array, shape (columns,)
    covariance : array, shape (columns, columns)
        None instead of both when the search does not come to rest.

    References
    ----------
    Little and Rubin (2002), Statistical Analysis with Missing Data, 2nd ed., sec. 11.2.
    """
    means, spread = moments_apart(patterns)
    covariance, n = np.diag(spread), patterns.n / patterns.n.sum()
    for _ in range(_MOST_ROUNDS):
        filled = covariance @ _inverses(covariance, patterns)
        gaps = _gaps(means, patterns)
        step = n @ np.einsum("kij,kj->ki", filled, gaps)
        around = patterns.covariance + gaps[:, :, None] * gaps[:, None, :]
        pieces = filled @ around @ filled.transpose(0, 2, 1) + covariance - filled @ covariance
        later = np.tensordot(n, pieces, axes=1) - np.outer(step, step)
        moved = np.abs(later - covariance).max() + np.abs(step).max()
        means, covariance = means + step, later
        if moved < _STILL * float(spread.max()):
            return means, covariance
    return None


def _gaps(means: Floats, patterns: Patterns) -> Floats:
    """Return what each pattern's means are off, nil where unknown."""
    gaps: Floats = patterns.known * (patterns.mean - means)
    return gaps


def _known_part(covariance: Floats, patterns: Patterns) -> Floats:
    """Return the covariance per pattern; unknown columns stand apart, with variance one."""
    both = patterns.known[:, :, None] * patterns.known[:, None, :]
    part: Floats = both * covariance + (1 - patterns.known)[:, :, None] * np.eye(len(covariance))
    return part


def _inverses(covariance: Floats, patterns: Patterns) -> Floats:
    """Return the inverse of each pattern's part of the covariance, nil where unknown."""
    both = patterns.known[:, :, None] * patterns.known[:, None, :]
    inverses: Floats = both * np.linalg.inv(_known_part(covariance, patterns))
    return inverses
