"""The deliveries behind the figures: what came in, and what was set aside and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.facts import as_day
from dashboards.figures.frame import card, summary
from dashboards.html import element, table
from dashboards.trace import chosen_loads
from dashboards.words import source_name
from model.text import Text, format_date, format_number

if TYPE_CHECKING:
    from markupsafe import Markup

    from dashboards.view import Session

DELIVERIES = Text(nl="Wat er binnenkwam", en="What came in")
NOTHING = Text(nl="Er zijn nog geen leveringen.", en="There are no deliveries yet.")
DELIVERIES_SUMMARY = Text(
    nl="Elke rij die erin ging, voldeed aan alle regels van haar tabel; de andere staan apart.",
    en="Every row that went in met all rules of its table; the others were set aside.",
)
NUMBER = Text(nl="Nr.", en="No.")
SOURCE = Text(nl="Gegevensbron", en="Data source")
FILE = Text(nl="Bestand", en="File")
LOADED_ON = Text(nl="Geladen", en="Loaded")
ROWS_IN = Text(nl="Rijen", en="Rows")
ROWS_LOADED = Text(nl="Erin", en="In")
ROWS_ASIDE = Text(nl="Apart", en="Set aside")
MAPPING = Text(nl="Vertaling", en="Mapping")
HASH = Text(nl="Vingerafdruk", en="Fingerprint")
FEW = Text(nl="minder dan {k}", en="fewer than {k}")
ASIDE = Text(nl="Wat apart is gezet, en waarom", en="What was set aside, and why")
ASIDE_SUMMARY = Text(
    nl="Deze rijen tellen niet mee, tot zij verbeterd opnieuw zijn geleverd.",
    en="These rows do not count until they are corrected and delivered again.",
)
NO_ASIDE = Text(nl="Er is geen rij apart gezet.", en="No row was set aside.")
RULE = Text(nl="Regel", en="Rule")
DELIVERY = Text(nl="Levering", en="Delivery")
_HEADERS = (FILE, SOURCE, LOADED_ON, NUMBER, ROWS_IN, ROWS_LOADED, ROWS_ASIDE, MAPPING, HASH)


def deliveries(session: Session) -> Markup:
    """Return every delivery, the newest first."""
    rows = [_delivery(session, row) for row in reversed(chosen_loads(session))]
    headers = [session.say(text) for text in _HEADERS]
    if not rows:
        return card(session.say(DELIVERIES), element("p", session.say(NOTHING), class_="state"))
    return card(
        session.say(DELIVERIES),
        summary(session.say(DELIVERIES_SUMMARY)),
        table(headers, rows, caption=session.say(DELIVERIES), is_stacked=True),
        class_="brief deliveries",
    )


def _delivery(session: Session, row: dict[str, Any]) -> list[object]:
    """Return one delivery as a row of the table."""
    day = as_day(row["loaded_at"])
    return [
        row["file_name"],
        session.say(source_name(row["table_name"])),
        format_date(day, session.language) if day else "–",
        str(row["load_id"]),
        count_words(session, row["rows_in"]),
        count_words(session, row["rows_loaded"]),
        count_words(session, row["rows_set_aside"]),
        row["mapping"] or "–",
        element("code", row["file_hash"]),
    ]


def count_words(session: Session, number: int | None) -> str:
    """Return a count; one too small to publish stands there as such."""
    if number is None:
        return session.say(FEW, k=session.store.smallest_group)
    return format_number(number, session.language, digits=0)


def set_aside(session: Session) -> Markup:
    """Return how many rows were set aside under which rule."""
    files = {row["load_id"]: row["file_name"] for row in chosen_loads(session)}
    found = [
        (
            session.say(Text(nl=row["message_nl"], en=row["message_en"])),
            files[row["load_id"]],
            count_words(session, row["n_rows"]),
        )
        for row in session.store.rows("quarantine_counts")
        if row["load_id"] in files
    ]
    if not found:
        return card(session.say(ASIDE), element("p", session.say(NO_ASIDE), class_="state"))
    headers = [session.say(text) for text in (RULE, DELIVERY, ROWS_IN)]
    return card(
        session.say(ASIDE),
        summary(session.say(ASIDE_SUMMARY)),
        table(headers, found, caption=session.say(ASIDE), is_stacked=True),
    )
