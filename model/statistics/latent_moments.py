"""What a latent process with a lead looks like in the covariance of one unit's scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Φ row by row, then the three elements of Q and of Ω.
_EFFECT = 2
_FREE = [0, 1, 3, 4, 5, 6, 7, 8, 9]
_LEVELS = (1.0, 0.3, 1.0)
_LINEAR_FROM = 4
_STEP = 1e-5
_SETTLED = 1e-8  # of a likelihood ratio per unit; 1e-5 of a chance
_MOST_STEPS = 60


@dataclass(frozen=True)
class LatentProcess:
    """x goes before y: a VAR(1) around unit levels.

    Parameters
    ----------
    parameters : array, shape (10,)
        Φ row by row, then q_xx, q_xy, q_yy of the innovations and ω_xx, ω_xy, ω_yy of the unit
        levels (1, 0.3, 1); the long-run within-unit variance of both series is 1.
    """

    parameters: Floats

    @classmethod
    def of(
        cls, *, effect: float, persistence: tuple[float, float], association: float
    ) -> LatentProcess | None:
        """Return the process with these properties, or None when there is none.

        Parameters
        ----------
        effect : float
            Of x on y one period later, in within-unit standard deviations.
        persistence : (float, float)
            Of x and of y.
        association : float
            Correlation of the innovations.
        """
        own_x, own_y = persistence
        together = association
        for _ in range(500):
            new_y = 1 - (effect**2 + own_y**2 + 2 * effect * own_y * together)
            if new_y <= 0:
                return None
            shared = association * np.sqrt((1 - own_x**2) * new_y)
            together = (shared + own_x * effect) / (1 - own_x * own_y)
        innovations = [1 - own_x**2, shared, new_y]
        return cls(np.array([own_x, 0.0, effect, own_y, *innovations, *_LEVELS]))


def covariance(parameters: Floats, *, periods: int, errors: Floats) -> Floats:
    """Return the covariance of one unit's scores, x and y by turns.

    Parameters
    ----------
    parameters : array, shape (10,)
        As in :class:`LatentProcess`.
    periods : int
    errors : array, shape (2,)
        Error variances of x and y.

    Returns
    -------
    array, shape (2·periods, 2·periods)
    """
    phi = parameters[:4].reshape(2, 2)
    innovations, levels = parameters[4:].reshape(2, 3)[:, [0, 1, 1, 2]].reshape(2, 2, 2)
    long_run = np.linalg.solve(np.eye(4) - np.kron(phi, phi), innovations.ravel()).reshape(2, 2)
    later = [long_run]
    for _ in range(periods - 1):
        later.append(phi @ later[-1])
    apart = np.subtract.outer(np.arange(periods), np.arange(periods))
    blocks = np.array(later)[np.abs(apart)]
    blocks = np.where((apart < 0)[:, :, None, None], blocks.transpose(0, 1, 3, 2), blocks) + levels
    whole: Floats = blocks.transpose(0, 2, 1, 3).reshape(2 * periods, 2 * periods)
    return whole + np.diag(np.tile(errors, periods))


def noncentrality(process: LatentProcess, *, periods: int, errors: Floats) -> float:
    """Return the likelihood ratio per unit between the process and the nearest without effect.

    Parameters
    ----------
    process : LatentProcess
    periods : int
    errors : array, shape (2,)
        Error variances of x and y.

    Returns
    -------
    float
        min over θ with Φ[y,x] = 0 of log|Σ(θ)| + tr(Σ(θ)⁻¹S) − log|S| − 2·periods, for the true
        covariance S; times (units − 1) it is the noncentrality of the likelihood-ratio test.
    """
    true = covariance(process.parameters, periods=periods, errors=errors)
    here = process.parameters.copy()
    here[_EFFECT] = 0.0
    gap = _distance(here, true, errors)
    for _ in range(_MOST_STEPS):
        score, information = _score_and_information(here, true, errors)
        step = np.zeros(10)
        step[_FREE] = np.linalg.solve(information, score)
        there = _distance(here + step, true, errors)
        while there > gap + 1e-12:
            step /= 2
            there = _distance(here + step, true, errors)
        here, before, gap = here + step, gap, there
        if before - gap < _SETTLED:
            break
    return gap


def _distance(parameters: Floats, true: Floats, errors: Floats) -> float:
    """Return the likelihood ratio per unit; infinity off the stationary processes."""
    here = covariance(parameters, periods=len(true) // 2, errors=errors)
    persistence = np.abs(np.linalg.eigvals(parameters[:4].reshape(2, 2))).max()
    sign, size = np.linalg.slogdet(here)
    if persistence >= 1 or sign <= 0:
        return np.inf
    gap = size - np.linalg.slogdet(true)[1] - len(true)
    return float(gap + np.trace(np.linalg.solve(here, true)))


def _score_and_information(
    parameters: Floats, true: Floats, errors: Floats
) -> tuple[Floats, Floats]:
    """Return slope and expected information of half the likelihood ratio, free parameters only."""
    periods = len(true) // 2
    inverse = np.linalg.inv(covariance(parameters, periods=periods, errors=errors))
    turned = [inverse @ _slope(parameters, place, periods, errors) for place in _FREE]
    flat = np.array([part.ravel() for part in turned])
    across = np.array([part.T.ravel() for part in turned])
    excess = inverse @ true - np.eye(len(true))
    return across @ excess.ravel() / 2, flat @ across.T / 2


def _slope(parameters: Floats, place: int, periods: int, errors: Floats) -> Floats:
    """Return how the covariance changes with one parameter."""
    nudge = np.zeros(10)
    if place >= _LINEAR_FROM:  # the covariance is linear in Q and Ω
        nudge[place] = 1.0
        nudge[:_LINEAR_FROM] = parameters[:_LINEAR_FROM]
        return covariance(nudge, periods=periods, errors=np.zeros(2))
    nudge[place] = _STEP
    up, down = (
        covariance(parameters + way * nudge, periods=periods, errors=errors) for way in (1, -1)
    )
    return (up - down) / (2 * _STEP)
