"""The likelihood with gaps, against the normal density row by row."""

import numpy as np
import pytest
from scipy import stats

from model.statistics.fiml import (
    best_means,
    free_moments,
    log_likelihood,
    moments_apart,
    patterns_of,
    score_and_information,
)

COVARIANCE = np.array([[2.0, 0.5, 0.3], [0.5, 1.0, 0.2], [0.3, 0.2, 1.5]])


def rows_with_gaps():
    rows = np.random.default_rng(1).normal([1.0, 2.0, 3.0], size=(30, 3))
    rows[:8, 0] = np.nan
    rows[5:12, 2] = np.nan
    rows[-1] = np.nan
    return rows


def by_row(covariance, means, rows):
    total = 0.0
    for row in rows:
        known = np.isfinite(row)
        if known.any():
            part = covariance[np.ix_(known, known)]
            total += stats.multivariate_normal(means[known], part).logpdf(row[known])
    return total


def test_likelihood_and_means_are_those_of_each_row_on_its_own():
    rows = rows_with_gaps()
    patterns = patterns_of(rows)
    means = best_means(COVARIANCE, patterns)
    assert log_likelihood(COVARIANCE, patterns) == pytest.approx(by_row(COVARIANCE, means, rows))
    for nudge in np.vstack([np.eye(3), -np.eye(3)]) * 1e-3:
        assert by_row(COVARIANCE, means + nudge, rows) < by_row(COVARIANCE, means, rows)


def test_without_gaps_the_means_are_the_averages():
    rows = rows_with_gaps()[12:-1]
    assert best_means(COVARIANCE, patterns_of(rows)) == pytest.approx(rows.mean(axis=0))


def test_a_row_without_any_value_is_in_no_pattern():
    assert patterns_of(rows_with_gaps()).n.sum() == 29


def test_what_is_no_covariance_has_no_likelihood():
    assert log_likelihood(-COVARIANCE, patterns_of(rows_with_gaps())) == -np.inf


def test_the_slope_is_that_of_the_likelihood_and_the_information_its_mean_square():
    patterns = patterns_of(rows_with_gaps())
    slopes = np.stack([np.diag([1.0, 0, 0]), np.ones((3, 3))])
    score, information = score_and_information(COVARIANCE, slopes, patterns)
    for place, slope in enumerate(slopes):
        rise = log_likelihood(COVARIANCE + 1e-5 * slope, patterns)
        fall = log_likelihood(COVARIANCE - 1e-5 * slope, patterns)
        assert score[place] == pytest.approx((rise - fall) / 2e-5, rel=1e-5)
    assert information == pytest.approx(information.T)
    assert np.linalg.eigvalsh(information)[0] > 0


def test_free_moments_leave_no_slope():
    patterns = patterns_of(rows_with_gaps())
    means, covariance = free_moments(patterns)
    assert best_means(covariance, patterns) == pytest.approx(means, abs=1e-7)
    slopes = np.stack([np.outer(a, b) + np.outer(b, a) for a in np.eye(3) for b in np.eye(3)])
    score, _ = score_and_information(covariance, slopes, patterns)
    assert score == pytest.approx(np.zeros(9), abs=1e-6)


def test_free_moments_without_gaps_are_the_observed_ones():
    rows = rows_with_gaps()[12:-1]
    means, covariance = free_moments(patterns_of(rows))
    assert means == pytest.approx(rows.mean(axis=0))
    assert covariance == pytest.approx(np.cov(rows.T, bias=True))


def test_each_columns_own_moments_are_those_of_its_values():
    rows = rows_with_gaps()
    mean, variance = moments_apart(patterns_of(rows))
    assert mean == pytest.approx(np.nanmean(rows, axis=0))
    assert variance == pytest.approx(np.nanvar(rows, axis=0))


def test_means_that_are_one_are_the_best_of_those():
    rows = rows_with_gaps()
    patterns = patterns_of(rows)
    means = best_means(COVARIANCE, patterns, np.ones((3, 1)))
    assert (means == means[0]).all()
    height = log_likelihood(COVARIANCE, patterns, np.ones((3, 1)))
    assert height == pytest.approx(by_row(COVARIANCE, means, rows))
    for nudge in (-1e-3, 1e-3):
        assert by_row(COVARIANCE, means + nudge, rows) < height
