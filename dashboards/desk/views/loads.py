"""What was loaded, newest first; each load can be taken back whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.desk.section import Section, Steward, button, form, hero, lede, typed
from dashboards.figures.frame import card
from dashboards.html import element, table
from dashboards.words import counted, source_name
from model.text import Text

if TYPE_CHECKING:
    from markupsafe import Markup

    from dashboards.desk.place import Place

TITLE = Text(nl="Geladen", en="Loaded")
HEADLINE = Text(nl="{n} in het magazijn", en="{n} in the warehouse")
LOADS = (Text(nl="levering", en="delivery"), Text(nl="leveringen", en="deliveries"))
LEDE = Text(
    nl="Elke levering kan in haar geheel terug; wat zij verving, komt dan weer terug.",
    en="Each delivery can be taken back whole; what it replaced then comes back.",
)
NOTHING = Text(nl="Er is nog niets geladen", en="Nothing has been loaded yet")
NOTHING_LEDE = Text(
    nl="Begin met de eenheden en het codeboek; de rest verwijst ernaar.",
    en="Begin with the units and the codebook; the rest refers to them.",
)
LIST = Text(nl="Leveringen", en="Deliveries")
FILE = Text(nl="Bestand", en="File")
SOURCE = Text(nl="Gegevensbron", en="Data source")
AT = Text(nl="Geladen", en="Loaded")
BY = Text(nl="{at} door {who}", en="{at} by {who}")
ROWS = Text(nl="Rijen", en="Rows")
LOADED = Text(nl="{n} erin", en="{n} in")
ASIDE = Text(nl="{n} apart", en="{n} set aside")
SAME = Text(nl="{n} ongewijzigd", en="{n} unchanged")
MAPPING = Text(nl="via {name}", en="through {name}")
UNDO = Text(nl="Terugnemen", en="Take back")
UNDO_LOAD = Text(nl="Levering {n} terugnemen", en="Take back delivery {n}")
REASON = Text(nl="Waarom nemen wij deze levering terug?", en="Why do we take this delivery back?")
UNDO_ALL = Text(
    nl="Alle rijen gaan eruit ({n}). Bouw en publiceer daarna opnieuw.",
    en="All rows go out ({n}). Build and publish again after that.",
)
UNDOING = Text(nl="Levering terugnemen", en="Taking a delivery back")
UNDONE = Text(
    nl="Levering {load_id} is teruggenomen: {rows_removed} {rows_removed:rij|rijen} weg, "
    "{rows_restored} terug.",
    en="Delivery {load_id} was taken back: {rows_removed} {rows_removed:row|rows} gone, "
    "{rows_restored} restored.",
)


def draw(steward: Steward) -> Markup:
    """Return the list of loads."""
    loads: list[dict[str, Any]] = (steward.place.desk.overview or {})["loads"]
    if not loads:
        return element(
            "div", hero(steward.say(NOTHING), lede(steward.say(NOTHING_LEDE))), class_="view"
        )
    number = counted(len(loads), LOADS, steward.language)
    heads = [steward.say(text) for text in (FILE, SOURCE, AT, ROWS, UNDO)]
    return element(
        "div",
        hero(steward.say(HEADLINE, n=number), lede(steward.say(LEDE))),
        card(
            steward.say(LIST),
            table(
                heads,
                [_load(steward, one) for one in loads],
                caption=steward.say(LIST),
                is_stacked=True,
            ),
        ),
        class_="view",
    )


def _load(steward: Steward, one: dict[str, Any]) -> list[object]:
    """Return one load as a row."""
    aside, same = one["rows_set_aside"], one["rows_unchanged"]
    rows = [steward.say(LOADED, n=steward.count(one["rows_loaded"]))]
    rows += [steward.say(ASIDE, n=steward.count(aside))] if aside else []
    rows += [steward.say(SAME, n=steward.count(same))] if same else []
    return [
        element(
            "span",
            element("b", f"{one['load_id']}", class_="load-number"),
            one["file_name"],
            class_="load-name",
        ),
        element(
            "span",
            steward.say(source_name(one["table_name"])),
            element("small", " ", steward.say(MAPPING, name=one["mapping"]))
            if one["mapping"]
            else None,
        ),
        steward.say(BY, at=steward.moment(one["loaded_at"]), who=one["loaded_by"] or "?"),
        " · ".join(rows),
        _undo_form(steward, one),
    ]


def _undo_form(steward: Steward, one: dict[str, Any]) -> Markup:
    """Return the way to take a load back: opened first, then with a reason."""
    key = f"undo-{one['load_id']}"
    return element(
        "details",
        element(
            "summary",
            f"{steward.say(UNDO)} …",
            data_key=f"{key}-open",
            aria_label=steward.say(UNDO_LOAD, n=one["load_id"]),
        ),
        form(
            "undo",
            element("p", steward.say(UNDO_ALL, n=steward.count(one["rows_loaded"]))),
            element("input", type="hidden", name="load_id", value=str(one["load_id"])),
            typed("reason", steward.say(REASON), key=f"{key}-reason"),
            button(steward.say(UNDO_LOAD, n=one["load_id"]), key=key),
            class_="asked",
        ),
        class_="ask",
        id=key,
    )


def _undo(steward: Steward, fields: dict[str, str]) -> None:
    """Take the load back."""
    if fields.get("load_id", "").isdigit() and fields.get("reason", "").strip():
        steward.place.begin(_undone(steward.place, int(fields["load_id"]), fields["reason"]))


async def _undone(place: Place, load_id: int, reason: str) -> None:
    """Take the load back and say what that did."""
    found = await place.ask("undo", UNDOING, load_id=load_id, reason=reason)
    if found is not None:
        place.done = UNDONE.fill(**found)
        if place.delivery is not None and (place.delivery.report or {}).get("load_id") == load_id:
            place.put_away()
        place.tell()


SECTION = Section("loads", TITLE, 2, draw, acts={"undo": _undo})
