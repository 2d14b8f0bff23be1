"""The annotated workbook: the delivery as it stood, every finding at its cell, inert."""

import zipfile

import openpyxl
import pytest
import xlsxwriter

from model.errors import UsageError
from pipelines.accept import load
from pipelines.annotate import annotate, check_target
from tests.pipelines.desk_cases import codes, figures, ready_programme

ROWS = [
    ["unit_code", "period", "indicator_code", "value"],
    ["T01", "2026-Q1", "IND01", "50"],
    ["T02", "2026-Q1", "IND01", "500"],
    ["T09", "2026-Q1", "IND01", "=1+1"],
]


@pytest.fixture
def programme(tmp_path):
    return ready_programme(tmp_path)


def workbook(path, **sheets):
    """A workbook of texts, formulas included where a text begins with =."""
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for place, cell in enumerate(cells):
                    if cell.startswith("="):
                        sheet.write_formula(row, place, cell, None, 2)
                    else:
                        sheet.write_string(row, place, cell)
    return path


def annotated(programme, table, path):
    report = load(programme, table, [path])
    target = path.parent / "annotated.xlsx"
    annotate(programme, report, [path], target)
    return report, target


def comments(sheet):
    """The words at every cell that has them."""
    return {
        cell.coordinate: cell.comment.text
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def test_bad_cells_are_marked_and_told_in_the_sheet_as_it_was_delivered(programme, tmp_path):
    path = workbook(tmp_path / "in.xlsx", Notes=[["made by", "us"]], Figures=[["Q1"], [], *ROWS])
    report, target = annotated(programme, "behaviour", path)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["Notes", "Figures", "Bevindingen"]
    sheet = book["Figures"]
    assert [cell.value for cell in sheet[5]] == ["T02", "2026-Q1", "IND01", "500"]
    assert set(comments(sheet)) == {"D5", "A6"}
    assert sheet["D5"].fill.fgColor.rgb == "FFF4B6B0"
    assert sheet["D4"].fill.fill_type is None
    outside = next(issue for issue in report.issues if issue.code == "score_out_of_scale")
    assert comments(sheet)["D5"] == f"{outside.message.nl}\n→ {outside.fix.nl}"


def test_every_finding_is_listed_in_the_language_of_the_programme(programme, tmp_path):
    path = workbook(tmp_path / "in.xlsx", Figures=ROWS)
    report, target = annotated(programme, "behaviour", path)
    listed = list(openpyxl.load_workbook(target)["Bevindingen"].values)
    assert listed[0][:2] == ("soort", "regel")
    assert [row[1] for row in listed[1:]] == codes(report)
    assert [row[6] for row in listed[1:]] == [issue.message.nl for issue in report.issues]


def test_nothing_in_the_workbook_can_run(programme, tmp_path):
    path = workbook(tmp_path / "in.xlsx", Figures=[*ROWS, ["T03", "+cmd", "@x", "-1"]])
    _, target = annotated(programme, "behaviour", path)
    with zipfile.ZipFile(target) as container:
        sheets = [n for n in container.namelist() if n.startswith("xl/worksheets/sheet")]
        assert all(b"<f>" not in container.read(name) for name in sheets)
    last = openpyxl.load_workbook(target)["Figures"][5]
    assert [cell.data_type for cell in last] == ["s", "s", "s", "s"]
    assert [cell.quotePrefix for cell in last] == [False, True, True, True]


def test_a_text_file_becomes_a_workbook_with_the_same_row_numbers(programme, tmp_path):
    text = figures(
        ("T01", "2026-Q1", "IND01", 50),
        ("T02", "2026-Q1", "IND01"),
        ("T03", "2026-Q1", "IND01", "x"),
    ).replace("T01", '"T01"')
    path = tmp_path / "behaviour.csv"
    path.write_text(text + "\n")
    _, target = annotated(programme, "behaviour", path)
    sheet = openpyxl.load_workbook(target)["behaviour"]
    assert [cell.value for cell in sheet[4]] == ["T03", "2026-Q1", "IND01", "x"]
    assert set(comments(sheet)) == {"A3", "D4"}


def test_rows_told_together_are_marked_one_by_one(programme, tmp_path):
    rows = [("T01", "2026-Q1", "IND01", 900 + number) for number in range(60)]
    path = tmp_path / "behaviour.csv"
    path.write_text(figures(*rows) + "\n")
    _, target = annotated(programme, "behaviour", path)
    sheet = openpyxl.load_workbook(target)["behaviour"]
    assert {f"D{row}" for row in range(2, 62)} <= set(comments(sheet))
    assert "Zelfde als in rij 2" in comments(sheet)["D61"]


def test_a_corrected_copy_can_be_delivered_and_annotated_again(programme, tmp_path):
    path = workbook(tmp_path / "in.xlsx", Figures=ROWS)
    _, target = annotated(programme, "behaviour", path)
    book = openpyxl.load_workbook(target)
    book["Figures"]["D3"], book["Figures"]["A4"] = "60", "T03"
    corrected = tmp_path / "corrected.xlsx"
    book.save(corrected)
    report, target = annotated(programme, "behaviour", corrected)
    assert (report.outcome, report.rows_loaded) == ("accept", 3)
    assert openpyxl.load_workbook(target).sheetnames == ["Figures", "Bevindingen"]


def test_a_file_that_cannot_be_read_leaves_the_list_alone(programme, tmp_path):
    path = tmp_path / "in.xlsx"
    path.write_bytes(b"PK\x03\x04 no workbook")
    report, target = annotated(programme, "behaviour", path)
    assert report.outcome == "reject"
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["Bevindingen"]
    assert book["Bevindingen"]["B2"].value == codes(report)[0]


@pytest.mark.parametrize("name", ["out.csv", "missing/out.xlsx", "in.xlsx"])
def test_a_place_that_will_not_do_is_refused_before_the_load(name, tmp_path):
    with pytest.raises(UsageError):
        check_target(tmp_path / name, [tmp_path / "in.xlsx"])
