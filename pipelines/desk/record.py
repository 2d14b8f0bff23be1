"""Good rows, rows set aside and the account of a load: written in one transaction."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from model.codes import PERHAPS_PERSONAL, looks_personal
from model.rules import RULES
from pipelines.desk.findings import ERRORS
from pipelines.warehouse import statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from model.issue import Issue
    from pipelines.desk.delivery import Delivery
    from pipelines.desk.difference import Difference
    from pipelines.desk.report import LoadReport


def next_load_id(connection: DuckDBPyConnection) -> int:
    """Return the number of the next load; taken from the table, not from the clock."""
    row = connection.execute("SELECT coalesce(max(load_id), 0) + 1 FROM loads").fetchone()
    return int(row[0]) if row else 1


def write_rows(
    connection: DuckDBPyConnection, delivery: Delivery, difference: Difference, load_id: int
) -> None:
    """Move what is replaced out of the way and insert what is new."""
    table = delivery.table.name
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE leaving AS "
        "SELECT loaded_row FROM matched WHERE NOT (same_figures AND same_words) "
        "UNION SELECT loaded_row FROM withdrawn"
    )
    if difference.gone_units:
        _end_units(connection, difference.gone_units, load_id)
    connection.execute(
        f"INSERT INTO replaced.{table} BY NAME SELECT *, ? AS replaced_by FROM {table} "  # noqa: S608
        "WHERE rowid IN (SELECT loaded_row FROM leaving)",
        [load_id],
    )
    connection.execute(f"DELETE FROM {table} WHERE rowid IN (SELECT loaded_row FROM leaving)")  # noqa: S608
    columns = ", ".join(delivery.table.columns)
    there = "SELECT part, source_row FROM matched WHERE same_figures AND same_words"
    new = f"ANTI JOIN ({there}) USING (part, source_row)" if difference.n_unchanged else ""
    connection.execute(
        f"INSERT INTO {table} BY NAME SELECT {columns}, ? AS load_id, source_row "  # noqa: S608
        f"FROM good_row {new}",
        [load_id],
    )


def _end_units(connection: DuckDBPyConnection, gone: Sequence[str], load_id: int) -> None:
    """Give units that left the list a last day; their rows and their answers stay."""
    now = dt.datetime.now(dt.UTC).date()
    connection.execute(
        "INSERT INTO replaced.units BY NAME SELECT *, ? AS replaced_by FROM units "
        "WHERE unit_code IN (SELECT unnest(?)) AND (valid_to IS NULL OR valid_to > ?)",
        [load_id, list(gone), now],
    )
    connection.execute(
        "UPDATE units SET valid_to = ?, load_id = ? "
        "WHERE unit_code IN (SELECT unnest(?)) AND (valid_to IS NULL OR valid_to > ?)",
        [now, load_id, list(gone), now],
    )


def write_quarantine(connection: DuckDBPyConnection, delivery: Delivery, load_id: int) -> None:
    """Set bad rows aside with what is wrong with them; note which waiting rows came good."""
    table = delivery.table
    kept = [name for name in table.columns if table.kind(name) not in ("person", "words")]
    words = pl.DataFrame(
        {
            "rule": list(RULES),
            "message_nl": [rule.message.nl for rule in RULES.values()],
            "message_en": [rule.message.en for rule in RULES.values()],
        }
    )
    release_waiting(connection, table.name, table.key)
    _note_personal(connection, [*kept, *table.key])
    connection.register("rule_words", words)
    connection.execute(
        statement(
            "loading/set_aside",
            cells=", ".join(f"'{name}', {_hidden(name)}" for name in kept),
            key=", ".join(_hidden(f"doubted.{name}") for name in table.key),
        ),
        {"load_id": load_id, "errors": list(ERRORS), "names": list(delivery.names)},
    )
    connection.unregister("rule_words")
    _set_unreadable_aside(connection, delivery, load_id)


def _set_unreadable_aside(connection: DuckDBPyConnection, delivery: Delivery, load_id: int) -> None:
    """Set aside what could not be read as a row; no values of it are known."""
    rows = [
        [load_id, name, row, issue.column, issue.code, issue.message.nl, issue.message.en]
        for name, part in zip(delivery.names, delivery.parts, strict=True)
        for unreadable in [set(part.unreadable)]
        for issue in part.issues
        for row in unreadable.intersection(issue.rows or (issue.row,))
    ]
    columns = ["load_id", "file_name", "source_row", "column_name", "code"]
    columns += ["message_nl", "message_en"]
    connection.register("unreadable", pl.DataFrame(rows, schema=columns, orient="row"))
    connection.execute("INSERT INTO quarantine BY NAME FROM unreadable")
    connection.unregister("unreadable")


def _note_personal(connection: DuckDBPyConnection, names: Sequence[str]) -> None:
    """Make the table ``personal_text`` of what must not be kept of the rows set aside."""
    texts = {
        str(row[0])
        for name in dict.fromkeys(names)
        for row in connection.execute(
            f"SELECT DISTINCT {name} FROM doubted SEMI JOIN bad_row USING (part, source_row) "  # noqa: S608 - a name of the contract
            f"WHERE regexp_matches({name}, ?)",
            [PERHAPS_PERSONAL],
        ).fetchall()
    }
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE personal_text AS SELECT unnest(?::VARCHAR[]) AS given",
        [sorted(filter(looks_personal, texts))],
    )


def _hidden(name: str) -> str:
    """Return the SQL for a delivered text, hidden where it is about a person."""
    shown = f"THEN '…' ELSE {name} END"
    return f"CASE WHEN {name} IN (FROM personal_text) {shown}"


def release_waiting(connection: DuckDBPyConnection, table: str, key: tuple[str, ...]) -> None:
    """Mark rows in quarantine whose key is now delivered in a good row."""
    any_waits = "SELECT 1 FROM quarantine WHERE state = 'waiting' LIMIT 1"
    if not connection.execute(any_waits).fetchall():
        return
    offered_key = f"concat_ws('|', {', '.join(key)})" if len(key) > 1 else key[0]
    # Few rows wait and very many are offered: only keys that wait are looked for.
    waiting = (
        "SELECT row_key FROM quarantine WHERE state = 'waiting' AND load_id IN "
        "(SELECT load_id FROM loads WHERE table_name = $table)"
    )
    connection.execute(
        f"UPDATE quarantine SET state = 'released' WHERE row_key IN (SELECT {offered_key} "  # noqa: S608
        f"FROM (FROM offered_rows WHERE {offered_key} IN ({waiting})) "
        "ANTI JOIN bad_row USING (part, source_row)) AND state = 'waiting' "
        "AND load_id IN (SELECT load_id FROM loads WHERE table_name = $table)",
        {"table": table},
    )


def write_load(
    connection: DuckDBPyConnection, delivery: Delivery, report: LoadReport, **about: object
) -> None:
    """Write the account of a load."""
    connection.execute(
        "INSERT INTO loads (load_id, table_name, file_name, file_hash, file_bytes, mapping, "
        "outcome, rows_in, rows_loaded, rows_set_aside, rows_unchanged, loaded_by, loaded_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now())",
        [
            report.load_id,
            report.table,
            ", ".join(delivery.names),
            delivery.file_hash,
            sum(part.file_bytes for part in delivery.parts),
            about.get("mapping"),
            report.outcome,
            report.rows_in,
            report.rows_loaded,
            report.rows_set_aside,
            report.rows_unchanged,
            about.get("who"),
        ],
    )


def write_issues(
    connection: DuckDBPyConnection, delivery: Delivery, lines: Sequence[Issue], load_id: int | None
) -> None:
    """Keep the findings, so that the next delivery can be told what was solved."""
    if not lines:
        return
    now = dt.datetime.now(dt.UTC)
    rows = [
        [
            load_id,
            delivery.table.name,
            delivery.file_hash,
            now,
            line.code,
            line.severity,
            line.file,
            line.sheet,
            line.row,
            line.column,
            line.value,
            line.message.nl,
            line.message.en,
            line.fix.nl,
            line.fix.en,
            line.count,
        ]
        for line in lines
    ]
    # In one statement: each on its own would take longer than checking many rows.
    cells = f"({', '.join('?' * len(rows[0]))})"
    connection.execute(
        f"INSERT INTO load_issues VALUES {', '.join([cells] * len(rows))}",  # noqa: S608 - question marks
        [cell for row in rows for cell in row],
    )
