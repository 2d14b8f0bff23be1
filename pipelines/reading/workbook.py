"""Find the sheet of a workbook that holds the table, and say what is odd about it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from model.codes import without_personal
from model.issue import safe_value
from model.text import Count
from pipelines.reading.book import Book, Sheet, read_book
from pipelines.reading.characters import wrong_characters
from pipelines.reading.finding import finding, refuse
from pipelines.reading.header import SEARCHED_ROWS, Header, Row, header_row, matches, no_header
from pipelines.reading.merged import Merged, under_another
from pipelines.reading.sheet import REFERENCE, SheetReader, column_number

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Collection, Iterator, Sequence

    from model.issue import Issue
    from pipelines.reading.header import Cells
    from pipelines.reading.sheet import SheetNotes
    from pipelines.reading.table import Delivery


class SheetTable:
    """One sheet of a workbook, and its first rows."""

    fixed_width = False

    def __init__(
        self,
        container: zipfile.ZipFile,
        book: Book,
        sheet: Sheet,
        *,
        needed: Collection[str],
    ) -> None:
        self._container = container
        self._needed = needed
        self._book = book
        self.sheet = sheet
        self.name: str | None = sheet.shown
        rows = SheetReader(book).rows(container, sheet)
        self.first_rows: list[Row] = list(itertools.islice(rows, SEARCHED_ROWS))

    def rows(self, header: Header, delivery: Delivery) -> Iterator[Row]:
        """Yield the rows below the header; rows with a cell of no use are set aside."""
        reader = SheetReader(self._book)
        names = dict(zip(header.positions, header.columns, strict=True))
        needed = {place: name for place, name in names.items() if name in self._needed}
        merged = Merged(self._container, self.sheet.part)
        for number, cells in reader.rows(self._container, self.sheet):
            wrong = [] if number <= header.row else _wrong_cells(number, cells, needed, merged)
            bad = reader.notes.bad_cells.get(number, [])
            wrong += [_no_value(names[place], error) for place, error in bad if place in names]
            if number > header.row and wrong:
                for issue in wrong[1:]:
                    delivery.findings.add(issue.at(row=number, sheet=self.name))
                delivery.set_aside(number, wrong[0])
                continue
            yield number, cells
        for issue in [*_book_notes(self._book, self.sheet), *_sheet_notes(reader.notes, header)]:
            delivery.findings.add(issue.at(sheet=self.name))

    def plain_rows(self) -> Iterator[Row]:
        """Yield every row as it stands, an error value in a cell included."""
        return SheetReader(self._book).rows(self._container, self.sheet)


class Workbook:
    """A workbook whose sheets can be chosen by their columns or by name."""

    def __init__(self, container: zipfile.ZipFile) -> None:
        self._container = container
        self._book = read_book(container)

    def named(self, names: Sequence[str], needed: Collection[str] = ()) -> SheetTable:
        """Return the first sheet that has one of these names.

        Raises
        ------
        Unreadable
            When there is none; the sheets that exist are named.
        """
        by_name = {
            name.strip().casefold(): sheet
            for sheet in self._book.sheets
            for name in (sheet.shown, sheet.name)
        }
        for name in names:
            if (sheet := by_name.get(name.strip().casefold())) is not None:
                return self._table(sheet, needed)
        raise no_sheet(names, [sheet.shown for sheet in self._book.sheets])

    def choose(self, expected: Collection[str]) -> SheetTable:
        """Return the sheet that holds the expected columns.

        Raises
        ------
        Unreadable
            When every sheet is empty, the one is hidden, or several could be meant.
        """
        all_tables = [self._table(sheet, expected) for sheet in self._book.sheets]
        tables = [table for table in all_tables if table.first_rows]
        if not tables:
            raise no_header([], expected, None)
        hits = [
            max(matches(cells, expected) for _, cells in table.first_rows)
            if header_row(table.first_rows, expected) is not None
            else -1
            for table in tables
        ]
        best = [table for table, n in zip(tables, hits, strict=True) if n == max(hits)]
        shown = [table for table in best if not table.sheet.hidden]
        if not shown:
            raise _hidden(best[0].sheet)
        # A template beside the data has the columns too, but no row below them.
        filled = [table for table in shown if len(table.first_rows) > 1] or shown[:1]
        if len(filled) > 1 and max(hits) > 1:
            raise _which([table.sheet.shown for table in filled])
        return filled[0]

    def all_rows(self) -> Iterator[tuple[Sheet, Iterator[Row]]]:
        """Yield every sheet with its rows as they stand."""
        for sheet in self._book.sheets:
            yield sheet, SheetReader(self._book).rows(self._container, sheet)

    def _table(self, sheet: Sheet, needed: Collection[str]) -> SheetTable:
        """Return a sheet with its first rows; of the needed columns every cell must be sound."""
        return SheetTable(self._container, self._book, sheet, needed=needed)


def _wrong_cells(number: int, cells: Cells, needed: dict[int, str], merged: Merged) -> list[Issue]:
    """Return what is wrong with the cells of a row, whatever they should hold."""
    wrong = [under_another(name, area) for name, area in merged.over(number, needed)]
    if wrong_characters("".join(cell for cell in cells if cell)) is None:
        return wrong
    for place, name in needed.items():
        issue = wrong_characters((cells[place] if place < len(cells) else None) or "")
        if issue is not None:
            wrong.append(issue.at(column=name))
    return wrong


def _no_value(column: str, error: str) -> Issue:
    """Return the finding for a cell with an error, or a formula without stored result."""
    if error:
        return finding(
            "cell_error",
            "error",
            (
                f"In kolom {column} staat de foutwaarde {error}.",
                f"Column {column} holds the error value {error}.",
            ),
            ("herstel de formule in het werkblad", "mend the formula in the sheet"),
            column=column,
            value=error,
        )
    return finding(
        "formula_without_value",
        "error",
        (
            f"In kolom {column} staat een formule waarvan de uitkomst niet is opgeslagen.",
            f"Column {column} holds a formula whose result was not stored.",
        ),
        (
            "open het bestand in Excel, laat het rekenen en sla het op als waarden",
            "open the file in Excel, let it calculate and save it as values",
        ),
        column=column,
    )


def _book_notes(book: Book, chosen: Sheet) -> Iterator[Issue]:
    """Yield what is odd about the workbook as a whole."""
    if book.has_macros:
        yield finding(
            "macros",
            "warning",
            (
                "De werkmap bevat macro's; die zijn niet uitgevoerd en niet gelezen.",
                "The workbook holds macros; they were neither run nor read.",
            ),
            ("sla het bestand op als .xlsx zonder macro's", "save as .xlsx without macros"),
        )
    if book.has_links:
        yield finding(
            "external_links",
            "warning",
            (
                "De werkmap verwijst naar andere bestanden; die koppelingen zijn niet gevolgd.",
                "The workbook refers to other files; those links were not followed.",
            ),
            ("verbreek de koppelingen in Excel", "break the links in Excel"),
        )
    if book.has_objects:
        yield finding(
            "embedded_objects",
            "warning",
            (
                "De werkmap bevat ingesloten bestanden of besturingselementen; die zijn niet "
                "geopend en niet gelezen.",
                "The workbook holds embedded files or controls; they were neither opened nor read.",
            ),
            ("verwijder de ingesloten objecten", "remove the embedded objects"),
        )
    hidden = [sheet.shown for sheet in book.sheets if sheet.hidden and sheet is not chosen]
    if hidden:
        names, n = ", ".join(hidden[:5]), Count(len(hidden))
        yield finding(
            "hidden_sheets",
            "warning",
            (
                f"De werkmap heeft {n} verborgen {n:blad|bladen} ({names}); niet gelezen.",
                f"The workbook has {n} hidden {n:sheet|sheets} ({names}); not read.",
            ),
            ("verwijder verborgen bladen", "remove hidden sheets"),
        )


def _sheet_notes(notes: SheetNotes, header: Header) -> Iterator[Issue]:
    """Yield what is odd about the sheet that was read."""
    rows = [row for row in notes.hidden_rows if row > header.row]
    if rows:
        n = Count(len(rows))
        yield finding(
            "hidden_rows",
            "warning",
            (
                f"{n} verborgen {n:rij is|rijen zijn} meegelezen (de eerste is rij {rows[0]}).",
                f"{n} hidden {n:row was|rows were} read too (the first is row {rows[0]}).",
            ),
            (
                "haal het filter weg, of verwijder de rijen die niet meetellen",
                "remove the filter, or delete the rows that do not count",
            ),
            count=len(rows),
        )
    names = dict(zip(header.positions, header.columns, strict=True))
    columns = [
        safe_value(without_personal(names[place]))
        for place in notes.hidden_columns
        if place in names
    ]
    if columns:
        yield finding(
            "hidden_columns",
            "warning",
            (
                f"Verborgen kolommen zijn meegelezen: {', '.join(columns[:10])}.",
                f"Hidden columns were read too: {', '.join(columns[:10])}.",
            ),
            ("maak de kolommen zichtbaar en controleer ze", "unhide and check the columns"),
            column=columns[0],
            count=len(columns),
        )
    if merged := [ref for ref in notes.merged if _within(ref, header)]:
        yield finding(
            "merged_cells",
            "warning",
            (
                f"Samengevoegde cellen ({', '.join(merged[:5])}): alleen de "
                "eerste heeft een waarde.",
                f"Merged cells ({', '.join(merged[:5])}): only the first holds a value.",
            ),
            ("hef het samenvoegen op en vul elke cel", "unmerge and fill every cell"),
            value=merged[0],
            count=len(merged),
        )


def _within(reference: str, header: Header) -> bool:
    """Return whether merged cells touch a column of the table, in its header or below."""
    ends = [REFERENCE.fullmatch(end) for end in reference.split(":")]
    if len(ends) != 2 or ends[0] is None or ends[1] is None or int(ends[1][2]) < header.row:
        return False
    columns = range(column_number(ends[0][1]), column_number(ends[1][1]) + 1)
    return any(place in columns for place in header.positions)


def _hidden(sheet: Sheet) -> Exception:
    """Return the refusal of a workbook whose table is on a hidden sheet."""
    return refuse(
        "sheet_hidden",
        (
            f"De kolommen staan op een verborgen blad: {sheet.shown}.",
            f"The columns are on a hidden sheet: {sheet.shown}.",
        ),
        ("maak dat blad zichtbaar en controleer het", "unhide that sheet and check it"),
        sheet=sheet.shown,
    )


def no_sheet(names: Sequence[str], present: list[str]) -> Exception:
    """Return the refusal of a workbook without the sheet that a mapping names."""
    wanted, found = " / ".join(names), ", ".join(present[:20])
    return refuse(
        "sheet_missing",
        (
            f"Het blad {wanted} ontbreekt; aanwezig: {found}.",
            f"The sheet {wanted} is missing; present: {found}.",
        ),
        (
            "lever het bedoelde bestand, of pas de mapping aan",
            "deliver the file that was meant, or change the mapping",
        ),
    )


def _which(names: list[str]) -> Exception:
    """Return the question which of several sheets is meant."""
    listed = ", ".join(names[:10])
    return refuse(
        "sheet_ambiguous",
        (
            f"Meer dan één blad heeft de gevraagde kolommen: {listed}.",
            f"More than one sheet has the columns asked for: {listed}.",
        ),
        (
            "laat één blad staan, of kies een mapping die het blad noemt",
            "keep one sheet, or choose a mapping that names the sheet",
        ),
        sheet=names[0],
    )
