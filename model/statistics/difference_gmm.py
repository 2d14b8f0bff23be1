"""Arellano-Bond: a dynamic panel in first differences, earlier levels as instruments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from scipy import stats

from model.statistics.applicability import NOTHING_TO_SAY, not_applicable
from model.statistics.threads import on_one_thread
from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_TOO_FEW = Text(
    nl="er zijn {moments} instrumenten voor {coefficients} coëfficiënten, op {rows} rijen",
    en="there are {moments} instruments for {coefficients} coefficients, on {rows} rows",
)


_NOT_TOLD = Text(
    nl="de instrumenten houden niet alle coëfficiënten uit elkaar",
    en="the instruments do not tell all coefficients apart",
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
        Test of the overidentifying restrictions, from the weights of the last step: Sargan's
        after one step (errors of one variance), Hansen's J after two.
    sargan_robust, sargan_robust_p : float
        The same from the weights of the second step, at these coefficients: after one step what
        plm prints, after two Hansen's J once more.
    sargan_df : int
    autocorrelation, autocorrelation_p : array, shape (2,)
        Arellano and Bond's tests of order 1 and 2 in the differenced errors, standard normal,
        from the classical variance. Order 1 is expected; order 2 voids instruments two periods
        back. NaN when too few periods, or a variance that comes out negative, leave none.
    autocorrelation_robust, autocorrelation_robust_p : array, shape (2,)
        The same from the robust variance.
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
    sargan_robust: float
    sargan_robust_p: float
    sargan_df: int
    autocorrelation: Floats
    autocorrelation_p: Floats
    autocorrelation_robust: Floats
    autocorrelation_robust_p: Floats
    n_instruments: int
    n_rows: int
    n_units: int
    applicable: bool
    note: Text


@on_one_thread
def difference_gmm(
    outcome: Floats,
    regressors: Sequence[Lags],
    *,
    instruments: Sequence[Lags],
    exogenous: Sequence[Lags] = (),
    steps: Literal[1, 2] = 1,
    has_period_effects: bool = True,
    is_collapsed: bool = False,
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
    is_collapsed : bool
        One column per distance instead of one per distance and period: far fewer instruments.

    Returns
    -------
    DifferenceGmm

    Notes
    -----
    b = (X′Z A Z′X)⁻¹ X′Z A Z′y on differences. Step one: A = (Σ Z_i′H Z_i)⁻¹, H with 2 on and −1
    beside the diagonal; step two: A = (Σ Z_i′v_i v_i′Z_i)⁻¹. Conventions of plm::pgmm, effect
    "twoways" or "individual", transformation "d", and of Stata's xtabond: no small-sample
    factors; the classical one-step variance divides v′v by 2·(rows − coefficients). (plm's own
    classical one-step variance lacks that scale.) Order j of autocorrelation, with u the errors j
    periods earlier: Σu_i′v_i over the root of
    Σu_i′Ω_i u_i − 2 u′X (X′ZAZ′X)⁻¹ X′ZA ΣZ_i′Ω_i u_i + u′X V X′u, with Ω_i = v_i v_i′ (classical
    after one step: σ²H) and V the variance of b.

    References
    ----------
    Arellano and Bond (1991), Review of Economic Studies 58(2), 277-297.
    Roodman (2009), The Stata Journal 9(1), 86-136 (collapsed instruments).
    Windmeijer (2005), J. of Econometrics 126(1), 25-51.
    """
    equations = _Equations.of(outcome, regressors, has_period_effects=has_period_effects)
    columns = _levels(equations, instruments, is_collapsed) + _own_changes(exogenous)
    moments = _instruments(equations, columns)
    n_units, n_columns = len(outcome), equations.regressors.shape[2]
    n_effects = int(equations.n_effects)
    n_rows, n_moments = int(equations.known.sum()), _rank(_flat(moments))
    why = None
    if n_moments < n_columns or n_rows <= n_columns:
        why = _TOO_FEW.fill(moments=n_moments, coefficients=n_columns, rows=n_rows)
    elif _rank(_flat(moments).T @ _flat(equations.regressors)) < n_columns:
        why = _NOT_TOLD
    if why is not None:
        nan, each, pair = np.nan, np.full(n_columns - n_effects, np.nan), np.full(2, np.nan)
        return DifferenceGmm(
            each, each, each, nan, nan, nan, nan, 0, pair, pair, pair, pair,
            n_moments, n_rows, n_units, applicable=False, note=not_applicable(why),
        )  # fmt: skip
    fit = _fit(equations, moments, steps)
    degrees = n_moments - n_columns
    kept = slice(0, n_columns - n_effects)
    orders = [_autocorrelation(equations, moments, fit, order) for order in (1, 2)]
    classical, robust = np.array(orders).T
    sargan_p, sargan_robust_p = (
        float(stats.chi2.sf(statistic, degrees)) if degrees else np.nan
        for statistic in (fit.sargan, fit.sargan_robust)
    )
    return DifferenceGmm(
        coefficients=fit.coefficients[kept],
        se=np.sqrt(np.diag(fit.variance))[kept],
        se_robust=np.sqrt(np.diag(fit.robust))[kept],
        sargan=fit.sargan,
        sargan_p=sargan_p,
        sargan_robust=fit.sargan_robust,
        sargan_robust_p=sargan_robust_p,
        sargan_df=degrees,
        autocorrelation=classical,
        autocorrelation_p=2 * stats.norm.sf(np.abs(classical)),
        autocorrelation_robust=robust,
        autocorrelation_robust_p=2 * stats.norm.sf(np.abs(robust)),
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
    """Coefficients with both variances, and what the tests need.

    Parameters
    ----------
    coefficients : array, shape (coefficients,)
    variance, robust : array, shape (coefficients, coefficients)
    sargan, sargan_robust : float
    pull : array, shape (coefficients, moments)
        What moments do to the coefficients.
    scale : float or None
        Error variance after one step; after two none is assumed.
    """

    coefficients: Floats
    variance: Floats
    robust: Floats
    sargan: float
    sargan_robust: float
    pull: Floats
    scale: float | None


def _fit(equations: _Equations, moments: Floats, steps: int) -> _Fit:
    """Return the estimate after one step or two."""
    zx = np.einsum("itm,itk->mk", moments, equations.regressors)
    zy = np.einsum("itm,it->m", moments, equations.outcome)
    form = _form(equations.known.shape[1])
    weights = np.linalg.pinv(
        np.einsum("itm,tu,iuk->mk", moments, form, moments, optimize=True), hermitian=True
    )
    bread = np.linalg.inv(zx.T @ weights @ zx)
    pull = bread @ zx.T @ weights
    coefficients = pull @ zy
    residuals = _residuals(equations, coefficients)
    scores = np.einsum("itm,it->im", moments, residuals)
    middle = scores.T @ scores
    second = np.linalg.pinv(middle, hermitian=True)
    robust = pull @ middle @ pull.T
    if steps == 1:
        scale = float((residuals**2).sum()) / (2 * (int(equations.known.sum()) - zx.shape[1]))
        gap = zy - zx @ coefficients
        sargan, sargan_robust = float(gap @ weights @ gap) / scale, float(gap @ second @ gap)
        return _Fit(coefficients, scale * bread, robust, sargan, sargan_robust, pull, scale)
    bread_two = np.linalg.inv(zx.T @ second @ zx)
    pull_two = bread_two @ zx.T @ second
    coefficients = pull_two @ zy
    gap = zy - zx @ coefficients
    shift = np.empty_like(bread_two)
    for column in range(zx.shape[1]):
        scored = np.einsum("itm,it->im", moments, equations.regressors[..., column])
        slope = -(scored.T @ scores + scores.T @ scored)
        shift[:, column] = -pull_two @ slope @ second @ gap
    windmeijer = bread_two + shift @ bread_two + bread_two @ shift.T + shift @ robust @ shift.T
    sargan = float(gap @ second @ gap)
    return _Fit(coefficients, bread_two, windmeijer, sargan, sargan, pull_two, None)


def _form(periods: int) -> Floats:
    """Return the covariance of differenced errors of variance one, shape (periods, periods)."""
    return 2 * np.eye(periods) - np.eye(periods, k=1) - np.eye(periods, k=-1)


def _autocorrelation(
    equations: _Equations, moments: Floats, fit: _Fit, order: int
) -> tuple[float, float]:
    """Return the test of one order, classical and robust."""
    residuals = _residuals(equations, fit.coefficients)
    earlier = np.zeros_like(residuals)
    earlier[:, order:] = residuals[:, :-order]
    earlier *= equations.known
    products = np.einsum("it,it->i", earlier, residuals)
    turned = np.einsum("it,itk->k", earlier, equations.regressors)
    lean = turned @ fit.pull
    scores = np.einsum("itm,it->im", moments, residuals)
    spread = float(products @ products - 2 * lean @ scores.T @ products)
    robust = spread + float(turned @ fit.robust @ turned)
    if fit.scale is not None:
        formed = earlier @ _form(earlier.shape[1])
        spread = float((formed * earlier).sum())
        spread -= float(2 * lean @ np.einsum("itm,it->m", moments, formed))
        spread *= fit.scale
    classical = spread + float(turned @ fit.variance @ turned)
    total = float(products.sum())
    # A variance put together from parts need not come out positive.
    first, second = (total / np.sqrt(v) if v > 0 else np.nan for v in (classical, robust))
    return first, second


def _levels(equations: _Equations, instruments: Sequence[Lags], is_collapsed: bool) -> list[Floats]:
    """Return earlier levels, one column per distance and period or, collapsed, per distance."""
    columns = []
    periods = np.flatnonzero(equations.known.any(axis=0))
    for lags in instruments:
        for k in range(lags.first, min(lags.last, equations.known.shape[1] - 1) + 1):
            levels = np.nan_to_num(_back(lags.series, k))
            if is_collapsed:
                columns.append(levels)
                continue
            columns += [levels * (np.arange(levels.shape[1]) == t) for t in periods if t >= k]
    return columns


def _own_changes(exogenous: Sequence[Lags]) -> list[Floats]:
    """Return the changes of what instruments for itself, one column each."""
    return [
        np.nan_to_num(_differences(_back(lags.series, k)[..., None])[..., 0])
        for lags in exogenous
        for k in _range(lags)
    ]


def _instruments(equations: _Equations, columns: Sequence[Floats]) -> Floats:
    """Return the instruments, shape (units, periods, moments), nil where a row is not known."""
    known = equations.known[..., None]
    own = equations.regressors[..., equations.regressors.shape[2] - equations.n_effects :]
    return np.concatenate([*(known * column[..., None] for column in columns), own], axis=2)


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


def _flat(table: Floats) -> Floats:
    """Return the columns of all rows under each other."""
    return table.reshape(table.shape[0] * table.shape[1], table.shape[2])


def _rank(columns: Floats) -> int:
    """Return how many columns tell something of their own, whatever their units."""
    size = np.sqrt((columns**2).sum(axis=0))
    moving = columns[:, size > 0] / size[size > 0]
    return int(np.linalg.matrix_rank(moving)) if moving.size else 0
