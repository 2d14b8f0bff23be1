"""The audit log: each attempt begun and ended, every line chained to the one before it."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
from typing import TYPE_CHECKING

from model.errors import RejectedError
from model.text import Text
from pipelines.storage import telling_what_the_disk_refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from pipelines.programme import Programme

AUDIT_NAME = "audit.jsonl"
_FIRST = "0" * 64
# Per kind of work: what tells that it happened, and which parts of its line that takes.
_HAPPENED: dict[str, tuple[str, tuple[str, ...]]] = {
    "load": ("SELECT count(*) FROM loads WHERE load_id = ?", ("load_id",)),
    "undo": (
        "SELECT count(*) FROM loads WHERE load_id = ? AND undone_at IS NOT NULL",
        ("load_id",),
    ),
    "drop": (
        "SELECT count(*) FROM quarantine WHERE load_id = ? AND coalesce(file_name, ?) = ? "
        "AND source_row = ? AND state = 'dropped'",
        ("load_id", "file", "file", "row"),
    ),
    # The line does not tell who was forgotten, so only the moment can be compared.
    "erase": ("SELECT count(*) FROM erased WHERE erased_at >= CAST(? AS TIMESTAMPTZ)", ("at",)),
}


@contextlib.contextmanager
def attempt(
    programme: Programme, connection: DuckDBPyConnection, **about: object
) -> Iterator[dict[str, object]]:
    """Note that work begins, and afterwards whether it was done, with what the body filled in.

    Put the transaction inside: a line that says ``done`` then stands for what was committed. An
    attempt that was killed before it could say so is settled by the next one.

    Parameters
    ----------
    **about : object
        ``what`` (load, undo, drop or erase), ``load_id`` and more; no answers, no respondents.

    Raises
    ------
    RejectedError
        When the log cannot be written: then nothing may be changed either.
    """
    _settle(programme, connection)
    note(programme, state="begun", **about)
    found: dict[str, object] = {}
    try:
        yield found
    except BaseException:
        _note_end(programme, state="failed", **about)
        raise
    _note_end(programme, state="done", **about, **found)


def first_broken_line(programme: Programme) -> int | None:
    """Return the number of the first line that was changed, or after which one is missing."""
    before = _FIRST
    path = programme.folder / AUDIT_NAME
    lines = path.read_bytes().splitlines() if path.exists() else []
    for number, text in enumerate(lines, start=1):
        try:
            line = json.loads(text)
        except json.JSONDecodeError:
            return number
        mark = line.pop("mark", "")
        if line.get("before") != before or mark != _mark(line):
            return number
        before = mark
    return None


def _settle(programme: Programme, connection: DuckDBPyConnection) -> None:
    """Say of an attempt that has no end what came of it, as the warehouse knows."""
    lines = _whole_lines(programme.folder / AUDIT_NAME).splitlines()
    last = _read(lines[-1]) if lines else {}
    if last.get("state") != "begun":
        return
    sql, names = _HAPPENED[str(last["what"])]
    row = connection.execute(sql, [last[name] for name in names]).fetchone()
    kept = ("who", "what", "table", "file_hash", "load_id", "file", "row")
    about = {name: last[name] for name in kept if name in last}
    note(programme, state="done" if row and row[0] else "failed", was_cut_off=True, **about)


def _note_end(programme: Programme, **what: object) -> None:
    """Add the line that ends an attempt; without room for it the next attempt settles it."""
    with contextlib.suppress(RejectedError):
        note(programme, **what)


def note(programme: Programme, **what: object) -> None:
    """Add a line and wait until it is on disk."""
    path = programme.folder / AUDIT_NAME
    try:
        with telling_what_the_disk_refused():
            before = _whole_lines(path)
            line = {
                "at": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
                **what,
                "before": _last_mark(before),
            }
            line["mark"] = _mark(line)
            _append(path, json.dumps(line, ensure_ascii=False).encode() + b"\n", len(before))
    except OSError as error:
        raise RejectedError(
            Text(
                nl="Het logboek kan niet geschreven worden; er is niets veranderd.",
                en="The audit log cannot be written; nothing changed.",
            ),
            where=AUDIT_NAME,
            remedy=Text(
                nl="maak ruimte op de schijf of herstel de schrijfrechten",
                en="make room on the disk or restore the right to write",
            ),
        ) from error


def _append(path: Path, line: bytes, size: int) -> None:
    """Write a line after the first ``size`` bytes, whole or not."""
    with path.open("ab") as log:
        try:
            # What stands after the last whole line was cut off, so nobody was told it was done.
            log.truncate(size)
            log.write(line)
            log.flush()
            os.fsync(log.fileno())
        except OSError:
            with contextlib.suppress(OSError):
                os.truncate(path, size)
            raise


def _whole_lines(path: Path) -> bytes:
    """Return the log up to its last whole line."""
    content = path.read_bytes() if path.exists() else b""
    return content[: content.rfind(b"\n") + 1]


def _read(line: bytes) -> dict[str, object]:
    """Return a line of the log; nothing when somebody damaged it."""
    try:
        found: dict[str, object] = json.loads(line)
    except json.JSONDecodeError:
        return {}
    return found


def _last_mark(content: bytes) -> str:
    """Return the mark of the last line."""
    lines = content.splitlines()
    if not lines:
        return _FIRST
    return str(_read(lines[-1]).get("mark") or hashlib.sha256(lines[-1]).hexdigest())


def _mark(line: dict[str, object]) -> str:
    """Return the hash that chains a line to its successor."""
    return hashlib.sha256(json.dumps(line, sort_keys=True).encode()).hexdigest()
