"""Find the row that holds the column names, and clean those names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.issue import safe_value
from pipelines.reading.finding import refuse

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pipelines.reading.finding import Unreadable

Cells = list[str | None]
Row = tuple[int, Cells]

MOST_COLUMNS = 2000
SEARCHED_ROWS = 30
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_NUMBER_OR_DATE = re.compile(r"[\s\d.,:;/+\-−%€TZ]*\d[\s\d.,:;/+\-−%€TZ]*")


@dataclass(frozen=True)
class Header:
    """The column names of a table, and where each stands.

    Attributes
    ----------
    row : int
        The row of the file that holds the names.
    columns : tuple of str
        The cleaned names, without those of nameless columns.
    positions : tuple of int
        For each name its place in a row, from 0.
    origin : dict
        Cleaned name to the name as it stands in the file.
    width : int
        Number of cells up to the last name.
    """

    row: int
    columns: tuple[str, ...]
    positions: tuple[int, ...]
    origin: dict[str, str]
    width: int


def clean_name(name: str | None, expected: Collection[str] = ()) -> str:
    """Return a column name without spaces around it, in the spelling that is expected."""
    words = unicodedata.normalize("NFC", _INVISIBLE.sub("", name or ""))
    words = " ".join(words.split())
    lowered = words.casefold()
    for spelling in (words, lowered, re.sub(r"[\s\-.]+", "_", lowered)):
        if spelling in expected:
            return spelling
    return words


def matches(cells: Sequence[str | None], expected: Collection[str]) -> int:
    """Return how many expected names a row holds; of a very wide row the first cells count."""
    cells = cells[:MOST_COLUMNS]
    return len({clean_name(cell, expected) for cell in cells} & set(expected))


def looks_like_names(cells: Sequence[str | None]) -> bool:
    """Return whether a row may well hold column names: filled, all different, no numbers."""
    names = [clean_name(cell).casefold() for cell in _without_empty_end(cells)]
    return (
        len(names) > 1
        and all(names)
        and len(set(names)) == len(names)
        and not any(_NUMBER_OR_DATE.fullmatch(name) for name in names)
    )


def find_header(rows: Sequence[Row], expected: Collection[str]) -> Header | None:
    """Return the header among the first rows, or None when no row can be it.

    Raises
    ------
    Unreadable
        With more columns than any table has, or a name that occurs twice.
    """
    row = header_row(rows, expected)
    return None if row is None else header_at(row, expected)


def header_row(rows: Sequence[Row], expected: Collection[str]) -> Row | None:
    """Return the row that must be the header, or None; its names are not judged yet.

    The row with the most expected names is the header. One name alone may be chance, so then
    the row must look like names; a first row that does is taken even when none is expected:
    the table can then say which of its columns are missing.
    """
    filled = [row for row in rows if any(row[1])]
    best = max(filled, key=lambda row: matches(row[1], expected), default=None)
    if best is None:
        return None
    hits = matches(best[1], expected)
    if hits == 0:
        best = filled[0]
    if hits < 2 and not looks_like_names(best[1]):
        return None
    return best


def header_at(row: Row, expected: Collection[str]) -> Header:
    """Return the header that a row holds.

    Raises
    ------
    Unreadable
        With more columns than any table has, or a name that occurs twice.
    """
    number, cells = row
    named = _without_empty_end(cells)
    if len(named) > MOST_COLUMNS:
        raise refuse(
            "too_many_columns",
            (
                f"Het bestand heeft {len(named)} kolommen; meer dan {MOST_COLUMNS} worden "
                "niet gelezen.",
                f"The file has {len(named)} columns; more than {MOST_COLUMNS} are not read.",
            ),
            ("lever alleen de gevraagde kolommen", "deliver only the columns asked for"),
            row=number,
        )
    places = [
        (place, name) for place, cell in enumerate(named) if (name := clean_name(cell, expected))
    ]
    columns = tuple(name for _, name in places)
    for name in columns:
        if columns.count(name) > 1:
            raise _twice(name, number, [place for place, other in places if other == name])
    return Header(
        row=number,
        columns=columns,
        positions=tuple(place for place, _ in places),
        origin={name: str(cells[place]) for place, name in places},
        width=len(named),
    )


def no_header(rows: Sequence[Row], expected: Collection[str], sheet: str | None) -> Unreadable:
    """Return the refusal of a table in which no row holds the column names."""
    names = ", ".join(dict.fromkeys(expected))
    first = next((row for row in rows if _without_empty_end(row[1])), None)
    if first is None:
        return refuse(
            "file_empty",
            ("Er staat niets in het bestand.", "There is nothing in the file."),
            (f"vul de kolommen {names}", f"fill the columns {names}"),
            sheet=sheet,
        )
    return refuse(
        "header_missing",
        (
            f"Er is geen regel met kolomnamen gevonden; verwacht: {names}.",
            f"No row with column names was found; expected: {names}.",
        ),
        (
            "zet de kolomnamen in de eerste regel, of kies een mapping",
            "put the column names in the first row, or choose a mapping",
        ),
        sheet=sheet,
        row=first[0],
    )


def _without_empty_end(cells: Sequence[str | None]) -> Sequence[str | None]:
    """Return a row without the empty cells at its end."""
    last = len(cells)
    while last and not (cells[last - 1] or "").strip():
        last -= 1
    return cells[:last]


def _twice(name: str, row: int, places: list[int]) -> Unreadable:
    """Return the refusal of a header in which a name occurs twice."""
    shown = safe_value(name)
    where = ", ".join(str(place + 1) for place in places)
    return refuse(
        "column_twice",
        (
            f"De kolom {shown} komt {len(places)} keer voor (kolommen {where}).",
            f"The column {shown} occurs {len(places)} times (columns {where}).",
        ),
        ("laat één van de kolommen staan", "keep one of the columns"),
        row=row,
        column=shown,
    )
