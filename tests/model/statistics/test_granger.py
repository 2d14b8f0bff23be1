"""The usual tests: what they say of planted panels, and why they are not the verdict."""

import numpy as np
import pytest
import statsmodels.api as sm

from model.statistics.granger import dumitrescu_hurlin, two_way_effects
from tests.model.statistics.panels import latent_panel, with_gaps


def test_each_unit_has_the_wald_statistic_of_its_own_regression():
    x, y, _ = latent_panel("lead", units=3, periods=16, seed=1)
    found = dumitrescu_hurlin(x, y, order=2).wald
    for unit in range(3):
        design = sm.add_constant(
            np.column_stack([s[unit, 2 - k : 16 - k] for s in (y, x) for k in (1, 2)])
        )
        fitted = sm.OLS(y[unit, 2:], design).fit()
        wald = fitted.wald_test(np.eye(5)[3:], use_f=False, scalar=True).statistic
        assert found[unit] == pytest.approx(wald)


def test_it_calls_moving_together_a_lead_more_and_more_often_with_more_units():
    rejected = []
    for seed in range(30):
        x, y, _ = latent_panel("together", units=100, periods=20, seed=seed)
        rejected.append(dumitrescu_hurlin(x, y).p_z_tilde < 0.05)
    assert np.mean(rejected) > 0.15


def test_gaps_and_short_series_are_refused():
    x, y, _ = latent_panel("lead", units=6, periods=8, seed=1)
    short = dumitrescu_hurlin(x, y)
    assert not short.applicable
    assert "there are 8 periods, in all units or the shortest, and more than 8" in short.note.en
    x, y, _ = latent_panel("lead", units=6, periods=20, seed=1)
    gappy = dumitrescu_hurlin(*with_gaps(x, y, share=0.1, seed=1))
    assert gappy.note.nl == "niet toepasbaar, want deze toets kan niet tegen gaten in de reeksen"
    assert np.isnan(gappy.wald).all()


def test_units_that_come_later_count_with_the_periods_they_have():
    x, y, _ = latent_panel("lead", units=6, periods=20, seed=1)
    whole = dumitrescu_hurlin(x, y)
    x[0, :4], y[1, -3:], x[5] = np.nan, np.nan, np.nan
    found = dumitrescu_hurlin(x, y)
    assert found.wald[2:5] == pytest.approx(whole.wald[2:5])
    assert found.wald[0] == pytest.approx(dumitrescu_hurlin(x[:1, 4:], y[:1, 4:]).wald[0])
    assert np.isnan(found.wald[5])
    assert found.w_bar == pytest.approx(found.wald[:5].mean())
    assert np.isnan(found.z_bar)
    assert np.isfinite(found.z_tilde)


def test_no_unit_at_all_is_refused():
    nothing = np.full((3, 20), np.nan)
    assert "there are 0 periods" in dumitrescu_hurlin(nothing, nothing).note.en


def test_two_way_effects_with_gaps_equal_least_squares_with_dummies():
    x, y, _ = latent_panel("lead", units=8, periods=10, seed=1)
    x, y = with_gaps(x, y, share=0.1, seed=2)
    rows = [
        (i, t)
        for i in range(8)
        for t in range(1, 10)
        if np.isfinite([y[i, t], y[i, t - 1], x[i, t - 1]]).all()
    ]
    unit, period = np.array(rows).T
    design = np.column_stack(
        [
            y[unit, period - 1],
            x[unit, period - 1],
            unit[:, None] == np.arange(8),
            period[:, None] == np.arange(2, 10),
        ]
    ).astype(float)
    fitted = sm.OLS(y[unit, period], design).fit()
    found = two_way_effects(x, y)
    assert found.coefficients == pytest.approx(fitted.params[:2])
    assert found.se == pytest.approx(fitted.bse[:2])
