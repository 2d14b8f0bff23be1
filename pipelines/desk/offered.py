"""The rows ``offered``: delivered texts as values, of many rows without writing them once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.staged import PLACE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from pipelines.desk.delivery import Delivery
    from pipelines.desk.spelling import Spelled

_FEW = 1 / 10


def offer(connection: DuckDBPyConnection, delivery: Delivery, spelled: dict[str, Spelled]) -> None:
    """Make ``offered_rows``: every column of the contract as values, respondents as texts.

    And ``offered``: the same rows with respondents as pseudonyms, for who asks about persons or
    writes rows. Rows with a text that is not its own value are moved out of the delivered ones,
    where they are few, so that nothing is looked up for the others.

    Parameters
    ----------
    spelled : dict of str to Spelled
        How each delivered column is read.
    """
    table, odd = delivery.table, _odd(spelled)
    source = _set_apart(connection, delivery, odd) if odd else "apart"
    people = [name for name in spelled if table.kind(name) == "person"]
    types = delivery.types | dict.fromkeys(people, "VARCHAR")
    usual = {name: f"CAST({spelling.value} AS {types[name]})" for name, spelling in spelled.items()}
    cared = {name: spelling.looked_up(types[name]) for name, spelling in spelled.items()}
    joins = " ".join(spelling.joined(name) for name, spelling in spelled.items())
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE offered_apart AS "  # noqa: S608 - names of the contract
        f"SELECT part, source_row, {_named(types, cared)} FROM {source} AS delivered {joins}"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW offered_rows AS FROM offered_apart UNION ALL "  # noqa: S608 - names of the contract
        f"SELECT part, source_row, {_named(types, usual)} FROM delivered_parts "
        f"WHERE {'true' if source == 'apart' else 'false'}"
    )
    _name_people(connection, people)


def leave_out(connection: DuckDBPyConnection, delivery: Delivery, people: str) -> int:
    """Take the rows of people out of what was delivered and offered; return how many.

    Parameters
    ----------
    people : str
        Query of the texts that name them.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE left_out AS "  # noqa: S608 - a query of our own
        f"SELECT part, source_row FROM offered_rows WHERE respondent_id IN ({people})"
    )
    for name in ("finding", "offered_apart", "apart"):
        connection.execute(
            f"DELETE FROM {name} USING left_out WHERE {name}.part = left_out.part "  # noqa: S608 - our own names
            f"AND {name}.source_row = left_out.source_row"
        )
    for name in delivery.row_tables:
        connection.execute(f"DELETE FROM {name} WHERE respondent_id IN ({people})")  # noqa: S608 - our own names
    return len(connection.execute("FROM left_out").fetchall())


def _odd(spelled: dict[str, Spelled]) -> str:
    """Return the SQL condition for a row with a text that is not its own value; empty for none."""
    return " OR ".join(f"({spelling.odd})" for spelling in spelled.values() if spelling.odd)


def _set_apart(connection: DuckDBPyConnection, delivery: Delivery, odd: str) -> str:
    """Move odd rows into the table ``apart``; return it, or all that is delivered for very many."""
    row = connection.execute(f"INSERT INTO apart FROM delivered_parts WHERE {odd}").fetchone()
    if row is None or row[0] > (delivery.rows_in or 0) * _FEW:
        connection.execute("TRUNCATE apart")
        return "delivered"
    for number, _ in delivery.readable:
        places = f"SELECT {PLACE} FROM delivered_{number} WHERE {odd}"  # noqa: S608 - our own names
        connection.execute(f"DELETE FROM part_{number}_rows WHERE rowid IN ({places})")  # noqa: S608 - our own names
    return "apart"


def _name_people(connection: DuckDBPyConnection, people: Sequence[str]) -> None:
    """Make ``offered`` of ``offered_rows`` and the pseudonyms in ``respondent_names``."""
    named = "".join(f" REPLACE (meant AS {name})" for name in people)
    joined = "".join(f" LEFT JOIN respondent_names ON given = rows.{name}" for name in people)
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW offered AS SELECT rows.*{named} "  # noqa: S608 - names of the contract
        f"FROM offered_rows AS rows{joined}"
    )


def _named(types: dict[str, str], values: dict[str, str]) -> str:
    """Return the SQL of every column of a table, NULL where the delivery has none."""
    nothing = {name: f"CAST(NULL AS {kind})" for name, kind in types.items()}
    return ", ".join(f"{value} AS {name}" for name, value in (nothing | values).items())
