"""The only door to databases: opened with all tables present, one writer at a time, locked down."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import getpass
import json
import os
import shutil
import time
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Literal, TextIO

import duckdb

from model.errors import BusyError
from model.tables import TABLES
from model.text import Text
from pipelines.stopping import begin_to_keep
from pipelines.storage import require_writable, telling_what_the_disk_refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from model.table import Kind
    from pipelines.programme import Programme

COLUMN_TYPES: dict[Kind, str] = {
    "id": "VARCHAR",
    "person": "UUID",
    "code": "VARCHAR",
    "period": "VARCHAR",
    "number": "DOUBLE",
    "count": "DOUBLE",
    "moment": "DATE",
    "day": "DATE",
    "flag": "BOOLEAN",
    "choice": "VARCHAR",
    "words": "VARCHAR",
}
# An id never comes back: looking for a dictionary takes thrice the time and twice the room.
_STORED = {"id": "VARCHAR USING COMPRESSION zstd"}
SYSTEM_TABLES = (
    *("loads", "quarantine", "load_issues", "attempts", "attempt_findings"),
    *("settings", "hypotheses", "erased"),
)
WAIT_SECONDS = 30.0
MEMORY_LIMIT = "1600MiB"


@contextlib.contextmanager
def open_warehouse(
    programme: Programme,
    *,
    read_only: bool = False,
    who: str | None = None,
    wait_seconds: float = WAIT_SECONDS,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the private warehouse of a programme, all tables present.

    One writer or several readers at a time, over processes; whoever comes second waits.
    The connection reads and writes files in the programme's inbox and releases only.

    Raises
    ------
    BusyError
        When another still works in it after ``wait_seconds``; it names who, since when.
    RejectedError
        When the disk is full or may only be read; whatever was not committed is not there.
    """
    if read_only and not programme.warehouse.exists():
        with open_warehouse(programme, who=who, wait_seconds=wait_seconds):
            pass
    if not read_only:
        require_writable(programme)
    with (
        telling_what_the_disk_refused(),
        _turn(programme, shared=read_only, who=who, wait_seconds=wait_seconds),
    ):
        if not read_only:
            # Nobody else is in: what stands here was left by a process that was killed.
            shutil.rmtree(programme.folder / "spill", ignore_errors=True)
        connection = duckdb.connect(programme.warehouse, read_only=read_only)  # noqa: TID251 - the door
        try:
            _lock_down(
                connection,
                (programme.inbox, programme.releases),
                spill=programme.folder / "spill",
            )
            if not read_only:
                create_tables(connection)
            yield connection
        finally:
            connection.close()


@contextlib.contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Keep all that the body writes, or nothing of it."""
    connection.execute("BEGIN")
    try:
        yield
        begin_to_keep()
        connection.execute("COMMIT")
    except BaseException:
        # A commit that failed has ended the transaction itself; its own error is the one to tell.
        with contextlib.suppress(duckdb.Error):
            connection.execute("ROLLBACK")
        raise


def connect_release(path: Path) -> duckdb.DuckDBPyConnection:
    """Return a read-only connection to a published release; it can read no other file."""
    connection = duckdb.connect(path, read_only=True)  # noqa: TID251 - this is the door
    _lock_down(connection, ())
    return connection


def memory(*folders: Path) -> duckdb.DuckDBPyConnection:
    """Return an empty database in memory that reads and writes in the named folders only."""
    connection = duckdb.connect()  # noqa: TID251 - this is the door
    _lock_down(connection, folders)
    return connection


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create every table, and the columns that a newer contract added; safe to repeat."""
    connection.execute("CREATE SCHEMA IF NOT EXISTS replaced")
    for table in TABLES.values():
        kinds = {name: table.kind(name) for name in table.columns}
        columns = {name: _STORED.get(kind, COLUMN_TYPES[kind]) for name, kind in kinds.items()}
        columns |= {"load_id": "BIGINT", "source_row": "BIGINT"}
        for schema, extra in (("main", {}), ("replaced", {"replaced_by": "BIGINT"})):
            _create_table(connection, f"{schema}.{table.name}", columns | extra)
    for name in SYSTEM_TABLES:
        connection.execute(statement(name))


def statement(name: str, **names: str) -> str:
    """Return the SQL in ``pipelines/sql/NAME.sql``, with table and column names filled in.

    Parameters
    ----------
    **names : str
        For each ``$placeholder`` a name or list of names from a contract; never a delivered text.
    """
    text = files("pipelines").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
    # Placeholders that are not given stay: they are the parameters of the statement.
    return Template(text).safe_substitute(names)


def _create_table(
    connection: duckdb.DuckDBPyConnection, name: str, columns: dict[str, str]
) -> None:
    """Create one table, or add the columns it lacks and turn those that were kept otherwise."""
    wanted = ", ".join(f"{column} {kind}" for column, kind in columns.items())
    connection.execute(f"CREATE TABLE IF NOT EXISTS {name} ({wanted})")
    known = {row[0]: row[1] for row in connection.execute(f"DESCRIBE {name}").fetchall()}
    for column, kind in columns.items():
        if column not in known:
            connection.execute(f"ALTER TABLE {name} ADD COLUMN {column} {kind}")
        elif not kind.startswith(known[column]):
            connection.execute(f"ALTER TABLE {name} ALTER {column} TYPE {kind}")


def _lock_down(
    connection: duckdb.DuckDBPyConnection, folders: tuple[Path, ...], *, spill: Path | None = None
) -> None:
    """Shut every other file, the network and the settings, in the order that works."""
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET autoload_known_extensions = false")
    # Its own bars would land in the midst of what a command prints.
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
    open_to = [str(folder.resolve()) for folder in (*folders, *([spill] if spill else []))]
    if spill is not None:
        connection.execute(f"SET temp_directory = {_quoted(str(spill.resolve()))}")
    connection.execute(f"SET allowed_directories = [{', '.join(map(_quoted, open_to))}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _quoted(words: str) -> str:
    """Return a SQL string literal."""
    return "'" + words.replace("'", "''") + "'"


@contextlib.contextmanager
def _turn(
    programme: Programme, *, shared: bool, who: str | None, wait_seconds: float
) -> Iterator[None]:
    """Wait for a turn on the warehouse; a writer leaves its name while it works."""
    programme.folder.mkdir(parents=True, exist_ok=True)
    path = programme.folder / "warehouse.lock"
    # Who may only read the folder can still take turns with those who write.
    how: Literal["a+", "r"] = "a+" if os.access(programme.folder, os.W_OK) or not shared else "r"
    with path.open(how, encoding="utf-8") as lock:
        _wait(lock, shared=shared, wait_seconds=wait_seconds)
        if not shared:
            _write_name(lock, who)
        try:
            yield
        finally:
            if not shared:
                lock.truncate(0)


def _wait(lock: TextIO, *, shared: bool, wait_seconds: float) -> None:
    """Take the lock within a bounded time; the system frees it when its holder dies."""
    until = time.monotonic() + wait_seconds
    pause = 0.02
    while True:
        try:
            fcntl.flock(lock, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= until:
                raise _busy(lock) from error
            time.sleep(pause)
            pause = min(pause * 1.5, 0.5)
        else:
            return


def _write_name(lock: TextIO, who: str | None) -> None:
    """Write who works in the warehouse since when, for those who wait."""
    lock.truncate(0)
    since = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    json.dump({"who": who or user_name(), "since": since, "process": os.getpid()}, lock)
    lock.flush()


def user_name() -> str:
    """Return the account that runs this process."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "?"


def working_now(programme: Programme) -> dict[str, object] | None:
    """Return ``who`` writes in the warehouse, ``since`` when and in which ``process``, or None."""
    try:
        with (programme.folder / "warehouse.lock").open(encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _named((programme.folder / "warehouse.lock").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return None


def _busy(lock: TextIO) -> BusyError:
    """Return the error that names who works in the warehouse, since when."""
    lock.seek(0)
    holder = _named(lock.read())
    who, since = holder.get("who", "?"), holder.get("since", "?")
    return BusyError(
        Text(
            nl="{w} werkt sinds {s} in het magazijn; er is niets veranderd.",
            en="{w} has been working in the warehouse since {s}; nothing changed.",
        ).fill(w=who, s=since),
        where=Text(nl="het magazijn van dit programma", en="the warehouse of this programme"),
        remedy=Text(nl="probeer het zo opnieuw", en="try again in a moment"),
    )


def _named(words: str) -> dict[str, object]:
    """Return what the writer left in the lock; nothing when it had no time to."""
    try:
        found: dict[str, object] = json.loads(words or "{}")
    except json.JSONDecodeError:
        return {}
    return found
