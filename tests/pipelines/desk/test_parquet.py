"""A Parquet file with numbers, days and moments comes to the same as its text."""

import datetime as dt
import math

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.accept import load
from tests.pipelines.desk_cases import deliver, ready_programme, select

DAY = "2026-08-03"
# Each a score and a moment; what is odd, wrong or on the edge of a day stands among usual ones.
CELLS = [
    *[(1 + n % 5, f"{DAY}T{n % 24:02d}:00:00+02:00") for n in range(120)],
    (9, f"{DAY}T10:00:00+02:00"),
    (None, f"{DAY}T10:00:00+02:00"),
    (-0.0, f"{DAY}T10:00:00+02:00"),
    (2.5, f"{DAY}T10:00:00+02:00"),
    (1e300, f"{DAY}T10:00:00+02:00"),
    (3, "2026-06-30T23:59:59+02:00"),
    (3, "2026-07-01T00:00:00+02:00"),
    (3, "1969-08-03T10:00:00+02:00"),
    (3, "2099-08-03T10:00:00+02:00"),
    (3, "2026-03-29T02:30:00+02:00"),
    (3, None),
]
MOMENTS = [
    None if text is None else dt.datetime.fromisoformat(text).astimezone(dt.UTC)
    for _, text in CELLS
]
SCORES = [score for score, _ in CELLS]


def columns(scores, moments):
    """The columns of a delivery around those that are told."""
    n = len(CELLS)
    return {
        "response_id": [f"R{100100 + number}" for number in range(n)],
        "respondent_id": [f"P{number // 2}" for number in range(n)],
        "unit_code": ["T01"] * n,
        "period": ["2026-Q3"] * n,
        "item_code": [f"B0{1 + number % 2}" for number in range(n)],
        "score": scores,
        "submitted_at": moments,
    }


def text_of(cell):
    return "" if cell is None else str(cell)


def loaded(programme):
    """What is in the warehouse, and every finding that names rows."""
    rows = "SELECT * EXCLUDE (respondent_id, load_id) FROM survey_responses ORDER BY response_id"
    aside = "SELECT source_row, column_name, code, message_nl FROM quarantine ORDER BY ALL"
    return select(programme, rows), select(programme, aside)


@pytest.fixture(scope="module")
def as_text(tmp_path_factory):
    """The delivery as CSV."""
    programme = ready_programme(tmp_path_factory.mktemp("text"))
    cells = columns(SCORES, [text for _, text in CELLS])
    lines = [",".join(map(text_of, row)) for row in zip(*cells.values(), strict=True)]
    report = deliver(programme, "responses", "\n".join([",".join(cells), *lines]))
    return report, loaded(programme)


@pytest.mark.parametrize(
    "moments",
    [
        pa.array([text for _, text in CELLS]),
        pa.array(MOMENTS, pa.timestamp("us", "UTC")),
        pa.array(MOMENTS, pa.timestamp("ns", "America/New_York")),
        pa.array(MOMENTS, pa.timestamp("ms", "+05:30")),
    ],
    ids=["text", "utc", "elsewhere", "offset"],
)
@pytest.mark.parametrize("scores", [pa.array(SCORES, pa.float64()), SCORES], ids=["number", "any"])
def test_a_delivery_in_parquet_comes_to_the_same_as_its_text(tmp_path, as_text, scores, moments):
    programme = ready_programme(tmp_path)
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table(columns(scores, moments)), path, row_group_size=17)
    report = load(programme, "responses", [path])
    of_text, (rows, aside) = as_text
    assert (report.outcome, report.rows_loaded) == (of_text.outcome, of_text.rows_loaded)
    found_rows, found_aside = loaded(programme)
    assert found_rows == rows
    assert [line[:3] for line in found_aside] == [line[:3] for line in aside]
    assert len(rows) > 40
    assert len(aside) > 3
    scores_loaded = {score for *_, score in select(programme, "SELECT score FROM survey_responses")}
    assert all(math.copysign(1, score) > 0 for score in scores_loaded if score is not None)


def test_whole_numbers_are_shown_without_decimals(tmp_path):
    programme = ready_programme(tmp_path)
    path = tmp_path / "a.parquet"
    scores = [9 if number == 7 else 1 + number % 5 for number in range(len(CELLS))]
    moments = [dt.datetime(2026, 8, 3, 10, 0)] * len(CELLS)
    pq.write_table(pa.table(columns(scores, moments)), path)
    load(programme, "responses", [path])
    [(kept, message)] = select(programme, "SELECT row_json, message_en FROM quarantine")
    assert '"score":"9"' in kept
    assert f'"submitted_at":"{DAY}"' in kept
    assert "9.0" not in message


def test_local_time_that_a_clock_skipped_is_looked_at(tmp_path):
    programme = ready_programme(tmp_path)
    path = tmp_path / "a.parquet"
    moments = [dt.datetime(2026, 3, 29, 1, 30)] * (len(CELLS) - 1)
    moments += [dt.datetime(2026, 3, 29, 2, 30)]
    cells = columns([3] * len(CELLS), moments) | {"period": ["2026-Q1"] * len(CELLS)}
    pq.write_table(pa.table(cells), path)
    report = load(programme, "responses", [path], check=True)
    assert [i.row for i in report.issues if i.code == "clock_skipped"] == [len(CELLS) + 1]
