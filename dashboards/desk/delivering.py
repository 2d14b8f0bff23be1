"""What happens at the desk with one delivery: recognised, checked, loaded, put away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.tables import TABLES
from model.text import Text
from pipelines.mapping import mappings, read_mapping

if TYPE_CHECKING:
    from dashboards.desk.place import Place
    from dashboards.desk.section import Steward

CHECKING = Text(nl="Controleren", en="Checking")
LOADING = Text(nl="Laden", en="Loading")
RECOGNISING = Text(nl="Bestand bekijken", en="Looking at the file")
ANNOTATING = Text(nl="Opmerkingen in het bestand zetten", en="Putting remarks into the file")


def known_mappings(steward: Steward) -> list[str]:
    """Return the names of all mappings."""
    return list(mappings(steward.place.desk.programme.folder))


def received(place: Place) -> None:
    """Look at a file that just came in; check it at once when it is plain what it is."""
    place.begin(_receive(place))


async def _receive(place: Place) -> None:
    """Find out what the file is, and check it when that is certain."""
    delivery = place.delivery
    if delivery is None:
        return
    found = await place.ask("recognise", RECOGNISING, path=delivery.path, name=delivery.name)
    if found is None or place.delivery is not delivery:
        return
    delivery.recognised = found
    delivery.mapping = "" if found["tables"] else next(iter(found["mappings"]), "")
    delivery.table = next(iter(found["tables"]), "") or _table_of(place, delivery.mapping)
    if found["is_certain"]:
        await _offer(place, check=True)
    place.tell()


async def _offer(place: Place, *, check: bool, confirm: str = "") -> None:
    """Check the delivery, or load it."""
    delivery = place.delivery
    if delivery is None:
        return
    report = await place.ask(
        "load",
        CHECKING if check else LOADING,
        path=delivery.path,
        name=delivery.name,
        table=delivery.table,
        mapping=delivery.mapping,
        check=check,
        confirm=confirm,
    )
    if report is not None:
        before = delivery.report
        if not check and before is not None:
            # Since the check nothing was corrected: what it compared with still counts.
            report["compared"] = before["compared"]
        delivery.report = report
    place.tell()


def _table_of(place: Place, mapping: str) -> str:
    """Return the table that a mapping fills."""
    return read_mapping(mapping, place.desk.programme.folder).table if mapping else ""


def _check(steward: Steward, fields: dict[str, str]) -> None:
    """Check against the table and mapping that were chosen."""
    delivery = steward.place.delivery
    if delivery is not None and fields.get("table") in TABLES:
        chosen = fields.get("mapping", "")
        delivery.mapping = chosen if chosen in known_mappings(steward) else ""
        delivery.table = _table_of(steward.place, delivery.mapping) or fields["table"]
        steward.place.begin(_offer(steward.place, check=True))


def _load(steward: Steward, _fields: dict[str, str]) -> None:
    """Load what was checked."""
    steward.place.begin(_offer(steward.place, check=False))


def _confirm(steward: Steward, fields: dict[str, str]) -> None:
    """Load after the shown difference was confirmed."""
    delivery = steward.place.delivery
    if delivery is not None and delivery.report is not None and fields.get("seen"):
        token = str(delivery.report["token"])
        steward.place.begin(_offer(steward.place, check=False, confirm=token))


def _leave(steward: Steward, _fields: dict[str, str]) -> None:
    """Put the delivery away."""
    if steward.place.work is None:
        steward.place.forget()
        steward.place.put_away()
        steward.place.tell()


def _filter(steward: Steward, fields: dict[str, str]) -> None:
    """Show only some findings."""
    if steward.place.delivery is not None:
        steward.place.delivery.filters = fields
        steward.place.tell()


def _map(steward: Steward, _fields: dict[str, str]) -> None:
    """Go to the mapping of columns."""
    if steward.place.delivery is not None:
        steward.place.delivery.is_mapping = True
        steward.place.tell()


def _unmap(steward: Steward, _fields: dict[str, str]) -> None:
    """Come back from the mapping of columns."""
    if steward.place.delivery is not None:
        steward.place.delivery.is_mapping = False
        steward.place.tell()


def mapped(place: Place, mapping: str, table_name: str) -> None:
    """Check again, with the mapping that a person just saved."""
    if place.delivery is not None:
        place.delivery.is_mapping = False
        place.delivery.mapping, place.delivery.table = mapping, table_name
        place.begin(_offer(place, check=True))


ACTS = {
    "check": _check,
    "load": _load,
    "confirm": _confirm,
    "another": _leave,
    "filter": _filter,
    "map": _map,
    "unmap": _unmap,
}
