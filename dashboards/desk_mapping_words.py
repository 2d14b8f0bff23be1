"""The words of the pane in which a person maps a supplier's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.proposal import Choice, Part, Proposal

TITLE = Text(nl="Kolommen vertalen", en="Map the columns")
LOOKING = Text(nl="Het bestand wordt bekeken …", en="Looking at the file …")
OPEN = (
    Text(
        nl="Alles heeft een antwoord. Controleer de eerste rijen en bewaar de mapping.",
        en="Everything has an answer. Check the first rows and save the mapping.",
    ),
    Text(nl="Nog één vraag staat open.", en="One question is open."),
    Text(nl="Nog {n} vragen staan open.", en="{n} questions are open."),
)
TABLE = Text(nl="Wat staat er in dit bestand?", en="What does this file hold?")
UNDECIDED = Text(nl="– kies –", en="– choose –")
GUESSED = (
    Text(nl="? nog open", en="? still open"),
    Text(nl="≈ gok, kijk even", en="≈ a guess, please look"),
    Text(nl="✓ herkend", en="✓ recognised"),
    Text(nl="✓ door u gekozen", en="✓ your choice"),
)
PREVIEW = Text(nl="Zo komt het erin", en="This is what goes in")
PREVIEW_LATER = Text(
    nl="Beantwoord eerst wat nog open staat; dan verschijnen hier de eerste rijen.",
    en="Answer what is still open first; then the first rows appear here.",
)
FIRST_ROWS = Text(
    nl="{n} {n:rij|rijen}; hieronder de eerste {k}. Nummers van mensen en antwoorden zijn "
    "verborgen.",
    en="{n} {n:row|rows}; below the first {k}. Numbers of people and answers are hidden.",
)
SAVE = Text(nl="Bewaren en controleren", en="Save and check")
SAVE_LEDE = Text(
    nl="Volgende keer hoeft u alleen deze naam te kiezen.",
    en="Next time you only choose this name.",
)
ASK_NAME = Text(
    nl="Naam, zoals die van de leverancier (kleine letters)",
    en="Name, such as the supplier's (small letters)",
)
OVERWRITE = Text(
    nl="Vervang een mapping met deze naam", en="Overwrite a mapping that has this name"
)
_PARTS: dict[Part, tuple[Text, Text]] = {
    "columns": (
        Text(nl="Onze kolommen", en="Our columns"),
        Text(
            nl="Welke kolom van het bestand hoort hierbij? Een * is verplicht.",
            en="Which column of the file belongs here? A * is required.",
        ),
    ),
    "codes": (
        Text(nl="Vragen en metingen", en="Items and measures"),
        Text(
            nl="Welke code uit het codeboek hoort bij dit woord of deze kolom?",
            en="Which code of the codebook belongs to this word or column?",
        ),
    ),
    "labels": (
        Text(nl="Antwoorden in woorden", en="Answers in words"),
        Text(nl="Voor welk getal staat dit woord?", en="Which number does this word stand for?"),
    ),
    "units": (
        Text(nl="Namen van eenheden", en="Names of units"),
        Text(nl="Welke eenheid is dit?", en="Which unit is this?"),
    ),
}


def parts(proposal: Proposal) -> Iterator[tuple[Text, Text, list[Choice]]]:
    """Yield the title, the explanation and the choices of each part."""
    for part, (title, explanation) in _PARTS.items():
        yield title, explanation, [one for one in proposal.choices if one.part == part]
