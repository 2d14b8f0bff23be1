"""A supplier's file is mapped once by a person: guesses, questions, a preview, and kept as TOML."""

import io
import json

import pytest
import xlsxwriter
from typer.testing import CliRunner

import onderstroom
from dashboards import terminal_mapping
from model.errors import RejectedError, UsageError
from pipelines.accept import load
from pipelines.look import look
from pipelines.mapping import read_mapping
from pipelines.propose import propose
from pipelines.save_mapping import preview, save_mapping
from tests.pipelines.desk_cases import deliver, new_programme, select

UNITS = """
unit_code,name,parent_code,valid_from,valid_to
ORG,Voorbeeld,,2024-01-01,
T01,Klantenservice Oost,ORG,2024-01-01,
T02,Klantenservice West,ORG,2024-01-01,
T03,Storingsdienst,ORG,2024-01-01,
"""
CODEBOOK = """
code,kind,scale_min,scale_max,reversed,name_nl,name_en
B01,belief,1,5,0,Fouten mag ik noemen,I may name mistakes
B02,belief,1,5,0,De klant telt,Customers count
IND01,behaviour,0,100,0,Teruggebeld,Called back
nps,customer,0,10,0,Aanbeveling,Recommendation
"""
# A row per person, questions side by side, answers in words, units by name.
WIDE = """Volgnr;Ingevuld op;Afdeling;Fouten mag ik noemen;Vraag 2 (B02);Wij leren snel;Opmerking
1;03-09-2026;Klantenservice Oost;Helemaal eens;Eens;Oneens;Graag meer tijd voor ons werk als team
2;04-09-2026;Klantenservice  West;Oneens;Weet niet;Eens;
3;04-09-2026;Storing;Neutraal;Eens;Eens;bel mij: jan@voorbeeld.nl
4;05-09-2026;Klantenservice Oost;Eens;Helemaal oneens;Neutraal;
"""


@pytest.fixture(scope="module")
def programme(tmp_path_factory):
    made = new_programme(tmp_path_factory.mktemp("mapped"))
    deliver(made, "units", UNITS)
    deliver(made, "codebook", CODEBOOK)
    return made


@pytest.fixture(scope="module")
def file(programme):
    path = programme.folder.parent / "bureau_2026-Q3.csv"
    path.write_text(WIDE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def proposed(programme, file):
    """Proposals for the file of the bureau, which is looked at once."""
    seen = look(programme, file)
    return lambda **answers: propose(programme, seen, answers=answers)


def answers_of(proposal, part):
    return {one.key: one.answer for one in proposal.choices if one.part == part and one.answer}


def test_questions_side_by_side_words_and_names_are_recognised(proposed):
    found = proposed()
    assert found.table == "survey_responses"
    assert found.name == "bureau"
    assert answers_of(found, "columns") == {
        "response_id": "column:Volgnr",
        "respondent_id": "column:Volgnr",
        "unit_code": "column:Afdeling",
        "period": "file_name",
        "submitted_at": "column:Ingevuld op",
    }
    assert answers_of(found, "codes") == {
        "code:Fouten mag ik noemen": "B01",
        "code:Vraag 2 (B02)": "B02",
    }
    assert answers_of(found, "labels") == {
        "label:Helemaal eens": "5",
        "label:Eens": "4",
        "label:Neutraal": "3",
        "label:Oneens": "2",
        "label:Helemaal oneens": "1",
        "label:Weet niet": "missing",
    }
    assert answers_of(found, "units") == {
        "unit:Klantenservice Oost": "T01",
        "unit:Klantenservice  West": "T02",
    }


def test_what_is_unknown_is_a_question_with_a_list_to_choose_from(proposed):
    found = proposed()
    assert {one.key for one in found.questions} == {"code:Wij leren snel", "unit:Storing"}
    options = [option.value for option in found.choice("unit:Storing").options]
    assert options == ["", "no_row", "ORG", "T01", "T02", "T03"]


def test_what_people_wrote_is_never_shown(proposed, programme, file):
    found = proposed(**{"code:Wij leren snel": "", "unit:Storing": "T03"})
    shown = json.dumps(found.as_json("nl")) + str(preview(programme, file, found))
    assert "jan@" not in shown
    assert "Graag" not in shown


def test_the_preview_shows_our_rows_without_numbers_of_people(proposed, programme, file):
    found = proposed(**{"code:Wij leren snel": "", "unit:Storing": "T03"})
    seen = preview(programme, file, found)
    rows = [dict(zip(seen.columns, row, strict=True)) for row in seen.rows]
    assert seen.rows_in == 7  # of eight answers one says that there is none
    assert rows[0]["unit_code"] == "T01"
    assert (rows[0]["item_code"], rows[0]["score"]) == ("B01", "5")
    assert {row["respondent_id"] for row in rows} == {"•••"}


def test_a_saved_mapping_loads_this_file_and_that_of_the_next_quarter(
    proposed, programme, file, tmp_path
):
    found = proposed(**{"code:Wij leren snel": "", "unit:Storing": "T03"})
    saved = save_mapping(programme, found, "bureau")
    first = load(programme, found.table, [file], mapping="bureau")
    later = tmp_path / "bureau_2026-Q2.csv"
    later.write_text(WIDE.replace("-09-", "-06-"), encoding="utf-8")
    again = load(programme, found.table, [later], mapping="bureau", check=True)
    assert (first.outcome, first.rows_loaded) == ("accept", 7)
    assert (again.outcome, again.rows_loaded) == ("accept", 7)
    assert select(programme, "SELECT avg(score) FROM survey_responses WHERE unit_code = 'T01'") == [
        (3.5,)
    ]
    assert saved.read_text().startswith("# Gemaakt op ")
    assert "\n# Kolommen naast elkaar" in saved.read_text()


def test_a_question_that_is_gone_next_quarter_is_named(proposed, programme, tmp_path):
    found = proposed(**{"code:Wij leren snel": "", "unit:Storing": "T03"})
    save_mapping(programme, found, "changed")
    changed = tmp_path / "bureau_2026-Q3.csv"
    changed.write_text(WIDE.replace("Fouten mag ik noemen", "Fouten durf ik te noemen"))
    report = load(programme, found.table, [changed], mapping="changed")
    assert report.outcome == "reject"
    assert "Fouten mag ik noemen" in report.issues[0].message.nl


def test_averages_under_each_other_find_their_period_above_the_table(proposed, programme, tmp_path):
    path = tmp_path / "rapport.xlsx"
    rows = [
        ("Rapportage",),
        ("Periode", "3e kwartaal 2026"),
        (),
        ("Team", "Vraag", "Gemiddelde", "n"),
        ("Klantenservice Oost", "De klant telt", "3,9", 12),
        ("Storingsdienst", "De klant telt", "n<5", "n<5"),
        ("Totaal", "De klant telt", "3,9", 12),
    ]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Blad1")
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    found = propose(programme, look(programme, path))
    assert found.table == "survey_scores"
    assert found.questions == ()
    assert found.declaration["columns"]["period"] == {"cell": "B2"}
    assert answers_of(found, "units")["unit:Totaal"] == "no_row"
    seen = preview(programme, path, found)
    assert seen.rows == (("T01", "3e kwartaal 2026", "B02", "3,9", "12"),)
    save_mapping(programme, found, "rapport")
    assert load(programme, found.table, [path], mapping="rapport").rows_loaded == 1


def test_an_answer_of_a_person_goes_before_every_guess(proposed):
    found = proposed(unit_code="opmerking", period="constant:2026-Q2")
    assert found.choice("unit_code").answer == "column:Opmerking"
    assert found.choice("unit_code").certainty == 1
    assert found.declaration["columns"]["period"] == {"constant": "2026-Q2"}


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"unit_code": "Afdelng"}, "Afdeling"),
        ({"unit:Storing": "T3"}, "T03"),
        ({"unitcode": "Afdeling"}, "unit_code"),
    ],
)
def test_an_answer_that_cannot_be_names_what_can(proposed, answers, words):
    with pytest.raises(UsageError) as caught:
        proposed(**answers)
    assert words in caught.value.remedy.nl


def test_a_mapping_is_saved_whole_and_overwritten_only_when_asked(proposed, programme):
    open_questions = proposed()
    found = proposed(**{"code:Wij leren snel": "", "unit:Storing": "no_row"})
    with pytest.raises(UsageError, match="questions"):
        save_mapping(programme, open_questions, "whole")
    with pytest.raises(UsageError, match="no name"):
        save_mapping(programme, found, "../whole")
    save_mapping(programme, found, "whole")
    with pytest.raises(UsageError, match="exists"):
        save_mapping(programme, found, "whole")
    save_mapping(programme, found, "whole", replace=True)
    assert read_mapping("whole", programme.folder).table == "survey_responses"
    assert not list((programme.folder / "mappings").glob("*.part"))


@pytest.mark.parametrize("content", [b"", b"\x80\x05\x95pickle", b"PK\x03\x04 no workbook"])
def test_a_file_that_is_no_table_is_refused_in_three_lines(programme, tmp_path, content):
    path = tmp_path / "bureau.csv"
    path.write_bytes(content)
    with pytest.raises(RejectedError) as caught:
        look(programme, path)
    assert len(caught.value.in_language("nl").splitlines()) == 3


def test_the_command_proposes_asks_and_saves(programme, file):
    def run(*words):
        common = ["map", str(file), "--json", "--programme", str(programme.folder)]
        return CliRunner().invoke(onderstroom.app, [*common, *words])

    proposal = json.loads(run().stdout)
    assert proposal["questions"] == ["code:Wij leren snel", "unit:Storing"]
    assert proposal["saved"] is None
    answers = ("--answer", "code:Wij leren snel=", "--answer", "unit:Storing=T03")
    assert isinstance(run("--name", "by-command").exception, UsageError)
    assert json.loads(run("--name", "by-command", *answers).stdout)["saved"] == "by-command"
    assert read_mapping("by-command", programme.folder).long.names[0][1] == "B01"


class _Terminal(io.StringIO):
    """A person who types these lines."""

    def isatty(self):
        return True


def test_at_a_terminal_what_is_open_is_asked_and_then_saved(programme, file, monkeypatch, capsys):
    typed = [
        "0",
        "5",
        "label:Eens",
        "5",
        "",
        "typed",
    ]  # leave out, T03, change a label, go on, name
    monkeypatch.setattr("sys.stdin", _Terminal("\n".join(typed) + "\n"))
    asked = {"table": None, "name": "", "answers": {}, "replace": False, "as_json": False}
    terminal_mapping.map_file(programme, file, **asked)
    kept = read_mapping("typed", programme.folder)
    assert dict(kept.columns["unit_code"].labels)["Storing"] == "T03"
    assert dict(kept.long.value.labels)["Eens"] == "4"
    assert "Volgende keer: onderstroom load survey_responses" in capsys.readouterr().out
