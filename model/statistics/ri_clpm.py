"""RI-CLPM without measurement error, as the literature fits it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from model.statistics.applicability import NOTHING_TO_SAY, not_applicable
from model.statistics.fiml import (
    Pattern,
    best_means,
    log_likelihood,
    means_information,
    patterns_of,
    score_and_information,
)
from model.statistics.fit_measures import FitMeasures, fit_measures, unknown_fit
from model.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_MOST_STEPS = 500
_STEP = 1e-5

_FEW_PERIODS = Text(
    nl="er zijn {periods} perioden en nodig zijn er 3 of meer",
    en="there are {periods} periods and 3 or more are needed",
)
_FEW_UNITS = Text(
    nl="er zijn {units} eenheden, te weinig voor {scores} scores per eenheid",
    en="there are {units} units, too few for {scores} scores per unit",
)
_NOT_FOUND = Text(
    nl="het model past nergens bij deze gegevens: het zoeken kwam niet tot rust",
    en="the model fits these data nowhere: the search did not come to rest",
)


@dataclass(frozen=True)
class RiClpm:
    """The fitted model; for comparison with the literature, never for the verdict.

    Parameters
    ----------
    paths, paths_se : array, shape (periods − 1, 2, 2)
        [t, to, from] from period t to t + 1; 0 is x and 1 is y. Same in each step when equal.
    residuals, residuals_se : array, shape (periods − 1, 2, 2)
        Innovation covariances.
    first, first_se, intercepts, intercepts_se : array, shape (2, 2)
        Covariance of the first period's deviations, and of the units' levels.
    means, means_se : array, shape (periods, 2)
    log_likelihood, aic, bic : float
    measures : FitMeasures
        χ², CFI, TLI, RMSEA and SRMR (NaN with gaps).
    df, n_parameters, n_units : int
    applicable : bool
        Whether the numbers may be used; they are NaN otherwise.
    note : Text
        ``not applicable, because …``, or empty.
    """

    paths: Floats
    paths_se: Floats
    residuals: Floats
    residuals_se: Floats
    first: Floats
    first_se: Floats
    intercepts: Floats
    intercepts_se: Floats
    means: Floats
    means_se: Floats
    log_likelihood: float
    aic: float
    bic: float
    measures: FitMeasures
    df: int
    n_parameters: int
    n_units: int
    applicable: bool
    note: Text

    @property
    def chi2(self) -> float:
        """χ² against means and covariances all free; NaN with gaps."""
        return self.measures.chi2

    @property
    def chi2_p(self) -> float:
        """Chance of so large a χ² if the model is right."""
        return self.measures.chi2_p


def ri_clpm(
    x: Floats,
    y: Floats,
    *,
    has_equal_paths: bool = False,
    has_equal_residuals: bool = False,
    information: Literal["expected", "observed"] = "expected",
) -> RiClpm:
    """Fit the random-intercept cross-lagged panel model by full-information maximum likelihood.

    Parameters
    ----------
    x, y : array, shape (units, periods)
        NaN is a gap, missing at random.
    has_equal_paths : bool
        The same autoregressive and cross-lagged paths in each step.
    has_equal_residuals : bool
        The same innovation covariance in each step.
    information : "expected" or "observed"
        What standard errors come from. lavaan takes "expected" by default, and "observed" with
        ``missing = "ml"``.

    Returns
    -------
    RiClpm

    Notes
    -----
    (x, y)_it = μ_t + κ_i + w_it, w_i,t+1 = Φ_t w_it + ε_it; means μ_t free, covariances divided
    by N, variances may come out negative, all as in lavaan. All noise counts as movement here:
    with measurement error and series that move together it finds leads that are not there.

    References
    ----------
    Hamaker, Kuiper and Grasman (2015), Psychological Methods 20(1), 102-116.
    Rosseel (2012), lavaan, J. of Statistical Software 48(2).
    """
    units, periods = x.shape
    rows = np.stack([x, y], axis=2).reshape(units, 2 * periods)
    rows = rows[np.isfinite(rows).any(axis=1)]
    why = None
    if periods < 3:
        why = _FEW_PERIODS.fill(periods=periods)
    elif len(rows) <= 2 * periods:
        why = _FEW_UNITS.fill(units=len(rows), scores=2 * periods)
    if why is not None:
        return _refusal(periods, len(rows), why)
    scale = np.array([np.nanstd(x), np.nanstd(y)])
    patterns = patterns_of(rows / np.tile(scale, periods))
    shape = _Shape(periods, has_equal_paths, has_equal_residuals)
    theta, arrived = _climb(shape, patterns)
    if not arrived:
        return _refusal(periods, len(rows), _NOT_FOUND)
    return _described(shape, theta, patterns, scale, information)


class _Shape:
    """Which parameters are free, and the covariance that they imply."""

    def __init__(self, periods: int, has_equal_paths: bool, has_equal_residuals: bool) -> None:
        self.periods = periods
        steps = periods - 1
        self.n_paths = 1 if has_equal_paths else steps
        self.n_residuals = 1 if has_equal_residuals else steps
        self.size = 4 * self.n_paths + 3 * self.n_residuals + 6

    def start(self) -> Floats:
        """Return a starting point for scores of variance one."""
        theta = np.zeros(self.size)
        theta[: 4 * self.n_paths] = np.tile([0.3, 0, 0, 0.3], self.n_paths)
        theta[4 * self.n_paths :] = np.tile([0.5, 0, 0.5], self.n_residuals + 2)
        return theta

    def parts(self, theta: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Return paths and residuals per step, first period and intercepts."""
        steps = self.periods - 1
        paths = theta[: 4 * self.n_paths].reshape(-1, 2, 2)
        covariances = theta[4 * self.n_paths :].reshape(-1, 3)[:, [0, 1, 1, 2]].reshape(-1, 2, 2)
        return (
            np.broadcast_to(paths, (steps, 2, 2)),
            np.broadcast_to(covariances[: self.n_residuals], (steps, 2, 2)),
            covariances[-2],
            covariances[-1],
        )

    def covariance(self, theta: Floats) -> tuple[Floats, Floats]:
        """Return the implied covariance and its derivative by each parameter."""
        size, steps = 2 * self.periods, self.periods - 1
        paths, residuals, first, intercepts = self.parts(theta)
        lagged, innovations = np.zeros((size, size)), np.zeros((size, size))
        innovations[:2, :2] = first
        for step in range(steps):
            now, later = slice(2 * step, 2 * step + 2), slice(2 * step + 2, 2 * step + 4)
            lagged[later, now] = paths[step]
            innovations[later, later] = residuals[step]
        spread: Floats = np.linalg.inv(np.eye(size) - lagged).astype(np.float64)
        within = spread @ innovations @ spread.T
        slopes = np.zeros((self.size, size, size))
        for step in range(steps):
            later = slice(2 * step + 2, 2 * step + 4)
            for place in range(4):
                row, column = 2 * step + 2 + place // 2, 2 * step + place % 2
                pull = np.outer(spread[:, row], within[column])
                slopes[4 * (step % self.n_paths) + place] += pull + pull.T
            at = 4 * self.n_paths + 3 * (step % self.n_residuals)
            slopes[at : at + 3] += _by_covariance(spread[:, later])
        slopes[-6:-3] = _by_covariance(spread[:, :2])
        levels = np.tile(np.eye(2), (self.periods, 1))
        slopes[-3:] = _by_covariance(levels)
        return within + levels @ intercepts @ levels.T, slopes


def _by_covariance(loading: Floats) -> Floats:
    """Return the derivative of loading·C·loading′ by the three elements of C."""
    a, b = loading.T
    cross = np.outer(a, b)
    return np.stack([np.outer(a, a), cross + cross.T, np.outer(b, b)])


def _climb(shape: _Shape, patterns: tuple[Pattern, ...]) -> tuple[Floats, bool]:
    """Return the maximum and whether the search came to rest there (Fisher scoring)."""
    theta = shape.start()
    covariance, slopes = shape.covariance(theta)
    height, damping = log_likelihood(covariance, patterns), 1e-3
    for _ in range(_MOST_STEPS):
        score, information = score_and_information(covariance, slopes, patterns)
        damped = information + damping * np.diag(np.diag(information))
        step = np.linalg.solve(damped, score)
        other = shape.covariance(theta + step)
        reached = log_likelihood(other[0], patterns)
        if reached < height - 1e-9 * abs(height):
            damping = max(10 * damping, 1e-6)
            continue
        theta, height, damping = theta + step, reached, damping / 10
        covariance, slopes = other
        if score @ step < 1e-13 * abs(height):
            return theta, True
    return theta, False


def _described(
    shape: _Shape,
    theta: Floats,
    patterns: tuple[Pattern, ...],
    scale: Floats,
    information: Literal["expected", "observed"],
) -> RiClpm:
    """Return the fit in the scores' own units."""
    covariance, slopes = shape.covariance(theta)
    bend = score_and_information(covariance, slopes, patterns)[1]
    if information == "observed":
        bend = _observed(shape, theta, patterns)
    n_units = sum(pattern.n for pattern in patterns)
    n_scores = sum(pattern.n * len(pattern.columns) for pattern in patterns)
    log_scale = sum(pattern.n * np.log(scale[pattern.columns % 2]).sum() for pattern in patterns)
    height = log_likelihood(covariance, patterns)
    n_columns = 2 * shape.periods
    df = n_columns * (n_columns + 1) // 2 - shape.size
    measures = unknown_fit()
    if n_scores == n_units * n_columns:
        measures = fit_measures(patterns[0].covariance, covariance, n_units=n_units, df=df)
    turn, area = np.outer(scale, 1 / scale), np.outer(scale, scale)
    errors = shape.parts(np.sqrt(np.diag(np.linalg.inv(bend))))
    paths, residuals, first, intercepts = shape.parts(theta)
    n_parameters = shape.size + n_columns
    means_se = np.sqrt(np.diag(np.linalg.inv(means_information(covariance, patterns))))
    log_height = height - float(log_scale)
    return RiClpm(
        paths=paths * turn,
        paths_se=errors[0] * turn,
        residuals=residuals * area,
        residuals_se=errors[1] * area,
        first=first * area,
        first_se=errors[2] * area,
        intercepts=intercepts * area,
        intercepts_se=errors[3] * area,
        means=best_means(covariance, patterns).reshape(-1, 2) * scale,
        means_se=means_se.reshape(-1, 2) * scale,
        log_likelihood=log_height,
        aic=2 * n_parameters - 2 * log_height,
        bic=n_parameters * float(np.log(n_units)) - 2 * log_height,
        measures=measures,
        df=df,
        n_parameters=n_parameters,
        n_units=n_units,
        applicable=True,
        note=NOTHING_TO_SAY,
    )


def _observed(shape: _Shape, theta: Floats, patterns: tuple[Pattern, ...]) -> Floats:
    """Return the observed information, from the slopes around the maximum."""
    rows = []
    for place in range(shape.size):
        nudge = np.zeros(shape.size)
        nudge[place] = _STEP
        before, after = (
            score_and_information(*shape.covariance(theta + way * nudge), patterns)[0]
            for way in (-1, 1)
        )
        rows.append((before - after) / (2 * _STEP))
    bend = np.array(rows)
    return (bend + bend.T) / 2


def _refusal(periods: int, n_units: int, why: Text) -> RiClpm:
    """Return a fit without numbers."""
    nan, nothing = np.nan, np.full((2, 2), np.nan)
    each = np.full((max(periods - 1, 0), 2, 2), nan)
    means = np.full((periods, 2), nan)
    return RiClpm(
        each, each, each, each, nothing, nothing, nothing, nothing, means, means,
        nan, nan, nan, unknown_fit(), 0, 0, n_units, applicable=False, note=not_applicable(why),
    )  # fmt: skip
