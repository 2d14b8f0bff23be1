"""From a delivered file to staged rows of text: read by a process that can do no harm."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.reading import sandbox
from pipelines.reading.finding import finding, packed, unpacked
from pipelines.reading.kind import shown_name
from pipelines.staged import Staged
from pipelines.storage import DiskFullError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from model.mapping import Mapping
    from model.table import Kind

Answer = dict[str, Any]
PROJECT = Path(__file__).resolve().parents[1]
ANSWER = "staged.json"
ROWS = "rows"
# Started bare: no user settings, no site hooks but those of this environment, no inherited paths.
_START = "import sys; sys.path.insert(0, {!r}); from pipelines.reading.child import main; main()"


def stage(
    path: Path,
    *,
    upload_name: str,
    expected: Collection[str],
    mapping: Mapping | None,
    folder: Path,
    kinds: dict[str, Kind] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Staged:
    """Read a delivered file in a process of its own, into ``folder``.

    Parameters
    ----------
    upload_name : str
        The name the file was offered under; only shown, never used as a path.
    expected : collection of str
        The column names of the table, required ones first.
    mapping : Mapping, optional
        How to read a file with another layout.
    folder : Path
        An empty folder for the staged rows; the caller removes it.
    kinds : dict, optional
        How the table reads each column; what is stored so is handed over as it is.
    progress : callable, optional
        Told the part of the file that was read, from 0 to 1.

    Returns
    -------
    Staged
        Whatever the file does: what makes the reading process stop is a finding too.
    """
    request: dict[str, object] = {
        "path": str(path.resolve()),
        "upload_name": upload_name,
        "expected": list(expected),
        "folder": str(folder.resolve()),
        "mapping": None if mapping is None else mapping.as_json(),
        "kinds": kinds or {},
        "memory": sandbox.MEMORY,
    }
    size = path.stat().st_size
    seconds = sandbox.seconds_for(size)
    with ThreadPoolExecutor(1) as aside:
        fingerprint = aside.submit(_sha256, path)
        answer = _read(request, folder, seconds=seconds, progress=progress)
    name = shown_name(upload_name)
    plain = _plain(folder)
    return Staged(
        rows=folder / ROWS if plain is None else _kept(path, folder),
        columns=tuple(answer["columns"]),
        rows_in=answer["rows_in"],
        sheet=answer["sheet"],
        issues=tuple(unpacked(issue).at(file=name) for issue in answer["issues"]),
        file_hash=fingerprint.result(),
        file_bytes=size,
        file_kind=answer["kind"],
        unreadable=tuple(answer["unreadable"]),
        origin=answer["origin"],
        plain=plain,
        # Names that become part of statements are only ever those of the table.
        stored={
            name: str(answer["stored"][name]) for name in kinds or {} if name in answer["stored"]
        },
        plain_ids=frozenset(answer["plain_ids"]),
        row_of_first=_row_of_first(answer, plain),
    )


def _plain(folder: Path) -> dict[str, Any] | None:
    """Return how the database can read the file itself, or None when rows were written."""
    try:
        return dict(json.loads((folder / "plain.json").read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def _row_of_first(answer: Answer, plain: dict[str, Any] | None) -> int | None:
    """Return the number of the first row where the others follow it, else None."""
    if plain is not None:
        return int(plain["skip"]) + 1
    return None if answer["first_row"] is None else int(answer["first_row"])


def _kept(path: Path, folder: Path) -> Path:
    """Return the checked file under a name of our own, as a link where that is possible."""
    kept = folder / "rows.csv"
    try:
        kept.hardlink_to(path.resolve())
    except OSError:
        shutil.copyfile(path, kept)
    return kept


def _read(
    request: dict[str, object],
    folder: Path,
    *,
    seconds: int,
    progress: Callable[[float], None] | None,
) -> Answer:
    """Run the reading process and return its answer, or why there is none."""
    with subprocess.Popen(
        [sys.executable, "-I", "-c", _START.format(str(PROJECT))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={
            "LANG": "C.UTF-8",
            "TMPDIR": str(folder),
            "HOME": str(folder),
            # Its threads wait for sums of matrices by spinning.
            "OPENBLAS_NUM_THREADS": "1",
        },
    ) as child:
        too_long = threading.Timer(seconds, child.kill)
        # Whoever is stopped before it is cancelled must not wait for it: a minute, or hours.
        too_long.daemon = True
        too_long.start()
        try:
            _talk(child, request, progress)
        finally:
            child.kill()
            child.wait()
            timed_out = not too_long.is_alive()
            too_long.cancel()
    if child.returncode == errno.ENOSPC:
        raise DiskFullError
    try:
        answer: Answer = json.loads((folder / ANSWER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        # Rows of which nobody knows what they lack are no delivery.
        shutil.rmtree(folder / ROWS, ignore_errors=True)
        return _gave_up(seconds if timed_out else None)
    return answer


def _talk(
    child: subprocess.Popen[bytes],
    request: dict[str, object],
    progress: Callable[[float], None] | None,
) -> None:
    """Send the request and pass on how far the reading is, until the process ends."""
    if child.stdin is None or child.stdout is None:
        return
    with contextlib.suppress(BrokenPipeError):
        child.stdin.write(json.dumps(request).encode())
        child.stdin.close()
    for line in child.stdout:
        if progress is not None:
            with contextlib.suppress(ValueError):
                progress(min(1.0, float(line)))


def _gave_up(seconds: int | None) -> Answer:
    """Return the answer for a file that made its reading process stop."""
    words = (
        (
            "Het lezen van dit bestand vroeg meer geheugen dan is toegestaan of is misgegaan.",
            "Reading this file took more memory than is allowed, or went wrong.",
        )
        if seconds is None
        else (
            f"Het lezen van dit bestand duurde langer dan {seconds} seconden.",
            f"Reading this file took longer than {seconds} seconds.",
        )
    )
    fix = (
        "sla het bestand opnieuw op als CSV UTF-8 en lever het in kleinere delen",
        "save the file again as CSV UTF-8 and deliver it in smaller parts",
    )
    return {
        "columns": [],
        "origin": {},
        "kind": None,
        "rows_in": None,
        "sheet": None,
        "unreadable": [],
        "stored": {},
        "plain_ids": [],
        "first_row": None,
        "issues": packed([finding("reading_stopped", "error", words, fix)]),
    }


def _sha256(path: Path) -> str:
    """Return the fingerprint of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
