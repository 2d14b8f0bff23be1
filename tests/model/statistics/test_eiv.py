"""Errors-in-variables jackknife: known truths, what may not matter, and when it refuses."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.statistics.eiv import eiv_hpj
from tests.model.statistics.panels import latent_panel, true_effect, with_gaps


def estimates(kind, *, variance_known, units=60, periods=16, programmes=40):
    found = []
    for seed in range(programmes):
        x, y, variance = latent_panel(kind, units=units, periods=periods, seed=seed)
        used = variance if variance_known else 0.0
        found.append(eiv_hpj(x, y, var_x=used, var_y=used))
    return found


def test_a_planted_lead_is_recovered_and_its_error_is_the_true_spread():
    found = estimates("lead", variance_known=True, periods=40, programmes=60)
    spread = np.std([e.estimate for e in found])
    assert np.mean([e.estimate for e in found]) == pytest.approx(true_effect("lead"), abs=0.02)
    # 60 programmes know a spread to 9 %.
    assert np.mean([e.se for e in found]) == pytest.approx(spread, rel=0.25)


def test_moving_together_is_not_taken_for_a_lead_but_is_without_the_error_variance():
    assert np.mean([e.p < 0.05 for e in estimates("together", variance_known=True)]) <= 0.125
    assert np.mean([e.p < 0.05 for e in estimates("together", variance_known=False)]) >= 0.5


def test_customers_that_lead_are_not_taken_for_beliefs_that_lead():
    assert np.mean([e.p < 0.05 for e in estimates("reverse", variance_known=True)]) <= 0.125


@settings(max_examples=20)
@given(
    scale=st.floats(1e-3, 1e3),
    shift=st.floats(-100, 100),
    turned=st.booleans(),
    seed=st.integers(0, 50),
)
def test_another_scale_for_x_rescales_the_effect_and_nothing_else(scale, shift, turned, seed):
    x, y, variance = latent_panel("lead", units=12, periods=14, seed=seed, reliability=0.9)
    x, y = with_gaps(x, y, share=0.05, seed=seed)
    factor = -scale if turned else scale
    plain = eiv_hpj(x, y, var_x=variance, var_y=variance)
    other = eiv_hpj(factor * x + shift, y, var_x=scale**2 * variance, var_y=variance)
    assert other.applicable == plain.applicable
    assert other.estimate * factor == pytest.approx(plain.estimate, rel=1e-6, nan_ok=True)
    assert other.p == pytest.approx(plain.p, rel=1e-5, nan_ok=True)


@settings(max_examples=15)
@given(seed=st.integers(0, 1000))
def test_order_of_units_and_their_levels_do_not_matter(seed):
    x, y, variance = latent_panel("lead", units=10, periods=12, seed=seed, reliability=0.95)
    rng = np.random.default_rng(seed)
    order = rng.permutation(10)
    level, season = rng.standard_normal((10, 1)), rng.standard_normal((1, 12))
    plain = eiv_hpj(x, y, var_x=variance, var_y=variance)
    other = eiv_hpj((x + level)[order], (y + season)[order], var_x=variance, var_y=variance)
    assert other.estimate == pytest.approx(plain.estimate, rel=1e-6, nan_ok=True)
    assert other.se == pytest.approx(plain.se, rel=1e-6, nan_ok=True)


def test_the_input_is_left_as_it_was():
    x, y, variance = latent_panel("lead", units=12, periods=14, seed=1)
    before = x.copy(), y.copy()
    eiv_hpj(x, y, var_x=variance, var_y=variance)
    assert (x == before[0]).all()
    assert (y == before[1]).all()


def test_few_units_are_refused():
    x, y, variance = latent_panel("lead", units=4, periods=14, seed=1)
    found = eiv_hpj(x, y, var_x=variance, var_y=variance)
    assert not found.applicable
    assert np.isnan([found.estimate, found.se, found.p]).all()
    assert found.note.en == (
        "not applicable, because needed are 5 units with 4 periods in a row; there are 4 with 13"
    )
    assert found.note.nl.startswith("niet toepasbaar, want nodig zijn 5 eenheden")


@pytest.mark.parametrize("periods", [1, 2, 4])
def test_few_periods_are_refused(periods):
    x, y = np.random.default_rng(1).standard_normal((2, 20, periods))
    found = eiv_hpj(x, y, var_x=0.0, var_y=0.0)
    assert "4 periods in a row" in found.note.en


def test_an_unknown_error_variance_is_refused_unless_the_score_itself_is_missing():
    x, y, variance = latent_panel("lead", units=20, periods=14, seed=1, reliability=0.9)
    var_x = np.full(x.shape, variance)
    var_x[3, 5] = np.nan
    refused = eiv_hpj(x, y, var_x=var_x, var_y=variance)
    assert "measurement error of one or more scores is unknown" in refused.note.en
    x[3, 5] = np.nan
    assert eiv_hpj(x, y, var_x=var_x, var_y=variance).applicable


@pytest.mark.parametrize(
    "still", [np.zeros((20, 14)), np.repeat(np.arange(20.0), 14).reshape(20, 14) * 1e6]
)
def test_beliefs_that_never_move_are_refused(still):
    _, y, variance = latent_panel("lead", units=20, periods=14, seed=1, reliability=0.9)
    found = eiv_hpj(still, y, var_x=0.0, var_y=variance)
    assert "too little movement" in found.note.en


def test_customers_that_copy_beliefs_cannot_be_told_apart():
    x, _, _ = latent_panel("lead", units=20, periods=14, seed=1)
    assert not eiv_hpj(x, 2 * x, var_x=0.0, var_y=0.0).applicable


def test_movement_that_is_all_noise_is_refused():
    x, y, variance = latent_panel("lead", units=20, periods=14, seed=1)
    found = eiv_hpj(x, y, var_x=5 * variance, var_y=variance)
    assert "too little movement" in found.note.en


def test_a_series_without_any_value_is_refused():
    x, y, variance = latent_panel("lead", units=20, periods=14, seed=1)
    assert not eiv_hpj(np.full_like(x, np.nan), y, var_x=variance, var_y=variance).applicable


def test_when_only_one_unit_moves_the_answer_is_unsure_not_a_crash():
    _, y, _ = latent_panel("unrelated", units=12, periods=14, seed=1)
    x = np.zeros(y.shape)
    x[0] = np.random.default_rng(1).standard_normal(14)
    assert eiv_hpj(x, y, var_x=0.0, var_y=0.0).p > 0.05
