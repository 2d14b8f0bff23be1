"""Rows that are there twice: the same key, the same question answered again, two units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.rules import RULES
from pipelines.warehouse import statement

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from model.table import Table
    from pipelines.desk.delivery import Delivery

_FEWEST_TO_JUDGE = 10


def check_keys(connection: DuckDBPyConnection, delivery: Delivery) -> None:
    """Keep a finding for every row that repeats another or contradicts it."""
    table = delivery.table
    if table.whole and table.name == "units":
        return  # The tree check knows about validity, which makes repeats of a code lawful.
    _repeats(connection, table, table.key, ("double_row", "conflicting_row"))
    if table.of_kind("person"):
        if _is_constant(connection, delivery):
            return
        _repeats(connection, table, table.once, ("double_answer", "double_answer"))
        connection.execute(statement("findings/answered_before"))
        connection.execute(statement("findings/two_units"))


def _repeats(
    connection: DuckDBPyConnection, table: Table, key: tuple[str, ...], rules: tuple[str, str]
) -> None:
    """Find rows with an equal key."""
    values = [name for name in table.columns if name not in (*key, *table.key)]
    connection.execute(
        statement(
            "findings/repeats",
            keys=", ".join(key),
            filled=" AND ".join(f"{name} IS NOT NULL" for name in key if name in table.required),
            alike=f"hash({', '.join(values)})" if values else "0",
            equal=equal_keys(key, "offered", "repeated"),
            column=key[0],
            rule_same=rules[0],
            rule_other=rules[1],
        )
    )


def equal_keys(key: tuple[str, ...], left: str, right: str) -> str:
    """Return the SQL for two rows having the same key, empty parts included."""
    return " AND ".join(f"{left}.{name} IS NOT DISTINCT FROM {right}.{name}" for name in key)


def _is_constant(connection: DuckDBPyConnection, delivery: Delivery) -> bool:
    """Return whether every row has one and the same respondent, who cannot be a person."""
    person = delivery.table.of_kind("person")[0]
    rows, people, answers = connection.execute(
        f"SELECT count(*), count(DISTINCT {person}), "  # noqa: S608 - names of the contract
        f"count(DISTINCT hash({', '.join(delivery.table.once)})) FROM offered "
        f"WHERE {person} IS NOT NULL"
    ).fetchone() or (0, 0, 0)
    if rows >= _FEWEST_TO_JUDGE and people == 1 and answers < rows:
        delivery.issues.append(RULES["respondent_constant"].issue(column=person, count=int(rows)))
        return True
    return False
