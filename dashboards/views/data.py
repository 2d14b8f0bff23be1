"""Where the figures come from: deliveries, coverage, what was set aside, and the release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.facts import as_day
from dashboards.figures.coverage import (
    coverage,
    coverage_legend,
    shares_complete,
    source_choices,
)
from dashboards.figures.deliveries import count_words, deliveries, set_aside
from dashboards.figures.frame import card, slot, summary
from dashboards.figures.quality_table import quality_table
from dashboards.figures.release_card import checks_card, release_card
from dashboards.filters import choice
from dashboards.html import element
from dashboards.linked_html import LinkedHtml
from dashboards.trace import chosen_loads, sources, traced
from dashboards.view import Session, View
from dashboards.words import UNITS, counted, format_figure, source_name
from model.text import Text, format_date

if TYPE_CHECKING:
    from markupsafe import Markup
    from panel.viewable import Viewable

TITLE = Text(nl="Gegevens", en="Data")
CAME_IN = Text(
    nl="{n}, {aside} {aside:rij|rijen} apart gezet", en="{n}, {aside} {aside:row|rows} set aside"
)
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
TRACED = Text(
    nl="Herkomst van {measure}, {unit}, {period}: {value}.",
    en="Origin of {measure}, {unit}, {period}: {value}.",
)
TRACED_ALL = Text(
    nl="Herkomst van {measure}, {unit}, {period}.", en="Origin of {measure}, {unit}, {period}."
)
EVERY_UNIT = Text(nl="alle eenheden", en="all units")
EVERY_PERIOD = Text(nl="alle perioden", en="all periods")
SHOW_ALL = Text(nl="Toon alle leveringen", en="Show all deliveries")
SOURCE = Text(nl="Gegevensbron", en="Data source")
SOURCES = Text(nl="Gegevensbronnen", en="Data sources")
ALL_SOURCES = Text(nl="Alle gegevensbronnen", en="All data sources")
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
PER_PAGE = 24


def build(session: Session) -> Viewable:
    """Return the page; it follows the source, or the measure that is traced."""
    choices = [(session.say(ALL_SOURCES), ("",))]
    choices += [(session.say(source_name(name)), (name,)) for name in sources(session)]
    chooser = choice(
        session,
        ("source",),
        choices,
        label=session.say(SOURCE),
        now=lambda: (session.state.source if session.state.source in sources(session) else "",),
    )
    page = LinkedHtml(html=str(_page(session)), follow=session.state.follow, slots=[chooser])

    def redraw(*_events: object) -> None:
        page.html = str(_page(session))

    session.state.param.watch(redraw, ["source", "measure", "unit", "period", "page"])
    return page


def _page(session: Session) -> Markup:
    """Return the whole page."""
    return element(
        "div",
        _hero(session),
        deliveries(session),
        _coverage(session),
        quality_table(session),
        element("div", set_aside(session), checks_card(session), class_="grid halves"),
        release_card(session),
        class_="view data",
    )


def _hero(session: Session) -> Markup:
    """Return how much came in, of which release this is, and what is traced."""
    loads = chosen_loads(session)
    aside = sum(row["rows_set_aside"] or 0 for row in loads)
    number = counted(len(loads), DELIVERIES_COUNTED, session.language)
    if not loads:
        headline = session.say(NOTHING)
    elif aside:
        headline = session.say(CAME_IN, n=number, aside=count_words(session, aside))
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
    """Return which figure or measure is traced to its deliveries."""
    trace = traced(session)
    if trace is None:
        return None
    figure = trace.figure(session.store)
    shown = None if figure is None else format_figure(trace.measure, figure, session.language)
    words = session.say(
        TRACED if shown else TRACED_ALL,
        measure=trace.measure.name,
        unit=trace.unit.name if trace.unit else EVERY_UNIT,
        period=session.label(trace.period) if trace.period else EVERY_PERIOD,
        value=shown,
    )
    everything = session.link(
        session.say(SHOW_ALL), key="all-sources", measure="", unit="", period="", source=""
    )
    return element("p", words, " ", everything, class_="notice")


def _coverage(session: Session) -> Markup:
    """Return the coverage of the source that is looked at, one page of units at a time."""
    rows = session.store.rows("coverage")
    known = list(dict.fromkeys(row["source"] for row in rows))
    looked_at = {row["table_name"] for row in chosen_loads(session)}
    source = next((name for name in known if name in looked_at), None)
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
                COVERAGE_SUMMARY,
                n=count_words(session, complete),
                all=count_words(session, len(states)),
            )
        ),
        _sources(session, source),
        coverage(shown, session.store.periods, states, caption=title, language=session.language),
        coverage_legend(session.language),
        _pages(session, page, len(units)),
        class_="wide",
    )


def _sources(session: Session, chosen: str) -> Markup:
    """Return every source with its share of complete cells, to choose from."""
    return source_choices(
        shares_complete(session.store.rows("coverage")),
        chosen,
        address=lambda source: session.state.address(source=source, page=""),
        label=session.say(SOURCES),
        language=session.language,
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


VIEW = View(name="data", title=TITLE, order=4, build=build)
