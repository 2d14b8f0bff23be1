"""The home picture: actions above the water, routines and beliefs below, customers beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.figures import scene
from dashboards.figures.arrow import arrow, towards_customers
from dashboards.figures.change import FALLEN, NO_INTERVAL, RISEN
from dashboards.figures.frame import slot
from dashboards.figures.iceberg_table import iceberg_table
from dashboards.figures.tile import tile
from dashboards.filters import choice
from dashboards.html import element
from dashboards.linked_html import LinkedHtml
from dashboards.view import Session, View
from dashboards.words import (
    KINDS,
    UNITS,
    VERDICT_SIGNS,
    counted,
    headline,
    kind_name,
    period_words,
)
from model.period import period_label
from model.text import Text, join_words

if TYPE_CHECKING:
    from markupsafe import Markup
    from panel.viewable import Viewable

    from dashboards.facts import Figure, Measure
    from dashboards.figures.change import Change
    from dashboards.figures.iceberg_table import Layers

TITLE = Text(nl="IJsberg", en="Iceberg")
RISES = Text(nl="Duidelijk gestegen: {layers}", en="Clearly risen: {layers}")
FALLS = Text(nl="Duidelijk gedaald: {layers}", en="Clearly fallen: {layers}")
MIXED = Text(nl="Gestegen: {up}; gedaald: {down}", en="Risen: {up}; fallen: {down}")
STILL = Text(nl="Alles bewoog binnen de ruis", en="Everything moved within the noise")
NOT_SURE = Text(
    nl="Van geen enkele verandering staat vast dat zij meer is dan ruis",
    en="No change is known to be more than noise",
)
NOTHING = Text(nl="Voor deze eenheid zijn er geen cijfers", en="There are no figures for this unit")
LEDE = Text(
    nl="{unit} · {period} · verandering over een jaar, met onzekerheidsband",
    en="{unit} · {period} · change over a year, with its confidence interval",
)
WHY = Text(nl="Bekijk beide richtingen", en="See both directions")
UNIT = Text(nl="Eenheid", en="Unit")
MIDDLE_UNIT = Text(nl="Middelste van alle eenheden", en="Median of all units")
PERIOD = Text(nl="Tot en met", en="Up to")
PLACES = {
    "behaviour": Text(
        nl="boven water: acties die klanten zien", en="above water: actions customers see"
    ),
    "routine": Text(nl="onder water: hoe het hier gaat", en="below the water: how things are done"),
    "belief": Text(nl="het diepst: waar het op rust", en="deepest: what it rests on"),
    "customer": Text(nl="ernaast: wat klanten ervaren", en="beside it: what customers experience"),
}
NOT_MEASURED = Text(nl="Deze laag wordt nog niet gemeten.", en="This layer is not measured yet.")
MORE = Text(nl="nog {n} in Eenheden", en="{n} more in Units")
GUIDE = Text(nl="Hoe leest u de ijsberg?", en="How to read the iceberg")
GUIDE_LINES = (
    Text(
        nl=(
            "Elke laag houdt haar eigen metingen: er is geen cijfer voor ‘de cultuur’. "
            "Een pijl draagt het oordeel over de vragen tussen twee lagen; zonder toets geen pijl."
        ),
        en=(
            "Each layer keeps its own measures: there is no one figure for ‘the culture’. "
            "An arrow carries the verdict on the questions between two layers; untested, no arrow."
        ),
    ),
    Text(
        nl=(
            "‘Binnen de ruis’ betekent dat de verandering niet groter is dan wat toeval in de "
            "antwoorden al geeft."
        ),
        en=(
            "‘Within the noise’ means that the change is no larger than what chance in the "
            "answers already gives."
        ),
    ),
)
# At most seven tiles on the page; the rest is one click away, under Units.
_TILES = 7
_MOST: dict[str, int] = {"customer": 2, "behaviour": 1, "routine": 2, "belief": 2}


def build(session: Session) -> Viewable:
    """Return the page; it follows unit and period in the state."""
    page = LinkedHtml(
        html=str(_page(session)), follow=session.state.follow, slots=_filters(session)
    )

    def redraw(*_events: object) -> None:
        page.html = str(_page(session))

    session.state.param.watch(redraw, ["unit", "period"])
    return page


def _filters(session: Session) -> list[Viewable]:
    """Return the choices of unit and period."""
    store = session.store
    units = [(unit.name, (unit.code,)) for unit in store.units.values()]
    if store.top is None:
        units.insert(0, (session.say(MIDDLE_UNIT), ("",)))
    periods = [(period_label(p, session.language), (p,)) for p in reversed(store.periods)]
    return [
        choice(session, ("unit",), units, label=session.say(UNIT), now=lambda: (_unit(session),)),
        choice(
            session,
            ("period",),
            periods,
            label=session.say(PERIOD),
            now=lambda: (session.last_period,),
        ),
    ]


def _unit(session: Session) -> str:
    """Return the unit that is looked at; empty for the middle of all units."""
    if session.state.unit in session.store.units:
        return str(session.state.unit)
    return session.store.top.code if session.store.top else ""


def _series(session: Session, measure: str) -> list[Figure]:
    """Return the figures of a measure up to the last period that is looked at."""
    unit = _unit(session)
    found = session.store.series(measure, unit) if unit else session.store.middle(measure)
    return session.until(found)


def _layer(session: Session, kind: str) -> list[tuple[Measure, list[Figure], Change | None]]:
    """Return the measures of a layer with series and change: those in a question come first."""
    asked: dict[str, int] = {}
    for place, pair in enumerate(session.store.pairs):
        asked.setdefault(pair.cause.code, place)
        asked.setdefault(pair.outcome.code, place)
    measures = [m for m in session.store.measures.values() if m.kind == kind]
    measures.sort(key=lambda m: (m.code not in asked, not m.is_construct, asked.get(m.code, 0)))
    return [(m, (s := _series(session, m.code)), session.change(s)) for m in measures]


def _page(session: Session) -> Markup:
    """Return the whole page."""
    layers = {kind: _layer(session, kind) for kind in PLACES}
    sky = element(
        "div",
        element("div", scene.tip("tip"), _tiles(session, "behaviour", layers), class_="ice"),
        element("div", _tiles(session, "customer", layers), class_="beside"),
        class_="sky",
    )
    deep = element(
        "div",
        scene.body("body"),
        arrow(session, "routine", "behaviour"),
        _tiles(session, "routine", layers),
        arrow(session, "belief", "routine"),
        _tiles(session, "belief", layers),
        class_="ice",
    )
    sea = element(
        "div",
        scene.waterline(),
        deep,
        element("div", towards_customers(session), class_="beside"),
        class_="sea",
    )
    return element(
        "div",
        _hero(session, layers),
        element("div", sky, sea, class_="ocean"),
        iceberg_table(session, layers),
        _guide(session),
        class_="view iceberg",
    )


def _hero(session: Session, layers: Layers) -> Markup:
    """Return the finding in one sentence, and the choices."""
    unit = session.store.units.get(_unit(session))
    lede = session.say(
        LEDE,
        unit=unit.name if unit else session.say(MIDDLE_UNIT),
        period=session.label(session.last_period),
    )
    filters = element(
        "div",
        slot(0),
        slot(1),
        class_="filters",
    )
    return element(
        "header",
        element("h1", _headline(session, layers), tabindex="-1"),
        element("p", lede, class_="lede"),
        _answer(session),
        filters,
        class_="hero plain",
    )


def _answer(session: Session) -> Markup | None:
    """Return the verdict on the main question, and the way to both of its directions."""
    pair = next(iter(session.store.pairs), None)
    if pair is None:
        return None
    sign = element("b", VERDICT_SIGNS[pair.verdict], class_="sign", aria_hidden="true")
    finding = headline(pair).in_language(session.language)
    link = session.link(session.say(WHY), key="answer", to_top=True, view="verdict")
    words = element("strong", sign, f" {finding}.")
    units = counted(pair.n_units, UNITS, session.language)
    periods = counted(pair.n_periods, period_words(pair.first_period), session.language)
    stands_on = element("span", f"{units} · {periods}", class_="muted")
    return element("p", words, " ", stands_on, " ", link, class_="answer")


def _headline(session: Session, layers: Layers) -> str:
    """Return which layers clearly moved; a layer whose measures disagree did not."""
    up, down, seen = [], [], set()
    for kind, measures in layers.items():
        words = {change.words for _, _, change in measures if change is not None}
        seen |= words
        if RISEN in words and FALLEN not in words:
            up.append(session.say(KINDS[kind].in_sentence))
        if FALLEN in words and RISEN not in words:
            down.append(session.say(KINDS[kind].in_sentence))
    rose, fell = (join_words(names, session.language) for names in (up, down))
    if up and down:
        return session.say(MIXED, up=rose, down=fell)
    if up or down:
        return session.say(RISES, layers=rose) if up else session.say(FALLS, layers=fell)
    if NO_INTERVAL in seen:
        return session.say(NOT_SURE)
    return session.say(STILL if seen else NOTHING)


def _tiles(session: Session, kind: str, layers: Layers) -> Markup:
    """Return one layer: its name, its place, and its measures as tiles."""
    measures = layers[kind]
    most = _places(layers)[kind]
    shown = measures[:most]
    more = len(measures) - len(shown)
    tiles = [tile(session, measure, series) for measure, series, _ in shown]
    if not tiles:
        tiles = [element("p", session.say(NOT_MEASURED), class_="tile state")]
    link = None
    if more > 0:
        link = session.link(
            session.say(MORE, n=more),
            key=f"more-{kind}",
            to_top=True,
            view="units",
            measure=measures[most][0].code,
        )
    heading = element(
        "div",
        element("h2", session.say(kind_name(kind))),
        element("span", session.say(PLACES[kind])),
        link,
        class_="layer-name",
    )
    return element(
        "section",
        heading,
        element("div", *tiles, class_="tiles"),
        class_=f"layer layer-{kind}",
        style=f"--mark:var(--{kind})",
    )


def _places(layers: Layers) -> dict[str, int]:
    """Return how many tiles each layer may have; what one does not need goes to the next."""
    places = {kind: min(most, len(layers[kind])) for kind, most in _MOST.items()}
    for kind, measures in layers.items():
        spare = _TILES - sum(places.values())
        places[kind] += min(spare, len(measures) - places[kind])
    return places


def _guide(session: Session) -> Markup:
    """Return how to read the page."""
    return element(
        "details",
        element("summary", session.say(GUIDE), data_key="guide"),
        *(element("p", session.say(line)) for line in GUIDE_LINES),
        class_="guide",
        id="guide",
    )


VIEW = View(name="iceberg", title=TITLE, order=1, build=build)
