"""Arellano-Bond: planted dynamics, gaps, and what too few instruments bring."""

import numpy as np
import pytest

from model.statistics.difference_gmm import Lags, difference_gmm
from tests.model.statistics.panels import PERSISTENCE, latent_panel, true_effect, with_gaps


def effects(x, y, **options):
    return difference_gmm(
        y,
        [Lags(y, 1, 1), Lags(x, 1, 1)],
        instruments=[Lags(y, 2, 4), Lags(x, 2, 4)],
        **options,
    )


@pytest.mark.parametrize("steps", [1, 2])
@pytest.mark.parametrize("gaps", [0.0, 0.1])
def test_planted_dynamics_are_recovered_without_measurement_error(steps, gaps):
    x, y, _ = latent_panel("lead", units=1500, periods=8, seed=1, reliability=1.0)
    x, y = with_gaps(x, y, share=gaps, seed=1)
    found = effects(x, y, steps=steps)
    planted = np.array([PERSISTENCE["lead"][1][1], true_effect("lead")])
    assert (np.abs(found.coefficients - planted) < 3.5 * found.se_robust).all()
    assert found.se_robust.max() < 0.08


def test_robust_errors_are_the_spread_over_programmes():
    found = []
    for seed in range(80):
        x, y, _ = latent_panel("lead", units=150, periods=7, seed=seed, reliability=1.0)
        found.append(effects(x, y, steps=2))
    spread = np.std([f.coefficients for f in found], axis=0)
    assert np.mean([f.se_robust for f in found], axis=0) == pytest.approx(spread, rel=0.25)
    # Two-step errors without Windmeijer's correction promise too much.
    assert (np.mean([f.se for f in found], axis=0) < spread).all()


def test_measurement_error_makes_it_biased():
    x, y, _ = latent_panel("lead", units=1500, periods=8, seed=1, reliability=0.7)
    found = effects(x, y)
    assert abs(found.coefficients[0] - PERSISTENCE["lead"][1][1]) > 4 * found.se_robust[0]


def test_scale_of_the_cause_rescales_its_effect_and_levels_of_units_do_not_matter():
    x, y, _ = latent_panel("lead", units=60, periods=7, seed=3)
    level = 10 * np.random.default_rng(1).standard_normal((60, 1))
    plain = difference_gmm(y, [Lags(x, 1, 1)], instruments=[], exogenous=[Lags(x, 1, 1)])
    other = difference_gmm(
        y + level, [Lags(4 * x, 1, 1)], instruments=[], exogenous=[Lags(4 * x + level, 1, 1)]
    )
    assert 4 * other.coefficients == pytest.approx(plain.coefficients)
    assert 4 * other.se_robust == pytest.approx(plain.se_robust)


def test_exactly_identified_without_period_effects_is_instrumental_variables():
    x, y, _ = latent_panel("lead", units=60, periods=7, seed=3)
    found = difference_gmm(
        y,
        [Lags(x, 1, 1)],
        instruments=[],
        exogenous=[Lags(x, 1, 1)],
        has_period_effects=False,
    )
    dy, dx = np.diff(y)[:, 1:], np.diff(x)[:, :-1]
    slope = (dx * dy).sum() / (dx**2).sum()
    assert found.coefficients == pytest.approx(np.array([slope]))
    scores = (dx * (dy - slope * dx)).sum(axis=1)
    assert found.se_robust == pytest.approx(np.array([np.sqrt(scores @ scores) / (dx**2).sum()]))
    assert found.sargan_df == 0
    assert np.isnan(found.sargan_p)


@pytest.mark.parametrize("steps", [1, 2])
def test_autocorrelation_is_found_at_order_one_and_seldom_at_order_two(steps):
    found = []
    for seed in range(80):
        x, y, _ = latent_panel("lead", units=150, periods=7, seed=seed, reliability=1.0)
        found.append(effects(x, y, steps=steps))
    for name in ("autocorrelation", "autocorrelation_robust"):
        first, second = np.array([getattr(f, name) for f in found]).T
        assert (first < -3).mean() > 0.9, name
        assert np.mean(second) == pytest.approx(0, abs=0.35), name
        assert np.std(second) == pytest.approx(1, abs=0.25), name


def test_collapsed_instruments_are_the_sums_of_the_whole_ones():
    x, y, _ = latent_panel("lead", units=60, periods=7, seed=3)
    whole, collapsed = (effects(x, y, is_collapsed=collapsed) for collapsed in (False, True))
    # Three distances of two series and five period effects.
    assert collapsed.n_instruments == 11
    assert whole.n_instruments > 2 * collapsed.n_instruments
    assert collapsed.sargan_df == collapsed.n_instruments - 7


def test_too_few_periods_leave_no_test_of_order_two():
    x, y, _ = latent_panel("lead", units=60, periods=4, seed=3)
    found = effects(x, y)
    assert np.isfinite(found.autocorrelation[0])
    assert np.isnan(found.autocorrelation[1])
    assert np.isnan(found.autocorrelation_robust_p[1])


@pytest.mark.parametrize(
    ("series", "why"),
    [
        (lambda y: np.full_like(y, np.nan), "0 instruments for 1 coefficients, on 0 rows"),
        (lambda y: np.zeros_like(y), "do not tell all coefficients apart"),
    ],
)
def test_what_leaves_no_trace_is_refused(series, why):
    _, y, _ = latent_panel("lead", units=60, periods=7, seed=3)
    found = difference_gmm(
        y,
        [Lags(series(y), 1, 1)],
        instruments=[Lags(y, 2, 9)],
        has_period_effects=False,
    )
    assert not found.applicable
    assert why in found.note.en


def test_too_few_instruments_are_refused():
    x, y, _ = latent_panel("lead", units=60, periods=4, seed=3)
    found = difference_gmm(
        y, [Lags(y, 1, 1), Lags(x, 1, 1)], instruments=[Lags(y, 3, 3)], has_period_effects=False
    )
    assert not found.applicable
    assert found.note.en == (
        "not applicable, because there are 1 instruments for 2 coefficients, on 120 rows"
    )
    assert np.isnan(found.coefficients).all()
