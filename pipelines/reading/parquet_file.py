"""Open a delivered Parquet file: sizes are checked first, and damage is told in our own words."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.reading.finding import refuse
from pipelines.reading.kind import damaged, encrypted
from pipelines.reading.sandbox import DISK_FULL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

MOST_BYTES = 500_000_000
HIGHEST_RATIO = 200
MOST_ROWS_PER_BYTE = 20  # of rows with an id or a figure of their own; a bomb repeats one
MANY_ROWS = 1_000_000
BYTES_OF_PLACE = 4  # in a list of texts that come back


@contextmanager
def opened(path: Path, *, as_dictionaries: Sequence[str] = ()) -> Iterator[pq.ParquetFile]:
    """Open a Parquet file whose sizes were checked; damage is said in our own words."""
    try:
        with pq.ParquetFile(
            path,
            read_dictionary=list(as_dictionaries),
            thrift_string_size_limit=100_000_000,
            page_checksum_verification=True,
        ) as file:
            _check_size(file.metadata, path.stat().st_size)
            yield file
    except MemoryError:
        raise  # says nothing about the file; the whole process gives up
    except (pa.ArrowException, OSError, ValueError, TypeError, KeyError) as error:
        if isinstance(error, OSError) and error.errno in DISK_FULL:
            raise  # nor does this: there was no room for its rows
        # Only the library's words tell a column that is locked from one that is damaged.
        raise encrypted() if "ecrypt" in str(error) else damaged() from error


def repeated_texts(file: pq.ParquetFile) -> list[str]:
    """Return the columns of text whose file holds each different text once in a part.

    Some writers begin so with every column: those whose rows take as much room as texts do not
    come back.
    """
    parts = [file.metadata.row_group(number) for number in range(file.metadata.num_row_groups)]
    return [
        column.name
        for place, column in enumerate(file.schema_arrow)
        if column.type == pa.string()
        and len(file.schema_arrow) == file.metadata.num_columns
        and parts
        and all(
            part.column(place).has_dictionary_page
            and part.column(place).total_uncompressed_size <= BYTES_OF_PLACE * part.num_rows
            for part in parts
        )
    ]


def _check_size(metadata: pq.FileMetaData, file_bytes: int) -> None:
    """Refuse a file that says it unpacks to far more than its own size."""
    unpacked = sum(
        metadata.row_group(i).total_byte_size for i in range(min(metadata.num_row_groups, 100_000))
    )
    rows = metadata.num_rows
    if unpacked > max(MOST_BYTES, HIGHEST_RATIO * file_bytes) or (
        rows > MANY_ROWS and rows > MOST_ROWS_PER_BYTE * file_bytes
    ):
        raise refuse(
            "parquet_bomb",
            (
                f"Het bestand zou uitgepakt {unpacked / 1e6:,.0f} MB en {rows:,} rijen zijn; "
                "dat wordt geweigerd.",
                f"The file would unpack to {unpacked / 1e6:,.0f} MB and {rows:,} rows; "
                "that is refused.",
            ),
            ("vraag de leverancier om een gewoon bestand", "ask the supplier for a normal file"),
        )
