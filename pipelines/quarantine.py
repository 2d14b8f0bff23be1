"""Rows that were set aside: listed, or dropped by a person with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.errors import RejectedError, UsageError
from model.text import Text
from pipelines.desk import audit
from pipelines.warehouse import open_warehouse, statement, transaction, user_name

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from pipelines.programme import Programme


def quarantined(programme: Programme, load_id: int | None = None) -> list[dict[str, object]]:
    """Return what is wrong with each row set aside, newest load first.

    Parameters
    ----------
    load_id : int, optional
        Of this load only; default every load that stands.

    Returns
    -------
    list of dict
        ``load_id``, ``table_name``, ``file_name``, ``source_row``, ``column_name``, ``code``,
        ``message_nl``, ``message_en``, ``state`` (waiting, released or dropped) and ``reason``.
    """
    with open_warehouse(programme, read_only=True) as connection:
        found = connection.execute(statement("loading/quarantined"), {"load_id": load_id})
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def drop(
    programme: Programme, load_id: int, row: int, *, reason: str, who: str | None = None
) -> dict[str, object]:
    """Give up a row that was set aside: no corrected delivery is expected any more.

    Returns
    -------
    dict
        ``load_id``, ``row`` and ``reason``.

    Raises
    ------
    UsageError
        Without a reason.
    RejectedError
        When no such row waits.
    """
    words = reason.strip()
    if not words:
        raise UsageError(
            Text(
                nl="Een rij vervalt alleen met een reden.",
                en="A row is dropped with a reason only.",
            ),
            where="--reason",
            remedy=Text(nl="zeg waarom de rij niet meetelt", en="say why the row does not count"),
        )
    person = who or user_name()
    with open_warehouse(programme, who=person) as connection:
        _require_waiting(connection, load_id, row)
        attempt = {"who": person, "what": "drop", "load_id": load_id, "row": row}
        with (
            audit.attempt(programme, connection, **attempt) as found,
            transaction(connection),
        ):
            connection.execute(
                "UPDATE quarantine SET state = 'dropped', reason = ?, dropped_by = ?, "
                "dropped_at = now() WHERE load_id = ? AND source_row = ? AND state = 'waiting'",
                [words, person, load_id, row],
            )
            found |= {"outcome": "dropped", "reason": words}
    return {"load_id": load_id, "row": row, "reason": words}


def _require_waiting(connection: DuckDBPyConnection, load_id: int, row: int) -> None:
    """Refuse when the row does not wait, and say which rows of that load do."""
    waiting = [
        int(one[0])
        for one in connection.execute(
            "SELECT DISTINCT source_row FROM quarantine JOIN loads USING (load_id) "
            "WHERE load_id = ? AND state = 'waiting' AND undone_at IS NULL ORDER BY 1",
            [load_id],
        ).fetchall()
    ]
    if row not in waiting:
        rows = ", ".join(map(str, waiting[:20])) or "–"
        raise RejectedError(
            Text(
                nl="Rij {row} van levering {load} wacht niet op een correctie.",
                en="Row {row} of load {load} does not wait for a correction.",
            ).fill(row=row, load=load_id),
            where=Text(nl="levering {load}", en="load {load}").fill(load=load_id),
            remedy=Text(
                nl="kies een rij die wacht: {rows}", en="choose a row that waits: {rows}"
            ).fill(rows=rows),
        )
