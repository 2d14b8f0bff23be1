"""Is what was found different where leadership is stronger, and what could have been seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.figures.forest import Row, as_cells, forest, reach
from dashboards.figures.frame import as_table, card, summary
from dashboards.html import element
from dashboards.words import UNITS, counted, format_estimate, period_words, sentence
from model.text import Text, format_number
from model.verdict_rule import LEVEL

if TYPE_CHECKING:
    from markupsafe import Markup

    from dashboards.facts import Moderator, Pair
    from dashboards.view import Session

LEADERSHIP = "leadership"
TITLE = Text(
    nl="Is dit anders waar leiderschap sterker is?",
    en="Is this different where leadership is stronger?",
)
SEEN_MORE = Text(
    nl="Ja: hoe hoger ‘{m}’, hoe meer ‘{b}’ steeg, {lag} na een stijging van ‘{a}’.",
    en="Yes: the higher ‘{m}’, the more ‘{b}’ rose, {lag} after a rise of ‘{a}’.",
)
SEEN_LESS = Text(
    nl="Ja: hoe hoger ‘{m}’, hoe minder ‘{b}’ steeg, {lag} na een stijging van ‘{a}’.",
    en="Yes: the higher ‘{m}’, the less ‘{b}’ rose, {lag} after a rise of ‘{a}’.",
)
CHANCE = Text(
    nl="Niet zeker: waar ‘{m}’ hoger is, volgde ‘{b}’ na {lag} anders op ‘{a}’, maar bij zo veel "
    "vragen tegelijk kan dat toeval zijn.",
    en="Not sure: where ‘{m}’ is higher, ‘{b}’ followed ‘{a}’ differently after {lag}, but with "
    "so many questions at once that may be chance.",
)
NOT_SEEN = Text(
    nl="Geen verschil gezien in hoe ‘{b}’ na {lag} op ‘{a}’ volgde waar ‘{m}’ hoger is.",
    en="No difference seen in how ‘{b}’ followed ‘{a}’ after {lag} where ‘{m}’ is higher.",
)
MDE = Text(
    nl="Een verschil kleiner dan {mde}, op een schatting van {estimate}, blijft met deze {units} "
    "meestal verborgen.",
    en="A difference smaller than {mde}, on an estimate of {estimate}, usually stays hidden with "
    "these {units}.",
)
SCALE = Text(
    nl="Hoeveel de schatting verschilt tussen een eenheid met een gemiddelde score op leiderschap "
    "en een met een hoge (één standaardafwijking meer, hoger dan zo’n vijf van de zes eenheden). "
    "Het oordeel hangt hier niet van af.",
    en="How much the estimate differs between a unit with an average score on leadership and one "
    "with a high score (one standard deviation more, higher than about five of six units). The "
    "verdict does not depend on this.",
)
TOO_SMALL = Text(
    nl="meestal te klein om met deze eenheden te zien",
    en="usually too small to be seen with these units",
)
ABOUT_LEADERSHIP = Text(
    nl="Deze vraag gaat zelf over leiderschap.", en="This question is about leadership itself."
)
NO_MEASURE = Text(
    nl="Er is geen meting van leiderschap geleverd, dus dit valt niet te zeggen.",
    en="No measure of leadership was delivered, so this cannot be said.",
)
MEASURE = Text(nl="Meting van leiderschap", en="Measure of leadership")
DIFFERENCE = Text(nl="Verschil", en="Difference")
LOW = Text(nl="Van", en="From")
HIGH = Text(nl="Tot", en="To")
VISIBLE = Text(nl="Kleinste dat te zien is (MDE)", en="Smallest that can be seen (MDE)")
UNITS_HEADER = Text(nl="Eenheden", en="Units")


def moderators(session: Session, pair: Pair) -> Markup | None:
    """Return whether a question's estimate differs with leadership; None in an older release."""
    if not session.store.asks_moderators:
        return None
    title = session.say(TITLE)
    found = session.store.moderators(pair)
    if not found:
        is_about = LEADERSHIP in (pair.cause.kind, pair.outcome.kind)
        why = session.say(ABOUT_LEADERSHIP if is_about else NO_MEASURE)
        return card(title, element("p", why, class_="state"))
    usable = [one for one in found if one.applicable]
    left_out = [_left_out(session, one) for one in found if not one.applicable]
    if not usable:
        return card(title, *left_out)
    return card(
        title,
        *(summary(_sentence(session, pair, one)) for one in usable),
        *_drawing(session, usable),
        *left_out,
        _table(session, usable),
    )


def _sentence(session: Session, pair: Pair, one: Moderator) -> str:
    """Return what was seen, and always what could have been."""
    language = session.language
    words = session.say(
        _finding(one),
        a=pair.cause.name,
        b=pair.outcome.name,
        m=one.measure.name,
        lag=counted(one.lag, period_words(pair.first_period), language),
    )
    mde = session.say(
        MDE,
        mde=format_number(one.mde or 0.0, language, digits=2),
        estimate=format_estimate(pair.forward, language),
        units=counted(one.n_units, UNITS, language),
    )
    return f"{words} {mde}"


def _finding(one: Moderator) -> Text:
    """Return what may be said: a finding must also stand among all questions of its sort."""
    low, high = one.low or 0.0, one.high or 0.0
    if low <= 0 <= high:
        return NOT_SEEN
    if one.q is None or one.q > LEVEL:
        return CHANCE
    return SEEN_MORE if low > 0 else SEEN_LESS


def _drawing(session: Session, found: list[Moderator]) -> list[Markup]:
    """Return each difference with its interval, over what is too small to be seen."""
    rows = [_row(session, one) for one in found]
    scale = reach(rows, at_least=max(row.unseen for row in rows))
    return [
        forest(rows, scale=scale, language=session.language, compact=True),
        element(
            "p",
            element("span", element("i", class_="too-small"), session.say(TOO_SMALL), class_="key"),
            class_="legend",
        ),
        element("p", session.say(SCALE), class_="footnote"),
    ]


def _row(session: Session, one: Moderator) -> Row:
    """Return one measure of leadership as a row of the drawing."""
    return Row(
        label=session.say(one.measure.name),
        estimate=one.estimate,
        low=one.low,
        high=one.high,
        colour=LEADERSHIP,
        unseen=one.mde or 0.0,
    )


def _table(session: Session, found: list[Moderator]) -> Markup:
    """Return the numbers of the drawing."""
    headers = (MEASURE, DIFFERENCE, LOW, HIGH, VISIBLE, UNITS_HEADER)
    return as_table(
        [session.say(text) for text in headers],
        [
            (
                *as_cells(_row(session, one), session.language),
                format_number(one.mde or 0.0, session.language, digits=2),
                format_number(one.n_units, session.language, digits=0),
            )
            for one in found
        ],
        caption=session.say(TITLE),
        key="table-moderators",
        language=session.language,
    )


def _left_out(session: Session, one: Moderator) -> Markup:
    """Return why a measure of leadership tells nothing here."""
    words = sentence(f"{session.say(one.measure.name)}: {session.say(one.note)}")
    return element("p", words, class_="state")
