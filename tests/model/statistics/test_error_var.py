"""Which series went first: what the latent model recovers, and what it refuses."""

from dataclasses import replace

import numpy as np
import pytest

from model.simulate import Conditions, simulate_series
from model.statistics.error_var import error_var
from model.statistics.latent_panel import cells_of, latent_panel
from model.statistics.latent_var import score

FIELDS = ("x", "y", "se_x", "se_y")


def fitted(series, **options):
    return error_var(series.x, series.y, var_x=series.se_x**2, var_y=series.se_y**2, **options)


def test_a_planted_lead_is_found_in_its_own_direction_and_size():
    fit = fitted(simulate_series("beliefs_lead", units=400, periods=16, seed=1))
    assert fit.forward.p < 0.001
    assert fit.forward.low < 0.25 < fit.forward.high
    assert fit.reverse.low < 0.0 < fit.reverse.high


def test_turning_cause_and_outcome_round_turns_the_effects_round():
    series = simulate_series("customers_lead", units=30, periods=10, seed=2)
    turned = replace(series, x=series.y, y=series.x, se_x=series.se_y, se_y=series.se_x)
    assert fitted(series).reverse.estimate == pytest.approx(
        fitted(turned).forward.estimate, abs=1e-4
    )


def test_the_units_of_the_scores_do_not_matter():
    series = simulate_series("both", units=20, periods=10, seed=3)
    larger = replace(series, x=series.x * 50 + 7, se_x=series.se_x * 50)
    plain, scaled = fitted(series), fitted(larger)
    assert scaled.forward.estimate == pytest.approx(plain.forward.estimate, abs=1e-4)
    assert scaled.forward.p == pytest.approx(plain.forward.p, abs=1e-4)


def test_units_measured_alike_share_columns_and_keep_the_likelihood():
    series = simulate_series("together", units=60, periods=6, seed=4)
    panel = latent_panel(series.x, series.y, series.se_x**2, series.se_y**2)
    assert cells_of(panel).values.shape[2] == 12
    apart = cells_of(panel, by_unit=True)
    assert apart.values.shape[2] == 60
    fit = fitted(series).fit
    theta, form = fit.theta, fit.problem.form
    assert score(theta, cells_of(panel), form)[0] == pytest.approx(score(theta, apart, form)[0])


def test_balanced_data_give_the_same_answer_when_every_unit_is_filtered_apart():
    """A hair of difference between the error variances takes every unit out of its group."""
    series = simulate_series("beliefs_lead", units=25, periods=8, seed=5)
    hair = 1 + 1e-9 * np.arange(25)[:, None]
    balanced = fitted(series)
    apart = fitted(replace(series, se_x=series.se_x * hair))
    assert apart.forward.estimate == pytest.approx(balanced.forward.estimate, abs=1e-4)
    assert apart.forward.p == pytest.approx(balanced.forward.p, abs=1e-4)
    assert apart.log_likelihood == pytest.approx(balanced.log_likelihood, abs=1e-4)


def test_gaps_stay_gaps_and_the_lead_is_still_found():
    conditions = Conditions(missing=0.15, turnover=0.3, answers=(3, 200))
    series = simulate_series("beliefs_lead", units=200, periods=16, seed=6, conditions=conditions)
    fit = fitted(series)
    assert fit.applicable
    assert fit.forward.p < 0.001
    assert abs(fit.forward.estimate - 0.25) < 0.12


def test_beliefs_measured_once_a_year_are_not_filled_in():
    series = simulate_series(
        "beliefs_lead", units=300, periods=20, seed=7, conditions=Conditions(belief_every=4)
    )
    fit = fitted(series)
    assert (fit.n_periods, fit.n_waves) == (17, 5)
    assert fit.forward.low < 0.25 < fit.forward.high


@pytest.mark.parametrize("seed", [999_014, 999_016, 999_020, 999_056])
def test_a_yearly_series_is_not_taken_to_swing_to_and_fro(seed):
    """The likelihood of these four is higher at the mirror image, a persistence of about −.7."""
    series = simulate_series(
        "together", units=100, periods=16, seed=seed, conditions=Conditions(belief_every=4)
    )
    fit = fitted(series)
    assert fit.transition[0, 0] > -0.1
    assert fit.reverse.p > 0.01


def test_two_series_that_never_meet_tell_no_order():
    series = simulate_series("beliefs_lead", units=40, periods=16, seed=7)
    x, y = series.x.copy(), series.y.copy()
    x[:, 8:], y[:, :8] = np.nan, np.nan
    fit = fitted(replace(series, x=x, y=y))
    assert not fit.applicable
    assert (fit.n_periods, fit.n_waves) == (0, 0)


def test_equal_weights_of_any_size_change_nothing():
    series = simulate_series("both", units=30, periods=8, seed=14)
    assert fitted(series, weight=np.full(30, 7.0)).forward == fitted(series).forward


def test_units_that_count_more_pull_the_answer_their_way():
    leads = simulate_series("beliefs_lead", units=100, periods=16, seed=15)
    still = simulate_series("nothing", units=100, periods=16, seed=16)
    parts = {name: np.vstack([getattr(leads, name), getattr(still, name)]) for name in FIELDS}
    mixed, alone = replace(leads, **parts), fitted(leads).forward
    weighted = fitted(mixed, weight=np.repeat([1000.0, 1.0], 100)).forward
    assert weighted.estimate == pytest.approx(alone.estimate, abs=0.01)
    assert weighted.p == pytest.approx(alone.p, abs=0.01)
    assert fitted(mixed).forward.estimate < weighted.estimate - 0.05


def test_uneven_weights_widen_the_interval_as_fewer_units_would():
    series = simulate_series("together", units=120, periods=10, seed=17)
    weight = np.where(np.arange(120) < 12, 20.0, 1.0)
    even, uneven = fitted(series).reverse, fitted(series, weight=weight).reverse
    worth = weight.sum() ** 2 / (weight @ weight)
    assert uneven.se / even.se == pytest.approx(np.sqrt(120 / worth), rel=0.25)


def test_a_weight_that_is_not_positive_is_an_error():
    series = simulate_series("both", units=30, periods=8, seed=14)
    with pytest.raises(ValueError, match="positive"):
        fitted(series, weight=np.arange(30.0))


def test_taking_error_for_movement_is_what_makes_beliefs_seem_to_lead():
    """The reason for the whole method: the same data without their error variances."""
    series = simulate_series("together_unequal", units=400, periods=12, seed=8)
    known = fitted(series)
    ignored = error_var(series.x, series.y, var_x=0.0, var_y=0.0)
    assert min(ignored.forward.p, ignored.reverse.p) < 0.001
    assert min(known.forward.p, known.reverse.p) > 0.01


def test_error_variances_can_be_estimated_instead_of_trusted():
    series = simulate_series("beliefs_lead", units=3000, periods=12, seed=9)
    fit = fitted(replace(series, se_x=series.se_x * 0.7), is_error_estimated=True)
    assert fit.error_factor[0] == pytest.approx(1 / 0.49, rel=0.25)
    assert fit.error_factor[1] == pytest.approx(1.0, rel=0.25)


def test_from_fifty_units_on_the_more_cautious_p_counts():
    fit = fitted(simulate_series("beliefs_lead", units=60, periods=8, seed=10))
    assert fit.forward.p == max(fit.forward.p_likelihood, fit.forward.p_clustered)
    small = fitted(simulate_series("beliefs_lead", units=40, periods=8, seed=10))
    assert np.isnan(small.forward.p_clustered)


def test_a_series_of_nothing_but_error_is_refused_in_words():
    random = np.random.default_rng(11)
    x, y = random.normal(size=(2, 40, 10))
    fit = error_var(x, y, var_x=1.2, var_y=0.1)
    assert not fit.applicable
    assert np.isnan(fit.forward.p)
    assert fit.notes[0].en.startswith("not applicable, because")


def test_two_units_are_refused_in_words():
    series = simulate_series("both", units=2, periods=10, seed=12)
    fit = fitted(series)
    assert not fit.applicable
    assert fit.notes[0].nl.startswith("niet toepasbaar, want")


def test_a_start_that_differs_from_the_long_run_is_noticed():
    series = simulate_series("beliefs_lead", units=200, periods=8, seed=13)
    random = np.random.default_rng(13)
    decay = 0.5 ** np.arange(8)
    jolt = random.normal(size=(200, 1)) * 4 * decay
    fit = fitted(replace(series, x=series.x + jolt))
    assert fit.start == "free"
    assert fit.start_p < 0.001
    assert fitted(series).start == "stationary"
