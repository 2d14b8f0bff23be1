"""Judge which of two series went first, how sure that is, and what is missing to be surer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import stats

from model import verdict_words as words
from model.statistics.error_var import Association, ErrorVar, error_var
from model.statistics.lag_search import LagSearch, lag_search
from model.statistics.local_projection import LagEstimate, local_projections
from model.statistics.permutation import permutation_gate
from model.text import Text, format_number
from model.verdict_doubts import doubt_reasons, doubts, withheld
from model.verdict_rule import (
    FEWEST_PERIODS,
    FEWEST_UNITS,
    LEVEL,
    Findings,
    VerdictName,
    chance_to_see,
    decide,
    periods_needed,
    smallest_visible,
    units_needed,
)
from model.verdict_sensitivity import Specification, Strength, sensitivity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from model.statistics.diagnostic import Diagnostic

    Array = NDArray[np.float64]

ErrorSource = Literal["sampling", "reliability", "none"]
SMALLEST_EFFECT = 0.25
GATE_DRAWS = 999


@dataclass(frozen=True)
class Direction:
    """One direction, in error-free within-unit standard deviations.

    Parameters
    ----------
    estimate, se, low, high, p : float
        Of the primary estimator; NaN when there is none. p is not yet corrected for the two
        directions.
    lag : int
        Periods between cause and outcome at which the likelihood is highest; 1 when no other
        lag was looked at.
    plausible_lags : tuple of int
        95 % confidence set of the lag; empty when no other lag was looked at.
    """

    estimate: float
    se: float
    low: float
    high: float
    p: float
    lag: int
    plausible_lags: tuple[int, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What can be said about a cause x and an outcome y.

    Parameters
    ----------
    verdict : VerdictName
        "lead" (x first), "reverse" (y first), "both", "together", "none", "insufficient".
    strength : "strong", "moderate", "weak" or ""
        Empty when the verdict is "insufficient" or sensitivity was not asked for.
    reasons : tuple of Text
        Why this verdict, and what lowered its strength.
    forward, reverse : Direction
        x on later y; y on later x.
    gate_p : float
        Permutation test of any relation at all.
    innovation_correlation : Association
        Of what is new in both in the same period.
    mde : float
        Smallest effect that would be seen with 80 % chance, in the less precise direction.
    power : float
        Chance that an effect of the smallest size that matters would have been seen.
    needed_units, needed_periods : int or None
        How many units (with these periods), or periods (with these units), would show the
        smallest effect that matters with 80 % chance; None when it cannot be computed.
    n_units, n_periods : int
        Units with both series; periods in which both were measured.
    specifications : tuple of Specification
        The same question asked otherwise.
    lag_curve : tuple of LagEstimate
        The shape over lags; a picture only.
    method : str
        "stationary" or "free" start; empty when nothing was fitted.
    error_source : "sampling", "reliability" or "none"
    diagnostics : tuple of Diagnostic
        What the method does not hold for, looked for in these data.
    ruled : VerdictName
        What the rule alone says; an order is not claimed ("insufficient") when a diagnostic
        fires.
    """

    verdict: VerdictName
    strength: Strength
    reasons: tuple[Text, ...]
    forward: Direction
    reverse: Direction
    gate_p: float
    innovation_correlation: Association
    mde: float
    power: float
    needed_units: int | None
    needed_periods: int | None
    n_units: int
    n_periods: int
    specifications: tuple[Specification, ...]
    lag_curve: tuple[LagEstimate, ...]
    method: str
    error_source: ErrorSource
    diagnostics: tuple[Diagnostic, ...] = ()
    ruled: VerdictName = "insufficient"


def judge(  # noqa: PLR0913 - options of one question, each with its default
    x: Array,
    y: Array,
    se_x: Array | None,
    se_y: Array | None,
    *,
    smallest_effect: float = SMALLEST_EFFECT,
    error_source: ErrorSource = "sampling",
    errors_correlate: bool = False,
    lag_window: int = 1,
    max_lag: int = 4,
    with_sensitivity: bool = True,
    seed: int = 0,
) -> Verdict:
    """Return the verdict on whether x went before y.

    Parameters
    ----------
    x, y : array, shape (units, periods)
        Cause and outcome; NaN is a gap. Values that go up mean more of the thing.
    se_x, se_y : array, shape (units, periods), or None
        Standard errors in the units of x and y. None or NaN everywhere: not known, and then
        there is no lead/lag verdict.
    smallest_effect : float
        Smallest effect that matters, in error-free within-unit standard deviations.
    error_source : "sampling", "reliability" or "none"
        Where the standard errors come from; a stated reliability lowers the strength.
    errors_correlate : bool
        The same people answered both sides, or the windows overlap: refused.
    lag_window : int
        Lags that count as going before: 1 … this. With more than one, p is that of the largest
        root over the window (max-statistic), and the estimate is the one at the best lag.
    max_lag : int
        Reach of the gate, of the lag curve and of the lags compared once a lead is found.
    with_sensitivity : bool
        Refit under other assumptions and without single units and periods. They set the
        strength and are always shown; the verdict itself does not depend on them.
    seed : int
        Of the gate's shuffles.
    """
    source = "none" if _unknown(se_x) or _unknown(se_y) else error_source
    gate = permutation_gate(x, y, max_lag=max_lag, draws=GATE_DRAWS, seed=seed)
    curve = local_projections(x, y, max_lag=max_lag) if with_sensitivity else ()
    if source == "none" or se_x is None or se_y is None:
        return _refused(x, y, words.NO_ERROR, gate_p=gate.p, curve=curve, source="none")
    if errors_correlate:
        return _refused(x, y, words.SAME_PEOPLE, gate_p=gate.p, curve=curve, source=source)
    fit = error_var(x, y, var_x=se_x**2, var_y=se_y**2)
    shortage = _shortage(fit)
    if shortage is not None:
        return _refused(x, y, shortage, gate_p=gate.p, curve=curve, source=source, fit=fit)
    return _judged(
        fit,
        (x, y, se_x, se_y),
        gate_p=gate.p,
        curve=curve,
        source=source,
        smallest_effect=smallest_effect,
        lags=(lag_window, max_lag if with_sensitivity else 1),
        with_sensitivity=with_sensitivity,
    )


def _judged(
    fit: ErrorVar,
    data: tuple[Array, Array, Array, Array],
    *,
    gate_p: float,
    curve: tuple[LagEstimate, ...],
    source: ErrorSource,
    smallest_effect: float,
    lags: tuple[int, int],
    with_sensitivity: bool,
) -> Verdict:
    """Return the verdict on a fit that may be used."""
    forward, reverse = _directions(fit, *lags)
    worst_se = max(forward.se, reverse.se)
    mde = smallest_visible(worst_se, fit.n_units)
    ends = (forward.low, forward.high, reverse.low, reverse.high)
    findings = Findings(
        forward_p=forward.p,
        reverse_p=reverse.p,
        gate_p=gate_p,
        together_p=fit.innovation_correlation.p,
        widest=max(abs(end) for end in ends),
        mde=mde,
    )
    ruled = decide(findings, smallest_effect=smallest_effect)
    diagnostics = doubts(fit.fit, lag_window=lags[0]) if fit.fit else ()
    name: VerdictName = "insufficient" if withheld(ruled, diagnostics) else ruled
    strength: Strength = ""
    specifications: tuple[Specification, ...] = ()
    doubtful = doubt_reasons(ruled, diagnostics)
    found = _reasons(name, findings, (forward, reverse), smallest_effect) if name == ruled else ()
    reasons = (*found, *doubtful, *fit.notes, *_coarse(*data[:2]))
    if with_sensitivity:
        grade = sensitivity(
            fit,
            *data,
            is_reliability_entered=source == "reliability",
            doubts=len(doubtful),
        )
        specifications = grade.specifications
        reasons += grade.reasons
        strength = "" if name == "insufficient" else grade.strength
    return Verdict(
        verdict=name,
        strength=strength,
        reasons=reasons,
        forward=forward,
        reverse=reverse,
        gate_p=gate_p,
        innovation_correlation=fit.innovation_correlation,
        mde=mde,
        power=chance_to_see(smallest_effect, worst_se, fit.n_units),
        needed_units=max(FEWEST_UNITS, units_needed(mde, smallest_effect, fit.n_units)),
        needed_periods=max(FEWEST_PERIODS, periods_needed(mde, smallest_effect, fit.n_periods)),
        n_units=fit.n_units,
        n_periods=fit.n_periods,
        specifications=specifications,
        lag_curve=curve,
        method=fit.start,
        error_source=source,
        diagnostics=diagnostics,
        ruled=ruled,
    )


def _reasons(
    name: VerdictName,
    findings: Findings,
    directions: tuple[Direction, Direction],
    smallest_effect: float,
) -> tuple[Text, ...]:
    """Return why the verdict is what it is."""
    smallest = _number(smallest_effect)
    weak = words.TOO_WEAK.fill(mde=_number(findings.mde), smallest=smallest)
    found = {
        "lead": (words.FORWARD_FOUND,),
        "reverse": (words.REVERSE_FOUND,),
        "both": (words.BOTH_FOUND,),
        "together": (words.TOGETHER_FOUND,),
        "none": (words.NO_ORDER.fill(smallest=smallest),),
        "insufficient": (weak,),
    }[name]
    if name in ("none", "insufficient") and findings.gate_p > LEVEL:
        return (words.NO_RELATION, *found)
    if name == "insufficient" and findings.together_p <= LEVEL:
        return (words.ORDER_UNCLEAR, *found)
    forward, reverse = directions
    claimed = {"lead": [forward], "reverse": [reverse], "both": [forward, reverse]}
    if any(direction.estimate < 0 for direction in claimed.get(name, [])):
        return (*found, words.OPPOSITE)
    return found


def _coarse(x: Array, y: Array) -> tuple[Text, ...]:
    """Return a warning for each series that was measured less often than the other."""
    often = [int(np.isfinite(series).any(axis=0).sum()) for series in (x, y)]
    names = (words.FIRST_SERIES, words.SECOND_SERIES)
    return tuple(
        words.COARSE.fill(which=name, step=round(max(often) / waves))
        for name, waves in zip(names, often, strict=True)
        if round(max(often) / waves) > 1
    )


def _shortage(fit: ErrorVar) -> Text | None:
    """Return what is missing before anything can be said, if anything."""
    if fit.n_units < FEWEST_UNITS:
        return words.FEW_UNITS.fill(units=fit.n_units, needed=FEWEST_UNITS)
    if fit.n_periods < FEWEST_PERIODS:
        return words.FEW_PERIODS.fill(periods=fit.n_periods, needed=FEWEST_PERIODS)
    return None if fit.applicable else fit.notes[0]


def _refused(
    x: Array,
    y: Array,
    why: Text,
    *,
    gate_p: float,
    curve: tuple[LagEstimate, ...],
    source: ErrorSource,
    fit: ErrorVar | None = None,
) -> Verdict:
    """Return the verdict that says why there is none."""
    nan = float(np.nan)
    nothing = Direction(nan, nan, nan, nan, nan, 1)
    seen = np.isfinite(x) & np.isfinite(y)
    n_units = fit.n_units if fit else int((seen.sum(axis=1) >= 2).sum())
    n_periods = fit.n_periods if fit else int(seen.any(axis=0).sum())
    return Verdict(
        verdict="insufficient",
        strength="",
        reasons=(why,),
        forward=nothing,
        reverse=nothing,
        gate_p=gate_p,
        innovation_correlation=Association(nan, nan, nan, nan),
        mde=nan,
        power=nan,
        needed_units=FEWEST_UNITS if n_units < FEWEST_UNITS else None,
        needed_periods=FEWEST_PERIODS if n_periods < FEWEST_PERIODS else None,
        n_units=n_units,
        n_periods=n_periods,
        specifications=(),
        lag_curve=curve,
        method="",
        error_source=source,
    )


def _directions(fit: ErrorVar, lag_window: int, reach: int) -> tuple[Direction, Direction]:
    """Return both directions, over their window or with their lag where there is a lead."""
    plain = [
        Direction(effect.estimate, effect.se, effect.low, effect.high, effect.p, 1)
        for effect in (fit.forward, fit.reverse)
    ]
    window = lag_window if lag_window > 1 else reach
    nothing_to_place = lag_window == 1 and min(plain[0].p, plain[1].p) > LEVEL
    if fit.fit is None or window == 1 or nothing_to_place:
        return plain[0], plain[1]
    forward = lag_search(fit.fit, "forward", window=window)
    reverse = lag_search(fit.fit, "reverse", window=window, other_lag=forward.lag)
    if reverse.lag > 1:
        forward = lag_search(fit.fit, "forward", window=window, other_lag=reverse.lag)
    ratio = float(np.divide(*(fit.scale / fit.fit.panel.scale)))
    if lag_window > 1:
        return (
            _at_best_lag(plain[0], forward, ratio, fit.n_units),
            _at_best_lag(plain[1], reverse, 1 / ratio, fit.n_units),
        )
    first, second = (
        replace(direction, lag=found.lag, plausible_lags=found.plausible)
        if direction.p <= LEVEL
        else direction
        for direction, found in zip(plain, (forward, reverse), strict=True)
    )
    return first, second


def _at_best_lag(plain: Direction, found: LagSearch, ratio: float, units: int) -> Direction:
    """Return a direction over a window: the p of all its lags, the effect at the best one."""
    if found.lag == 1:
        return replace(plain, p=max(plain.p, found.p), plausible_lags=found.plausible)
    estimate = float(found.estimates[found.lag - 1]) * ratio
    se = abs(estimate / float(found.roots[found.lag - 1]))
    half = float(stats.t.ppf(1 - LEVEL / 2, units - 1)) * se
    ends = (estimate - half, estimate + half)
    return Direction(estimate, se, *ends, found.p, found.lag, found.plausible)


def _unknown(se: Array | None) -> bool:
    """Return whether no standard error is known."""
    return se is None or not np.isfinite(se).any()


def _number(value: float) -> Text:
    """Return an effect as each language writes it."""
    return Text(nl=format_number(value, "nl", digits=2), en=format_number(value, "en", digits=2))
