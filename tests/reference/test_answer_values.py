"""What is said of answers gives the values of R: psych, multilevel, survey, lavaan and base."""

import numpy as np
import pytest

from model.statistics.agreement import average_deviation, r_wg, r_wg_j, rater_icc, unit_icc
from model.statistics.multiple_testing import adjusted_p
from model.statistics.reliability import cronbach_alpha, mcdonald_omega
from model.statistics.sampling import mean_score, share
from tests.reference.test_literature_values import IN_R

pytestmark = pytest.mark.reference

HEAD_COUNT = 150


@pytest.fixture
def kept(outside):
    return outside("answers")


def columns(table, names):
    return np.column_stack([table[name] for name in names])


@pytest.mark.parametrize("construct", ["C", "N"])
def test_alpha_with_both_intervals_equals_psych(kept, construct):
    items = columns(kept.table("bfi.csv"), [f"{construct}{i}" for i in range(1, 6)])
    found, expected = cronbach_alpha(items), kept.expected["constructs"][construct]
    assert found.n == expected["n"]
    for name in ("raw", "standardised", "ase"):
        assert getattr(found, name) == pytest.approx(expected[name], abs=kept.tolerance)
    assert [found.feldt_low, found.feldt_high] == pytest.approx(
        expected["feldt"], abs=kept.tolerance
    )


@pytest.mark.parametrize("construct", ["C", "N"])
def test_omega_equals_lavaan_and_psych(kept, construct):
    items = columns(kept.table("bfi.csv"), [f"{construct}{i}" for i in range(1, 6)])
    found, expected = mcdonald_omega(items), kept.expected["constructs"][construct]
    assert found.omega == pytest.approx(expected["omega_raw"], abs=kept.tolerance)
    assert found.loadings == pytest.approx(np.array(expected["loadings"]), abs=2e-6)
    assert found.standardised == pytest.approx(expected["omega_standardised"], abs=kept.tolerance)


@pytest.fixture
def companies(kept):
    table = kept.table("lead.csv")
    items = columns(table, [f"LEAD0{i}" for i in range(1, 6)])
    return items, table["unit"].astype(int)


def test_iccs_of_companies_equal_multilevel(kept, companies):
    items, unit = companies
    found, expected = unit_icc(items.mean(axis=1), unit), kept.expected["groups"]
    assert found.icc1_mean_size == pytest.approx(expected["icc1"], abs=kept.tolerance)
    for name in ("icc2", "f", "p"):
        assert getattr(found, name) == pytest.approx(expected[name], abs=kept.tolerance)


def test_agreement_in_companies_equals_multilevel(kept, companies):
    items, unit = companies
    # multilevel was given those who answered all items.
    one = np.where(np.isfinite(items.sum(axis=1)), items[:, 0], np.nan)
    for name, found in {
        "r_wg": r_wg(one, unit, points=5),
        "r_wg_j": r_wg_j(items, unit, points=5),
        "r_wg_j_skewed": r_wg_j(items, unit, points=5, chance_variance=1.34),
        "average_deviation": average_deviation(one, unit),
        "average_deviation_median": average_deviation(one, unit, around="median"),
        "average_deviation_items": average_deviation(items, unit),
    }.items():
        expected = np.array(kept.expected["groups"][name])
        assert found == pytest.approx(expected, abs=kept.tolerance), name


def test_iccs_of_raters_equal_psych(kept):
    found = rater_icc(columns(kept.table("ratings.csv"), [f"rater{i}" for i in range(1, 5)]))
    for row in kept.expected["raters"]:
        ours = found[row["type"]]
        assert [ours.icc, ours.f, ours.p, ours.low, ours.high] == pytest.approx(
            [row["ICC"], row["F"], row["p"], row["lower bound"], row["upper bound"]],
            abs=kept.tolerance,
        )


@pytest.mark.parametrize("design", ["equal", "weighted", "equal_finite", "weighted_finite"])
def test_means_with_weights_and_a_head_count_equal_survey(kept, design):
    table, expected = kept.table("sampled.csv"), kept.expected["means"][design]
    score = table["score"]
    gap = np.where(np.isfinite(score), 0.0, np.nan)
    for name, values in {
        "score": score,
        "nps": 100.0 * ((score >= 9) * 1 - (score <= 6) * 1) + gap,
        "yes": (score >= 8) * 1.0 + gap,
    }.items():
        found = mean_score(
            values,
            weights=table["weight"] if "weighted" in design else None,
            head_count=HEAD_COUNT if "finite" in design else None,
        )
        assert [found.value, found.se, found.low, found.high] == pytest.approx(
            expected[name], abs=kept.tolerance
        ), name


def test_the_interval_of_a_share_equals_prop_test(kept):
    score = kept.table("sampled.csv")["score"]
    found = share(int((score >= 8).sum()), kept.expected["n"])
    assert [found.low, found.high] == pytest.approx(
        [100 * end for end in kept.expected["wilson"]], abs=kept.tolerance
    )


@pytest.mark.parametrize("name", IN_R)
def test_adjusted_p_values_with_ties_equal_r(kept, name):
    found = adjusted_p(kept.table("p.csv")["p"], method=IN_R[name])
    expected = np.array(kept.expected["adjusted"][name])
    assert found == pytest.approx(expected, abs=kept.tolerance)
