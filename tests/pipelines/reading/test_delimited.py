"""Text files: every usual encoding, separator and line end, and what is wrong with a file."""

import re

import pytest

HEADER = "response_id,unit_code,score,submitted_at"
ROWS = [f"R{n},T0{n},{n},2026-08-0{n}" for n in range(1, 6)]
TEXT = "\n".join([HEADER, *ROWS]) + "\n"
UNITS = ("unit_code", "name")
FIRST = {
    "response_id": "R1",
    "unit_code": "T01",
    "score": "1",
    "submitted_at": "2026-08-01",
    "source_row": 2,
}


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "\t").encode(),
        TEXT.replace(",", "|").encode(),
        TEXT.rstrip().encode(),
        TEXT.replace("\n", ",,\n").encode(),
        TEXT.replace("response_id", " Response_ID ").replace("unit_code", "Unit code").encode(),
        re.sub("[^,\n]+", r'"\g<0>"', TEXT).encode(),
        re.sub("[^,\n]+", r"'\g<0>'", TEXT).encode(),
        "\n".join([HEADER, *(row.replace(",", ";") for row in ROWS)]).encode(),
        "\n".join([HEADER.replace(",", "\t"), *ROWS]).encode(),
        (TEXT + ",,,\n\n\n").encode(),
    ],
)
def test_the_same_rows_come_from_every_usual_way_to_write_them(read, content):
    found = read(content)
    assert found.columns == ("response_id", "unit_code", "score", "submitted_at")
    assert found.rows_in == len(found.rows) == 5
    assert found.rows[0] == FIRST
    assert [row["source_row"] for row in found.rows] == [2, 3, 4, 5, 6]
    assert found.issues == []


@pytest.mark.parametrize(
    ("above", "header_row"),
    [("sep=;\n", 2), ("Export van 1 oktober\n\n", 3), ("# bron: bureau\n# n = 5\n\n", 4)],
)
def test_lines_above_the_header_are_passed_over_and_still_counted(read, above, header_row):
    found = read(above + TEXT.replace(",", ";"))
    assert found.rows[0] == FIRST | {"source_row": header_row + 1}


def test_windows_letters_are_read_without_garbling_and_named_by_row(read):
    found = read(
        "unit_code;name\nT01;Coöperatie\nT02;Zeeland\n".encode("cp1252"),
        expected=UNITS,
    )
    assert [row["name"] for row in found.rows] == ["Coöperatie", "Zeeland"]
    assert found.only("encoding").row == 2
    assert "Windows-1252" in found.only("encoding").message.nl


@pytest.mark.parametrize("encoding", ["cp850", "mac-roman"])
def test_letters_of_another_code_page_are_asked_about_not_garbled(read, encoding):
    found = read("unit_code;name\nT01;Coöperatie Café\n".encode(encoding), expected=UNITS)
    assert found.codes == ["encoding_unknown"]
    assert found.rows == []


def test_a_row_in_another_encoding_than_the_rest_is_set_aside(read):
    content = "unit_code;name\nT01;Coöperatie\n".encode() + "T02;Café\n".encode("cp1252")
    found = read(content + b"T03;Zuid\n", expected=UNITS)
    assert [row["unit_code"] for row in found.rows] == ["T01", "T03"]
    assert found.unreadable == [3]
    assert found.codes == ["encoding_mixed"]


@pytest.mark.parametrize("wrong", ["CoÃ¶peratie", "Co\ufffdperatie"])
def test_letters_that_were_damaged_before_are_set_aside(read, wrong):
    found = read(f"unit_code;name\nT01;{wrong}\n", expected=UNITS)
    assert found.unreadable == [2]


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\u202e"])
def test_a_control_character_sets_its_row_aside_and_is_named(read, character):
    found = read(TEXT.replace("R3", f"R{character}3"))
    assert found.unreadable == [4]
    assert found.rows_in == 5
    assert f"U+{ord(character):04X}" in found.only("control_character").message.en


def test_a_line_break_within_quotes_keeps_the_line_numbers_that_a_person_sees(read):
    found = read(
        'unit_code,name\nT01,"Oost\nen West"\nT02,"de ""oude"" ploeg, Noord"\n',
        expected=UNITS,
    )
    assert [(row["name"], row["source_row"]) for row in found.rows] == [
        ("Oost\nen West", 2),
        ('de "oude" ploeg, Noord', 4),
    ]


@pytest.mark.parametrize("broken", ['T02,"Noord', 'T02,"Noord"x', 'T02,No"ord",extra,cells'])
def test_a_quote_that_is_not_closed_costs_one_row_and_no_other(read, broken):
    text = f'unit_code,name\nT01,Oost\n{broken}\nT03,Zuid\nT04,"West"\n'
    found = read(text, expected=UNITS)
    assert found.unreadable == [3]
    assert [row["unit_code"] for row in found.rows] == ["T01", "T03", "T04"]


def test_rows_with_too_many_or_too_few_fields_are_set_aside(read):
    found = read(TEXT.replace("R2,T02", "R2,T02,7,5").replace("R4,T04,", "R4,"))
    assert found.unreadable == [3, 5]
    assert set(found.codes) == {"number_of_fields"}


def test_totals_and_a_repeated_header_are_no_data(read):
    text = "\n".join([HEADER, *ROWS[:2], HEADER, *ROWS[2:], "Totaal,,15,"]) + "\n"
    found = read(text)
    assert found.unreadable == [4, 8]
    assert sorted(found.codes) == ["header_repeated", "total_row"]
    assert found.rows_in == 7


@pytest.mark.parametrize("ending", ["R6,T", "R6,T06,6", 'R6,T06,6,"2026'])
def test_a_file_that_breaks_off_is_refused_whole(read, ending):
    found = read(TEXT + ending)
    assert found.only("file_cut_off").row == 7
    assert "submitted_at" in found.only("file_cut_off").message.nl
    assert found.rows == []


def test_a_last_value_shorter_than_all_others_is_a_file_cut_off(read):
    rows = [f"R{n},T01,3,2026-08-01T09:00:00" for n in range(100, 130)]
    found = read("\n".join([HEADER, *rows, "R131,T01,3,2026-08-0"]))
    assert found.only("file_cut_off").row == 32
    assert found.only("file_cut_off").column == "submitted_at"


def test_a_file_that_ends_within_a_letter_is_damaged(read):
    found = read("unit_code;name\nT01;Oost\nT02;Coö".encode()[:-1], expected=UNITS)
    assert found.codes == ["file_damaged"]


def test_without_a_header_the_expected_names_are_told(read):
    found = read("\n".join(ROWS))
    assert found.codes == ["header_missing"]
    assert "response_id" in found.issues[0].message.nl


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (HEADER + "\n", "no_rows"),
        ("", "file_empty"),
        ("\n\n", "file_empty"),
        ("  \n\t\n", "file_empty"),
        ('[{"response_id": "R1", "score": 3}]', "file_type"),
    ],
)
def test_nothing_to_load_is_said(read, content, code):
    assert read(content).codes == [code]


def test_a_column_twice_is_refused_by_name(read):
    found = read("response_id,score,Score\nR1,3,4\n")
    assert found.only("column_twice").column == "score"


def test_very_many_columns_are_counted_and_refused(read):
    found = read(HEADER + "," + ",".join(f"x{n}" for n in range(3000)) + "\n")
    assert "3004" in found.only("too_many_columns").message.en


def test_a_value_in_a_column_without_a_name_is_pointed_at(read):
    found = read("response_id,,score\nR1,,3\nR2,note,4\n")
    assert found.columns == ("response_id", "score")
    assert found.only("column_without_name").row == 3


def test_a_cell_too_long_for_any_spreadsheet_sets_its_row_aside(read):
    assert read(TEXT.replace("R3", "R" * 40_000)).only("cell_too_long").row == 4
