"""Traits: behaviour by which a value can be seen."""

from model import columns
from model.table import Table, column, contract
from model.text import Text

TABLE = Table(
    name="traits",
    title=Text(nl="Gedragskenmerken", en="Behaviour characteristics"),
    explanation=Text(
        nl="Waarneembaar gedrag waaraan een kernwaarde te herkennen is.",
        en="Observable behaviour by which a value can be recognised.",
    ),
    schema=contract(
        {
            "trait_code": column(
                "code",
                Text(nl="Code", en="Code"),
                Text(nl="vaste, unieke code van het kenmerk", en="fixed, unique code of the trait"),
            ),
            "value_code": columns.code(
                Text(nl="Kernwaarde", en="Value"),
                Text(nl="code van de waarde die eruit blijkt", en="code of the value it shows"),
                refers="value",
            ),
            **columns.names(Text(nl="welk gedrag men ziet", en="which behaviour one sees")),
        }
    ),
    key=("trait_code",),
    examples=(
        ("HELPT", "SAMEN", "Helpt ongevraagd", "Helps unasked", "Biedt hulp aan.", "Offers help."),
    ),
    descriptive=("name_nl", "name_en", "explanation_nl", "explanation_en"),
    whole=True,
    position=4,
)
