"""Every question that was tested, with its verdict and both directions, in one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.figures.frame import card, summary
from dashboards.html import element, table
from dashboards.words import (
    STRENGTHS,
    VERDICT_SIGNS,
    VERDICT_WORDS,
    format_estimate,
    format_interval,
)
from model.text import Text

if TYPE_CHECKING:
    from markupsafe import Markup

    from dashboards.facts import Direction, Pair
    from dashboards.view import Session
    from model.text import Language

PAIRS = Text(nl="Alle vragen en hun oordeel", en="All questions and their verdicts")
PAIRS_SUMMARY = Text(
    nl="Elke vraag heeft een eigen oordeel; kies er een om haar te openen.",
    en="Every question has a verdict of its own; choose one to open it.",
)
QUESTION = Text(nl="Vraag", en="Question")
ARROW = Text(nl="{a} → {b}", en="{a} → {b}")
REGISTERED = Text(nl="vooraf vastgelegd als {name}", en="registered beforehand as {name}")
AFTERWARDS = Text(nl="achteraf vastgelegd als {name}", en="registered afterwards as {name}")
EXPLORED = Text(nl="verkennend", en="exploratory")
VERDICT = Text(nl="Oordeel", en="Verdict")
FORWARD = Text(nl="Heen", en="Forward")
REVERSE = Text(nl="Terug", en="Reverse")


def questions(session: Session, chosen: Pair) -> Markup:
    """Return every question with its verdict and both directions."""
    rows = [_pair_row(session, pair, is_chosen=pair == chosen) for pair in session.store.pairs]
    headers = [session.say(text) for text in (QUESTION, VERDICT, FORWARD, REVERSE)]
    return card(
        session.say(PAIRS),
        summary(session.say(PAIRS_SUMMARY)),
        table(headers, rows, caption=session.say(PAIRS), is_stacked=True),
        class_="brief questions",
    )


def _pair_row(session: Session, pair: Pair, *, is_chosen: bool) -> list[object]:
    """Return one question as a row of the table."""
    language = session.language
    strength = STRENGTHS.get(pair.strength)
    opening = session.link(
        session.say(ARROW, a=pair.cause.name, b=pair.outcome.name),
        key=f"pair-{pair.cause.code}-{pair.outcome.code}-{pair.hypothesis}",
        to_top=True,
        cause=pair.cause.code,
        outcome=pair.outcome.code,
        hypothesis=pair.hypothesis,
    )
    sign = element("span", VERDICT_SIGNS[pair.verdict], class_="sign", aria_hidden="true")
    purpose = EXPLORED
    if pair.hypothesis:
        purpose = (REGISTERED if pair.registered else AFTERWARDS).fill(name=pair.hypothesis)
    return [
        element(
            "span",
            element("span", opening, class_="chosen" if is_chosen else None),
            element("small", session.say(purpose)),
            class_="two-lines",
        ),
        element(
            "span",
            element("span", sign, " ", session.say(VERDICT_WORDS[pair.verdict])),
            element("small", session.say(strength)) if strength else None,
            class_="two-lines",
        ),
        _with_interval(pair.forward, language),
        _with_interval(pair.reverse, language),
    ]


def _with_interval(found: Direction, language: Language) -> Markup:
    """Return an estimate with its interval, or one word when there is neither."""
    if found.estimate is None:
        return element("span", format_estimate(found, language), class_="muted")
    return element(
        "span",
        element("span", format_estimate(found, language)),
        element("small", format_interval(found.low, found.high, language)),
        class_="estimate two-lines",
    )
