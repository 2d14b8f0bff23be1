"""Customer responses: one score that one customer gave."""

from model.table import Table, column, contract
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
            "response_id": column(
                "id",
                Text(nl="Antwoordnummer", en="Response id"),
                Text(nl="uniek nummer van dit antwoord", en="unique number of this answer"),
            ),
            "unit_code": column(
                "code",
                Text(nl="Eenheid", en="Unit"),
                Text(
                    nl="code van de eenheid die de klant hielp",
                    en="code of the unit that served the customer",
                ),
                refers="unit",
            ),
            "period": column(
                "period",
                Text(nl="Periode", en="Period"),
                Text(nl="zoals 2026-Q3", en="such as 2026-Q3"),
            ),
            "metric": column(
                "code",
                Text(nl="Meting", en="Metric"),
                Text(
                    nl="code in het codeboek, zoals nps of csat",
                    en="code in the codebook, such as nps or csat",
                ),
                refers="code",
            ),
            "score": column(
                "number",
                Text(nl="Score", en="Score"),
                Text(
                    nl="op de schaal van de meting; leeg als overgeslagen",
                    en="on the scale of the metric; empty when skipped",
                ),
                nullable=True,
            ),
            "submitted_at": column(
                "moment",
                Text(nl="Ingevuld op", en="Submitted at"),
                Text(
                    nl="datum of tijdstip; alleen de dag wordt bewaard",
                    en="date or moment; only the day is kept",
                ),
            ),
        }
    ),
    key=("response_id",),
    examples=(("C50001", "T01", "2026-Q3", "nps", "9", "2026-08-01T12:00:00+02:00"),),
    aliases=("customers", "customer"),
    kinds=("customer", "context"),
    position=7,
)
