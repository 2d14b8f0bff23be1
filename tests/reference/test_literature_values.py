"""Our statistics give the values of R (plm, psych, p.adjust) and of the published examples."""

import json

import numpy as np
import pytest

from model.statistics.agreement import r_wg, rater_icc, unit_icc
from model.statistics.granger import dumitrescu_hurlin, two_way_effects
from model.statistics.mixed_model import mixed_model
from model.statistics.multiple_testing import adjusted_p
from model.statistics.reliability import cronbach_alpha
from model.statistics.sampling import mean_score, nps

pytestmark = pytest.mark.reference

IN_R = {
    "BH": "benjamini-hochberg",
    "BY": "benjamini-yekutieli",
    "holm": "holm",
    "hochberg": "hochberg",
    "bonferroni": "bonferroni",
}


@pytest.fixture
def grunfeld(outside):
    table = outside("dh_grunfeld").table("grunfeld.csv")
    return {name: table[name].reshape(10, 20) for name in ("inv", "value", "capital")}


def test_dumitrescu_hurlin_on_grunfeld_equals_plm(outside, grunfeld):
    reference = outside("dh_grunfeld")
    for row in reference.expected["results"]:
        found = dumitrescu_hurlin(grunfeld[row["x"]], grunfeld[row["y"]], order=row["order"])
        value, p = {
            "Wbar": (found.w_bar, None),
            "Zbar": (found.z_bar, found.p_z_bar),
            "Ztilde": (found.z_tilde, found.p_z_tilde),
        }[row["test"]]
        assert value == pytest.approx(row["stat"], abs=reference.tolerance)
        assert p == pytest.approx(row["p"], abs=reference.tolerance)


def test_each_firms_wald_statistic_equals_plm(outside, grunfeld):
    reference = outside("dh_grunfeld")
    found = dumitrescu_hurlin(grunfeld["value"], grunfeld["inv"]).wald
    expected = [row["Chisq"] for row in reference.expected["indiv_order1_inv_value"]]
    assert found == pytest.approx(np.array(expected), abs=reference.tolerance)


def test_two_way_effects_with_clustered_errors_equal_plm(outside, grunfeld):
    reference = outside("twfe_cluster")
    found = two_way_effects(grunfeld["value"], grunfeld["inv"])
    for ours, theirs in (
        (found.coefficients, "coef"),
        (found.se, "se_ols"),
        (found.se_cluster, "se_HC0_group"),
        (found.se_cluster_small, "se_sss_group"),
    ):
        expected = list(reference.expected[theirs].values())
        assert ours == pytest.approx(np.array(expected), abs=reference.tolerance)


@pytest.mark.parametrize("name", IN_R)
def test_adjusted_p_values_equal_r(outside, name):
    reference = outside("multitest")
    found = adjusted_p(reference.table("bh1995.csv")["p"], method=IN_R[name])
    assert found == pytest.approx(np.array(reference.expected[name]), abs=reference.tolerance)


def test_alpha_of_attitude_equals_psych(outside):
    reference = outside("reliability")
    found = cronbach_alpha(np.column_stack(list(reference.table("attitude.csv").values())))
    expected = reference.expected["alpha_attitude"]
    assert found.raw == pytest.approx(expected["raw"], abs=reference.tolerance)
    assert found.standardised == pytest.approx(expected["std"], abs=reference.tolerance)
    assert found.ase == pytest.approx(expected["ase"], abs=reference.tolerance)


def test_the_six_iccs_of_shrout_and_fleiss_equal_psych(outside):
    reference = outside("reliability")
    ratings = np.column_stack(list(reference.table("shrout_fleiss.csv").values()))
    found = rater_icc(ratings)
    assert len(found) == len(reference.expected["shrout_fleiss"])
    for row in reference.expected["shrout_fleiss"]:
        ours = found[row["type"]]
        assert (ours.df1, ours.df2) == (row["df1"], row["df2"])
        assert [ours.icc, ours.f, ours.p, ours.low, ours.high] == pytest.approx(
            [row["ICC"], row["F"], row["p"], row["lower bound"], row["upper bound"]],
            abs=reference.tolerance,
        )


def test_unit_icc_and_agreement_of_teams_equal_r(outside):
    reference = outside("reliability")
    table, expected = reference.table("team_scores.csv"), reference.expected["team"]
    team = table["team"].astype(int)
    found = unit_icc(table["score"], team)
    assert [found.icc1, found.icc1_mean_size, found.icc2, found.k, found.f] == pytest.approx(
        [
            expected["ICC1_keff"],
            expected["ICC1_kmean"],
            expected["ICC2"],
            expected["k_eff"],
            expected["MSB"] / expected["MSW"],
        ],
        abs=reference.tolerance,
    )
    agreement = r_wg(table["score"], team, points=5)
    assert agreement == pytest.approx(
        np.array(list(expected["rwg_by_team"].values())), abs=reference.tolerance
    )
    assert agreement.mean() == pytest.approx(expected["rwg_mean"], abs=reference.tolerance)


def test_nps_and_its_error_equal_the_closed_form(outside):
    reference = outside("nps")
    table, expected = reference.table("counts.csv"), reference.expected
    counts = zip(table["promoters"], table["passives"], table["detractors"], strict=True)
    found = [nps(*(int(count) for count in row)) for row in counts]
    assert [e.value for e in found] == pytest.approx(expected["nps100"], abs=1e-11)
    assert [e.se for e in found] == pytest.approx(expected["se100"], abs=reference.tolerance)
    assert [[e.low, e.high] for e in found] == [
        pytest.approx(pair, abs=1e-11) for pair in expected["ci95"]
    ]


def test_the_unbiased_error_of_nps_is_that_of_a_mean_of_hundreds(outside):
    reference = outside("nps")
    table, expected = reference.table("counts.csv"), reference.expected
    counts = zip(table["promoters"], table["passives"], table["detractors"], strict=True)
    answers = [np.repeat([100.0, 0.0, -100.0], np.array(row, int)) for row in counts]
    found = [mean_score(scores) for scores in answers]
    assert [e.value for e in found] == pytest.approx(expected["nps100"], abs=1e-11)
    assert [e.se for e in found] == pytest.approx(expected["se100_unbiased"], abs=1e-11)


def test_the_mixed_model_of_teams_equals_lme4(outside):
    reference = outside("reliability")
    table = reference.table("team_scores.csv")
    found = mixed_model(table["score"], table["team"].astype(int))
    assert found.icc == pytest.approx(
        reference.expected["team"]["lmer_ICC"], abs=reference.tolerance
    )


def test_the_values_kept_here_are_those_delivered(shared, outside):
    for folder in ("dh_grunfeld", "multitest", "nps", "reliability", "twfe_cluster"):
        delivered = json.loads((shared / "reference" / folder / "expected.json").read_text())
        kept = dict(outside(folder).expected)
        assert {**kept, "source": None} == {**delivered, "source": None}
