"""From the panel and the loads to the frames and expectations that guard a release."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from model.period import shift
from model.text import Text, format_number, format_share

if TYPE_CHECKING:
    from pipelines.groups import Private

# A measure that reached fewer of the units that delivered it last time is not complete.
KEPT_SHARE = 0.8
# Half or twice the usual number of answers asks for an explanation, not for a stop.
VOLUME_RATIO = (0.5, 2.0)
# So does a mean that moves further than so many of its usual steps.
USUAL_STEPS = 4.0
SET_ASIDE_SHARE = 0.1
NO_WORDS = Text(nl="", en="")
BETWEEN = "expect_column_values_to_be_between"


@dataclass(frozen=True)
class Check:
    """One expectation over one frame, with the words for people.

    Attributes
    ----------
    name : str
        ``rule`` or ``rule:measure``; a programme's own file allows a failure by this name.
    frame, kind, arguments
        Which frame, which expectation of Great Expectations, and its arguments.
    found : Text
        What there is, for the reader of the result.
    fix : Text
        What to do when it does not hold.
    stops : bool
        Whether nothing is published when it does not hold; else it is shown as a doubt.
    """

    name: str
    title: Text
    frame: str
    kind: str
    arguments: dict[str, Any]
    found: Text = NO_WORDS
    fix: Text = NO_WORDS
    stops: bool = True


@dataclass(frozen=True)
class Profile:
    """The frames that are looked at, and what is expected of them."""

    frames: dict[str, pl.DataFrame]
    checks: list[Check]


def profile_release(
    private: Private,
    scales: pl.DataFrame,
    loads: pl.DataFrame,
    warnings: pl.DataFrame,
    *,
    period: str,
    known: list[str],
) -> Profile:
    """Return the frames of one release and everything that must hold for them.

    Parameters
    ----------
    private : Private
        The panel up to the period.
    scales : DataFrame
        Measure, lowest and highest value that can be shown.
    loads : DataFrame
        Load id, table and numbers of rows in, loaded and set aside.
    warnings : DataFrame
        Load id, file, code and words for what was doubtful about deliveries of the period.
    period : str
        The last period of the release.
    known : list of str
        Every unit in the table of units.
    """
    cells = private.panel.filter(pl.col("is_leaf") & pl.col("value").is_not_null())
    parts = (
        _ranges(private, scales),
        _completeness(cells, private, period),
        _volumes(cells, period),
        _drift(cells, period),
        _loads(loads),
        _warnings(warnings),
        _references(private, known),
    )
    return Profile(
        frames={name: frame for part in parts for name, frame in part.frames.items()},
        checks=[check for part in parts for check in part.checks],
    )


def _ranges(private: Private, scales: pl.DataFrame) -> Profile:
    """Expect every value on its scale."""
    values = private.panel.pivot(
        on="measure", index=["unit_code", "period"], values="value", aggregate_function="first"
    )
    bounded = scales.filter(pl.col("lowest").is_not_null()).select("measure", "lowest", "highest")
    return Profile(
        {"values": values},
        [
            Check(
                name=f"range:{measure}",
                title=_RANGE.fill(m=measure),
                frame="values",
                kind=BETWEEN,
                # Sums of many answers may pass an end of the scale by a rounding error.
                arguments={"column": measure, "min_value": low - 1e-9, "max_value": high + 1e-9},
                fix=_RANGE_FIX.fill(m=measure, a=f"{low:g}", b=f"{high:g}"),
            )
            for measure, low, high in bounded.iter_rows()
            if measure in values.columns
        ],
    )


def _completeness(cells: pl.DataFrame, private: Private, period: str) -> Profile:
    """Expect a measure, when it is due, from the units that delivered it last time."""
    standing = set(private.units.filter(pl.col("period") == period)["unit_code"])
    kept: dict[str, float] = {}
    checks = []
    for (name,), rows in cells.group_by("measure", maintain_order=True):
        measure = str(name)
        now, before = _now_and_before(rows, period)
        due = set(before["unit_code"]) & standing
        if not due or (now.is_empty() and not _is_due(rows, period)):
            continue
        gone = sorted(due - set(now["unit_code"]))
        kept[measure] = 1 - len(gone) / len(due)
        shown = ", ".join(gone[:8]) + (" …" if len(gone) > 8 else "")
        checks.append(
            Check(
                name=f"completeness:{measure}",
                title=_COMPLETE.fill(m=measure),
                frame="completeness",
                kind=BETWEEN,
                arguments={"column": measure, "min_value": KEPT_SHARE},
                found=_COMPLETE_FOUND.fill(n=len(due) - len(gone), of=len(due)),
                fix=_COMPLETE_FIX.fill(m=measure, u=shown or "–"),
            )
        )
    return Profile({"completeness": _one_row(kept)}, checks)


def _volumes(cells: pl.DataFrame, period: str) -> Profile:
    """Expect about as many answers as usual."""
    totals = (
        cells.filter(pl.col("n").is_not_null())
        .group_by("measure", "period", "period_index", maintain_order=True)
        .agg(pl.col("n").sum())
    )
    ratios: dict[str, float] = {}
    for (name,), rows in totals.group_by("measure", maintain_order=True):
        now, before = _now_and_before(rows, period)
        usual = rows.filter(pl.col("period") != period)["n"].median()
        if not now.is_empty() and not before.is_empty() and isinstance(usual, float) and usual:
            ratios[str(name)] = float(now["n"][0]) / usual
    low, high = VOLUME_RATIO
    return Profile(
        {"volume": _one_row(ratios)},
        [
            Check(
                name=f"volume:{measure}",
                title=_VOLUME.fill(m=measure),
                frame="volume",
                kind=BETWEEN,
                arguments={"column": measure, "min_value": low, "max_value": high},
                found=_in_words(_VOLUME_FOUND, share=100 * ratio),
                fix=_VOLUME_FIX,
                stops=False,
            )
            for measure, ratio in ratios.items()
        ],
    )


def _drift(cells: pl.DataFrame, period: str) -> Profile:
    """Expect that the mean over units moves about as far as it usually does."""
    means = (
        cells.group_by("measure", "period", "period_index")
        .agg(pl.col("value").mean())
        .sort("measure", "period_index")
        .with_columns(step=pl.col("value").diff().over("measure"))
    )
    steps: dict[str, float] = {}
    for (name,), rows in means.group_by("measure", maintain_order=True):
        now = rows.filter(pl.col("period") == period)["step"].drop_nulls()
        usual = rows.filter(pl.col("period") != period)["step"].drop_nulls().std()
        if len(now) and isinstance(usual, float) and usual > 0:
            steps[str(name)] = float(now[0]) / usual
    return Profile(
        {"drift": _one_row(steps)},
        [
            Check(
                name=f"drift:{measure}",
                title=_DRIFT.fill(m=measure),
                frame="drift",
                kind=BETWEEN,
                arguments={
                    "column": measure,
                    "min_value": -USUAL_STEPS,
                    "max_value": USUAL_STEPS,
                },
                found=_in_words(_DRIFT_FOUND, number=step),
                fix=_DRIFT_FIX,
                stops=False,
            )
            for measure, step in steps.items()
        ],
    )


def _loads(loads: pl.DataFrame) -> Profile:
    """Expect that no delivery lost more than a tenth of its rows."""
    shares = loads.filter(pl.col("rows_in") > 0).select(
        "load_id", set_aside_share=pl.col("rows_set_aside") / pl.col("rows_in")
    )
    check = Check(
        name="set_aside",
        title=_SET_ASIDE,
        frame="loads",
        kind=BETWEEN,
        arguments={"column": "set_aside_share", "max_value": SET_ASIDE_SHARE},
        fix=_SET_ASIDE_FIX,
    )
    return Profile({"loads": shares}, [check] if shares.height else [])


def _warnings(warnings: pl.DataFrame) -> Profile:
    """Expect deliveries without doubts; each rule that was broken in one asks for a reason."""
    counts: dict[str, float] = {}
    checks = []
    for row in warnings.to_dicts():
        name = f"warning:{row['code']}:{row['load_id']}"
        counts[name] = 1.0
        checks.append(
            Check(
                name=name,
                title=_WARNING.fill(c=row["code"], n=row["load_id"]),
                frame="warnings",
                kind=BETWEEN,
                arguments={"column": name, "max_value": 0},
                found=Text(nl=row["file_name"], en=row["file_name"]),
                fix=Text(nl=row["fix_nl"], en=row["fix_en"]),
                stops=False,
            )
        )
    return Profile({"warnings": _one_row(counts)}, checks)


def _references(private: Private, known: list[str]) -> Profile:
    """Expect that every unit and measure of the panel is known by its own table."""
    names = private.panel.select("unit_code", "measure").unique()
    in_set = "expect_column_values_to_be_in_set"
    measures = private.measures["measure"].to_list()
    return Profile(
        {"references": names},
        [
            Check(
                name="units_known",
                title=_UNITS_KNOWN,
                frame="references",
                kind=in_set,
                arguments={"column": "unit_code", "value_set": known},
                fix=_UNITS_FIX,
            ),
            Check(
                name="measures_known",
                title=_MEASURES_KNOWN,
                frame="references",
                kind=in_set,
                arguments={"column": "measure", "value_set": measures},
                fix=_MEASURES_FIX,
            ),
        ],
    )


def _now_and_before(rows: pl.DataFrame, period: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows of a period, and those of the last period before it with any."""
    earlier = rows.filter(pl.col("period") != period)
    last = pl.col("period_index") == pl.col("period_index").max()
    return rows.filter(pl.col("period") == period), earlier.filter(last)


def _is_due(rows: pl.DataFrame, period: str) -> bool:
    """Return whether a measure is expected in a period: as long after the last as it usually is."""
    seen = rows["period_index"].unique().sort()
    if len(seen) < 2:
        return bool(rows.filter(pl.col("period") == shift(period, -1)).height)
    usual = seen.diff().drop_nulls().mode().to_numpy().min()
    now = rows.filter(pl.col("period") != period)["period_index"].to_numpy().max()
    last = rows.filter(pl.col("period_index") == now)["period"][0]
    return shift(last, int(usual)) <= period


def _one_row(values: dict[str, float]) -> pl.DataFrame:
    """Return a frame of one row, a column per measure."""
    return pl.DataFrame({name: [value] for name, value in values.items()} or {"none": [0.0]})


def _in_words(text: Text, *, share: float | None = None, number: float | None = None) -> Text:
    """Return a text with a number written as each language writes it."""
    if share is not None:
        return text.fill(
            v=Text(nl=format_share(share, "nl", digits=0), en=format_share(share, "en", digits=0))
        )
    value = 0.0 if number is None else number
    return text.fill(v=Text(nl=format_number(value, "nl"), en=format_number(value, "en")))


_RANGE = Text(nl="{m}: waarden op de schaal", en="{m}: values on the scale")
_RANGE_FIX = Text(
    nl="verbeter de schaal van {m} in het codeboek, of de waarden buiten {a} tot {b}",
    en="correct the scale of {m} in the codebook, or the values outside {a} to {b}",
)
_COMPLETE = Text(nl="{m}: zelfde eenheden als vorige keer", en="{m}: the same units as last time")
_COMPLETE_FOUND = Text(nl="{n} van {of} eenheden", en="{n} of {of} units")
_COMPLETE_FIX = Text(
    nl="lever {m} na voor {u}, of sta het toe in expectations.toml",
    en="deliver {m} for {u}, or allow it in expectations.toml",
)
_VOLUME = Text(nl="{m}: aantal antwoorden", en="{m}: number of answers")
_VOLUME_FOUND = Text(nl="{v} van gewoonlijk", en="{v} of the usual number")
_VOLUME_FIX = Text(
    nl="ga na of de levering compleet is en maar één keer geladen is",
    en="check that the delivery is complete and was loaded only once",
)
_DRIFT = Text(nl="{m}: verschuiving van het gemiddelde", en="{m}: shift of the mean")
_DRIFT_FOUND = Text(nl="{v} keer de gewone stap", en="{v} times the usual step")
_DRIFT_FIX = Text(
    nl="ga na of de vraag, de schaal of de groep is veranderd",
    en="check whether the question, the scale or the group has changed",
)
_SET_ASIDE = Text(
    nl="Hooguit een tiende van een levering apart gezet",
    en="At most a tenth of a delivery set aside",
)
_SET_ASIDE_FIX = Text(
    nl="verbeter de apart gezette rijen en lever ze opnieuw",
    en="correct the rows that were set aside and deliver them again",
)
_WARNING = Text(nl="Waarschuwing {c} bij levering {n}", en="Warning {c} about load {n}")
_UNITS_KNOWN = Text(nl="Elke eenheid is bekend", en="Every unit is known")
_UNITS_FIX = Text(nl="lever de tabel eenheden opnieuw", en="deliver the table of units again")
_MEASURES_KNOWN = Text(nl="Elke meting is bekend", en="Every measure is known")
_MEASURES_FIX = Text(nl="lever het codeboek opnieuw", en="deliver the codebook again")
