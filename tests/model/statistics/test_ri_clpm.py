"""RI-CLPM: planted paths, the maximum by another route, constraints, gaps and refusals."""

import numpy as np
import pytest
from scipy import optimize, stats

from model.statistics import fiml
from model.statistics import ri_clpm as module
from model.statistics.ri_clpm import ri_clpm
from tests.model.statistics.panels import PERSISTENCE, latent_panel, true_effect, with_gaps


def plain(*, units=200, periods=5, seed=3, kind="lead", reliability=1.0):
    return latent_panel(kind, units=units, periods=periods, seed=seed, reliability=reliability)[:2]


def test_planted_paths_are_recovered_without_measurement_error():
    found = ri_clpm(*plain(units=6000), has_equal_paths=True)
    kept = PERSISTENCE["lead"][0][0], PERSISTENCE["lead"][1][1]
    assert np.diag(found.paths[0]) == pytest.approx(np.array(kept), abs=0.05)
    assert found.paths[0][1, 0] == pytest.approx(true_effect("lead"), abs=0.03)
    assert abs(found.paths[0][0, 1]) < 3 * found.paths_se[0][0, 1]


def density(theta, x, y):
    """The likelihood written out for 3 periods, equal paths and residuals, by scipy."""
    a, b, c, d, *rest = theta
    phi = np.array([[a, b], [c, d]])
    residual, first, level = (
        np.array([[p, q], [q, r]]) for p, q, r in np.array(rest[:9]).reshape(3, 3)
    )
    blocks = [first]
    for _ in range(2):
        blocks.append(phi @ blocks[-1] @ phi.T + residual)
    whole = np.zeros((6, 6))
    for s in range(3):
        for t in range(s, 3):
            part = np.linalg.matrix_power(phi, t - s) @ blocks[s] + level
            whole[2 * t : 2 * t + 2, 2 * s : 2 * s + 2] = part
            whole[2 * s : 2 * s + 2, 2 * t : 2 * t + 2] = part.T
    rows = np.stack([x, y], axis=2).reshape(len(x), 6)
    try:
        return -stats.multivariate_normal(rows.mean(axis=0), whole).logpdf(rows).sum()
    except (ValueError, np.linalg.LinAlgError):
        return 1e10


def test_no_other_search_finds_a_higher_likelihood():
    x, y = plain(periods=3)
    found = ri_clpm(x, y, has_equal_paths=True, has_equal_residuals=True)
    start = np.array([0.3, 0, 0, 0.3, *[0.5, 0, 0.5] * 3])
    best = optimize.minimize(density, start, args=(x, y), method="L-BFGS-B", tol=1e-12)
    theirs = optimize.minimize(density, best.x, args=(x, y), method="Nelder-Mead", tol=1e-9)
    assert found.log_likelihood == pytest.approx(-min(best.fun, theirs.fun), abs=1e-2)
    assert found.log_likelihood >= -min(best.fun, theirs.fun) - 1e-6
    assert found.paths[1].ravel() == pytest.approx(best.x[:4], abs=5e-3)


def test_the_counts_are_those_of_the_literature():
    free = ri_clpm(*plain())
    # Five waves: 65 means and covariances, 44 free parameters, 21 degrees of freedom.
    assert (free.df, free.n_parameters) == (21, 44)
    held = ri_clpm(*plain(), has_equal_paths=True)
    assert held.df - free.df == 12
    assert held.chi2 > free.chi2
    assert held.aic == pytest.approx(2 * held.n_parameters - 2 * held.log_likelihood)
    assert (held.paths == held.paths[0]).all()


def test_chi_square_is_right_when_the_model_is():
    p = [ri_clpm(*plain(units=150, seed=s), has_equal_paths=True).chi2_p for s in range(60)]
    assert 0.35 < np.mean(p) < 0.65


def test_other_units_of_measurement_rescale_everything_and_keep_the_fit():
    x, y = plain()
    one, other = ri_clpm(x, y), ri_clpm(10 * x + 3, y)
    assert other.chi2 == pytest.approx(one.chi2, abs=1e-6)
    assert other.paths[:, 1, 0] * 10 == pytest.approx(one.paths[:, 1, 0], abs=1e-5)
    assert other.paths_se[:, 1, 0] * 10 == pytest.approx(one.paths_se[:, 1, 0], rel=1e-5)
    assert other.log_likelihood == pytest.approx(one.log_likelihood - 1000 * np.log(10))
    assert other.means[:, 0] == pytest.approx(10 * one.means[:, 0] + 3)


def test_observed_and_expected_information_nearly_agree_on_many_units():
    x, y = plain(units=3000)
    expected = ri_clpm(x, y, has_equal_paths=True)
    observed = ri_clpm(x, y, has_equal_paths=True, information="observed")
    assert observed.paths_se == pytest.approx(expected.paths_se, rel=0.1)
    assert not np.array_equal(observed.paths_se, expected.paths_se)
    assert (observed.paths == expected.paths).all()


def test_gaps_cost_precision_not_truth():
    x, y = plain(units=3000)
    whole = ri_clpm(x, y, has_equal_paths=True)
    gappy = ri_clpm(
        *with_gaps(x, y, share=0.15, seed=1), has_equal_paths=True, information="observed"
    )
    assert gappy.paths == pytest.approx(whole.paths, abs=0.08)
    assert (gappy.paths_se > whole.paths_se).all()
    assert (gappy.means_se > whole.means_se).all()


def test_chi_square_is_right_with_gaps_too():
    p = []
    for seed in range(40):
        x, y = with_gaps(*plain(units=150, periods=4, seed=seed), share=0.1, seed=seed)
        p.append(ri_clpm(x, y, has_equal_paths=True).chi2_p)
    assert 0.35 < np.mean(p) < 0.65


def test_without_a_moment_of_all_scores_there_is_no_fit_measure(monkeypatch):
    monkeypatch.setattr(fiml, "_MOST_ROUNDS", 2)
    found = ri_clpm(*with_gaps(*plain(), share=0.1, seed=1))
    assert found.applicable
    assert np.isnan([found.chi2, found.measures.cfi, found.measures.srmr]).all()


@pytest.mark.parametrize(("part", "place"), [("x_to_y", (1, 0)), ("y_to_x", (0, 1))])
def test_a_path_left_out_is_nil_and_tested_by_the_likelihood_ratio(part, place):
    x, y = plain()
    whole = ri_clpm(x, y, has_equal_paths=True)
    found = ri_clpm(x, y, has_equal_paths=True, without=[part])
    to, origin = place
    assert (found.paths[:, to, origin] == 0).all()
    assert (found.paths_se[:, to, origin] == 0).all()
    assert found.df == whole.df + 1
    wald = whole.paths[0][place] / whole.paths_se[0][place]
    ratio = 2 * (whole.log_likelihood - found.log_likelihood)
    assert np.sqrt(ratio) == pytest.approx(abs(wald), rel=0.2, abs=0.2)


def test_without_intercepts_two_periods_are_a_regression():
    x, y = plain(periods=2)
    found = ri_clpm(x, y, without=["intercepts"])
    design = np.column_stack([np.ones(len(x)), x[:, 0], y[:, 0]])
    slopes = np.linalg.lstsq(design, np.column_stack([x[:, 1], y[:, 1]]))[0][1:].T
    assert found.paths[0] == pytest.approx(slopes, abs=1e-6)
    assert (found.intercepts == 0).all()
    # As many parameters as moments: nothing is left to misfit.
    assert found.df == 0
    assert found.chi2 == pytest.approx(0.0, abs=1e-8)
    assert np.isnan(found.chi2_p)
    assert found.measures.cfi == pytest.approx(1.0)
    assert (found.measures.tli, found.measures.rmsea) == (1.0, 0.0)


def test_equal_means_are_one_mean_per_series():
    x, y = (series - series.mean(axis=0) for series in plain(units=3000))
    found = ri_clpm(x + 3, y, has_equal_means=True)
    assert found.means == pytest.approx(np.tile([3.0, 0.0], (5, 1)), abs=1e-8)
    assert found.chi2 == pytest.approx(ri_clpm(x, y).chi2, abs=1e-6)


def test_means_that_differ_do_not_fit_one_mean():
    free, held = (ri_clpm(*plain(units=3000), has_equal_means=same) for same in (False, True))
    assert held.df == free.df + 8
    assert held.chi2 > free.chi2 + 100
    assert held.measures.srmr > free.measures.srmr


def test_a_unit_without_any_score_is_left_out():
    x, y = plain()
    more = [np.vstack([s, np.full((1, 5), np.nan)]) for s in (x, y)]
    assert ri_clpm(*more).log_likelihood == ri_clpm(x, y).log_likelihood


def test_measurement_error_and_moving_together_make_it_find_a_lead():
    found = ri_clpm(*plain(kind="together", units=4000, reliability=0.7), has_equal_paths=True)
    assert found.paths[0][1, 0] > 4 * found.paths_se[0][1, 0]


def test_too_few_periods_or_units_are_refused():
    short = ri_clpm(*plain(periods=2))
    assert short.note.en == "not applicable, because there are 2 periods and 3 or more are needed"
    x, y = plain()
    y[1:, 2] = np.nan
    assert "fewer than two units have a score" in ri_clpm(x, y).note.en
    few = ri_clpm(*plain(units=10))
    assert not few.applicable
    assert "10 units, too few for 10 scores" in few.note.en
    assert np.isnan(few.paths).all()


def test_a_period_in_which_all_score_the_same_is_refused():
    x, y = plain()
    x[:, 2] = 4.0
    assert "all units have the same score" in ri_clpm(x, y).note.en


def test_series_that_no_unit_has_both_of_are_refused():
    x, y = plain()
    x[:100], y[100:] = np.nan, np.nan
    assert "did not come to rest" in ri_clpm(x, y).note.en


def test_scores_that_run_away_are_still_fitted():
    # The spread triples each period: the first steps overshoot and are taken back.
    rng = np.random.default_rng(4)
    x = np.cumsum(rng.standard_normal((40, 5)) * [1, 1, 3, 9, 27], axis=1)
    found = ri_clpm(x, rng.standard_normal((40, 5)))
    assert found.applicable
    assert found.residuals[3, 0, 0] == pytest.approx(27**2, rel=0.3)


def test_a_flat_top_is_reached_all_the_same():
    # Scoring alone swings round this top for hundreds of steps; lavaan prints -1521.4903098.
    x, y = plain(units=150, periods=4, seed=30)
    found = ri_clpm(x, y, has_equal_paths=True)
    assert found.log_likelihood == pytest.approx(-1521.4903098, abs=1e-6)
    # The units' levels are so correlated that their covariance is none: lavaan keeps it as well.
    assert np.linalg.det(found.intercepts) < 0


def test_a_search_that_does_not_end_is_no_answer(monkeypatch):
    monkeypatch.setattr(module, "_MOST_STEPS", 2)
    assert "did not come to rest" in ri_clpm(*plain()).note.en


def test_every_fit_measure_follows_its_definition():
    x, y = plain(units=150)
    found = ri_clpm(x, y, has_equal_paths=True)
    fit, n = found.measures, found.n_units
    rows = np.stack([x, y], axis=2).reshape(n, -1)
    seen = np.cov(rows.T, bias=True)
    # The model of no relation at all: every column by itself.
    alone = stats.norm.logpdf(rows, rows.mean(axis=0), rows.std(axis=0)).sum()
    together = stats.multivariate_normal(rows.mean(axis=0), seen).logpdf(rows).sum()
    assert found.chi2 == pytest.approx(2 * (together - found.log_likelihood))
    assert fit.baseline_chi2 == pytest.approx(2 * (together - alone))
    assert fit.baseline_df == 45
    worse = fit.baseline_chi2 - fit.baseline_df
    assert fit.cfi == pytest.approx(1 - max(found.chi2 - found.df, 0) / worse)
    assert fit.rmsea == pytest.approx(np.sqrt(max(found.chi2 - found.df, 0) / (n * found.df)))
    assert found.bic - found.aic == pytest.approx(found.n_parameters * (np.log(n) - 2))
    assert 0 < fit.srmr < 0.1


def test_the_interval_of_rmsea_holds_the_chi_square_at_its_ends():
    x, y = plain(units=1000, kind="together", reliability=0.6)
    found = ri_clpm(x, y, has_equal_paths=True, has_equal_residuals=True)
    low, high = found.measures.rmsea_low, found.measures.rmsea_high
    at_high = stats.ncx2.cdf(found.chi2, found.df, high**2 * found.df * 1000)
    assert at_high == pytest.approx(0.05, abs=1e-6)
    assert low == 0 or stats.ncx2.cdf(
        found.chi2, found.df, low**2 * found.df * 1000
    ) == pytest.approx(0.95, abs=1e-6)


def test_standard_errors_are_the_spread_over_repeated_samples():
    fits = [ri_clpm(*plain(units=400, seed=s), has_equal_paths=True) for s in range(50)]
    for name in ("paths", "residuals"):
        found = np.array([getattr(fit, name)[1] for fit in fits])
        stated = np.array([getattr(fit, f"{name}_se")[1] for fit in fits])
        assert np.median(stated, axis=0) == pytest.approx(found.std(axis=0), rel=0.35)


def test_the_standard_error_of_a_mean_is_that_of_the_fitted_spread():
    found = ri_clpm(*plain())
    spread = found.first[0, 0] + found.intercepts[0, 0]
    assert found.means_se[0, 0] == pytest.approx(np.sqrt(spread / found.n_units))
