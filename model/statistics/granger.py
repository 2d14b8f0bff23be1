"""The usual lead tests, blind to measurement error, for comparison with the literature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from model.statistics.applicability import NOTHING_TO_SAY, not_applicable
from model.statistics.within_moments import two_way_residuals
from model.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_GAPS = Text(
    nl="deze toets kan niet tegen gaten in de reeksen", en="this test cannot deal with gaps"
)
_SHORT = Text(
    nl="er zijn {periods} perioden en nodig zijn er meer dan {needed}",
    en="there are {periods} periods and more than {needed} are needed",
)


@dataclass(frozen=True)
class DumitrescuHurlin:
    """Whether x goes before y in at least some units.

    Parameters
    ----------
    wald : array, shape (units,)
        Wald statistic of each unit, χ² with ``order`` degrees of freedom.
    w_bar, z_bar, z_tilde : float
        Their mean; standardised for many periods; standardised for few periods.
    p_z_bar, p_z_tilde : float
        Two-sided, from the normal distribution.
    applicable : bool
        Whether the numbers may be used; they are NaN otherwise.
    note : Text
        ``not applicable, because …``, or empty.
    """

    wald: Floats
    w_bar: float
    z_bar: float
    z_tilde: float
    p_z_bar: float
    p_z_tilde: float
    applicable: bool
    note: Text


@dataclass(frozen=True)
class TwoWayEffects:
    """Own and cross effect one period later, unit and period effects taken out.

    Parameters
    ----------
    coefficients : array, shape (2,)
        Of y and of x a period earlier.
    se, se_cluster, se_cluster_small : array, shape (2,)
        Classical; clustered by unit; the same × √(G/(G−1) · (n−1)/(n−2)) for G units, n rows.
    """

    coefficients: Floats
    se: Floats
    se_cluster: Floats
    se_cluster_small: Floats


def dumitrescu_hurlin(x: Floats, y: Floats, *, order: int = 1) -> DumitrescuHurlin:
    """Test whether x helps to predict y in any unit, each with its own coefficients.

    Parameters
    ----------
    x, y : array, shape (units, periods)
        Without gaps.
    order : int
        Number of earlier periods of both series in each unit's regression.

    Returns
    -------
    DumitrescuHurlin
        With T rows and K = ``order``: Z̄ = √(N/2K)·(W̄ − K) and
        Z̃ = √(N/2K · (T−2K−5)/(T−K−3)) · [(T−2K−3)/(T−2K−1)·W̄ − K].

    Notes
    -----
    It rejects far too often when both series carry measurement error and move together.

    References
    ----------
    Dumitrescu and Hurlin (2012), Economic Modelling 29(4), 1450-1460.
    """
    units, periods = x.shape
    rows = periods - order
    why = None
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        why = _GAPS
    elif rows <= 2 * order + 5:
        why = _SHORT.fill(periods=periods, needed=3 * order + 5)
    if why is not None:
        return _refusal(units, why)
    earlier = [slice(order - k, periods - k) for k in range(1, order + 1)]
    own = np.stack([np.ones((units, rows)), *(y[:, s] for s in earlier)], axis=-1)
    both = np.concatenate([own, np.stack([x[:, s] for s in earlier], axis=-1)], axis=-1)
    without, with_x = (_squared_residuals(y[:, order:], part) for part in (own, both))
    wald = (without - with_x) / (with_x / (rows - both.shape[2]))
    w_bar = float(wald.mean())
    z_bar = float(np.sqrt(units / (2 * order)) * (w_bar - order))
    few = (rows - 2 * order - 5) / (rows - order - 3)
    shrink = (rows - 2 * order - 3) / (rows - 2 * order - 1)
    z_tilde = float(np.sqrt(units / (2 * order) * few) * (shrink * w_bar - order))
    p_z_bar, p_z_tilde = (float(2 * stats.norm.sf(abs(z))) for z in (z_bar, z_tilde))
    return DumitrescuHurlin(
        wald, w_bar, z_bar, z_tilde, p_z_bar, p_z_tilde, applicable=True, note=NOTHING_TO_SAY
    )


def two_way_effects(x: Floats, y: Floats) -> TwoWayEffects:
    """Regress y on itself and x a period earlier, with unit and period effects.

    Parameters
    ----------
    x, y : array, shape (units, periods)
        NaN is a gap: rows that touch it are left out.

    Returns
    -------
    TwoWayEffects

    Notes
    -----
    Biased in short panels, and by measurement error; it stands here because it is what most
    people would do.

    References
    ----------
    Arellano (1987), Oxford Bulletin of Economics and Statistics 49(4), 431-434.
    """
    now, own, cross = y[:, 1:], y[:, :-1], x[:, :-1]
    known = np.isfinite(now + own + cross)
    clean = [two_way_residuals(np.where(known, part, np.nan)) for part in (now, own, cross)]
    regressors = np.stack(clean[1:], axis=-1)
    bread = np.linalg.inv(np.einsum("itp,itq->pq", regressors, regressors))
    coefficients = bread @ np.einsum("itp,it->p", regressors, clean[0])
    residuals = clean[0] - regressors @ coefficients
    scores = np.einsum("itp,it->ip", regressors, residuals)
    n_units, n_rows = int(known.any(axis=1).sum()), int(known.sum())
    freedom = n_rows - n_units - int(known.any(axis=0).sum()) + 1 - 2
    clustered = np.sqrt(np.diag(bread @ scores.T @ scores @ bread))
    small = np.sqrt(n_units / (n_units - 1) * (n_rows - 1) / (n_rows - 2))
    return TwoWayEffects(
        coefficients=coefficients,
        se=np.sqrt(np.diag(bread) * (residuals**2).sum() / freedom),
        se_cluster=clustered,
        se_cluster_small=clustered * small,
    )


def _refusal(units: int, why: Text) -> DumitrescuHurlin:
    """Return a test without numbers."""
    nan = np.nan
    wald = np.full(units, nan)
    note = not_applicable(why)
    return DumitrescuHurlin(wald, nan, nan, nan, nan, nan, applicable=False, note=note)


def _squared_residuals(outcome: Floats, regressors: Floats) -> Floats:
    """Return each unit's residual sum of squares, shape (units,)."""
    basis = np.linalg.qr(regressors).Q
    explained = basis @ (basis.transpose(0, 2, 1) @ outcome[..., None])
    squared: Floats = ((outcome - explained[..., 0]) ** 2).sum(axis=1)
    return squared
