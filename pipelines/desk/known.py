"""What a delivery may refer to: units, codes, values and traits that are known by now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.codes import KnownCodes

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from model.table import Refers

SOURCES: dict[Refers, tuple[str, str, str, str]] = {
    "unit": ("units", "unit_code", "name", "unknown_unit"),
    "code": ("codebook", "code", "name_nl", "unknown_code"),
    "value": ("organisation_values", "value_code", "name_nl", "unknown_reference"),
    "trait": ("traits", "trait_code", "name_nl", "unknown_reference"),
}


def known_codes(connection: DuckDBPyConnection, refers: Refers) -> KnownCodes:
    """Return the codes that a column may refer to, with the names people may write instead."""
    table, code, name, rule = SOURCES[refers]
    rows = connection.execute(f"SELECT {code}, max({name}) FROM {table} GROUP BY 1").fetchall()  # noqa: S608 - fixed names
    return KnownCodes({str(row[0]): str(row[1] or "") for row in rows}, rule=rule)
