"""The tables of evidence: their columns, and from a verdict to their rows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import polars as pl

from model.hypothesis import answer, told

if TYPE_CHECKING:
    from model.text import Text
    from model.verdict import Verdict
    from model.verdict_lags import Direction
    from pipelines.pairs import Pair, Series

Columns = dict[str, type[pl.DataType] | pl.DataType]
_ESTIMATE: Columns = dict.fromkeys(("estimate", "se", "low", "high", "p"), pl.Float64)
# ``lags``: the 95 % confidence set of the lag, empty where nothing was found.
_DIRECTION: Columns = _ESTIMATE | {"lag": pl.Int64, "lags": pl.List(pl.Int64)}
# Of which question a row speaks: two measures may be explored, and registered more than once.
_PAIR: Columns = dict.fromkeys(("cause", "outcome", "hypothesis"), pl.String)

TABLES: dict[str, Columns] = {
    "verdicts": {
        "cause": pl.String,
        "outcome": pl.String,
        "cause_kind": pl.String,
        "verdict": pl.String,
        "strength": pl.String,
        "reasons_nl": pl.List(pl.String),
        "reasons_en": pl.List(pl.String),
        "n_units": pl.Int64,
        "n_periods": pl.Int64,
        "first_period": pl.String,
        "last_period": pl.String,
        **{f"forward_{part}": kind for part, kind in _DIRECTION.items()},
        **{f"reverse_{part}": kind for part, kind in _DIRECTION.items()},
        "innovation_correlation": pl.Float64,
        "innovation_correlation_low": pl.Float64,
        "innovation_correlation_high": pl.Float64,
        "gate_p": pl.Float64,
        "mde": pl.Float64,
        "power": pl.Float64,
        "needed_units": pl.Int64,
        "needed_periods": pl.Int64,
        "error_source": pl.String,
        "is_primary": pl.Boolean,
        "q": pl.Float64,
        "purpose": pl.String,
        "hypothesis": pl.String,
        "last_lag": pl.Int64,
        "smallest_effect": pl.Float64,
        "answer": pl.String,
    },
    "evidence": {
        **_PAIR,
        "direction": pl.String,
        "specification": pl.String,
        **_ESTIMATE,
        "applicable": pl.Boolean,
        "note_nl": pl.String,
        "note_en": pl.String,
    },
    "lag_curve": {
        **_PAIR,
        "lag": pl.Int64,
        "estimate": pl.Float64,
        "low": pl.Float64,
        "high": pl.Float64,
    },
    "moderation": {
        **_PAIR,
        "moderator": pl.String,
        "lag": pl.Int64,
        **_ESTIMATE,
        "q": pl.Float64,
        "mde": pl.Float64,
        "main": pl.Float64,
        "n_units": pl.Int64,
        "applicable": pl.Boolean,
        "note_nl": pl.String,
        "note_en": pl.String,
    },
}


def verdict_row(
    pair: Pair, series: Series, verdict: Verdict, *, shared: Text | None, smallest_effect: float
) -> dict[str, Any]:
    """Return the row of ``verdicts`` for one pair, without ``q`` and ``is_primary``.

    Parameters
    ----------
    shared : Text or None
        Why the errors of both sides are not apart; it comes first among the reasons.
    smallest_effect : float
        The smallest lead that matters, as this verdict took it.
    """
    asked = pair.hypothesis
    reasons = (*((shared,) if shared else ()), *verdict.reasons)
    reasons += told(asked, verdict) if asked else ()
    relation = verdict.innovation_correlation
    return {
        "cause": pair.cause,
        "outcome": pair.outcome,
        "cause_kind": pair.cause_kind,
        "verdict": verdict.verdict,
        "strength": verdict.strength,
        "reasons_nl": [reason.nl for reason in reasons],
        "reasons_en": [reason.en for reason in reasons],
        "n_units": verdict.n_units,
        "n_periods": verdict.n_periods,
        "first_period": series.periods[0] if series.periods else None,
        "last_period": series.periods[-1] if series.periods else None,
        **_direction("forward", verdict.forward),
        **_direction("reverse", verdict.reverse),
        "innovation_correlation": known(relation.estimate),
        "innovation_correlation_low": known(relation.low),
        "innovation_correlation_high": known(relation.high),
        "gate_p": known(verdict.gate_p),
        "mde": known(verdict.mde),
        "power": known(verdict.power),
        "needed_units": verdict.needed_units,
        "needed_periods": verdict.needed_periods,
        "error_source": verdict.error_source,
        "purpose": pair.purpose,
        "hypothesis": asked.name if asked else "",
        "last_lag": asked.last_lag if asked else 1,
        "smallest_effect": smallest_effect,
        "answer": answer(asked, verdict) if asked else "",
    }


def specification_rows(pair: Pair, verdict: Verdict) -> list[dict[str, Any]]:
    """Return the rows of ``evidence`` for one pair: the same question asked in several ways."""
    return [
        {
            **names_of(pair),
            "direction": one.direction,
            "specification": one.name,
            **{part: known(getattr(one, part)) for part in _ESTIMATE},
            "applicable": one.applicable,
            "note_nl": one.note.nl,
            "note_en": one.note.en,
        }
        for one in verdict.specifications
    ]


def curve_rows(pair: Pair, verdict: Verdict) -> list[dict[str, Any]]:
    """Return the rows of ``lag_curve`` for one pair; a positive lag means the cause first."""
    return [
        {
            **names_of(pair),
            "lag": point.lag,
            "estimate": known(point.estimate),
            "low": known(point.low),
            "high": known(point.high),
        }
        for point in verdict.lag_curve
    ]


def names_of(pair: Pair) -> dict[str, str]:
    """Return the columns that tell of which question a row speaks."""
    name = pair.hypothesis.name if pair.hypothesis else ""
    return {"cause": pair.cause, "outcome": pair.outcome, "hypothesis": name}


def known(value: float) -> float | None:
    """Return a number, or None for NaN: tables hold gaps, not NaN."""
    return None if math.isnan(value) else float(value)


def _direction(name: str, direction: Direction) -> dict[str, Any]:
    """Return the columns of one direction."""
    numbers = {f"{name}_{part}": known(getattr(direction, part)) for part in _ESTIMATE}
    return numbers | {
        f"{name}_lag": direction.lag,
        f"{name}_lags": list(direction.plausible_lags),
    }
