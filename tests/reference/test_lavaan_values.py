"""The panel models give the values of lavaan: without measurement error, and with it known."""

import json

import numpy as np
import pytest
from scipy import stats

from model.statistics.error_var import error_var
from model.statistics.ri_clpm import ri_clpm
from tests.reference.conftest import VALUES

pytestmark = pytest.mark.reference

CASES = json.loads((VALUES / "ri_clpm" / "expected.json").read_text())["cases"]
OPTIONS = {
    "paths": "has_equal_paths",
    "residuals": "has_equal_residuals",
    "means": "has_equal_means",
    "without": "without",
}


def named(case):
    """A case in words, for pytest's listing."""
    held = "-".join(case["options"]) or "free"
    return f"{case['data']}-{case['waves']}-{case['missing']}-{case['information']}-{held}"


def series(table, waves):
    return [np.stack([table[f"{name}{t + 1}"] for t in range(waves)], axis=1) for name in "xy"]


def options(case):
    found = {OPTIONS[name]: value for name, value in dict(case["options"]).items()}
    if isinstance(found.get("without"), str):
        found["without"] = [found["without"]]
    return found


def fitted(outside, case):
    x, y = series(outside("ri_clpm").table(case["data"]), case["waves"])
    if case["missing"] == "listwise":
        whole = np.isfinite(x + y).all(axis=1)
        x, y = x[whole], y[whole]
    return ri_clpm(x, y, information=case["information"], **options(case))


@pytest.mark.parametrize("case", CASES, ids=named)
def test_estimates_and_standard_errors_equal_lavaan(outside, case):
    found, tolerance = fitted(outside, case), outside("ri_clpm").tolerance
    for ours, theirs in (("", "estimates"), ("_se", "se")):
        for part, values in case[theirs].items():
            assert getattr(found, part + ours) == pytest.approx(
                np.array(values), abs=tolerance, rel=tolerance
            ), part + ours


@pytest.mark.parametrize("case", CASES, ids=named)
def test_likelihood_and_fit_measures_equal_lavaan(outside, case):
    found, tolerance = fitted(outside, case), outside("ri_clpm").tolerance
    ours = {
        "logl": found.log_likelihood,
        "aic": found.aic,
        "bic": found.bic,
        "npar": found.n_parameters,
        "ntotal": found.n_units,
        "chisq": found.chi2,
        "df": found.df,
        "pvalue": found.chi2_p,
        "baseline.chisq": found.measures.baseline_chi2,
        "baseline.df": found.measures.baseline_df,
        "cfi": found.measures.cfi,
        "tli": found.measures.tli,
        "rmsea": found.measures.rmsea,
        "rmsea.ci.lower": found.measures.rmsea_low,
        "rmsea.ci.upper": found.measures.rmsea_high,
        "srmr": found.measures.srmr,
    }
    for name, value in case["measures"].items():
        theirs = np.nan if value is None else value
        assert ours[name] == pytest.approx(theirs, abs=tolerance, rel=1e-6, nan_ok=True), name


def test_standard_errors_come_by_default_from_the_information_that_lavaan_takes(outside):
    kept = {("gaps.csv", "ml", "observed"), ("simulated.csv", "listwise", "expected")}
    for case in CASES:
        if (case["data"], case["missing"], case["information"]) in kept:
            x, y = series(outside("ri_clpm").table(case["data"]), case["waves"])
            found = ri_clpm(x, y, **options(case))
            assert found.paths_se == pytest.approx(np.array(case["se"]["paths"]), abs=5e-5)


@pytest.mark.parametrize("start", ["free", "stationary"])
def test_the_latent_model_with_known_error_equals_lavaan(outside, start):
    reference = outside("latent_var")
    x, y = series(reference.table("simulated.csv"), 8)
    var_x, var_y = reference.expected["error_variances"]
    found, expected = (
        error_var(x, y, var_x=var_x, var_y=var_y, start=start),
        reference.expected[start],
    )
    turn, area = np.outer(found.scale, 1 / found.scale), np.outer(found.scale, found.scale)
    for ours, theirs in (
        (found.transition * turn, "transition"),
        (found.innovation * area, "innovation"),
        (found.intercept * area, "intercept"),
    ):
        assert ours == pytest.approx(np.array(expected[theirs]), abs=reference.tolerance)
    for effect, ratio in ((found.forward, "forward_ratio"), (found.reverse, "reverse_ratio")):
        theirs = 2 * stats.t.sf(np.sqrt(expected[ratio]), found.n_units - 1)
        assert effect.p_likelihood == pytest.approx(theirs, rel=1e-4)


def test_the_choice_between_the_starts_is_lavaans_likelihood_ratio(outside):
    reference = outside("latent_var")
    x, y = series(reference.table("simulated.csv"), 8)
    var_x, var_y = reference.expected["error_variances"]
    found = error_var(x, y, var_x=var_x, var_y=var_y)
    ratio = reference.expected["stationary"]["chi2"] - reference.expected["free"]["chi2"]
    assert found.start == "stationary"
    assert found.start_p == pytest.approx(stats.chi2.sf(ratio, 3), abs=1e-5)
