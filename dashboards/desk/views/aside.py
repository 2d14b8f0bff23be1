"""The rows that were set aside: what is wrong with each, and giving one up with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zlib import crc32

from dashboards.desk.section import Section, Steward, button, form, hero, lede, typed
from dashboards.figures.frame import card, summary
from dashboards.html import element, table
from dashboards.words import counted, source_name
from model.text import Text

if TYPE_CHECKING:
    from markupsafe import Markup

    from dashboards.desk.place import Place

TITLE = Text(nl="Apart", en="Set aside")
HEADLINE = Text(nl="{n} op een verbetering", en="{n} for a correction")
ROWS_WAIT = (Text(nl="rij wacht", en="row waits"), Text(nl="rijen wachten", en="rows wait"))
NONE_WAITS = Text(nl="Er wacht geen enkele rij", en="Not a single row waits")
LEDE = Text(
    nl="Lever de rij verbeterd opnieuw, dan gaat zij er vanzelf in. Of laat haar vervallen.",
    en="Deliver the row again, corrected, and it goes in by itself. Or drop it.",
)
NONE_LEDE = Text(
    nl="Alles wat geleverd is, staat erin, is verbeterd of is met een reden vervallen.",
    en="All that was delivered is in, was corrected, or was dropped with a reason.",
)
WAITING = Text(nl="Wachten op een verbetering", en="Waiting for a correction")
SETTLED = Text(nl="Afgehandeld", en="Settled")
SETTLED_SUMMARY = Text(
    nl="Verbeterd opnieuw geleverd, of vervallen met een reden.",
    en="Delivered again, corrected, or dropped with a reason.",
)
ROW = Text(nl="Rij", en="Row")
FILE = Text(nl="Bestand", en="File")
COLUMN = Text(nl="Kolom", en="Column")
WRONG = Text(nl="Wat er mis is", en="What is wrong")
DROP = Text(nl="Laten vervallen", en="Drop")
DROP_ROW = Text(
    nl="Rij {row} van levering {load} laten vervallen", en="Drop row {row} of delivery {load}"
)
REASON = Text(nl="Waarom telt deze rij niet mee?", en="Why does this row not count?")
STATE = Text(nl="Wat ermee gebeurde", en="What became of it")
STATES = {
    "released": Text(nl="verbeterd geleverd", en="delivered corrected"),
    "dropped": Text(nl="vervallen: {reason}", en="dropped: {reason}"),
}
DROPPING = Text(nl="Rij laten vervallen", en="Dropping a row")
DROPPED = Text(
    nl="Rij {row} van levering {load_id} is vervallen: {reason}",
    en="Row {row} of load {load_id} was dropped: {reason}",
)
FIRST = Text(nl="De eerste {n} rijen.", en="The first {n} rows.")
MOST_SHOWN = 100

Row = dict[str, Any]


def draw(steward: Steward) -> Markup:
    """Return the rows that wait, and those that were settled."""
    found: list[Row] = (steward.place.desk.overview or {})["aside"]
    rows = _by_row(found)
    waiting = [row for row in rows if row[0]["state"] == "waiting"]
    settled = [row for row in rows if row[0]["state"] != "waiting"]
    number = counted(len(waiting), ROWS_WAIT, steward.language)
    return element(
        "div",
        hero(
            steward.say(HEADLINE, n=number) if waiting else steward.say(NONE_WAITS),
            lede(steward.say(LEDE if waiting else NONE_LEDE)),
        ),
        _waiting(steward, waiting) if waiting else None,
        _settled(steward, settled) if settled else None,
        class_="view",
    )


def _by_row(found: list[Row]) -> list[list[Row]]:
    """Return the findings gathered per row of a file; one row may have several."""
    rows: dict[tuple[int, str, int], list[Row]] = {}
    for one in found:
        place = (one["load_id"], one["file_name"], one["source_row"])
        rows.setdefault(place, []).append(one)
    return list(rows.values())


def _waiting(steward: Steward, rows: list[list[Row]]) -> Markup:
    """Return the rows that wait, each with the way to give it up."""
    heads = [steward.say(text) for text in (ROW, FILE, COLUMN, WRONG, DROP)]
    return card(
        steward.say(WAITING),
        table(
            heads,
            [[*_line(steward, row), _drop_form(steward, row[0])] for row in rows[:MOST_SHOWN]],
            caption=steward.say(WAITING),
            is_stacked=True,
        ),
        summary(steward.say(FIRST, n=MOST_SHOWN)) if len(rows) > MOST_SHOWN else None,
    )


def _settled(steward: Steward, rows: list[list[Row]]) -> Markup:
    """Return the rows that wait no longer, and why."""
    heads = [steward.say(text) for text in (ROW, FILE, COLUMN, WRONG, STATE)]
    return card(
        steward.say(SETTLED),
        summary(steward.say(SETTLED_SUMMARY)),
        table(
            heads,
            [
                [
                    *_line(steward, row),
                    steward.say(STATES[row[0]["state"]], reason=row[0]["reason"] or "–"),
                ]
                for row in rows[:MOST_SHOWN]
            ],
            caption=steward.say(SETTLED),
            is_stacked=True,
        ),
    )


def _line(steward: Steward, row: list[Row]) -> list[object]:
    """Return where a row stands and what is wrong with it."""
    one = row[0]
    return [
        str(one["source_row"]),
        element(
            "span",
            one["file_name"],
            element("small", " ", steward.say(source_name(one["table_name"]))),
        ),
        ", ".join(dict.fromkeys(str(each["column_name"] or "–") for each in row)),
        element("ul", *(element("li", each[f"message_{steward.language}"]) for each in row)),
    ]


def _drop_form(steward: Steward, one: Row) -> Markup:
    """Return the way to give a row up: opened first, then with a reason."""
    # The name of a file may hold any sign, which the name of an element may not.
    key = f"drop-{one['load_id']}-{one['source_row']}-{crc32(one['file_name'].encode()):x}"
    words = steward.say(DROP_ROW, row=one["source_row"], load=one["load_id"])
    return element(
        "details",
        element("summary", f"{steward.say(DROP)} …", data_key=f"{key}-open", aria_label=words),
        form(
            "drop",
            element("input", type="hidden", name="load_id", value=str(one["load_id"])),
            element("input", type="hidden", name="file", value=one["file_name"]),
            element("input", type="hidden", name="row", value=str(one["source_row"])),
            typed("reason", steward.say(REASON), key=f"{key}-reason"),
            button(steward.say(DROP), key=key),
            class_="asked",
        ),
        class_="ask",
        id=key,
    )


def _drop(steward: Steward, fields: dict[str, str]) -> None:
    """Give the row up."""
    numbers = [fields.get(name, "") for name in ("load_id", "row")]
    if all(number.isdigit() for number in numbers) and fields.get("reason", "").strip():
        load_id, row = map(int, numbers)
        about = {"file": fields.get("file"), "reason": fields["reason"]}
        steward.place.begin(_dropped(steward.place, load_id=load_id, row=row, **about))


async def _dropped(place: Place, **about: object) -> None:
    """Give the row up and say so."""
    found = await place.ask("drop", DROPPING, **about)
    if found is not None:
        place.done = DROPPED.fill(**found)
        place.tell()


SECTION = Section("aside", TITLE, 4, draw, acts={"drop": _drop})
