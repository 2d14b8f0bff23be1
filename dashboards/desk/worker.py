"""Ask for heavy work in a process of its own; one is kept ready, so that nobody waits for it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import sys
from typing import TYPE_CHECKING, Any

from model.errors import (
    BusyError,
    NeedsConfirmationError,
    OnderstroomError,
    RejectedError,
    UsageError,
)
from model.text import Text

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Callable

    from pipelines.programme import Programme
    from pipelines.progress import Progress

_ERRORS: dict[int, type[OnderstroomError]] = {
    2: UsageError,
    4: NeedsConfirmationError,
    5: BusyError,
}
LONGEST_LINE = 256 * 2**20  # bytes: a report of very many findings is one line


class IncidentError(Exception):
    """The work came upon a bug; it is told by its number."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


class Workers:
    """The processes that work for one programme."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._spare: Process | None = None
        self._starting = asyncio.Lock()

    async def ask(
        self,
        job: str,
        *,
        progress: Progress,
        begun: Callable[[Process], None],
        **request: object,
    ) -> Any:  # noqa: ANN401 - each job answers in its own shape
        """Return what a job found.

        Parameters
        ----------
        begun : function
            Told the process that does the work, to end it or to know it by.

        Raises
        ------
        OnderstroomError
            What a person can mend, as the job told it.
        IncidentError
            The job came upon a bug, or was ended.
        """
        process, self._spare = self._spare, None
        process = process or await self._start()
        begun(process)
        if process.stdin is None:
            raise IncidentError("0")
        with contextlib.suppress(ConnectionError):
            process.stdin.write(json.dumps(request | {"job": job}, default=str).encode() + b"\n")
            await process.stdin.drain()
        await self.get_ready()
        try:
            return _found(await _last_line(process, progress))
        finally:
            await _end(process)

    async def get_ready(self) -> None:
        """Start the process that the first request will be given to."""
        async with self._starting:
            if self._spare is None:
                self._spare = await self._start()

    async def close(self) -> None:
        """End the process that was kept ready."""
        spare, self._spare = self._spare, None
        if spare is not None:
            await _end(spare)

    async def _start(self) -> Process:
        """Return a new process that waits for a request."""
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "dashboards.desk.work",
            str(self._programme.folder),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            limit=LONGEST_LINE,
        )


async def _end(process: Process) -> None:
    """End a process and close the ways to it; left open, they would be closed at any moment."""
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    await process.communicate()


async def _last_line(process: Process, progress: Progress) -> dict[str, Any]:
    """Return the answer of a process; what it tells on the way goes to ``progress``."""
    if process.stdout is not None:
        while line := await process.stdout.readline():
            told: dict[str, Any] = json.loads(line)
            if "step" not in told:
                return told
            progress(Text(**told["step"]), float(told["share"]))
    return {"incident": secrets.token_hex(4)}


def _found(told: dict[str, Any]) -> Any:  # noqa: ANN401 - each job answers in its own shape
    """Return what was found, or raise what was told instead."""
    if "found" in told:
        return told["found"]
    if "error" not in told:
        raise IncidentError(told["incident"])
    words = {part: Text(**text) for part, text in told["error"].items()}
    kind = _ERRORS.get(told["exit_code"], RejectedError)
    raise kind(words["what"], where=words["where"], remedy=words["fix"])
