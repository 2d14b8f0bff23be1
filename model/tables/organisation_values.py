"""Organisation values: what the organisation says it stands for."""

from model import columns
from model.table import Table, column, contract
from model.text import Text

TABLE = Table(
    name="organisation_values",
    title=Text(nl="Organisatiewaarden", en="Organisation values"),
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
            **columns.names(Text(nl="wat de waarde betekent", en="what the value means")),
        }
    ),
    key=("value_code",),
    examples=(("SAMEN", "Samen", "Together", "Wij helpen elkaar.", "We help each other."),),
    aliases=("values",),
    descriptive=("name_nl", "name_en", "explanation_nl", "explanation_en"),
    whole=True,
    position=3,
)
