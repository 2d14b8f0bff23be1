"""From the columns of a delivered file to the table, and the mapping, that it seems meant for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.tables import TABLES
from pipelines.look import look
from pipelines.mapping import mappings, read_mapping

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from model.mapping import Mapping
    from model.table import Table
    from pipelines.programme import Programme


@dataclass(frozen=True)
class Recognised:
    """What a file seems to be.

    Attributes
    ----------
    columns : tuple of str
        The names in the file.
    tables : tuple of str
        The tables that it may be meant for, the likeliest first; none when no column is known.
    mappings : tuple of str
        The mappings whose columns it has.
    is_certain : bool
        Whether the first table, or else the first mapping, can be taken without asking.
    """

    columns: tuple[str, ...]
    tables: tuple[str, ...]
    mappings: tuple[str, ...]
    is_certain: bool


def recognise(programme: Programme, path: Path, *, upload_name: str) -> Recognised:
    """Return for which tables and mappings a file has the columns.

    Raises
    ------
    RejectedError
        When the file cannot be read as a table; it says why.
    """
    found = look(programme, path, upload_name=upload_name)
    columns = tuple(column.name for column in found.columns)
    names = {name.strip().casefold() for name in columns}
    whole = [table for table in TABLES.values() if names.issuperset(table.required)]
    fitting = _fitting(programme, columns) if not whole else ()
    likely = sorted(whole, key=lambda table: _likeness(table, names, upload_name), reverse=True)
    return Recognised(
        columns=columns,
        tables=tuple(table.name for table in likely),
        mappings=fitting,
        is_certain=_is_first(likely, names, upload_name) if likely else len(fitting) == 1,
    )


def _likeness(table: Table, names: set[str], upload_name: str) -> tuple[int, int, bool]:
    """Return how well the columns, and then the name of the file, go with a table."""
    known = len(names.intersection(table.columns))
    return known, -len(table.required), _is_named(table, upload_name)


def _is_named(table: Table, upload_name: str) -> bool:
    """Return whether the name of the file holds the name of the table."""
    words = re.sub(r"[^a-z]+", "_", upload_name.casefold())
    return any(name in words for name in (table.name, *table.aliases))


def _is_first(likely: list[Table], names: set[str], upload_name: str) -> bool:
    """Return whether the likeliest table is likelier than the next."""
    ranks = [_likeness(table, names, upload_name) for table in likely[:2]]
    return len(ranks) == 1 or ranks[0] != ranks[1]


def _fitting(programme: Programme, columns: Collection[str]) -> tuple[str, ...]:
    """Return the mappings all of whose columns the file has, a programme's own first."""
    known = mappings(programme.folder)
    own = [name for name, path in known.items() if path.is_relative_to(programme.folder)]
    order = [*own, *(name for name in known if name not in own)]
    return tuple(
        name for name in order if _fits(read_mapping(name, programme.folder), set(columns))
    )


def _fits(mapping: Mapping, columns: set[str]) -> bool:
    """Return whether a file has every column that a mapping cannot do without."""
    wanted = [column.names for column in mapping.sources() if column.names and not column.optional]
    side_by_side = [name for name, _ in mapping.long.names] if mapping.long else []
    return (
        bool(wanted)
        and all(columns.intersection(names) for names in wanted)
        and columns.issuperset(side_by_side)
    )
