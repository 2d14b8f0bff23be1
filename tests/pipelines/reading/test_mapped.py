"""Mapped files: joined sheets never silently wrong, filters, scales and what was left out."""

import io
import tomllib

import pytest
import xlsxwriter

from model.mapping import mapping_from

TABLE = ("unit_code", "period", "code", "value")
MAPPING = """
table = "survey_scores"
sheet = "Main"
header_row = 2
missing = ["N/A", "."]
suppressed = ['[<>]\\s*\\d+%', 'N<\\d+']
[columns]
unit_code = "Key"
period = { cell = "A1", pattern = '(\\d{4})', write = "{1}" }
[[rows]]
code = { constant = "share" }
value = { column = "Other!Share", percent = true, scale = 100 }
[[join]]
sheet = "Other"
on = "Key"
check = [["A", "A2"], ["B", "B2"]]
"""
LACKS = MAPPING + "may_lack_rows = true\n"
MAIN = [("K1", 1, 0.5), ("K2", 2, 0.6), ("K3", 3, 0.7), ("K4", 4, 0.8)]
OTHER = [(1, "50%", "81%"), (2, "60%", 0.57), (3, "70%", "N/A"), (4, "80%", "> 95%")]


def book(main, other, *, names=("A2", "B2", "Share")):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as made:
        for name, head, rows in (("Main", ("Key", "A", "B"), main), ("Other", names, other)):
            sheet = made.add_worksheet(name)
            sheet.write(0, 0, "Schooljaar 2026")
            sheet.write_row(1, 0, head)
            for place, row in enumerate(rows, start=2):
                sheet.write_row(place, 0, row)
    return content.getvalue()


@pytest.fixture
def mapped(read):
    def reader(content, text=MAPPING, name="scores.xlsx"):
        mapping = mapping_from(tomllib.loads(text), "bureau")
        return read(content, name, expected=TABLE, mapping=mapping)

    return reader


def values(found):
    return [(row["unit_code"], row["value"], row["source_row"]) for row in found.rows]


def test_rows_are_joined_by_order_when_the_columns_to_check_agree(mapped):
    found = mapped(book(MAIN, OTHER))
    assert values(found) == [("K1", "81", 3), ("K2", "57", 4)]
    assert found.rows[0]["period"] == "2026"
    assert found.only("suppressed").count == 1
    assert found.only("rows_passed_over").count == 2
    assert found.origin["unit_code"] == "Key"


def test_rows_are_joined_by_key_when_both_sheets_have_it(mapped):
    other = [("K2", "20%"), ("K1", "10%")]
    assert values(mapped(book(MAIN, other, names=("Key", "Share")))) == [
        ("K1", "10", 3),
        ("K2", "20", 4),
    ]


@pytest.mark.parametrize(
    "other",
    [
        [OTHER[1], OTHER[0], *OTHER[2:]],
        OTHER[:3],
        [(None, None, "1%")] * 4,
    ],
)
def test_an_order_that_is_not_certain_is_refused(mapped, other):
    assert mapped(book(MAIN, other)).codes == ["join_uncertain"]


def test_a_sheet_that_lacks_a_row_is_matched_by_what_both_sheets_say(mapped):
    found = mapped(book(MAIN, [OTHER[0], *OTHER[2:], (9, "9%", "1%")][:3]), LACKS)
    assert values(found) == [("K1", "81", 3)]
    assert "4" in found.only("join_differs").message.nl


@pytest.mark.parametrize(
    ("main", "other"),
    [
        ([("K1", 1, 0.5), ("K2", 1, 0.5), ("K3", 3, 0.7)], [(1, 0.5, 0.1), (3, 0.7, 0.2)]),
        ([("K1", 1, 0.5), ("K2", 2, 0.6)], [(7, 0.7, 0.1)]),
        ([("K1", 1, 0.5)], [(1, 0.5, 0.1), (2, 0.6, 0.2)]),
    ],
)
def test_two_ways_to_match_or_none_is_refused(mapped, main, other):
    assert mapped(book(main, other), LACKS).codes == ["join_uncertain"]


def test_rows_that_disagree_get_nothing_when_the_mapping_knows_how_many(mapped):
    other = [(1, "50%", "81%"), (2, "99%", "57%"), (3, "70%", "60%"), (4, "80%", "61%")]
    found = mapped(book(MAIN, other), MAPPING + "may_differ = 1\n")
    assert [unit for unit, _, _ in values(found)] == ["K1", "K3", "K4"]
    assert found.only("join_differs").count == 1


def test_a_sheet_or_column_that_is_missing_is_named_with_those_present(mapped):
    found = mapped(book(MAIN, OTHER), MAPPING.replace('sheet = "Other"', 'sheet = "Anders"'))
    assert "Anders" in found.only("sheet_missing").message.nl
    assert "Main, Other" in found.only("sheet_missing").message.nl
    found = mapped(book(MAIN, OTHER), MAPPING.replace('unit_code = "Key"', 'unit_code = "Sleutel"'))
    assert "Sleutel" in found.only("column_missing").message.nl


def test_a_text_or_parquet_file_has_no_other_sheets(mapped):
    text = "Export 2026\nKey,A,B\nK1,1,0.5\n"
    assert mapped(text, name="scores.csv").codes == ["sheet_missing"]
