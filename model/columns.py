"""Columns that tables share, so that they mean the same wherever they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandera.polars as pa

from model.table import column
from model.text import Text

if TYPE_CHECKING:
    from model.table import Refers

OF_THE_UNIT = Text(nl="code van de eenheid", en="code of the unit")
ON_SCREEN = Text(nl="zoals op het scherm", en="as on screen")


def unit(explanation: Text = OF_THE_UNIT) -> pa.Column:
    """Return the unit that a row is about."""
    return column("code", Text(nl="Eenheid", en="Unit"), explanation, refers="unit")


def period() -> pa.Column:
    """Return the period that a row is about, in any usual spelling."""
    explanation = Text(nl="zoals 2026-Q3", en="such as 2026-Q3")
    return column("period", Text(nl="Periode", en="Period"), explanation)


def code(title: Text, explanation: Text, *, refers: Refers = "code") -> pa.Column:
    """Return a code that stands in another table, by default in the codebook."""
    return column("code", title, explanation, refers=refers)


def value(explanation: Text) -> pa.Column:
    """Return a figure that was delivered as such."""
    return column("number", Text(nl="Waarde", en="Value"), explanation)


def size(explanation: Text, *, least: int = 0) -> pa.Column:
    """Return how many stand behind a figure."""
    checks = (pa.Check.ge(least),) if least else ()
    return column("count", Text(nl="n", en="n"), explanation, required=False, checks=checks)


def spread(explanation: Text) -> pa.Column:
    """Return the standard deviation behind a figure."""
    title = Text(nl="Standaardafwijking", en="Standard deviation")
    return column("number", title, explanation, required=False, checks=(pa.Check.ge(0),))


def tally(title: Text, explanation: Text) -> pa.Column:
    """Return one part of a count, which need not be delivered."""
    return column("count", title, explanation, required=False)


def response_id() -> pa.Column:
    """Return the number of one answer."""
    explanation = Text(nl="uniek nummer van dit antwoord", en="unique number of this answer")
    return column("id", Text(nl="Antwoordnummer", en="Response id"), explanation)


def score(explanation: Text) -> pa.Column:
    """Return one answer as a number; empty when the question was skipped."""
    return column("number", Text(nl="Score", en="Score"), explanation, nullable=True)


def submitted_at() -> pa.Column:
    """Return when an answer was given."""
    explanation = Text(
        nl="datum of tijdstip; alleen de dag wordt bewaard",
        en="date or moment; only the day is kept",
    )
    return column("moment", Text(nl="Ingevuld op", en="Submitted at"), explanation)


def words(title: Text, explanation: Text, *, longest: int = 60) -> pa.Column:
    """Return a short free text, which need not be delivered."""
    checks = (pa.Check.str_length(0, longest),)
    return column("words", title, explanation, required=False, checks=checks)


def names(meaning: Text) -> dict[str, pa.Column]:
    """Return name and explanation in both languages; only the Dutch name must be there."""
    nl, en = Text(nl="Nederlands", en="Dutch"), Text(nl="Engels", en="English")
    name = Text(nl="Naam ({language})", en="Name ({language})")
    explained = Text(nl="Uitleg ({language})", en="Explanation ({language})")
    return {
        "name_nl": column("words", name.fill(language=nl), ON_SCREEN),
        "name_en": column("words", name.fill(language=en), ON_SCREEN, required=False),
        "explanation_nl": column("words", explained.fill(language=nl), meaning, required=False),
        "explanation_en": column("words", explained.fill(language=en), meaning, required=False),
    }
