"""Made-up programmes: what was planted is what is there."""

import numpy as np
import polars as pl
import pytest

from model.latent_process import SCENARIOS, Process, histories
from model.period import period_range
from model.simulate import Conditions, simulate_programme, simulate_series


def test_the_same_seed_gives_the_same_series_and_another_seed_another():
    one, again, other = (
        simulate_series("both", units=9, periods=7, seed=seed).x for seed in (1, 1, 2)
    )
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


@pytest.mark.parametrize("lag", [1, 2, 6])
def test_histories_have_variance_one_and_the_planted_lag(lag):
    process = Process(persistence=(0.0, 0.0), forward=0.5, association=0.0, lag=lag)
    path = histories(process, units=4000, periods=12, random=np.random.default_rng(1))
    assert path.var(axis=(0, 1)) == pytest.approx([1, 1], abs=0.03)
    cause, outcome = path[:, :-lag, 0].ravel(), path[:, lag:, 1].ravel()
    assert np.corrcoef(cause, outcome)[0, 1] == pytest.approx(0.5, abs=0.03)


def test_reliability_is_the_share_that_is_no_error():
    series = simulate_series(
        "nothing", units=50, periods=10, seed=1, conditions=Conditions(reliability=0.5)
    )
    assert series.se_x == pytest.approx(np.ones((50, 10)))


def test_real_life_leaves_gaps_where_it_should():
    conditions = Conditions(missing=0.2, belief_every=4, turnover=0.5)
    series = simulate_series("together", units=200, periods=12, seed=1, conditions=conditions)
    asked = np.isfinite(series.x).any(axis=0)
    assert list(np.flatnonzero(asked)) == [0, 4, 8]
    assert 0.55 < np.isfinite(series.y).mean() < 0.8
    assert np.array_equal(np.isfinite(series.y), np.isfinite(series.se_y))


def test_units_with_fewer_answers_have_larger_errors():
    conditions = Conditions(answers=(3, 200))
    series = simulate_series("together", units=300, periods=6, seed=1, conditions=conditions)
    assert series.se_y.max() / series.se_y.min() > 5


def test_too_few_stays_too_few_whatever_is_asked():
    assert simulate_series("too_few", units=99, periods=99, seed=1).x.shape == (7, 5)


@pytest.fixture(scope="module")
def programme():
    return simulate_programme("beliefs_lead", units=15, periods=6, seed=1)


def test_a_programme_delivers_the_canonical_tables(programme):
    assert {name: frame.columns for name, frame in programme.items()} == {
        "units": ["unit_code", "name", "parent_code", "valid_from", "valid_to", "head_count"],
        "organisation_values": [
            "value_code", "name_nl", "name_en", "explanation_nl", "explanation_en",
        ],
        "traits": [
            "trait_code", "value_code", "name_nl", "name_en", "explanation_nl", "explanation_en",
        ],
        "codebook": [
            "code", "kind", "scale_min", "scale_max", "reversed", "construct", "value_code",
            "trait_code", "statistic", "higher_is_better", "name_nl", "name_en", "source",
        ],
        "survey_responses": [
            "response_id", "respondent_id", "unit_code", "period", "item_code", "score",
            "submitted_at",
        ],
        "customer_responses": [
            "response_id", "unit_code", "period", "metric", "score", "submitted_at",
        ],
        "behaviour_indicators": [
            "unit_code", "period", "indicator_code", "value", "numerator", "denominator",
        ],
        "leadership_measures": [
            "unit_code", "period", "measure_code", "value", "leader_level", "n", "sd",
        ],
    }  # fmt: skip


def test_periods_end_at_the_third_quarter_of_2026(programme):
    assert sorted(programme["survey_responses"]["period"].unique()) == period_range(
        "2025-Q2", "2026-Q3"
    )


def test_ids_are_unique_and_answers_lie_on_their_scales(programme):
    for name in ("survey_responses", "customer_responses"):
        assert programme[name]["response_id"].is_unique().all()
    assert programme["survey_responses"]["score"].is_between(1, 5).all()
    nps = programme["customer_responses"].filter(pl.col("metric") == "nps")["score"]
    assert nps.is_between(0, 10).all()
    assert nps.max() == 10


def test_every_code_and_unit_that_is_used_is_known(programme):
    known = set(programme["codebook"]["code"])
    assert set(programme["survey_responses"]["item_code"]) <= known
    assert set(programme["customer_responses"]["metric"]) <= known
    assert set(programme["behaviour_indicators"]["indicator_code"]) <= known
    assert set(programme["leadership_measures"]["measure_code"]) <= known
    assert set(programme["survey_responses"]["unit_code"]) <= set(programme["units"]["unit_code"])


def test_some_teams_are_too_small_to_be_shown(programme):
    people = (
        programme["survey_responses"]
        .group_by("unit_code", "period")
        .agg(pl.col("respondent_id").n_unique().alias("people"))["people"]
    )
    assert people.min() < 5
    assert people.max() > 20


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_scenario_can_be_delivered(scenario):
    tables = simulate_programme(scenario, units=8, periods=4, seed=2)
    assert tables["survey_responses"].height > 0
