"""Who may call at the desk's own routes, and what every answer says to browsers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tornado.web import OutputTransform, RequestHandler

from model.text import Text

if TYPE_CHECKING:
    from tornado.httputil import HTTPHeaders

    from dashboards.desk.place import Desk
    from model.errors import OnderstroomError
    from model.text import Language

ELSEWHERE = Text(
    nl="Dit verzoek kwam niet van deze pagina.", en="This request did not come from this page."
)
NO_PLACE = Text(
    nl="Deze pagina is verlopen. Laad haar opnieuw.",
    en="This page has expired. Please load it again.",
)


class DeskHandler(RequestHandler):
    """A route of the desk: refusals are told in the reader's words, never with a trace."""

    def initialize(self, desk: Desk) -> None:
        """Take the desk that the route belongs to."""
        self.desk = desk

    @property
    def language(self) -> Language:
        """The language of whoever calls."""
        return "en" if self.get_query_argument("lang", "nl") == "en" else "nl"

    def set_default_headers(self) -> None:
        """Keep nothing of the desk in stores on the way."""
        self.set_header("Cache-Control", "no-store")

    def require_own_page(self) -> bool:
        """Refuse what another site asked for; browsers cannot leave out or change the origin."""
        if self.request.headers.get("Origin", "") in self.desk.origins:
            return True
        self.refuse(403, ELSEWHERE)
        return False

    def refuse(self, status: int, words: Text | OnderstroomError) -> None:
        """End the request with words for the reader."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        # What is still on its way is not read: the connection ends here.
        self.set_header("Connection", "close")
        self.finish(json.dumps({"refused": words.in_language(self.language)}))


class SafeHeaders(OutputTransform):
    """Say with every answer: in no frame, under no other name, and nothing about the server."""

    def transform_first_chunk(
        self,
        status_code: int,
        headers: HTTPHeaders,
        chunk: bytes,
        finishing: bool,  # noqa: ARG002 - Tornado gives it
    ) -> tuple[int, HTTPHeaders, bytes]:
        """Add the headers to the first part of an answer."""
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Content-Security-Policy"] = "frame-ancestors 'none'"
        headers.pop("Server", None)
        return status_code, headers, chunk
