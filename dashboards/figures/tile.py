"""One measure in one card: score, interval and number, trend, and what changed over a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.figures.sparkline import sparkline
from dashboards.html import element
from dashboards.words import (
    format_change,
    format_change_range,
    format_figure,
    format_n,
    format_range,
    kind_name,
    state_words,
)
from model.period import period_label
from model.text import Text

if TYPE_CHECKING:
    from markupsafe import Markup

    from dashboards.facts import Figure, Measure
    from dashboards.figures.change import Change
    from dashboards.view import Session

SINCE = Text(nl="sinds {period}", en="since {period}")
NO_TREND = Text(nl="nog geen vergelijking mogelijk", en="no comparison possible yet")


def tile(
    session: Session, measure: Measure, series: list[Figure], *, is_flat: bool = False
) -> Markup:
    """Return one measure as a card that opens it under Units.

    Parameters
    ----------
    series : list of Figure
        Up to the last period that is looked at.
    is_flat : bool
        Whether it lies on the page itself, with its kind above its name.
    """
    kind = element("span", session.say(kind_name(measure.kind)), class_="kind")
    name = session.link(
        session.say(measure.name),
        key=f"tile-{measure.code}",
        to_top=True,
        view="units",
        measure=measure.code,
    )
    return element(
        "article",
        kind if is_flat else None,
        element("h3", name),
        *_body(session, measure, series),
        class_="tile flat" if is_flat else "tile",
        style=f"--mark:var(--{measure.kind})",
    )


def _body(session: Session, measure: Measure, series: list[Figure]) -> list[Markup]:
    """Return the score with what it stands on, its trend and its change; or why there is none."""
    language = session.language
    last = series[-1] if series else None
    if last is None or last.value is None:
        why = state_words(last.state if last else "no_data", session.store.smallest_group, language)
        return [element("p", why, class_="state")]
    stands_on = f"{format_range(measure, last, language)} · n {format_n(last, language)}"
    return [
        element(
            "div",
            element("span", format_figure(measure, last, language), class_="value"),
            sparkline(series, colour=measure.kind),
            class_="reading",
        ),
        element("p", stands_on, class_="muted"),
        element("p", *_moved(session, measure, session.change(series)), class_="change"),
    ]


def _moved(session: Session, measure: Measure, change: Change | None) -> list[object]:
    """Return a change: whether it is more than noise, how much, its interval, since when."""
    if change is None:
        return [session.say(NO_TREND)]
    since = session.say(SINCE, period=period_label(change.since, session.language))
    band = format_change_range(measure, change, session.language)
    return [
        element("strong", f"{change.sign} {session.say(change.words)}"),
        f" {format_change(measure, change.amount, session.language)} ",
        element("span", f"({band}) " if band else "", since, class_="muted"),
    ]
