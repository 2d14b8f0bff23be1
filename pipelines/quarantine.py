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

_WAITS_NOT = (
    Text(
        nl="Rij {row} van levering {load} wacht niet op een correctie.",
        en="Row {row} of load {load} does not wait for a correction.",
    ),
    Text(nl="kies een rij die wacht: {rows}", en="choose a row that waits: {rows}"),
)
_IN_SEVERAL = (
    Text(
        nl="Rij {row} van levering {load} wacht in meer dan één bestand.",
        en="Row {row} of load {load} waits in more than one file.",
    ),
    Text(nl="kies er een met --file: {files}", en="choose one with --file: {files}"),
)


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
    programme: Programme,
    load_id: int,
    row: int,
    *,
    reason: str,
    file: str | None = None,
    who: str | None = None,
) -> dict[str, object]:
    """Give up a row that was set aside: no corrected delivery is expected any more.

    Parameters
    ----------
    file : str, optional
        The name of the row's file, where a load has several.

    Returns
    -------
    dict
        ``load_id``, ``file``, ``row`` and ``reason``.

    Raises
    ------
    UsageError
        Without a reason.
    RejectedError
        When no such row waits, or one in each of several files.
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
        name = _waiting_in(connection, load_id, row, file)
        attempt = {"who": person, "what": "drop", "load_id": load_id, "file": name, "row": row}
        with (
            audit.attempt(programme, connection, **attempt) as found,
            transaction(connection),
        ):
            connection.execute(
                "UPDATE quarantine SET state = 'dropped', reason = ?, dropped_by = ?, "
                "dropped_at = now() WHERE load_id = ? AND coalesce(file_name, ?) = ? "
                "AND source_row = ? AND state = 'waiting'",
                [words, person, load_id, name, name, row],
            )
            found |= {"outcome": "dropped", "reason": words}
    return {"load_id": load_id, "file": name, "row": row, "reason": words}


def _waiting_in(connection: DuckDBPyConnection, load_id: int, row: int, file: str | None) -> str:
    """Return the file in which the row waits; refuse when it waits in none or in several."""
    waiting = connection.execute(
        "SELECT DISTINCT coalesce(q.file_name, l.file_name) AS name, source_row "
        "FROM quarantine AS q JOIN loads AS l USING (load_id) "
        "WHERE load_id = ? AND state = 'waiting' AND undone_at IS NULL ORDER BY ALL",
        [load_id],
    ).fetchall()
    names = [name for name, number in waiting if number == row and file in (None, name)]
    if len(names) == 1:
        return str(names[0])
    words = _IN_SEVERAL if names else _WAITS_NOT
    rows = dict.fromkeys(str(number) for name, number in waiting if file in (None, name))
    raise RejectedError(
        words[0].fill(row=row, load=load_id),
        where=Text(nl="levering {load}", en="load {load}").fill(load=load_id),
        remedy=words[1].fill(rows=", ".join([*rows][:20]) or "–", files=", ".join(names)),
    )
