"""A made-up water company: its units, its codebook, its values and traits."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

ROOT = "WB"
NAME = "Waterbedrijf Voorbeeld"
FIRST_DAY = "2015-01-01"
_REGIONS = (
    ("NO", "Noord"), ("OO", "Oost"), ("ZU", "Zuid"), ("WE", "West"), ("MI", "Midden"),
    ("IJ", "IJsselvallei"), ("VE", "Veluwe"), ("DE", "Delta"), ("KU", "Kust"), ("HE", "Heuvelland"),
)  # fmt: skip
_TEAMS = (
    ("KS", "Klantenservice"), ("ST", "Storingsdienst"), ("LN", "Leidingnet"),
    ("AO", "Aanleg en Onderhoud"), ("ZK", "Zakelijke klanten"), ("MO", "Meteropname"),
    ("IN", "Incasso"), ("KA", "Klantadvies"), ("BR", "Bronnen en Productie"),
    ("PR", "Projecten"),
)  # fmt: skip


@dataclass(frozen=True)
class Measure:
    """A row of the codebook.

    Parameters
    ----------
    code, kind : str
    scale : (float, float)
    statistic : str
    construct : str
        Empty for a measure that stands alone.
    name : (str, str)
        Dutch and English.
    is_reversed : bool
    value_code, trait_code : str
        What the measure is about, or empty.
    """

    code: str
    kind: str
    scale: tuple[float, float]
    statistic: str
    construct: str
    name: tuple[str, str]
    is_reversed: bool = False
    value_code: str = ""
    trait_code: str = ""


#: Who answers. Half of a team, drawn by lot, gets list A and the others list B: so nobody's mood
#: is in a belief and in a routine at once.
SOURCES = {
    "belief": "medewerkers met lijst A",
    "routine": "medewerkers met lijst B",
    "customer": "klanten",
}
BELIEF, SAFETY, ROUTINE = "KLANT_CENTRAAL", "FOUTEN_MOGEN", "AANSPREKEN"
_FIVE, _SHARE = (1.0, 5.0), (0.0, 100.0)
MEASURES = (
    Measure(
        "B01", "belief", _FIVE, "mean", BELIEF,
        ("De klant is de reden dat wij er zijn", "The customer is why we exist"), False, "KLANT",
    ),
    Measure(
        "B02", "belief", _FIVE, "mean", BELIEF,
        ("Een klant die belt, helpt ons", "A customer who calls helps us"), False, "KLANT",
    ),
    Measure(
        "B03", "belief", _FIVE, "mean", BELIEF,
        ("Klanten vragen vooral te veel", "Customers mostly ask too much"), True, "KLANT",
    ),
    Measure(
        "B04", "belief", _FIVE, "mean", BELIEF,
        ("Ik kan voor een klant echt iets betekenen", "I can truly mean something to a customer"),
        False, "KLANT",
    ),
    Measure(
        "B05", "belief", _FIVE, "mean", SAFETY,
        ("Wie hier een fout maakt, kan dat zeggen", "Who makes a mistake here can say so"),
        False, "SAMEN",
    ),
    Measure(
        "B06", "belief", _FIVE, "mean", SAFETY,
        ("Van fouten leren wij", "We learn from mistakes"), False, "SAMEN",
    ),
    Measure(
        "R01", "routine", _FIVE, "mean", ROUTINE,
        ("Wij spreken elkaar aan op gedrag", "We address one another's behaviour"),
        False, "SAMEN", "SPREEKT_AAN",
    ),
    Measure(
        "R02", "routine", _FIVE, "mean", ROUTINE,
        ("Wij kijken elke week terug op klantvragen", "We look back on customer questions weekly"),
        False, "KLANT", "SPREEKT_AAN",
    ),
    Measure(
        "TERUGBEL", "behaviour", _SHARE, "share", "",
        ("Binnen een dag teruggebeld", "Called back within a day"), False, "KLANT", "HELPT",
    ),
    Measure(
        "EERSTE_KEER", "behaviour", _SHARE, "share", "",
        ("In één keer opgelost", "Solved the first time"), False, "KLANT", "HELPT",
    ),
    Measure(
        "LEIDING_STEUN", "leadership", _FIVE, "mean", "",
        ("Steun van de leidinggevende", "Support of the manager"),
    ),
    Measure("nps", "customer", (0.0, 10.0), "nps", "", ("Aanbeveling (NPS)", "Net promoter score")),
    Measure(
        "csat", "customer", _FIVE, "mean", "",
        ("Klanttevredenheid", "Customer satisfaction"),
    ),
)  # fmt: skip

# Nobody answers a construct: its row says how it is called.
CONSTRUCTS = (
    Measure(BELIEF, "belief", _FIVE, "mean", "", ("De klant centraal", "Customer at the centre")),
    Measure(SAFETY, "belief", _FIVE, "mean", "", ("Fouten mogen", "Mistakes are allowed")),
    Measure(ROUTINE, "routine", _FIVE, "mean", "", ("Elkaar aanspreken", "Addressing one another")),
)


def teams(count: int) -> list[tuple[str, str, str]]:
    """Return (code, name, code of the region) of so many teams, spread over the regions."""
    regions = _REGIONS[: max(2, min(len(_REGIONS), round(count**0.5)))]
    out = []
    for index in range(count):
        region, place = regions[index % len(regions)]
        kind, team = _TEAMS[(index // len(regions)) % len(_TEAMS)]
        round_ = index // (len(regions) * len(_TEAMS))
        number = str(round_ + 1) if round_ else ""
        out.append((f"{kind}_{region}{number}", f"{team} {place} {number}".strip(), region))
    return out


def units_table(count: int, head_counts: list[int]) -> pl.DataFrame:
    """Return the table of units: company, regions, teams."""
    rows = teams(count)
    used = [region for region in _REGIONS if any(row[2] == region[0] for row in rows)]
    inside = {code: 0 for code, _ in used}
    for (_, _, region), heads in zip(rows, head_counts, strict=True):
        inside[region] += heads
    lines: list[tuple[str, str, str | None, int]] = [(ROOT, NAME, None, sum(head_counts))]
    lines += [(code, f"Regio {name}", ROOT, inside[code]) for code, name in used]
    lines += [
        (code, name, region, heads)
        for (code, name, region), heads in zip(rows, head_counts, strict=True)
    ]
    return pl.DataFrame(
        {
            "unit_code": [line[0] for line in lines],
            "name": [line[1] for line in lines],
            "parent_code": [line[2] for line in lines],
            "valid_from": [FIRST_DAY] * len(lines),
            "valid_to": pl.Series([None] * len(lines), dtype=pl.String),
            "head_count": [line[3] for line in lines],
        }
    )


def codebook_table() -> pl.DataFrame:
    """Return the codebook: every measure, then every construct with its name."""
    rows = (*MEASURES, *CONSTRUCTS)
    return pl.DataFrame(
        {
            "code": [row.code for row in rows],
            "kind": [row.kind for row in rows],
            "scale_min": [row.scale[0] for row in rows],
            "scale_max": [row.scale[1] for row in rows],
            "reversed": [int(row.is_reversed) for row in rows],
            "construct": [row.construct for row in rows],
            "value_code": [row.value_code for row in rows],
            "trait_code": [row.trait_code for row in rows],
            "statistic": [row.statistic for row in rows],
            "higher_is_better": [1] * len(rows),
            "name_nl": [row.name[0] for row in rows],
            "name_en": [row.name[1] for row in rows],
            "source": [SOURCES.get(row.kind, "") for row in rows],
        }
    )


def values_table() -> pl.DataFrame:
    """Return the organisation's values."""
    return pl.DataFrame(
        {
            "value_code": ["KLANT", "SAMEN"],
            "name_nl": ["De klant voorop", "Samen"],
            "name_en": ["Customer at the centre", "Together"],
            "explanation_nl": [
                "Wij denken en handelen vanuit de klant.",
                "Wij helpen elkaar en leren van elkaar.",
            ],
            "explanation_en": [
                "We think and act from the customer's side.",
                "We help and learn from one another.",
            ],
        }
    )


def traits_table() -> pl.DataFrame:
    """Return the observable traits that go with the values."""
    return pl.DataFrame(
        {
            "trait_code": ["HELPT", "SPREEKT_AAN"],
            "value_code": ["KLANT", "SAMEN"],
            "name_nl": ["Helpt de klant meteen", "Spreekt een ander aan"],
            "name_en": ["Helps the customer at once", "Addresses others"],
            "explanation_nl": [
                "Lost de vraag op of belt binnen een dag terug.",
                "Zegt het als het anders kan, en vraagt het terug.",
            ],
            "explanation_en": [
                "Solves the question or calls back within a day.",
                "Says so when it can be done otherwise, and asks the same in return.",
            ],
        }
    )
