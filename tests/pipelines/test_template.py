"""A template says what belongs in each column, and loads as it is."""

import openpyxl
import pytest

from model.tables import TABLES, find_table
from pipelines.accept import load
from pipelines.stage import stage
from pipelines.template import template_version, write_template
from tests.pipelines.desk_cases import UNITS, deliver, new_programme


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_template_names_every_column_and_explains_it(name, tmp_path):
    workbook, plain = write_template(name, tmp_path)
    book = openpyxl.load_workbook(workbook)
    columns = TABLES[name].columns
    assert book.sheetnames == [name[:31], "Uitleg"]
    header, *_ = book[name[:31]].values
    assert header == tuple(columns)
    explained = [row[0] for row in book["Uitleg"].values]
    assert [word for word in explained if word in columns] == list(columns)
    assert plain.read_text("utf-8-sig").splitlines()[0] == ";".join(columns)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", sorted(TABLES))
def test_the_workbook_of_a_template_is_read_from_the_sheet_to_fill_in(name, language, tmp_path):
    table = TABLES[name]
    workbook, _ = write_template(name, tmp_path, language=language)
    staged = stage(
        workbook, upload_name=workbook.name, expected=table.columns, mapping=None, folder=tmp_path
    )
    assert (staged.sheet, staged.columns) == (name[:31], table.columns)
    assert (staged.rows_in, staged.issues) == (len(table.examples), ())


def test_the_version_changes_with_the_columns():
    assert template_version(find_table("units")) != template_version(find_table("codebook"))


def test_the_example_rows_of_a_template_load(tmp_path):
    programme = new_programme(tmp_path)
    deliver(programme, "units", UNITS)
    workbook, plain = write_template("codebook", tmp_path / "templates")
    assert load(programme, "codebook", [workbook]).outcome == "accept"
    assert load(programme, "codebook", [plain]).outcome == "no_change"
