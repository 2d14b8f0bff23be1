"""Survey scores delivered as aggregates: one figure per unit, period and code."""

from model import columns
from model.table import Table, contract
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
                Text(
                    nl="aantal medewerkers dat antwoord gaf", en="number of employees who answered"
                ),
                least=1,
            ),
            "sd": columns.spread(
                Text(nl="spreiding tussen de antwoorden", en="spread between the answers"),
            ),
        }
    ),
    key=("unit_code", "period", "code"),
    examples=(("T01", "2026-Q3", "B01", "3.8", "24", "0.9"),),
    aliases=("survey_aggregates",),
    kinds=("belief", "routine", "behaviour", "leadership", "drive", "context"),
    position=8,
)
