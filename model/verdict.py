"""Judge which of two series went first, how sure that is, and what is missing to be surer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from model import verdict_words as words
from model.statistics.error_var import Association, ErrorVar, error_var
from model.statistics.local_projection import LagEstimate, local_projections
from model.statistics.permutation import permutation_gate
from model.statistics.waves import usual_step
from model.text import Text, format_number
from model.verdict_doubts import NO_ORDER, doubt_reasons, doubts, withheld
from model.verdict_lags import REACH, Direction, at_their_lags
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
#: How far apart a relation of any kind is looked for, either way.
GATE_LAGS = 4


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
        Units with both series; periods, in the span that both cover, in which at least one was
        measured.
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


def judge(
    x: Array,
    y: Array,
    se_x: Array | None,
    se_y: Array | None,
    *,
    smallest_effect: float = SMALLEST_EFFECT,
    error_source: ErrorSource = "sampling",
    errors_correlate: bool = False,
    lag_window: int | None = None,
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
    lag_window : int, optional
        Lags that count as going before: 1 … this; None where nobody said, see
        :func:`model.verdict_lags.at_their_lags`. The estimate is the one at the likeliest lag.
    with_sensitivity : bool
        Refit under other assumptions and without single units and periods. They set the
        strength and are always shown; the verdict itself does not depend on them.
    seed : int
        Of the gate's shuffles.
    """
    source = "none" if _unknown(se_x) or _unknown(se_y) else error_source
    gate = permutation_gate(x, y, max_lag=GATE_LAGS, draws=GATE_DRAWS, seed=seed)
    curve = local_projections(x, y, max_lag=REACH) if with_sensitivity else ()
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
        lag_window=lag_window,
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
    lag_window: int | None,
    with_sensitivity: bool,
) -> Verdict:
    """Return the verdict on a fit that may be used."""
    # Without any relation no lag is looked for: the answer would be the same.
    window = lag_window if gate_p <= LEVEL else 1
    fit, forward, reverse = at_their_lags(fit, *data, window=window)
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
    diagnostics = doubts(fit.fit, lag_window=lag_window) if fit.fit else ()
    name: VerdictName = "insufficient" if withheld(ruled, diagnostics) else ruled
    strength: Strength = ""
    specifications: tuple[Specification, ...] = ()
    doubtful = doubt_reasons(ruled, diagnostics)
    found = _reasons(name, findings, (forward, reverse), smallest_effect) if name == ruled else ()
    if name in NO_ORDER and lag_window is None:
        found += (words.LATER_LESS_SHARP,)
    coarse = _coarse(*data[:2])
    reasons = (*found, *doubtful, *fit.notes, *coarse)
    if with_sensitivity:
        grade = sensitivity(
            fit,
            *data,
            is_reliability_entered=source == "reliability",
            doubts=len(doubtful) + len(coarse),
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
    """Return a warning for each series that was usually not measured every period."""
    waves = [np.flatnonzero(np.isfinite(series).any(axis=0)) for series in (x, y)]
    names = (words.FIRST_SERIES, words.SECOND_SERIES)
    return tuple(
        words.COARSE.fill(which=name, step=usual_step(wave))
        for name, wave in zip(names, waves, strict=True)
        if usual_step(wave) > 1
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


def _unknown(se: Array | None) -> bool:
    """Return whether no standard error is known."""
    return se is None or not np.isfinite(se).any()


def _number(value: float) -> Text:
    """Return an effect as each language writes it."""
    return Text(nl=format_number(value, "nl", digits=2), en=format_number(value, "en", digits=2))
