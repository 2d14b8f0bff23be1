"""Customer scores delivered as aggregates: one figure per unit, period and code."""

from model import columns
from model.table import Table, contract
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
            "unit_code": columns.unit(),
            "period": columns.period(),
            "code": columns.code(
                Text(nl="Code", en="Code"),
                Text(
                    nl="code van de vraag of meting in het codeboek",
                    en="code of the item or metric in the codebook",
                ),
            ),
            "value": columns.value(
                Text(nl="gemiddelde, aandeel of NPS", en="mean, share or NPS"),
            ),
            "n": columns.size(
                Text(nl="aantal klanten dat antwoord gaf", en="number of customers who answered"),
                least=1,
            ),
            "sd": columns.spread(
                Text(nl="spreiding tussen de antwoorden", en="spread between the answers"),
            ),
            "promoters": columns.tally(
                Text(nl="Promotors", en="Promoters"),
                Text(nl="aantal dat 9 of 10 gaf", en="number who gave 9 or 10"),
            ),
            "passives": columns.tally(
                Text(nl="Passieven", en="Passives"),
                Text(nl="aantal dat 7 of 8 gaf", en="number who gave 7 or 8"),
            ),
            "detractors": columns.tally(
                Text(nl="Criticasters", en="Detractors"),
                Text(nl="aantal dat 0 tot en met 6 gaf", en="number who gave 0 to 6"),
            ),
        }
    ),
    key=("unit_code", "period", "code"),
    examples=(("T01", "2026-Q3", "nps", "12", "50", "", "20", "16", "14"),),
    aliases=("customer_aggregates",),
    kinds=("customer", "context"),
    position=9,
)
