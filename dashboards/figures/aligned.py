"""Cause and outcome of every unit as small multiples, each unit aligned on its own turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.figures.frame import as_table, card, summary
from dashboards.figures.trajectories import small_multiple, trajectory
from dashboards.html import element
from model.period import PARTS, length_of, period_label
from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from dashboards.facts import Unit
    from dashboards.figures.trajectories import Trajectory
    from dashboards.view import Session

UNIT = Text(nl="Eenheid", en="Unit")
ALIGNED = Text(nl="Wie bewoog eerst?", en="Which moved first?")
ALIGNED_SUMMARY = Text(
    nl=(
        "Elke eenheid is uitgelijnd op de periode waarin {a} kantelde (de streep). "
        "Dit laat zien; het oordeel hangt er niet aan."
    ),
    en=(
        "Each unit is aligned on the period in which {a} turned (the line). "
        "This shows; the verdict does not hang on it."
    ),
)
TOO_SHORT = Text(
    nl="Er zijn nog te weinig perioden om eenheden uit te lijnen.",
    en="There are too few periods yet to align units.",
)
BEFORE_TURN = Text(nl="vóór de kanteling", en="before the turn")
ONE_YEAR = Text(nl="streepjes onderaan: een jaar uit elkaar", en="ticks below: one year apart")
TURNED = Text(nl="Kantelde in", en="Turned in")


def aligned(session: Session, units: Sequence[Unit]) -> Markup:
    """Return cause and outcome of every unit, aligned on the turn of the cause."""
    store = session.store
    pair = store.pair(session.state.cause, session.state.outcome)
    found: list[tuple[Unit, Trajectory]] = []
    if pair is not None:
        for unit in units:
            one = trajectory(
                unit.code,
                store.series(pair.cause.code, unit.code),
                store.series(pair.outcome.code, unit.code),
            )
            found += [(unit, one)] if one is not None else []
    if pair is None or not found:
        return card(session.say(ALIGNED), element("p", session.say(TOO_SHORT), class_="state"))
    before = max(one.turn for _, one in found)
    after = max(len(one.cause) - 1 - one.turn for _, one in found)
    year_steps = PARTS[length_of(store.periods[0])]
    drawn = [
        element(
            "figure",
            element(
                "figcaption",
                session.link(unit.name, key=f"t-{unit.code}", to_top=True, unit=unit.code),
            ),
            small_multiple(one, before=before, after=after, year=year_steps),
        )
        for unit, one in found
    ]
    shade = element("i", class_="before")
    year = element("i", class_="year")
    key = element(
        "p",
        *(
            element(
                "span",
                element("i", class_=f"stroke-{name}"),
                session.say(measure.name),
                class_="key",
                style=f"--mark:var(--{measure.kind})",
            )
            for name, measure in (("cause", pair.cause), ("outcome", pair.outcome))
        ),
        element("span", shade, session.say(BEFORE_TURN), class_="key"),
        element("span", year, session.say(ONE_YEAR), class_="key"),
        class_="legend",
    )
    rows = [
        (unit.name, period_label(store.periods[one.turn], session.language)) for unit, one in found
    ]
    return card(
        session.say(ALIGNED),
        summary(session.say(ALIGNED_SUMMARY, a=pair.cause.name)),
        key,
        element(
            "div",
            *drawn,
            class_="multiples",
            style=f"--cause:var(--{pair.cause.kind});--outcome:var(--{pair.outcome.kind})",
        ),
        as_table(
            [session.say(UNIT), session.say(TURNED)],
            rows,
            caption=session.say(ALIGNED),
            key="table-aligned",
            language=session.language,
        ),
        class_="wide",
    )
