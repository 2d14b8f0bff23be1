"""Rows that are there twice: the same key, the same question answered again, two units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from model.rules import RULES
from pipelines.desk.coded import list_type
from pipelines.warehouse import statement

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

    from pipelines.desk.delivery import Delivery

_FEWEST_TO_JUDGE = 10
_BITS = 62  # that a whole number of the database holds beside its sign


def check_keys(connection: DuckDBPyConnection, delivery: Delivery) -> None:
    """Keep a finding for every row that repeats another or contradicts it."""
    table = delivery.table
    if table.whole and table.name == "units":
        return  # The tree check knows about validity, which makes repeats of a code lawful.
    _repeats(connection, delivery, table.key, ("double_row", "conflicting_row"))
    if table.of_kind("person"):
        once = _answered_once(delivery)
        connection.execute(statement("findings/people", answered_once=once))
        if _is_constant(connection, delivery):
            return
        if _anybody_answered_twice(connection):
            _repeats(connection, delivery, table.once, ("double_answer", "double_answer"))
        if is_known := _loaded_periods(connection):
            connection.execute(statement("findings/answered_before"))
        if is_known or _anybody_moved(connection):
            connection.execute(statement("findings/two_units"))


def _repeats(
    connection: DuckDBPyConnection, delivery: Delivery, key: tuple[str, ...], rules: tuple[str, str]
) -> None:
    """Find rows with an equal key."""
    table = delivery.table
    marks = _repeated_marks(connection, key)
    if not marks.size:
        return
    connection.register("repeated_mark", pl.DataFrame({"mark": marks}))
    values = [name for name in table.columns if name not in (*key, *table.key)]
    connection.execute(
        statement(
            "findings/repeats",
            keys=", ".join(key),
            filled=" AND ".join(f"{name} IS NOT NULL" for name in key if name in table.required),
            alike=f"hash({', '.join(values)})" if values else "0",
            equal=equal_keys(key, "perhaps", "repeated"),
            words=f"' (' || concat_ws(' ', {', '.join(key)}) || ')'" if key == table.key else "''",
            column=key[0],
            rule_same=rules[0],
            rule_other=rules[1],
        ),
        {"names": list(delivery.names)},
    )
    connection.unregister("repeated_mark")


def _answered_once(delivery: Delivery) -> str:
    """Return the SQL for whether a person surely answered every item once.

    Each item is a bit at its place in the list of items, which costs next to nothing while rows
    are counted. Of items sixty-two places apart nothing is sure, nor where there is no list.
    """
    item = next(name for name in delivery.table.once if delivery.table.refers(name) == "code")
    if delivery.types[item] != list_type(item):
        return "false"
    bit = f"CAST(1 AS BIGINT) << CAST(enum_code({item}) % {_BITS} AS BIGINT)"
    return f"count({item}) = coalesce(bit_count(bit_or({bit})), 0)"


def _anybody_answered_twice(connection: DuckDBPyConnection) -> bool:
    """Return whether somebody may have answered an item twice in a period."""
    first = "SELECT 1 FROM people WHERE respondent_id IS NOT NULL AND NOT answered_once LIMIT 1"
    return bool(connection.execute(first).fetchall())


def _loaded_periods(connection: DuckDBPyConnection) -> bool:
    """Return whether answers of the offered periods were loaded before."""
    row = connection.execute(
        "SELECT count(*) FROM offered_period SEMI JOIN survey_responses USING (period)"
    ).fetchone()
    return row is not None and row[0] > 0


def _anybody_moved(connection: DuckDBPyConnection) -> bool:
    """Return whether anybody answered in two units."""
    first = "SELECT 1 FROM people WHERE first_unit <> last_unit LIMIT 1"
    return connection.execute(first).fetchone() is not None


def _repeated_marks(connection: DuckDBPyConnection, key: tuple[str, ...]) -> NDArray[np.uint64]:
    """Return the hashes of keys that may be there twice; to sort them is the fastest way."""
    hashes = connection.sql(
        f"SELECT hash({', '.join(key)}) AS mark FROM offered_rows"  # noqa: S608 - names of the contract
    ).to_arrow_table()
    chunks = (chunk.to_numpy() for chunk in hashes["mark"].chunks)
    marks = np.concatenate([np.empty(0, np.uint64), *chunks])
    marks.sort()
    return np.unique(marks[1:][marks[1:] == marks[:-1]])


def equal_keys(key: tuple[str, ...], left: str, right: str) -> str:
    """Return the SQL for two rows having the same key, empty parts included."""
    return " AND ".join(f"{left}.{name} IS NOT DISTINCT FROM {right}.{name}" for name in key)


def _is_constant(connection: DuckDBPyConnection, delivery: Delivery) -> bool:
    """Return whether every row has one and the same respondent, who cannot be a person."""
    person = delivery.table.of_kind("person")[0]
    rows, first, last = connection.execute(
        "SELECT sum(n_rows), min(respondent_id), max(respondent_id) FROM people "
        "WHERE respondent_id IS NOT NULL"
    ).fetchone() or (0, None, None)
    if (rows or 0) < _FEWEST_TO_JUDGE or first != last:
        return False
    answers = connection.execute(
        f"SELECT count(DISTINCT hash({', '.join(delivery.table.once)})) FROM offered_rows"  # noqa: S608
    ).fetchone()
    if answers is not None and answers[0] < rows:
        delivery.issues.append(RULES["respondent_constant"].issue(column=person, count=int(rows)))
        return True
    return False
