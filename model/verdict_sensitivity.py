"""Ask the same question otherwise, and say what that does to the strength of the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from model import verdict_words as words
from model.statistics.applicability import NOTHING_TO_SAY, not_applicable
from model.statistics.eiv import EivEstimate, eiv_hpj
from model.statistics.error_var import Effect, ErrorVar, error_var
from model.statistics.leave_out import LeftOut, without_one_period, without_one_unit
from model.statistics.placebo import placebo_future
from model.verdict_flips import flipped_by_assumption, flipped_by_one, found_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from model.text import Text

    Array = NDArray[np.float64]

Strength = Literal["strong", "moderate", "weak", ""]
SpecificationName = Literal[
    "primary",
    "error_0.7",
    "error_1.3",
    "error_estimated",
    "stationary_start",
    "free_start",
    "eiv_hpj",
    "leave_one_unit_out",
    "leave_one_period_out",
    "placebo_future",
]
#: Fewer periods than this do not tell measurement error from movement.
PERIODS_TO_ESTIMATE_ERROR = 8
FACTORS: tuple[tuple[SpecificationName, float], ...] = (("error_0.7", 0.7), ("error_1.3", 1.3))


@dataclass(frozen=True)
class Specification:
    """One answer to the question asked in one way.

    Parameters
    ----------
    name : SpecificationName
    direction : "forward" or "reverse"
    estimate, se, low, high, p : float
        In within-unit standard deviations; for the leave-one-out rows low and high are the
        lowest and highest estimate and p is the largest.
    applicable : bool
    note : Text
        Why not applicable, or how to read it.
    """

    name: SpecificationName
    direction: Literal["forward", "reverse"]
    estimate: float
    se: float
    low: float
    high: float
    p: float
    applicable: bool
    note: Text


@dataclass(frozen=True)
class Grade:
    """Strength, the reasons that lowered it, and every specification."""

    strength: Strength
    reasons: tuple[Text, ...]
    specifications: tuple[Specification, ...]


def sensitivity(
    fit: ErrorVar,
    x: Array,
    y: Array,
    se_x: Array,
    se_y: Array,
    *,
    is_reliability_entered: bool,
    doubts: int = 0,
) -> Grade:
    """Return the grade of a fit: strong, one step down for every reason to doubt it.

    Parameters
    ----------
    fit : ErrorVar
        Applicable, on the same data.
    x, y, se_x, se_y : array, shape (units, periods)
    is_reliability_entered : bool
        Standard errors come from a stated reliability.
    doubts : int
        How many diagnostics fired, and series were measured too seldom.
    """
    others = _refits(fit, x, y, se_x**2, se_y**2)
    if fit.fit is None:
        raise ValueError("sensitivity needs a fit that may be used")
    units, periods = without_one_unit(fit.fit), without_one_period(fit.fit)
    simpler = _eiv(fit, x, y, se_x**2, se_y**2)
    reasons = [
        *flipped_by_assumption(
            fit,
            {factor: others[name] for name, factor in FACTORS},
            others.get("free_start") or others["stationary_start"],
        ),
        *flipped_by_one(fit, units, words.UNIT_FLIPS),
        *flipped_by_one(fit, periods, words.PERIOD_FLIPS),
        *_disagreeing(fit, simpler),
        *([words.RELIABILITY_ENTERED] if is_reliability_entered else []),
    ]
    rows = _rows("primary", fit)
    for name, other in others.items():
        rows += _rows(name, other)
    if fit.n_waves < PERIODS_TO_ESTIMATE_ERROR:
        rows += _too_short()
    rows += _left_out("leave_one_unit_out", fit, units, words.LEFT_OUT_UNIT)
    rows += _left_out("leave_one_period_out", fit, periods, words.LEFT_OUT_PERIOD)
    rows += simpler
    placebo = placebo_future(x, y, var_x=se_x**2, var_y=se_y**2)
    rows.append(_estimated("placebo_future", "forward", placebo, fit.scale[0] / fit.scale[1]))
    steps: tuple[Strength, ...] = ("strong", "moderate", "weak")
    doubts += len(reasons) + len(fit.notes)
    return Grade(steps[min(doubts, 2)], tuple(reasons), tuple(rows))


def _refits(
    fit: ErrorVar, x: Array, y: Array, var_x: Array, var_y: Array
) -> dict[SpecificationName, ErrorVar]:
    """Return the fits under other assumptions about error and start."""
    out: dict[SpecificationName, ErrorVar] = {
        name: error_var(
            x, y, var_x=var_x * factor, var_y=var_y * factor, start=fit.start, lags=fit.lags
        )
        for name, factor in FACTORS
    }
    if fit.n_waves >= PERIODS_TO_ESTIMATE_ERROR:
        out["error_estimated"] = error_var(
            x, y, var_x=var_x, var_y=var_y, start=fit.start, lags=fit.lags, is_error_estimated=True
        )
    if fit.start == "free":
        out["stationary_start"] = error_var(
            x, y, var_x=var_x, var_y=var_y, start="stationary", lags=fit.lags
        )
    else:
        out["free_start"] = error_var(x, y, var_x=var_x, var_y=var_y, start="free", lags=fit.lags)
    return out


def _disagreeing(fit: ErrorVar, simpler: Sequence[Specification]) -> list[Text]:
    """Return the reason if the simpler estimator points the other way in a found direction."""
    found = found_by(fit)
    effects = {"forward": (fit.forward, "lead"), "reverse": (fit.reverse, "reverse")}
    for row in simpler:
        effect, name = effects[row.direction]
        if found in (name, "both") and row.applicable and row.estimate * effect.estimate < 0:
            return [words.EIV_DISAGREES]
    return []


def _eiv(fit: ErrorVar, x: Array, y: Array, var_x: Array, var_y: Array) -> list[Specification]:
    """Return the simpler estimator in both directions."""
    ratio = float(fit.scale[0] / fit.scale[1])
    forward = eiv_hpj(x, y, var_x=var_x, var_y=var_y, lag=fit.lags[0])
    reverse = eiv_hpj(y, x, var_x=var_y, var_y=var_x, lag=fit.lags[1])
    return [
        _estimated("eiv_hpj", "forward", forward, ratio),
        _estimated("eiv_hpj", "reverse", reverse, 1 / ratio),
    ]


def _estimated(
    name: SpecificationName,
    direction: Literal["forward", "reverse"],
    found: EivEstimate,
    ratio: float,
) -> Specification:
    """Return an estimate in the series' own units as one in standard deviations."""
    estimate, se = found.estimate * ratio, found.se * ratio
    ends = (estimate - 1.96 * se, estimate + 1.96 * se)
    return Specification(
        name, direction, estimate, se, *ends, found.p, applicable=found.applicable, note=found.note
    )


def _rows(name: SpecificationName, fit: ErrorVar) -> list[Specification]:
    """Return a fit's two directions."""
    note = NOTHING_TO_SAY if fit.applicable or not fit.notes else fit.notes[0]
    forward: tuple[Literal["forward"], Effect] = ("forward", fit.forward)
    reverse: tuple[Literal["reverse"], Effect] = ("reverse", fit.reverse)
    return [
        Specification(
            name,
            direction,
            effect.estimate,
            effect.se,
            effect.low,
            effect.high,
            effect.p,
            applicable=fit.applicable,
            note=note,
        )
        for direction, effect in (forward, reverse)
    ]


def _left_out(
    name: SpecificationName, fit: ErrorVar, left_out: Sequence[LeftOut], note: Text
) -> list[Specification]:
    """Return the range of the estimates without one unit or period."""
    nan = float(np.nan)
    forward = [one.forward_share * fit.forward.estimate for one in left_out]
    reverse = [one.reverse_share * fit.reverse.estimate for one in left_out]
    forward_p = max(one.forward_p for one in left_out)
    reverse_p = max(one.reverse_p for one in left_out)
    return [
        Specification(
            name,
            "forward",
            fit.forward.estimate,
            nan,
            min(forward),
            max(forward),
            forward_p,
            applicable=True,
            note=note,
        ),
        Specification(
            name,
            "reverse",
            fit.reverse.estimate,
            nan,
            min(reverse),
            max(reverse),
            reverse_p,
            applicable=True,
            note=note,
        ),
    ]


def _too_short() -> list[Specification]:
    """Return the rows that say that the error cannot be estimated."""
    nan = float(np.nan)
    why = words.TOO_SHORT_TO_ESTIMATE_ERROR.fill(needed=PERIODS_TO_ESTIMATE_ERROR)
    names: tuple[Literal["forward", "reverse"], ...] = ("forward", "reverse")
    return [
        Specification(
            "error_estimated",
            name,
            nan,
            nan,
            nan,
            nan,
            nan,
            applicable=False,
            note=not_applicable(why),
        )
        for name in names
    ]
