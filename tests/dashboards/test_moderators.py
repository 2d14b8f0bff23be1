"""What a reader is told about leadership: what was seen, and always what could have been."""

import re

import polars as pl
import pytest

from dashboards.linked_html import LinkedHtml
from dashboards.state import State
from dashboards.store import Store
from dashboards.view import Session, all_views
from tests.dashboards.made_up import made_up_release

TITLES = {
    "nl": "Is dit anders waar leiderschap sterker is?",
    "en": "Is this different where leadership is stronger?",
}
CAUSAL = re.compile(r"veroorza|oorzaak|invloed|aandrij|caus|driv|impact|influence", re.I)


def card_of(release, *, language="nl", **choices):
    """Return the card about leadership on the page of a verdict; empty when there is none."""
    session = Session(Store(release), State(view="verdict", language=language, **choices))
    made = next(view for view in all_views() if view.name == "verdict").build(session)
    html = "".join(part.html for part in made.select(LinkedHtml))
    cards = re.findall(r"<section.*?</section>", html, flags=re.S)
    return "".join(card for card in cards if TITLES[language] in card)


def words_of(card):
    return " ".join(re.sub(r"<[^>]+>", " ", card).split())


@pytest.mark.parametrize(
    ("cause", "outcome", "language", "finding"),
    [
        (
            "trust", "nps", "nl",
            "Ja: hoe hoger ‘Leiderschapssteun’, hoe meer ‘Aanbeveling (NPS)’ steeg, 1 kwartaal na "
            "een stijging van ‘Vertrouwen in de klant’.",
        ),
        (
            "trust", "nps", "en",
            "Yes: the higher ‘Leadership support’, the more ‘Recommendation (NPS)’ rose, 1 quarter "
            "after a rise of ‘Trust in customers’.",
        ),
        (
            "trust", "retro", "nl",
            "hoe minder ‘Terugblik op klantvragen’ steeg",
        ),
        ("trust", "retro", "en", "the less ‘Reviewing requests’ rose"),
        (
            "purpose", "nps", "nl",
            "Geen verschil gezien in hoe ‘Aanbeveling (NPS)’ na 1 kwartaal op ‘Klant als "
            "bedoeling’ volgde waar ‘Leiderschapssteun’ hoger is.",
        ),
        (
            "purpose", "nps", "en",
            "No difference seen in how ‘Recommendation (NPS)’ followed ‘Customer as purpose’ after "
            "1 quarter where ‘Leadership support’ is higher.",
        ),
        ("purpose", "csat", "nl", "Niet zeker: waar ‘Leiderschapssteun’ hoger is"),
        ("purpose", "csat", "en", "with so many questions at once that may be chance"),
    ],
)  # fmt: skip
def test_what_is_said_never_stands_without_the_smallest_that_could_be_seen(
    cause, outcome, language, finding
):
    words = words_of(card_of(made_up_release(), language=language, cause=cause, outcome=outcome))

    assert finding in words
    smallest = {
        "nl": r"Een verschil kleiner dan 0,25, op een schatting van [+−]?\d,\d\d, blijft met deze "
        "12 eenheden meestal verborgen.",
        "en": r"A difference smaller than 0\.25, on an estimate of [+−]?\d\.\d\d, usually stays "
        "hidden with these 12 units.",
    }
    assert re.search(smallest[language], words)
    assert not CAUSAL.search(words)


def test_the_drawing_hatches_what_is_too_small_and_its_table_says_how_small():
    card = card_of(made_up_release(), cause="purpose", outcome="nps")

    assert 'class="too-small" style="left:18.75%;width:62.50%"' in card  # ± 0,25 of ± 0,4
    assert 'class="point hollow"' in card
    assert re.search(r"Leiderschapssteun 0,05 −0,13 0,23 0,25 12", words_of(card))


@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("nl", "Leiderschapssteun: niet toepasbaar, want er zijn 6 eenheden."),
        ("en", "Leadership support: not applicable, because there are 6 units."),
    ],
)
def test_where_it_cannot_be_told_the_reason_stands_in_its_place(language, why):
    card = card_of(made_up_release(), language=language, cause="trust", outcome="csat")

    assert words_of(card) == f"{TITLES[language]} {why}"


@pytest.mark.parametrize(
    ("kind", "language", "why"),
    [
        ("leadership", "nl", "Deze vraag gaat zelf over leiderschap."),
        ("leadership", "en", "This question is about leadership itself."),
        ("belief", "nl", "Er is geen meting van leiderschap geleverd"),
        ("belief", "en", "No measure of leadership was delivered"),
    ],
)
def test_a_question_about_leadership_or_without_it_says_so(kind, language, why):
    release = made_up_release()
    release.tables["moderation"] = release.tables["moderation"].clear()
    release.tables["measures"] = release.tables["measures"].with_columns(
        kind=pl.when(measure="trust").then(pl.lit(kind)).otherwise("kind")
    )

    assert why in words_of(card_of(release, language=language))


def test_a_release_from_before_this_question_shows_its_page_without_it():
    release = made_up_release()
    del release.tables["moderation"]

    assert card_of(release) == ""
