"""What a steward takes home: the template of a table, and a delivery with remarks."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.desk.delivering import ANNOTATING
from dashboards.desk.door import NO_PLACE, DeskHandler
from model.tables import TABLES
from model.text import Text
from pipelines.template import write_template

if TYPE_CHECKING:
    from dashboards.desk.place import Delivery

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"xlsx": WORKBOOK, "csv": "text/csv; charset=utf-8"}
NOT_FOUND = Text(nl="Dit is er niet.", en="This is not here.")
ANNOTATED = Text(nl="{name} met opmerkingen.xlsx", en="{name} with remarks.xlsx")


class Template(DeskHandler):
    """``GET /desk/template/TABLE.xlsx`` or ``.csv``: the upload template."""

    def get(self, table: str, kind: str) -> None:
        """Send the template in the reader's language."""
        if table not in TABLES:
            self.refuse(404, NOT_FOUND)
            return
        with tempfile.TemporaryDirectory() as folder:
            write_template(table, Path(folder), language=self.language)
            content = (Path(folder) / f"{table}.{kind}").read_bytes()
        self.set_header("Content-Type", KINDS[kind])
        self.set_header("Content-Disposition", f'attachment; filename="{table}.{kind}"')
        self.finish(content)


class Annotated(DeskHandler):
    """``GET /desk/annotated/PLACE``: the delivered file with every finding at its cell."""

    async def get(self, token: str) -> None:
        """Make the workbook and send it."""
        place = self.desk.places.get(token)
        if place is None or place.delivery is None or place.delivery.report is None:
            self.refuse(404, NO_PLACE)
            return
        delivery = place.delivery
        target = delivery.path.with_name("annotated.xlsx")
        made = await place.ask(
            "annotate",
            ANNOTATING,
            path=delivery.path,
            name=delivery.name,
            mapping=delivery.mapping,
            report=delivery.report,
            language=self.language,
            target=target,
        )
        if made is None:
            self.refuse(409, place.error or NOT_FOUND)
            return
        self.set_header("Content-Type", WORKBOOK)
        self.set_header("Content-Disposition", _attachment(self._file_name(delivery)))
        self.finish(target.read_bytes())
        target.unlink()

    def _file_name(self, delivery: Delivery) -> str:
        """Return what the workbook is called on the steward's own disk."""
        stem = delivery.name.rpartition(".")[0] or delivery.name
        return ANNOTATED.fill(name=stem).in_language(self.language)


def _attachment(name: str) -> str:
    """Return the header that names a download; what is not plain stands there encoded."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in " ._-()") else "_" for c in name)
    encoded = "".join(
        chr(byte) if chr(byte).isascii() and chr(byte).isalnum() else f"%{byte:02X}"
        for byte in name.encode()
    )
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"
