"""Words that more than one view uses, and values as each language writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.period import length_of
from model.text import Language, Text, format_number, format_share, format_signed

if TYPE_CHECKING:
    from dashboards.facts import Direction, Figure, Measure, Pair
    from dashboards.figures.change import Change


@dataclass(frozen=True)
class Kind:
    """How a kind of measure is called, alone and in a sentence."""

    name: Text
    in_sentence: Text
    is_plural_nl: bool


KINDS: dict[str, Kind] = {
    "belief": Kind(
        Text(nl="Overtuigingen", en="Beliefs"), Text(nl="overtuigingen", en="beliefs"), True
    ),
    "routine": Kind(Text(nl="Routines", en="Routines"), Text(nl="routines", en="routines"), True),
    "behaviour": Kind(Text(nl="Gedrag", en="Behaviour"), Text(nl="gedrag", en="behaviour"), False),
    "customer": Kind(
        Text(nl="Klantscore", en="Customer score"),
        Text(nl="de klantscore", en="the customer score"),
        False,
    ),
    "leadership": Kind(
        Text(nl="Leiderschap", en="Leadership"), Text(nl="leiderschap", en="leadership"), False
    ),
    "drive": Kind(Text(nl="Drijfveren", en="Drives"), Text(nl="drijfveren", en="drives"), True),
    "context": Kind(Text(nl="Omgeving", en="Context"), Text(nl="de omgeving", en="context"), False),
}

VERDICT_WORDS: dict[str, Text] = {
    "lead": Text(nl="liep voorop", en="went before"),
    "reverse": Text(nl="omgekeerde richting", en="reverse direction"),
    "both": Text(nl="beide richtingen", en="both directions"),
    "together": Text(nl="bewogen samen", en="moved together"),
    "none": Text(nl="geen aanwijzing", en="no sign"),
    "insufficient": Text(nl="te weinig gegevens", en="not enough data"),
}
# A shape beside the words, so that a verdict is also told apart without colour.
VERDICT_SIGNS: dict[str, str] = {
    "lead": "→",
    "reverse": "←",
    "both": "⇄",
    "together": "∥",
    "none": "∅",
    "insufficient": "?",
}
_HEADLINES: dict[str, Text] = {
    "lead": Text(nl="{A} {liep} voorop op {b}", en="{A} went before {b}"),
    "reverse": Text(nl="{B} {liep_b} voorop op {a}", en="{B} went before {a}"),
    "both": Text(
        nl="{A} en {b} liepen over en weer voorop", en="{A} and {b} each went before the other"
    ),
    "together": Text(
        nl="{A} en {b} bewogen samen op", en="{A} and {b} moved together, neither first"
    ),
    "none": Text(nl="Geen aanwijzing dat {a} voorop {liep}", en="No sign that {a} went before {b}"),
    "insufficient": Text(
        nl="Nog te weinig gegevens om dit te zeggen", en="Not enough data yet to say"
    ),
}
STRENGTHS: dict[str, Text] = {
    "strong": Text(nl="sterk onderbouwd", en="strongly supported"),
    "moderate": Text(nl="redelijk onderbouwd", en="fairly supported"),
    "weak": Text(nl="zwak onderbouwd", en="weakly supported"),
}
STRENGTH_STEPS: dict[str, int] = {"weak": 1, "moderate": 2, "strong": 3}
STATES: dict[str, Text] = {
    "too_few": Text(nl="te weinig antwoorden (n < {k})", en="too few answers (n < {k})"),
    "no_data": Text(nl="geen gegevens", en="no data"),
    "not_comparable": Text(nl="niet vergelijkbaar", en="not comparable"),
}
STATE_SIGNS: dict[str, str] = {"too_few": "▨", "no_data": "–", "not_comparable": "≠"}
ERROR_SOURCES: dict[str, Text] = {
    "sampling": Text(
        nl="Meetfout: berekend uit het aantal antwoorden en hun spreiding.",
        en="Measurement error: computed from the number of answers and their spread.",
    ),
    "reliability": Text(
        nl="Meetfout: uit een betrouwbaarheid die de gegevensbeheerder opgaf.",
        en="Measurement error: from a reliability that the data steward entered.",
    ),
    "none": Text(
        nl=(
            "Meetfout: onbekend. De bron levert geen aantallen of spreiding, "
            "dus is er geen oordeel."
        ),
        en=(
            "Measurement error: unknown. The source has no counts or spread, "
            "so there is no verdict."
        ),
    ),
}
SOURCES: dict[str, Text] = {
    "survey_responses": Text(nl="Medewerkersonderzoek", en="Employee survey"),
    "survey_scores": Text(nl="Medewerkersonderzoek (totalen)", en="Employee survey (totals)"),
    "customer_responses": Text(nl="Klantonderzoek", en="Customer survey"),
    "customer_scores": Text(nl="Klantonderzoek (totalen)", en="Customer survey (totals)"),
    "behaviour_indicators": Text(nl="Gedragsindicatoren", en="Behaviour indicators"),
    "leadership_measures": Text(nl="Leiderschapsmetingen", en="Leadership measures"),
    "units": Text(nl="Eenheden", en="Units"),
    "unit_changes": Text(nl="Reorganisaties", en="Reorganisations"),
    "codebook": Text(nl="Codeboek", en="Codebook"),
    "organisation_values": Text(nl="Organisatiewaarden", en="Organisation values"),
    "traits": Text(nl="Gedragskenmerken", en="Behaviour characteristics"),
}
BOUNDS: dict[str, Text] = {
    "at_least": Text(nl="{value} of hoger", en="{value} or higher"),
    "at_most": Text(nl="{value} of lager", en="{value} or lower"),
}
NOT_CAUSED = Text(nl="Liep voorop is niet: veroorzaakte", en="Went before is not: caused")
SHOW_TABLE = Text(nl="Toon als tabel", en="Show as table")
INTERVAL = Text(nl="onzekerheidsband", en="confidence interval")
_TO = Text(nl="tot", en="to")
UNKNOWN = Text(nl="onbekend", en="unknown")
_PERIODS: dict[str, tuple[Text, Text]] = {
    "quarter": (Text(nl="kwartaal", en="quarter"), Text(nl="kwartalen", en="quarters")),
    "half": (Text(nl="halfjaar", en="half-year"), Text(nl="halfjaren", en="half-years")),
    "month": (Text(nl="maand", en="month"), Text(nl="maanden", en="months")),
    "year": (Text(nl="jaar", en="year"), Text(nl="jaar", en="years")),
}
UNITS = (Text(nl="eenheid", en="unit"), Text(nl="eenheden", en="units"))


def headline(pair: Pair) -> Text:
    """Return the finding on a question in one sentence of at most ten words."""
    cause, outcome = _spoken(pair.cause, pair.outcome), _spoken(pair.outcome, pair.cause)
    return _HEADLINES[pair.verdict].fill(
        a=cause,
        b=outcome,
        A=_capital(cause),
        B=_capital(outcome),
        liep=_went(pair.cause, pair.outcome),
        liep_b=_went(pair.outcome, pair.cause),
    )


def kind_name(kind: str) -> Text:
    """Return how a kind of measure is called."""
    return KINDS[kind].name if kind in KINDS else Text(nl=kind, en=kind)


def source_name(table: str) -> Text:
    """Return how a delivered table is called."""
    return SOURCES.get(table, Text(nl=table, en=table))


def counted(number: int, words: tuple[Text, Text], language: Language) -> str:
    """Return a number with its noun: ``1 kwartaal``, ``12 kwartalen``."""
    noun = words[0] if number == 1 else words[1]
    return f"{format_number(number, language, digits=0)} {noun.in_language(language)}"


def period_words(period: str) -> tuple[Text, Text]:
    """Return what periods of this length are called, one and many."""
    return _PERIODS[length_of(period) if period else "quarter"]


def state_words(state: str, smallest_group: int, language: Language) -> str:
    """Return why there is no figure, in words of its own."""
    text = STATES.get(state, STATES["no_data"])
    return text.fill(k=smallest_group).in_language(language)


def format_value(measure: Measure, value: float | None, language: Language) -> str:
    """Return a score as its measure is written: an NPS with its sign, a share with %."""
    if value is None:
        return "–"
    return format_score(measure, value, language, digits=0 if measure.statistic == "nps" else 1)


def format_score(measure: Measure, value: float, language: Language, *, digits: int) -> str:
    """Return a score with so many decimals, in the unit of its measure."""
    if measure.statistic == "nps":
        return format_signed(value, language, digits=digits)
    if measure.statistic in ("share", "rate"):
        return format_share(value, language, digits=digits)
    return format_number(value, language, digits=digits)


def format_figure(measure: Measure, figure: Figure, language: Language) -> str:
    """Return a score; one too near the end of its scale stands as ``4,8 of hoger``."""
    value = format_value(measure, figure.value, language)
    if figure.value is None or figure.bound not in BOUNDS:
        return value
    return BOUNDS[figure.bound].fill(value=value).in_language(language)


def format_n(figure: Figure, language: Language) -> str:
    """Return how many stand behind a figure: a band of people, or an exact count of cases."""
    if figure.n_band.isdigit():
        return format_number(int(figure.n_band), language, digits=0)
    return figure.n_band or UNKNOWN.in_language(language)


def sentence(words: str) -> str:
    """Return words with a capital and a full stop."""
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!", "?")) else ".")


def format_change(measure: Measure, change: float, language: Language) -> str:
    """Return a change with its sign, in the unit of its measure."""
    digits = 0 if measure.statistic == "nps" else 1
    return format_signed(change, language, digits=digits)


def format_change_range(measure: Measure, change: Change, language: Language) -> str:
    """Return the interval of a change, signed like the change; empty when it is unknown."""
    if change.low is None or change.high is None:
        return ""
    low, high = (format_change(measure, edge, language) for edge in (change.low, change.high))
    return f"{low} {_TO.in_language(language)} {high}"


def format_interval(low: float | None, high: float | None, language: Language) -> str:
    """Return ``0,12 tot 0,41``, or words when it is unknown."""
    if low is None or high is None:
        return UNKNOWN.in_language(language)
    edges = [format_number(edge, language, digits=2) for edge in (low, high)]
    return f" {_TO.in_language(language)} ".join(edges)


def format_range(measure: Measure, figure: Figure, language: Language) -> str:
    """Return the interval of a score in the unit of its measure."""
    if figure.low is None or figure.high is None:
        return UNKNOWN.in_language(language)
    low, high = (format_value(measure, edge, language) for edge in (figure.low, figure.high))
    return f"{low} {_TO.in_language(language)} {high}"


def format_estimate(direction: Direction, language: Language) -> str:
    """Return an estimate with its sign, or words when there is none."""
    if direction.estimate is None:
        return UNKNOWN.in_language(language)
    return format_signed(direction.estimate, language, digits=2)


def _spoken(measure: Measure, other: Measure) -> Text:
    """Return a measure as a sentence names it: by kind, or by name when the kinds are alike."""
    if measure.kind != other.kind and measure.kind in KINDS:
        return KINDS[measure.kind].in_sentence
    return measure.name


def _went(measure: Measure, other: Measure) -> str:
    """Return the Dutch verb that goes with how the measure is spoken of."""
    kind = KINDS.get(measure.kind)
    is_plural = kind is not None and kind.is_plural_nl and measure.kind != other.kind
    return "liepen" if is_plural else "liep"


def _capital(text: Text) -> Text:
    """Return a text that can open a sentence."""
    return Text(nl=text.nl[:1].upper() + text.nl[1:], en=text.en[:1].upper() + text.en[1:])
