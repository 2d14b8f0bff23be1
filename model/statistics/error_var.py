"""Which of two noisy series went first: random-intercept VAR(1) with known measurement error."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import stats

from model.statistics import error_var_words as words
from model.statistics.latent_fit import Fit, Start, fit_panel, interval_end, signed_root
from model.statistics.latent_panel import LatentPanel, cells_of, latent_panel
from model.statistics.latent_var import (
    ERROR,
    INNOVATION,
    INTERCEPT,
    START,
    XY,
    YX,
    Form,
    covariance,
    persistence,
    state_model,
    unit_scores,
)
from model.statistics.threads import on_one_thread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from model.text import Text

    Array = NDArray[np.float64]

#: From this many units on, the test must also hold without believing the model (sandwich).
CLUSTERED_FROM = 50
CONFIDENCE = 0.95
#: Persistence from which a process is hard to tell from a fixed level.
SLOW = 0.97
#: Smallest share of movement that is no measurement error, and of a second movement.
LITTLE_MOVEMENT = 0.05


@dataclass(frozen=True)
class Effect:
    """One series' past on the other's present, given the latter's own past.

    Parameters
    ----------
    estimate, se, low, high : float
        Error-free within-unit standard deviations of the outcome per standard deviation of the
        cause; 95 % interval. NaN when it cannot be told.
    p : float
        The more cautious of ``p_likelihood`` and, from 50 units on, ``p_clustered``.
    p_likelihood, p_clustered : float
        Root of the likelihood ratio against t(units − 1); clustered by unit, NaN below 50 units.
    """

    estimate: float
    se: float
    low: float
    high: float
    p: float
    p_likelihood: float
    p_clustered: float


@dataclass(frozen=True)
class Association:
    """Correlation of what is new in both series in the same period.

    Parameters
    ----------
    estimate, low, high, p : float
        95 % interval on Fisher's scale; likelihood-ratio p.
    """

    estimate: float
    low: float
    high: float
    p: float


@dataclass(frozen=True)
class ErrorVar:
    """The fitted model; every number is in error-free within-unit standard deviations.

    Parameters
    ----------
    forward, reverse : Effect
        x on later y; y on later x.
    innovation_correlation : Association
    transition, innovation, intercept : array, shape (2, 2)
        Φ, Q and Ω for (x, y).
    error_factor : array, shape (2,)
        What the error variances were multiplied by: ones, or estimated.
    reliability : array, shape (2,)
        Share of each series' within-unit variance that is not measurement error.
    scale : array, shape (2,)
        One standard deviation in the series' own units.
    start : "stationary" or "free"
        Which start the first period was given; ``start_p`` is the test between them.
    start_p : float
    lags : pair of int
        Periods between x and later y, and between y and later x.
    log_likelihood : float
    n_units : int
        Units that take part.
    n_periods : int
        Periods, in the span that both series cover, in which at least one was measured.
    n_waves : int
        Periods in which both were measured; fewer when one is measured less often.
    applicable : bool
        Whether the numbers may be used; they are NaN otherwise.
    notes : tuple of Text
        What a reader must know: why not applicable, boundaries, what cannot be told.
    fit : Fit or None
        The maximum itself, for those who go on from it.
    """

    forward: Effect
    reverse: Effect
    innovation_correlation: Association
    transition: Array
    innovation: Array
    intercept: Array
    error_factor: Array
    reliability: Array
    scale: Array
    start: Start
    start_p: float
    lags: tuple[int, int]
    log_likelihood: float
    n_units: int
    n_periods: int
    n_waves: int
    applicable: bool
    notes: tuple[Text, ...]
    fit: Fit | None = field(default=None, repr=False, compare=False)


@on_one_thread
def error_var(
    x: Array,
    y: Array,
    *,
    var_x: Array | float,
    var_y: Array | float,
    weight: Array | None = None,
    lags: tuple[int, int] = (1, 1),
    start: Start | Literal["tested"] = "tested",
    is_error_estimated: bool = False,
) -> ErrorVar:
    """Fit the latent model and test both directions.

    Parameters
    ----------
    x, y : array, shape (units, periods)
        NaN is a gap; gaps, units that come and go and series measured less often stay gaps.
    var_x, var_y : float or array, shape (units, periods)
        Error variances (squared standard errors) in squared units of x and y.
    weight : array, shape (units,), optional
        How much each unit counts, positive (head counts, say); only their ratios matter. Tests
        and intervals rest on the effective number of units, (Σw)²/Σw². By default all alike.
    lags : pair of int
        How many periods ago x counts for y, and y for x; see :mod:`model.statistics.lag_search`.
    start : "stationary", "free" or "tested"
        The first period is a draw from the long run, or has a variance of its own. "tested"
        takes the long run unless a likelihood-ratio test (3 df) rejects it at 5 %.
    is_error_estimated : bool
        Estimate a common factor on each series' error variances instead of trusting them.

    Returns
    -------
    ErrorVar
        With gaps or error variances that differ, period effects are re-estimated by generalised
        least squares under the fitted model, and each costs one unit (restricted likelihood).

    Notes
    -----
    d_it = μ_i + w_it + e_it, w_it = Φ w_i,t−1 + ε_it. Likelihood by a Kalman filter; units that
    were measured alike share one recursion, so balanced data cost the same for any number.

    References
    ----------
    Hamaker, Kuiper and Grasman (2015), Psychological Methods 20(1), 102-116.
    Kenny and Zautra (1995), J. Consulting and Clinical Psychology 63(1), 52-59.
    """
    shape = np.shape(x)
    noise = [np.broadcast_to(np.asarray(v, dtype=float), shape) for v in (var_x, var_y)]
    panel = latent_panel(np.asarray(x), np.asarray(y), noise[0], noise[1], weight)
    if panel.unit.size < 3 or _extent(panel)[1] < 3:
        return _not_applicable(panel, words.TOO_SMALL, lags)
    fit = fit_panel(panel, start=start, is_error_estimated=is_error_estimated, lags=lags)
    return _described(fit, lags)


def _extent(panel: LatentPanel) -> tuple[int, int]:
    """Return in how many shared periods anything was measured, and in how many both were."""
    measured = np.asarray(panel.seen.any(axis=0))
    both = measured.all(axis=1)
    # Before one of the series begins, and after it ends, nothing is learned of their order.
    covered = np.maximum.accumulate(measured) & np.maximum.accumulate(measured[::-1])[::-1]
    shared = covered.all(axis=1) & measured.any(axis=1)
    return int(shared.sum()), int(both.sum())


def _described(fit: Fit, lags: tuple[int, int]) -> ErrorVar:
    """Return the fit with its tests, in standard deviations."""
    panel = fit.panel
    spread = _within_spread(fit.theta, fit.problem.form, panel.values.shape[1])
    noise = np.array([panel.noise[:, :, j][panel.seen[:, :, j]].mean() for j in (0, 1)])
    reliability = spread**2 / (spread**2 + noise * np.exp(fit.theta[ERROR:]))
    if not fit.arrived or not np.isfinite(fit.height):
        return _not_applicable(panel, words.NOT_ARRIVED, lags)
    if reliability.min() < LITTLE_MOVEMENT:
        return _not_applicable(panel, words.ALL_NOISE[int(reliability.argmin())], lags)
    covariances = _covariances(fit)
    if covariances is None:
        return _not_applicable(panel, words.NOT_TOLD, lags)
    clustered = _clustered(fit, covariances)
    forward = _effect(fit, YX, covariances, clustered)
    reverse = _effect(fit, XY, covariances, clustered)
    turn = np.outer(1 / spread, spread)
    n_periods, n_waves = _extent(panel)
    transition = fit.theta[:4].reshape(2, 2) * turn
    return ErrorVar(
        forward=_scaled(forward, turn[1, 0]),
        reverse=_scaled(reverse, turn[0, 1]),
        innovation_correlation=_association(fit, covariances),
        transition=transition,
        innovation=covariance(fit.theta[INNOVATION:INTERCEPT]) / np.outer(spread, spread),
        intercept=covariance(fit.theta[INTERCEPT:START]) / np.outer(spread, spread),
        error_factor=np.exp(fit.theta[ERROR:]),
        reliability=reliability,
        scale=panel.scale * spread,
        start="stationary" if fit.problem.form.is_stationary else "free",
        start_p=fit.start_p,
        lags=lags,
        log_likelihood=fit.height,
        n_units=panel.unit.size,
        n_periods=n_periods,
        n_waves=n_waves,
        applicable=True,
        notes=_notes(fit, forward, reverse),
        fit=fit,
    )


def _notes(fit: Fit, forward: Effect, reverse: Effect) -> tuple[Text, ...]:
    """Return what a reader must know about this fit."""
    notes = []
    if persistence(fit.theta) > SLOW:
        notes.append(words.SLOW)
    factor = fit.theta[INNOVATION:INTERCEPT]
    if min(abs(factor[0]), abs(factor[2])) < LITTLE_MOVEMENT * np.abs(factor).max():
        notes.append(words.ONE_MOVEMENT)
    if not all(np.isfinite([end for e in (forward, reverse) for end in (e.low, e.high)])):
        notes.append(words.OPEN_INTERVAL)
    return tuple(notes)


def _within_spread(theta: Array, form: Form, periods: int) -> Array:
    """Return the latent standard deviations within a unit over the observed periods."""
    matrices = state_model(theta, form)
    moving = len(matrices.transition) - 2
    flow = matrices.transition[:moving, :moving]
    now = matrices.initial[:moving, :moving]
    # later[k] = I + Φ + … + Φ^k: what is left of a period's deviation in those up to k on.
    later = [np.eye(moving)]
    for _ in range(periods - 1):
        later.append(flow @ later[-1] + np.eye(moving))
    own, together = np.zeros(2), np.zeros(2)
    for t in range(periods):
        variance = now.diagonal()[:2]
        own += variance
        together += 2 * (later[periods - 1 - t] @ now).diagonal()[:2] - variance
        now = flow @ now @ flow.T + matrices.innovation[:moving, :moving]
    return np.asarray(np.sqrt(np.maximum((own - together / periods) / (periods - 1), 1e-12)))


def _covariances(fit: Fit) -> Array | None:
    """Return the parameters' covariance, or None where the likelihood leaves some open."""
    if not np.isfinite(fit.bend).all():
        return None
    inverse = np.asarray(np.linalg.pinv(fit.bend, hermitian=True), dtype=float)
    return inverse if (np.diag(inverse) > 0).all() else None


def _clustered(fit: Fit, covariances: Array) -> Array | None:
    """Return the parameters' covariance clustered by unit, or None below 50 units."""
    units = fit.panel.unit.size
    if units < CLUSTERED_FROM:
        return None
    scores = unit_scores(fit.theta, cells_of(fit.panel, by_unit=True), fit.problem.form)
    scores = scores[:, fit.problem.free]
    meat = scores.T @ scores * units / (units - 1)
    return np.asarray(covariances @ meat @ covariances)


def _effect(fit: Fit, place: int, covariances: Array, clustered: Array | None) -> Effect:
    """Return one off-diagonal element with its test and interval."""
    estimate = fit.theta[place]
    # With hardly more than one effective unit the t has its fattest tails, not none.
    degrees = max(fit.panel.effective_units - 1, 1.0)
    row = int(np.flatnonzero(fit.problem.free).tolist().index(place))
    se = float(np.sqrt(covariances[row, row]))
    direction = covariances[:, row] / covariances[row, row]
    quantile = float(stats.t.ppf((1 + CONFIDENCE) / 2, degrees))
    root = signed_root(fit, place, 0.0, direction)
    p_likelihood = float(2 * stats.t.sf(abs(root), degrees))
    low = interval_end(fit, place, direction, (se, -quantile))
    high = interval_end(fit, place, direction, (se, quantile))
    if np.isfinite(high - low):
        se = (high - low) / (2 * quantile)
    p_clustered = np.nan
    if clustered is not None:
        cautious = float(np.sqrt(clustered[row, row]))
        p_clustered = float(2 * stats.t.sf(abs(estimate) / cautious, degrees))
        if p_clustered > p_likelihood:
            low = min(low, estimate - quantile * cautious)
            high = max(high, estimate + quantile * cautious)
            se = max(se, cautious)
    p = float(np.fmax(p_likelihood, p_clustered))
    return Effect(float(estimate), se, low, high, p, p_likelihood, p_clustered)


def _association(fit: Fit, covariances: Array) -> Association:
    """Return the correlation of the innovations."""
    place = INNOVATION + 1
    moving = np.flatnonzero(fit.problem.free).tolist()
    rows = [moving.index(place), moving.index(place + 1)]
    first, below, last = fit.theta[INNOVATION : INNOVATION + 3]
    length = np.hypot(below, last)
    correlation = np.clip(np.copysign(below / length, first * below), -0.999999, 0.999999)
    # Fisher's z of the correlation is asinh(l21 / l22): delta method on the two elements.
    slope = np.array([1.0, -below / last]) / length if last else np.full(2, np.inf)
    reach = stats.norm.ppf((1 + CONFIDENCE) / 2) * np.sqrt(
        slope @ covariances[np.ix_(rows, rows)] @ slope
    )
    low, high = np.tanh(np.arctanh(correlation) + np.array([-reach, reach]))
    direction = covariances[:, rows[0]] / covariances[rows[0], rows[0]]
    root = signed_root(fit, place, 0.0, direction)
    p = float(stats.chi2.sf(root**2, 1))
    return Association(float(correlation), float(low), float(high), p)


def _scaled(effect: Effect, factor: float) -> Effect:
    """Return an effect in other units."""
    return replace(
        effect,
        estimate=effect.estimate * factor,
        se=effect.se * factor,
        low=effect.low * factor,
        high=effect.high * factor,
    )


def _not_applicable(panel: LatentPanel, why: Text, lags: tuple[int, int]) -> ErrorVar:
    """Return the fit that says why there is none."""
    nan = float(np.nan)
    nothing = Effect(nan, nan, nan, nan, nan, nan, nan)
    empty = np.full((2, 2), np.nan)
    pair = np.full(2, np.nan)
    n_periods, n_waves = _extent(panel)
    return ErrorVar(
        forward=nothing,
        reverse=nothing,
        innovation_correlation=Association(nan, nan, nan, nan),
        transition=empty,
        innovation=empty,
        intercept=empty,
        error_factor=pair,
        reliability=pair,
        scale=pair,
        start="stationary",
        start_p=nan,
        lags=lags,
        log_likelihood=nan,
        n_units=panel.unit.size,
        n_periods=n_periods,
        n_waves=n_waves,
        applicable=False,
        notes=(words.not_applicable(why),),
    )
