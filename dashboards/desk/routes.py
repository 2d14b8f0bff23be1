"""The routes of the desk beside its page: files in and files out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.desk.downloads import Annotated, Template
from dashboards.desk.upload import Upload

if TYPE_CHECKING:
    from tornado.web import RequestHandler

    from dashboards.desk.place import Desk


def routes(desk: Desk) -> list[tuple[str, type[RequestHandler], dict[str, Desk]]]:
    """Return the routes, each with the desk that it works for."""
    return [
        (r"/desk/upload/([\w-]+)", Upload, {"desk": desk}),
        (r"/desk/template/(\w+)\.(xlsx|csv)", Template, {"desk": desk}),
        (r"/desk/annotated/([\w-]+)", Annotated, {"desk": desk}),
    ]
