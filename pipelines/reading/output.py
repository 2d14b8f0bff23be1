"""Write rows of text to the staged Parquet file, a few at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from pathlib import Path

ROWS_AT_ONCE = 50_000
LETTERS_AT_ONCE = 50_000_000
SOURCE_ROW = "source_row"
FIRST_PART = "0.parquet"


class RowWriter:
    """Collects rows and writes them as columns of text with the row they came from."""

    def __init__(self, path: Path, columns: tuple[str, ...]) -> None:
        self.added = 0
        self._schema = pa.schema(
            [*((name, pa.string()) for name in columns), (SOURCE_ROW, pa.int64())]
        )
        self._writer = pq.ParquetWriter(path, self._schema, compression="lz4")
        self._rows: list[list[str | None]] = []
        self._numbers: list[int] = []
        self._rows_at_once = ROWS_AT_ONCE * 8 // max(8, len(columns))
        self._letters = 0

    def add(self, number: int, cells: list[str | None]) -> None:
        """Write one row; ``cells`` stand in the order of the columns, None where empty."""
        self.added += 1
        self._rows.append(cells)
        self._numbers.append(number)
        # One long text that many cells share costs nothing here, but as much as all of them there.
        self._letters += sum(len(cell) for cell in cells if cell)
        if len(self._rows) >= self._rows_at_once or self._letters >= LETTERS_AT_ONCE:
            self._flush()

    def __enter__(self) -> RowWriter:
        """Return the writer itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Write what is left; without rows the file holds the columns only."""
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        """Write the collected rows."""
        width = len(self._schema) - 1
        columns = list(zip(*self._rows, strict=True)) if self._rows else [()] * width
        arrays = [pa.array(column, pa.string()) for column in columns]
        arrays.append(pa.array(self._numbers, pa.int64()))
        self._writer.write_table(pa.table(arrays, schema=self._schema))
        self._rows, self._numbers, self._letters = [], [], 0
