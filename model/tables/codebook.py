"""The codebook: every item, indicator and measure, its scale and what it stands for."""

import pandera.polars as pa

from model.table import Table, column, contract
from model.text import Text

KINDS = ("belief", "routine", "behaviour", "leadership", "customer", "drive", "context")
STATISTICS = ("mean", "share", "nps", "rate", "sum")

TABLE = Table(
    name="codebook",
    title=Text(nl="Codeboek", en="Codebook"),
    explanation=Text(
        nl="Elke vraag, indicator en meting met haar schaal. Een nieuwe meting is een regel hier.",
        en="Every item, indicator and measure with its scale. A new measure is a row here.",
    ),
    schema=contract(
        {
            "code": column(
                "code",
                Text(nl="Code", en="Code"),
                Text(nl="zoals in de leveringen", en="as in the deliveries"),
            ),
            "kind": column(
                "choice",
                Text(nl="Soort", en="Kind"),
                Text(
                    nl="belief (overtuiging), routine, behaviour (gedrag), "
                    "leadership (leiderschap), customer (klant), drive (drijfveer) of context",
                    en="belief, routine, behaviour, leadership, customer, drive or context",
                ),
                choices=KINDS,
            ),
            "scale_min": column(
                "number",
                Text(nl="Laagste waarde", en="Lowest value"),
                Text(nl="laagste waarde die kan", en="lowest value that can be"),
            ),
            "scale_max": column(
                "number",
                Text(nl="Hoogste waarde", en="Highest value"),
                Text(nl="hoogste waarde die kan", en="highest value that can be"),
            ),
            "reversed": column(
                "flag",
                Text(nl="Omgekeerd", en="Reversed"),
                Text(
                    nl="1 als een hoger antwoord minder van het bedoelde betekent",
                    en="1 when a higher answer means less of what is meant",
                ),
            ),
            "construct": column(
                "code",
                Text(nl="Construct", en="Construct"),
                Text(nl="waar de vraag deel van is", en="what the item is part of"),
                required=False,
            ),
            "value_code": column(
                "code",
                Text(nl="Kernwaarde", en="Value"),
                Text(nl="code van de waarde", en="code of the value"),
                required=False,
                refers="value",
            ),
            "trait_code": column(
                "code",
                Text(nl="Kenmerk", en="Trait"),
                Text(nl="code van het gedragskenmerk", en="code of the trait"),
                required=False,
                refers="trait",
            ),
            "statistic": column(
                "choice",
                Text(nl="Samenvatting", en="Statistic"),
                Text(
                    nl="mean (gemiddelde), share (aandeel), nps, rate (tempo) of sum (som)",
                    en="mean, share, nps, rate or sum",
                ),
                required=False,
                choices=STATISTICS,
            ),
            "higher_is_better": column(
                "flag",
                Text(nl="Hoger is beter", en="Higher is better"),
                Text(nl="0 als lager beter is", en="0 when lower is better"),
                required=False,
            ),
            "reliability": column(
                "number",
                Text(nl="Betrouwbaarheid", en="Reliability"),
                Text(
                    nl="0 tot 1, als de bron haar opgeeft",
                    en="0 to 1, when the source states it",
                ),
                required=False,
                checks=(pa.Check.in_range(0, 1),),
            ),
            "name_nl": column(
                "words",
                Text(nl="Naam (Nederlands)", en="Name (Dutch)"),
                Text(nl="zoals op het scherm", en="as on screen"),
                required=False,
            ),
            "name_en": column(
                "words",
                Text(nl="Naam (Engels)", en="Name (English)"),
                Text(nl="zoals op het scherm", en="as on screen"),
                required=False,
            ),
            "source": column(
                "words",
                Text(nl="Bron", en="Source"),
                Text(nl="waar de vraag vandaan komt", en="where the item comes from"),
                required=False,
            ),
        }
    ),
    key=("code",),
    examples=(
        (
            "B01",
            "belief",
            "1",
            "5",
            "0",
            "VEILIG",
            "",
            "",
            "mean",
            "1",
            "",
            "Ik kan hier vragen stellen",
            "I can ask questions here",
            "",
        ),
        (
            "nps",
            "customer",
            "0",
            "10",
            "0",
            "",
            "",
            "",
            "nps",
            "1",
            "",
            "Aanbeveling",
            "Recommendation",
            "",
        ),
    ),
    aliases=("codes",),
    descriptive=("name_nl", "name_en", "source"),
    snapshot=False,
    whole=True,
    position=5,
)
