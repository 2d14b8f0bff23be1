"""RI-CLPM without measurement error, as the literature fits it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from model.statistics.applicability import NOTHING_TO_SAY, not_applicable
from model.statistics.fiml import (
    Patterns,
    best_means,
    free_moments,
    log_likelihood,
    means_information,
    moments_apart,
    patterns_of,
    score_and_information,
)
from model.statistics.fit_measures import FitMeasures, Moments, fit_measures, unknown_fit
from model.statistics.threads import on_one_thread
from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: What may be left out of the model.
Part = Literal["x_to_y", "y_to_x", "intercepts"]
#: What standard errors come from.
Information = Literal["expected", "observed"]

_MOST_STEPS = 200
# Scoring that has not arrived by then swings round the top: the curvature itself leads there.
_STEPS_OF_SCORING = 30
_STEP = 1e-5
_LEAST_TOLD = 1e-13

_FEW_PERIODS = Text(
    nl="er zijn {periods} perioden en nodig zijn er {needed} of meer",
    en="there are {periods} periods and {needed} or more are needed",
)
_EMPTY_PERIOD = Text(
    nl="in een of meer perioden hebben minder dan twee eenheden een score",
    en="in one or more periods fewer than two units have a score",
)
_STILL_PERIOD = Text(
    nl="in een of meer perioden hebben alle eenheden dezelfde score",
    en="in one or more periods all units have the same score",
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
        Standard errors of what was left out are 0, here and below.
    residuals, residuals_se : array, shape (periods − 1, 2, 2)
        Innovation covariances.
    first, first_se, intercepts, intercepts_se : array, shape (2, 2)
        Covariance of the first period's deviations, and of the units' levels.
    means, means_se : array, shape (periods, 2)
    log_likelihood, aic, bic : float
    measures : FitMeasures
        χ², CFI, TLI, RMSEA and SRMR; NaN when gaps leave a covariance without information.
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
        """χ² against means and covariances all free."""
        return self.measures.chi2

    @property
    def chi2_p(self) -> float:
        """Chance of so large a χ² if the model is right."""
        return self.measures.chi2_p


@on_one_thread
def ri_clpm(
    x: Floats,
    y: Floats,
    *,
    has_equal_paths: bool = False,
    has_equal_residuals: bool = False,
    has_equal_means: bool = False,
    without: Collection[Part] = (),
    information: Information | None = None,
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
    has_equal_means : bool
        The same mean in each period.
    without : collection of "x_to_y", "y_to_x", "intercepts"
        What is held at nil. Without intercepts it is the cross-lagged panel model of old. Twice
        the difference of two log likelihoods, one without a path, tests that path.
    information : "expected" or "observed", optional
        What standard errors come from. When left out as in lavaan: expected without gaps,
        observed with gaps. (lavaan's ``missing = "ml"`` takes observed without gaps too.)

    Returns
    -------
    RiClpm
        Not applicable with fewer than 3 periods (2 without intercepts), no more units than
        scores per unit, a period with fewer than two scores or only one value, or when the
        search finds no top (as where lavaan does not converge).

    Notes
    -----
    (x, y)_it = μ_t + κ_i + w_it, w_i,t+1 = Φ_t w_it + ε_it; means μ_t free, covariances divided
    by N, variances may come out negative, all as in lavaan. All noise counts as movement here:
    with measurement error and series that move together it finds leads that are not there.

    References
    ----------
    Hamaker, Kuiper and Grasman (2015), Psychological Methods 20(1), 102-116.
    Mulder and Hamaker (2021), Structural Equation Modeling 28(4), 638-648 (constraints).
    Rosseel (2012), lavaan, J. of Statistical Software 48(2).
    """
    units, periods = x.shape
    rows = np.stack([x, y], axis=2).reshape(units, 2 * periods)
    rows = rows[np.isfinite(rows).any(axis=1)]
    needed = 2 if "intercepts" in without else 3
    why = None
    if periods < needed:
        why = _FEW_PERIODS.fill(periods=periods, needed=needed)
    elif len(rows) <= 2 * periods:
        why = _FEW_UNITS.fill(units=len(rows), scores=2 * periods)
    elif np.isfinite(rows).sum(axis=0).min() < 2:
        why = _EMPTY_PERIOD
    elif (np.nanmax(rows, axis=0) == np.nanmin(rows, axis=0)).any():
        why = _STILL_PERIOD
    if why is not None:
        return _refusal(periods, len(rows), why)
    scale = np.array([np.nanstd(x), np.nanstd(y)])
    patterns = patterns_of(rows / np.tile(scale, periods))
    design = np.tile(np.eye(2), (periods, 1)) if has_equal_means else np.eye(2 * periods)
    shape = _Shape(periods, has_equal_paths, has_equal_residuals, without, design)
    theta, arrived = _climb(shape, patterns)
    if not arrived:
        return _refusal(periods, len(rows), _NOT_FOUND)
    if information is None:
        information = "observed" if np.isnan(rows).any() else "expected"
    return _described(shape, theta, patterns, scale, information)


class _Shape:
    """Which parameters are free, and the covariance that they imply."""

    def __init__(
        self,
        periods: int,
        has_equal_paths: bool,
        has_equal_residuals: bool,
        without: Collection[Part],
        design: Floats,
    ) -> None:
        self.periods = periods
        self.design = design
        steps = periods - 1
        self.n_paths = 1 if has_equal_paths else steps
        self.n_residuals = 1 if has_equal_residuals else steps
        self.size = 4 * self.n_paths + 3 * self.n_residuals + 6
        self.free = np.ones(self.size, dtype=bool)
        for part in without:
            self.free[self._places[part]] = False
        self.n_parameters = int(self.free.sum()) + design.shape[1]

    @property
    def _places(self) -> dict[Part, slice]:
        """Return where each part that may be left out stands among the parameters."""
        end = 4 * self.n_paths
        return {
            "y_to_x": slice(1, end, 4),
            "x_to_y": slice(2, end, 4),
            "intercepts": slice(self.size - 3, self.size),
        }

    def start(self) -> Floats:
        """Return a starting point for scores of variance one."""
        theta = np.zeros(self.size)
        theta[: 4 * self.n_paths] = np.tile([0.3, 0, 0, 0.3], self.n_paths)
        theta[4 * self.n_paths :] = np.tile([0.5, 0, 0.5], self.n_residuals + 2)
        return np.where(self.free, theta, 0.0)

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

    def whole(self, free: Floats) -> Floats:
        """Return all parameters, nil where left out."""
        theta = np.zeros(self.size)
        theta[self.free] = free
        return theta

    def covariance(self, theta: Floats) -> tuple[Floats, Floats]:
        """Return the implied covariance and its derivative by each free parameter."""
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
        return within + levels @ intercepts @ levels.T, slopes[self.free]


def _by_covariance(loading: Floats) -> Floats:
    """Return the derivative of loading·C·loading′ by the three elements of C."""
    a, b = loading.T
    cross = np.outer(a, b)
    return np.stack([np.outer(a, a), cross + cross.T, np.outer(b, b)])


def _climb(shape: _Shape, patterns: Patterns) -> tuple[Floats, bool]:
    """Return the maximum and whether the search came to rest there (scoring, then Newton)."""
    theta = shape.start()
    covariance, slopes = shape.covariance(theta)
    height, damping = log_likelihood(covariance, patterns, shape.design), 1e-3
    for count in range(_MOST_STEPS):
        score, information = score_and_information(covariance, slopes, patterns, shape.design)
        if count >= _STEPS_OF_SCORING:
            curve = _observed(shape, theta, patterns)
            information = curve if np.linalg.eigvalsh(curve)[0] > 0 else information
        damped = information + damping * np.diag(np.diag(information))
        told = np.linalg.eigvalsh(damped)
        if told[0] <= _LEAST_TOLD * told[-1]:
            # Some parameter leaves no trace, such as x with y when no unit has both.
            return theta, False
        step: Floats = np.linalg.solve(damped, score).astype(np.float64)
        other = shape.covariance(theta + shape.whole(step))
        reached = log_likelihood(other[0], patterns, shape.design)
        if reached < height - 1e-9 * abs(height):
            damping = max(10 * damping, 1e-6)
            continue
        theta, height, damping = theta + shape.whole(step), reached, damping / 10
        covariance, slopes = other
        if score @ step < 1e-13 * abs(height):
            return theta, True
    return theta, False


def _described(
    shape: _Shape,
    theta: Floats,
    patterns: Patterns,
    scale: Floats,
    information: Information,
) -> RiClpm:
    """Return the fit in the scores' own units."""
    covariance, _ = shape.covariance(theta)
    spread, means_se = _errors(shape, theta, patterns, information)
    n_units = int(patterns.n.sum())
    log_scale = patterns.n @ patterns.known @ np.tile(np.log(scale), shape.periods)
    n_columns = 2 * shape.periods
    df = n_columns * (n_columns + 3) // 2 - shape.n_parameters
    means = best_means(covariance, patterns, shape.design)
    turn, area = np.outer(scale, 1 / scale), np.outer(scale, scale)
    errors = shape.parts(shape.whole(np.sqrt(np.diag(spread))))
    paths, residuals, first, intercepts = shape.parts(theta)
    height = log_likelihood(covariance, patterns, shape.design)
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
        means=means.reshape(-1, 2) * scale,
        means_se=means_se.reshape(-1, 2) * scale,
        log_likelihood=log_height,
        aic=2 * shape.n_parameters - 2 * log_height,
        bic=shape.n_parameters * float(np.log(n_units)) - 2 * log_height,
        measures=_measures(Moments(means, covariance), height, patterns, df),
        df=df,
        n_parameters=shape.n_parameters,
        n_units=n_units,
        applicable=True,
        note=NOTHING_TO_SAY,
    )


def _measures(implied: Moments, height: float, patterns: Patterns, df: int) -> FitMeasures:
    """Return how well the implied moments fit, ``height`` being their log likelihood."""
    observed = free_moments(patterns)
    if observed is None:
        return unknown_fit()
    free = log_likelihood(observed[1], patterns)
    alone = log_likelihood(np.diag(moments_apart(patterns)[1]), patterns)
    return fit_measures(
        Moments(*observed),
        implied,
        chi2=2 * (free - height),
        baseline_chi2=2 * (free - alone),
        n_units=int(patterns.n.sum()),
        df=df,
    )


def _errors(
    shape: _Shape, theta: Floats, patterns: Patterns, information: Information
) -> tuple[Floats, Floats]:
    """Return the free parameters' covariance, and the standard errors of the means."""
    covariance, slopes = shape.covariance(theta)
    design = shape.design
    bend = design.T @ means_information(covariance, patterns) @ design
    means = design @ np.linalg.inv(bend) @ design.T
    if information == "expected":
        curve = score_and_information(covariance, slopes, patterns, design)[1]
        return np.linalg.inv(curve).astype(np.float64), np.sqrt(np.diag(means))
    spread: Floats = np.linalg.inv(_observed(shape, theta, patterns)).astype(np.float64)
    drifts = [
        (best_means(above, patterns, design) - best_means(below, patterns, design)) / (2 * _STEP)
        for (below, _), (above, _) in _nudged(shape, theta)
    ]
    # That information is about the best means: what they follow of the covariance, they lose.
    drift = np.array(drifts)
    return spread, np.sqrt(np.diag(means + drift.T @ spread @ drift))


def _observed(shape: _Shape, theta: Floats, patterns: Patterns) -> Floats:
    """Return the observed information at the best means, from the scores around theta."""
    scores = [
        [score_and_information(*at, patterns, shape.design)[0] for at in around]
        for around in _nudged(shape, theta)
    ]
    curve = np.array([(before - after) / (2 * _STEP) for before, after in scores])
    symmetric: Floats = (curve + curve.T) / 2
    return symmetric


def _nudged(
    shape: _Shape, theta: Floats
) -> Iterator[tuple[tuple[Floats, Floats], tuple[Floats, Floats]]]:
    """Yield the implied covariance with its slopes, below and above, per free parameter."""
    for nudge in _STEP * np.eye(int(shape.free.sum())):
        moved = shape.whole(nudge)
        yield shape.covariance(theta - moved), shape.covariance(theta + moved)


def _refusal(periods: int, n_units: int, why: Text) -> RiClpm:
    """Return a fit without numbers."""
    nan, nothing = np.nan, np.full((2, 2), np.nan)
    each = np.full((max(periods - 1, 0), 2, 2), nan)
    means = np.full((periods, 2), nan)
    return RiClpm(
        each, each, each, each, nothing, nothing, nothing, nothing, means, means,
        nan, nan, nan, unknown_fit(), 0, 0, n_units, applicable=False, note=not_applicable(why),
    )  # fmt: skip
