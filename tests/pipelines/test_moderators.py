"""Does what was found differ with leadership: planted, absent, and not to be told."""

import numpy as np
import polars as pl
import pytest

from model.errors import RejectedError
from model.hypothesis import Hypothesis
from model.latent_process import Process
from model.simulate import simulate_series
from model.statistics.moderation import moderation
from model.statistics.multiple_testing import adjusted_p
from pipelines.evidence import evidence_tables, verdict_for
from pipelines.evidence_tables import TABLES
from pipelines.moderators import moderation_table, standing
from pipelines.pairs import Pair, series_of
from pipelines.warehouse import open_warehouse
from tests.model.statistics.panels import NOISE, moderated_panel
from tests.pipelines.made_panel import panel_rows

KINDS = {"B": "belief", "K": "customer", "L": "leadership", "M": "leadership"}
SOURCES = {"B": "survey_responses", "K": "customer_responses"}
UNITS, PERIODS = 60, 12
NUMBERS = ("estimate", "se", "low", "high", "p", "q", "mde", "main")


def panel_of(**measures):
    """A panel of belief B, customer score K and leadership L or M, shape (units, periods) each."""
    return pl.DataFrame(
        [
            row
            for measure, values in measures.items()
            for row in panel_rows(
                measure,
                SOURCES.get(measure, "leadership_measures"),
                values,
                np.full_like(values, NOISE),
            )
        ]
    )


def measures_of(*codes, constructs=()):
    return pl.DataFrame(
        {
            "measure": codes,
            "kind": [KINDS[code[0]] for code in codes],
            "is_construct": [False] * len(codes),
            "position": range(len(codes)),
            "construct": [dict(constructs).get(code) for code in codes],
            "respondents": [None] * len(codes),
        },
        schema_overrides={"construct": pl.String, "respondents": pl.String},
    )


def found_in(panel, *codes, registered=(), constructs=()):
    measures = measures_of(*(codes or ("B", "K", "L")), constructs=constructs)
    return evidence_tables(panel, measures, registered=list(registered), smallest_effect=0.25)


def led(*, change, seed, units=UNITS):
    """Beliefs, customer scores, and leadership support that goes with how far beliefs lead."""
    x, y, moderator = moderated_panel(
        units=units, periods=PERIODS, main=0.3, change=change, seed=seed
    )
    support = moderator[:, None] + np.random.default_rng(seed).normal(0, 0.3, x.shape)
    return {"B": x, "K": y, "L": support}


@pytest.fixture(scope="module")
def grown():
    return found_in(panel_of(**led(change=0.2, seed=1)))


def test_an_effect_that_grows_with_leadership_is_found_with_its_sign_and_its_mde(grown):
    row = grown["moderation"].row(0, named=True)
    assert (row["cause"], row["outcome"], row["moderator"]) == ("B", "K", "L")
    assert row["applicable"]
    assert 0 < row["low"] < row["estimate"] < row["high"]
    assert row["q"] == pytest.approx(row["p"])
    assert row["q"] < 0.001
    assert row["n_units"] == UNITS
    # Planted: .2 a standard deviation of leadership beside .3 on average.
    assert row["estimate"] / row["main"] == pytest.approx(2 / 3, abs=0.15)
    assert 0.05 < row["mde"] < 0.2


def test_its_estimates_stand_on_the_scale_of_the_verdict(grown):
    verdict = grown["verdicts"].filter(pl.col("cause") == "B").row(0, named=True)
    row = grown["moderation"].row(0, named=True)
    assert row["main"] == pytest.approx(verdict["forward_estimate"], abs=0.06)
    # Another unit of measurement changes nothing.
    tables = led(change=0.2, seed=1)
    panel = panel_of(**(tables | {"B": 10 * tables["B"]}))
    wider = pl.when(pl.col("measure") == "B").then(10 * NOISE).otherwise(NOISE)
    again = found_in(panel.with_columns(se=wider))["moderation"].row(0, named=True)
    assert again["estimate"] == pytest.approx(row["estimate"], rel=0.01)


def test_a_measure_that_runs_the_other_way_turns_the_sign():
    tables = led(change=0.2, seed=1)
    row = found_in(panel_of(**(tables | {"L": 10 - tables["L"]})))["moderation"].row(0, named=True)
    assert row["high"] < 0


def test_without_moderation_the_interval_holds_zero_and_no_verdict_is_touched():
    tables = led(change=0.0, seed=4)
    found = found_in(panel_of(**tables))
    row = found["moderation"].row(0, named=True)
    assert row["low"] < 0 < row["high"]
    assert row["mde"] > 0
    alone = found_in(panel_of(**{name: tables[name] for name in ("B", "K")}), "B", "K")
    assert alone["moderation"].is_empty()
    assert alone["moderation"].schema == pl.Schema(TABLES["moderation"])
    with_leaders = found["verdicts"].filter(pl.col("cause") == "B")
    assert with_leaders.drop("q").equals(alone["verdicts"].drop("q"))


def test_leadership_is_not_moderated_by_itself_and_items_stand_back_for_their_construct():
    tables = led(change=0.0, seed=4)
    panel = panel_of(**tables, L1=tables["L"])
    found = found_in(panel, "B", "K", "L", "L1", constructs={"L1": "L"}.items())
    assert "L" in found["verdicts"]["cause"]
    rows = found["moderation"].select("cause", "moderator").rows()
    assert rows == [("B", "L")]


def test_too_few_units_with_leadership_say_so_in_both_languages():
    tables = led(change=0.2, seed=1)
    tables["L"][6:] = np.nan
    row = found_in(panel_of(**tables))["moderation"].row(0, named=True)
    assert not row["applicable"]
    assert row["note_nl"].startswith("niet toepasbaar, want 6 eenheden")
    assert "at least 8 are needed" in row["note_en"]
    assert [row[name] for name in NUMBERS] == [None] * len(NUMBERS)


def test_where_there_is_no_verdict_its_reason_holds_for_leadership_too():
    few = found_in(panel_of(**led(change=0.2, seed=1, units=7)))["moderation"].row(0, named=True)
    assert "7 eenheden hebben beide reeksen" in few["note_nl"]
    unknown = panel_of(**led(change=0.2, seed=1)).with_columns(
        se=pl.lit(None, dtype=pl.Float64), error_source=pl.lit("none")
    )
    row = found_in(unknown)["moderation"].row(0, named=True)
    assert not row["applicable"]
    assert "meetfout" in row["note_nl"]


def test_a_registered_question_is_moderated_at_its_own_lag_and_on_its_own_periods():
    process = Process(persistence=(0.5, 0.5), forward=0.4, lag=2)
    series = simulate_series("beliefs_lead", units=40, periods=16, seed=5, process=process)
    support = np.random.default_rng(5).normal(size=(40, 16))
    panel = panel_of(B=series.x, K=series.y, L=support).with_columns(se=pl.lit(0.65))
    asked = Hypothesis("H1", 1, "B", "K", "+", 1, 3, 0.25, "To choose.", "2021-Q1", "", "")
    found = found_in(panel, registered=[asked])["moderation"]
    row = found.filter(hypothesis="H1").row(0, named=True)
    assert row["lag"] == 2
    alone = moderation(
        series.x[:, 4:],
        series.y[:, 4:],
        support[:, 4:].mean(axis=1),
        var_x=0.65**2,
        var_y=0.65**2,
        lag=2,
    )
    assert row["p"] == pytest.approx(alone.p)
    # The four quarters before its window are too short to explore.
    explored = found.filter(hypothesis="").row(0, named=True)
    assert not explored["applicable"]


def test_every_p_counts_and_registered_ones_apart():
    def row(p, hypothesis=""):
        return {"cause": "B", "outcome": "K", "hypothesis": hypothesis, "p": p}

    table = moderation_table([row(0.01), row(0.04, "H1"), row(None), row(0.03), row(0.5)])
    corrected = adjusted_p(np.array([0.01, 0.03, 0.5]), method="benjamini-hochberg")
    expected = [corrected[0], 0.04, None, corrected[1], corrected[2]]
    assert table["q"].to_list() == pytest.approx(expected)


def test_several_measures_of_leadership_have_a_row_each():
    tables = led(change=0.2, seed=1)
    other = np.random.default_rng(9).normal(size=tables["L"].shape)
    found = found_in(panel_of(**tables, M=other), "B", "K", "L", "M")["moderation"]
    rows = {row["moderator"]: row for row in found.iter_rows(named=True)}
    assert list(rows) == ["L", "M"]
    assert rows["L"]["q"] == pytest.approx(2 * rows["L"]["p"])
    assert rows["M"]["low"] < 0 < rows["M"]["high"]


def test_a_unit_that_was_only_there_in_good_times_does_not_stand_high_for_it():
    support = np.array([[1.0, 5.0], [1.0, 5.0], [np.nan, 5.0], [np.nan, np.nan]])
    moving = np.arange(8.0).reshape(4, 2)
    panel = panel_of(B=moving, K=moving, L=support)
    found = standing(panel, "L", series_of(panel, Pair("B", "K", "belief")))
    np.testing.assert_allclose(found, [0, 0, 0, np.nan])


def test_evidence_from_before_this_question_asks_to_be_built_again(programme):
    with open_warehouse(programme) as connection:
        connection.execute("DROP TABLE moderation")
    with pytest.raises(RejectedError, match="since the last load"):
        verdict_for(programme)
