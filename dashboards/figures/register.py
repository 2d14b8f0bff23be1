"""The register of hypotheses: what was expected, since when, and what the data say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import panel as pn

from dashboards.facts import as_day
from dashboards.figures.frame import as_table, card, summary
from dashboards.html import element
from dashboards.words import STRENGTHS, VERDICT_SIGNS, VERDICT_WORDS
from model.hypothesis import Hypothesis
from model.period import period_label
from model.text import Text, format_date, format_number
from pipelines.hypotheses import current

if TYPE_CHECKING:
    from markupsafe import Markup

    from dashboards.store import Store
    from dashboards.view import Session

REGISTER = Text(nl="Wat vooraf is vastgelegd", en="What was written down beforehand")
REGISTER_SUMMARY = Text(
    nl="Elke verwachting met haar oordeel; tegenhangers staan naast elkaar.",
    en="Each expectation with its verdict; rivals stand side by side.",
)
NONE = Text(
    nl="In deze uitgave is geen verwachting vastgelegd. Leg er een vast vóór de gegevens komen: "
    "aan de balie, of met onderstroom hypothesis add.",
    en="No expectation is registered in this release. Register one before the data come: at the "
    "desk, or with onderstroom hypothesis add.",
)
WRITE_DOWN = Text(nl="Een verwachting vastleggen", en="Register an expectation")
MORE = Text(nl="meer {a} gaat vooraf aan meer {b}", en="more {a} goes before more {b}")
LESS = Text(nl="meer {a} gaat vooraf aan minder {b}", en="more {a} goes before less {b}")
WINDOW = Text(
    nl="Na {first} tot {last} perioden, ten minste {effect}; gegevens vanaf {period}.",
    en="After {first} to {last} periods, at least {effect}; data from {period}.",
)
PURPOSE = Text(nl="Waarvoor: {purpose}", en="What for: {purpose}")
BEFOREHAND = Text(nl="vastgelegd op {day}", en="registered on {day}")
AFTERWARDS = Text(nl="achteraf ({day})", en="afterwards ({day})")
NOT_TESTED = Text(nl="nog niet getoetst", en="not tested yet")
RIVALS = Text(nl="{a} tegenover {b}", en="{a} against {b}")
VERSIONS = Text(nl="Alle versies", en="All versions")
COLUMNS = (
    Text(nl="Naam", en="Name"),
    Text(nl="Versie", en="Version"),
    Text(nl="Verwachting", en="Expectation"),
    Text(nl="Vastgelegd", en="Registered"),
    Text(nl="Vingerafdruk", en="Fingerprint"),
)
ANSWERS = {
    "as_expected": Text(nl="zoals verwacht", en="as expected"),
    "opposite": Text(nl="tegengesteld aan de verwachting", en="opposite to what was expected"),
    "other_lag": Text(nl="op een andere vertraging", en="at another lag"),
    "not_found": Text(nl="niet zoals verwacht", en="not as expected"),
    "undecided": Text(nl="nog niet te zeggen", en="cannot be said yet"),
}
_TURNED = {"lead": "reverse", "reverse": "lead"}


def register(session: Session) -> Markup:
    """Return the hypotheses of the release, rivals as a pair, and every version as a table."""
    rows = session.store.rows("hypotheses") if _has_register(session.store) else []
    if not rows:
        return card(
            session.say(REGISTER),
            element("p", session.say(NONE), class_="state"),
            _way(session),
            id_="register",
        )
    versions = [_hypothesis(row) for row in rows]
    groups = rivals(current(versions))
    return card(
        session.say(REGISTER),
        summary(session.say(REGISTER_SUMMARY)),
        *(_group(session, group) for group in groups),
        _versions(session, versions),
        _way(session),
        id_="register",
    )


def _way(session: Session) -> Markup | None:
    """Return the way to the form; a notebook and a picture have no server to write to."""
    document = pn.state.curdoc
    if document is None or document.session_context is None:
        return None
    state = session.state
    address = f"desk?lang={state.language}&theme={state.theme}&view=expect"
    return element("p", element("a", session.say(WRITE_DOWN), href=address))


def rivals(known: list[Hypothesis]) -> list[tuple[Hypothesis, ...]]:
    """Return hypotheses in groups: a hypothesis together with the one that names it its rival."""
    by_name = {one.name: one for one in known}
    seen: set[str] = set()
    groups = []
    for one in known:
        partners = [by_name[one.rival]] if one.rival in by_name else []
        partners += [other for other in known if other.rival == one.name]
        group = [one, *(p for p in dict.fromkeys(partners) if p.name != one.name)]
        fresh = tuple(member for member in group if member.name not in seen)
        if one.name not in seen and fresh:
            seen.update(member.name for member in fresh)
            groups.append(fresh)
    return groups


def _has_register(store: Store) -> bool:
    """Return whether the release holds the register; older releases do not."""
    return "hypotheses" in store.release.tables


def _hypothesis(row: dict[str, Any]) -> Hypothesis:
    """Return one row of the register; who wrote it is not published."""
    values = {name: value for name, value in row.items() if name != "frozen_hash"}
    return Hypothesis(**values, registered_by="")


def _group(session: Session, group: tuple[Hypothesis, ...]) -> Markup:
    """Return one hypothesis, or rivals side by side."""
    pieces = [_one(session, one) for one in group]
    heading = None
    if len(group) > 1:
        words = session.say(RIVALS, a=group[0].name, b=", ".join(one.name for one in group[1:]))
        heading = element("p", element("strong", words))
    return element(
        "div",
        heading,
        element("div", *pieces, class_="grid halves" if len(group) > 1 else None),
        class_="rivals",
    )


def _one(session: Session, one: Hypothesis) -> Markup:
    """Return one hypothesis with its verdict."""
    window = session.say(
        WINDOW,
        first=one.first_lag,
        last=one.last_lag,
        effect=format_number(one.smallest_effect, session.language, digits=2),
        period=period_label(one.first_period, session.language),
    )
    stamp = session.say(AFTERWARDS if one.afterwards else BEFOREHAND, day=_day(session, one))
    return element(
        "article",
        element("h3", f"{one.name} · {_expectation(session, one)}"),
        element(
            "p",
            _answer(session, one),
            _expected(session, one),
            element("span", stamp, class_="chip"),
            class_="chips",
        ),
        element("p", window),
        element("p", session.say(PURPOSE, purpose=one.purpose), class_="muted"),
        class_="hypothesis",
    )


def _expectation(session: Session, one: Hypothesis) -> str:
    """Return what is expected, in the measures' own names."""
    measures = session.store.measures
    a, b = (
        session.say(measures[code].name) if code in measures else code
        for code in (one.cause, one.outcome)
    )
    return session.say(MORE if one.sign == "+" else LESS, a=f"‘{a}’", b=f"‘{b}’")


def _answer(session: Session, one: Hypothesis) -> Markup:
    """Return the verdict on this order; a rival's is the same verdict seen from its side."""
    verdict, strength = "", ""
    for pair in session.store.pairs:
        if pair.hypothesis == one.name:
            verdict, strength = pair.verdict, pair.strength
            break
        codes = (pair.cause.code, pair.outcome.code)
        if codes == (one.cause, one.outcome):
            verdict, strength = pair.verdict, pair.strength
            break
        if codes == (one.outcome, one.cause):
            verdict, strength = _TURNED.get(pair.verdict, pair.verdict), pair.strength
    if not verdict:
        return element("span", session.say(NOT_TESTED), class_="chip main")
    words = session.say(VERDICT_WORDS[verdict])
    if strength in STRENGTHS:
        words = f"{words} · {session.say(STRENGTHS[strength])}"
    sign = element("span", VERDICT_SIGNS[verdict], class_="sign", aria_hidden="true")
    return element("span", sign, " ", words, class_="chip main")


def _expected(session: Session, one: Hypothesis) -> Markup | None:
    """Return whether the data of its window speak as the hypothesis did."""
    answers = [pair.answer for pair in session.store.pairs if pair.hypothesis == one.name]
    words = ANSWERS.get(answers[0]) if answers else None
    return element("span", session.say(words), class_="chip") if words else None


def _versions(session: Session, versions: list[Hypothesis]) -> Markup:
    """Return every version, in the order in which they were written down."""
    rows = [
        [
            one.name,
            one.version,
            _expectation(session, one),
            session.say(AFTERWARDS if one.afterwards else BEFOREHAND, day=_day(session, one)),
            element("code", row["frozen_hash"]),
        ]
        for one, row in zip(versions, session.store.rows("hypotheses"), strict=True)
    ]
    return as_table(
        [session.say(text) for text in COLUMNS],
        rows,
        caption=session.say(VERSIONS),
        key="versions",
        language=session.language,
    )


def _day(session: Session, one: Hypothesis) -> str:
    """Return the day on which a version was written down."""
    day = as_day(one.registered_at)
    return format_date(day, session.language) if day else "–"
