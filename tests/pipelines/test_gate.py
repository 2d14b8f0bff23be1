"""What must hold before anything is published, and what is said when it does not."""

import polars as pl
import pytest

from model.errors import NeedsConfirmationError, RejectedError
from model.text import same
from pipelines.checks import ChecksFailedError, run_checks
from pipelines.contents import read_private
from pipelines.expectations import BETWEEN, Check, Profile, profile_release
from pipelines.figures import scales
from pipelines.gate import checks_table, hold_gate, read_own, reasons_of
from pipelines.panel import build_panel
from pipelines.programme import create_programme
from tests.pipelines.made_tables import PROGRAMME, SURVEY, answers, make_warehouse

FRAMES = {"values": pl.DataFrame({"unit_code": ["T1", "T2"], "nps": [20.0, -10.0]})}

NO_WARNINGS = pl.DataFrame(
    schema={"load_id": pl.Int64, "file_name": pl.String, "code": pl.String}
    | {"fix_nl": pl.String, "fix_en": pl.String}
)


def check(name, low, *, stops=True, column="nps", frame="values"):
    return Check(
        name=name,
        title=same(name),
        frame=frame,
        kind=BETWEEN,
        arguments={"column": column, "min_value": low},
        found=same("−10"),
        fix=same("mend it"),
        stops=stops,
    )


def profile_of(scores_per_period, *, loads=None, others=(), warnings=NO_WARNINGS):
    """The profile over rounds of answers to D1, at the last period; others asked something else."""
    periods = [*scores_per_period, *others]
    given = SURVEY + "\n".join(
        answers(unit, period, "D1", scores)
        for period, units in scores_per_period.items()
        for unit, scores in units.items()
    )
    for period in others:
        given += "\n" + answers("T1", period, "B1", [1, 5])
    connection = make_warehouse(survey_responses=given)
    build_panel(connection, PROGRAMME)
    private = read_private(connection, periods[-1])
    none = pl.DataFrame(
        schema={"load_id": pl.Int64, "rows_in": pl.Int64, "rows_set_aside": pl.Int64}
    )
    return profile_release(
        private,
        scales(private),
        none if loads is None else loads,
        warnings,
        period=periods[-1],
        known=["ORG", "T1", "T2"],
    )


def named(profile, name):
    return next(one for one in profile.checks if one.name == name)


@pytest.fixture
def programme(tmp_path):
    return create_programme(tmp_path / "one")


def test_a_failing_check_stops_the_release_and_says_which_and_what_to_do(programme, tmp_path):
    profile = Profile(FRAMES, [check("low enough", -20), check("never below zero", 0)])
    with pytest.raises(RejectedError) as stopped:
        hold_gate(profile, programme, "2026-Q3", tmp_path / "docs")
    assert stopped.value.where.en == "never below zero (−10)"
    assert stopped.value.remedy.en == "mend it"
    assert not (tmp_path / "docs").exists()
    assert not list(programme.folder.glob(".checks-*"))


def test_doubts_and_allowed_failures_are_kept_with_the_release(programme, tmp_path):
    (programme.folder / "expectations.toml").write_text(
        '[[allow]]\ncheck = "never below zero"\nperiod = "2026-Q3"\nreason = "storm"\n'
        '[[expectation]]\nname = "our own"\nframe = "values"\n'
        'type = "expect_column_values_to_not_be_null"\ncolumn = "nps"\n'
    )
    profile = Profile(FRAMES, [check("never below zero", 0), check("high", 10, stops=False)])
    with pytest.raises(NeedsConfirmationError) as asked:
        hold_gate(profile, programme, "2026-Q3", tmp_path / "asked", reason=" ")
    assert asked.value.where.en == "high (−10)"
    outcomes = hold_gate(profile, programme, "2026-Q3", tmp_path / "docs", reason="a new form")
    assert reasons_of(outcomes) == {"never below zero": "storm", "high": "a new form"}
    outcome = checks_table(outcomes)
    assert dict(outcome.select("name_en", "passed").iter_rows()) == {
        "never below zero": False,
        "high": False,
        "our own": True,
    }
    assert outcome["detail_en"].to_list() == ["−10; allowed: storm", "−10; allowed: a new form", ""]
    pages = list((tmp_path / "docs").rglob("*.html"))
    assert (tmp_path / "docs" / "index.html") in pages
    # The pages tell what was expected, not which values were found.
    assert not any("-10.0" in page.read_text(encoding="utf-8") for page in pages)


def test_an_expectation_that_cannot_be_evaluated_stops_the_release(programme, tmp_path):
    profile = Profile(FRAMES, [check("odd", "a word")])
    with pytest.raises(RejectedError, match="check"):
        hold_gate(profile, programme, "2026-Q3", tmp_path / "docs")


def test_when_the_checks_break_down_nothing_is_published(tmp_path):
    with pytest.raises(ChecksFailedError):
        run_checks(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "not toml",
        '[[expectation]]\nname = "x"',
        '[[expectation]]\nname = "x"\nframe = "gone"\ntype = "y"',
        '[[expectation]]\nname = "x"\nframe = "values"\ntype = "y"\ncolumn = "gone"',
        '[[allow]]\ncheck = "x"',
    ],
)
def test_own_expectations_that_cannot_be_are_refused(programme, text):
    (programme.folder / "expectations.toml").write_text(text)
    with pytest.raises(RejectedError, match="expectations are wrong"):
        read_own(programme, "2026-Q3", Profile(FRAMES, []))


def test_units_that_delivered_last_time_are_missed_by_name():
    profile = profile_of({"2026-Q2": {"T1": [1, 5], "T2": [2, 4]}, "2026-Q3": {"T1": [1, 5]}})
    found = named(profile, "completeness:D1")
    assert profile.frames["completeness"]["D1"].to_list() == [0.5]
    assert "T2" in found.fix.en
    assert found.found.en == "1 of 2 units"


def test_a_yearly_survey_is_not_missed_in_the_quarters_between():
    rounds = {"2024-Q3": {"T1": [1, 5]}, "2025-Q3": {"T1": [1, 5]}}
    between = profile_of(rounds, others=("2026-Q2",))
    assert "D1" not in between.frames["completeness"]
    due = profile_of(rounds, others=("2026-Q3",))
    assert due.frames["completeness"]["D1"].to_list() == [0.0]


def test_a_volume_far_from_usual_and_a_sudden_shift_are_doubts():
    rounds = {
        f"2025-Q{quarter}": {"T1": scores}
        for quarter, scores in enumerate(([2, 3], [3, 3], [2, 3], [3, 3]), start=1)
    }
    profile = profile_of(rounds | {"2026-Q1": {"T1": [5] * 9}})
    assert profile.frames["volume"]["D1"].to_list() == [4.5]
    assert abs(profile.frames["drift"]["D1"][0]) > 3
    assert not named(profile, "volume:D1").stops
    assert not named(profile, "drift:D1").stops


def test_the_share_of_rows_set_aside_is_looked_at_per_delivery():
    loads = pl.DataFrame({"load_id": [1, 2], "rows_in": [10, 0], "rows_set_aside": [2, 0]})
    profile = profile_of({"2026-Q3": {"T1": [1, 5]}}, loads=loads)
    assert profile.frames["loads"]["set_aside_share"].to_list() == [0.2]
    assert named(profile, "set_aside").arguments["max_value"] == 0.1


def test_every_warning_about_a_delivery_of_the_period_is_a_doubt():
    row = (3, "scores.csv", "jump", "leg de reden vast", "record the reason")
    warnings = pl.DataFrame([row], schema=NO_WARNINGS.schema, orient="row")
    profile = profile_of({"2026-Q3": {"T1": [1, 5]}}, warnings=warnings)
    found = named(profile, "warning:jump:3")
    assert (found.stops, found.title.en) == (False, "Warning jump about load 3")
    assert profile.frames["warnings"]["warning:jump:3"].to_list() == [1.0]
