"""The usual lead tests give the values of R's plm, units that come later included."""

import json

import numpy as np
import pytest

from model.statistics.granger import dumitrescu_hurlin, two_way_effects
from tests.reference.conftest import VALUES

pytestmark = pytest.mark.reference

EXPECTED = json.loads((VALUES / "granger" / "expected.json").read_text())


def panel(outside, name):
    """Return x and y of 16 units and 18 periods; what is not in the file is a gap."""
    table = outside("granger").table(f"{name}.csv")
    series = {name: np.full((16, 18), np.nan) for name in "xy"}
    for which, values in series.items():
        values[table["unit"].astype(int) - 1, table["period"].astype(int) - 1] = table[which]
    return series


@pytest.mark.parametrize(
    "case", EXPECTED["dumitrescu"], ids=lambda c: f"{c['data']}-{c['order']}-{c['cause']}"
)
def test_dumitrescu_hurlin_equals_plm(outside, case):
    series = panel(outside, case["data"])
    cause, outcome = series[case["cause"]], series["xy".replace(case["cause"], "")]
    found = dumitrescu_hurlin(cause, outcome, order=case["order"])
    for name in ("wald", "w_bar", "z_bar", "z_tilde", "p_z_tilde"):
        theirs = np.nan if case[name] is None else np.array(case[name])
        assert getattr(found, name) == pytest.approx(
            theirs, abs=EXPECTED["tolerance"], nan_ok=True
        ), name


@pytest.mark.parametrize("name", EXPECTED["two_way"])
def test_two_way_effects_with_every_standard_error_equal_plm_and_stata(outside, name):
    series, expected = panel(outside, name), EXPECTED["two_way"][name]
    found = two_way_effects(series["x"], series["y"])
    assert found.n_rows == expected["n"]
    for ours in ("coefficients", "se", "se_cluster", "se_cluster_small", "se_cluster_stata"):
        assert getattr(found, ours) == pytest.approx(
            np.array(expected[ours]), abs=EXPECTED["tolerance"]
        ), ours
