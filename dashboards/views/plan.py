"""The power planner: what a programme of this size can show, what it takes, what is registered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import panel as pn
import panel_material_ui as pmui

from dashboards.figures.chance_map import chance_legend, chance_map, chance_table, format_chance
from dashboards.figures.frame import card, slot, summary
from dashboards.figures.register import register
from dashboards.html import element
from dashboards.linked_html import LinkedHtml
from dashboards.planner import (
    CHOICES,
    Outlook,
    choices,
    is_enough,
    opening_plan,
    outlook,
    read_plan,
)
from dashboards.view import Session, View
from dashboards.words import UNITS, counted, period_words
from model.statistics.power import CHANCE, MOST_PERIODS, MOST_UNITS
from model.text import Text, format_number, format_share

if TYPE_CHECKING:
    from collections.abc import Callable

    from markupsafe import Markup
    from panel.viewable import Viewable

    from dashboards.planner import Plan

TITLE = Text(nl="Plan", en="Plan")
CHANCE_OF = Text(
    nl="Kans om een effect van {effect} te zien: {chance}",
    en="Chance to see an effect of {effect}: {chance}",
)
SIZE = Text(
    nl="{units} · {periods} · {answers} antwoorden per eenheid",
    en="{units} · {periods} · {answers} answers per unit",
)
SMALLEST = Text(
    nl="Kleinste zichtbare effect: {effect} (kans {chance}).",
    en="Smallest effect that can be seen: {effect} (chance {chance}).",
)
NO_SMALLEST = Text(
    nl="Kleinste zichtbare effect: geen. Zo klein als dit is, ziet een programma niets met een "
    "kans van {chance}.",
    en="Smallest effect that can be seen: none. A programme as small as this sees nothing with "
    "a chance of {chance}.",
)
NEEDED = Text(nl="Wat is er nodig?", en="What is needed?")
NEEDED_SUMMARY = Text(
    nl="Voor een kans van {chance} op een effect van {effect}:",
    en="For a chance of {chance} to see an effect of {effect}:",
)
MORE_UNITS = Text(nl="bij {periods}: ten minste {units};", en="with {periods}: at least {units};")
MORE_PERIODS = Text(nl="bij {units}: ten minste {periods}.", en="with {units}: at least {periods}.")
NEVER_UNITS = Text(
    nl="bij {periods}: meer dan {most} eenheden, dus buiten bereik;",
    en="with {periods}: more than {most} units, so out of reach;",
)
NEVER_PERIODS = Text(
    nl="bij {units}: meer dan {most} perioden, dus buiten bereik.",
    en="with {units}: more than {most} periods, so out of reach.",
)
ENOUGH = Text(nl="Dit plan is groot genoeg.", en="This plan is large enough.")
PICTURE = Text(nl="Kans per eenheden en {periods}", en="Chance by units and {periods}")
ABOVE_LINE = Text(
    nl="Dit plan ligt boven de grens van {chance}: meer eenheden en meer {periods} helpen beide.",
    en="This plan lies above the line of {chance}: more units and more {periods} both help.",
)
BELOW_LINE = Text(
    nl="Dit plan ligt onder de grens van {chance}: meer eenheden en meer {periods} helpen beide.",
    en="This plan lies below the line of {chance}: more units and more {periods} both help.",
)
FIELDS = {
    "units": Text(nl="Eenheden", en="Units"),
    "periods": Text(nl="Perioden", en="Periods"),
    "answers": Text(nl="Antwoorden per eenheid", en="Answers per unit"),
    "reliability": Text(
        nl="Betrouwbaarheid bij {answers} antwoorden", en="Reliability with {answers} answers"
    ),
    "effect": Text(nl="Effect", en="Effect"),
}
BACK = Text(nl="Terug naar uw programma nu", en="Back to your programme now")
ASSUMED = Text(nl="Waar rekent dit mee?", en="What is this computed with?")
ASSUMPTIONS = (
    Text(
        nl="Een effect van 0,25 betekent: gaat de eerste meting in een eenheid één "
        "standaardafwijking omhoog, dan volgt de tweede een periode later met een kwart.",
        en="An effect of 0.25 means: when the first measure rises by one standard deviation in a "
        "unit, the second follows by a quarter one period later.",
    ),
    Text(
        nl="Betrouwbaarheid is het deel van de beweging binnen eenheden dat geen meetfout is. "
        "Meer antwoorden maken haar hoger. Zij geldt hier voor beide metingen.",
        en="Reliability is the share of the movement within units that is not measurement error. "
        "More answers raise it. Here it holds for both measures.",
    ),
    Text(
        nl="Van een periode blijft een periode later de helft over, en wat nieuw is in beide "
        "metingen hangt 0,4 samen. Elke eenheid meet in elke periode.",
        en="Half of a period's standing is left one period later, and what is new in both "
        "measures correlates 0.4. Every unit measures in every period.",
    ),
)
TAKEN = Text(
    nl="Bij het openen staat hier uw programma: {units}, {periods}, en een betrouwbaarheid "
    "die uit de gepubliceerde cijfers is geschat.",
    en="At first you see your programme here: {units}, {periods}, and a reliability that is "
    "estimated from the published figures.",
)
IN_VERDICT = Text(
    nl="Het oordeel over uw eigen gegevens rekent met de spreiding die er is gemeten: "
    "kans {power}.",
    en="The verdict on your own data uses the spread that was measured there: chance {power}.",
)
REST = 120  # milliseconds


def build(session: Session) -> Viewable:
    """Return the page; it follows the plan in the state."""
    now = opening_plan(session.store)
    sliders = [_slider(session, name, now) for name in CHOICES]
    page = LinkedHtml(html=str(_page(session, now)), follow=session.state.follow, slots=sliders)

    def redraw(*_events: object) -> None:
        page.html = str(_page(session, now))

    session.state.param.watch(redraw, ["plan"])
    return page


def _slider(session: Session, name: str, now: Plan) -> pmui.DiscreteSlider:
    """Return the choice of one part of the plan, kept equal to the state both ways."""
    options = {_value(session, name, one): one for one in choices(name, now)}

    def planned() -> Plan:
        return read_plan(session.state.plan, now)

    slider = pmui.DiscreteSlider(
        label=session.say(FIELDS[name], answers=now.answers)
        if name == "reliability"
        else session.say(FIELDS[name]),
        options=options,
        value=getattr(planned(), name),
        sizing_mode="stretch_width",
        margin=(0, 8),
    )

    def settle() -> None:
        wished = replace(planned(), **{name: slider.value})
        session.state.plan = "" if wished == now else wished.text

    def told(*_events: object) -> None:
        slider.value = getattr(planned(), name)

    slider.param.watch(_once_settled(settle), "value")
    session.state.param.watch(told, ["plan"])
    return slider


def _once_settled(act: Callable[[], None]) -> Callable[[object], None]:
    """Return a watcher that acts once a value rests; a slider that is dragged passes many."""
    waiting: list[pn.io.PeriodicCallback] = []

    def changed(_event: object) -> None:
        for earlier in waiting:
            earlier.stop()
        waiting.clear()
        if pn.state.curdoc is None or pn.state.curdoc.session_context is None:
            act()
        else:
            waiting.append(pn.state.add_periodic_callback(act, period=REST, count=1))

    return changed


def _value(session: Session, name: str, value: int) -> str:
    """Return a value of the plan as the reader writes it."""
    if name in ("reliability", "effect"):
        return format_number(value / 100, session.language, digits=2)
    return format_number(value, session.language, digits=0)


def _page(session: Session, now: Plan) -> Markup:
    """Return the whole page."""
    plan = read_plan(session.state.plan, now)
    found = outlook(plan.design(now))
    return element(
        "div",
        _hero(session, plan, now, found),
        element(
            "div",
            _picture(session, plan, now, found),
            element("div", _needed(session, plan, found), _assumed(session, now), class_="stack"),
            class_="grid wide-left",
        ),
        register(session),
        class_="view plan",
    )


def _hero(session: Session, plan: Plan, now: Plan, found: Outlook) -> Markup:
    """Return the chance, the smallest effect, and the sliders."""
    enough = _share(session, CHANCE)
    chance = format_chance(found.chance, session.language)
    smallest = (
        session.say(NO_SMALLEST, chance=enough)
        if found.smallest is None
        else session.say(
            SMALLEST,
            effect=format_number(found.smallest, session.language, digits=2),
            chance=enough,
        )
    )
    size = session.say(
        SIZE,
        units=_units(session, plan.units),
        periods=_periods(session, plan.periods),
        answers=plan.answers,
    )
    back = None
    if plan != now:
        back = element("p", session.link(session.say(BACK), key="plan-now", plan=""))
    return element(
        "header",
        element(
            "h1",
            session.say(CHANCE_OF, effect=_effect(session, plan), chance=chance),
            tabindex="-1",
        ),
        element(
            "div",
            element("p", smallest, class_="lede"),
            element("p", size, class_="coverage"),
            role="status",
        ),
        element("div", *(slot(n, height=56) for n in range(len(CHOICES))), class_="filters"),
        back,
        class_="hero plain",
    )


def _picture(session: Session, plan: Plan, now: Plan, found: Outlook) -> Markup:
    """Return the picture of the chance over units and periods, and its table."""
    design, language = plan.design(now), session.language
    periods = session.say(_period_words(session)[1])
    title = session.say(PICTURE, periods=periods)
    words = ABOVE_LINE if is_enough(found.chance) else BELOW_LINE
    return card(
        title,
        summary(session.say(words, chance=_share(session, CHANCE), periods=periods)),
        chance_map(design, plan, now, periods=periods, language=language),
        chance_legend(language, is_moved=plan != now),
        chance_table(design, caption=title, periods=periods, language=language),
    )


def _needed(session: Session, plan: Plan, found: Outlook) -> Markup:
    """Return how many units or periods it takes."""
    planned_units, planned_periods = _units(session, plan.units), _periods(session, plan.periods)
    units = (
        session.say(NEVER_UNITS, periods=planned_periods, most=_whole(session, MOST_UNITS))
        if found.units is None
        else session.say(MORE_UNITS, periods=planned_periods, units=_units(session, found.units))
    )
    periods = (
        session.say(NEVER_PERIODS, units=planned_units, most=_whole(session, MOST_PERIODS))
        if found.periods is None
        else session.say(
            MORE_PERIODS, units=planned_units, periods=_periods(session, found.periods)
        )
    )
    told = session.say(
        NEEDED_SUMMARY, chance=_share(session, CHANCE), effect=_effect(session, plan)
    )
    return card(
        session.say(NEEDED),
        summary(told),
        element("ul", element("li", units), element("li", periods), class_="reasons"),
        element("p", session.say(ENOUGH), class_="footnote") if is_enough(found.chance) else None,
    )


def _assumed(session: Session, now: Plan) -> Markup:
    """Return what the chance is computed with."""
    lines = [session.say(line) for line in ASSUMPTIONS]
    pair = next(iter(session.store.pairs), None)
    if pair is not None:
        taken = {
            "units": _units(session, now.units),
            "periods": _periods(session, now.periods),
        }
        lines.append(session.say(TAKEN, **taken))
        if pair.power is not None:
            lines.append(session.say(IN_VERDICT, power=format_chance(pair.power, session.language)))
    return card(
        session.say(ASSUMED),
        element("ul", *(element("li", line) for line in lines), class_="reasons"),
    )


def _effect(session: Session, plan: Plan) -> str:
    """Return the effect of the plan."""
    return _value(session, "effect", plan.effect)


def _share(session: Session, chance: float) -> str:
    """Return a chance in percents."""
    return format_share(100 * chance, session.language, digits=0)


def _whole(session: Session, number: int) -> str:
    """Return a whole number."""
    return format_number(number, session.language, digits=0)


def _units(session: Session, number: int) -> str:
    """Return ``20 eenheden``."""
    return counted(number, UNITS, session.language)


def _periods(session: Session, number: int) -> str:
    """Return ``12 kwartalen``."""
    return counted(number, _period_words(session), session.language)


def _period_words(session: Session) -> tuple[Text, Text]:
    """Return what the periods of this programme are called."""
    return period_words(next(iter(session.store.periods), ""))


VIEW = View(name="plan", title=TITLE, order=5, build=build)
