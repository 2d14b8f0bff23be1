"""Rules about a delivery as a whole: its columns and what kind of table it is."""

from model.rule import Rule, rule

FILE_RULES: dict[str, Rule] = dict(
    [
        rule(
            "wrong_table",
            "error",
            nl="Dit lijkt op de tabel {detail}: {value} ontbreekt.",
            en="This looks like the table {detail}: {value} is missing.",
            fix_nl="lever het bestand aan als {detail}",
            fix_en="deliver the file as {detail}",
        ),
        rule(
            "missing_column",
            "error",
            nl="De kolom {column} ontbreekt.",
            en="The column {column} is missing.",
            fix_nl="voeg de kolom {column} toe: {detail}",
            fix_en="add the column {column}: {detail}",
        ),
        rule(
            "empty_column",
            "error",
            nl="De kolom {column} heeft in geen enkele rij een waarde.",
            en="The column {column} has no value in any row.",
            fix_nl="vul de kolom {column} en lever opnieuw",
            fix_en="fill the column {column} and deliver again",
        ),
        rule(
            "column_left_empty",
            "warning",
            nl="De kolom {column} is helemaal leeg en telt als niet aangeleverd.",
            en="The column {column} is wholly empty and counts as not delivered.",
            fix_nl="laat de kolom {column} weg, of vul haar in elke rij",
            fix_en="leave the column {column} out, or fill it in every row",
        ),
        rule(
            "no_header",
            "error",
            nl="Het bestand heeft geen kopregel; verwacht: {detail}.",
            en="The file has no header line; expected: {detail}.",
            fix_nl="zet de kolomnamen in de eerste regel",
            fix_en="put the column names in the first line",
        ),
        rule(
            "no_rows",
            "error",
            nl="Het bestand heeft geen rijen onder de kopregel.",
            en="The file has no rows below its header.",
            fix_nl="lever het bestand met gegevens; wat er stond is niet veranderd",
            fix_en="deliver the file with data; what was there has not changed",
        ),
        rule(
            "too_many_bad_rows",
            "error",
            nl="Fout: {value} van de {detail} {detail:rij|rijen}, meer dan een tiende; er is "
            "niets geladen.",
            en="Wrong: {value} of {detail} {detail:row|rows}, more than a tenth; nothing was "
            "loaded.",
            fix_nl="verbeter het bestand bij de bron en lever het opnieuw",
            fix_en="correct the file at its source and deliver it again",
        ),
        rule(
            "ids_are_fractions",
            "warning",
            nl="{column} bevat getallen met een komma (zoals {value}); gelezen zonder ,0.",
            en="{column} holds numbers with decimals (such as {value}); read without .0.",
            fix_nl="maak van {column} een tekstkolom voordat u exporteert",
            fix_en="make {column} a text column before you export",
        ),
        rule(
            "personal_column",
            "warning",
            nl="De kolom {column} bevat persoonlijke gegevens of lijkt dat te doen; ze is niet "
            "bewaard.",
            en="The column {column} holds personal data or seems to; it was not stored.",
            fix_nl="laat de kolom {column} voortaan weg en wis het bestand",
            fix_en="leave the column {column} out from now on and delete the file",
        ),
        rule(
            "free_text_column",
            "warning",
            nl="De kolom {column} bevat vrije tekst; ze is niet bewaard.",
            en="The column {column} holds free text; it was not stored.",
            fix_nl="laat de kolom {column} voortaan weg",
            fix_en="leave the column {column} out from now on",
        ),
        rule(
            "column_not_in_all",
            "error",
            nl="De kolom {column} staat niet in elk bestand: niet in {detail}.",
            en="The column {column} is not in every file: not in {detail}.",
            fix_nl="lever de bestanden apart, of alle met dezelfde kolommen",
            fix_en="deliver the files one by one, or all with the same columns",
        ),
        rule(
            "unknown_column",
            "warning",
            nl="De kolom {column} is onbekend en is niet bewaard.",
            en="The column {column} is unknown and was not stored.",
            fix_nl="laat de kolom weg{detail}",
            fix_en="leave the column out{detail}",
        ),
        rule(
            "index_column",
            "notice",
            nl="De kolom {column} is een rijnummer van een programma en is overgeslagen.",
            en="The column {column} is a row number made by a program and was skipped.",
            fix_nl="exporteer voortaan zonder index",
            fix_en="export without the index from now on",
        ),
    ]
)
