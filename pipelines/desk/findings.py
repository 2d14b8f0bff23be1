"""Findings about rows: kept in a table while checking, told as few lines, each with its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from model.codes import looks_personal
from model.issue import safe_value
from model.rules import RULES
from model.text import Count, Text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from model.issue import Issue
    from pipelines.desk.delivery import Delivery

MOST_LINES = 20
MOST_ROWS_TOLD = 10_000
MOST_VALUES = 8
_SEVERITIES = {"error": 0, "warning": 1, "notice": 2}
_ORDER = {code: place for place, code in enumerate(RULES)}
ERRORS = tuple(code for code, rule in RULES.items() if rule.severity == "error")


def make_table(connection: DuckDBPyConnection) -> None:
    """Make the empty temporary table of findings; a NULL row is one about many rows."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE finding (part INTEGER, source_row BIGINT, "
        "column_name VARCHAR, rule VARCHAR, value VARCHAR, detail_nl VARCHAR, detail_en VARCHAR)"
    )


def keep(
    connection: DuckDBPyConnection, findings: list[tuple[int, int, str, str, str, str]]
) -> None:
    """Add findings of rows: part, row, column, rule, value and detail."""
    columns = ("part", "row", "column", "rule", "value", "detail")
    connection.register("found", pl.DataFrame(findings, schema=columns, orient="row"))
    connection.execute(
        'INSERT INTO finding SELECT part, row, "column", rule, value, detail, detail FROM found'
    )
    connection.unregister("found")


def bad_rows(connection: DuckDBPyConnection) -> int:
    """Return how many rows have an error; make the table ``bad_row`` and views of the others.

    ``good_row`` has respondents as pseudonyms, ``good_rows`` asks nothing about them.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE bad_row AS SELECT DISTINCT part, source_row FROM finding "
        "WHERE source_row IS NOT NULL AND list_contains(?, rule)",
        [list(ERRORS)],
    )
    row = connection.execute("SELECT count(*) FROM bad_row").fetchone()
    n_bad = int(row[0]) if row else 0
    without = "ANTI JOIN bad_row USING (part, source_row)" if n_bad else ""
    connection.execute(f"CREATE OR REPLACE TEMP VIEW good_row AS FROM offered {without}")
    connection.execute(f"CREATE OR REPLACE TEMP VIEW good_rows AS FROM offered_rows {without}")
    return n_bad


def told(connection: DuckDBPyConnection, delivery: Delivery) -> list[Issue]:
    """Return every finding as lines to read: equal ones together, the gravest first."""
    groups = connection.execute(
        "SELECT part, rule, column_name, count(*) FROM finding GROUP BY ALL"
    ).fetchall()
    lines = [issue for group in groups for issue in _lines(connection, delivery, *group)]
    return sorted(
        [*_gathered(of_files(delivery)), *lines],
        key=lambda issue: (
            _SEVERITIES[issue.severity],
            issue.row is not None,
            _ORDER.get(issue.code, -1),
            issue.row or 0,
        ),
    )


def of_files(delivery: Delivery) -> list[Issue]:
    """Return what was found while reading the files, and about them as a whole."""
    return [*(issue for part in delivery.parts for issue in part.issues), *delivery.issues]


def by_row(issue: Issue, rows: list[int]) -> list[Issue]:
    """Return a finding for each of its rows, or one for all of them when they are many."""
    if len(rows) > MOST_LINES:
        return [issue.at(row=rows[0], rows=tuple(rows[:MOST_ROWS_TOLD]), count=len(rows))]
    return [issue.at(row=row, rows=(row,)) for row in rows]


def _gathered(issues: list[Issue]) -> list[Issue]:
    """Return findings with at most twenty lines for one cause; columns are one cause together."""
    causes: dict[tuple[str | None, ...], list[Issue]] = {}
    for issue in issues:
        cause = (issue.file, issue.code, issue.severity, issue.column if issue.row else None)
        causes.setdefault(cause, []).append(issue)
    return [
        line
        for alike in causes.values()
        for line in (
            alike
            if len(alike) <= MOST_LINES
            else [*alike[: MOST_LINES - 1], _of_many(alike[MOST_LINES - 1 :])]
        )
    ]


def _of_many(issues: list[Issue]) -> Issue:
    """Return one line for findings that are not told one by one."""
    first = issues[0]
    rows = sorted({row for issue in issues for row in issue.rows or (issue.row,) if row})
    columns = list(dict.fromkeys(issue.column for issue in issues if issue.column))
    words = ranges(rows) if rows else ", ".join(columns[:20]) + (" …" if columns[20:] else "")
    count = sum(issue.count for issue in issues)
    return first.at(
        row=rows[0] if rows else None,
        rows=tuple(rows[:MOST_ROWS_TOLD]),
        column=first.column if len(columns) == 1 else None,
        count=count,
        value="",
        message=Text(
            nl=f"Nog {count} keer hetzelfde ({first.code}): {words}",
            en=f"The same {count} more times ({first.code}): {words}",
        ),
    )


def _lines(
    connection: DuckDBPyConnection,
    delivery: Delivery,
    part: int,
    rule: str,
    *group: object,
) -> list[Issue]:
    """Return at most twenty lines for one cause; the last stands for all rows not named yet."""
    column, count = str(group[0] or ""), int(str(group[1]))
    rows = connection.execute(
        "SELECT source_row, value, detail_nl, detail_en FROM finding WHERE part IS NOT DISTINCT "
        "FROM ? AND rule = ? AND column_name IS NOT DISTINCT FROM ? ORDER BY source_row LIMIT ?",
        [part, rule, column or None, MOST_LINES if count <= MOST_LINES else MOST_LINES - 1],
    ).fetchall()
    place = {
        "file": delivery.names[part or 0],
        "sheet": delivery.parts[part or 0].sheet,
    }
    shown = delivery.parts[part or 0].origin.get(column, column) or None
    lines = [
        RULES[rule]
        .issue(
            column=shown,
            value=_showable(delivery, column, value),
            detail=Text(nl=detail_nl or "", en=detail_en or ""),
            row=row,
        )
        .at(rows=(row,) if row else (), **place)
        for row, value, detail_nl, detail_en in rows
    ]
    if count > len(lines):
        lines.append(_rest(connection, delivery, (part, rule, column), lines))
    return lines


def _rest(
    connection: DuckDBPyConnection,
    delivery: Delivery,
    cause: tuple[int, str, str],
    lines: list[Issue],
) -> Issue:
    """Return one line for all further rows of a cause, naming them in ranges."""
    part, rule, column = cause
    rows = [
        int(row[0])
        for row in connection.execute(
            "SELECT DISTINCT source_row FROM finding WHERE part = ? AND rule = ? AND column_name "
            "IS NOT DISTINCT FROM ? AND source_row > ? ORDER BY 1 LIMIT ?",
            [part, rule, column or None, lines[-1].row, MOST_ROWS_TOLD],
        ).fetchall()
    ]
    total = connection.execute(
        "SELECT count(*) FROM finding WHERE part = ? AND rule = ? AND column_name IS NOT DISTINCT "
        "FROM ?",
        [part, rule, column or None],
    ).fetchone()
    count = (int(total[0]) if total else 0) - len(lines)
    last = lines[-1]
    n = Count(count)
    words = ranges(rows) + _other_values(connection, delivery, cause, lines[-1].row)
    return last.at(
        row=rows[0] if rows else last.row,
        rows=tuple(rows),
        count=count,
        value="",
        message=Text(
            nl=f"{shown_column(last)}: nog {n} {n:rij|rijen} met dezelfde fout: {words}",
            en=f"{shown_column(last)}: {n} more {n:row|rows} with the same finding: {words}",
        ),
    )


def _other_values(
    connection: DuckDBPyConnection,
    delivery: Delivery,
    cause: tuple[int, str, str],
    last_row: int | None,
) -> str:
    """Return the usual values of one cause below the last row that is told on its own."""
    part, rule, column = cause
    values = connection.execute(
        "SELECT value FROM finding WHERE part = ? AND rule = ? AND column_name IS NOT DISTINCT "
        "FROM ? AND source_row > ? AND value IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 "
        "LIMIT ?",
        [part, rule, column or None, last_row, MOST_VALUES],
    ).fetchall()
    shown = [safe_value(_showable(delivery, column, value)) for (value,) in values]
    return f" ({', '.join(shown)})" if any(shown) else ""


def shown_column(issue: Issue) -> str:
    """Return the column of a finding, or the rule when it names none."""
    return issue.column or issue.code


def ranges(rows: list[int]) -> str:
    """Return rows as people write them: ``22–40, 45``."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    words = [f"{a}–{b}" if b > a else str(a) for a, b in spans]
    return ", ".join(words[:60]) + (" …" if len(words) > 60 else "")


def _showable(delivery: Delivery, column: str, value: str | None) -> str:
    """Return a value, unless it may be about a person."""
    if value is None:
        return ""
    if column in delivery.table.columns and delivery.table.kind(column) == "person":
        return ""
    return "…" if looks_personal(value) else value
