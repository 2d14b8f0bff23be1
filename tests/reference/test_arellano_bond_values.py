"""Arellano-Bond gives the values of R's plm and of Stata's xtabond."""

import json

import numpy as np
import pytest

from model.statistics.difference_gmm import Lags, difference_gmm
from tests.reference.conftest import VALUES

pytestmark = pytest.mark.reference

CASES = json.loads((VALUES / "pgmm" / "expected.json").read_text())["cases"]


@pytest.fixture
def firms(outside):
    table = outside("arellano_bond").table("abdata.csv")
    place = (table["id"].astype(int) - 1, table["year"].astype(int) - 1976)
    panel = {name: np.full((140, 9), np.nan) for name in ("n", "w", "k", "ys")}
    for name, values in panel.items():
        values[place] = table[name]
    return panel


def employment(firms, *, far, steps):
    """The employment equation of Arellano and Bond, capital and output ``far`` periods back."""
    explaining = [Lags(firms["w"], 0, 1), Lags(firms["k"], 0, far), Lags(firms["ys"], 0, far)]
    if far == 1:
        explaining[1] = Lags(firms["k"], 0, 0)
    return difference_gmm(
        firms["n"],
        [Lags(firms["n"], 1, 2), *explaining],
        instruments=[Lags(firms["n"], 2, 99)],
        exogenous=explaining,
        steps=steps,
    )


def test_two_step_arellano_bond_with_windmeijer_errors_equals_plm(outside, firms):
    reference = outside("arellano_bond")
    expected, found = reference.expected["two_steps_plm"], employment(firms, far=1, steps=2)
    for ours, theirs in ((found.coefficients, "coefficients"), (found.se_robust, "se_windmeijer")):
        assert ours == pytest.approx(np.array(expected[theirs]), abs=reference.tolerance)
    assert found.sargan == pytest.approx(expected["sargan"], abs=1e-4)
    assert found.sargan_df == expected["sargan_df"]
    assert found.sargan_p == pytest.approx(expected["sargan_p"], abs=1e-5)


def test_arellano_bond_equals_stata(outside, firms):
    reference = outside("arellano_bond")
    expected = reference.expected["stata"]
    one, two = (employment(firms, far=2, steps=steps) for steps in (1, 2))
    for ours, theirs in (
        (one.coefficients, "one_step_coefficients"),
        (one.se, "one_step_se"),
        (one.se_robust, "one_step_se_robust"),
        (two.coefficients[0], "two_step_first_coefficient"),
        (two.se_robust[0], "two_step_first_se_windmeijer"),
    ):
        assert ours == pytest.approx(np.array(expected[theirs]), abs=reference.tolerance)
    assert {k: expected[k] for k in ("n_rows", "n_units", "n_instruments")} == {
        "n_rows": one.n_rows,
        "n_units": one.n_units,
        "n_instruments": one.n_instruments,
    }


def named(case):
    collapsed = "collapsed" if case["collapse"] else "whole"
    return "-".join(str(case[k]) for k in ("model", "effect", "kind", "first")) + "-" + collapsed


@pytest.mark.parametrize("case", CASES, ids=named)
def test_every_variant_of_the_employment_equation_equals_plm(outside, firms, case):
    reference = outside("pgmm")
    n, w, back = firms["n"], firms["w"], (case["first"], case["last"])
    exogenous = [Lags(w, 0, 1), Lags(firms["k"], 0, 0)] if case["kind"] == "own" else []
    explaining = exogenous or [Lags(w, 0, 0)]
    found = difference_gmm(
        n,
        [Lags(n, 1, 2 if exogenous else 1), *explaining],
        instruments=[Lags(n, *back)] if exogenous else [Lags(n, *back), Lags(w, *back)],
        exogenous=exogenous,
        steps=1 if case["model"] == "onestep" else 2,
        has_period_effects=case["effect"] == "twoways",
        is_collapsed=case["collapse"],
    )
    for name in case.keys() & set(found.__dataclass_fields__):
        assert getattr(found, name) == pytest.approx(
            np.array(case[name]), abs=reference.tolerance
        ), name
