"""Units: the parts of the organisation and the tree they form."""

import pandera.polars as pa

from model.table import Table, column, contract
from model.text import Text

TABLE = Table(
    name="units",
    title=Text(nl="Eenheden", en="Units"),
    explanation=Text(
        nl="De onderdelen van de organisatie, wie bij wie hoort, en sinds wanneer. Lever steeds de "
        "hele lijst. Is een eenheid verhuisd, geef de oude regel een einddatum en voeg een nieuwe "
        "regel met dezelfde code toe.",
        en="The parts of the organisation, which belongs to which, and since when. Always deliver "
        "the whole list. When a unit has moved, give its old row an end date and add a new row "
        "with the same code.",
    ),
    schema=contract(
        {
            "unit_code": column(
                "code",
                Text(nl="Code", en="Code"),
                Text(nl="vaste, unieke code van de eenheid", en="fixed, unique code of the unit"),
            ),
            "name": column(
                "words",
                Text(nl="Naam", en="Name"),
                Text(nl="naam zoals mensen die kennen", en="name as people know it"),
                checks=(pa.Check.str_length(1, 200),),
            ),
            "parent_code": column(
                "code",
                Text(nl="Hoort bij", en="Part of"),
                Text(
                    nl="code van de eenheid erboven; leeg voor de hele organisatie",
                    en="code of the unit above; empty for the whole organisation",
                ),
                nullable=True,
            ),
            "valid_from": column(
                "day",
                Text(nl="Vanaf", en="From"),
                Text(nl="eerste dag waarop dit zo is", en="first day on which this holds"),
            ),
            "valid_to": column(
                "day",
                Text(nl="Tot en met", en="Up to"),
                Text(
                    nl="laatste dag; leeg als de eenheid nog bestaat",
                    en="last day; empty while the unit exists",
                ),
                nullable=True,
            ),
            "head_count": column(
                "count",
                Text(nl="Aantal mensen", en="Head count"),
                Text(nl="hoeveel mensen er werken", en="how many people work there"),
                required=False,
            ),
        }
    ),
    key=("unit_code", "valid_from"),
    examples=(
        ("ORG", "Waterbedrijf Voorbeeld", "", "2024-01-01", "", "240"),
        ("T01", "Klantenservice Oost", "ORG", "2024-01-01", "", "24"),
    ),
    descriptive=("name", "head_count"),
    snapshot=True,
    whole=True,
    position=1,
)
