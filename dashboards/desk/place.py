"""A steward's place at the desk: one delivery, one piece of work at a time, and who looks on."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dashboards.desk.worker import IncidentError, Workers
from model.errors import OnderstroomError
from model.text import Text
from pipelines.progress import silent
from pipelines.warehouse import working_now

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Awaitable, Callable
    from contextlib import ExitStack
    from pathlib import Path

    from pipelines.programme import Programme
    from pipelines.progress import Progress

LOOK_EVERY = 0.5  # seconds between looks who else works in the warehouse
STEPS = 100  # as fine as a bar can show


@dataclass
class Delivery:
    """One file that was offered, and what was found about it.

    Attributes
    ----------
    hold : ExitStack
        Closing it removes the file.
    report : dict or None
        What the last check or load said, in both languages.
    """

    path: Path
    name: str
    size: int
    hold: ExitStack
    recognised: dict[str, Any] | None = None
    table: str = ""
    mapping: str = ""
    report: dict[str, Any] | None = None
    filters: dict[str, str] = field(default_factory=dict)
    is_mapping: bool = False

    @property
    def is_loaded(self) -> bool:
        """Whether its rows are in the warehouse now."""
        return self.report is not None and self.report["load_id"] is not None


@dataclass
class Work:
    """What is being done just now."""

    title: Text
    step: Text | None = None
    share: float = 0.0
    waits_for: dict[str, object] | None = None
    process: Process | None = None
    is_stopped: bool = False


class Place:
    """What one steward is doing; it outlives a change of language or a reload of the page."""

    def __init__(self, desk: Desk, token: str) -> None:
        self.desk = desk
        self.token = token
        self.delivery: Delivery | None = None
        self.work: Work | None = None
        self.error: OnderstroomError | None = None
        self.incident: str = ""
        self.done: Text | None = None
        self.checks: dict[str, Any] | None = None
        self.is_uploading = False
        self._lookers: dict[int, Callable[[bool], None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def look_on(self, key: int, tell: Callable[[bool], None]) -> None:
        """Tell a page from now on of every change; True when only the progress changed."""
        self._lookers[key] = tell

    def leave(self, key: int) -> None:
        """Forget a page; when it was the last, the delivery is put away with its file."""
        self._lookers.pop(key, None)
        if not self._lookers:
            self.put_away()
            self.desk.places.pop(self.token, None)

    def tell(self, *, only_progress: bool = False) -> None:
        """Tell every page that looks on."""
        for tell in list(self._lookers.values()):
            tell(only_progress)

    def take(self, delivery: Delivery) -> None:
        """Take a file in, in place of the one before."""
        self.put_away()
        self.delivery = delivery

    def put_away(self) -> None:
        """Remove the delivered file and what was found about it."""
        if self.delivery is not None:
            self.delivery.hold.close()
            self.delivery = None

    def begin(self, doing: Awaitable[None]) -> None:
        """Let work go on while the page stays alive."""
        task = asyncio.ensure_future(doing)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def forget(self) -> None:
        """Take earlier messages off the page."""
        self.error, self.incident, self.done = None, "", None

    async def ask(self, job: str, title: Text, **request: object) -> Any:  # noqa: ANN401
        """Return what a job found; None when it failed, which the page then tells.

        One thing at a time: a second request while work goes on is passed over.
        """
        if self.work is not None:
            return None
        self.forget()
        work = self.work = Work(title)
        self.tell()
        watch = asyncio.ensure_future(self._watch(work))
        try:
            return await self.desk.workers.ask(
                job, progress=self._progress(work), begun=_remember(work), **request
            )
        except OnderstroomError as error:
            self.error = error
        except IncidentError as error:
            self.incident = "" if work.is_stopped else error.number
            self.done = STOPPED if work.is_stopped else None
        finally:
            watch.cancel()
            self.work = None
            self.tell()
        return None

    def stop(self) -> None:
        """End the work that goes on; whatever it did not finish is not there."""
        if self.work is not None and self.work.process is not None:
            self.work.is_stopped = True
            with contextlib.suppress(ProcessLookupError):
                self.work.process.kill()

    def _progress(self, work: Work) -> Progress:
        """Return what is told by the work how far it is."""

        def tell(step: Text, share_done: float) -> None:
            seen = (work.step, int(work.share * STEPS))
            work.step, work.share = step, share_done
            if seen != (step, int(share_done * STEPS)):
                self.tell(only_progress=True)

        return tell

    async def _watch(self, work: Work) -> None:
        """Look from time to time whether another steward holds the warehouse."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            holder = working_now(self.desk.programme)
            own = None if work.process is None else work.process.pid
            waits = holder if holder and holder.get("process") != own else None
            if waits != work.waits_for:
                work.waits_for = waits
                self.tell(only_progress=True)


class Desk:
    """The desk of one programme: its places, its workers, and what stands in the warehouse."""

    def __init__(self, programme: Programme, *, origins: frozenset[str] = frozenset()) -> None:
        self.programme = programme
        self.origins = origins
        self.workers = Workers(programme)
        self.places: dict[str, Place] = {}
        self._seen: tuple[object, dict[str, Any]] | None = None
        self._failed: object = None

    def place(self, token: str) -> Place:
        """Return the place with this token, or a new one."""
        if token not in self.places:
            fresh = secrets.token_urlsafe(18)
            self.places[fresh] = Place(self, fresh)
            return self.places[fresh]
        return self.places[token]

    @property
    def overview(self) -> dict[str, Any] | None:
        """What stands in the warehouse, when that was looked up since its last change."""
        if self._seen is None or self._seen[0] != self._state():
            return None
        return self._seen[1]

    @property
    def wants_look(self) -> bool:
        """Whether nobody knows what stands there, and looking did not just fail."""
        return self.overview is None and self._failed != self._state()

    async def look(self, place: Place) -> None:
        """Look up what stands in the warehouse; beside other work, which it never holds up."""
        state = self._state()
        try:
            found = await self.workers.ask("overview", progress=silent, begun=_unnoticed)
        except OnderstroomError as error:
            place.error, self._failed = error, state
        except IncidentError as error:
            place.incident, self._failed = error.number, state
        else:
            # The first look makes the warehouse; what it found still holds.
            self._seen = (state if state[0] else self._state(), found)
        place.tell()

    def try_again(self) -> None:
        """Let what could not be looked up be looked up once more."""
        self._failed = None

    def _state(self) -> tuple[object, ...]:
        """Return what changes whenever the warehouse or the releases do."""
        files = (self.programme.warehouse, self.programme.releases / "CURRENT")
        return tuple(
            (path.stat().st_mtime_ns, path.stat().st_size) if path.exists() else None
            for path in files
        )


def _unnoticed(_process: Process) -> None:
    """Take no note of the process."""


def _remember(work: Work) -> Callable[[Process], None]:
    """Return what is told which process does the work."""

    def begun(process: Process) -> None:
        work.process = process

    return begun


STOPPED = Text(nl="Gestopt; er is niets veranderd.", en="Stopped; nothing changed.")
