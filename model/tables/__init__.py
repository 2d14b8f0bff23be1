"""Every table that can be delivered, one contract per file; a new table is a new file here."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from model.errors import UsageError
from model.text import Text

if TYPE_CHECKING:
    from model.table import Table


def find_table(name: str) -> Table:
    """Return the contract with this name or short alias.

    Raises
    ------
    UsageError
        When no table is called so; the names that exist are listed.
    """
    wanted = name.strip().lower().replace("-", "_")
    for table in TABLES.values():
        if wanted == table.name or wanted in table.aliases:
            return table
    raise UsageError(
        Text(nl='Er is geen tabel "{n}".', en='There is no table "{n}".').fill(n=name[:40]),
        where=", ".join(TABLES),
        remedy=Text(nl="kies een van deze namen", en="choose one of these names"),
    )


def _every_table() -> dict[str, Table]:
    """Return the contracts by name, those that others refer to first."""
    found: list[Table] = [
        import_module(f"{__name__}.{module.name}").TABLE for module in iter_modules(__path__)
    ]
    return {table.name: table for table in sorted(found, key=lambda table: table.position)}


TABLES = _every_table()
