"""Respondents as pseudonyms: a keyed hash made at the door; the key stands apart from the data."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import polars as pl

from model.codes import CERTAIN_ID, MANY_DIGITS, PLACEHOLDERS
from model.errors import RejectedError
from model.text import Text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from pipelines.programme import Programme

KEY_NAME = "respondent.key"
KEY_BYTES = 32
PSEUDONYM_BYTES = 16
_HMAC_BLOCK = 64


def respondent_key(connection: DuckDBPyConnection, programme: Programme) -> bytes:
    """Return the key that respondents of this programme are hashed with.

    The first load makes it. Once pseudonyms exist, a missing or other key is refused: a new key
    would make every respondent a stranger.

    Raises
    ------
    RejectedError
        When the key is missing or is not the one the warehouse was filled with.
    """
    path = Path(os.environ.get("ONDERSTROOM_KEY_FILE") or programme.folder / KEY_NAME)
    known = connection.execute("SELECT value FROM settings WHERE name = 'key_mark'").fetchone()
    if known is None and not path.exists():
        _make_key(path)
    key = bytes.fromhex(path.read_text("ascii").strip()) if path.exists() else b""
    if known is not None and not hmac.compare_digest(str(known[0]), _mark(key)):
        raise RejectedError(
            Text(
                nl="De sleutel van dit programma ontbreekt of is een andere.",
                en="The key of this programme is missing or is another one.",
            ),
            where=KEY_NAME,
            remedy=Text(
                nl="zet het sleutelbestand terug uit de reservekopie",
                en="put the key file back from the backup",
            ),
        )
    return key


def remember_key(connection: DuckDBPyConnection, key: bytes) -> None:
    """Note in the warehouse which key its pseudonyms were made with; never the key itself."""
    connection.execute("INSERT OR IGNORE INTO settings VALUES ('key_mark', ?)", [_mark(key)])


def pseudonym(respondent: str, key: bytes) -> UUID:
    """Return the pseudonym of a respondent: 128 bits of HMAC-SHA-256, in half the room of text."""
    return UUID(bytes=hmac.digest(key, respondent.encode(), hashlib.sha256)[:PSEUDONYM_BYTES])


def make_pseudonyms(connection: DuckDBPyConnection, column: str, key: bytes) -> list[str]:
    """Make ``respondent_names`` (given, meant) of the respondents in ``delivered``.

    Returns
    -------
    list of str
        The texts that need a closer look; they are not in the table.
    """
    short = hashlib.sha256(key).digest() if len(key) > _HMAC_BLOCK else key
    block = short.ljust(_HMAC_BLOCK, b"\0")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE respondent_names AS SELECT given, "  # noqa: S608 - names of the contract
        f"CASE WHEN regexp_full_match(given, '{CERTAIN_ID}') "
        f"AND NOT regexp_matches(given, '{MANY_DIGITS}') "
        "AND NOT list_contains($placeholders, lower(given)) "
        "THEN CAST(unhex(left(sha256($outer || unhex(sha256($inner || encode(given)))), $letters)) "
        "AS UUID) END AS meant "
        f"FROM (SELECT DISTINCT {column} AS given FROM delivered WHERE {column} IS NOT NULL)",
        {
            "placeholders": sorted(PLACEHOLDERS),
            "inner": bytes(byte ^ 0x36 for byte in block),
            "outer": bytes(byte ^ 0x5C for byte in block),
            "letters": 2 * PSEUDONYM_BYTES,
        },
    )
    odd = connection.execute("SELECT given FROM respondent_names WHERE meant IS NULL").fetchall()
    connection.execute("DELETE FROM respondent_names WHERE meant IS NULL")
    return [str(row[0]) for row in odd]


def add_pseudonyms(connection: DuckDBPyConnection, respondents: set[str], key: bytes) -> None:
    """Add respondents to ``respondent_names`` who were recognised one by one."""
    names = {"given": sorted(respondents)}
    names["meant"] = [str(pseudonym(one, key)) for one in names["given"]]
    # All of them at once: personnel numbers of nine digits are all looked at one by one.
    connection.register("recognised", pl.DataFrame(names, schema=dict.fromkeys(names, pl.String)))
    connection.execute(
        "INSERT INTO respondent_names SELECT given, CAST(meant AS UUID) FROM recognised "
        "ANTI JOIN respondent_names USING (given)"
    )
    connection.unregister("recognised")


def _mark(key: bytes) -> str:
    """Return what tells keys apart without giving one away."""
    return hmac.digest(key, b"onderstroom key mark", hashlib.sha256).hex()


def _make_key(path: Path) -> None:
    """Write a new key that only its owner may read."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
