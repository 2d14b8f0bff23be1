"""Words on screen: two languages, short headlines, no claim of cause."""

import importlib
import pkgutil
import re
from string import Formatter

import pytest

import dashboards
from dashboards.facts import Direction, Figure, Measure, Pair
from dashboards.words import (
    KINDS,
    VERDICT_SIGNS,
    VERDICT_WORDS,
    format_figure,
    format_interval,
    format_value,
    headline,
    state_words,
)
from model.text import LANGUAGES, Text

CAUSAL = re.compile(
    r"caus|oorza|driv(?:es|en by)|impact|effect of belief|leidt tot|door overtuig", re.I
)
# The only places where the word cause may stand: to say that it is not shown.
DENIALS = ("niet: veroorzaakte", "not: caused", "geen bewijs van oorzaak", "no proof of cause")


def _texts():
    for module in pkgutil.walk_packages(dashboards.__path__, "dashboards."):
        if module.name in ("dashboards.terminal",):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            yield from ((f"{module.name}.{name}", text) for text in _inside(value))


def _inside(value):
    if isinstance(value, Text):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _inside(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from _inside(inner)


TEXTS = dict(_texts())


def test_there_are_texts_to_judge():
    assert len(TEXTS) > 150


@pytest.mark.parametrize("where", sorted(TEXTS))
def test_every_text_says_the_same_with_the_same_places_in_both_languages(where):
    text = TEXTS[where]

    places = [
        {name for _, name, _, _ in Formatter().parse(words) if name} for words in (text.nl, text.en)
    ]

    assert text.nl.strip()
    assert text.en.strip()
    assert {p.split("_")[0] for p in places[0]} - {"liep"} == {p.split("_")[0] for p in places[1]}


@pytest.mark.parametrize("where", sorted(TEXTS))
def test_no_text_claims_a_cause(where):
    for words in (TEXTS[where].nl, TEXTS[where].en):
        for denial in DENIALS:
            words = words.replace(denial, "")
        assert not CAUSAL.search(words), words


def _measure(kind, name="Een vrij lange naam van een meting"):
    return Measure(name, kind, Text(nl=name, en=name), "mean", True, 1.0, 5.0)


def _pair(verdict, cause="belief", outcome="customer"):
    none = Direction(None, None, None, None, None)
    return Pair(
        _measure(cause), _measure(outcome), verdict, "", (), none, none, 0, 0, "", "",
        None, None, None, None, "none", True, True,
    )  # fmt: skip


@pytest.mark.parametrize("verdict", VERDICT_WORDS)
@pytest.mark.parametrize("cause", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_headline_has_at_most_ten_words(verdict, cause, language):
    words = headline(_pair(verdict, cause, "customer" if cause != "customer" else "belief"))

    assert len(words.in_language(language).split()) <= 10


def test_headlines_are_dutch_that_agrees_in_number():
    assert headline(_pair("lead")).nl == "Overtuigingen liepen voorop op de klantscore"
    assert headline(_pair("reverse")).nl == "De klantscore liep voorop op overtuigingen"
    assert headline(_pair("lead", "behaviour")).en == "Behaviour went before the customer score"
    assert headline(_pair("none", "behaviour")).nl == "Geen aanwijzing dat gedrag voorop liep"


def test_measures_of_one_kind_are_told_apart_by_name():
    assert headline(_pair("lead", "belief", "belief")).nl.startswith("Een vrij lange naam")


def test_every_verdict_has_words_and_a_sign_of_its_own():
    assert set(VERDICT_WORDS) == set(VERDICT_SIGNS)
    assert len(set(VERDICT_SIGNS.values())) == len(VERDICT_SIGNS)


@pytest.mark.parametrize(
    ("statistic", "value", "nl", "en"),
    [
        ("nps", 12.4, "+12", "+12"),
        ("nps", -3.0, "−3", "−3"),
        ("share", 12.54, "12,5%", "12.5%"),
        ("rate", 7.0, "7,0%", "7.0%"),
        ("mean", 1234.56, "1.234,6", "1,234.6"),
        ("mean", None, "–", "–"),
    ],
)
def test_a_score_is_written_as_its_measure_and_language_do(statistic, value, nl, en):
    measure = Measure("m", "customer", Text(nl="m", en="m"), statistic, True, None, None)

    assert (format_value(measure, value, "nl"), format_value(measure, value, "en")) == (nl, en)


def test_a_score_at_the_end_of_its_scale_says_so():
    figure = Figure("T", "2026-Q3", "m", 4.8, None, None, None, "5–9", "shown", "at_least")

    assert format_figure(_measure("belief"), figure, "nl") == "4,8 of hoger"


def test_each_reason_for_no_figure_has_words_of_its_own():
    said = {state_words(state, 5, "nl") for state in ("too_few", "no_data", "not_comparable")}

    assert len(said) == 3
    assert "te weinig antwoorden (n < 5)" in said


def test_an_interval_without_ends_is_unknown():
    assert format_interval(None, 0.2, "nl") == "onbekend"
    assert format_interval(-0.1, 0.2, "en") == "−0.10 to 0.20"
