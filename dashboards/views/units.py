"""Every unit over time: a heat map, cause and outcome aligned per unit, and one unit up close."""

from __future__ import annotations

from typing import TYPE_CHECKING

import holoviews as hv
import panel as pn

from dashboards.figures.aligned import aligned
from dashboards.figures.change import FALLEN, NOISE, RISEN
from dashboards.figures.frame import card, slot, summary
from dashboards.figures.heat_map import heat_map, legend
from dashboards.figures.one_unit import all_measures, series_card
from dashboards.figures.tile import NO_TREND
from dashboards.figures.unit_series import UnitSeries
from dashboards.filters import choice
from dashboards.html import element
from dashboards.linked_html import LinkedHtml
from dashboards.view import Session, View
from dashboards.words import (
    UNITS,
    counted,
    kind_name,
)
from model.period import period_label
from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from dashboards.facts import Figure, Measure, Unit

TITLE = Text(nl="Eenheden", en="Units")
RISE = Text(nl="In {n} van {all} duidelijk gestegen", en="Clearly risen in {n} of {all}")
FALL = Text(nl="In {n} van {all} duidelijk gedaald", en="Clearly fallen in {n} of {all}")
STILL = Text(
    nl="In geen enkele eenheid een duidelijke verandering", en="No clear change in any unit"
)
NO_FIGURES = Text(nl="Nog geen cijfers voor deze meting", en="No figures for this measure yet")
LEDE = Text(
    nl="{measure} · verandering over een jaar tot en met {period}",
    en="{measure} · change over a year up to {period}",
)
ONE_UNIT = Text(nl="{unit}: {words}", en="{unit}: {words}")
UNIT_CHANGES = {
    RISEN: Text(nl="duidelijk gestegen", en="clearly risen"),
    FALLEN: Text(nl="duidelijk gedaald", en="clearly fallen"),
    NOISE: Text(nl="geen duidelijke verandering", en="no clear change"),
}
MEASURE = Text(nl="Meting", en="Measure")
PERIOD = Text(nl="Tot en met", en="Up to")
UNIT = Text(nl="Eenheid", en="Unit")
ALL_UNITS = Text(nl="Alle eenheden", en="All units")
HEAT = Text(nl="{measure} per eenheid en periode", en="{measure} by unit and period")
HEAT_SUMMARY = Text(
    nl="Donkerder is hoger. Kies een eenheid om haar van dichtbij te zien.",
    en="Darker is higher. Choose a unit to see it up close.",
)
PAGES = Text(nl="{first}–{last} van {all}", en="{first}–{last} of {all}")
EARLIER = Text(nl="← vorige", en="← previous")
LATER = Text(nl="volgende →", en="next →")
BACK = Text(nl="Terug naar alle eenheden", en="Back to all units")
GUIDE = Text(nl="Hoe leest u deze pagina?", en="How to read this page")
GUIDE_LINES = (
    Text(
        nl=(
            "Een gearceerd vak betekent: te weinig antwoorden om te tonen. Dat cijfer staat ook "
            "niet in de uitgave, en soms is een buurvak meeverborgen, zodat het niet uit te "
            "rekenen is."
        ),
        en=(
            "A hatched cell means: too few answers to show. That figure is not in the release "
            "either, and sometimes a neighbour is hidden with it, so that it cannot be computed."
        ),
    ),
    Text(
        nl="Een ranglijst van eenheden is er niet: verschillen tussen eenheden zijn deels toeval.",
        en="There is no ranking of units: differences between units are partly chance.",
    ),
)
PER_PAGE = 24


def build(session: Session) -> pn.viewable.Viewable:
    """Return the page; it follows measure, period and unit in the state."""
    if not session.store.measures:
        return LinkedHtml(html=str(_without_measures(session)))
    pipe = hv.streams.Pipe(data=_near(session))
    drawing = UnitSeries(theme=session.theme, language=session.language)
    chart = hv.DynamicMap(lambda data: drawing.draw(*data), streams=[pipe])
    page = LinkedHtml(
        html=str(_page(session)),
        follow=session.state.follow,
        slots=[*_filters(session), pn.pane.HoloViews(chart, sizing_mode="stretch_width")],
    )

    def redraw(*_events: object) -> None:
        pipe.send(_near(session))
        page.html = str(_page(session))

    session.state.param.watch(redraw, ["unit", "measure", "period", "page"])
    return page


def _near(session: Session) -> tuple[Measure, list[Figure]]:
    """Return the series for the chart of one unit; of the first unit while none is chosen."""
    measure, unit = _measure(session), _unit(session)
    code = unit.code if unit else next(iter(session.store.units), "")
    return measure, session.store.series(measure.code, code)


def _filters(session: Session) -> list[pn.viewable.Viewable]:
    """Return the choices of measure, period and unit."""
    store = session.store
    measures = [
        (f"{session.say(kind_name(m.kind))}: {session.say(m.name)}", (m.code,))
        for m in store.measures.values()
    ]
    periods = [(period_label(p, session.language), (p,)) for p in reversed(store.periods)]
    units = [(session.say(ALL_UNITS), ("",))]
    units += [(unit.name, (unit.code,)) for unit in store.units.values()]
    return [
        choice(
            session,
            ("measure",),
            measures,
            label=session.say(MEASURE),
            now=lambda: (_measure(session).code,),
        ),
        choice(
            session,
            ("period",),
            periods,
            label=session.say(PERIOD),
            now=lambda: (session.last_period,),
        ),
        choice(
            session,
            ("unit",),
            units,
            label=session.say(UNIT),
            now=lambda: (u.code if (u := _unit(session)) else "",),
        ),
    ]


def _measure(session: Session) -> Measure:
    """Return the measure that is looked at: the cause of the main question to begin with."""
    measures = session.store.measures
    if session.state.measure in measures:
        return measures[session.state.measure]
    pairs = session.store.pairs
    first = pairs[0].cause.code if pairs else ""
    return measures.get(first) or next(iter(measures.values()))


def _unit(session: Session) -> Unit | None:
    """Return the unit that is looked at up close, if any."""
    return session.store.units.get(session.state.unit)


def _page(session: Session) -> Markup:
    """Return the page of all units, or of one."""
    unit = _unit(session)
    filters = element("div", *(slot(number) for number in range(3)), class_="filters")
    body = _one_unit(session, unit, filters) if unit else _all_units(session, filters)
    return element("div", *body, _guide(session), class_="view units")


def _all_units(session: Session, filters: Markup) -> list[Markup]:
    """Return the page of all units."""
    measure = _measure(session)
    units = session.store.measured(measure.code)
    lede = session.say(
        LEDE,
        measure=measure.name,
        period=session.label(session.last_period),
    )
    head = element(
        "header",
        element("h1", _headline(session, measure), tabindex="-1"),
        element("p", lede, class_="lede"),
        filters,
        class_="hero plain",
    )
    if not units:
        return [head]
    return [
        head,
        _heat(session, measure, units),
        aligned(session, _paged(session, session.store.leaves)[0]),
    ]


def _headline(session: Session, measure: Measure) -> str:
    """Return in how many units the measure clearly changed."""
    leaves = [u for u in session.store.leaves if (measure.code, u.code) in session.store.figures]
    changes = [
        c
        for u in leaves
        if (c := session.change(session.store.series(measure.code, u.code))) is not None
    ]
    if not changes:
        return session.say(NO_FIGURES)
    up = sum(change.words == RISEN for change in changes)
    down = sum(change.words == FALLEN for change in changes)
    if up == down == 0:
        return session.say(STILL)
    words = RISE if up >= down else FALL
    return session.say(words, n=max(up, down), all=counted(len(leaves), UNITS, session.language))


def _heat(session: Session, measure: Measure, units: Sequence[Unit]) -> Markup:
    """Return the heat map, one page of units at a time."""
    chosen, pages = _paged(session, units)
    series = {u.code: session.store.series(measure.code, u.code) for u in chosen}
    caption = session.say(HEAT, measure=measure.name)
    figures = [f for one in series.values() for f in one]
    values = [f.value for f in figures if f.value is not None]
    key = legend(
        measure,
        (min(values), max(values)) if values else (0.0, 0.0),
        sorted({f.state for f in figures}),
        smallest_group=session.store.smallest_group,
        language=session.language,
    )
    grid = heat_map(
        chosen,
        series,
        measure,
        chosen_period=session.last_period,
        smallest_group=session.store.smallest_group,
        caption=caption,
        link=lambda code: session.state.address(unit=code),
        language=session.language,
    )
    return card(caption, summary(session.say(HEAT_SUMMARY)), grid, key, pages, class_="wide")


def _paged(session: Session, units: Sequence[Unit]) -> tuple[Sequence[Unit], Markup | None]:
    """Return the units of the page that is looked at, and the links to the pages beside it."""
    if len(units) <= PER_PAGE:
        return units, None
    last = (len(units) - 1) // PER_PAGE
    page = min(int(session.state.page), last) if session.state.page.isdigit() else 0
    first = page * PER_PAGE
    chosen = units[first : first + PER_PAGE]
    where = session.say(
        PAGES,
        first=first + 1,
        last=first + len(chosen),
        all=counted(len(units), UNITS, session.language),
    )
    before = session.link(session.say(EARLIER), key="earlier", page=str(page - 1)) if page else None
    after = (
        session.link(session.say(LATER), key="later", page=str(page + 1)) if page < last else None
    )
    return chosen, element("p", before, element("span", where), after, class_="pages")


def _one_unit(session: Session, unit: Unit, filters: Markup) -> list[Markup]:
    """Return the page of one unit: one measure up close, then all its measures."""
    measure = _measure(session)
    change = session.change(session.store.series(measure.code, unit.code))
    words = session.say(UNIT_CHANGES.get(change.words, change.words) if change else NO_TREND)
    head = element(
        "header",
        element(
            "p",
            session.link(f"← {session.say(BACK)}", key="back", to_top=True, unit=""),
            class_="back",
        ),
        element("h1", session.say(ONE_UNIT, unit=unit.name, words=words), tabindex="-1"),
        element(
            "p",
            session.say(
                LEDE,
                measure=measure.name,
                period=session.label(session.last_period),
            ),
            class_="lede",
        ),
        filters,
        class_="hero plain",
    )
    return [head, series_card(session, unit, measure), all_measures(session, unit)]


def _guide(session: Session) -> Markup:
    """Return how to read the page."""
    return element(
        "details",
        element("summary", session.say(GUIDE), data_key="guide"),
        *(element("p", session.say(line)) for line in GUIDE_LINES),
        class_="guide",
        id="guide",
    )


def _without_measures(session: Session) -> Markup:
    """Return the page of a release without any measure."""
    return element(
        "div",
        element("h1", session.say(NO_FIGURES), tabindex="-1"),
        class_="view units",
    )


VIEW = View(name="units", title=TITLE, order=3, build=build)
