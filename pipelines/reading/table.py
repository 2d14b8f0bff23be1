"""From raw rows to the rows of one table: headings, totals and blank rows taken out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from model.issue import Issue, safe_value
from pipelines.reading.finding import Findings, finding
from pipelines.reading.header import Cells, Header, Row, clean_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_TOTAL = re.compile(
    r"\W*((sub|eind|grand[\s_-]?)?\s*tota+l\w*|som|sum|gemiddelde|average|mean|aantal|count|"
    r"eindtotaal|mediaan|median)\b",
    re.IGNORECASE,
)

# What such a row begins with; a large file with any of these is looked at row by row.
FIRST_LETTERS_OF_TOTALS = (
    *("tot", "sub", "ein", "gra", "som", "sum", "gem", "ave", "mea", "aan", "cou", "med"),
)


@dataclass
class Delivery:
    """What the reading of one file has yielded so far."""

    findings: Findings = field(default_factory=Findings)
    unreadable: list[int] = field(default_factory=list)
    rows_in: int = 0
    sheet: str | None = None
    stored: dict[str, str] = field(default_factory=dict)
    plain_ids: set[str] = field(default_factory=set)
    first_row: int | None = None

    def set_aside(self, row: int, issue: Issue) -> None:
        """Count a row that cannot be read as a row, and say why."""
        self.rows_in += 1
        self.unreadable.append(row)
        self.findings.add(issue.at(row=row, sheet=self.sheet))


def table_rows(
    rows: Iterable[Row],
    header: Header,
    delivery: Delivery,
    *,
    fixed_width: bool,
    mapped: bool = False,
) -> Iterator[Row]:
    """Yield the rows below the header, each as wide as the header has names.

    Parameters
    ----------
    fixed_width : bool
        Whether a row with another number of cells than the header is wrong, as in CSV; in a
        workbook cells at the end of a row are simply absent.
    mapped : bool
        Whether a mapping judges the rows: then blank rows count, because another sheet may be
        joined by order, and totals and nameless columns are left to the mapping.

    Notes
    -----
    Blank rows are passed over. Totals, a repeated header and rows of another width are set
    aside; so is nothing else: what a cell means is judged later.
    """
    nameless: dict[int, int] = {}
    names = set(header.positions)
    for number, cells in rows:
        if number <= header.row or not (mapped or _is_filled(cells)):
            continue
        if fixed_width and not _fits(cells, header):
            delivery.set_aside(number, _other_width(cells, header))
            continue
        picked = _picked(cells, header)
        if not mapped and (wrong := _no_data(picked, header)) is not None:
            delivery.set_aside(number, wrong)
            continue
        if not mapped and len(cells) > len(names):
            _note_nameless(nameless, number, cells, names)
        if mapped or _is_filled(picked):
            delivery.rows_in += 1
            yield number, picked
    for place, row in nameless.items():
        delivery.findings.add(_stray(place, row).at(sheet=delivery.sheet))


def _is_filled(cells: Cells) -> bool:
    """Return whether a row holds anything but spaces."""
    return any(cell and not cell.isspace() for cell in cells)


def _picked(cells: Cells, header: Header) -> Cells:
    """Return the cells of the named columns; what is empty or absent is None."""
    last = len(cells)
    return [(cells[place] or None) if place < last else None for place in header.positions]


def _fits(cells: Cells, header: Header) -> bool:
    """Return whether a row has as many cells as the header, empty ones at the end aside."""
    if len(cells) == header.width:
        return True
    return len(cells) > header.width and not any(cells[header.width :])


def _other_width(cells: Cells, header: Header) -> Issue:
    """Return the finding for a row with more or fewer fields than the header."""
    return finding(
        "number_of_fields",
        "error",
        (
            f"De regel heeft {len(cells)} velden, de kop heeft er {header.width}.",
            f"The row has {len(cells)} fields, the header has {header.width}.",
        ),
        (
            "zet tekst met een scheidingsteken erin tussen aanhalingstekens",
            "put text that holds a separator between quotes",
        ),
    )


def is_total(cells: Sequence[str | None]) -> bool:
    """Return whether a row with empty or absent cells calls itself a total."""
    first = next((cell for cell in cells if cell), "")
    return _TOTAL.match(first or "") is not None


def _no_data(cells: Cells, header: Header) -> Issue | None:
    """Return why a row is no data: a total or the header once more."""
    first = cells[0] or next((cell for cell in cells if cell), "")
    if clean_name(first).casefold() == header.columns[0].casefold() and all(
        clean_name(cell, header.columns) == name
        for cell, name in zip(cells, header.columns, strict=True)
    ):
        return finding(
            "header_repeated",
            "error",
            ("De kop staat hier nog eens.", "The header stands here once more."),
            ("verwijder deze regel", "remove this row"),
        )
    if None in cells and is_total(cells):
        return finding(
            "total_row",
            "error",
            ("Dit is een totaalregel, geen gegeven.", "This is a row of totals, no data."),
            ("verwijder deze regel", "remove this row"),
            value=safe_value(first),
        )
    return None


def _note_nameless(found: dict[int, int], row: int, cells: Cells, names: set[int]) -> None:
    """Remember where the first value of each column without a name stands."""
    for place, cell in enumerate(cells):
        if cell and place not in names:
            found.setdefault(place, row)


def _stray(place: int, row: int) -> Issue:
    """Return the finding for values in a column that has no name."""
    cell = f"{column_letters(place)}{row}"
    return finding(
        "column_without_name",
        "warning",
        (
            f"In cel {cell} staat iets in een kolom zonder naam; dat is niet gelezen.",
            f"Cell {cell} holds something in a column without a name; it was not read.",
        ),
        ("maak die cel leeg of geef de kolom een naam", "clear the cell or name the column"),
        row=row,
    )


def column_letters(place: int) -> str:
    """Return the letters of a spreadsheet column: 0 is A, 16383 is XFD."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
