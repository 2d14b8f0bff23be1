"""The usual lead tests, blind to measurement error, for comparison with the literature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from model.statistics.applicability import NOTHING_TO_SAY, not_applicable
from model.statistics.two_way import TwoWayRegression, two_way_regression
from model.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_GAPS = Text(
    nl="deze toets kan niet tegen gaten in de reeksen", en="this test cannot deal with gaps"
)
_SHORT = Text(
    nl="er zijn {periods} perioden, bij elke eenheid of bij de kortste, en nodig zijn er meer dan "
    "{needed}",
    en="there are {periods} periods, in all units or the shortest, and more than {needed} are "
    "needed",
)


@dataclass(frozen=True)
class DumitrescuHurlin:
    """Whether x goes before y in at least some units.

    Parameters
    ----------
    wald : array, shape (units,)
        Wald statistic of each unit, χ² with ``order`` degrees of freedom; NaN for a unit that
        was never measured.
    w_bar, z_bar, z_tilde : float
        Their mean; standardised for many periods (NaN when units were measured in different
        numbers of periods); standardised for few periods.
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


def dumitrescu_hurlin(x: Floats, y: Floats, *, order: int = 1) -> DumitrescuHurlin:
    """Test whether x helps to predict y in any unit, each with its own coefficients.

    Parameters
    ----------
    x, y : array, shape (units, periods)
        NaN before a unit's first and after its last period is no gap; a gap between is refused.
    order : int
        Number of earlier periods of both series in each unit's regression.

    Returns
    -------
    DumitrescuHurlin
        With T_i rows and K = ``order``: Z̄ = √(N/2K)·(W̄ − K) and Z̃ = √N·(W̄ − mean m_i)/
        √mean v_i, with m_i = K(T_i−2K−1)/(T_i−2K−3) and
        v_i = 2K(T_i−2K−1)²(T_i−K−3)/((T_i−2K−3)²(T_i−2K−5)), as in plm::pgrangertest. Not
        applicable when a unit has 3K + 5 periods or fewer.

    Notes
    -----
    It rejects far too often when both series carry measurement error and move together.

    References
    ----------
    Dumitrescu and Hurlin (2012), Economic Modelling 29(4), 1450-1460.
    """
    both = np.isfinite(x) & np.isfinite(y)
    length = both.sum(axis=1)
    first, last = both.argmax(axis=1), both.shape[1] - both[:, ::-1].argmax(axis=1)
    measured, why = length > 0, None
    shortest = int(length[measured].min(initial=both.shape[1]))
    if (last - first != length)[measured].any():
        why = _GAPS
    elif not measured.any() or shortest <= 3 * order + 5:
        why = _SHORT.fill(periods=shortest if measured.any() else 0, needed=3 * order + 5)
    if why is not None:
        return _refusal(len(x), why)
    wald = np.full(len(x), np.nan)
    for span in {(int(a), int(b)) for a, b in zip(first[measured], last[measured], strict=True)}:
        alike = measured & (first == span[0]) & (last == span[1])
        wald[alike] = _wald(x[alike, slice(*span)], y[alike, slice(*span)], order)
    w_bar, n_units = float(np.nanmean(wald)), int(measured.sum())
    z_bar = np.nan
    if (length[measured] == shortest).all():
        z_bar = float(np.sqrt(n_units / (2 * order)) * (w_bar - order))
    rows = length[measured] - order
    less = rows - 2 * order
    mean = order * (less - 1) / (less - 3)
    variance = 2 * order * (less - 1) ** 2 * (less + order - 3) / ((less - 3) ** 2 * (less - 5))
    z_tilde = float(np.sqrt(n_units) * (w_bar - mean.mean()) / np.sqrt(variance.mean()))
    p_z_bar, p_z_tilde = (float(2 * stats.norm.sf(abs(z))) for z in (z_bar, z_tilde))
    return DumitrescuHurlin(
        wald, w_bar, z_bar, z_tilde, p_z_bar, p_z_tilde, applicable=True, note=NOTHING_TO_SAY
    )


def _wald(x: Floats, y: Floats, order: int) -> Floats:
    """Return each unit's Wald statistic, all measured in the same periods."""
    units, periods = x.shape
    rows = periods - order
    earlier = [slice(order - k, periods - k) for k in range(1, order + 1)]
    own = np.stack([np.ones((units, rows)), *(y[:, s] for s in earlier)], axis=-1)
    both = np.concatenate([own, np.stack([x[:, s] for s in earlier], axis=-1)], axis=-1)
    without, with_x = (_squared_residuals(y[:, order:], part) for part in (own, both))
    wald: Floats = (without - with_x) / (with_x / (rows - both.shape[2]))
    return wald


def two_way_effects(x: Floats, y: Floats) -> TwoWayRegression:
    """Regress y on itself and x a period earlier, with unit and period effects.

    Parameters
    ----------
    x, y : array, shape (units, periods)
        NaN is a gap: rows that touch it are left out.

    Returns
    -------
    TwoWayRegression
        The coefficient of y a period earlier first, then that of x.

    Notes
    -----
    Biased in short panels, and by measurement error; it stands here because it is what most
    people would do.

    References
    ----------
    Nickell (1981), Econometrica 49(6), 1417-1426.
    """
    return two_way_regression(y[:, 1:], [y[:, :-1], x[:, :-1]])


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
