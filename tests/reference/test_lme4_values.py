"""The mixed model gives the values of R's lme4 (and nlme)."""

import json

import numpy as np
import pytest

from model.statistics.mixed_model import mixed_model
from tests.reference.conftest import VALUES

pytestmark = pytest.mark.reference

CASES = json.loads((VALUES / "mixed" / "expected.json").read_text())["cases"]


def named(case):
    bar = "" if case["correlated"] else "-uncorrelated"
    return "-".join([case["data"], *case["random"], case["method"]]) + bar


@pytest.mark.parametrize("case", CASES, ids=named)
def test_every_number_equals_lme4(outside, case):
    reference = outside("mixed")
    table = reference.table(f"{case['data']}.csv")
    scores, unit = table["score"], table["unit"].astype(int)
    explaining = [table[name] for name in case["fixed"]]
    own = [table[name] for name in case["random"]]
    found = mixed_model(
        scores,
        unit,
        design=np.column_stack([np.ones(scores.size), *explaining]),
        slopes=np.column_stack(own) if own else None,
        is_correlated=case["correlated"],
        method=case["method"],
    )
    for ours, theirs in (
        ("fixed", "coefficients"),
        ("se", "se"),
        ("between", "between"),
        ("within", "within"),
        ("log_likelihood", "log_likelihood"),
        ("aic", "aic"),
        ("bic", "bic"),
    ):
        assert getattr(found, ours) == pytest.approx(
            np.array(case[theirs]), rel=reference.tolerance, abs=reference.tolerance
        ), ours
