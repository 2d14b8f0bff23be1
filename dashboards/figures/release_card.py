"""What a release says about itself: the checks it went through, its facts and its files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.facts import as_day
from dashboards.figures.deliveries import FILE, HASH, ROWS_IN, count_words
from dashboards.figures.frame import card, summary
from dashboards.html import element, table
from model.period import period_label
from model.text import Text, format_date, format_number

if TYPE_CHECKING:
    from markupsafe import Markup

    from dashboards.view import Session

CHECKS = Text(nl="Controles van deze uitgave", en="Checks of this release")
CHECKS_SUMMARY = Text(nl="{n} van {all} controles in orde.", en="{n} of {all} checks passed.")
NO_CHECKS = Text(
    nl="Bij deze uitgave zijn geen controles vastgelegd.",
    en="No checks were recorded with this release.",
)
ALL_CHECKS = Text(nl="Toon alle controles", en="Show all checks")
CHECK = Text(nl="Controle", en="Check")
OUTCOME = Text(nl="Uitkomst", en="Outcome")
DETAIL = Text(nl="Toelichting", en="Detail")
PASSED = Text(nl="✓ in orde", en="✓ passed")
FAILED = Text(nl="! aandacht", en="! attention")
RELEASE = Text(nl="Deze uitgave", en="This release")
FACTS = {
    "programme": Text(nl="Programma", en="Programme"),
    "period": Text(nl="Periode", en="Period"),
    "published_at": Text(nl="Gepubliceerd", en="Published"),
    "published_by": Text(nl="Door", en="By"),
    "code_version": Text(nl="Versie van de software", en="Version of the software"),
    "smallest_group": Text(nl="Kleinste groep die wordt getoond", en="Smallest group shown"),
    "smallest_effect": Text(nl="Kleinste effect dat ertoe doet", en="Smallest effect that matters"),
    "supersedes": Text(nl="Vervangt", en="Supersedes"),
    "reason": Text(nl="Reden van de correctie", en="Reason for the correction"),
}
FILES = Text(nl="Bestanden en vingerafdrukken", en="Files and fingerprints")


def checks_card(session: Session) -> Markup:
    """Return the checks that the release went through."""
    rows = session.store.rows("checks")
    if not rows:
        return card(session.say(CHECKS), element("p", session.say(NO_CHECKS), class_="state"))
    failed = [row for row in rows if not row["passed"]]
    number = len(rows) - len(failed)
    return card(
        session.say(CHECKS),
        summary(session.say(CHECKS_SUMMARY, n=number, all=len(rows))),
        _check_table(session, failed) if failed else None,
        element(
            "details",
            element("summary", session.say(ALL_CHECKS), data_key="checks"),
            _check_table(session, rows),
            class_="as-table",
            id="checks",
        ),
    )


def _check_table(session: Session, rows: list[dict[str, Any]]) -> Markup:
    """Return checks with their outcome."""
    found = [
        (
            session.say(Text(nl=row["name_nl"], en=row["name_en"])),
            element(
                "span",
                session.say(PASSED if row["passed"] else FAILED),
                class_="passed" if row["passed"] else "failed",
            ),
            session.say(Text(nl=row["detail_nl"] or "–", en=row["detail_en"] or "–")),
        )
        for row in rows
    ]
    headers = [session.say(text) for text in (CHECK, OUTCOME, DETAIL)]
    return table(headers, found, caption=session.say(CHECKS), is_stacked=True)


def release_card(session: Session) -> Markup:
    """Return what the release says about itself, and the hash of each of its files."""
    about = session.store.about
    facts = [
        element(
            "div", element("dt", session.say(words)), element("dd", _fact(session, key, about[key]))
        )
        for key, words in FACTS.items()
        if about.get(key)
    ]
    files = [
        (name, count_words(session, entry.get("rows")), element("code", entry["sha256"]))
        for name, entry in sorted(session.store.files.items())
    ]
    return card(
        session.say(RELEASE),
        element("dl", *facts, class_="facts"),
        element(
            "details",
            element("summary", session.say(FILES), data_key="files"),
            table(
                [session.say(text) for text in (FILE, ROWS_IN, HASH)],
                files,
                caption=session.say(FILES),
            ),
            class_="as-table",
            id="files",
        ),
    )


def _fact(session: Session, key: str, value: str) -> str:
    """Return one fact as the language writes it."""
    if key == "period":
        return period_label(value, session.language)
    if key == "published_at" and (day := as_day(value)):
        return format_date(day, session.language)
    if key == "smallest_effect":
        return format_number(float(value), session.language, digits=2)
    return value
