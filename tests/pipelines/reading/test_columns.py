"""Parquet: every type as text, and what is refused."""

import datetime as dt
import decimal
import errno
import io

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

EXPECTED = ("response_id", "score", "submitted_at")


def parquet(columns, **options):
    content = io.BytesIO()
    pq.write_table(pa.table(columns), content, **options)
    return content.getvalue()


def column(values):
    return {"response_id": ["R1", "R2"], "score": values}


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (pa.array([4, None], pa.int8()), ["4", None]),
        (pa.array([4.0, 0.1]), ["4.0", "0.1"]),
        (pa.array([4.5, 1e22], pa.float32()), ["4.5", "1e+22"]),
        (pa.array([np.float16(2), np.float16(3)], pa.float16()), ["2.0", "3.0"]),
        (pa.array([True, False]), ["true", "false"]),
        (pa.array([decimal.Decimal("4.50"), None]), ["4.50", None]),
        (pa.array(["4", "5"]).dictionary_encode(), ["4", "5"]),
        (pa.array([2**62, 2**62 + 1]), [str(2**62), str(2**62 + 1)]),
        (pa.array([dt.date(2026, 9, 30), None]), ["2026-09-30", None]),
        (
            pa.array([dt.datetime(2026, 9, 30, 22, 30), dt.datetime(2026, 9, 30, 22, 30, 0, 500)]),
            ["2026-09-30T22:30:00", "2026-09-30T22:30:00.000500"],
        ),
        (
            pa.array(
                [dt.datetime(2026, 9, 30, 22, 30)] * 2, pa.timestamp("ns", "Europe/Amsterdam")
            ),
            ["2026-09-30T22:30:00Z"] * 2,
        ),
        (pa.nulls(2), [None, None]),
        (pa.array([48.725, 4.5]), ["48.7250", "4.5"]),
        (pa.array([decimal.Decimal("1.234"), None]), ["1.2340", None]),
        (pa.array(["4", "5"], pa.string_view()), ["4", "5"]),
        (pa.ExtensionArray.from_storage(pa.json_(), pa.array(["4", None])), ["4", None]),
        (
            pa.ExtensionArray.from_storage(
                pa.uuid(), pa.array([bytes(15) + b"\x01", None], pa.binary(16))
            ),
            ["00000000-0000-0000-0000-000000000001", None],
        ),
        # Years that no calendar has; the second would show as 2026.
        (
            pa.array([2**61, 2_070_000_000_000_000], pa.timestamp("ms")),
            [str(2**61), "2070000000000000"],
        ),
    ],
)
def test_every_usual_type_becomes_text_without_loss(read, values, text):
    found = read(parquet(column(values)), "a.parquet", expected=EXPECTED)
    assert [row["score"] for row in found.rows] == text
    assert [row["source_row"] for row in found.rows] == [2, 3]


@pytest.mark.parametrize("values", [[b"4", b"5"], [[4], [5]], [{"a": 1}, {"a": 2}]])
def test_bytes_and_nested_values_are_refused_by_column(read, values):
    found = read(parquet(column(values)), "a.parquet", expected=EXPECTED)
    assert found.only("column_type").column == "score"


def test_codes_stored_as_floating_numbers_are_refused(read):
    content = parquet({"response_id": [100001.0, 100002.0], "score": [1, 2]})
    assert (
        read(content, "a.parquet", expected=EXPECTED).only("code_as_float").column == "response_id"
    )


def test_the_index_that_pandas_leaves_is_dropped_with_a_notice(read):
    content = parquet(column([1, 2]) | {"__index_level_0__": [0, 1]})
    found = read(content, "a.parquet", expected=EXPECTED)
    assert found.columns == ("response_id", "score")
    assert found.only("index_column").severity == "notice"


@pytest.mark.parametrize(
    "content", [b"PAR1" + b"rubbish" * 900 + b"PAR1", b"PAR1", b"PAR1\x00\x00"]
)
def test_rubbish_behind_the_magic_letters_is_refused(read, content):
    assert read(content, "a.parquet", expected=EXPECTED).codes == ["file_damaged"]


def test_a_file_that_would_unpack_to_far_too_much_is_refused_by_its_sizes(read):
    content = parquet({"score": np.zeros(80_000_000)}, compression="zstd", use_dictionary=False)
    assert read(content, "a.parquet", expected=EXPECTED).codes == ["parquet_bomb"]


def test_a_parquet_file_without_records_has_nothing_to_load(read):
    content = parquet({"response_id": pa.array([], pa.string()), "score": pa.array([], pa.int8())})
    assert read(content, "a.parquet", expected=EXPECTED).codes == ["no_rows"]


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({}, "file_empty"),
        ({"": [1, 2]}, "file_empty"),
        ({"tags": [["a"], ["b"]]}, "header_missing"),
        ({"__index_level_0__": [0, 1]}, "header_missing"),
    ],
)
def test_a_file_without_any_column_to_read_is_refused(read, columns, code):
    found = read(parquet(columns), "a.parquet", expected=EXPECTED)
    assert code in found.codes
    assert found.columns == ()
    assert found.rows_in is None


def test_a_column_nobody_asks_for_is_left_out_when_it_cannot_be_read(read):
    content = parquet(column([1, 2]) | {"tags": [["a"], ["b"]]})
    found = read(content, "a.parquet", expected=EXPECTED)
    assert found.columns == ("response_id", "score")
    assert found.only("column_not_read").column == "tags"


def test_controls_and_damaged_letters_set_their_record_aside(read):
    content = parquet(
        {"response_id": ["R\x00", "R2", "R\ufffd", "Caf\u00c3\u00a9"], "score": [1] * 4}
    )
    found = read(content, "a.parquet", expected=EXPECTED)
    assert found.unreadable == [2, 4, 5]
    assert [row["response_id"] for row in found.rows] == ["R2"]


def test_text_that_is_no_utf8_sets_its_record_aside(read):
    content = parquet(
        {"response_id": ["R1", "R2"], "score": [1, 2]}, compression="none", use_dictionary=False
    )
    found = read(content.replace(b"R2", b"R\xff"), "a.parquet", expected=EXPECTED)
    assert found.unreadable == [3]


def test_a_page_that_does_not_match_its_checksum_is_damage(read):
    content = parquet(
        column([1, 2]),
        compression="none",
        use_dictionary=False,
        write_page_checksum=True,
        write_statistics=False,
    )
    found = read(content.replace(b"R2", b"R9"), "a.parquet", expected=EXPECTED)
    assert found.codes == ["file_damaged"]


@pytest.mark.parametrize("of_group", [2, 3, 100])
def test_rows_of_several_groups_keep_their_order_and_their_numbers(read, of_group):
    texts = [f"R{number}" for number in range(10)]
    texts[1] = texts[8] = "R\ufffd"
    content = parquet({"response_id": texts, "score": [1.0] * 10}, row_group_size=of_group)
    found = read(content, "a.parquet", expected=EXPECTED)
    good = [place for place in range(10) if place not in (1, 8)]
    assert [(row["response_id"], row["source_row"]) for row in found.rows] == [
        (f"R{place}", place + 2) for place in good
    ]
    assert (found.unreadable, found.rows_in) == ([3, 10], 10)
    assert [issue.row for issue in found.issues] == [3, 10]


def test_damage_in_the_last_group_refuses_the_whole_file(read):
    content = parquet(
        {"response_id": [f"R{number}" for number in range(10)], "score": [1] * 10},
        row_group_size=2,
        compression="none",
        use_dictionary=False,
        write_page_checksum=True,
        write_statistics=False,
    )
    found = read(content.replace(b"R9", b"R8"), "a.parquet", expected=EXPECTED)
    assert (found.codes, found.rows) == (["file_damaged"], [])


def test_a_full_disk_is_no_damage_of_the_file(read, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(pq.ParquetWriter, "write_batch", full)
    with pytest.raises(OSError, match="no room"):
        read(parquet(column([1, 2])), "a.parquet", expected=EXPECTED)
