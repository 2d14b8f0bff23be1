"""Large text files that the database may read itself, and those that it may not."""

import pytest

from pipelines.reading.delimited import DelimitedFile
from pipelines.reading.header import find_header
from pipelines.reading.plain import BLOCK, check_plain

NAMES = ("response_id", "unit_code", "score")
HEADER = "response_id,unit_code,score\n"
ROWS = "".join(f"R{n},T0{n % 9},{n % 5}\n" for n in range(1000))


@pytest.fixture
def check(tmp_path):
    def checker(text):
        path = tmp_path / "large.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        file = DelimitedFile(path, NAMES)
        header = find_header(file.first_rows, NAMES)
        return check_plain(path, file.separator, header, told=[].append)

    return checker


@pytest.mark.parametrize(
    ("text", "skip", "quoted", "returns"),
    [
        (HEADER + ROWS, 1, False, False),
        ("\ufeff" + HEADER + ROWS, 1, False, False),
        (HEADER + ROWS.rstrip("\n"), 1, False, False),
        ("sep=;\n" + (HEADER + ROWS).replace(",", ";"), 2, False, False),
        ((HEADER + ROWS).replace("\n", "\r\n"), 1, False, True),
        (HEADER + ROWS.replace(",T01,", ',"T 1, ""Oost""",'), 1, True, False),
        (HEADER + ROWS.replace("T01", "Coöperatie"), 1, False, False),
    ],
)
def test_a_file_that_is_alike_throughout_is_plain(check, text, skip, quoted, returns):
    plain = check(text)
    assert (plain.skip, plain.quoted, plain.returns) == (skip, quoted, returns)
    assert plain.n_rows == 1000


@pytest.mark.parametrize(
    "line",
    [
        "R1,T01\n",
        "R1,T01,3,4\n",
        "\n",
        ",,\n",
        "   ,  ,    \n",
        "R1,T\x0001,3\n",
        "R1,T\x1b01,3\n",
        "R1,T\x7f01,3\n",
        "R1,T\u008501,3\n",
        "R1,T\u202e01,3\n",
        "R1,T\ufffd01,3\n",
        "R1,CoÃ¶p,3\n",
        "R1,T01,3\r\n",
        'R1,"T01,3\n',
        'R1,T"0"1,3\n',
        '"R1,T01\n",3,4\n',
        "Totaal,,3\n",
        '"Totaal","",3\n',
        HEADER,
        f"R1,{'x' * 40_000},3\n",
    ],
)
def test_one_odd_line_sends_the_file_to_be_read_row_by_row(check, line):
    assert check(HEADER + ROWS + line + ROWS) is None


@pytest.mark.parametrize("ends", [("\n", "\r\n"), ("\r\n", "\n")])
def test_line_ends_that_change_after_millions_of_bytes_are_not_plain(check, ends):
    many = 2 * BLOCK // len(ROWS)
    text = "".join(
        (HEADER * first + ROWS * many).replace("\n", end)
        for first, end in zip((1, 0), ends, strict=True)
    )
    assert check(text) is None


def test_bytes_that_are_no_utf8_are_not_plain(check):
    assert check((HEADER + ROWS).encode() + "R1,Coö,3\n".encode("cp1252") + ROWS.encode()) is None


@pytest.mark.parametrize("rest", ["", "\n" + ROWS])
def test_a_line_of_millions_of_bytes_is_not_plain(check, rest):
    assert check(HEADER + ROWS + "x" * (3 * BLOCK) + rest) is None


def test_a_last_row_cut_off_is_not_plain(check):
    text = HEADER + ROWS.replace("\n", "-2026-08-01\n")
    assert check(text + "R9,T01,3-2026-08") is None
