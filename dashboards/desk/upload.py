"""Take in a file: streamed to the disk of the programme, and gone when its sender is."""

from __future__ import annotations

from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import unquote

from tornado.web import stream_request_body

from dashboards.desk.delivering import received
from dashboards.desk.door import NO_PLACE, DeskHandler
from dashboards.desk.place import Delivery
from model.errors import OnderstroomError
from model.text import Text
from pipelines.reading.kind import shown_name
from pipelines.scratch import scratch
from pipelines.storage import require_writable, telling_what_the_disk_refused

if TYPE_CHECKING:
    from pathlib import Path

    from dashboards.desk.place import Place

MEGABYTE = 2**20
LONGEST_NAME = 200
UNCOUNTED = 2**40
PATIENCE = 600  # seconds that an upload may take
PREFIX = "upload-"
TOO_LARGE = Text(
    nl="Dit bestand is groter dan {n} MB. Lever het in delen, of met onderstroom load.",
    en="This file is larger than {n} MB. Deliver it in parts, or with onderstroom load.",
)
BUSY = Text(
    nl="Er wordt hier al een bestand binnengehaald of gecontroleerd. Wacht tot dat klaar is.",
    en="A file is being taken in or checked here already. Wait until that is done.",
)
CUT_OFF = Text(nl="Het bestand kwam niet heel aan.", en="The file did not arrive whole.")


@stream_request_body
class Upload(DeskHandler):
    """``POST /desk/upload/PLACE`` with the bytes of one file and its name in ``X-File-Name``."""

    _place: Place | None = None
    _hold: ExitStack | None = None
    _file: IO[bytes] | None = None
    _path: Path
    _received = 0
    # Told at the end: a browser hears no answer while it is still sending.
    _refusal: tuple[int, Text | OnderstroomError] | None = None

    def prepare(self) -> None:
        """Refuse before a byte is read what cannot be taken; else make room for the file."""
        if self.request.method != "POST" or not self.require_own_page():
            return
        place = self.desk.places.get(self.path_args[0])
        if place is None:
            self._refusal = (404, NO_PLACE)
        elif place.is_uploading or place.work is not None:
            self._refusal = (409, BUSY)
        elif int(self.request.headers.get("Content-Length", 0)) > self._limit:
            self.refuse(413, self._too_large)
        else:
            self._open(place)

    @property
    def _limit(self) -> int:
        """The largest number of bytes that is taken in."""
        return self.desk.programme.largest_upload_mb * MEGABYTE

    @property
    def _too_large(self) -> Text:
        """What is said of more than that."""
        return TOO_LARGE.fill(n=self.desk.programme.largest_upload_mb)

    def _open(self, place: Place) -> None:
        """Open a file in the inbox; its name is ours, never the sender's."""
        connection: Any = self.request.connection
        # Counted by ourselves, so that the sender hears why.
        connection.set_max_body_size(UNCOUNTED)
        connection.set_body_timeout(PATIENCE)
        try:
            with telling_what_the_disk_refused():
                require_writable(self.desk.programme)
                self.desk.programme.inbox.mkdir(parents=True, exist_ok=True)
                self._hold = ExitStack()
                folder = self._hold.enter_context(scratch(self.desk.programme.inbox, PREFIX))
                self._path = folder / "delivered"
                self._file = self._hold.enter_context(self._path.open("wb"))
        except OnderstroomError as error:
            self._refusal = (507, error)
            self._put_away()
            return
        self._place = place
        place.is_uploading = True

    def data_received(self, chunk: bytes) -> None:
        """Write what came in."""
        if self._file is None or self._finished:
            return
        self._received += len(chunk)
        if self._received > self._limit:
            self._put_away()
            self.refuse(413, self._too_large)
            return
        try:
            with telling_what_the_disk_refused():
                self._file.write(chunk)
        except OnderstroomError as error:
            self._refusal = (507, error)
            self._put_away()

    def post(self, _token: str) -> None:
        """Hand the whole file over to the place that it was sent to."""
        if self._refusal is not None:
            self.refuse(*self._refusal)
            return
        if self._file is None or self._place is None or self._hold is None:
            return
        if self._received != int(self.request.headers.get("Content-Length", self._received)):
            self._put_away()
            self.refuse(400, CUT_OFF)
            return
        self._file.close()
        place, hold = self._place, self._hold
        self._place = self._hold = self._file = None
        place.is_uploading = False
        name = shown_name(unquote(self.request.headers.get("X-File-Name", ""))[:LONGEST_NAME])
        place.take(Delivery(self._path, name, self._received, hold))
        received(place)
        self.set_status(204)

    def on_connection_close(self) -> None:
        """Leave nothing behind when the sender goes away half-way."""
        self._put_away()

    def on_finish(self) -> None:
        """Leave nothing behind after a refusal either."""
        self._put_away()

    def _put_away(self) -> None:
        """Close and remove what came in so far."""
        if self._place is not None:
            self._place.is_uploading = False
            self._place = None
        if self._hold is not None:
            self._hold.close()
            self._hold = self._file = None
