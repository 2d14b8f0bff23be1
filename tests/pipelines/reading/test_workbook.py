"""Workbooks: rows, sheets and values as a person sees them, and what is odd or hostile."""

import copy
import datetime as dt
import io
import random
import zipfile

import openpyxl
import pytest
import xlsxwriter

COLUMNS = ("unit_code", "value", "measured_on")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "xl/worksheets/sheet1.xml"
DATE = dt.datetime(2026, 9, 30)


def book(fill, **options):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, options) as made:
        fill(made)
    return content.getvalue()


def table(sheet, *, top=0, left=0, rows=3, formats=None):
    for column, name in enumerate(COLUMNS):
        sheet.write(top, left + column, name)
    for row in range(1, rows + 1):
        sheet.write(top + row, left, f"T0{row}")
        sheet.write(top + row, left + 1, row + 0.1)
        sheet.write_datetime(top + row, left + 2, DATE, formats)


def plain(made, **place):
    table(
        made.add_worksheet("Scores"), formats=made.add_format({"num_format": "d-m-yyyy"}), **place
    )


def changed(content, name, old, new):
    """Return a workbook in which one part was rewritten."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as one, zipfile.ZipFile(result, "w") as other:
        for item in one.namelist():
            part = one.read(item)
            other.writestr(item, part.replace(old, new) if item == name else part)
    return result.getvalue()


@pytest.fixture
def read_book(read):
    def reader(content, **options):
        return read(content, "scores.xlsx", expected=COLUMNS, **options)

    return reader


@pytest.mark.parametrize(("top", "left", "first_row"), [(0, 0, 2), (4, 3, 6)])
def test_rows_keep_the_number_and_values_the_look_of_the_sheet(read_book, top, left, first_row):
    found = read_book(book(lambda made: plain(made, top=top, left=left)))
    assert found.sheet == "Scores"
    assert found.rows[0] == {
        "unit_code": "T01",
        "value": "1.1",
        "measured_on": "2026-09-30",
        "source_row": first_row,
    }
    assert found.issues == []


def test_the_1904_system_and_times_give_the_same_moment(read_book):
    def fill(made):
        formats = made.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet = made.add_worksheet()
        table(sheet, rows=1, formats=formats)
        sheet.write_datetime(1, 2, dt.datetime(2026, 9, 30, 23, 30), formats)

    assert read_book(book(fill, date_1904=True)).rows[0]["measured_on"] == "2026-09-30T23:30:00"


def test_a_number_without_a_date_format_stays_a_number(read_book):
    def fill(made):
        table(sheet := made.add_worksheet(), rows=1)
        sheet.write_number(1, 2, 46295)
        sheet.write_number(1, 1, 100001)
        sheet.write_string(1, 0, "0012")

    row = read_book(book(fill)).rows[0]
    assert (row["unit_code"], row["value"], row["measured_on"]) == ("0012", "100001", "46295")


def test_true_and_false_and_rich_text_are_read(read_book):
    def fill(made):
        table(sheet := made.add_worksheet(), rows=1)
        sheet.write_boolean(1, 1, True)
        sheet.write_rich_string(1, 0, "T", made.add_format({"bold": True}), "07")

    row = read_book(book(fill)).rows[0]
    assert (row["unit_code"], row["value"]) == ("T07", "true")


def test_formulas_without_a_stored_value_and_errors_set_their_row_aside(read_book):
    def fill(made):
        plain(made, rows=6)
        sheet = made.worksheets()[0]
        sheet.write_formula("B3", "=1+3", None, "")
        sheet.write_formula("B4", "=NA()", None, "#N/A")
        sheet.write_formula("B5", "=1+3", None, 4)
        sheet.write_formula("A6", '=""', None, "")

    # A formula that yields empty text says so by its type; that is a value.
    content = changed(book(fill), SHEET, b'<c r="A6"><f>', b'<c r="A6" t="str"><f>')
    found = read_book(content)
    assert found.unreadable == [3, 4]
    assert found.only("formula_without_value").column == "value"
    assert found.only("cell_error").value == "#N/A"
    assert [(row["source_row"], row["value"]) for row in found.rows][1] == (5, "4")
    assert found.rows[2]["unit_code"] is None


def test_the_sheet_with_the_columns_is_chosen(read_book):
    def fill(made):
        made.add_worksheet("Uitleg").write("A1", "Vul het tweede blad in")
        plain(made)

    assert read_book(book(fill)).sheet == "Scores"


def test_two_sheets_with_the_columns_are_a_question(read_book):
    def fill(made):
        plain(made)
        table(made.add_worksheet("Scores oud"))

    found = read_book(book(fill))
    assert "Scores oud" in found.only("sheet_ambiguous").message.nl


def test_hidden_sheets_rows_and_columns_are_named(read_book):
    def fill(made):
        plain(made)
        sheet = made.worksheets()[0]
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})
        made.add_worksheet("Geheim").write("A1", 1)
        made.worksheets()[1].hide()

    found = read_book(book(fill))
    assert len(found.rows) == 3
    assert "Geheim" in found.only("hidden_sheets").message.nl
    assert found.only("hidden_rows").count == 1
    assert found.only("hidden_columns").column == "value"


def test_a_table_on_a_hidden_sheet_is_not_read_unseen(read_book):
    def fill(made):
        made.add_worksheet("Leeg").write("A1", "niets")
        table(sheet := made.add_worksheet("Geheim"))
        sheet.hide()

    assert read_book(book(fill)).codes == ["sheet_hidden"]


def test_merged_cells_in_the_table_are_named(read_book):
    def fill(made):
        plain(made)
        made.worksheets()[0].merge_range("A2:A3", "T01")

    first, second = read_book(book(fill)).issues
    assert "A2:A3" in first.message.nl
    assert (first.severity, second.severity) == ("error", "warning")


def test_rows_with_a_cell_under_a_merged_one_are_set_aside_by_column(read_book):
    def fill(made):
        plain(made, rows=5)
        sheet = made.worksheets()[0]
        sheet.merge_range("A2:A3", "T01")
        sheet.merge_range("A5:B5", "T04")

    found = read_book(book(fill))
    assert found.unreadable == [3, 5]
    assert [(issue.row, issue.column) for issue in found.issues if issue.severity == "error"] == [
        (3, "unit_code"),
        (5, "value"),
    ]


def test_merged_cells_of_a_column_nobody_asks_for_cost_no_row(read_book):
    def fill(made):
        plain(made)
        sheet = made.worksheets()[0]
        sheet.write("D1", "remark")
        sheet.merge_range("D2:D3", "checked")

    found = read_book(book(fill))
    assert found.unreadable == []
    assert found.only("merged_cells").severity == "warning"


def test_damaged_letters_and_controls_set_their_row_aside(read_book):
    def fill(made):
        plain(made, rows=5)
        sheet = made.worksheets()[0]
        for row, name in enumerate(("Caf\u00c3\u00a9", "T\ufffd", "T\x07", "T\u202e1"), 1):
            sheet.write(row, 0, name)

    found = read_book(book(fill))
    assert found.unreadable == [2, 3, 4, 5]
    assert {issue.column for issue in found.issues} == {"unit_code"}


def test_a_number_with_three_decimals_has_one_reading(read_book):
    def fill(made):
        plain(made)
        made.worksheets()[0].write("B2", 48.725)
        made.worksheets()[0].write("B3", "48.725")

    assert [row["value"] for row in read_book(book(fill)).rows][:2] == ["48.7250", "48.725"]


def test_an_empty_template_beside_the_data_is_no_question(read_book):
    def fill(made):
        table(made.add_worksheet("Template"), rows=0)
        plain(made)

    assert read_book(book(fill)).sheet == "Scores"


def test_a_workbook_with_charts_only_is_said_to_have_no_cells(read_book):
    content = changed(
        book(plain),
        "xl/_rels/workbook.xml.rels",
        b"relationships/worksheet",
        b"relationships/chartsheet",
    )
    assert read_book(content).codes == ["no_worksheet"]


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (SHEET, b'<c r="B3"', b'<c r="B9"'),
        ("xl/_rels/workbook.xml.rels", b"worksheets/sheet1", b"worksheets/gone"),
    ],
)
def test_a_cell_in_another_row_and_a_sheet_that_is_not_there_are_damage(read_book, part, old, new):
    assert read_book(changed(book(plain), part, old, new)).codes == ["file_damaged"]


def test_parts_are_found_whatever_their_capitals_and_slashes(read_book):
    content = changed(
        book(plain), "xl/_rels/workbook.xml.rels", b"worksheets/sheet1", b"Worksheets\\Sheet1"
    )
    assert len(read_book(content).rows) == 3


def test_a_person_in_the_name_of_a_sheet_or_column_is_not_shown(read_book):
    def fill(made):
        plain(made)
        sheet = made.worksheets()[0]
        sheet.write("D1", "jan@voorbeeld.nl")
        sheet.set_column(3, 3, None, None, {"hidden": True})
        made.add_worksheet("piet@voorbeeld.nl").hide()

    shown = [issue.message.nl + str(issue.column) for issue in read_book(book(fill)).issues]
    assert len(shown) == 2
    assert not any("@" in words for words in shown)


def test_embedded_files_are_told_and_not_opened(read_book):
    content = io.BytesIO(book(plain))
    with zipfile.ZipFile(content, "a") as container:
        container.writestr("xl/embeddings/oleObject1.bin", b"MZ")
    found = read_book(content.getvalue())
    assert (len(found.rows), found.codes) == (3, ["embedded_objects"])


def test_a_long_shared_text_that_very_many_cells_repeat_is_refused(read_book, monkeypatch):
    monkeypatch.setattr("pipelines.reading.sheet.MOST_SHARED", 300)
    content = book(lambda made: plain(made, rows=200))
    assert read_book(content).codes == ["text_bomb"]


def test_a_tag_without_end_is_refused_before_it_costs_time(read_book):
    tag = b'<sheetData x="' + random.Random(1).randbytes(3_000_000).hex().encode() + b'">'
    assert read_book(changed(book(plain), SHEET, b"<sheetData>", tag)).codes == ["file_damaged"]


def test_a_cell_that_no_spreadsheet_can_hold_is_named_by_its_row(read_book):
    content = changed(book(plain), "xl/sharedStrings.xml", b"T02", b"x" * 40_000)
    assert read_book(content).only("cell_too_long").row == 3


def test_of_a_file_that_is_refused_half_way_nothing_is_left(read_book, tmp_path):
    content = changed(book(plain), "xl/sharedStrings.xml", b"T02", b"x" * 40_000)
    read_book(content)
    assert not (tmp_path / "staged" / "rows.parquet").exists()


def test_members_that_share_bytes_of_the_file_are_refused(read_book):
    content = io.BytesIO(book(plain))
    with zipfile.ZipFile(content, "a") as container:
        twin = copy.copy(container.getinfo(SHEET))
        twin.filename = "xl/worksheets/sheet2.xml"
        container.filelist.append(twin)
        container.writestr("xl/other.xml", b"<other/>")
    assert read_book(content.getvalue()).codes == ["zip_tampered"]


def test_a_cell_far_away_is_named_and_costs_nothing(read_book):
    def fill(made):
        plain(made)
        made.worksheets()[0].write("XFD1048576", "x")

    found = read_book(book(fill))
    assert len(found.rows) == 3
    assert "XFD1048576" in found.only("column_without_name").message.nl


def test_macros_and_links_are_told_and_do_nothing(read_book):
    content = io.BytesIO(book(plain))
    with zipfile.ZipFile(content, "a") as container:
        container.writestr("xl/vbaProject.bin", b"macro")
        container.writestr("xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    found = read_book(content.getvalue())
    assert len(found.rows) == 3
    assert sorted(found.codes) == ["external_links", "macros"]


def test_an_empty_workbook_is_said_to_be_empty(read_book):
    assert read_book(book(lambda made: made.add_worksheet())).codes == ["file_empty"]


def test_prefixed_names_and_inline_texts_of_other_programs_are_read(read_book):
    sheet = (
        b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<x:sheetData><x:row>"
        b'<x:c t="inlineStr"><x:is><x:t>unit_code</x:t></x:is></x:c>'
        b'<x:c t="inlineStr"><x:is><x:t>value</x:t></x:is></x:c></x:row>'
        b'<x:row><x:c t="inlineStr"><x:is><x:r><x:t>T</x:t></x:r><x:r><x:t>01</x:t></x:r></x:is>'
        b"</x:c><x:c><x:v>0.30000000000000004</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(plain))) as one, zipfile.ZipFile(result, "w") as other:
        for item in one.namelist():
            other.writestr(item, sheet if item.endswith("sheet1.xml") else one.read(item))
    found = read_book(result.getvalue())
    assert found.rows == [{"unit_code": "T01", "value": "0.30000000000000004", "source_row": 2}]


@pytest.mark.parametrize(
    "part",
    ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "docProps/core.xml"],
)
def test_entities_and_outside_references_are_refused_in_every_part(read_book, part):
    doctype = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><'
    content = changed(book(plain), part, b"?>\n<", b"?>\n" + doctype)
    assert read_book(content).codes == ["xml_entities"]


def test_bombs_doubled_and_straying_parts_are_refused_before_unpacking(read_book):
    for name, data, code in (
        ("xl/worksheets/sheet9.xml", b"0" * 300_000_000, "zip_bomb"),
        ("../../evil.xml", b"x", "zip_tampered"),
        ("XL/Worksheets/Sheet1.xml", b"x", "zip_tampered"),
    ):
        content = io.BytesIO(book(plain))
        with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as container:
            container.writestr(name, data)
        assert read_book(content.getvalue()).codes == [code]


def test_a_workbook_with_damaged_bytes_is_refused(read_book):
    content = bytearray(book(lambda made: plain(made, rows=200)))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as container:
        start = container.getinfo("xl/worksheets/sheet1.xml").header_offset + 200
    content[start : start + 20] = b"\xff" * 20
    assert read_book(bytes(content)).codes == ["file_damaged"]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (OLE + bytes(600), "a.xls", ".xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "wachtwoord"),
        (b"unit_code,value\nT01,1\n", "a.xlsx", "CSV"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", "HTML"),
        (b'<?xml version="1.0"?><Workbook/>', "a.xls", "XML"),
        (b"%PDF-1.7", "a.csv", "PDF"),
        (b"MZ\x90\x00", "a.csv", "exe"),
        (b"\n\n%PDF-1.7", "a.csv", "PDF"),
        (b"GIF89a", "a.csv", "GIF"),
        (b"ORC\x01\x00", "a.parquet", "ORC"),
        (b"\x80\x02}q\x00", "a.csv", "pickle"),
        (b'[{"unit_code": "T01"}]', "a.csv", "JSON"),
        (b"PARE\x00", "a.parquet", "versleuteld"),
        (b"<!-- saved --><html>", "a.csv", "HTML"),
        ("\ufeff<html>".encode("utf-16-le"), "a.xls", "HTML"),
        (b"\x80\x04\x95abc", "a.parquet", "pickle"),
        (b"unit_code,value\nT01,1\n", "scores.csv.exe", ".exe"),
    ],
)
def test_what_is_no_table_is_named_for_what_it_is(read, content, name, words):
    (issue,) = read(content, name, expected=COLUMNS).issues
    assert words in issue.message.nl
    assert issue.fix.nl


def test_a_workbook_named_csv_is_told_apart(read):
    assert "Excel" in read(book(plain), "scores.csv", expected=COLUMNS).issues[0].message.nl


def test_a_column_name_that_begins_like_a_program_is_a_column_name(read):
    found = read("ORC,value\nT01,1\n", "a.csv", expected=("ORC", "value"))
    assert found.rows[0]["ORC"] == "T01"


def test_documents_of_other_office_programs_are_named(read):
    for member, name in (("word/document.xml", "Word"), ("ppt/presentation.xml", "PowerPoint")):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as container:
            container.writestr(member, b"x")
        assert name in read(content.getvalue(), "a.xlsx", expected=COLUMNS).issues[0].message.nl


def test_other_kinds_of_workbook_say_how_to_save_them(read):
    for member in ("xl/workbook.bin", "content.xml"):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as container:
            container.writestr(member, b"x")
        assert ".xlsx" in read(content.getvalue(), "a.ods", expected=COLUMNS).issues[0].fix.nl


def test_what_openpyxl_writes_is_read_too(read_book):
    made = openpyxl.Workbook()
    made.active.append(COLUMNS)
    made.active.append(("T01", 7.5, DATE))
    content = io.BytesIO()
    made.save(content)
    assert read_book(content.getvalue()).rows[0]["measured_on"] == "2026-09-30T00:00:00"
