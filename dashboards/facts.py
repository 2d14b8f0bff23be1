"""What a release says, as small records that never change, from the rows of its tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

_ABBREVIATION = 4
KIND_ORDER = ("customer", "behaviour", "routine", "belief", "leadership", "drive", "context")


@dataclass(frozen=True)
class Measure:
    """One thing measured."""

    code: str
    kind: str
    name: Text
    statistic: str
    is_construct: bool
    scale_min: float | None
    scale_max: float | None


@dataclass(frozen=True)
class Unit:
    """One unit of the organisation; level 0 is the top."""

    code: str
    name: str
    parent: str | None
    level: int


@dataclass(frozen=True)
class Figure:
    """One published figure; numbers are absent unless ``state`` is ``shown``."""

    unit: str
    period: str
    measure: str
    value: float | None
    se: float | None
    low: float | None
    high: float | None
    n_band: str
    state: str
    bound: str = ""


@dataclass(frozen=True)
class Direction:
    """The estimate of one direction, in standard deviations within units."""

    estimate: float | None
    low: float | None
    high: float | None
    p: float | None
    lag: int | None
    lags: tuple[int, ...] = ()


@dataclass(frozen=True)
class Pair:
    """One question, cause before outcome, and what the evidence says."""

    cause: Measure
    outcome: Measure
    verdict: str
    strength: str
    reasons: tuple[Text, ...]
    forward: Direction
    reverse: Direction
    n_units: int
    n_periods: int
    first_period: str
    last_period: str
    mde: float | None
    power: float | None
    needed_units: int | None
    needed_periods: int | None
    error_source: str
    is_primary: bool
    registered: bool
    hypothesis: str = ""
    answer: str = ""
    last_lag: int = 1
    smallest_effect: float | None = None


@dataclass(frozen=True)
class Specification:
    """The estimate again under another assumption."""

    name: str
    direction: str
    estimate: float | None
    low: float | None
    high: float | None
    applicable: bool
    note: Text


@dataclass(frozen=True)
class Moderator:
    """How much an estimate changes with where a unit stands on a measure of leadership.

    Numbers are in standard deviations within units, per standard deviation between units.
    """

    measure: Measure
    lag: int
    estimate: float | None
    low: float | None
    high: float | None
    q: float | None
    mde: float | None
    n_units: int
    applicable: bool
    note: Text


def is_about(row: dict[str, Any], pair: Pair) -> bool:
    """Return whether a row of the evidence speaks of a question."""
    # Releases made before questions carried the name of their hypothesis have one row for each.
    asked = (row["cause"], row["outcome"], row.get("hypothesis") or "")
    return asked == (pair.cause.code, pair.outcome.code, pair.hypothesis)


def measures_of(rows: list[dict[str, Any]]) -> dict[str, Measure]:
    """Return measures by code: iceberg order, constructs before single items."""
    found = [
        Measure(
            code=row["measure"],
            kind=row["kind"],
            name=Text(
                nl=measure_name(row["measure"], row["name_nl"] or row["name_en"]),
                en=measure_name(row["measure"], row["name_en"] or row["name_nl"]),
            ),
            statistic=row["statistic"] or "mean",
            is_construct=bool(row["is_construct"]),
            scale_min=row["scale_min"],
            scale_max=row["scale_max"],
        )
        for row in rows
    ]
    found.sort(key=lambda m: (_kind_rank(m.kind), not m.is_construct, m.code))
    return {measure.code: measure for measure in found}


def specification_of(row: dict[str, Any]) -> Specification:
    """Return one way of asking a question, from a row of ``evidence``."""
    return Specification(
        name=row["specification"],
        direction=row["direction"],
        estimate=number_of(row["estimate"]),
        low=number_of(row["low"]),
        high=number_of(row["high"]),
        applicable=bool(row["applicable"]),
        note=Text(nl=row["note_nl"] or "", en=row["note_en"] or ""),
    )


def moderator_of(row: dict[str, Any], measures: Mapping[str, Measure]) -> Moderator:
    """Return how an estimate differs with leadership, from a row of ``moderation``."""
    return Moderator(
        measure=_measure(measures, row["moderator"], "leadership"),
        lag=int(row["lag"]),
        estimate=number_of(row["estimate"]),
        low=number_of(row["low"]),
        high=number_of(row["high"]),
        q=number_of(row["q"]),
        mde=number_of(row["mde"]),
        n_units=int(row["n_units"]),
        applicable=bool(row["applicable"]),
        note=Text(nl=row["note_nl"] or "", en=row["note_en"] or ""),
    )


def pair_of(row: dict[str, Any], measures: Mapping[str, Measure]) -> Pair:
    """Return one row of ``verdicts`` as a question with its answer."""
    return Pair(
        cause=_measure(measures, row["cause"], row["cause_kind"]),
        outcome=_measure(measures, row["outcome"], "customer"),
        verdict=row["verdict"],
        strength=row["strength"] or "",
        reasons=tuple(
            Text(nl=nl, en=en)
            for nl, en in zip(row["reasons_nl"] or (), row["reasons_en"] or (), strict=True)
        ),
        forward=_direction(row, "forward"),
        reverse=_direction(row, "reverse"),
        n_units=int(row["n_units"] or 0),
        n_periods=int(row["n_periods"] or 0),
        first_period=row["first_period"] or "",
        last_period=row["last_period"] or "",
        mde=number_of(row["mde"]),
        power=number_of(row["power"]),
        needed_units=_whole(row["needed_units"]),
        needed_periods=_whole(row["needed_periods"]),
        error_source=row["error_source"] or "none",
        is_primary=bool(row["is_primary"]),
        registered=row["purpose"] == "registered",
        hypothesis=row.get("hypothesis") or "",
        answer=row.get("answer") or "",
        last_lag=int(row.get("last_lag") or 1),
        smallest_effect=number_of(row.get("smallest_effect")),
    )


def _measure(measures: Mapping[str, Measure], code: str, kind: str) -> Measure:
    """Return a measure; a code without a row stands for itself."""
    return measures.get(code) or Measure(
        code, kind, Text(nl=code, en=code), "mean", True, None, None
    )


def as_day(value: object) -> dt.date | None:
    """Return the day of a published moment, whichever way it was written down."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.datetime.fromisoformat(str(value)).date()
    except ValueError:
        return None


def _direction(row: dict[str, Any], name: str) -> Direction:
    """Return one direction of a verdict."""
    return Direction(
        estimate=number_of(row[f"{name}_estimate"]),
        low=number_of(row[f"{name}_low"]),
        high=number_of(row[f"{name}_high"]),
        p=number_of(row[f"{name}_p"]),
        lag=_whole(row[f"{name}_lag"]),
        lags=tuple(row.get(f"{name}_lags") or ()),
    )


def number_of(value: float | None) -> float | None:
    """Return a number, or nothing when it is absent or not finite."""
    if value is None or value != value or value in (float("inf"), float("-inf")):
        return None
    return float(value)


def _whole(value: float | None) -> int | None:
    """Return a whole number, or nothing."""
    number = number_of(value)
    return None if number is None else round(number)


def n_words(row: dict[str, Any]) -> str:
    """Return how many stand behind a figure: exact where no people are counted, else a band."""
    return str(int(row["n"])) if row.get("n") is not None else (row["n_band"] or "")


def measure_name(code: str, name: str | None) -> str:
    """Return the name of a measure; a code that has to stand in for one is made readable."""
    if name and name != code:
        return name
    words = code.replace("_", " ")
    # A short code in capitals is an abbreviation, such as NPS.
    return words.capitalize() if words.isupper() and len(words) > _ABBREVIATION else words


def _kind_rank(kind: str) -> int:
    """Return the place of a kind in the iceberg."""
    return KIND_ORDER.index(kind) if kind in KIND_ORDER else len(KIND_ORDER)
