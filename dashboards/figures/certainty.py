"""How sure a verdict is, in reasons and in one chance, and what it takes to be surer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.figures.chance_map import format_chance
from dashboards.figures.frame import card
from dashboards.figures.need import need
from dashboards.html import element
from dashboards.words import ERROR_SOURCES, UNITS, counted, period_words, sentence
from model.text import Text, format_number

if TYPE_CHECKING:
    from markupsafe import Markup

    from dashboards.facts import Pair
    from dashboards.view import Session

SURE = Text(nl="Hoe zeker zijn we?", en="How sure are we?")
POWER = Text(
    nl="Kans om een effect van {effect} te zien, als het er is: {power}.",
    en="Chance to see an effect of {effect}, if there is one: {power}.",
)
MDE = Text(
    nl="Kleinste effect dat zichtbaar kan zijn: {mde}. Kleinste dat ertoe doet: {effect}.",
    en="Smallest effect that can be seen: {mde}. Smallest that matters: {effect}.",
)
NEEDED = Text(nl="Wat is er nodig?", en="What is needed?")
NOW = Text(nl="nu", en="now")
NEEDED_WORD = Text(nl="nodig", en="needed")
NEED_WORDS = Text(
    nl="Nodig: {periods} met deze {units_now}, of {units} in deze {periods_now}.",
    en="Needed: {periods} with these {units_now}, or {units} in these {periods_now}.",
)
LEAST_WORDS = Text(
    nl="Om iets te kunnen zeggen: minstens {periods} en {units}. Nu: {periods_now} en {units_now}. "
    "Wat het vraagt om een effect van {effect} te zien, staat onder Plan.",
    en="To say anything: at least {periods} and {units}. Now: {periods_now} and {units_now}. "
    "What it takes to see an effect of {effect} is shown under Plan.",
)
# More periods do not mend this, so it comes first.
ERROR_FIRST = Text(
    nl="Bij elke bron het aantal antwoorden en hun spreiding (n en sd), of een betrouwbaarheid in "
    "het codeboek. Zonder blijft er geen oordeel, hoeveel perioden er ook bij komen.",
    en="From each source the number of answers and their spread (n and sd), or a reliability in "
    "the codebook. Without them there is no verdict, however many periods are added.",
)
ENOUGH = Text(
    nl="Dit is genoeg om het kleinste effect te zien dat ertoe doet.",
    en="This is enough to see the smallest effect that matters.",
)
NEED_UNKNOWN = Text(
    nl="Hoeveel er nodig is, valt uit deze gegevens niet te berekenen.",
    en="How much is needed cannot be computed from these data.",
)


def how_sure(session: Session, pair: Pair) -> Markup:
    """Return how sure we are, in reasons and in one chance."""
    language = session.language
    matters = pair.smallest_effect or session.store.smallest_effect
    effect = format_number(matters, language, digits=2)
    lines = [sentence(session.say(reason)) for reason in pair.reasons]
    if pair.power is not None:
        power = format_chance(pair.power, language)
        lines.append(session.say(POWER, effect=effect, power=power))
    if pair.mde is not None:
        mde = format_number(pair.mde, language, digits=2)
        lines.append(session.say(MDE, mde=mde, effect=effect))
    lines.append(session.say(ERROR_SOURCES.get(pair.error_source, ERROR_SOURCES["none"])))
    return card(
        session.say(SURE), element("ul", *(element("li", line) for line in lines), class_="reasons")
    )


def what_is_needed(session: Session, pair: Pair) -> Markup:
    """Return what there is and what it takes."""
    title = session.say(NEEDED)
    units = max(pair.needed_units or 0, pair.n_units)
    periods = max(pair.needed_periods or 0, pair.n_periods)
    if pair.needed_units is None and pair.needed_periods is None:
        unknown = element("p", session.say(NEED_UNKNOWN))
        return card(title, _error_first(session, pair) or unknown, class_="needed")
    if (units, periods) == (pair.n_units, pair.n_periods):
        return card(title, element("p", session.say(ENOUGH)), class_="needed")
    amounts = _amounts(session, pair, units, periods)
    if pair.mde is None:
        least = element("p", session.say(LEAST_WORDS, **amounts))
        return card(title, _error_first(session, pair), least, class_="needed")
    return card(
        title,
        element("p", session.say(NEED_WORDS, **amounts), class_="summary"),
        need(pair.n_units, pair.n_periods, units, periods),
        element(
            "p",
            element("span", element("i", class_="have"), session.say(NOW), class_="key"),
            element("span", element("i", class_="lack"), session.say(NEEDED_WORD), class_="key"),
            class_="legend",
        ),
        class_="needed",
    )


def _error_first(session: Session, pair: Pair) -> Markup | None:
    """Return that a source must come with its counts, where it does not."""
    return element("p", session.say(ERROR_FIRST)) if pair.error_source == "none" else None


def _amounts(session: Session, pair: Pair, units: int, periods: int) -> dict[str, str]:
    """Return what is needed and what there is, each with its noun: ``12 kwartalen``."""
    language = session.language
    several = period_words(pair.first_period)
    effect = pair.smallest_effect or session.store.smallest_effect
    return {
        "units": counted(units, UNITS, language),
        "periods": counted(periods, several, language),
        "units_now": counted(pair.n_units, UNITS, language),
        "periods_now": counted(pair.n_periods, several, language),
        "effect": format_number(effect, language, digits=2),
    }
