"""Where the figures come from: deliveries, coverage, what was set aside, and the release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.figures.coverage import coverage, coverage_legend
from dashboards.figures.frame import card, slot, summary
from dashboards.figures.quality_table import quality_table
from dashboards.filters import choice
from dashboards.html import element, table
from dashboards.linked_html import LinkedHtml
from dashboards.store import as_day
from dashboards.view import Session, View
from dashboards.words import UNITS, counted, source_name
from model.period import period_label
from model.text import Text, format_date, format_number

if TYPE_CHECKING:
    from markupsafe import Markup
    from panel.viewable import Viewable

TITLE = Text(nl="Gegevens", en="Data")
CAME_IN = Text(nl="{n}, {aside} rijen apart gezet", en="{n}, {aside} rows set aside")
ALL_IN = Text(nl="{n}, geen rij apart gezet", en="{n}, no row set aside")
NOTHING = Text(nl="Er zijn nog geen leveringen", en="There are no deliveries yet")
DELIVERIES_COUNTED = (
    Text(nl="levering", en="delivery"),
    Text(nl="leveringen", en="deliveries"),
)
LEDE = Text(
    nl="Uitgave {name}, {day}. Wat hier niet staat, telt niet mee.",
    en="Release {name}, {day}. What is not here does not count.",
)
TRACED = Text(nl="Herkomst van {measure}: {source}.", en="Origin of {measure}: {source}.")
SHOW_ALL = Text(nl="Toon alle bronnen", en="Show all sources")
SOURCE = Text(nl="Gegevensbron", en="Data source")
ALL_SOURCES = Text(nl="Alle gegevensbronnen", en="All data sources")
DELIVERIES = Text(nl="Wat er binnenkwam", en="What came in")
DELIVERIES_SUMMARY = Text(
    nl="Elke levering met het bestand, het aantal rijen en de vingerafdruk van het bestand.",
    en="Each delivery with its file, its number of rows and the fingerprint of the file.",
)
FILE = Text(nl="Bestand", en="File")
LOADED_ON = Text(nl="Geladen", en="Loaded")
ROWS_IN = Text(nl="Rijen", en="Rows")
ROWS_LOADED = Text(nl="Erin", en="In")
ROWS_ASIDE = Text(nl="Apart", en="Set aside")
MAPPING = Text(nl="Vertaling", en="Mapping")
HASH = Text(nl="Vingerafdruk (SHA-256)", en="Fingerprint (SHA-256)")
FEW = Text(nl="minder dan {k}", en="fewer than {k}")
COVERAGE = Text(nl="Dekking: {source}", en="Coverage: {source}")
COVERAGE_SUMMARY = Text(
    nl="Volledig in {n} van {all} vakken; een leeg vak is een gat, geen nul.",
    en="Complete in {n} of {all} cells; an empty cell is a gap, not a zero.",
)
NO_COVERAGE = Text(
    nl="Van deze bron is er geen dekking.", en="There is no coverage of this source."
)
PAGE_OF = Text(nl="{first}–{last} van {all}", en="{first}–{last} of {all}")
EARLIER = Text(nl="← vorige", en="← previous")
LATER = Text(nl="volgende →", en="next →")
ASIDE = Text(nl="Wat apart is gezet, en waarom", en="What was set aside, and why")
ASIDE_SUMMARY = Text(
    nl="Deze rijen tellen niet mee, tot zij verbeterd opnieuw zijn geleverd.",
    en="These rows do not count until they are corrected and delivered again.",
)
NO_ASIDE = Text(nl="Er is geen rij apart gezet.", en="No row was set aside.")
RULE = Text(nl="Regel", en="Rule")
DELIVERY = Text(nl="Levering", en="Delivery")
CHECKS = Text(nl="Controles van deze uitgave", en="Checks of this release")
CHECKS_SUMMARY = Text(nl="{n} van {all} controles in orde.", en="{n} of {all} checks passed.")
NO_CHECKS = Text(
    nl="Bij deze uitgave zijn geen controles vastgelegd.",
    en="No checks were recorded with this release.",
)
ALL_CHECKS = Text(nl="Toon alle controles", en="Show all checks")
CHECK = Text(nl="Controle", en="Check")
OUTCOME = Text(nl="Uitkomst", en="Outcome")
DETAIL = Text(nl="Toelichting", en="Detail")
PASSED = Text(nl="✓ in orde", en="✓ passed")
FAILED = Text(nl="! aandacht", en="! attention")
RELEASE = Text(nl="Deze uitgave", en="This release")
FACTS = {
    "programme": Text(nl="Programma", en="Programme"),
    "period": Text(nl="Periode", en="Period"),
    "published_at": Text(nl="Gepubliceerd", en="Published"),
    "published_by": Text(nl="Door", en="By"),
    "code_version": Text(nl="Versie van het programma", en="Version of the software"),
    "smallest_group": Text(nl="Kleinste groep die wordt getoond", en="Smallest group shown"),
    "smallest_effect": Text(nl="Kleinste effect dat ertoe doet", en="Smallest effect that matters"),
    "supersedes": Text(nl="Vervangt", en="Supersedes"),
    "reason": Text(nl="Reden van de correctie", en="Reason for the correction"),
}
FILES = Text(nl="Bestanden en vingerafdrukken", en="Files and fingerprints")
# Which delivered tables hold a kind of measure, when the release does not name its source.
TABLES_OF = {
    "behaviour": ("behaviour_indicators",),
    "leadership": ("leadership_measures",),
    "customer": ("customer_responses", "customer_scores"),
    "belief": ("survey_responses", "survey_scores"),
    "routine": ("survey_responses", "survey_scores"),
    "drive": ("survey_responses", "survey_scores"),
    "context": ("behaviour_indicators",),
}
PER_PAGE = 24


def build(session: Session) -> Viewable:
    """Return the page; it follows the source, or the measure that is traced."""
    sources = [(session.say(ALL_SOURCES), ("",))]
    sources += [(session.say(source_name(name)), (name,)) for name in _sources(session)]
    chooser = choice(
        session,
        ("source",),
        sources,
        label=session.say(SOURCE),
        now=lambda: (session.state.source if session.state.source in _sources(session) else "",),
    )
    page = LinkedHtml(html=str(_page(session)), follow=session.state.follow, slots=[chooser])

    def redraw(*_events: object) -> None:
        page.html = str(_page(session))

    session.state.param.watch(redraw, ["source", "measure", "page"])
    return page


def _sources(session: Session) -> list[str]:
    """Return the tables of which deliveries came in, in the order of delivery."""
    return list(dict.fromkeys(row["table_name"] for row in session.store.rows("loads")))


def _chosen(session: Session) -> tuple[str, ...]:
    """Return the tables that are looked at: the source chosen, or those of the measure traced."""
    if session.state.source in _sources(session):
        return (session.state.source,)
    measure = session.store.measures.get(session.state.measure)
    found = TABLES_OF.get(measure.kind, ()) if measure else ()
    return tuple(name for name in found if name in _sources(session))


def _page(session: Session) -> Markup:
    """Return the whole page."""
    return element(
        "div",
        _hero(session),
        _deliveries(session),
        _coverage(session),
        quality_table(session),
        element("div", _aside(session), _checks(session), class_="grid halves"),
        _release(session),
        class_="view data",
    )


def _hero(session: Session) -> Markup:
    """Return how much came in, of which release this is, and what is traced."""
    loads = session.store.rows("loads")
    aside = sum(row["rows_set_aside"] or 0 for row in loads)
    number = counted(len(loads), DELIVERIES_COUNTED, session.language)
    if not loads:
        headline = session.say(NOTHING)
    elif aside:
        headline = session.say(CAME_IN, n=number, aside=_count(session, aside))
    else:
        headline = session.say(ALL_IN, n=number)
    day = as_day(session.store.about.get("published_at", ""))
    lede = session.say(
        LEDE, name=session.store.name, day=format_date(day, session.language) if day else "–"
    )
    return element(
        "header",
        element("h1", headline, tabindex="-1"),
        element("p", lede, class_="lede"),
        element("div", slot(0), class_="filters"),
        _traced(session),
        class_="hero plain",
    )


def _traced(session: Session) -> Markup | None:
    """Return which measure is traced to its deliveries."""
    measure = session.store.measures.get(session.state.measure)
    chosen = _chosen(session)
    if measure is None or not chosen or session.state.source:
        return None
    names = " · ".join(session.say(source_name(name)) for name in chosen)
    return element(
        "p",
        session.say(TRACED, measure=measure.name, source=names),
        " ",
        session.link(session.say(SHOW_ALL), key="all-sources", measure="", source=""),
        class_="notice",
    )


def _deliveries(session: Session) -> Markup:
    """Return every delivery, the newest first."""
    chosen = _chosen(session)
    loads = [r for r in session.store.rows("loads") if not chosen or r["table_name"] in chosen]
    rows = [_delivery(session, row) for row in reversed(loads)]
    headers = [
        session.say(text)
        for text in (FILE, SOURCE, LOADED_ON, ROWS_IN, ROWS_LOADED, ROWS_ASIDE, MAPPING, HASH)
    ]
    if not rows:
        return card(session.say(DELIVERIES), element("p", session.say(NOTHING), class_="state"))
    return card(
        session.say(DELIVERIES),
        summary(session.say(DELIVERIES_SUMMARY)),
        table(headers, rows, caption=session.say(DELIVERIES), is_stacked=True),
    )


def _delivery(session: Session, row: dict[str, Any]) -> list[object]:
    """Return one delivery as a row of the table."""
    day = as_day(row["loaded_at"])
    return [
        row["file_name"],
        session.say(source_name(row["table_name"])),
        format_date(day, session.language) if day else "–",
        _count(session, row["rows_in"]),
        _count(session, row["rows_loaded"]),
        _count(session, row["rows_set_aside"]),
        row["mapping"] or "–",
        element("code", row["file_hash"]),
    ]


def _count(session: Session, number: int | None) -> str:
    """Return a count; one too small to publish stands there as such."""
    if number is None:
        return session.say(FEW, k=session.store.smallest_group)
    return format_number(number, session.language, digits=0)


def _coverage(session: Session) -> Markup:
    """Return the coverage of the source that is looked at, one page of units at a time."""
    rows = session.store.rows("coverage")
    known = list(dict.fromkeys(row["source"] for row in rows))
    source = next((name for name in _chosen(session) if name in known), next(iter(known), None))
    if source is None:
        title = session.say(COVERAGE, source="–")
        return card(title, element("p", session.say(NO_COVERAGE), class_="state"))
    states = {(r["unit_code"], r["period"]): r["state"] for r in rows if r["source"] == source}
    units = [
        u
        for u in session.store.units.values()
        if any((u.code, p) in states for p in session.store.periods)
    ]
    page = (
        min(int(session.state.page), (len(units) - 1) // PER_PAGE)
        if session.state.page.isdigit()
        else 0
    )
    shown = units[page * PER_PAGE : (page + 1) * PER_PAGE]
    title = session.say(COVERAGE, source=source_name(source))
    complete = sum(state == "complete" for state in states.values())
    return card(
        title,
        summary(
            session.say(
                COVERAGE_SUMMARY, n=_count(session, complete), all=_count(session, len(states))
            )
        ),
        coverage(shown, session.store.periods, states, caption=title, language=session.language),
        coverage_legend(session.language),
        _pages(session, page, len(units)),
        class_="wide",
    )


def _pages(session: Session, page: int, number: int) -> Markup | None:
    """Return the links to the pages beside this one, when there are more."""
    if number <= PER_PAGE:
        return None
    first, last = page * PER_PAGE + 1, min((page + 1) * PER_PAGE, number)
    where = session.say(
        PAGE_OF, first=first, last=last, all=counted(number, UNITS, session.language)
    )
    before = session.link(session.say(EARLIER), key="earlier", page=str(page - 1)) if page else None
    after = (
        session.link(session.say(LATER), key="later", page=str(page + 1)) if last < number else None
    )
    return element("p", before, element("span", where), after, class_="pages")


def _aside(session: Session) -> Markup:
    """Return how many rows were set aside under which rule."""
    chosen = _chosen(session)
    files = {row["load_id"]: row["file_name"] for row in session.store.rows("loads")}
    found = [
        (
            session.say(Text(nl=row["message_nl"], en=row["message_en"])),
            files.get(row["load_id"], "–"),
            _count(session, row["n_rows"]),
        )
        for row in session.store.rows("quarantine_counts")
        if not chosen or row["table_name"] in chosen
    ]
    if not found:
        return card(session.say(ASIDE), element("p", session.say(NO_ASIDE), class_="state"))
    headers = [session.say(text) for text in (RULE, DELIVERY, ROWS_IN)]
    return card(
        session.say(ASIDE),
        summary(session.say(ASIDE_SUMMARY)),
        table(headers, found, caption=session.say(ASIDE), is_stacked=True),
    )


def _checks(session: Session) -> Markup:
    """Return the checks that the release went through."""
    rows = session.store.rows("checks")
    if not rows:
        return card(session.say(CHECKS), element("p", session.say(NO_CHECKS), class_="state"))
    failed = [row for row in rows if not row["passed"]]
    number = len(rows) - len(failed)
    return card(
        session.say(CHECKS),
        summary(session.say(CHECKS_SUMMARY, n=number, all=len(rows))),
        _check_table(session, failed) if failed else None,
        element(
            "details",
            element("summary", session.say(ALL_CHECKS), data_key="checks"),
            _check_table(session, rows),
            class_="as-table",
            id="checks",
        ),
    )


def _check_table(session: Session, rows: list[dict[str, Any]]) -> Markup:
    """Return checks with their outcome."""
    found = [
        (
            session.say(Text(nl=row["name_nl"], en=row["name_en"])),
            element(
                "span",
                session.say(PASSED if row["passed"] else FAILED),
                class_="passed" if row["passed"] else "failed",
            ),
            session.say(Text(nl=row["detail_nl"] or "–", en=row["detail_en"] or "–")),
        )
        for row in rows
    ]
    headers = [session.say(text) for text in (CHECK, OUTCOME, DETAIL)]
    return table(headers, found, caption=session.say(CHECKS), is_stacked=True)


def _release(session: Session) -> Markup:
    """Return what the release says about itself, and the hash of each of its files."""
    about = session.store.about
    facts = [
        element(
            "div", element("dt", session.say(words)), element("dd", _fact(session, key, about[key]))
        )
        for key, words in FACTS.items()
        if about.get(key)
    ]
    files = [
        (name, _count(session, entry.get("rows")), element("code", entry["sha256"]))
        for name, entry in sorted(session.store.files.items())
    ]
    return card(
        session.say(RELEASE),
        element("dl", *facts, class_="facts"),
        element(
            "details",
            element("summary", session.say(FILES), data_key="files"),
            table(
                [session.say(text) for text in (FILE, ROWS_IN, HASH)],
                files,
                caption=session.say(FILES),
            ),
            class_="as-table",
            id="files",
        ),
    )


def _fact(session: Session, key: str, value: str) -> str:
    """Return one fact as the language writes it."""
    if key == "period":
        return period_label(value, session.language)
    if key == "published_at" and (day := as_day(value)):
        return format_date(day, session.language)
    if key == "smallest_effect":
        return format_number(float(value), session.language, digits=2)
    return value


VIEW = View(name="data", title=TITLE, order=4, build=build)
