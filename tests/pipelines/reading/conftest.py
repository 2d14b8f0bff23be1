"""Read a file made in a test the way the reading process does, in this process."""

import shutil
from dataclasses import dataclass

import polars as pl
import pytest

from pipelines.reading.child import read_file
from pipelines.reading.finding import unpacked

ANSWERS = ("response_id", "unit_code", "score", "submitted_at")


@dataclass
class Read:
    rows: list[dict]
    columns: tuple
    issues: list
    unreadable: list
    rows_in: int | None
    sheet: str | None
    origin: dict
    stored: dict
    plain_ids: list

    @property
    def codes(self):
        return [issue.code for issue in self.issues]

    def only(self, code):
        (issue,) = [issue for issue in self.issues if issue.code == code]
        return issue


@pytest.fixture
def read(tmp_path):
    """Return a function that reads bytes, text or a path under a name."""

    def reader(content, name="answers.csv", *, expected=ANSWERS, mapping=None, kinds=None):
        path = content
        if isinstance(content, (str, bytes)):
            path = tmp_path / "delivered"
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        folder = tmp_path / "staged"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        answer = read_file(
            {
                "path": str(path),
                "upload_name": name,
                "expected": list(expected),
                "folder": str(folder),
                "mapping": None if mapping is None else mapping.as_json(),
                "kinds": kinds or {},
            }
        )
        staged = sorted((folder / "rows").glob("*"))
        refused = any(
            issue["severity"] == "error" and issue["row"] not in answer["unreadable"]
            for issue in answer["issues"]
        )
        rows = [] if refused or not staged else pl.read_parquet(staged).to_dicts()
        if answer["first_row"] is not None:
            rows = [row | {"source_row": number} for number, row in enumerate(rows, start=2)]
        return Read(
            rows=rows,
            columns=tuple(answer["columns"]),
            issues=[unpacked(issue) for issue in answer["issues"]],
            unreadable=answer["unreadable"],
            rows_in=answer["rows_in"],
            sheet=answer["sheet"],
            origin=answer["origin"],
            stored=answer["stored"],
            plain_ids=answer["plain_ids"],
        )

    return reader
