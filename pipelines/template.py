"""The upload template of a table: a workbook with explanations and drop-downs, and a CSV."""

from __future__ import annotations

import csv
import hashlib
from typing import TYPE_CHECKING

import xlsxwriter

from model.tables import find_table
from model.text import DEFAULT_LANGUAGE, Language, Text

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from model.table import Kind, Table

EXPLANATION_SHEET: Text = Text(nl="Uitleg", en="Explanation")
_HEADS = (
    Text(nl="kolom", en="column"),
    Text(nl="naam", en="name"),
    Text(nl="verplicht", en="required"),
    Text(nl="wat er in hoort", en="what belongs in it"),
    Text(nl="soort", en="kind"),
    Text(nl="keuzes", en="choices"),
    Text(nl="voorbeeld", en="example"),
)
_KINDS: dict[Kind, Text] = {
    "id": Text(nl="nummer of code, uniek", en="number or code, unique"),
    "person": Text(nl="nummer zonder naam", en="number without a name"),
    "code": Text(nl="code", en="code"),
    "period": Text(nl="periode, zoals 2026-Q3", en="period, such as 2026-Q3"),
    "number": Text(nl="getal", en="number"),
    "count": Text(nl="aantal", en="count"),
    "moment": Text(nl="datum of tijdstip", en="date or moment"),
    "day": Text(nl="datum, zoals 2026-09-30", en="date, such as 2026-09-30"),
    "flag": Text(nl="1 of 0", en="1 or 0"),
    "choice": Text(nl="een van de keuzes", en="one of the choices"),
    "words": Text(nl="tekst", en="text"),
}
_YES_NO = (Text(nl="ja", en="yes"), Text(nl="nee", en="no"))
_VERSION = Text(nl="versie van dit sjabloon", en="version of this template")
_ROWS_WITH_CHOICES = 50_000


def write_template(
    table: str, folder: Path, *, language: Language = DEFAULT_LANGUAGE
) -> list[Path]:
    """Write the template of a table as a workbook and as CSV into a folder.

    Every cell is text, so that a spreadsheet turns no code into a date.

    Returns
    -------
    list of Path
        The workbook and the CSV file.
    """
    contract = find_table(table)
    folder.mkdir(parents=True, exist_ok=True)
    workbook = folder / f"{contract.name}.xlsx"
    _write_workbook(contract, workbook, language)
    plain = folder / f"{contract.name}.csv"
    with plain.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";" if language == "nl" else ",")
        writer.writerow(contract.columns)
        writer.writerows(contract.examples)
    return [workbook, plain]


def template_version(table: Table) -> str:
    """Return the version of a template: it changes when the contract's columns do."""
    shape = ";".join(f"{name}:{table.kind(name)}" for name in table.columns)
    return f"{table.name} {hashlib.sha256(shape.encode()).hexdigest()[:8]}"


def _write_workbook(table: Table, path: Path, language: Language) -> None:
    """Write the sheet to fill in and the sheet that explains it."""
    # No link, formula or number is made of what merely looks like one.
    inert = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, inert) as book:
        text = book.add_format({"num_format": "@"})
        head = book.add_format({"num_format": "@", "bold": True, "bg_color": "#D9E6EF"})
        optional = book.add_format({"num_format": "@", "italic": True, "bg_color": "#EEF3F7"})
        _fill(book.add_worksheet(table.name[:31]), table, (head, optional, text), language)
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(EXPLANATION_SHEET.in_language(language))
        _explain(sheet, table, (head, wrapped), language)


def _fill(
    sheet: Worksheet, table: Table, formats: tuple[Format, Format, Format], language: Language
) -> None:
    """Write names, example rows and drop-downs."""
    head, optional, text = formats
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(table.columns):
        title, explanation = table.words(name)
        sheet.set_column(place, place, max(14, len(name) + 3), text)
        sheet.write_string(0, place, name, head if name in table.required else optional)
        sheet.write_comment(
            0, place, f"{title.in_language(language)}: {explanation.in_language(language)}"
        )
        for row, example in enumerate(table.examples, start=1):
            sheet.write_string(row, place, example[place], text)
        choices = table.choices(name) or (("0", "1") if table.kind(name) == "flag" else ())
        if choices:
            sheet.data_validation(
                1, place, _ROWS_WITH_CHOICES, place, {"validate": "list", "source": list(choices)}
            )


def _explain(
    sheet: Worksheet, table: Table, formats: tuple[Format, Format], language: Language
) -> None:
    """Write what every column means."""
    head, wrapped = formats
    sheet.set_column(0, 1, 24)
    sheet.set_column(2, 2, 11)
    sheet.set_column(3, 6, 44, wrapped)
    sheet.write_string(0, 0, table.title.in_language(language), head)
    sheet.write_string(0, 3, table.explanation.in_language(language), wrapped)
    sheet.write_string(1, 0, _VERSION.in_language(language))
    sheet.write_string(1, 1, template_version(table))
    for place, title in enumerate(_HEADS):
        sheet.write_string(3, place, title.in_language(language), head)
    for row, name in enumerate(table.columns, start=4):
        title, explanation = table.words(name)
        cells = (
            name,
            title.in_language(language),
            _YES_NO[name not in table.required].in_language(language),
            explanation.in_language(language),
            _KINDS[table.kind(name)].in_language(language),
            ", ".join(table.choices(name)),
            table.examples[0][table.columns.index(name)],
        )
        for place, cell in enumerate(cells):
            sheet.write_string(row, place, cell, wrapped)
