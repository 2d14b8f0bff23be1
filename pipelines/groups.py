"""From the full panel to the groups of people behind its figures, one tree per instrument."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.disclosure import Counts

# Sources in which one group of people answers every item. Elsewhere every measure has people of
# its own: who rates one thing need not rate another.
SURVEYS = ("survey_responses", "survey_scores")
JOINT = {"survey_responses": "survey", "survey_scores": "survey", "leadership_measures": "leaders"}


@dataclass(frozen=True)
class Private:
    """What disclosure has to know and no reader may see.

    Attributes
    ----------
    panel : DataFrame
        Table ``panel``: only measures that are published, only periods of the release.
    carried : DataFrame
        The history of reorganised units from before they were what they are.
    units : DataFrame
        Table ``unit_periods``, parents before their children.
    measures : DataFrame
        Table ``measures``, only those that are published.
    answers : DataFrame
        Table ``answer_counts``.
    """

    panel: pl.DataFrame
    carried: pl.DataFrame
    units: pl.DataFrame
    measures: pl.DataFrame
    answers: pl.DataFrame


@dataclass(frozen=True)
class Group:
    """The tree of one period, and how many answered one instrument where.

    Attributes
    ----------
    units : list of str
        Parents before their children.
    parents : list of int
        Place of each unit's parent; -1 for a root.
    own : array of int, shape (units, measures)
        People per measure in the unit itself; where employees count, they are the last column.
    answers : array of int, shape (units, measures, answers), or None
        How many gave which answer.
    """

    instrument: str
    period: str
    units: list[str]
    parents: list[int]
    own: Counts
    answers: Counts | None


def published_measures(measures: pl.DataFrame) -> pl.DataFrame:
    """Return the measures that are published: constructs, and codes that are in no construct.

    An item beside the construct it is in would show the answers of the few who skipped another
    item, so the items of a construct stay inside.
    """
    return measures.filter(pl.col("construct").is_null())


def with_instrument(panel: pl.DataFrame) -> pl.DataFrame:
    """Return the panel with the instrument to which each figure belongs."""
    joint = pl.col("source").replace_strict(JOINT, default=None, return_dtype=pl.String)
    return panel.with_columns(
        instrument=pl.coalesce(joint, pl.concat_str(pl.lit("measure:"), "measure"))
    )


def groups(private: Private) -> Iterator[Group]:
    """Yield the tree and the counts of every instrument, for every period with data."""
    panel = with_instrument(private.panel).filter(pl.col("value").is_not_null())
    staff = _employees(private)
    trees = {str(period): rows for (period,), rows in private.units.group_by("period")}
    answers = {str(period): rows for (period,), rows in private.answers.group_by("period")}
    by_group = panel.group_by("instrument", "period", maintain_order=True)
    for (instrument, period), rows in by_group:
        tree = trees[str(period)].sort("sort_order")
        units = tree["unit_code"].to_list()
        place = {unit: number for number, unit in enumerate(units)}
        parents = [place.get(parent, -1) for parent in tree["parent_code"]]
        measures = {name: number for number, name in enumerate(sorted(rows["measure"].unique()))}
        own = _own(rows.select("unit_code", "measure", "n"), place, parents, measures)
        if instrument != "survey":
            # A figure about one employee's customers is a figure about that employee.
            heads = staff.filter(pl.col("period") == period).with_columns(measure=pl.lit(""))
            own = np.hstack(
                [own, _own(heads.select("unit_code", "measure", "n"), place, parents, {"": 0})]
            )
        given = _answers(answers.get(str(period)), place, measures, columns=own.shape[1])
        yield Group(str(instrument), str(period), units, parents, own, given)


def unknown_staff(private: Private) -> int:
    """Return how many units there are of which nobody knows how many people work there."""
    known = _employees(private)["unit_code"].unique()
    return int(private.units["unit_code"].unique().is_in(known.implode()).not_().sum())


def _own(
    rows: pl.DataFrame, place: dict[str, int], parents: list[int], measures: dict[str, int]
) -> Counts:
    """Return how many there are in each unit itself, per measure, from totals over the tree."""
    total = np.zeros((len(parents), len(measures)), dtype=np.int64)
    for unit, measure, n in rows.iter_rows():
        total[place[unit], measures[measure]] = n or 0
    own = total.copy()
    for unit, parent in enumerate(parents):
        if parent >= 0:
            own[parent] -= total[unit]
    return np.maximum(own, 0)


def _answers(
    rows: pl.DataFrame | None, place: dict[str, int], measures: dict[str, int], *, columns: int
) -> Counts | None:
    """Return how many in each unit itself gave which answer; None where answers are unknown."""
    known = None if rows is None else rows.filter(pl.col("measure").is_in(list(measures)))
    if known is None or known.is_empty():
        return None
    shape = (len(place), columns, 1 + int(known["answer"].to_numpy().max()))
    counts = np.zeros(shape, dtype=np.int64)
    for unit, measure, answer, n in known.select("unit_code", "measure", "answer", "n").iter_rows():
        counts[place[unit], measures[measure], answer] = n
    return counts


def _employees(private: Private) -> pl.DataFrame:
    """Return how many people work in each unit: its head count, or the most that ever answered.

    Units of which neither is known are absent: there the rule on employees cannot be applied.
    """
    answered = (
        private.panel.filter(pl.col("source").is_in(SURVEYS))
        .group_by("unit_code")
        .agg(pl.col("n_people").max())
    )
    staff = private.units.join(answered, on="unit_code", how="left")
    return staff.select("unit_code", "period", n=pl.coalesce("head_count", "n_people")).drop_nulls()
