"""The question and its answer: which went before, how sure we are, and what would make us surer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import holoviews as hv
import panel as pn

from dashboards.figures.certainty import how_sure, what_is_needed
from dashboards.figures.evidence import both_directions, lags, stands
from dashboards.figures.frame import card, slot
from dashboards.figures.lag_curve import lag_curve
from dashboards.figures.moderators import moderators
from dashboards.figures.questions import questions
from dashboards.filters import choice
from dashboards.html import element
from dashboards.linked_html import LinkedHtml
from dashboards.view import Session, View
from dashboards.words import (
    NOT_CAUSED,
    STRENGTH_STEPS,
    STRENGTHS,
    UNITS,
    VERDICT_SIGNS,
    VERDICT_WORDS,
    counted,
    headline,
    period_words,
)
from model.period import period_label
from model.text import Text

if TYPE_CHECKING:
    from markupsafe import Markup

    from dashboards.facts import Pair

TITLE = Text(nl="Oordeel", en="Verdict")
QUESTION = Text(nl="Welke vraag", en="Which question")
ARROW = Text(nl="{a} vóór {b}?", en="{a} before {b}?")
COVERAGE = Text(
    nl="{units} · {periods} · {first} t/m {last}", en="{units} · {periods} · {first} to {last}"
)
REGISTERED = Text(nl="vooraf vastgelegde vraag", en="question registered beforehand")
EXPLORATORY = Text(nl="verkennende vraag", en="exploratory question")
BOX = Text(
    nl=(
        "Eerst bewegen is geen bewijs van oorzaak. Iets anders kan beide hebben bewogen: een "
        "reorganisatie, een nieuwe leidinggevende, het seizoen."
    ),
    en=(
        "Moving first is no proof of cause. Something else may have moved both: a "
        "reorganisation, a new manager, the season."
    ),
)
GUIDE = Text(nl="Hoe leest u deze pagina?", en="How to read this page")
GUIDE_LINES = (
    Text(
        nl=(
            "Een schatting van +0,25 betekent: ging de eerste meting in een eenheid één "
            "standaardafwijking omhoog, dan volgde de tweede gemiddeld met een kwart."
        ),
        en=(
            "An estimate of +0.25 means: when the first measure rose by one standard deviation "
            "in a unit, the second followed by a quarter on average."
        ),
    ),
    Text(
        nl=(
            "Beide richtingen worden altijd samen getoetst. Een oordeel over één richting "
            "zonder de andere bestaat hier niet."
        ),
        en=(
            "Both directions are always tested together. A verdict on one direction without "
            "the other does not exist here."
        ),
    ),
    Text(
        nl=(
            "Wat eenheden blijvend van elkaar onderscheidt, en wat alle eenheden tegelijk "
            "meemaken, is eruit gehaald. Er blijft over wat binnen een eenheid eerst kwam."
        ),
        en=(
            "What sets units apart for good, and what all units go through at once, is taken "
            "out. What remains is what came first within a unit."
        ),
    ),
)
NO_PAIRS = Text(nl="Er is nog geen vraag getoetst", en="No question has been tested yet")
NO_PAIRS_LINE = Text(
    nl="Deze uitgave bevat nog geen meting van overtuigingen naast een klantscore.",
    en="This release does not yet hold a measure of beliefs beside a customer score.",
)


# What makes a question: two measures, and the hypothesis when it was registered.
_ASKED = ("cause", "outcome", "hypothesis")


def build(session: Session) -> pn.viewable.Viewable:
    """Return the page; it follows the question in the state."""
    if not session.store.pairs:
        return LinkedHtml(html=str(_without_pairs(session)))
    pipe = hv.streams.Pipe(data=session.store.lag_curve(_pair(session)))
    curve = hv.DynamicMap(
        lambda data: lag_curve(data, theme=session.theme, language=session.language),
        streams=[pipe],
    )
    page = LinkedHtml(
        html=str(_page(session)),
        follow=session.state.follow,
        slots=[_chooser(session), pn.pane.HoloViews(curve, sizing_mode="stretch_width")],
    )

    def redraw(*_events: object) -> None:
        pipe.send(session.store.lag_curve(_pair(session)))
        page.html = str(_page(session))

    session.state.param.watch(redraw, list(_ASKED))
    return page


def _pair(session: Session) -> Pair:
    """Return the question that is looked at."""
    found = session.store.pair(*(getattr(session.state, name) for name in _ASKED))
    if found is None:
        raise LookupError("a release without questions has a page of its own")
    return found


def _chooser(session: Session) -> pn.viewable.Viewable:
    """Return the choice of a question."""
    options = [
        (
            " · ".join(
                filter(
                    None,
                    (session.say(ARROW, a=pair.cause.name, b=pair.outcome.name), pair.hypothesis),
                )
            ),
            _codes(pair),
        )
        for pair in session.store.pairs
    ]

    def now() -> tuple[str, ...]:
        return _codes(_pair(session))

    return choice(session, _ASKED, options, label=session.say(QUESTION), now=now)


def _codes(pair: Pair) -> tuple[str, str, str]:
    """Return what the address says of a question."""
    return pair.cause.code, pair.outcome.code, pair.hypothesis


def _page(session: Session) -> Markup:
    """Return everything on the page around the live parts."""
    pair = _pair(session)
    sure = how_sure(session, pair)
    needed = what_is_needed(session, pair)
    # When nothing can be said, what it takes comes before how sure we are.
    aside = (needed, sure) if pair.verdict == "insufficient" else (sure, needed)
    return element(
        "div",
        _hero(session, pair),
        element(
            "div",
            element("div", both_directions(session, pair), lags(session, pair), class_="stack"),
            element("div", *aside, _guide(session), class_="stack"),
            class_="grid wide-left",
        ),
        stands(session, pair),
        moderators(session, pair),
        questions(session, pair),
        class_=f"view verdict is-{pair.verdict}",
    )


def _hero(session: Session, pair: Pair) -> Markup:
    """Return the finding, what it is about, and what it does not say."""
    language = session.language
    coverage = session.say(
        COVERAGE,
        units=counted(pair.n_units, UNITS, language),
        periods=counted(pair.n_periods, period_words(pair.first_period), language),
        first=period_label(pair.first_period, language) if pair.first_period else "–",
        last=period_label(pair.last_period, language) if pair.last_period else "–",
    )
    purpose = session.say(REGISTERED if pair.registered else EXPLORATORY)
    finding = element(
        "div",
        element("h1", headline(pair).in_language(language), tabindex="-1"),
        element(
            "p",
            element("strong", session.say(pair.cause.name)),
            element("span", f" {VERDICT_SIGNS[pair.verdict]} ", class_="sign", aria_hidden="true"),
            element("span", " · ", class_="unseen"),
            element("strong", session.say(pair.outcome.name)),
            class_="about",
        ),
        element("p", coverage, class_="coverage"),
        element(
            "p", _meter(session, pair), element("span", purpose, class_="chip"), class_="chips"
        ),
        class_="finding",
    )
    caution = element(
        "aside",
        element("h2", session.say(NOT_CAUSED)),
        element("p", session.say(BOX)),
        class_="caution",
    )
    chooser = element("div", slot(0), class_="chooser")
    return element(
        "header", element("div", finding, chooser, class_="hero-main"), caution, class_="hero"
    )


def _meter(session: Session, pair: Pair) -> Markup:
    """Return the verdict and its strength, in words and in filled drops."""
    words = session.say(VERDICT_WORDS[pair.verdict])
    if pair.strength not in STRENGTHS:
        return element("span", words, class_="chip main")
    filled = STRENGTH_STEPS[pair.strength]
    drops = [element("i", class_="full" if step < filled else None) for step in range(3)]
    return element(
        "span",
        f"{words} · {session.say(STRENGTHS[pair.strength])}",
        element("span", *drops, class_="drops", aria_hidden="true"),
        class_="chip main",
    )


def _guide(session: Session) -> Markup:
    """Return how to read the page."""
    lines = [element("li", session.say(line)) for line in GUIDE_LINES]
    return card(session.say(GUIDE), element("ul", *lines, class_="reasons"))


def _without_pairs(session: Session) -> Markup:
    """Return the page of a release in which nothing was tested."""
    return element(
        "div",
        element("h1", session.say(NO_PAIRS), tabindex="-1"),
        element("p", session.say(NO_PAIRS_LINE), class_="state"),
        class_="view verdict",
    )


VIEW = View(name="verdict", title=TITLE, order=2, build=build)
