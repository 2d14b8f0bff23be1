"""Half-panel jackknife of a two-way within regression, cleared of known measurement error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from model.statistics.applicability import not_applicable
from model.statistics.threads import on_one_thread
from model.statistics.within_moments import two_way_residuals, within_moments
from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from model.statistics.within_moments import Noise

    Floats = NDArray[np.float64]

FEWEST_UNITS = 5
FEWEST_PERIODS = 4
LEAST_SIGNAL = 0.05

_TOO_FEW = Text(
    nl=f"nodig zijn {FEWEST_UNITS} eenheden met {FEWEST_PERIODS} opeenvolgende perioden; "
    "er zijn er {units} met {periods}",
    en=f"needed are {FEWEST_UNITS} units with {FEWEST_PERIODS} periods in a row; "
    "there are {units} with {periods}",
)
_ERROR_UNKNOWN = Text(
    nl="van een of meer scores is de meetfout onbekend",
    en="the measurement error of one or more scores is unknown",
)
_ALL_NOISE = Text(
    nl="er blijft na aftrek van de meetfout te weinig beweging over om mee te rekenen",
    en="too little movement remains after the measurement error is taken out",
)


@dataclass(frozen=True)
class Column:
    """One variable of the regression: a series, read some periods later or earlier.

    Parameters
    ----------
    series : int
        Place of the series in the list.
    offset : int
        Periods after (positive) or before (negative) the row's period.
    """

    series: int
    offset: int


@dataclass(frozen=True)
class WithinFit:
    """Coefficients of the regressors, or the reason why there are none.

    Parameters
    ----------
    coefficients : array, shape (regressors,)
        Half-panel jackknife estimates, in units of the outcome per unit of the regressor.
    se : array, shape (regressors,)
        Standard errors from leaving out one unit at a time.
    n_units : int
        Units that have at least two usable rows.
    why_not : Text or None
        ``not applicable, because …``; the numbers are NaN then.
    """

    coefficients: Floats
    se: Floats
    n_units: int
    why_not: Text | None = None


@on_one_thread
def fit_within(
    series: Sequence[Floats], columns: Sequence[Column], *, variances: Sequence[Floats | float]
) -> WithinFit:
    r"""Regress the first column on the others, with unit and period effects.

    Parameters
    ----------
    series : sequence of arrays, shape (units, periods)
        NaN is a gap. A row (unit, period) counts when all its columns are known.
    columns : sequence of Column
        The outcome first, then the regressors.
    variances : sequence of floats or arrays, shape (units, periods)
        Error variance of each series, in its squared units; 0 for none. Errors are taken as
        independent over units, periods and series.

    Returns
    -------
    WithinFit
        Says ``why_not`` when fewer than 5 units have 2 rows, the rows span fewer than 4 periods,
        an error variance is unknown, or the movement that is not noise falls below 5 %.

    Notes
    -----
    With M the two-way residual maker of the rows at hand (gaps and all) and e the errors,
    E[e_a' M e_b] = Σ_rs M[r,s] Cov(e_ar, e_bs) is taken off every moment. In a balanced panel
    of N units and R rows this is N(R−1)(1−1/N)σ² for a regressor, and −N(R−1)/R·(1−1/N)σ²
    between the outcome and its own lag. The estimate is 2b − (b₁+b₂)/2 with b₁, b₂ from the
    earlier and later half of the periods; when R is odd, both ways to halve it are averaged.

    References
    ----------
    Dhaene and Jochmans (2015), Review of Economic Studies 82(3), 991-1030.
    Griliches and Hausman (1986), J. of Econometrics 31(1), 93-118.
    """
    scaled, spread, noise_variances = _standardise(series, variances)
    rows, noise = _regression(scaled, columns, noise_variances)
    known = np.isfinite(rows.sum(axis=2))
    usable = known.sum(axis=1) > 1
    rows, known = rows[usable], known[usable]
    noise = [(a, b, step, variance[usable]) for a, b, step, variance in noise]
    n_units, n_periods = len(rows), int((known.sum(axis=0) > 0).sum())
    if n_units < FEWEST_UNITS or n_periods < FEWEST_PERIODS:
        return _refusal(_TOO_FEW.fill(units=n_units, periods=n_periods), columns, n_units)
    if any(np.isnan(variance[known]).any() for _, _, _, variance in noise):
        return _refusal(_ERROR_UNKNOWN, columns, n_units)
    whole, *halves = (within_moments(rows, known & part, noise) for part in _parts(rows.shape[1]))
    if min(part.signal for part in (whole, *halves)) < LEAST_SIGNAL:
        return _refusal(_ALL_NOISE, columns, n_units)
    unit = spread[columns[0].series] / spread[[column.series for column in columns[1:]]]
    left_out = _jackknife(whole.left_out, [half.left_out for half in halves]) * unit
    return WithinFit(
        coefficients=_jackknife(whole.full, [half.full for half in halves]) * unit,
        se=np.sqrt((n_units - 1) * left_out.var(axis=0)),
        n_units=n_units,
    )


def _refusal(why: Text, columns: Sequence[Column], n_units: int) -> WithinFit:
    """Return a fit without numbers."""
    nothing = np.full(len(columns) - 1, np.nan)
    return WithinFit(nothing, nothing, n_units, not_applicable(why))


def _standardise(
    series: Sequence[Floats], variances: Sequence[Floats | float]
) -> tuple[list[Floats], Floats, list[Floats]]:
    """Return the series and their error variances in units of each series' movement."""
    scaled, spreads, noise = [], [], []
    for values, variance in zip(series, variances, strict=True):
        size = np.abs(values[np.isfinite(values)])
        spread = float(np.sqrt((two_way_residuals(values) ** 2).sum() / max(1, size.size)))
        # A series that never moves has no scale of its own; its signal is then found to be nil.
        still = spread <= 1e-10 * size.max(initial=1e-300)
        spreads.append(np.inf if still else spread)
        scaled.append(
            (values - (values[np.isfinite(values)].mean() if size.size else 0.0)) / spreads[-1]
        )
        noise.append(np.broadcast_to(np.asarray(variance) / spreads[-1] ** 2, values.shape))
    return scaled, np.array(spreads), noise


def _regression(
    series: Sequence[Floats], columns: Sequence[Column], variances: Sequence[Floats]
) -> tuple[Floats, list[Noise]]:
    """Return the rows, shape (units, rows, columns), and the errors that columns share."""
    offsets = [column.offset for column in columns]
    first = max(0, -min(offsets))
    last = max(first, series[0].shape[1] - max(0, *offsets))
    window = [slice(first + offset, last + offset) for offset in offsets]
    rows = np.stack([series[c.series][:, w] for c, w in zip(columns, window, strict=True)], axis=-1)
    noise = [
        (a, b, offsets[a] - offsets[b], variances[columns[a].series][:, window[a]])
        for a in range(len(columns))
        for b in range(max(a, 1), len(columns))
        if columns[a].series == columns[b].series
    ]
    return rows, noise


def _parts(n_rows: int) -> list[NDArray[np.bool_]]:
    """Return the whole window, then its earlier and later halves."""
    row = np.arange(n_rows)
    cuts = sorted({n_rows // 2, (n_rows + 1) // 2})
    return [row >= 0, *(half for cut in cuts for half in (row < cut, row >= cut))]


def _jackknife(whole: Floats, halves: Sequence[Floats]) -> Floats:
    """Return twice the coefficients of the whole minus the mean of those of the halves."""
    mean_of_halves = np.mean([_solve(half) for half in halves], axis=0)
    coefficients: Floats = 2 * _solve(whole) - mean_of_halves
    return coefficients


def _solve(moments: Floats) -> Floats:
    """Return the coefficients of the first column on the others."""
    # The generalised inverse: leaving out the only unit that moves must not crash.
    inverse = np.linalg.pinv(moments[..., 1:, 1:], hermitian=True, rcond=1e-9)
    coefficients: Floats = (inverse @ moments[..., 1:, :1])[..., 0]
    return coefficients
