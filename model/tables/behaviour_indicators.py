"""Behaviour indicators: what people in a unit were seen to do."""

from model import columns
from model.table import Table, contract
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
            "unit_code": columns.unit(),
            "period": columns.period(),
            "indicator_code": columns.code(
                Text(nl="Indicator", en="Indicator"),
                Text(nl="code in het codeboek", en="code in the codebook"),
            ),
            "value": columns.value(
                Text(nl="op de schaal van de indicator", en="on the scale of the indicator"),
            ),
            "numerator": columns.tally(
                Text(nl="Teller", en="Numerator"),
                Text(nl="hoeveel keer het gebeurde", en="how often it happened"),
            ),
            "denominator": columns.tally(
                Text(nl="Noemer", en="Denominator"),
                Text(nl="hoeveel keer het kon", en="how often it could"),
            ),
            "n": columns.size(
                Text(nl="aantal mensen achter het cijfer", en="number of people behind the figure"),
            ),
        }
    ),
    key=("unit_code", "period", "indicator_code"),
    examples=(("T01", "2026-Q3", "IND01", "66.6", "20", "30", "24"),),
    aliases=("behaviour", "behavior", "indicators"),
    kinds=("behaviour", "routine", "drive", "context"),
    position=10,
)
