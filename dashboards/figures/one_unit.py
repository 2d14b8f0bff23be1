"""One unit up close: one measure over time, and all its measures as small cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.figures.frame import as_table, card, slot, summary
from dashboards.figures.tile import tile
from dashboards.figures.unit_series import HEIGHT
from dashboards.html import element
from dashboards.words import (
    format_figure,
    format_n,
    format_range,
    state_words,
)
from model.period import period_label
from model.text import Text

if TYPE_CHECKING:
    from markupsafe import Markup

    from dashboards.facts import Figure, Measure, Unit
    from dashboards.view import Session

SERIES = Text(nl="{measure} over de tijd", en="{measure} over time")
SERIES_SUMMARY = Text(
    nl="De lijn is de score, de brede streep de onzekerheidsband; gearceerd: geen cijfer getoond.",
    en="The line is the score, the wide stroke its interval; hatched: no figure shown.",
)
OTHERS = Text(nl="Alle metingen van deze eenheid", en="All measures of this unit")
SCORE = Text(nl="Score", en="Score")
BAND = Text(nl="Onzekerheidsband", en="Interval")
NUMBER = Text(nl="Aantal", en="Number")
SOURCE = Text(nl="Waar komt dit cijfer vandaan?", en="Where does this figure come from?")
PERIOD_HEADER = Text(nl="Periode", en="Period")


def series_card(session: Session, unit: Unit, measure: Measure) -> Markup:
    """Return one series of one unit with every figure's interval and number."""
    language, store = session.language, session.store
    series = store.series(measure.code, unit.code)
    rows = [
        (period_label(f.period, language), *_cells(session, measure, f)) for f in reversed(series)
    ]
    shown = [f.period for f in session.until(series) if f.value is not None]
    where = session.link(
        session.say(SOURCE),
        key="source",
        to_top=True,
        view="data",
        measure=measure.code,
        unit=unit.code,
        period=shown[-1] if shown else "",
    )
    states = sorted({f.state for f in series if f.value is None})
    said = [state_words(state, store.smallest_group, language) for state in states]
    return card(
        session.say(SERIES, measure=measure.name),
        summary(session.say(SERIES_SUMMARY)),
        slot(3, height=HEIGHT),
        element("p", " · ".join(said), class_="footnote") if said else None,
        as_table(
            [session.say(t) for t in (PERIOD_HEADER, SCORE, BAND, NUMBER)],
            rows,
            caption=f"{unit.name}: {session.say(measure.name)}",
            key="table-series",
            language=language,
        ),
        element("p", where, class_="footnote"),
    )


def _cells(session: Session, measure: Measure, figure: Figure) -> tuple[str, str, str]:
    """Return score, interval and number of one figure, or why there is none."""
    if figure.value is None:
        words = state_words(figure.state, session.store.smallest_group, session.language)
        return (words, "–", "–")
    return (
        format_figure(measure, figure, session.language),
        format_range(measure, figure, session.language),
        format_n(figure, session.language),
    )


def all_measures(session: Session, unit: Unit) -> Markup:
    """Return every measure of one unit as a small card that opens it."""
    store = session.store
    tiles = [
        tile(session, measure, session.until(store.series(code, unit.code)), is_flat=True)
        for code, measure in store.measures.items()
    ]
    return element(
        "section",
        element("h2", session.say(OTHERS)),
        element("div", *tiles, class_="tiles"),
        class_="others",
    )
