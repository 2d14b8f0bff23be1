"""How complete each source is: units by periods, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.desk.section import Section, Steward, hero, lede
from dashboards.facts import Unit
from dashboards.figures.coverage import (
    coverage,
    coverage_legend,
    shares_complete,
    source_choices,
)
from dashboards.figures.frame import card, summary
from dashboards.html import element
from dashboards.words import UNITS, counted, source_name
from model.period import bounds, period_label
from model.text import Text, join_words

if TYPE_CHECKING:
    from markupsafe import Markup

TITLE = Text(nl="Dekking", en="Coverage")
ALL_IN = Text(nl="{period} is van elke bron volledig", en="{period} is complete for every source")
LACKING = Text(nl="{period}: {n} vakken niet volledig", en="{period}: {n} cells not complete")
LACKING_ONE = Text(nl="{period}: één vak niet volledig", en="{period}: one cell not complete")
LEDE = Text(
    nl="Per bron: welke eenheid leverde in welke periode? Een leeg rondje is een gat, geen nul.",
    en="Per source: which unit delivered in which period? An open circle is a gap, not a zero.",
)
NOTHING = Text(nl="Er is nog geen periode geleverd", en="No period has been delivered yet")
NOTHING_LEDE = Text(
    nl="Zodra er scores of antwoorden zijn, staat hier wat er ontbreekt.",
    en="Once there are scores or answers, what is missing stands here.",
)
SOURCES = Text(nl="Gegevensbronnen", en="Data sources")
ALL_COMPLETE = Text(
    nl="Volledig in {n} van {all} vakken; {period} is volledig.",
    en="Complete in {n} of {all} cells; {period} is complete.",
)
NOT_COMPLETE = Text(
    nl="Volledig in {n} van {all} vakken. In {period} nog niet volledig: {names}.",
    en="Complete in {n} of {all} cells. Not yet complete in {period}: {names}.",
)
AND_MORE = Text(nl="{names} en {n} meer", en="{names} and {n} more")
PAGE_OF = Text(nl="{first}–{last} van {all}", en="{first}–{last} of {all}")
EARLIER = Text(nl="← vorige", en="← previous")
LATER = Text(nl="volgende →", en="next →")
PER_PAGE = 30
NAMED_AT_MOST = 6

Cells = dict[tuple[str, str], str]


def draw(steward: Steward) -> Markup:
    """Return the grid of the source that is looked at."""
    overview: dict[str, Any] = steward.place.desk.overview or {}
    cells = overview["completeness"]
    if not cells:
        return element(
            "div", hero(steward.say(NOTHING), lede(steward.say(NOTHING_LEDE))), class_="view"
        )
    shares = shares_complete(cells)
    sources = list(shares)
    chosen = steward.state.source if steward.state.source in sources else sources[0]
    last = max((cell["period"] for cell in cells), key=bounds)
    gaps = sum(cell["period"] == last and cell["state"] != "complete" for cell in cells)
    text = ALL_IN if not gaps else LACKING_ONE if gaps == 1 else LACKING
    period = period_label(last, steward.language)
    return element(
        "div",
        hero(
            steward.say(text, period=period, n=steward.count(gaps)),
            lede(steward.say(LEDE)),
            source_choices(
                shares,
                chosen,
                address=lambda source: steward.state.address(source=source, page=""),
                label=steward.say(SOURCES),
                language=steward.language,
            ),
        ),
        _grid(steward, cells, overview["units"], chosen),
        class_="view",
    )


def _grid(
    steward: Steward, cells: list[dict[str, str]], units: list[list[str]], source: str
) -> Markup:
    """Return units by periods of one source, one page of units at a time."""
    states: Cells = {
        (cell["unit_code"], cell["period"]): cell["state"]
        for cell in cells
        if cell["source"] == source
    }
    periods = sorted({period for _, period in states}, key=bounds)
    names = {code: name or code for code, name in units}
    codes = sorted({code for code, _ in states}, key=lambda code: names.get(code, code))
    listed = [Unit(code, names.get(code, code), None, 0) for code in codes]
    pages = (len(listed) - 1) // PER_PAGE
    page = min(int(steward.state.page), pages) if steward.state.page.isdigit() else 0
    title = steward.say(source_name(source))
    return card(
        title,
        summary(_in_words(steward, states, listed, periods[-1])),
        coverage(
            listed[page * PER_PAGE : (page + 1) * PER_PAGE],
            periods,
            states,
            caption=title,
            language=steward.language,
        ),
        coverage_legend(steward.language),
        _pages(steward, page, len(listed)),
        class_="wide",
    )


def _in_words(steward: Steward, states: Cells, units: list[Unit], last: str) -> str:
    """Return how complete a source is, and who is not yet in the last period."""
    lacking = [unit.name for unit in units if states.get((unit.code, last)) != "complete"]
    names = join_words(lacking, steward.language)
    if len(lacking) > NAMED_AT_MOST:
        first = ", ".join(lacking[:NAMED_AT_MOST])
        names = steward.say(AND_MORE, names=first, n=len(lacking) - NAMED_AT_MOST)
    return steward.say(
        NOT_COMPLETE if lacking else ALL_COMPLETE,
        n=steward.count(list(states.values()).count("complete")),
        all=steward.count(len(states)),
        period=period_label(last, steward.language),
        names=names,
    )


def _pages(steward: Steward, page: int, number: int) -> Markup | None:
    """Return the links to the pages beside this one, when there are more."""
    if number <= PER_PAGE:
        return None
    first, last = page * PER_PAGE + 1, min((page + 1) * PER_PAGE, number)
    where = steward.say(
        PAGE_OF, first=first, last=last, all=counted(number, UNITS, steward.language)
    )
    link = steward.state.link
    before = link(steward.say(EARLIER), key="earlier", page=str(page - 1)) if page else None
    after = link(steward.say(LATER), key="later", page=str(page + 1)) if last < number else None
    return element("p", before, element("span", where), after, class_="pages")


SECTION = Section("coverage", TITLE, 3, draw)
