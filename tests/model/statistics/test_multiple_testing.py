"""Corrections for the number of questions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.statistics.multiple_testing import adjusted_p

METHODS = ["benjamini-hochberg", "benjamini-yekutieli", "holm", "hochberg", "bonferroni"]
p_values = st.lists(st.floats(0, 1), min_size=1, max_size=12).map(np.array)


def test_holm_by_hand():
    found = adjusted_p(np.array([0.01, 0.04, 0.03]), method="holm")
    assert found == pytest.approx(np.array([0.03, 0.06, 0.06]))


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=25)
@given(p=p_values)
def test_no_p_value_becomes_smaller_or_changes_rank(method, p):
    found = adjusted_p(p, method=method)
    assert (found >= p - 1e-12).all()
    assert (found <= 1).all()
    order = np.argsort(p, kind="stable")
    assert (np.diff(found[order]) >= -1e-12).all()


@settings(max_examples=25)
@given(p=p_values)
def test_the_methods_stand_in_their_known_order(p):
    bonferroni, holm, hochberg, bh = (
        adjusted_p(p, method=m) for m in ("bonferroni", "holm", "hochberg", "benjamini-hochberg")
    )
    assert (bonferroni >= holm - 1e-12).all()
    assert (holm >= hochberg - 1e-12).all()
    assert (hochberg >= bh - 1e-12).all()


@pytest.mark.parametrize("method", METHODS)
def test_a_test_that_could_not_be_done_stays_open_and_does_not_count(method):
    found = adjusted_p(np.array([0.01, np.nan, 0.02]), method=method)
    assert np.isnan(found[1])
    assert found[[0, 2]] == pytest.approx(adjusted_p(np.array([0.01, 0.02]), method=method))


def test_no_test_at_all_gives_no_value():
    assert np.isnan(adjusted_p(np.array([np.nan]), method="holm")).all()
