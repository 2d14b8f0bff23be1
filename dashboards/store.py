"""Read a release: its tables as small records that the views ask for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING, Any

from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipelines.read import Release

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


class Store:
    """One release in the shape in which the views ask for it; nothing in it ever changes."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.name = release.name

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return a published table as records, in its published order."""
        return self.release.table(table).to_dicts()

    @cached_property
    def about(self) -> Mapping[str, str]:
        """Facts about the release by name."""
        return {str(row["key"]): str(row["value"] or "") for row in self.rows("about")}

    @property
    def files(self) -> Mapping[str, Mapping[str, Any]]:
        """The files of the release: name, hash and number of rows."""
        files: Mapping[str, Mapping[str, Any]] = self.release.manifest["files"]
        return files

    @cached_property
    def smallest_group(self) -> int:
        """No figure is about fewer people."""
        return int(float(self.about.get("smallest_group") or 5))

    @cached_property
    def smallest_effect(self) -> float:
        """The smallest lead that matters, in standard deviations within units."""
        return float(self.about.get("smallest_effect") or 0.25)

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        """Every measure by code: iceberg order, constructs before single items."""
        return measures_of(self.rows("measures"))

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        """Every unit by code, in the order of the organisation."""
        rows = sorted(self.rows("units"), key=lambda row: row["sort_order"] or 0)
        return {
            row["unit_code"]: Unit(
                code=row["unit_code"],
                name=row["name"] or row["unit_code"],
                parent=row["parent_code"],
                level=int(row["level"] or 0),
            )
            for row in rows
        }

    @cached_property
    def leaves(self) -> tuple[Unit, ...]:
        """Units without units below them, in the order of the organisation."""
        parents = {unit.parent for unit in self.units.values()}
        return tuple(unit for unit in self.units.values() if unit.code not in parents)

    @cached_property
    def top(self) -> Unit | None:
        """The unit that holds all others, when there is one."""
        tops = [unit for unit in self.units.values() if unit.parent is None]
        return tops[0] if len(tops) == 1 and len(self.units) > 1 else None

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """Every period, from the first to the last."""
        rows = sorted(self.rows("periods"), key=lambda row: row["period_index"])
        return tuple(row["period"] for row in rows)

    @cached_property
    def figures(self) -> Mapping[tuple[str, str], Mapping[str, Figure]]:
        """Figures by (measure, unit) and then by period."""
        found: dict[tuple[str, str], dict[str, Figure]] = {}
        for row in self.rows("figures"):
            shown = row["state"] == "shown"
            figure = Figure(
                unit=row["unit_code"],
                period=row["period"],
                measure=row["measure"],
                value=row["value"] if shown else None,
                se=row["se"] if shown else None,
                low=row["low"] if shown else None,
                high=row["high"] if shown else None,
                n_band=_n_words(row) if shown else "",
                state=row["state"],
                bound=(row.get("bound") or "") if shown else "",
            )
            found.setdefault((figure.measure, figure.unit), {})[figure.period] = figure
        return found

    def series(self, measure: str, unit: str) -> list[Figure]:
        """Return the figures of one unit on one measure, one for every period."""
        known = self.figures.get((measure, unit), {})
        return [
            known.get(period)
            or Figure(unit, period, measure, None, None, None, None, "", "no_data")
            for period in self.periods
        ]

    def middle(self, measure: str) -> list[Figure]:
        """Return the median over the shown leaf units, one figure for every period."""
        found = []
        for place, period in enumerate(self.periods):
            values = [v for s in self._leaf_series(measure) if (v := s[place].value) is not None]
            state = "shown" if values else "no_data"
            value = median(values) if values else None
            found.append(
                Figure("", period, measure, value, None, None, None, str(len(values)), state)
            )
        return found

    def _leaf_series(self, measure: str) -> list[list[Figure]]:
        """Return the series of every leaf unit on a measure."""
        return [self.series(measure, unit.code) for unit in self.leaves]

    def measured(self, measure: str) -> tuple[Unit, ...]:
        """Return the units that have any row on a measure, in the organisation's order."""
        return tuple(unit for unit in self.units.values() if (measure, unit.code) in self.figures)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Every question with its verdict; the one the page opens on comes first."""
        found = [pair_of(row, self.measures) for row in self.rows("verdicts")]
        return tuple(sorted(found, key=lambda p: (not p.is_primary, p.cause.code, p.outcome.code)))

    def pair(self, cause: str, outcome: str, hypothesis: str = "") -> Pair | None:
        """Return one question, or the one the page opens on when there is no such question."""
        wanted = [p for p in self.pairs if (p.cause.code, p.outcome.code) == (cause, outcome)]
        wanted.sort(key=lambda p: p.hypothesis != hypothesis)
        return next(iter([*wanted, *self.pairs]), None)

    def specifications(self, pair: Pair) -> list[Specification]:
        """Return the estimates of a question under other assumptions."""
        return [
            Specification(
                name=row["specification"],
                direction=row["direction"],
                estimate=_number(row["estimate"]),
                low=_number(row["low"]),
                high=_number(row["high"]),
                applicable=bool(row["applicable"]),
                note=Text(nl=row["note_nl"] or "", en=row["note_en"] or ""),
            )
            for row in self.rows("evidence")
            if _is_about(row, pair)
        ]

    @property
    def asks_moderators(self) -> bool:
        """Whether this release asked if estimates differ with leadership; older ones did not."""
        return "moderation" in self.release.tables

    def moderators(self, pair: Pair) -> list[Moderator]:
        """Return how the estimate of a question differs with each measure of leadership."""
        return [
            Moderator(
                measure=_measure(self.measures, row["moderator"], "leadership"),
                lag=int(row["lag"]),
                estimate=_number(row["estimate"]),
                low=_number(row["low"]),
                high=_number(row["high"]),
                q=_number(row["q"]),
                mde=_number(row["mde"]),
                n_units=int(row["n_units"]),
                applicable=bool(row["applicable"]),
                note=Text(nl=row["note_nl"] or "", en=row["note_en"] or ""),
            )
            for row in self.rows("moderation")
            if _is_about(row, pair)
        ]

    def lag_curve(self, pair: Pair) -> list[tuple[int, float, float, float]]:
        """Return (lag, estimate, low, high) of a question; a lag above 0 is cause first."""
        rows = [
            (int(row["lag"]), _number(row["estimate"]), _number(row["low"]), _number(row["high"]))
            for row in self.rows("lag_curve")
            if _is_about(row, pair)
        ]
        return sorted(
            (lag, estimate, low, high)
            for lag, estimate, low, high in rows
            if estimate is not None and low is not None and high is not None
        )


def _is_about(row: dict[str, Any], pair: Pair) -> bool:
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
        mde=_number(row["mde"]),
        power=_number(row["power"]),
        needed_units=_whole(row["needed_units"]),
        needed_periods=_whole(row["needed_periods"]),
        error_source=row["error_source"] or "none",
        is_primary=bool(row["is_primary"]),
        registered=row["purpose"] == "registered",
        hypothesis=row.get("hypothesis") or "",
        answer=row.get("answer") or "",
        last_lag=int(row.get("last_lag") or 1),
        smallest_effect=_number(row.get("smallest_effect")),
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
        estimate=_number(row[f"{name}_estimate"]),
        low=_number(row[f"{name}_low"]),
        high=_number(row[f"{name}_high"]),
        p=_number(row[f"{name}_p"]),
        lag=_whole(row[f"{name}_lag"]),
        lags=tuple(row.get(f"{name}_lags") or ()),
    )


def _number(value: float | None) -> float | None:
    """Return a number, or nothing when it is absent or not finite."""
    if value is None or value != value or value in (float("inf"), float("-inf")):
        return None
    return float(value)


def _whole(value: float | None) -> int | None:
    """Return a whole number, or nothing."""
    number = _number(value)
    return None if number is None else round(number)


def _n_words(row: dict[str, Any]) -> str:
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
