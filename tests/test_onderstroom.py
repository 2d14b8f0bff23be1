"""The door: every command helps, answers in JSON, and tells a mistake in three lines."""

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import onderstroom
from model.simulate import simulate_programme
from model.statistics.power import Design, chance_to_see, periods_needed, units_needed
from pipelines.programme import create_programme

COMMANDS = (
    *("init", "template", "load", "map", "undo", "status", "build", "verdict"),
    *("publish", "releases", "fingerprint", "example", "serve", "erase", "plan"),
)
README = Path(__file__).resolve().parents[1] / "README.md"


def run(*words):
    """Run the command as a person would, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "onderstroom", *words], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_helps_and_offers_json(command):
    shown = CliRunner().invoke(onderstroom.app, [command, "--help"], terminal_width=200)
    assert shown.exit_code == 0
    assert "--json" in shown.output
    assert "--programme" in shown.output


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["status"], 2),
        (["load", "survey_responses", "nowhere.csv"], 2),
        (["example", "heaven"], 2),
        (["nothing"], 2),
    ],
)
def test_a_wrong_call_ends_with_its_own_code_and_no_traceback(words, code, tmp_path):
    ended = run(*words, "--programme", str(tmp_path / "nowhere")) if code else run(*words)
    assert ended.returncode == code
    assert "Traceback" not in ended.stderr + ended.stdout


def test_a_mistake_takes_three_lines_in_the_language_of_the_programme(tmp_path):
    create_programme(tmp_path / "p", language="en")
    ended = run("undo", "7", "--programme", str(tmp_path / "p"))
    lines = ended.stderr.strip().splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("  where: ")
    assert lines[2].startswith("  to do: ")


def test_a_mistake_is_one_object_in_json(tmp_path):
    ended = run("build", "--json", "--programme", str(tmp_path))
    assert set(json.loads(ended.stdout)["error"]) == {"what", "where", "fix"}
    assert ended.returncode == 2


def test_a_bug_ends_in_three_lines_and_a_number_without_its_own_words(
    monkeypatch, capsys, tmp_path
):
    def broken():
        raise KeyError("Jansen at /srv/secret")

    monkeypatch.setattr(onderstroom, "app", broken)
    monkeypatch.setattr(sys, "argv", ["onderstroom", "status", "--programme", str(tmp_path)])
    with pytest.raises(SystemExit) as ended:
        onderstroom.main()
    noted, *lines = capsys.readouterr().err.strip().splitlines()
    assert ended.value.code == 1
    assert len(lines) == 3
    number = lines[1].removeprefix("  waar: voorval ")
    assert noted.startswith(f"incident {number}: KeyError at ")
    assert not {"Jansen", "/srv/secret"} & set(" ".join([noted, *lines]).split())


def test_a_plan_says_its_chance_and_what_it_takes(tmp_path):
    asked = ["plan", "--units", "30", "--periods", "12", "--effect", "0.25"]
    asked += ["--programme", str(tmp_path)]
    shown = CliRunner().invoke(onderstroom.app, [*asked, "--json"])
    found = json.loads(shown.output)
    design = Design(30, 12, effect=0.25)
    assert found["chance"] == pytest.approx(chance_to_see(design), abs=1e-4)
    assert found["needed"] == {"units": units_needed(design), "periods": periods_needed(design)}
    words = CliRunner().invoke(onderstroom.app, asked).output
    assert "Kans om een effect van 0,25 te zien met 30 eenheden en 12 perioden" in words
    assert f"{found['needed']['units']} eenheden" in words


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_commands_of_the_readme_work_in_their_order(tmp_path, monkeypatch):
    """The block "Your own programme", line by line; only the server is not started."""
    block = README.read_text(encoding="utf-8").split("## Your own programme")[1]
    lines = block.split("```sh")[1].split("```")[0].strip().splitlines()
    commands = [part.strip() for line in lines for part in line.split("#")[0].split("&&")]
    monkeypatch.chdir(tmp_path)
    deliveries = simulate_programme("beliefs_lead", units=8, periods=6, seed=3)
    deliveries["units"].write_excel("eenheden.xlsx")
    deliveries["codebook"].write_excel("codeboek.xlsx")
    deliveries["organisation_values"].write_excel("waarden.xlsx")
    deliveries["traits"].write_excel("kenmerken.xlsx")
    deliveries["survey_responses"].write_csv("medewerkers-2026K3.csv")
    deliveries["customer_responses"].write_csv("klanten-2026K3.csv")
    done = []
    for command in commands:
        words = shlex.split(command)
        if words[0] == "export":
            monkeypatch.setenv(*words[1].split("="))
        elif words[1] != "serve":
            ended = run(*words[1:])
            assert ended.returncode == 0, (command, ended.stdout, ended.stderr)
            done.append(words[1])
    assert done[0] == "init"
    assert done[-1] == "publish"


@pytest.mark.parametrize(("language", "first"), [("nl", "Begin met"), ("en", "Begin with")])
def test_a_new_programme_says_what_to_do_first(tmp_path, monkeypatch, language, first):
    made = run("init", str(tmp_path / "our programme"), "--language", language)
    assert made.stdout.strip() == str(tmp_path / "our programme")
    assert made.stderr.startswith(first)
    monkeypatch.chdir(tmp_path)
    for line in made.stderr.splitlines()[1:3]:
        words = shlex.split(line)
        if words[0] == "export":
            monkeypatch.setenv(*words[1].split("="))
        else:
            assert run(*words[1:]).returncode == 0
    assert (tmp_path / "units.xlsx").exists()
