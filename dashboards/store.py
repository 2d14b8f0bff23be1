"""Read a release: its tables as small records that the views ask for."""

from __future__ import annotations

from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING, Any

from dashboards.facts import (
    Figure,
    Measure,
    Moderator,
    Pair,
    Specification,
    Unit,
    is_about,
    measures_of,
    moderator_of,
    n_words,
    number_of,
    pair_of,
    specification_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipelines.read import Release


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
                n_band=n_words(row) if shown else "",
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
        return [specification_of(row) for row in self.rows("evidence") if is_about(row, pair)]

    @property
    def asks_moderators(self) -> bool:
        """Whether this release asked if estimates differ with leadership; older ones did not."""
        return "moderation" in self.release.tables

    def moderators(self, pair: Pair) -> list[Moderator]:
        """Return how the estimate of a question differs with each measure of leadership."""
        return [
            moderator_of(row, self.measures)
            for row in self.rows("moderation")
            if is_about(row, pair)
        ]

    def lag_curve(self, pair: Pair) -> list[tuple[int, float, float, float]]:
        """Return (lag, estimate, low, high) of a question; a lag above 0 is cause first."""
        rows = [
            (
                int(row["lag"]),
                number_of(row["estimate"]),
                number_of(row["low"]),
                number_of(row["high"]),
            )
            for row in self.rows("lag_curve")
            if is_about(row, pair)
        ]
        return sorted(
            (lag, estimate, low, high)
            for lag, estimate, low, high in rows
            if estimate is not None and low is not None and high is not None
        )
