"""Take a load back whole: its rows out, what it replaced in again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.errors import RejectedError, UsageError
from model.tables import TABLES
from model.text import Text
from pipelines.desk import audit
from pipelines.desk.known import SOURCES
from pipelines.warehouse import open_warehouse, transaction, user_name

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from pipelines.programme import Programme


def undo(
    programme: Programme, load_id: int, *, reason: str | None = None, who: str | None = None
) -> dict[str, object]:
    """Take a load back as if it had not been made.

    Parameters
    ----------
    reason : str, optional
        Why; it is kept in the audit log.

    Returns
    -------
    dict
        ``load_id``, ``table``, ``rows_removed`` and ``rows_restored``.

    Raises
    ------
    UsageError
        When there is no such load, or it was taken back before.
    RejectedError
        When a later load replaced rows of this one, or answers refer to its units or codes.
    """
    person = who or user_name()
    with open_warehouse(programme, who=person) as connection:
        table = _table_of(connection, load_id)
        _refuse_when_replaced(connection, table, load_id)
        attempt = {"who": person, "what": "undo", "table": table, "load_id": load_id}
        attempt |= {"reason": reason.strip()} if reason and reason.strip() else {}
        with (
            audit.attempt(programme, connection, **attempt) as found,
            transaction(connection),
        ):
            removed, restored = _take_back(connection, table, load_id)
            _refuse_when_needed(connection, table)
            found |= {"outcome": "undone", "rows_removed": removed, "rows_restored": restored}
    return {
        "load_id": load_id,
        "table": table,
        "rows_removed": removed,
        "rows_restored": restored,
    }


def _table_of(connection: DuckDBPyConnection, load_id: int) -> str:
    """Return the table that a load went into."""
    row = connection.execute(
        "SELECT table_name FROM loads WHERE load_id = ? AND undone_at IS NULL", [load_id]
    ).fetchone()
    if row is None:
        raise UsageError(
            Text(
                nl="Levering {n} bestaat niet of is al teruggenomen.",
                en="Load {n} does not exist or was taken back before.",
            ).fill(n=load_id),
            where="undo",
            remedy=Text(nl="kies een levering uit: status", en="choose a load from: status"),
        )
    return str(row[0])


def _refuse_when_replaced(connection: DuckDBPyConnection, table: str, load_id: int) -> None:
    """Refuse when a later load replaced rows of this one: that one must go first."""
    later = connection.execute(
        f"SELECT DISTINCT replaced_by FROM replaced.{table} WHERE load_id = ? ORDER BY 1",  # noqa: S608
        [load_id],
    ).fetchall()
    if later:
        numbers = ", ".join(str(row[0]) for row in later)
        raise RejectedError(
            Text(
                nl="Levering {l} verving rijen van levering {n}.",
                en="Load {l} replaced rows of load {n}.",
            ).fill(l=numbers, n=load_id),
            where=table,
            remedy=Text(nl="neem eerst terug: {l}", en="first take back: {l}").fill(l=numbers),
        )


def _take_back(connection: DuckDBPyConnection, table: str, load_id: int) -> tuple[int, int]:
    """Remove the rows of a load and put back what it replaced; return how many of each."""
    removed = _changed(connection, f"DELETE FROM {table} WHERE load_id = ?", load_id)  # noqa: S608
    restored = _changed(
        connection,
        f"INSERT INTO {table} BY NAME SELECT * EXCLUDE (replaced_by) FROM replaced.{table} "  # noqa: S608
        "WHERE replaced_by = ?",
        load_id,
    )
    connection.execute(f"DELETE FROM replaced.{table} WHERE replaced_by = ?", [load_id])  # noqa: S608
    connection.execute("DELETE FROM quarantine WHERE load_id = ?", [load_id])
    connection.execute("UPDATE loads SET undone_at = now() WHERE load_id = ?", [load_id])
    return removed, restored


def _changed(connection: DuckDBPyConnection, sql: str, load_id: int) -> int:
    """Return how many rows a statement changed."""
    row = connection.execute(sql, [load_id]).fetchone()
    return int(row[0]) if row else 0


def _refuse_when_needed(connection: DuckDBPyConnection, table: str) -> None:
    """Refuse when rows that stay would refer to units or codes that are gone."""
    for refers, (source, code, *_) in SOURCES.items():
        if source != table:
            continue
        for other in TABLES.values():
            for column in other.columns:
                if other.refers(column) == refers:
                    _refuse_orphans(connection, f"{source}.{code}", f"{other.name}.{column}")


def _refuse_orphans(connection: DuckDBPyConnection, key: str, reference: str) -> None:
    """Refuse when a reference points at nothing."""
    source, code = key.split(".")
    other, column = reference.split(".")
    orphans = connection.execute(
        f"SELECT DISTINCT {column} FROM {other} WHERE {column} IS NOT NULL "  # noqa: S608
        f"AND {column} NOT IN (SELECT {code} FROM {source}) ORDER BY 1 LIMIT 5"
    ).fetchall()
    if orphans:
        raise RejectedError(
            Text(
                nl="{t} verwijst nog naar {c}.",
                en="{t} still refers to {c}.",
            ).fill(t=other, c=", ".join(str(row[0]) for row in orphans)),
            where=source,
            remedy=Text(
                nl="neem eerst de leveringen van {t} terug", en="first take back the loads of {t}"
            ).fill(t=other),
        )
