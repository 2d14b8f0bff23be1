"""The columns of a delivery beside those of its table: missing, unknown, empty, another table's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.codes import looks_personal, seen
from model.issue import safe_value
from model.personal import names_a_person
from model.rules import RULES
from model.tables import TABLES
from model.text import Text
from pipelines.desk.findings import by_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

    from model.issue import Issue
    from model.table import Table
    from pipelines.desk.delivery import Delivery
    from pipelines.staged import Staged

_INDEX_NAMES = ("__index_level_0__", "unnamed: 0", "index", "level_0", "")
_SAMPLE = 5000
_SENTENCE_FROM = 25
_SPACES_IN_SENTENCE = 3


def check_empty_columns(connection: DuckDBPyConnection, delivery: Delivery) -> None:
    """Leave out what was not filled in at all; find a required figure that is never there."""
    present, table = delivery.present, delivery.table
    if not present or not delivery.rows_in:
        return
    empty = [name for name in present if not _is_filled(connection, name)]
    contract = table.schema_of(present).columns
    delivery.without_value = tuple(
        name for name in empty if name not in table.required and not contract[name].nullable
    )
    figures = [name for name in empty if name in table.required and table.kind(name) == "number"]
    delivery.issues += [
        *(RULES["empty_column"].issue(column=name) for name in figures),
        *(RULES["column_left_empty"].issue(column=name) for name in delivery.without_value),
    ]


def _is_filled(connection: DuckDBPyConnection, name: str) -> bool:
    """Return whether any cell of a column holds something: the first one settles it."""
    first = f"SELECT true FROM delivered WHERE {name} IS NOT NULL LIMIT 1"  # noqa: S608 - a contract name
    return connection.execute(first).fetchone() is not None


def check_columns(connection: DuckDBPyConnection, delivery: Delivery) -> None:
    """Find missing and unknown columns, a missing header and another table's file."""
    for number, part in enumerate(delivery.parts):
        if part.columns and not part.refused:
            found = _of_part(connection, delivery.table, part, number)
            delivery.issues += [issue.at(file=delivery.names[number]) for issue in found]
    delivery.issues += _not_in_all(delivery)


def _of_part(
    connection: DuckDBPyConnection, table: Table, part: Staged, number: int
) -> Iterator[Issue]:
    """Yield what is wrong with the columns of one file."""
    missing = [name for name in table.required if name not in part.columns]
    unknown = [name for name in part.columns if name not in table.columns]
    yield from _missing(table, part, missing, unknown)
    if len(missing) < len(table.required) / 2:
        for name in unknown:
            texts = _texts_of(connection, number, name) if part.rows.exists() else []
            yield from _unknown(part, name, missing, texts)


def _not_in_all(delivery: Delivery) -> Iterator[Issue]:
    """Yield optional columns that some of several files have: what they hold would be lost."""
    whole = [n for n, part in enumerate(delivery.parts) if part.columns and not part.refused]
    for column in delivery.table.columns:
        having = [n for n in whole if column in delivery.parts[n].columns]
        if column not in delivery.table.required and 0 < len(having) < len(whole):
            lacking = ", ".join(delivery.names[n] for n in whole if n not in having)
            issue = RULES["column_not_in_all"].issue(column=column, detail=lacking)
            yield issue.at(file=delivery.names[having[0]])


def _missing(table: Table, part: Staged, missing: list[str], unknown: list[str]) -> list[Issue]:
    """Return why required columns may be missing: no header, another table, or just missing."""
    if not missing:
        return []
    known = [name for other in TABLES.values() for name in other.columns]
    if not any(name in known for name in part.columns):
        expected = ", ".join(table.required)
        return [RULES["no_header"].issue(detail=expected)]
    found: list[Issue] = []
    other = _better_table(table, part)
    if other is not None:
        found.append(RULES["wrong_table"].issue(value=", ".join(missing), detail=other.name))
    shown = [_shown(part, name) for name in unknown]
    found += [
        RULES["missing_column"].issue(
            column=part.origin.get(name, name), detail=_explained(table, name, shown)
        )
        for name in missing
    ]
    return found


def _explained(table: Table, column: str, unknown: list[str]) -> Text:
    """Return what belongs in a missing column, and which unknown column it may be."""
    explanation = table.words(column)[1]
    if not unknown:
        return explanation
    perhaps = ", ".join(unknown[:5])[:60]
    return Text(
        nl=f"{explanation.nl}; onbekend is nu: {perhaps}",
        en=f"{explanation.en}; unknown now: {perhaps}",
    )


def _better_table(table: Table, part: Staged) -> Table | None:
    """Return the table whose required columns are all there, when it is not the one named."""
    fitting = [
        other
        for other in TABLES.values()
        if other is not table and all(name in part.columns for name in other.required)
    ]
    return max(fitting, key=lambda other: len(other.required), default=None)


def _unknown(
    part: Staged, name: str, missing: list[str], texts: list[tuple[int, str]]
) -> list[Issue]:
    """Return the findings about a column that the contract does not know."""
    shown = _shown(part, name)
    if name.strip().lower() in _INDEX_NAMES:
        return [RULES["index_column"].issue(column=shown)]
    personal = [row for row, text in texts if looks_personal(text)]
    if not personal and names_a_person(name):
        personal = [row for row, _ in texts]
    if personal:
        return by_row(RULES["personal_column"].issue(column=shown), personal)
    if any(map(_is_a_sentence, (text for _, text in texts))):
        words = [row for row, text in texts if " " in text]
        return by_row(RULES["free_text_column"].issue(column=shown), words)
    return [RULES["unknown_column"].issue(column=shown, detail=_perhaps(name, missing))]


def _is_a_sentence(text: str) -> bool:
    """Return whether somebody wrote this, rather than chose it."""
    return " " in text and (len(text) >= _SENTENCE_FROM or text.count(" ") >= _SPACES_IN_SENTENCE)


def _perhaps(name: str, missing: list[str]) -> Text:
    """Return the question whether an unknown column is one of those that are missing."""
    alike = [other for other in missing if seen(other) == seen(name)]
    if alike:
        # On screen the two names look the same, so the question alone would not be understood.
        return Text(
            nl=f"; dit lijkt op {alike[0]}, maar met letters uit een ander alfabet",
            en=f"; this looks like {alike[0]}, but with letters of another alphabet",
        )
    hint = f" ({', '.join(missing)}?)" if missing else ""
    return Text(nl=hint, en=hint)


def _shown(part: Staged, name: str) -> str:
    """Return a column as its file names it; by its place when the name is about a person."""
    own = part.origin.get(name, name)
    return f"#{part.columns.index(name) + 1}" if looks_personal(own) else safe_value(own)


def _texts_of(connection: DuckDBPyConnection, number: int, name: str) -> list[tuple[int, str]]:
    """Return the first filled cells of an unknown column, by row."""
    column = '"' + name.replace('"', '""') + '"'
    rows = connection.execute(
        f"SELECT source_row, {column} FROM part_{number} WHERE {column} IS NOT NULL LIMIT ?",  # noqa: S608 - quoted
        [_SAMPLE],
    ).fetchall()
    return [(int(row), str(text)) for row, text in rows]
