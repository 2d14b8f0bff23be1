"""Find the sheet of a workbook that holds the table, and say what is odd about it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from pipelines.reading.book import Book, Sheet, read_book
from pipelines.reading.finding import finding, refuse
from pipelines.reading.header import SEARCHED_ROWS, Header, Row, find_header, matches, no_header
from pipelines.reading.sheet import SheetReader

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Collection, Iterator

    from model.issue import Issue
    from pipelines.reading.sheet import SheetNotes
    from pipelines.reading.table import Delivery


class WorkbookTable:
    """The one sheet of a workbook that holds the expected columns."""

    def __init__(self, container: zipfile.ZipFile, expected: Collection[str]) -> None:
        self._container = container
        self._book = read_book(container)
        self.sheet, self.first_rows = self._choose(expected)

    def rows(self, header: Header, delivery: Delivery) -> Iterator[Row]:
        """Yield the rows below the header; rows with a cell without value are set aside."""
        reader = SheetReader(self._book)
        names = dict(zip(header.positions, header.columns, strict=True))
        for number, cells in reader.rows(self._container, self.sheet):
            bad = reader.notes.bad_cells.get(number, [])
            wrong = [(names[place], error) for place, error in bad if place in names]
            if number > header.row and wrong:
                for name, error in wrong[1:]:
                    delivery.findings.add(
                        _no_value(name, error).at(row=number, sheet=self.sheet.name)
                    )
                delivery.set_aside(number, _no_value(*wrong[0]))
                continue
            yield number, cells
        for issue in [*_book_notes(self._book, self.sheet), *_sheet_notes(reader.notes, header)]:
            delivery.findings.add(issue.at(sheet=self.sheet.name))

    def _choose(self, expected: Collection[str]) -> tuple[Sheet, list[Row]]:
        """Return the sheet with the expected columns and its first rows."""
        seen: list[tuple[int, Sheet, list[Row]]] = []
        for sheet in self._book.sheets:
            reader = SheetReader(self._book)
            rows = list(itertools.islice(reader.rows(self._container, sheet), SEARCHED_ROWS))
            if rows and find_header(rows, expected) is not None:
                hits = max(matches(cells, expected) for _, cells in rows)
                seen.append((hits, sheet, rows))
            elif rows:
                seen.append((-1, sheet, rows))
        if not seen:
            raise no_header([], expected, None)
        most = max(hits for hits, _, _ in seen)
        best = [(sheet, rows) for hits, sheet, rows in seen if hits == most]
        shown = [(sheet, rows) for sheet, rows in best if not sheet.hidden]
        if not shown:
            raise _hidden(best[0][0])
        if len(shown) > 1 and most > 1:
            raise _which([sheet.name for sheet, _ in shown])
        return shown[0]


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
    hidden = [sheet.name for sheet in book.sheets if sheet.hidden and sheet is not chosen]
    if hidden:
        names = ", ".join(hidden[:5])
        yield finding(
            "hidden_sheets",
            "warning",
            (
                f"De werkmap heeft {len(hidden)} verborgen bladen ({names}); niet gelezen.",
                f"The workbook has {len(hidden)} hidden sheets ({names}); not read.",
            ),
            ("verwijder verborgen bladen", "remove hidden sheets"),
        )


def _sheet_notes(notes: SheetNotes, header: Header) -> Iterator[Issue]:
    """Yield what is odd about the sheet that was read."""
    rows = [row for row in notes.hidden_rows if row > header.row]
    if rows:
        yield finding(
            "hidden_rows",
            "warning",
            (
                f"{len(rows)} verborgen rijen zijn meegelezen (de eerste is rij {rows[0]}).",
                f"{len(rows)} hidden rows were read too (the first is row {rows[0]}).",
            ),
            (
                "haal het filter weg, of verwijder de rijen die niet meetellen",
                "remove the filter, or delete the rows that do not count",
            ),
            count=len(rows),
        )
    names = dict(zip(header.positions, header.columns, strict=True))
    columns = [names[place] for place in notes.hidden_columns if place in names]
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
    """Return whether merged cells lie in the table: below its header or in it."""
    digits = "".join(c for c in reference.partition(":")[2] if c.isdigit())
    return bool(digits) and int(digits) >= header.row


def _hidden(sheet: Sheet) -> Exception:
    """Return the refusal of a workbook whose table is on a hidden sheet."""
    return refuse(
        "sheet_hidden",
        (
            f"De kolommen staan op een verborgen blad: {sheet.name}.",
            f"The columns are on a hidden sheet: {sheet.name}.",
        ),
        ("maak dat blad zichtbaar en controleer het", "unhide that sheet and check it"),
        sheet=sheet.name,
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
