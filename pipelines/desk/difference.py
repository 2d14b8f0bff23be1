"""What a delivery would change in what was loaded before, shown until a person confirms it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from model.issue import safe_value
from model.period import period_index
from model.rules import RULES
from pipelines.desk.keys import equal_keys
from pipelines.warehouse import statement

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from model.issue import Issue
    from model.table import Table
    from pipelines.desk.delivery import Delivery
    from pipelines.programme import Programme

_MOST_SHOWN = 50
_PERSON_TABLES = ("survey_responses", "customer_responses")


@dataclass
class Difference:
    """How a delivery stands to what was loaded before.

    Attributes
    ----------
    issues : list of Issue
        What a person must know; those in ``to_confirm`` wait for a confirmation.
    rows : list of dict
        Old and new values, per unit and period; of answers only how many.
    gone_units : tuple of str
        Units that the new list no longer holds.
    """

    n_new: int = 0
    n_restated: int = 0
    n_unchanged: int = 0
    issues: list[Issue] = field(default_factory=list)
    to_confirm: list[Issue] = field(default_factory=list)
    rows: list[dict[str, object]] = field(default_factory=list)
    gone_units: tuple[str, ...] = ()


def compare(
    connection: DuckDBPyConnection, delivery: Delivery, programme: Programme, closed: set[str]
) -> Difference:
    """Return what the good rows of ``offered`` change; makes ``matched`` and ``withdrawn``.

    Parameters
    ----------
    closed : set of str
        Periods that were published already, besides those the programme closed.
    """
    table = delivery.table
    _match(connection, table, delivery.present)
    difference = _counted(connection)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE withdrawn (loaded_row BIGINT, unit_code VARCHAR, "
        "period VARCHAR)"
    )
    _compare_words(connection, table, difference)
    if table.of_kind("period") and "unit_code" in table.columns:
        _compare_periods(connection, table, programme, difference, closed=closed)
    if table.name in _PERSON_TABLES:
        _compare_answers(connection, table, difference)
    if difference.n_restated:
        _show_restated(connection, table, difference)
    if table.name == "units":
        _compare_units(connection, difference)
    return difference


def token(delivery: Delivery, difference: Difference, state: str) -> str:
    """Return the word that confirms exactly this difference, of these files, in this state."""
    content = [
        delivery.table.name,
        [part.file_hash for part in delivery.parts],
        [(issue.code, issue.message.en) for issue in difference.to_confirm],
        state,
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:12]


def _match(connection: DuckDBPyConnection, table: Table, present: tuple[str, ...]) -> None:
    """Make the table ``matched`` of offered rows whose key was loaded before."""
    values = [name for name in present if name not in table.key]
    words = [name for name in values if name in table.descriptive]
    figures = [name for name in values if name not in table.descriptive]
    connection.execute(
        statement(
            "loading/matched",
            table=table.name,
            equal=equal_keys(table.key, "offered", "loaded"),
            same_figures=equal_keys(tuple(figures), "offered", "loaded") or "true",
            same_words=equal_keys(tuple(words), "offered", "loaded") or "true",
        )
    )


def _counted(connection: DuckDBPyConnection) -> Difference:
    """Return how many good rows are new, restated and unchanged."""
    good, known, same = connection.execute(
        "SELECT (SELECT count(*) FROM good_rows), count(*), "
        "count(*) FILTER (same_figures AND same_words) FROM matched"
    ).fetchone() or (0, 0, 0)
    return Difference(n_new=good - known, n_restated=known - same, n_unchanged=same)


def _compare_words(connection: DuckDBPyConnection, table: Table, difference: Difference) -> None:
    """Note descriptions that change; they change no figure, so they need no confirmation."""
    for column in table.descriptive:
        changed = connection.execute(
            f"SELECT loaded.{table.key[0]}, loaded.{column}, offered.{column} FROM matched "  # noqa: S608
            f"JOIN offered USING (part, source_row) JOIN {table.name} AS loaded "
            f"ON loaded.rowid = loaded_row WHERE NOT same_words "
            f"AND loaded.{column} IS DISTINCT FROM offered.{column} ORDER BY 1"
        ).fetchall()
        if changed:
            shown = "; ".join(
                f"{code}: {safe_value(old or '–')} → {safe_value(new or '–')}"
                for code, old, new in changed[:10]
            )
            difference.issues.append(
                RULES["described_anew"].issue(
                    column=column, value=str(len(changed)), detail=shown, count=len(changed)
                )
            )


def _compare_periods(
    connection: DuckDBPyConnection,
    table: Table,
    programme: Programme,
    difference: Difference,
    *,
    closed: set[str],
) -> None:
    """Note changes in closed periods, overlaps, and rows that are no longer delivered."""
    key = ", ".join(f"offered.{name}" for name in table.key)
    periods = connection.execute(
        statement("loading/touched_periods", table=table.name, offered_key=key)
    ).fetchall()
    shut = [
        (period, n_added + n_restated)
        for period, _, n_restated, _, _, n_added in periods
        if n_added + n_restated and (programme.is_closed(period) or _is_past(period, closed))
    ]
    if shut:
        _confirm(difference, "closed_period", sum(n for _, n in shut), [p for p, _ in shut])
    overlapping = [row for row in periods if row[1] and row[3] + row[2]]
    if overlapping:
        _confirm(
            difference,
            "overlapping",
            sum(row[3] for row in overlapping),
            [f"{row[0]}: {row[1]}" for row in overlapping],
        )
    shrunk = [row[0] for row in periods if row[4] / 2 <= row[3] + row[2] < row[4]]
    connection.execute("SET VARIABLE shrunk_periods = ?", [shrunk or [""]])
    if shrunk:
        equal = equal_keys(table.key, "offered", "loaded")
        connection.execute(statement("loading/withdrawn", table=table.name, equal=equal))
        _note_withdrawn(connection, difference)


def _is_past(period: str, published: set[str]) -> bool:
    """Return whether a period is not after the latest published one of its length."""
    return any(
        period_index(period) <= period_index(other)
        for other in published
        if len(other) == len(period)
    )


def _note_withdrawn(connection: DuckDBPyConnection, difference: Difference) -> None:
    """Say which rows would be withdrawn, by unit."""
    by_unit = connection.execute(
        "SELECT unit_code || ' ' || period, count(*) FROM withdrawn GROUP BY ALL ORDER BY 1"
    ).fetchall()
    words = [f"{unit}: {n}" for unit, n in by_unit]
    if words:
        _confirm(difference, "shrinking", sum(n for _, n in by_unit), words)


def _confirm(difference: Difference, rule: str, n_rows: int, words: list[str]) -> None:
    """Add a finding that waits for a person."""
    shown = ", ".join(words[:20]) + (" …" if len(words) > 20 else "")
    difference.to_confirm.append(RULES[rule].issue(value=str(n_rows), detail=shown, count=n_rows))


def _show_restated(connection: DuckDBPyConnection, table: Table, difference: Difference) -> None:
    """Show old and new values; of answers only how many, as one is about a person."""
    if "unit_code" not in table.columns or not table.of_kind("period"):
        words = _restated_keys(connection, table)
        if words:
            _confirm(difference, "restated", len(words), words)
        return
    score = "score" if "score" in table.columns else "value"
    code = next(name for name in table.columns if table.refers(name) == "code")
    aggregated = table.name not in _PERSON_TABLES
    rows = connection.execute(
        statement(
            "loading/restated_units",
            table=table.name,
            code=f"offered.{code}",
            old=f"loaded.{score}" if aggregated else "NULL",
            new=f"offered.{score}" if aggregated else "NULL",
        )
    ).fetchall()
    names = ("unit_code", "period", "n_rows", "code", "old", "new")
    difference.rows = [dict(zip(names, row, strict=True)) for row in rows[:_MOST_SHOWN]]
    words = [
        f"{unit} {period} {item}" + (f" {old:g} → {new:g}" if aggregated else f": {n}")
        for unit, period, n, item, old, new in rows
    ]
    if words:
        _confirm(difference, "restated", sum(int(row[2]) for row in rows), words)


def _compare_answers(connection: DuckDBPyConnection, table: Table, difference: Difference) -> None:
    """Note numbers that were used in another period, and answers that came under another one."""
    moved = connection.execute(statement("loading/other_period", table=table.name)).fetchall()
    if moved:
        rows = tuple(row for _, rows in moved for row in rows)
        used = RULES["id_used_before"].issue(
            column=table.key[0],
            value=str(len(rows)),
            detail=", ".join(words for words, _ in moved),
            row=rows[0],
            count=len(rows),
        )
        difference.to_confirm.append(used.at(rows=rows))
    if not _any_loaded(connection, table):
        return
    code = next(name for name in table.columns if table.refers(name) == "code")
    again = connection.execute(
        statement("loading/answered_again", table=table.name, code=code)
    ).fetchall()
    if again:
        words = [f"{period}: {alike} / {n}" for period, n, alike in again]
        _confirm(difference, "answers_again", sum(int(row[2]) for row in again), words)


def _any_loaded(connection: DuckDBPyConnection, table: Table) -> bool:
    """Return whether rows of the offered periods are there: comparing millions takes long."""
    row = connection.execute(
        f"SELECT count(*) FROM offered_period SEMI JOIN {table.name} USING (period)"  # noqa: S608
    ).fetchone()
    return row is not None and row[0] > 0


def _restated_keys(connection: DuckDBPyConnection, table: Table) -> list[str]:
    """Return the old and new values of rows that are no answers or figures."""
    columns = [name for name in table.columns if name not in (*table.key, *table.descriptive)]
    found = []
    for column in columns:
        found += [
            f"{code} {column} {'–' if old is None else old} → {'–' if new is None else new}"
            for code, old, new in connection.execute(
                f"SELECT loaded.{table.key[0]}, loaded.{column}, offered.{column} FROM matched "  # noqa: S608
                f"JOIN offered USING (part, source_row) JOIN {table.name} AS loaded "
                "ON loaded.rowid = loaded_row WHERE NOT same_figures "
                f"AND loaded.{column} IS DISTINCT FROM offered.{column} ORDER BY 1"
            ).fetchall()
        ]
    return found


def _compare_units(connection: DuckDBPyConnection, difference: Difference) -> None:
    """Note units that the new list no longer holds, and rows that it holds otherwise."""
    gone = [
        str(row[0])
        for row in connection.execute(
            "SELECT DISTINCT unit_code FROM units WHERE unit_code NOT IN "
            "(SELECT unit_code FROM offered WHERE unit_code IS NOT NULL) "
            "AND (valid_to IS NULL OR valid_to > current_date) ORDER BY 1"
        ).fetchall()
    ]
    if gone:
        difference.gone_units = tuple(gone)
        _confirm(difference, "unit_vanished", len(gone), gone)
    connection.execute(
        "INSERT INTO withdrawn SELECT rowid, unit_code, NULL FROM units WHERE rowid NOT IN "
        "(SELECT loaded_row FROM matched) AND unit_code IN (SELECT unit_code FROM offered)"
    )
    other = connection.execute(
        "SELECT units.unit_code || ' valid_from ' || units.valid_from || ' → –' FROM withdrawn "
        "JOIN units ON units.rowid = loaded_row ORDER BY 1"
    ).fetchall()
    if other:
        _confirm(difference, "restated", len(other), [str(row[0]) for row in other])
