"""Leadership measures: how leaders of a unit were rated or seen to act."""

import pandera.polars as pa

from model.table import Table, column, contract
from model.text import Text

TABLE = Table(
    name="leadership_measures",
    title=Text(nl="Leiderschapsmetingen", en="Leadership measures"),
    explanation=Text(
        nl="Eén regel per eenheid, periode en meting (en eventueel niveau van leidinggeven).",
        en="One row per unit, period and measure (and level of leadership, if any).",
    ),
    schema=contract(
        {
            "unit_code": column(
                "code",
                Text(nl="Eenheid", en="Unit"),
                Text(nl="code van de eenheid", en="code of the unit"),
                refers="unit",
            ),
            "period": column(
                "period",
                Text(nl="Periode", en="Period"),
                Text(nl="zoals 2026-Q3", en="such as 2026-Q3"),
            ),
            "measure_code": column(
                "code",
                Text(nl="Meting", en="Measure"),
                Text(nl="code in het codeboek", en="code in the codebook"),
                refers="code",
            ),
            "value": column(
                "number",
                Text(nl="Waarde", en="Value"),
                Text(nl="op de schaal van de meting", en="on the scale of the measure"),
            ),
            "leader_level": column(
                "words",
                Text(nl="Niveau", en="Level"),
                Text(nl="zoals directie of teamleider", en="such as board or team leader"),
                required=False,
                checks=(pa.Check.str_length(0, 60),),
            ),
            "n": column(
                "count",
                Text(nl="n", en="n"),
                Text(nl="aantal beoordelaars", en="number of raters"),
                required=False,
            ),
            "sd": column(
                "number",
                Text(nl="Standaardafwijking", en="Standard deviation"),
                Text(nl="spreiding tussen beoordelaars", en="spread between raters"),
                required=False,
                checks=(pa.Check.ge(0),),
            ),
        }
    ),
    key=("unit_code", "period", "measure_code", "leader_level"),
    examples=(("T01", "2026-Q3", "LS01", "3.3", "teamleider", "12", "0.8"),),
    aliases=("leadership",),
    kinds=("leadership", "behaviour", "routine", "context"),
    position=11,
)
