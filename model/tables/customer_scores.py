"""Customer scores delivered as aggregates: one figure per unit, period and code."""

import pandera.polars as pa

from model.table import Table, column, contract
from model.text import Text

TABLE = Table(
    name="customer_scores",
    title=Text(nl="Scores van klanten (samengevat)", en="Customer scores (aggregated)"),
    explanation=Text(
        nl="Eén regel per eenheid, periode en code, als de antwoorden zelf niet geleverd worden. "
        "Zonder n en sd is er geen uitspraak mogelijk.",
        en="One row per unit, period and code, when the answers themselves are not delivered. "
        "Without n and sd no verdict is possible.",
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
            "code": column(
                "code",
                Text(nl="Code", en="Code"),
                Text(
                    nl="code van de vraag of meting in het codeboek",
                    en="code of the item or metric in the codebook",
                ),
                refers="code",
            ),
            "value": column(
                "number",
                Text(nl="Waarde", en="Value"),
                Text(nl="gemiddelde, aandeel of NPS", en="mean, share or NPS"),
            ),
            "n": column(
                "count",
                Text(nl="n", en="n"),
                Text(nl="aantal klanten dat antwoord gaf", en="number of customers who answered"),
                required=False,
                checks=(pa.Check.ge(1),),
            ),
            "sd": column(
                "number",
                Text(nl="Standaardafwijking", en="Standard deviation"),
                Text(nl="spreiding tussen de antwoorden", en="spread between the answers"),
                required=False,
                checks=(pa.Check.ge(0),),
            ),
            "promoters": column(
                "count",
                Text(nl="Promotors", en="Promoters"),
                Text(nl="aantal dat 9 of 10 gaf", en="number who gave 9 or 10"),
                required=False,
            ),
            "passives": column(
                "count",
                Text(nl="Passieven", en="Passives"),
                Text(nl="aantal dat 7 of 8 gaf", en="number who gave 7 or 8"),
                required=False,
            ),
            "detractors": column(
                "count",
                Text(nl="Criticasters", en="Detractors"),
                Text(nl="aantal dat 0 tot en met 6 gaf", en="number who gave 0 to 6"),
                required=False,
            ),
        }
    ),
    key=("unit_code", "period", "code"),
    examples=(("T01", "2026-Q3", "nps", "12", "50", "", "20", "16", "14"),),
    aliases=("customer_aggregates",),
    kinds=("customer", "context"),
    position=9,
)
