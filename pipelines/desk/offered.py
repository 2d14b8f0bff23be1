"""The rows ``offered``: written out where a text is not its own value, else as they came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.erase import anyone_erased
from pipelines.warehouse import COLUMN_TYPES

if TYPE_CHECKING:
    from collections.abc import Collection

    from duckdb import DuckDBPyConnection

    from model.table import Table
    from pipelines.desk.spelling import Spelled


def offer(connection: DuckDBPyConnection, table: Table, spelled: dict[str, Spelled]) -> None:
    """Make ``offered``: every column of the contract as values, respondents as pseudonyms.

    ``offered_rows`` are the same rows for who asks nothing about persons. Where all texts are
    their own values these have respondents as they were delivered, so that nothing has to be
    looked up, and ``respondent_names`` (given, meant) has the pseudonyms.

    Parameters
    ----------
    spelled : dict of str to Spelled
        How each delivered column is read.
    """
    if any(spelling.join for spelling in spelled.values()) or anyone_erased(connection):
        _written_out(connection, table, spelled)
    else:
        _as_it_is(connection, table, spelled)


def _written_out(connection: DuckDBPyConnection, table: Table, spelled: dict[str, Spelled]) -> None:
    """Make the table ``offered`` where some texts are not their own values."""
    joins = " ".join(
        f"{_looked_up('delivered', name, spelling)} {spelling.join}"
        for name, spelling in spelled.items()
    )
    values = {name: spelling.value for name, spelling in spelled.items()}
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE offered AS SELECT part, source_row, "  # noqa: S608 - names of the contract
        f"{_typed(table, values)} FROM delivered {joins}"
    )
    show_rows(connection)


def show_rows(connection: DuckDBPyConnection) -> None:
    """Make ``offered_rows`` of the table ``offered``, which names respondents by pseudonyms."""
    connection.execute("CREATE OR REPLACE TEMP VIEW offered_rows AS FROM offered")
    connection.execute(
        "CREATE OR REPLACE TEMP VIEW respondent_names AS "
        "SELECT CAST(NULL AS VARCHAR) AS given, CAST(NULL AS UUID) AS meant WHERE false"
    )


def _as_it_is(connection: DuckDBPyConnection, table: Table, spelled: dict[str, Spelled]) -> None:
    """Make views of what was delivered, without writing millions of rows once more."""
    people = {name: spelling for name, spelling in spelled.items() if spelling.names}
    values = {name: spelling.value for name, spelling in spelled.items() if name not in people}
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW offered_rows AS SELECT part, source_row, "  # noqa: S608 - names of the contract
        f"{_typed(table, values, as_given=people)} FROM delivered"
    )
    joins = " ".join(_looked_up("offered_rows", *person) for person in people.items())
    named = "".join(f", {one.names}.meant AS {name}" for name, one in people.items())
    without = f" EXCLUDE ({', '.join(people)})" if people else ""
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW offered AS SELECT offered_rows.*{without}{named} "  # noqa: S608 - names of the contract
        f"FROM offered_rows {joins}"
    )
    names = next((one.names for one in people.values()), "(SELECT NULL AS given, NULL AS meant)")
    connection.execute(f"CREATE OR REPLACE TEMP VIEW respondent_names AS FROM {names}")


def _looked_up(rows: str, name: str, spelling: Spelled) -> str:
    """Return the SQL that joins the table in which every text of a column is looked up."""
    if not spelling.names:
        return ""
    return f"LEFT JOIN {spelling.names} ON {rows}.{name} = {spelling.names}.given"


def _typed(table: Table, values: dict[str, str], as_given: Collection[str] = ()) -> str:
    """Return the SQL of every column of a table, NULL where the delivery has none."""
    return ", ".join(
        name
        if name in as_given
        else f"CAST({values.get(name, 'NULL')} AS {COLUMN_TYPES[table.kind(name)]}) AS {name}"
        for name in table.columns
    )
