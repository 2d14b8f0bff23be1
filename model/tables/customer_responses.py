"""Customer responses: one score that one customer gave."""

from model import columns
from model.table import Table, contract
from model.text import Text

TABLE = Table(
    name="customer_responses",
    title=Text(nl="Antwoorden van klanten", en="Customer responses"),
    explanation=Text(
        nl="Eén regel per score van één klant, bij de eenheid die de klant hielp.",
        en="One row per score of one customer, at the unit that served the customer.",
    ),
    schema=contract(
        {
            "response_id": columns.response_id(),
            "unit_code": columns.unit(
                Text(
                    nl="code van de eenheid die de klant hielp",
                    en="code of the unit that served the customer",
                )
            ),
            "period": columns.period(),
            "metric": columns.code(
                Text(nl="Meting", en="Metric"),
                Text(
                    nl="code in het codeboek, zoals nps of csat",
                    en="code in the codebook, such as nps or csat",
                ),
            ),
            "score": columns.score(
                Text(
                    nl="op de schaal van de meting; leeg als overgeslagen",
                    en="on the scale of the metric; empty when skipped",
                )
            ),
            "submitted_at": columns.submitted_at(),
        }
    ),
    key=("response_id",),
    examples=(("C50001", "T01", "2026-Q3", "nps", "9", "2026-08-01T12:00:00+02:00"),),
    aliases=("customers", "customer"),
    kinds=("customer", "context"),
    position=7,
)
