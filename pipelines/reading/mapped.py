"""Read a supplier's file by its mapping: sheets found, joined, reshaped and written."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from model.issue import safe_value
from model.text import Count
from pipelines.reading.finding import finding, refuse
from pipelines.reading.header import Header, Row, clean_name, find_header, no_header
from pipelines.reading.join import left_out, partners
from pipelines.reading.reshape import Reshaper, suppressed_note
from pipelines.reading.table import column_letters, table_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from model.issue import Issue
    from model.mapping import Join, Mapping
    from pipelines.reading.finding import Unreadable
    from pipelines.reading.join import Values
    from pipelines.reading.output import RowWriter
    from pipelines.reading.table import Delivery


class SourceTable(Protocol):
    """A table in a file: its first rows, and all rows below a header."""

    fixed_width: bool
    name: str | None
    first_rows: list[Row]

    def rows(self, header: Header, delivery: Delivery) -> Iterator[Row]:
        """Yield the rows below the header."""


class JoinedTable(Protocol):
    """A sheet that lends its values to another."""

    first_rows: list[Row]

    def plain_rows(self) -> Iterator[Row]:
        """Yield every row as it stands."""


@dataclass(frozen=True)
class Mapped:
    """What a mapped file yields: a reshaper, and the rows that it reshapes."""

    reshaper: Reshaper
    rows: Iterable[tuple[int, Values]]
    origin: dict[str, str]


def prepare(
    table: SourceTable,
    mapping: Mapping,
    sheet: Callable[[Sequence[str]], JoinedTable],
    *,
    upload_name: str,
    delivery: Delivery,
) -> Mapped:
    """Return the rows of a file with those of its other sheets beside them.

    Parameters
    ----------
    sheet : callable
        Gives another sheet of the same file by its names.

    Raises
    ------
    Unreadable
        When a column or sheet is missing, or sheets cannot be joined with certainty.
    """
    row = _header_row(table.first_rows, mapping.header_row, own_names(mapping), table.name)
    present = _present(row, own_names(mapping))
    long_columns = _long_columns(row, mapping)
    header = _header(row, present | {name: place for place, name in long_columns})
    rows = (
        (number, dict(zip(header.columns, cells, strict=True)))
        for number, cells in itertools.islice(
            table_rows(
                table.rows(header, delivery),
                header,
                delivery,
                fixed_width=table.fixed_width,
                mapped=True,
            ),
            mapping.skip_rows,
            None,
        )
    )
    joins = [join for join in mapping.joins if join.unless not in present]
    names: set[str] = set(present)
    reshaper = Reshaper(
        mapping,
        names=names,
        long_columns=[name for _, name in long_columns],
        cells=_cells(table.first_rows),
        upload_name=upload_name,
    )
    joined = rows if not joins else _joined(list(rows), joins, sheet, reshaper, delivery)
    _check_columns(mapping, names, row)
    return Mapped(reshaper, joined, _origin(mapping, names))


def write(mapped: Mapped, writer: RowWriter, delivery: Delivery) -> None:
    """Write the reshaped rows, and say what the mapping left out."""
    passed_over = 0
    for cells in mapped.reshaper.added():
        writer.add(1, cells)
    for number, values in mapped.rows:
        before = writer.added
        for cells in mapped.reshaper.rows(values):
            writer.add(number, cells)
        passed_over += writer.added == before
    delivery.rows_in = writer.added + len(delivery.unreadable)
    if passed_over:
        delivery.findings.add(_passed_over(passed_over))
    for name, count in mapped.reshaper.n_suppressed.items():
        delivery.findings.add(suppressed_note(name, count).at(sheet=delivery.sheet))


def own_names(mapping: Mapping) -> list[str]:
    """Return the columns of the main table that a mapping speaks of."""
    names = [name for column in mapping.sources() for name in column.names]
    names += [name for keep in mapping.keeps for name in keep.names]
    names += [name for name, _ in mapping.long.names] if mapping.long else []
    for join in mapping.joins:
        names += [join.on, join.unless, *(pair[0] for pair in join.check)]
    return [name for name in dict.fromkeys(names) if name and "!" not in name]


def _header_row(
    rows: Sequence[Row], number: int | None, wanted: Sequence[str], sheet: str | None
) -> Row:
    """Return the row that holds the column names."""
    if number is None:
        found = find_header(rows, wanted)
        number = None if found is None else found.row
    for row in rows:
        if row[0] == number:
            return row
    raise no_header(rows, wanted, sheet)


def _present(row: Row, wanted: Sequence[str]) -> dict[str, int]:
    """Return the wanted columns that a header has, each with its place."""
    places: dict[str, list[int]] = {}
    for place, cell in enumerate(row[1]):
        places.setdefault(clean_name(cell).casefold(), []).append(place)
    found: dict[str, int] = {}
    for name in wanted:
        at = places.get(clean_name(name).casefold(), [])
        if len(at) > 1:
            raise _twice(name, row[0])
        if at:
            found[name] = at[0]
    return found


def _long_columns(row: Row, mapping: Mapping) -> list[tuple[int, str]]:
    """Return the columns that become rows, with the place of each."""
    if mapping.long is None:
        return []
    if mapping.long.names:
        named = _present(row, [name for name, _ in mapping.long.names])
        missing = [name for name, _ in mapping.long.names if name not in named]
        if missing:
            raise _missing_columns(missing, row)
        return [(place, name) for name, place in named.items()]
    pattern = re.compile(mapping.long.pattern)
    found = [
        (place, name)
        for place, cell in enumerate(row[1])
        if (name := clean_name(cell)) and pattern.search(name)
    ]
    if not found:
        raise _missing_columns([mapping.long.pattern], row)
    return found


def _header(row: Row, places: dict[str, int]) -> Header:
    """Return the header of the columns that are used."""
    number, cells = row
    width = len(cells)
    while width and not (cells[width - 1] or "").strip():
        width -= 1
    return Header(
        row=number,
        columns=tuple(places),
        positions=tuple(places.values()),
        origin={name: cells[place] or "" for name, place in places.items()},
        width=width,
    )


def _joined(
    rows: list[tuple[int, Values]],
    joins: Sequence[Join],
    sheet: Callable[[Sequence[str]], JoinedTable],
    reshaper: Reshaper,
    delivery: Delivery,
) -> list[tuple[int, Values]]:
    """Return the rows with the values of the other sheets beside their own."""
    while rows and not any(rows[-1][1].values()):
        rows.pop()
    for join in joins:
        label = join.sheets[0]
        other = _other_rows(sheet(join.sheets), join, reshaper)
        found = partners(
            [values for _, values in rows], other, join, is_missing=reshaper.is_missing
        )
        alone = [number for (number, _), at in zip(rows, found, strict=True) if at is None]
        if alone:
            delivery.findings.add(left_out(alone, join).at(sheet=delivery.sheet))
        for (_, values), at in zip(rows, found, strict=True):
            lent = {} if at is None else other[at]
            values.update({f"{label}!{name}": lent.get(name) for name in other[0]})
        reshaper.names.update(f"{label}!{name}" for name in other[0])
    return rows


def _other_rows(table: JoinedTable, join: Join, reshaper: Reshaper) -> list[Values]:
    """Return the rows of a joined sheet, by the names that the mapping uses."""
    mapping = reshaper.mapping
    label = f"{join.sheets[0]}!"
    wanted = [name.removeprefix(label) for name in _all_names(mapping) if name.startswith(label)]
    wanted += [join.on, *(pair[1] for pair in join.check)]
    number = join.header_row or mapping.header_row
    row = _header_row(table.first_rows, number, wanted, join.sheets[0])
    places = _present(row, [name for name in dict.fromkeys(wanted) if name])
    header = _header(row, places)
    rows = []
    for at, cells in table.plain_rows():
        if at > header.row:
            values = [cells[p] if p < len(cells) else None for p in header.positions]
            rows.append(dict(zip(header.columns, values, strict=True)))
    if not _without_blank_end(rows):
        raise no_header([], wanted, join.sheets[0])
    return rows


def _without_blank_end(rows: list[Values]) -> list[Values]:
    """Return the rows after taking away those at the end that hold nothing."""
    while rows and not any(rows[-1].values()):
        rows.pop()
    return rows


def _all_names(mapping: Mapping) -> list[str]:
    """Return every column that a mapping speaks of, those of joined sheets included."""
    names = [name for column in mapping.sources() for name in column.names]
    names += [name for keep in mapping.keeps for name in keep.names]
    return [*names, *(pair[0] for join in mapping.joins for pair in join.check)]


def _check_columns(mapping: Mapping, names: set[str], row: Row) -> None:
    """Refuse a file that lacks columns, all of them named at once."""
    wanted = [c.names for c in mapping.sources() if c.names and not c.optional]
    wanted += [keep.names for keep in mapping.keeps]
    missing = [" / ".join(options) for options in wanted if not names.intersection(options)]
    if missing:
        raise _missing_columns(list(dict.fromkeys(missing)), row)


def _cells(rows: Sequence[Row]) -> dict[str, str]:
    """Return the first cells of a sheet by their reference, such as ``B2``."""
    return {
        f"{column_letters(place)}{number}": cell
        for number, cells in rows
        for place, cell in enumerate(cells)
        if cell
    }


def _origin(mapping: Mapping, names: set[str]) -> dict[str, str]:
    """Return for each of our columns the names in the file it comes from."""
    found: dict[str, list[str]] = {}
    blocks = [mapping.columns, *mapping.rows]
    for block in blocks:
        for name, column in block.items():
            found.setdefault(name, []).extend(n for n in column.names if n in names)
    return {name: " / ".join(dict.fromkeys(sources)) or name for name, sources in found.items()}


def _passed_over(count: int) -> Issue:
    """Return the notice about rows of the file that hold nothing the mapping asks for."""
    n = Count(count)
    return finding(
        "rows_passed_over",
        "notice",
        (
            f"{n} {n:rij|rijen} van het bestand zonder iets dat de mapping vraagt.",
            f"{n} {n:row|rows} of the file without anything the mapping asks for.",
        ),
        ("niets te doen", "nothing to do"),
        count=count,
    )


def _missing_columns(missing: list[str], row: Row) -> Unreadable:
    """Return the refusal of a file without columns that the mapping needs."""
    wanted = ", ".join(missing)
    present = ", ".join(safe_value(cell) for cell in row[1] if cell)
    return refuse(
        "column_missing",
        (
            f"Kolommen die ontbreken: {wanted}; aanwezig: {present[:300]}.",
            f"Missing columns: {wanted}; present: {present[:300]}.",
        ),
        (
            "lever het bedoelde bestand, of zet de nieuwe kolomnaam in de mapping",
            "deliver the file that was meant, or put the new column name in the mapping",
        ),
        row=row[0],
        column=missing[0],
    )


def _twice(name: str, row: int) -> Unreadable:
    """Return the refusal of a file that has a column of the mapping twice."""
    shown = safe_value(name)
    return refuse(
        "column_twice",
        (
            f"De kolom {shown} komt meer dan één keer voor.",
            f"The column {shown} occurs more than once.",
        ),
        ("laat één van de kolommen staan", "keep one of the columns"),
        row=row,
        column=shown,
    )
