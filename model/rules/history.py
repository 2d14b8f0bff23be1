"""Rules about what was delivered before: repeats, restatements, closed periods, gaps."""

from model.rule import Rule, rule

HISTORY_RULES: dict[str, Rule] = dict(
    [
        rule(
            "restated",
            "warning",
            nl="{value} al geladen {value:rij krijgt|rijen krijgen} een andere waarde: {detail}.",
            en="{value} {value:row loaded before gets|rows loaded before get} another value: "
            "{detail}.",
            fix_nl="controleer de verschillen en bevestig met --confirm",
            fix_en="check the differences and confirm with --confirm",
        ),
        rule(
            "id_used_before",
            "warning",
            nl="{value} keer is {column} eerder gebruikt voor een andere periode ({detail}); "
            "bevestigen vervangt {value:dat antwoord|die antwoorden}.",
            en="{value} {value:time|times} {column} was used before for another period ({detail}); "
            "confirming replaces {value:that answer|those answers}.",
            fix_nl="geef elk antwoord een eigen {column}; bevestig alleen als de periode fout was",
            fix_en="give each answer its own {column}; confirm only when the period was wrong",
        ),
        rule(
            "answers_again",
            "warning",
            nl="{value} {value:antwoord lijkt|antwoorden lijken} al geladen onder een ander "
            "nummer: {detail}.",
            en="{value} {value:answer seems|answers seem} to be loaded before under another "
            "number: {detail}.",
            fix_nl="lever elk antwoord één keer; bevestig met --confirm als het andere mensen zijn",
            fix_en="deliver each answer once; confirm with --confirm if these are other people",
        ),
        rule(
            "described_anew",
            "warning",
            nl="{value} {value:omschrijving is|omschrijvingen zijn} veranderd ({column}): "
            "{detail}.",
            en="{value} {value:description has|descriptions have} changed ({column}): {detail}.",
            fix_nl="neem terug met undo als dit niet de bedoeling was",
            fix_en="take back with undo if this was not intended",
        ),
        rule(
            "closed_period",
            "warning",
            nl="{value} {value:rij verandert|rijen veranderen} een afgesloten of gepubliceerde "
            "periode: {detail}.",
            en="{value} {value:row changes|rows change} a closed or published period: {detail}.",
            fix_nl="bevestig met --confirm als dit de bedoeling is",
            fix_en="confirm with --confirm if this is intended",
        ),
        rule(
            "overlapping",
            "warning",
            nl="{value} {value:rij is|rijen zijn} al geladen; nieuw: {detail}.",
            en="{value} {value:row was|rows were} loaded before; new: {detail}.",
            fix_nl="bevestig met --confirm om alleen de nieuwe rijen te laden",
            fix_en="confirm with --confirm to load the new rows only",
        ),
        rule(
            "shrinking",
            "warning",
            nl="{value} eerder geladen {value:rij ontbreekt|rijen ontbreken} in deze levering: "
            "{detail}.",
            en="{value} {value:row loaded before is|rows loaded before are} missing in this "
            "delivery: {detail}.",
            fix_nl="bevestig met --confirm om ze terug te trekken, of lever het hele bestand",
            fix_en="confirm with --confirm to withdraw them, or deliver the whole file",
        ),
        rule(
            "unit_vanished",
            "warning",
            nl="Niet meer in de lijst: {detail}. Hun geschiedenis blijft; er komt een einddatum.",
            en="No longer in the list: {detail}. Their history stays; they get a last day.",
            fix_nl="bevestig met --confirm, of geef de eenheid zelf een valid_to",
            fix_en="confirm with --confirm, or give the unit a valid_to yourself",
        ),
        rule(
            "partial_delivery",
            "warning",
            nl="In {value} ontbreken eenheden die er in de vorige periode wel waren: {detail}.",
            en="In {value} units are missing that were there in the previous period: {detail}.",
            fix_nl="lever de rest na, of leg uit waarom ze ontbreken",
            fix_en="deliver the rest, or explain why they are missing",
        ),
        rule(
            "missing_codes",
            "warning",
            nl="In {value} ontbreken codes die er in de vorige periode wel waren: {detail}.",
            en="In {value} codes are missing that were there in the previous period: {detail}.",
            fix_nl="lever de rest na, of leg uit waarom ze ontbreken",
            fix_en="deliver the rest, or explain why they are missing",
        ),
        rule(
            "missing_pairs",
            "warning",
            nl="In {value} ontbreekt bij een eenheid wat er de vorige periode wel was: {detail}.",
            en="In {value} a unit lacks what it had the period before: {detail}.",
            fix_nl="lever de rest na, of leg uit waarom het ontbreekt",
            fix_en="deliver the rest, or explain why it is missing",
        ),
        rule(
            "fewer_answers",
            "warning",
            nl="In {value} zijn er veel minder antwoorden uit dezelfde eenheden: {detail}.",
            en="In {value} there are far fewer answers from the same units: {detail}.",
            fix_nl="vraag of de levering compleet is, en leg uit waarom als dat zo is",
            fix_en="ask whether the delivery is complete, and explain why if it is",
        ),
        rule(
            "already_there",
            "notice",
            nl="Dit is al geladen; er verandert niets.",
            en="This was loaded before; nothing changes.",
            fix_nl="niets te doen",
            fix_en="nothing to do",
        ),
    ]
)
