"""Unit changes: what became of units in a reorganisation."""

import pandera.polars as pa

from model.table import Table, column, contract
from model.text import Text

KINDS = ("rename", "merge", "split", "new", "close")

TABLE = Table(
    name="unit_changes",
    title=Text(nl="Reorganisaties", en="Reorganisations"),
    explanation=Text(
        nl="Wat er van eenheden geworden is, zodat de geschiedenis vergelijkbaar blijft.",
        en="What became of units, so that history stays comparable.",
    ),
    schema=contract(
        {
            "old_code": column(
                "code",
                Text(nl="Oude code", en="Old code"),
                Text(
                    nl="de eenheid van voor de wijziging; leeg bij new",
                    en="the unit before the change; empty for new",
                ),
                nullable=True,
                refers="unit",
            ),
            "new_code": column(
                "code",
                Text(nl="Nieuwe code", en="New code"),
                Text(
                    nl="de eenheid van erna; leeg bij close",
                    en="the unit after it; empty for close",
                ),
                nullable=True,
                refers="unit",
            ),
            "kind": column(
                "choice",
                Text(nl="Soort", en="Kind"),
                Text(
                    nl="rename (hernoemd), merge (samengevoegd), split (gesplitst), "
                    "new (nieuw) of close (opgeheven)",
                    en="rename, merge, split, new or close",
                ),
                choices=KINDS,
            ),
            "weight": column(
                "number",
                Text(nl="Aandeel", en="Weight"),
                Text(
                    nl="welk deel van de oude eenheid hierheen ging, 0 tot 1; bij split samen 1",
                    en="which part of the old unit went here, 0 to 1; parts of a split add up to 1",
                ),
                nullable=True,
                checks=(pa.Check.in_range(0, 1, include_min=False),),
            ),
            "from_period": column(
                "period",
                Text(nl="Vanaf periode", en="From period"),
                Text(nl="eerste periode na de wijziging", en="first period after the change"),
            ),
        }
    ),
    key=("old_code", "new_code", "from_period"),
    examples=(("T01", "T11", "rename", "1", "2026-Q3"),),
    aliases=("changes", "reorganisations"),
    whole=True,
    position=2,
)
