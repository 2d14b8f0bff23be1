"""Rules about what the numbers mean: whether this could be true."""

from model.rule import Rule, rule

MEANING_RULES: dict[str, Rule] = dict(
    [
        rule(
            "outside_period",
            "warning",
            nl="{column} {value} valt niet in {detail}.",
            en="{column} {value} is not within {detail}.",
            fix_nl="verbeter period of {column}",
            fix_en="correct period or {column}",
        ),
        rule(
            "wrong_kind",
            "error",
            nl='{column} "{value}" is volgens het codeboek {detail} en hoort niet in deze tabel.',
            en='{column} "{value}" is {detail} in the codebook and does not belong in this table.',
            fix_nl="lever deze rijen aan bij de tabel waar ze horen",
            fix_en="deliver these rows with the table where they belong",
        ),
        rule(
            "reversed_wave",
            "warning",
            nl="{value} lijkt omgekeerd gescoord tegen de vorige periode: {detail}.",
            en="{value} looks scored the other way round against the previous period: {detail}.",
            fix_nl="vraag de leverancier of de schaal van {value} is omgedraaid",
            fix_en="ask the supplier whether the scale of {value} was turned round",
        ),
        rule(
            "jump",
            "warning",
            nl="{value} springt meer dan toeval kan verklaren: {detail}.",
            en="{value} jumps by more than chance can explain: {detail}.",
            fix_nl="controleer de levering en leg de reden vast",
            fix_en="check the delivery and record the reason",
        ),
        rule(
            "scale_not_used",
            "warning",
            nl="{value} gebruikt maar een deel van de schaal: {detail}.",
            en="{value} uses only a part of its scale: {detail}.",
            fix_nl="controleer of de scores op de schaal van het codeboek staan",
            fix_en="check that the scores are on the scale of the codebook",
        ),
        rule(
            "no_variation",
            "warning",
            nl="Bij {value} is er geen verschil tussen de antwoorden: {detail}.",
            en="There is no difference between the answers to {value}: {detail}.",
            fix_nl="vraag de leverancier of dit de echte antwoorden zijn",
            fix_en="ask the supplier whether these are the real answers",
        ),
        rule(
            "between_points",
            "warning",
            nl="{column} is {value}, tussen twee punten van de schaal van {detail}.",
            en="{column} is {value}, between two points of the scale of {detail}.",
            fix_nl="controleer of dit één antwoord is en geen gemiddelde",
            fix_en="check that this is one answer and not an average",
        ),
        rule(
            "weight_extreme",
            "warning",
            nl="{column} {value} telt meer dan honderd keer zo zwaar als gewoonlijk ({detail}).",
            en="{column} {value} counts for more than a hundred times the usual ({detail}).",
            fix_nl="controleer het gewicht bij de leverancier",
            fix_en="check the weight with the supplier",
        ),
        rule(
            "parts_do_not_add_up",
            "error",
            nl="{detail}",
            en="{detail}",
            fix_nl="verbeter {column} of de delen",
            fix_en="correct {column} or the parts",
        ),
        rule(
            "numerator_too_large",
            "error",
            nl="{column} is groter dan denominator ({detail}).",
            en="{column} is larger than denominator ({detail}).",
            fix_nl="verbeter {column} of denominator",
            fix_en="correct {column} or denominator",
        ),
        rule(
            "above_head_count",
            "warning",
            nl="{value}: {detail}.",
            en="{value}: {detail}.",
            fix_nl="controleer het aantal antwoorden en head_count van de eenheid",
            fix_en="check the number of answers and head_count of the unit",
        ),
        rule(
            "straight_lining",
            "warning",
            nl="{value} respondenten gaven op alle vragen hetzelfde antwoord ({detail}).",
            en="{value} respondents gave the same answer to every item ({detail}).",
            fix_nl="vraag de leverancier hoe deze antwoorden tot stand kwamen",
            fix_en="ask the supplier how these answers came about",
        ),
    ]
)
