"""Everything in the picture of the iceberg as a table, what did not fit on it included."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from dashboards.figures.frame import as_table
from dashboards.figures.tile import NO_TREND
from dashboards.words import (
    format_change,
    format_change_range,
    format_figure,
    format_n,
    format_range,
    kind_name,
    state_words,
)
from model.text import Text

if TYPE_CHECKING:
    from markupsafe import Markup

    from dashboards.facts import Figure, Measure
    from dashboards.figures.change import Change
    from dashboards.view import Session

    Layers: TypeAlias = dict[str, list[tuple[Measure, list[Figure], Change | None]]]

TABLE = Text(nl="De ijsberg in cijfers", en="The iceberg in figures")
LAYER = Text(nl="Laag", en="Layer")
MEASURE = Text(nl="Meting", en="Measure")
SCORE = Text(nl="Score", en="Score")
NUMBER = Text(nl="Aantal", en="Number")
CHANGE = Text(nl="Verandering", en="Change")
BAND = Text(nl="Onzekerheidsband", en="Interval")
CHANGE_BAND = Text(nl="Band van de verandering", en="Interval of the change")
MATTERS = Text(nl="Betekenis", en="Meaning")
_HEADERS = (LAYER, MEASURE, SCORE, BAND, NUMBER, CHANGE, CHANGE_BAND, MATTERS)


def iceberg_table(session: Session, layers: Layers) -> Markup:
    """Return every measure of every layer as a row."""
    rows = [
        [
            session.say(kind_name(kind)),
            *_cells(session, measure, series),
            *_moved(session, measure, change),
        ]
        for kind, measures in layers.items()
        for measure, series, change in measures
    ]
    headers = [session.say(text) for text in _HEADERS]
    return as_table(
        headers, rows, caption=session.say(TABLE), key="table-iceberg", language=session.language
    )


def _cells(session: Session, measure: Measure, series: list[Figure]) -> list[str]:
    """Return name, score, interval and number of the last figure, or why there is none."""
    language, last = session.language, series[-1] if series else None
    name = session.say(measure.name)
    if last is None or last.value is None:
        state = last.state if last else "no_data"
        return [name, state_words(state, session.store.smallest_group, language), "–", "–"]
    return [
        name,
        format_figure(measure, last, language),
        format_range(measure, last, language),
        format_n(last, language),
    ]


def _moved(session: Session, measure: Measure, change: Change | None) -> list[str]:
    """Return a change, its interval, and whether it is more than noise."""
    if change is None:
        return ["–", "–", session.say(NO_TREND)]
    return [
        format_change(measure, change.amount, session.language),
        format_change_range(measure, change, session.language) or "–",
        session.say(change.words),
    ]
