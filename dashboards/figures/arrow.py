"""Arrows between the layers of the iceberg: each carries a verdict, never a promise."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dashboards.html import element
from dashboards.words import STRENGTHS, VERDICT_SIGNS, VERDICT_WORDS, kind_name
from model.text import Text

if TYPE_CHECKING:
    from markupsafe import Markup

    from dashboards.facts import Pair
    from dashboards.view import Session

NOT_TESTED = Text(nl="niet getoetst", en="not tested")
ARROW = Text(nl="{a} → {b}", en="{a} → {b}")
BOTH_ALIKE = Text(nl="{verdict} bij beide vragen", en="{verdict} on both questions")
ALL_ALIKE = Text(nl="{verdict} bij alle {n} vragen", en="{verdict} on all {n} questions")
OF_QUESTIONS = Text(nl="{n} × {verdict}", en="{n} × {verdict}")
ARROWS = Text(nl="Wat ging waaraan vooraf?", en="What went before what?")


def arrow(session: Session, cause: str, outcome: str) -> Markup:
    """Return the verdict between two layers as an arrow; several questions are counted."""
    pairs = [p for p in session.store.pairs if (p.cause.kind, p.outcome.kind) == (cause, outcome)]
    names = session.say(ARROW, a=kind_name(cause), b=kind_name(outcome))
    if not pairs:
        untested = element("span", session.say(NOT_TESTED), class_="muted")
        return element("div", element("span", names), untested, class_="arrow untested")
    # The main question speaks; without one all of them do, counted: never the best of them.
    chosen = next((p for p in pairs if p.is_primary), pairs[0] if len(pairs) == 1 else None)
    if chosen is not None:
        words = _verdict_words(session, chosen)
        sign, verdict = VERDICT_SIGNS[chosen.verdict], chosen.verdict
    else:
        counts = Counter(p.verdict for p in pairs)
        [(verdict, number), *others] = counts.most_common()
        sign = VERDICT_SIGNS[verdict]
        alike = BOTH_ALIKE if number == 2 else ALL_ALIKE
        words = session.say(alike, n=number, verdict=VERDICT_WORDS[verdict])
        if others:
            sign, verdict = "•••", "mixed"
            words = " · ".join(
                session.say(OF_QUESTIONS, n=n, verdict=VERDICT_WORDS[v])
                for v, n in counts.most_common()
            )
    opened = chosen or pairs[0]
    link = session.link(
        words,
        key=f"arrow-{cause}-{outcome}",
        to_top=True,
        view="verdict",
        cause=opened.cause.code,
        outcome=opened.outcome.code,
        hypothesis=opened.hypothesis,
    )
    return element(
        "div",
        element("b", sign, aria_hidden="true"),
        element("span", element("span", names, class_="muted"), link),
        class_=f"arrow is-{verdict}",
    )


def _verdict_words(session: Session, pair: Pair) -> str:
    """Return a verdict with its strength."""
    strength = STRENGTHS.get(pair.strength)
    words = session.say(VERDICT_WORDS[pair.verdict])
    return f"{words} · {session.say(strength)}" if strength else words


def towards_customers(session: Session) -> Markup:
    """Return the arrows from the layers to the customers."""
    arrows = [
        arrow(session, kind, "customer")
        for kind in ("behaviour", "routine", "belief", "leadership")
    ]
    return element("section", element("h2", session.say(ARROWS)), *arrows, class_="towards")
