"""Columns that are handed over as they were stored, and those that had better be text."""

import datetime as dt
import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

KINDS = {
    "response_id": "id",
    "unit_code": "code",
    "score": "number",
    "submitted_at": "moment",
    "valid_from": "day",
}
NOON = dt.datetime(2026, 7, 1, 12, 0)


@pytest.fixture
def stored(read):
    """Return a function that reads one column and tells how it is handed over."""

    def reader(name, values):
        content = io.BytesIO()
        pq.write_table(pa.table({name: values}), content, row_group_size=2)
        found = read(content.getvalue(), "a.parquet", expected=tuple(KINDS), kinds=KINDS)
        return found.stored.get(name), [row[name] for row in found.rows]

    return reader


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (pa.array([1, None, 5], pa.int8()), "whole"),
        (pa.array([1, 2**60], pa.int64()), "whole"),
        (pa.array([1, 2**63], pa.uint64()), None),
        (pa.array([1.5, float("nan"), None]), "number"),
        (pa.array([4.1], pa.float32()), None),
        (pa.array(["4", "5"]), None),
        (pa.array([True, False]), None),
    ],
)
def test_numbers_stay_numbers_where_none_loses_a_digit(stored, values, kind):
    found, cells = stored("score", values)
    assert found == kind
    if kind == "whole":
        assert cells == values.to_pylist()
    if kind is None and pa.types.is_float32(values.type):
        assert cells == ["4.1"]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (pa.array([NOON, None], pa.timestamp("ms")), "clock"),
        (pa.array([NOON, None], pa.timestamp("ns", "Europe/Amsterdam")), "moment"),
        (pa.array([NOON.date(), None]), "day"),
        (pa.array([None, "2026-07-01T12:00:00Z"]), "moment"),
        (pa.array(["2026-07-01T14:00:00+02:00", "2026-07-01T12:00:00Z"]), "moment"),
        (pa.array(["2026-07-01T14:00:00+02:00"] * 3).dictionary_encode(), "moment"),
        (pa.array(["2026-07-01T12:00:00", "2026-07-01 12:00:00.5"]), "clock"),
    ],
)
def test_moments_are_handed_over_as_moments(stored, values, kind):
    found, cells = stored("submitted_at", values)
    assert found == kind
    noon = NOON.date() if kind == "day" else NOON
    late = dt.timedelta(milliseconds=500)
    assert set(cells) <= {noon, None, noon + late}
    assert noon in cells


@pytest.mark.parametrize(
    "texts",
    [
        ["2026-07-01T12:00:00Z", "2026-07-01T12:00:00"],  # no offset
        ["2026-07-01T12:00:00", "2026-07-01T12:00:00Z"],  # another one
        ["2026-07-01T12:00:00", "2026-07-01T12"],  # no minutes
        ["2026-07-01T12:00:00Z", "2026-07-01T12+02:00"],
        ["2026-07-01T12:00:00Z", "2026-02-30T12:00:00Z"],  # no such day
        ["2026-07-01T12:00:00", "2026-07-01T24:00:00"],
        ["2026-07-01T12:00:00", "2026-07-01T12:00:60"],
        ["2026-07-01T12:00:00", " 2026-07-01T12:00:00"],
        ["2026-07-01T12:00:00", "yesterday"],
        ["2026-07-01T12:00:00", ""],
        ["01-07-2026", "2026-07-01T12:00:00"],
    ],
)
@pytest.mark.parametrize("before", [0, 3])
def test_one_moment_that_is_written_otherwise_makes_all_of_them_text(stored, texts, before):
    every = [texts[0]] * before + texts
    assert stored("submitted_at", pa.array(every)) == (None, every)


@pytest.mark.parametrize(
    ("values", "unit"), [([0, 2_070_000_000_000_000], "ms"), ([0, 2**61], "ms"), ([0, 2**62], "us")]
)
def test_a_year_that_no_calendar_has_makes_moments_text(stored, values, unit):
    found, cells = stored("submitted_at", pa.array(values, pa.timestamp(unit)))
    assert (found, cells) == (None, ["1970-01-01T00:00:00", str(values[1])])


@pytest.mark.parametrize(
    ("name", "values"),
    [("unit_code", [1, 2]), ("response_id", [1, 2]), ("score", [NOON.date()]), ("other", [1])],
)
def test_what_the_table_does_not_read_so_becomes_text(stored, name, values):
    found, cells = stored(name, pa.array(values))
    assert (found, cells) == (None, [str(value) for value in values])


@pytest.mark.parametrize(
    ("ids", "is_plain"),
    [
        (["R100001", "R_00/a:b+c-d"], True),
        (["R100001", "x" * 64], True),
        (["R100001", "R1"], False),  # short enough to be "null"
        (["R100001", "100001"], False),
        (["R100001", "R10 001"], False),
        (["R100001", "R1000\u00e9"], False),
        (["R100001", "x" * 65], False),
        (["R100001", None], False),
        (["R100001", ""], False),
    ],
)
@pytest.mark.parametrize("use_dictionary", [False, True])
@pytest.mark.parametrize("turned", [False, True])
def test_ids_are_sure_only_where_all_are(read, ids, is_plain, turned, use_dictionary):
    content = io.BytesIO()
    table = pa.table({"response_id": ids[::-1] if turned else ids})
    pq.write_table(table, content, row_group_size=1, use_dictionary=use_dictionary)
    found = read(content.getvalue(), "a.parquet", expected=tuple(KINDS), kinds=KINDS)
    assert found.plain_ids == (["response_id"] if is_plain else [])
