"""Survey responses: one answer of one respondent to one item."""

import pandera.polars as pa

from model import columns
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
            "response_id": columns.response_id(),
            "respondent_id": column(
                "person",
                Text(nl="Respondentnummer", en="Respondent id"),
                Text(
                    nl="steeds hetzelfde nummer voor dezelfde persoon; geen naam of e-mailadres",
                    en="always the same number for the same person; no name or e-mail address",
                ),
            ),
            "unit_code": columns.unit(
                Text(
                    nl="code van de eenheid waar de persoon werkt",
                    en="code of the unit where the person works",
                )
            ),
            "period": columns.period(),
            "item_code": columns.code(
                Text(nl="Vraag", en="Item"),
                Text(nl="code van de vraag in het codeboek", en="code of the item in the codebook"),
            ),
            "score": columns.score(
                Text(
                    nl="antwoord op de schaal van de vraag; leeg als overgeslagen",
                    en="answer on the scale of the item; empty when skipped",
                )
            ),
            "submitted_at": columns.submitted_at(),
            "weight": column(
                "number",
                Text(nl="Gewicht", en="Weight"),
                Text(nl="groter dan 0", en="more than 0"),
                required=False,
                checks=(pa.Check.gt(0),),
                filled=True,
            ),
            "method": columns.words(
                Text(nl="Methode", en="Method"),
                Text(
                    nl="hoe gevraagd is, zoals online of papier",
                    en="how it was asked, such as online or paper",
                ),
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
