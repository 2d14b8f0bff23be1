"""Arellano-Bond: a dynamic panel in first differences, earlier levels as instruments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from scipy import stats

from model.statistics.applicability import NOTHING_TO_SAY, not_applicable
from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_TOO_FEW = Text(
    nl="er zijn {moments} instrumenten voor {coefficients} coëfficiënten, op {rows} rijen",
    en="there are {moments} instruments for {coefficients} coefficients, on {rows} rows",
)


class Lags(NamedTuple):
    """A series with the periods back at which it is used, first to last.

    Parameters
    ----------
    series : array, shape (units, periods)
        NaN is a gap.
    first, last : int
        Periods back, both included.
    """

    series: Floats
    first: int
    last: int


@dataclass(frozen=True)
class DifferenceGmm:
    """Coefficients with their errors and the tests of the instruments.

    Parameters
    ----------
    coefficients : array, shape (coefficients,)
        In the order of the regressors and their lags; period effects are not among them.
    se : array, shape (coefficients,)
        Classical (two steps: Hansen's, known to be too small).
    se_robust : array, shape (coefficients,)
        Clustered by unit (two steps: with Windmeijer's correction).
    sargan, sargan_p : float
        Test of the overidentifying restrictions, from the weights of the last step.
    sargan_df : int
    n_instruments, n_rows, n_units : int
        ``n_rows`` counts differenced rows.
    applicable : bool
        Whether the numbers may be used; they are NaN otherwise.
    note : Text
        ``not applicable, because …``, or empty.
    """

    coefficients: Floats
    se: Floats
    se_robust: Floats
    sargan: float
    sargan_p: float
    sargan_df: int
    n_instruments: int
    n_rows: int
    n_units: int
    applicable: bool
    note: Text


def difference_gmm(
    outcome: Floats,
    regressors: Sequence[Lags],
    *,
    instruments: Sequence[Lags],
    exogenous: Sequence[Lags] = (),
    steps: Literal[1, 2] = 1,
    has_period_effects: bool = True,
) -> DifferenceGmm:
    """Estimate a dynamic panel by the generalised method of moments.

    Parameters
    ----------
    outcome : array, shape (units, periods)
        NaN is a gap. A unit's row counts when outcome and regressors are known in it and in the
        period before.
    regressors : sequence of Lags
        Such as ``Lags(y, 1, 2)`` and ``Lags(x, 0, 1)``.
    instruments : sequence of Lags
        Their levels, each period's own column: ``Lags(y, 2, 99)`` takes all from two periods back.
        A missing level counts as 0.
    exogenous : sequence of Lags
        Instrument for themselves, differenced, one column each.
    steps : 1 or 2
        Weights from the errors' known form, or from the residuals of step one.
    has_period_effects : bool
        One per differenced period, instrumenting for itself.

    Returns
    -------
    DifferenceGmm

    Notes
    -----
    b = (X′Z A Z′X)⁻¹ X′Z A Z′y on differences. Step one: A = (Σ Z_i′H Z_i)⁻¹, H with 2 on and −1
    beside the diagonal; step two: A = (Σ Z_i′v_i v_i′Z_i)⁻¹. Conventions of plm::pgmm, effect
    "twoways", transformation "d", and of Stata's xtabond: no small-sample factors; the classical
    one-step variance divides v′v by 2·(rows − coefficients).

    References
    ----------
    Arellano and Bond (1991), Review of Economic Studies 58(2), 277-297.
    Windmeijer (2005), J. of Econometrics 126(1), 25-51.
    """
    equations = _Equations.of(outcome, regressors, has_period_effects=has_period_effects)
    moments = _instruments(equations, instruments, exogenous, has_period_effects)
    n_units, n_columns = len(outcome), equations.regressors.shape[2]
    n_effects = int(equations.n_effects)
    n_rows, n_moments = int(equations.known.sum()), int(np.linalg.matrix_rank(_flat(moments)))
    if n_moments < n_columns or n_rows <= n_columns:
        nothing = np.full(n_columns - n_effects, np.nan)
        note = not_applicable(_TOO_FEW.fill(moments=n_moments, coefficients=n_columns, rows=n_rows))
        nan = np.nan
        return DifferenceGmm(
            nothing, nothing, nothing, nan, nan, 0, n_moments, n_rows, n_units,
            applicable=False, note=note,
        )  # fmt: skip
    fit = _fit(equations, moments, steps)
    degrees = n_moments - n_columns
    kept = slice(0, n_columns - n_effects)
    return DifferenceGmm(
        coefficients=fit.coefficients[kept],
        se=np.sqrt(np.diag(fit.variance))[kept],
        se_robust=np.sqrt(np.diag(fit.robust))[kept],
        sargan=fit.sargan,
        sargan_p=float(stats.chi2.sf(fit.sargan, degrees)) if degrees else np.nan,
        sargan_df=degrees,
        n_instruments=n_moments,
        n_rows=n_rows,
        n_units=int(equations.known.any(axis=1).sum()),
        applicable=True,
        note=NOTHING_TO_SAY,
    )


@dataclass(frozen=True)
class _Equations:
    """Differenced rows of all units, nil where a row is not known.

    Parameters
    ----------
    outcome : array, shape (units, periods)
    regressors : array, shape (units, periods, coefficients)
        Period effects last.
    known : array of bool, shape (units, periods)
    n_effects : int
    """

    outcome: Floats
    regressors: Floats
    known: NDArray[np.bool_]
    n_effects: int

    @classmethod
    def of(
        cls, outcome: Floats, regressors: Sequence[Lags], *, has_period_effects: bool
    ) -> _Equations:
        """Return the differenced equations."""
        levels = [_back(lags.series, k) for lags in regressors for k in _range(lags)]
        table = _differences(np.stack([outcome, *levels], axis=-1))
        known = np.isfinite(table.sum(axis=2))
        table = np.where(known[..., None], table, 0.0)
        effects = np.zeros((*known.shape, 0))
        if has_period_effects:
            period = np.flatnonzero(known.any(axis=0))
            effects = known[..., None] * np.eye(known.shape[1])[:, period]
        columns = np.concatenate([table[..., 1:], effects], axis=2)
        return cls(table[..., 0], columns, known, effects.shape[2])


@dataclass(frozen=True)
class _Fit:
    """Coefficients, classical and robust variance, and the overidentification statistic."""

    coefficients: Floats
    variance: Floats
    robust: Floats
    sargan: float


def _fit(equations: _Equations, moments: Floats, steps: int) -> _Fit:
    """Return the estimate after one step or two."""
    zx = np.einsum("itm,itk->mk", moments, equations.regressors)
    zy = np.einsum("itm,it->m", moments, equations.outcome)
    known = equations.known
    apart = np.abs(np.subtract.outer(np.arange(known.shape[1]), np.arange(known.shape[1])))
    form = np.where(apart == 0, 2.0, np.where(apart == 1, -1.0, 0.0))
    weights = np.linalg.pinv(
        np.einsum("itm,tu,iuk->mk", moments, form, moments, optimize=True), hermitian=True
    )
    bread = np.linalg.inv(zx.T @ weights @ zx)
    coefficients = bread @ zx.T @ weights @ zy
    residuals = _residuals(equations, coefficients)
    scores = np.einsum("itm,it->im", moments, residuals)
    middle = scores.T @ scores
    robust = bread @ zx.T @ weights @ middle @ weights @ zx @ bread
    if steps == 1:
        scale = float((residuals**2).sum()) / (2 * (int(known.sum()) - zx.shape[1]))
        gap = zy - zx @ coefficients
        return _Fit(coefficients, scale * bread, robust, float(gap @ weights @ gap) / scale)
    second = np.linalg.pinv(middle, hermitian=True)
    bread_two = np.linalg.inv(zx.T @ second @ zx)
    coefficients = bread_two @ zx.T @ second @ zy
    gap = zy - zx @ coefficients
    shift = np.empty_like(bread_two)
    for column in range(zx.shape[1]):
        scored = np.einsum("itm,it->im", moments, equations.regressors[..., column])
        slope = -(scored.T @ scores + scores.T @ scored)
        shift[:, column] = -bread_two @ zx.T @ second @ slope @ second @ gap
    windmeijer = bread_two + shift @ bread_two + bread_two @ shift.T + shift @ robust @ shift.T
    return _Fit(coefficients, bread_two, windmeijer, float(gap @ second @ gap))


def _instruments(
    equations: _Equations,
    instruments: Sequence[Lags],
    exogenous: Sequence[Lags],
    has_period_effects: bool,
) -> Floats:
    """Return the instruments, shape (units, periods, moments), nil where a row is not known."""
    periods = equations.known.shape[1]
    columns = []
    for lags in instruments:
        for period in np.flatnonzero(equations.known.any(axis=0)):
            for k in range(lags.first, min(lags.last, int(period)) + 1):
                column = np.zeros((len(lags.series), periods))
                column[:, period] = np.nan_to_num(lags.series[:, period - k])
                columns.append(column)
    columns += [
        np.nan_to_num(_differences(_back(lags.series, k)[..., None])[..., 0])
        for lags in exogenous
        for k in _range(lags)
    ]
    own = equations.regressors[..., equations.regressors.shape[2] - equations.n_effects :]
    stacked = np.stack(columns, axis=-1) * equations.known[..., None]
    return np.concatenate([stacked, own], axis=2) if has_period_effects else stacked


def _residuals(equations: _Equations, coefficients: Floats) -> Floats:
    """Return the differenced residuals, nil where a row is not known."""
    residuals: Floats = equations.outcome - equations.regressors @ coefficients
    return residuals


def _range(lags: Lags) -> range:
    """Return the periods back."""
    return range(lags.first, lags.last + 1)


def _back(series: Floats, k: int) -> Floats:
    """Return the series as it stood k periods earlier."""
    earlier = np.full(series.shape, np.nan)
    earlier[:, k:] = series[:, : series.shape[1] - k]
    return earlier


def _differences(table: Floats) -> Floats:
    """Return the change since the period before, NaN in the first."""
    changes = np.full(table.shape, np.nan)
    changes[:, 1:] = np.diff(table, axis=1)
    return changes


def _flat(moments: Floats) -> Floats:
    """Return the moments of all rows under each other."""
    return moments.reshape(-1, moments.shape[2])
