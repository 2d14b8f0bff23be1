"""Organisation values: what the organisation says it stands for."""

from model.table import Table, column, contract
from model.text import Text

TABLE = Table(
    name="organisation_values",
    title=Text(nl="Kernwaarden", en="Values"),
    explanation=Text(
        nl="De waarden waar de organisatie voor zegt te staan.",
        en="The values that the organisation says it stands for.",
    ),
    schema=contract(
        {
            "value_code": column(
                "code",
                Text(nl="Code", en="Code"),
                Text(nl="vaste, unieke code van de waarde", en="fixed, unique code of the value"),
            ),
            "name_nl": column(
                "words",
                Text(nl="Naam (Nederlands)", en="Name (Dutch)"),
                Text(nl="zoals op het scherm", en="as on screen"),
            ),
            "name_en": column(
                "words",
                Text(nl="Naam (Engels)", en="Name (English)"),
                Text(nl="zoals op het scherm", en="as on screen"),
                required=False,
            ),
            "explanation_nl": column(
                "words",
                Text(nl="Uitleg (Nederlands)", en="Explanation (Dutch)"),
                Text(nl="wat de waarde betekent", en="what the value means"),
                required=False,
            ),
            "explanation_en": column(
                "words",
                Text(nl="Uitleg (Engels)", en="Explanation (English)"),
                Text(nl="wat de waarde betekent", en="what the value means"),
                required=False,
            ),
        }
    ),
    key=("value_code",),
    examples=(("SAMEN", "Samen", "Together", "Wij helpen elkaar.", "We help each other."),),
    aliases=("values",),
    descriptive=("name_nl", "name_en", "explanation_nl", "explanation_en"),
    whole=True,
    position=3,
)
