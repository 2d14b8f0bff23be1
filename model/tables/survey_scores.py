"""Survey scores delivered as aggregates: one figure per unit, period and code."""

import pandera.polars as pa

from model.table import Table, column, contract
from model.text import Text

TABLE = Table(
    name="survey_scores",
    title=Text(nl="Scores van medewerkers (samengevat)", en="Survey scores (aggregated)"),
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
                Text(
                    nl="aantal medewerkers dat antwoord gaf", en="number of employees who answered"
                ),
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
        }
    ),
    key=("unit_code", "period", "code"),
    examples=(("T01", "2026-Q3", "B01", "3.8", "24", "0.9"),),
    aliases=("survey_aggregates",),
    kinds=("belief", "routine", "behaviour", "leadership", "drive", "context"),
    position=8,
)
