"""From the panel to the pairs of measures that are compared, and their series side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from model.period import period_index
from model.statistics.waves import usual_step
from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from model.hypothesis import Hypothesis
    from model.verdict import ErrorSource

    Array = NDArray[np.float64]

# What may come before customer scores, and the arrows of the iceberg above them.
CAUSES = ("belief", "routine", "behaviour", "leadership", "drive")
ARROWS = (("belief", "routine"), ("routine", "behaviour"))
# Registrations of work: nobody answers anything there.
WITHOUT_RESPONDENTS = ("behaviour_indicators",)
SURVEYS = ("survey_responses", "survey_scores")


@dataclass(frozen=True)
class Pair:
    """A cause and an outcome, and the periods that may speak of them.

    Attributes
    ----------
    hypothesis : Hypothesis or None
        What was written down before its data were in; only the periods of its window count.
    before : str
        Of an exploratory question that was registered later: only earlier periods count, so that
        no period both inspires and tests. Empty: every period.
    """

    cause: str
    outcome: str
    cause_kind: str
    hypothesis: Hypothesis | None = None
    before: str = ""

    @property
    def purpose(self) -> str:
        """Either ``registered`` or ``exploratory``."""
        return "registered" if self.hypothesis else "exploratory"


@dataclass(frozen=True)
class Series:
    """Two measures of the same units side by side, in the span of periods that both cover.

    Attributes
    ----------
    x, y : array, shape (units, periods)
        Cause and outcome; NaN is a gap.
    se_x, se_y : array, shape (units, periods)
        Their standard errors; NaN where x or y is a gap, or where no error is known at all.
    error_source : {"sampling", "reliability", "none"}
        The weaker of both sides.
    """

    x: Array
    y: Array
    se_x: Array
    se_y: Array
    units: list[str]
    periods: list[str]
    error_source: ErrorSource

    @property
    def n_cells(self) -> int:
        """In how many cells both are known."""
        return int((np.isfinite(self.x) & np.isfinite(self.y)).sum())


def pairs_of(measures: pl.DataFrame, registered: Iterable[Hypothesis]) -> list[Pair]:
    """Return every pair that is compared: causes with customer outcomes, and the chain.

    Parameters
    ----------
    measures : DataFrame
        Table ``measures``.
    registered : iterable of Hypothesis
        Made before their data; single items of a construct may be among them. The same two
        measures are explored only before the window of the first hypothesis about them.
    """
    kinds = dict(measures.select("measure", "kind").iter_rows())
    asked = [one for one in registered if one.cause in kinds and one.outcome in kinds]
    windows: dict[frozenset[str], str] = {}
    for one in sorted(asked, key=lambda one: period_index(one.first_period)):
        windows.setdefault(frozenset((one.cause, one.outcome)), one.first_period)
    usual = measures.filter(pl.col("construct").is_null()).sort("position")
    names = usual.select("measure", "kind").rows()
    return [Pair(one.cause, one.outcome, kinds[one.cause], one) for one in asked] + [
        Pair(cause, outcome, cause_kind, before=windows.get(frozenset((cause, outcome)), ""))
        for cause, cause_kind in names
        for outcome, outcome_kind in names
        if (cause_kind in CAUSES and outcome_kind == "customer")
        or (cause_kind, outcome_kind) in ARROWS
    ]


def series_of(panel: pl.DataFrame, pair: Pair) -> Series:
    """Return the two measures of a pair over the units without units below them.

    Parameters
    ----------
    panel : DataFrame
        Table ``panel``; a unit counts in the periods in which it was a leaf.
    """
    leaves = panel.filter(pl.col("is_leaf"), *_window(pair))
    sides = [
        _known(leaves.filter(pl.col("measure") == name)) for name in (pair.cause, pair.outcome)
    ]
    if any(side.is_empty() for side in sides):
        return _empty()
    within = pl.col("period_index").is_between(*_span(sides))
    sides = [side.filter(within) for side in sides]
    units = sorted(set(sides[0]["unit_code"]) & set(sides[1]["unit_code"]))
    calendar = dict(leaves.filter(within).select("period_index", "period").unique().iter_rows())
    periods = [calendar[index] for index in sorted(calendar)]
    if not units or not periods:
        return _empty()
    (x, se_x), (y, se_y) = (_grid(side, units, periods) for side in sides)
    return Series(
        x,
        y,
        se_x,
        se_y,
        units,
        periods,
        error_source=_weaker(*(_error_source(side) for side in sides)),
    )


def _span(sides: list[pl.DataFrame]) -> tuple[int, int]:
    """Return the first and last period that both sides cover.

    What the one did until the next wave of a yearly survey still follows the survey's last wave.
    """
    waves = [np.unique(side["period_index"].to_numpy()) for side in sides]
    reach = max(map(usual_step, waves)) - 1
    begins, ends = ([int(wave[place]) for wave in waves] for place in (0, -1))
    return max(max(begins) - reach, min(begins)), min(min(ends) + reach, max(ends))


def _window(pair: Pair) -> list[pl.Expr]:
    """Return which rows of the panel may speak of a pair."""
    index = pl.col("period_index")
    if pair.hypothesis is not None:
        return [index >= period_index(pair.hypothesis.first_period)]
    return [index < period_index(pair.before)] if pair.before else []


def shared_people(measures: pl.DataFrame, sources: dict[str, str], pair: Pair) -> Text | None:
    """Return why the errors of a pair are not apart, or None when they are.

    Whoever answers both sides brings one mood to both, which looks like moving together. The
    codebook's column ``source`` says who answered (``teachers; parents``); without it everybody
    in the same survey counts as the same people.

    Parameters
    ----------
    measures : DataFrame
        Table ``measures``.
    sources : dict
        Measure to the table that its figures come from.
    """
    rows = {row["measure"]: row for row in measures.to_dicts()}
    cause, outcome = rows[pair.cause], rows[pair.outcome]
    tables = {sources.get(pair.cause, ""), sources.get(pair.outcome, "")}
    if tables & set(WITHOUT_RESPONDENTS):
        return None
    declared = [_people(row["respondents"]) for row in (cause, outcome)]
    if all(declared):
        common = sorted(declared[0] & declared[1])
        return _SAME_DECLARED.fill(w=", ".join(common)) if common else None
    both_customers = (cause["kind"] == "customer") == (outcome["kind"] == "customer")
    if both_customers and (len(tables) == 1 or tables <= set(SURVEYS)):
        return _SAME_SURVEY
    return None


def _people(source: str | None) -> set[str]:
    """Return who answered, as the codebook says it: names parted by a semicolon or a plus."""
    parts = (source or "").replace("+", ";").split(";")
    return {part.strip().lower() for part in parts if part.strip()}


def _known(side: pl.DataFrame) -> pl.DataFrame:
    """Return the cells with a value; those without an error go where others have one."""
    valued = side.filter(pl.col("value").is_not_null())
    sure = valued.filter(pl.col("se").is_not_null())
    return valued if sure.is_empty() else sure


def _grid(side: pl.DataFrame, units: list[str], periods: list[str]) -> tuple[Array, Array]:
    """Return values and standard errors, shape (units, periods) each."""
    row = {unit: number for number, unit in enumerate(units)}
    column = {period: number for number, period in enumerate(periods)}
    value = np.full((len(units), len(periods)), np.nan)
    error = value.copy()
    cells = side.filter(pl.col("unit_code").is_in(units)).select(
        "unit_code", "period", "value", "se"
    )
    for unit, period, number, se in cells.iter_rows():
        value[row[unit], column[period]] = number
        error[row[unit], column[period]] = np.nan if se is None else se
    return value, error


def _error_source(side: pl.DataFrame) -> ErrorSource:
    """Return the weakest error source among the cells of one side."""
    found: list[ErrorSource] = side["error_source"].unique().to_list()
    return _weaker(*found) if found else "none"


def _weaker(*sources: ErrorSource) -> ErrorSource:
    """Return the weakest of several error sources."""
    order: tuple[ErrorSource, ...] = ("sampling", "reliability", "none")
    return max(sources, key=order.index)


def _empty() -> Series:
    """Return two measures that never meet."""
    nothing = np.empty((0, 0))
    return Series(nothing, nothing, nothing, nothing, [], [], "none")


_SAME_DECLARED = Text(
    nl="Dezelfde mensen ({w}) beantwoordden beide kanten; hun fouten lopen samen op, dus is er "
    "geen volgorde te bepalen.",
    en="The same people ({w}) answered both sides; their errors go together, so no order can be "
    "told.",
)
_SAME_SURVEY = Text(
    nl="Beide kanten komen uit dezelfde enquête; de fouten lopen samen op, dus is er geen volgorde "
    "te bepalen. Vul in het codeboek bij source in wie wat beantwoordde als dat verschilt.",
    en="Both sides come from the same survey; their errors go together, so no order can be told. "
    "Fill in source in the codebook with who answered what if that differs.",
)
