"""The audit log: one line per attempt to load, each chained to the one before it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from typing import TYPE_CHECKING

from model.errors import RejectedError
from model.text import Text

if TYPE_CHECKING:
    from pipelines.programme import Programme

AUDIT_NAME = "audit.jsonl"
_FIRST = "0" * 64


def note(programme: Programme, **what: object) -> None:
    """Add a line and wait until it is on disk; it holds no answers and no respondents.

    Raises
    ------
    RejectedError
        When the log cannot be written: then nothing may be changed either.
    """
    path = programme.folder / AUDIT_NAME
    try:
        before = path.read_bytes() if path.exists() else b""
        with path.open("ab") as log:
            line = {
                "at": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
                **what,
                "before": _last_mark(before),
            }
            line["mark"] = _mark(line)
            log.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            log.flush()
            os.fsync(log.fileno())
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


def _last_mark(content: bytes) -> str:
    """Return the mark of the last whole line."""
    lines = content.splitlines()
    try:
        return str(json.loads(lines[-1])["mark"]) if lines else _FIRST
    except (json.JSONDecodeError, KeyError):
        return hashlib.sha256(lines[-1]).hexdigest()


def _mark(line: dict[str, object]) -> str:
    """Return the hash that chains a line to its successor."""
    return hashlib.sha256(json.dumps(line, sort_keys=True).encode()).hexdigest()
