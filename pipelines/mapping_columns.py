"""Which columns of a file are ours: one value per row, or questions side by side."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.codes import folded
from model.period import period_of, shift
from model.proposal import LEAVE_OUT, Choice, Option
from model.text import Text, same
from pipelines.mapping_evidence import (
    SURE,
    is_different_in_every_row,
    is_period,
    is_score,
    suitability,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from model.period import Length
    from model.proposal import Look, SourceColumn
    from model.table import Table
    from pipelines.mapping_evidence import Known

VALUES = ("score", "value")
FILE_NAME = "file_name"
PERIOD_IN_NAME: dict[Length, str] = {
    "quarter": r"20\d\d[-_ ]?[QqKk][1-4]|[QqKk][1-4][-_ ]?20\d\d",
    "half": r"20\d\d[-_ ]?[Hh][12]|[Hh][12][-_ ]?20\d\d",
    "month": r"20\d\d-(?:0[1-9]|1[0-2])",
    "year": r"20\d\d",
}
_FEW = 2
_CODES_STAND_BELOW = 0.8
_PERIODS_OFFERED = 6
_NONE = Text(nl="– weglaten –", en="– leave out –")
_COLUMN = Text(nl="kolom {c}", en="column {c}")
_CELL = Text(nl="cel {c}: {v}", en="cell {c}: {v}")
_IN_NAME = Text(nl="uit de bestandsnaam: {v}", en="from the file's name: {v}")
_CONSTANT = Text(nl="altijd {v}", en="always {v}")


@dataclass(frozen=True)
class Layout:
    """How a file holds its values.

    Attributes
    ----------
    sources : dict
        For each of our columns the file's column that suits it.
    certainties : dict
        For each of those how well, from 0 to 1.
    spread : tuple of str
        Our columns for the code and its value when codes stand side by side; else empty.
    codes : dict
        The file's columns that may be codes, each with the code it is; empty when unknown.
    """

    table: Table
    known: Known
    sources: dict[str, str]
    certainties: dict[str, float]
    spread: tuple[str, ...]
    codes: dict[str, str]


def code_and_value(table: Table) -> tuple[str, ...]:
    """Return our columns for a code and its value; none in a table that has no such pair."""
    code = [name for name in table.required if table.refers(name) == "code"]
    value = [name for name in table.required if name in VALUES]
    return (code[0], value[0]) if code and value else ()


def layout_of(table: Table, look: Look, known: Known, answers: Mapping[str, str]) -> Layout:
    """Return how a file holds the values of a table.

    A column that holds codes makes it long; else columns that are named after codes, or several
    that hold scores and are nothing else, make it wide.
    """
    pair = code_and_value(table)
    told = _columns_told(answers, look)
    coded = _coded(look, known, answers, without=told) if pair else {}
    found = _assigned(table, look, known, without=told | set(coded))
    if pair and (answers.get(pair[0]) or found.get(pair[0], ("", 0.0))[1] > _CODES_STAND_BELOW):
        # The codes stand in a column; that one of them is also the name of a column is chance.
        coded = {}
        found = _assigned(table, look, known, without=told)
    if coded:
        found = {name: one for name, one in found.items() if name not in pair}
    taken = {source for source, _ in found.values()} | told
    rest = [
        column.name
        for column in look.columns
        if column.name not in taken | set(coded) and _may_be_coded(column, look, coded)
    ]
    is_long = bool(pair) and not coded and (pair[0] in {**found, **answers} or len(rest) < _FEW)
    is_wide = bool(pair) and not is_long
    if is_wide:
        found = {name: one for name, one in found.items() if name not in pair}
        coded |= dict.fromkeys(rest, "")
        _share_id(found)
    return Layout(
        table=table,
        known=known,
        sources={name: source for name, (source, _) in found.items()},
        certainties={name: certainty for name, (_, certainty) in found.items()},
        spread=pair if is_wide else (),
        codes=coded if is_wide else {},
    )


def column_choices(table: Table, look: Look, layout: Layout) -> list[Choice]:
    """Return for each of our columns which of the file's it could be, best guess first."""
    columns = [Option(f"column:{name}", _COLUMN.fill(c=name)) for name in look.names]
    choices = []
    for name in table.columns:
        if name in layout.spread:
            continue
        required = name in table.required
        source = layout.sources.get(name)
        others = _other_sources(name, look, layout)
        answer, certainty = "", 0.0
        if source is not None:
            answer, certainty = f"column:{source}", layout.certainties[name]
        elif others and not others[0].value.startswith("constant:"):
            answer, certainty = others[0].value, 0.9
        title, _ = table.words(name)
        choices.append(
            Choice(
                key=name,
                part="columns",
                title=title,
                answer=answer,
                certainty=certainty,
                options=(Option(LEAVE_OUT, _NONE), *others, *columns),
                is_required=required,
                samples=look.column(source).samples if source and not _is_id(name, table) else (),
            )
        )
    return choices


def _is_id(name: str, table: Table) -> bool:
    """Return whether a column of ours names people or their answers."""
    return table.kind(name) in ("id", "person")


def _columns_told(answers: Mapping[str, str], look: Look) -> set[str]:
    """Return the file's columns that a person named for a column of ours."""
    told = {answer.removeprefix("column:").casefold() for answer in answers.values()}
    return {name for name in look.names if name.casefold() in told}


def _coded(
    look: Look, known: Known, answers: Mapping[str, str], *, without: set[str]
) -> dict[str, str]:
    """Return the columns that are named after codes, by themselves or by a person."""
    found = {name: code for name in look.names if (code := _code_in(name, known))}
    for key, answer in answers.items():
        if key.startswith("code:") and (name := key.removeprefix("code:")) in look.names:
            found[name] = answer
    return {name: code for name, code in found.items() if name not in without}


def _may_be_coded(column: SourceColumn, look: Look, coded: Mapping[str, str]) -> bool:
    """Return whether a column without a code holds answers as those with one do."""
    if not is_score(column):
        return False
    answers = {text for name in coded for text, _ in look.column(name).values}
    texts = {text for text, _ in column.values}
    return len(texts) > 1 and (not coded or 2 * len(texts & answers) > len(texts))


def _assigned(
    table: Table, look: Look, known: Known, *, without: set[str]
) -> dict[str, tuple[str, float]]:
    """Return for each of our columns the best that is free, the surest pair first."""
    pairs = [
        (suitability(column, name, table, known), name in table.required, name, column.name)
        for column in look.columns
        for name in table.columns
        if column.name not in without
    ]
    found: dict[str, tuple[str, float]] = {}
    taken: set[str] = set()
    for certainty, _, name, source in sorted(pairs, key=lambda one: one[:2], reverse=True):
        if certainty >= SURE and name not in found and source not in taken:
            found[name] = (source, min(certainty, 0.99))
            taken.add(source)
    if not {"response_id", "respondent_id"} & set(found) and "response_id" in table.columns:
        _take_unnamed_id(found, look, taken | without)
    return found


def _take_unnamed_id(found: dict[str, tuple[str, float]], look: Look, taken: set[str]) -> None:
    """Take the first column that differs in every row for the number of the answer."""
    for column in look.columns:
        if column.name not in taken and is_different_in_every_row(column):
            found["response_id"] = (column.name, SURE)
            return


def _share_id(found: dict[str, tuple[str, float]]) -> None:
    """Let one number name both the person and the answers, as a row per person does."""
    pair = ("response_id", "respondent_id")
    for name, other in (pair, pair[::-1]):
        if name in found and other not in found:
            found[other] = found[name]


def _code_in(name: str, known: Known) -> str:
    """Return the code that a column is named after, by itself or among other words."""
    if exact := known.code(name):
        return exact
    plain = folded(name)
    for code in sorted(known.codes, key=len, reverse=True):
        if len(code) > 1 and re.search(rf"(?<!\w){re.escape(folded(code))}(?!\w)", plain):
            return code
    return ""


def _other_sources(name: str, look: Look, layout: Layout) -> list[Option]:
    """Return where a value may come from when no column holds it."""
    kind = layout.table.kind(name)
    if kind == "moment":
        today = dt.datetime.now(dt.UTC).date().isoformat()
        return [Option(f"constant:{today}", _CONSTANT.fill(v=today))]
    if kind != "period":
        return []
    length = layout.known.length
    options = [
        Option(f"cell:{at}", _CELL.fill(c=at, v=text))
        for at, text in look.cells.items()
        if is_period(text, length)
    ]
    found = re.search(PERIOD_IN_NAME[length], look.file_name)
    if found and is_period(found[0].replace("_", "-"), length):
        options.append(Option(FILE_NAME, _IN_NAME.fill(v=found[0])))
    now = period_of(dt.datetime.now(dt.UTC).date(), length)
    periods = [shift(now, -back) for back in range(_PERIODS_OFFERED)]
    return [*options, *(Option(f"constant:{p}", _CONSTANT.fill(v=same(p))) for p in periods)]
