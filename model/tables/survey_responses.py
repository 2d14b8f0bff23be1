"""Survey responses: one answer of one respondent to one item."""

import pandera.polars as pa

from model.table import Table, column, contract
from model.text import Text

TABLE = Table(
    name="survey_responses",
    title=Text(nl="Antwoorden van medewerkers", en="Survey responses"),
    explanation=Text(
        nl="Eén regel per antwoord op één vraag. Namen en e-mailadressen horen hier niet in; "
        "respondent_id wordt bij binnenkomst versleuteld.",
        en="One row per answer to one item. No names or e-mail addresses; respondent_id is "
        "pseudonymised at the door.",
    ),
    schema=contract(
        {
            "response_id": column(
                "id",
                Text(nl="Antwoordnummer", en="Response id"),
                Text(nl="uniek nummer van dit antwoord", en="unique number of this answer"),
            ),
            "respondent_id": column(
                "person",
                Text(nl="Respondentnummer", en="Respondent id"),
                Text(
                    nl="steeds hetzelfde nummer voor dezelfde persoon; geen naam of e-mailadres",
                    en="always the same number for the same person; no name or e-mail address",
                ),
            ),
            "unit_code": column(
                "code",
                Text(nl="Eenheid", en="Unit"),
                Text(
                    nl="code van de eenheid waar de persoon werkt",
                    en="code of the unit where the person works",
                ),
                refers="unit",
            ),
            "period": column(
                "period",
                Text(nl="Periode", en="Period"),
                Text(nl="zoals 2026-Q3", en="such as 2026-Q3"),
            ),
            "item_code": column(
                "code",
                Text(nl="Vraag", en="Item"),
                Text(nl="code van de vraag in het codeboek", en="code of the item in the codebook"),
                refers="code",
            ),
            "score": column(
                "number",
                Text(nl="Score", en="Score"),
                Text(
                    nl="antwoord op de schaal van de vraag; leeg als overgeslagen",
                    en="answer on the scale of the item; empty when skipped",
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
            "weight": column(
                "number",
                Text(nl="Gewicht", en="Weight"),
                Text(nl="groter dan 0", en="more than 0"),
                required=False,
                checks=(pa.Check.gt(0),),
                filled=True,
            ),
            "method": column(
                "words",
                Text(nl="Methode", en="Method"),
                Text(
                    nl="hoe gevraagd is, zoals online of papier",
                    en="how it was asked, such as online or paper",
                ),
                required=False,
                checks=(pa.Check.str_length(0, 60),),
            ),
        }
    ),
    key=("response_id",),
    once=("respondent_id", "period", "item_code"),
    examples=(
        (
            "R100001",
            "P01000",
            "T01",
            "2026-Q3",
            "B01",
            "4",
            "2026-08-03T09:07:00+02:00",
            "1",
            "online",
        ),
    ),
    aliases=("responses", "answers"),
    kinds=("belief", "routine", "behaviour", "leadership", "drive", "context"),
    position=6,
)
