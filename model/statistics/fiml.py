"""Gaussian likelihood of rows with gaps, by the covariance; means are fitted along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pattern:
    """Rows that have the same columns.

    Parameters
    ----------
    columns : array of int, shape (known,)
    n : int
        Number of rows.
    mean : array, shape (known,)
    covariance : array, shape (known, known)
        Divided by ``n``.
    """

    columns: NDArray[np.int64]
    n: int
    mean: Floats
    covariance: Floats


def patterns_of(rows: Floats) -> tuple[Pattern, ...]:
    """Return the rows' moments per set of known columns; rows without any value are left out."""
    known = np.isfinite(rows)
    kinds, which = np.unique(known, axis=0, return_inverse=True)
    found = []
    for kind, columns in enumerate(kinds):
        if columns.any():
            part = rows[which == kind][:, columns]
            mean = part.mean(axis=0)
            moments = (part - mean).T @ (part - mean) / len(part)
            found.append(Pattern(np.flatnonzero(columns), len(part), mean, moments))
    return tuple(found)


def best_means(covariance: Floats, patterns: tuple[Pattern, ...]) -> Floats:
    """Return the means that fit best under a covariance, shape (columns,)."""
    pull = np.zeros(len(covariance))
    for pattern in patterns:
        part = covariance[np.ix_(pattern.columns, pattern.columns)]
        pull[pattern.columns] += pattern.n * np.linalg.solve(part, pattern.mean)
    means = np.linalg.solve(means_information(covariance, patterns), pull)
    return np.asarray(means, dtype=float)


def means_information(covariance: Floats, patterns: tuple[Pattern, ...]) -> Floats:
    """Return the information about the means, shape (columns, columns)."""
    weight = np.zeros_like(covariance)
    for pattern in patterns:
        block = np.ix_(pattern.columns, pattern.columns)
        weight[block] += pattern.n * np.linalg.inv(covariance[block])
    return weight


def log_likelihood(covariance: Floats, patterns: tuple[Pattern, ...]) -> float:
    """Return the log likelihood at the best means; minus infinity off the covariances."""
    if np.linalg.eigvalsh(covariance)[0] <= 0:
        return -np.inf
    means, total = best_means(covariance, patterns), 0.0
    for pattern in patterns:
        part = covariance[np.ix_(pattern.columns, pattern.columns)]
        gap = pattern.mean - means[pattern.columns]
        spread = np.linalg.solve(part, pattern.covariance + np.outer(gap, gap))
        constant = len(part) * np.log(2 * np.pi) + np.linalg.slogdet(part)[1]
        total -= pattern.n / 2 * (constant + np.trace(spread))
    return float(total)


def score_and_information(
    covariance: Floats, slopes: Floats, patterns: tuple[Pattern, ...]
) -> tuple[Floats, Floats]:
    """Return the slope of the log likelihood and its expected information.

    Parameters
    ----------
    covariance : array, shape (columns, columns)
    slopes : array, shape (parameters, columns, columns)
        Derivative of the covariance by each parameter.
    patterns : tuple of Pattern

    Returns
    -------
    score : array, shape (parameters,)
    information : array, shape (parameters, parameters)
    """
    means = best_means(covariance, patterns)
    score, information = np.zeros(len(slopes)), np.zeros((len(slopes), len(slopes)))
    for pattern in patterns:
        block = np.ix_(pattern.columns, pattern.columns)
        inverse = np.linalg.inv(covariance[block])
        gap = pattern.mean - means[pattern.columns]
        excess = pattern.covariance + np.outer(gap, gap) - covariance[block]
        turned = inverse @ slopes[:, pattern.columns[:, None], pattern.columns]
        score += pattern.n / 2 * np.einsum("aij,ji->a", turned, inverse @ excess)
        flat = turned.reshape(len(slopes), -1)
        across = turned.transpose(0, 2, 1).reshape(len(slopes), -1)
        information += pattern.n / 2 * flat @ across.T
    return score, information
