"""How many periods lie between cause and outcome: every lag of a window, judged together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import stats

from model.statistics.latent_fit import Fit, inverse_of
from model.statistics.latent_panel import cells_of
from model.statistics.latent_var import INNOVATION, XY, YX, unit_scores, within_limits
from model.statistics.maximise import NO_METRIC, Problem, climb, curvature
from model.statistics.threads import on_one_thread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from model.statistics.latent_var import Form

    Array = NDArray[np.float64]

DRAWS = 20_000
#: A chance that fewer draws than this speak for is not taken from them.
FEWEST_DRAWN = 20
CONFIDENCE = 0.95


@dataclass(frozen=True)
class LagSearch:
    """One direction over a window of lags.

    Parameters
    ----------
    lags : tuple of int
        1 … the end of the window.
    roots : array, shape (lags,)
        Signed root of the likelihood ratio of an effect at that lag alone.
    estimates : array, shape (lags,)
        Effect at that lag alone, in the scale of the fit.
    p : float
        Over all lags that were tried.
    p_alone : float
        Of the likeliest lag as if no other had been tried: a hint, not a finding.
    lag : int
        Where the likelihood is highest.
    plausible : tuple of int
        95 % confidence set: lags whose log-likelihood is less than half the χ²(1) quantile lower.
    """

    lags: tuple[int, ...]
    roots: Array
    estimates: Array
    p: float
    p_alone: float
    lag: int
    plausible: tuple[int, ...]


@on_one_thread
def lag_search(
    fit: Fit,
    direction: Literal["forward", "reverse"],
    *,
    window: int,
    next_share: float | None = None,
    other_lag: int = 1,
    seed: int = 0,
) -> LagSearch:
    """Return where in a window of lags one series' past counts for the other.

    Parameters
    ----------
    fit : Fit
        Of `error_var` on the same data.
    direction : "forward" or "reverse"
        x on later y, or y on later x.
    window : int
        Lags 1 … window are tried, as far as half the periods.
    next_share : float, optional
        Share of the level that goes to the next period alone; the rest goes to all later ones
        together (weighted Bonferroni). By default every lag counts alike.
    other_lag : int
        Lag at which the other direction stays in the model. A lead left out of it shows up as
        one the other way.
    seed : int
        Of the draws for p.

    Returns
    -------
    LagSearch
        Roots and estimates of every lag, one p over all of them, and the confidence set.

    Notes
    -----
    The roots of neighbouring lags are related. Their correlation under no effect comes from the
    units' efficient scores; the p of several lags is the chance that the largest of that many
    t-distributed roots with that correlation exceeds the one found (max-statistic).

    References
    ----------
    Davies (1987), Biometrika 74(1), 33-43: testing where a parameter exists under one
    hypothesis only. Hothorn, Bretz and Westfall (2008), Biometrical Journal 50(3), 346-363: the
    largest of related t statistics. Holm (1979), Scandinavian J. of Statistics 6(2), 65-70.
    """
    place = YX if direction == "forward" else XY
    lags = tuple(range(1, max(1, min(window, fit.panel.values.shape[1] // 2)) + 1))
    nothing = _without(fit, place, other_lag)
    tops = [_at(nothing, place, lag) for lag in lags]
    roots = np.array([_root(nothing, top, place) for top in tops])
    if next_share is None:
        p = _p_of_largest(nothing, place, (lags, roots), seed)
    else:
        p = _weighted_p(nothing, place, (lags, roots), next_share, seed)
    best = int(np.abs(roots).argmax())
    lost = roots[best] ** 2 - roots**2
    inside = np.flatnonzero(lost <= stats.chi2.ppf(CONFIDENCE, 1))
    return LagSearch(
        lags=lags,
        roots=roots,
        estimates=np.array([top.theta[place] for top in tops]),
        p=p,
        p_alone=float(2 * stats.t.sf(np.abs(roots).max(), fit.panel.effective_units - 1)),
        lag=lags[best],
        plausible=tuple(lags[i] for i in inside),
    )


@dataclass(frozen=True)
class _Point:
    """A maximum of one of the models compared."""

    theta: Array
    height: float
    problem: Problem
    fit: Fit


def _without(fit: Fit, place: int, other_lag: int) -> _Point:
    """Return the maximum without an effect in this direction."""
    free = fit.problem.free.copy()
    free[place] = False
    theta = fit.theta.copy()
    theta[place] = 0.0
    form = fit.problem.form._replace(lag_x=other_lag, lag_y=other_lag)
    problem = fit.problem._replace(free=free, form=_form(form, place, 1))
    theta, height, _ = climb(_calm(theta, problem.form), problem, 200, NO_METRIC)
    return _Point(theta, height, problem, fit)


def _form(form: Form, place: int, lag: int) -> Form:
    """Return the model with this direction at another lag."""
    return form._replace(lag_y=lag) if place == YX else form._replace(lag_x=lag)


def _calm(theta: Array, form: Form) -> Array:
    """Return a start that the longer recursion allows."""
    for _ in range(60):
        if within_limits(theta, form):
            break
        theta[:INNOVATION] *= 0.9
    return theta


def _at(nothing: _Point, place: int, lag: int) -> _Point:
    """Return the maximum with an effect at one lag."""
    free = nothing.problem.free.copy()
    free[place] = True
    problem = nothing.problem._replace(free=free, form=_form(nothing.problem.form, place, lag))
    theta, height, _ = climb(nothing.theta, problem, 200, NO_METRIC)
    return _Point(theta, height, problem, nothing.fit)


def _root(nothing: _Point, top: _Point, place: int) -> float:
    """Return the signed root of a likelihood ratio."""
    ratio = max(2 * (top.height - nothing.height), 0.0)
    return float(np.copysign(np.sqrt(ratio), top.theta[place]))


def _p_of_largest(
    nothing: _Point, place: int, tried: tuple[tuple[int, ...], Array], seed: int
) -> float:
    """Return the p of the largest of the roots at some lags."""
    lags, roots = tried
    related = _relatedness(nothing, place, lags)
    units = nothing.fit.panel.effective_units
    return _chance_of_largest(float(np.abs(roots).max()), related, units, seed)


def _weighted_p(
    nothing: _Point, place: int, tried: tuple[tuple[int, ...], Array], share: float, seed: int
) -> float:
    """Return the p of the next period and of all later ones, each on its share of the level."""
    lags, roots = tried
    alone = 2 * stats.t.sf(np.abs(roots), nothing.fit.panel.effective_units - 1)
    p = min(1.0, float(alone[0]) / share)
    if len(lags) == 1 or alone[1:].min() / (1 - share) >= p:
        return p
    later = _p_of_largest(nothing, place, (lags[1:], roots[1:]), seed)
    return min(p, later / (1 - share))


def _relatedness(nothing: _Point, place: int, lags: tuple[int, ...]) -> Array:
    """Return the correlation between lags of the units' efficient scores without an effect."""
    apart = cells_of(nothing.fit.panel, by_unit=True)
    columns = []
    for lag in lags:
        free = nothing.problem.free.copy()
        free[place] = True
        problem = nothing.problem._replace(free=free, form=_form(nothing.problem.form, place, lag))
        moving = np.flatnonzero(free)
        scores = unit_scores(nothing.theta, apart, problem.form)[:, moving]
        own = moving == place
        bend = curvature(nothing.theta, problem)
        metric = inverse_of(bend[np.ix_(~own, ~own)])
        shared = scores[:, ~own] @ (metric @ bend[~own][:, own])[:, 0] if metric.size else 0.0
        columns.append(scores[:, own][:, 0] - shared)
    efficient = np.array(columns)
    length = np.sqrt((efficient**2).sum(axis=1, keepdims=True))
    return np.asarray((efficient / length) @ (efficient / length).T)


def _chance_of_largest(largest: float, related: Array, units: float, seed: int) -> float:
    """Return how often the largest of related t-distributed roots exceeds the one found."""
    random = np.random.default_rng(seed)
    values, vectors = np.linalg.eigh(related)
    factor = vectors * np.sqrt(np.maximum(values, 0.0))
    normal = random.standard_normal((DRAWS, related.shape[0])) @ factor.T
    spread = np.sqrt(random.chisquare(units - 1, (DRAWS, 1)) / (units - 1))
    alone = float(2 * stats.t.sf(largest, units - 1))
    drawn = float((np.abs(normal / spread).max(axis=1) >= largest).mean())
    # Beyond what draws can resolve, Bonferroni's bound; a single lag needs no draws.
    bound = float(min(1.0, alone * related.shape[0]))
    if related.shape[0] == 1 or drawn * DRAWS < FEWEST_DRAWN:
        return bound
    return min(bound, max(alone, drawn))
