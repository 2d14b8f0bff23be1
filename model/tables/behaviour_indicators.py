"""Behaviour indicators: what people in a unit were seen to do."""

from model.table import Table, column, contract
from model.text import Text

TABLE = Table(
    name="behaviour_indicators",
    title=Text(nl="Gedragsindicatoren", en="Behaviour indicators"),
    explanation=Text(
        nl="Eén regel per eenheid, periode en indicator.",
        en="One row per unit, period and indicator.",
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
            "indicator_code": column(
                "code",
                Text(nl="Indicator", en="Indicator"),
                Text(nl="code in het codeboek", en="code in the codebook"),
                refers="code",
            ),
            "value": column(
                "number",
                Text(nl="Waarde", en="Value"),
                Text(nl="op de schaal van de indicator", en="on the scale of the indicator"),
            ),
            "numerator": column(
                "count",
                Text(nl="Teller", en="Numerator"),
                Text(nl="hoeveel keer het gebeurde", en="how often it happened"),
                required=False,
            ),
            "denominator": column(
                "count",
                Text(nl="Noemer", en="Denominator"),
                Text(nl="hoeveel keer het kon", en="how often it could"),
                required=False,
            ),
            "n": column(
                "count",
                Text(nl="n", en="n"),
                Text(nl="aantal mensen achter het cijfer", en="number of people behind the figure"),
                required=False,
            ),
        }
    ),
    key=("unit_code", "period", "indicator_code"),
    examples=(("T01", "2026-Q3", "IND01", "66.6", "20", "30", "24"),),
    aliases=("behaviour", "behavior", "indicators"),
    kinds=("behaviour", "routine", "drive", "context"),
    position=10,
)
