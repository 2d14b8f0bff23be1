"""May answers be averaged to a score: per construct what the reliabilities say, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.figures.frame import as_table, card, summary
from dashboards.html import element, table
from model.period import period_index, period_label
from model.text import Text, format_number, format_share

if TYPE_CHECKING:
    from markupsafe import Markup

    from dashboards.view import Session

TITLE = Text(
    nl="Mogen antwoorden tot een score worden opgeteld?",
    en="May answers be added up to a score?",
)
SUMMARY = Text(
    nl="{period}: bij {sound} van de {all} constructen zonder voorbehoud.",
    en="{period}: for {sound} of {all} constructs without reservation.",
)
NOTHING = Text(
    nl="In deze uitgave staat geen construct van twee of meer vragen dat genoeg mensen "
    "beantwoordden.",
    en="This release holds no construct of two or more questions that enough people answered.",
)
SOUND = Text(nl="✓ ja, zonder voorbehoud", en="✓ yes, without reservation")
WITH_CARE = Text(nl="! met voorbehoud", en="! with care")
MEASURE = Text(nl="Construct", en="Construct")
PERIOD = Text(nl="Periode", en="Period")
MAY = Text(nl="Mag het?", en="May it?")
CAUTIONS = Text(nl="Houd in gedachten", en="Keep in mind")
PEOPLE = Text(nl="Mensen", en="People")
ITEMS = Text(nl="Vragen", en="Questions")
CEILING = Text(nl="Aan een einde", en="At one end")
SIGNS = ("α", "ω", "ICC(1)", "ICC(2)", "r_wg")
FIGURES = ("alpha", "omega", "icc1", "icc2", "r_wg")
LEGEND = Text(
    nl="α en ω: meten de vragen één ding? ICC(1) en ICC(2): verschillen eenheden, en hoe zeker is "
    "hun gemiddelde? r_wg: zijn mensen in een eenheid het eens (de middelste eenheid)?",
    en="α and ω: do the questions measure one thing? ICC(1) and ICC(2): do units differ, and how "
    "certain is their mean? r_wg: do people in a unit agree (the middle unit)?",
)
ALL_PERIODS = Text(nl="Alle perioden", en="All periods")


def quality_table(session: Session) -> Markup:
    """Return the newest period of each construct in words, and every period as a table."""
    release = session.store.release
    rows = session.store.rows("quality") if "quality" in release.tables else []
    if not rows:
        return card(session.say(TITLE), element("p", session.say(NOTHING), class_="state"))
    newest = _newest(rows)
    sound = sum(bool(row["sound"]) for row in newest)
    last = max((row["period"] for row in newest), key=period_index)
    words = session.say(
        SUMMARY, period=period_label(last, session.language), sound=sound, all=len(newest)
    )
    headers = [session.say(text) for text in (MEASURE, PERIOD, MAY, CAUTIONS)]
    return card(
        session.say(TITLE),
        summary(words),
        table(
            headers,
            [_in_words(session, row) for row in newest],
            caption=session.say(TITLE),
            is_stacked=True,
        ),
        element("p", session.say(LEGEND), class_="footnote"),
        as_table(
            [
                *(session.say(text) for text in (MEASURE, PERIOD, PEOPLE, ITEMS)),
                *SIGNS,
                session.say(CEILING),
            ],
            [_in_numbers(session, row) for row in rows],
            caption=session.say(ALL_PERIODS),
            key="quality",
            language=session.language,
        ),
    )


def _newest(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the newest row of each construct, in the order in which constructs come."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        held = found.get(row["measure"])
        if held is None or period_index(row["period"]) >= period_index(held["period"]):
            found[row["measure"]] = row
    return list(found.values())


def _in_words(session: Session, row: dict[str, Any]) -> list[object]:
    """Return one construct: may it be averaged, and what to keep in mind."""
    cautions = row["cautions_nl" if session.language == "nl" else "cautions_en"] or []
    verdict = element(
        "span",
        session.say(SOUND if row["sound"] else WITH_CARE),
        class_="passed" if row["sound"] else "failed",
    )
    lines = element("ul", *(element("li", line) for line in cautions)) if cautions else "–"
    return [
        _name(session, row["measure"]),
        element("span", period_label(row["period"], session.language), class_="period"),
        verdict,
        lines,
    ]


def _in_numbers(session: Session, row: dict[str, Any]) -> list[object]:
    """Return one construct in one period, in numbers."""
    at_the_end = row["at_the_end"]
    return [
        _name(session, row["measure"]),
        period_label(row["period"], session.language),
        row["n_band"],
        row["n_items"],
        *(_two(session, row[name]) for name in FIGURES),
        "–" if at_the_end is None else format_share(100 * at_the_end, session.language, digits=0),
    ]


def _name(session: Session, code: str) -> str:
    """Return what a construct is called."""
    measure = session.store.measures.get(code)
    return session.say(measure.name) if measure else code


def _two(session: Session, value: float | None) -> str:
    """Return a number with two decimals, or a dash."""
    return "–" if value is None else format_number(value, session.language, digits=2)
