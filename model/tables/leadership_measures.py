"""Leadership measures: how leaders of a unit were rated or seen to act."""

from model import columns
from model.table import Table, contract
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
            "unit_code": columns.unit(),
            "period": columns.period(),
            "measure_code": columns.code(
                Text(nl="Meting", en="Measure"),
                Text(nl="code in het codeboek", en="code in the codebook"),
            ),
            "value": columns.value(
                Text(nl="op de schaal van de meting", en="on the scale of the measure"),
            ),
            "leader_level": columns.words(
                Text(nl="Niveau", en="Level"),
                Text(nl="zoals directie of teamleider", en="such as board or team leader"),
            ),
            "n": columns.size(Text(nl="aantal beoordelaars", en="number of raters")),
            "sd": columns.spread(
                Text(nl="spreiding tussen beoordelaars", en="spread between raters"),
            ),
        }
    ),
    key=("unit_code", "period", "measure_code", "leader_level"),
    examples=(("T01", "2026-Q3", "LS01", "3.3", "teamleider", "12", "0.8"),),
    aliases=("leadership",),
    kinds=("leadership", "routine", "context"),
    position=11,
)
