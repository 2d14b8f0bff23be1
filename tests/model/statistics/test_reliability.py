"""α and ω: known truths, what may not matter, and when they are refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.statistics.reliability import cronbach_alpha, mcdonald_omega


def one_factor(loadings, *, n, seed):
    rng = np.random.default_rng(seed)
    loadings = np.array(loadings)
    own = rng.standard_normal((n, len(loadings))) * np.sqrt(1 - loadings**2)
    return rng.standard_normal((n, 1)) * loadings + own


def test_alpha_and_omega_recover_what_was_planted():
    even = one_factor([0.7] * 5, n=20_000, seed=1)
    planted = 25 * 0.49 / (25 * 0.49 + 5 * 0.51)
    assert cronbach_alpha(even).raw == pytest.approx(planted, abs=0.01)
    assert mcdonald_omega(even).omega == pytest.approx(planted, abs=0.01)
    uneven = one_factor([0.9, 0.8, 0.5, 0.3], n=20_000, seed=1)
    assert mcdonald_omega(uneven).omega == pytest.approx(6.25 / (6.25 + 2.21), abs=0.01)
    assert mcdonald_omega(uneven).loadings == pytest.approx([0.9, 0.8, 0.5, 0.3], abs=0.02)
    assert cronbach_alpha(uneven).raw < mcdonald_omega(uneven).omega


def test_the_standard_error_of_alpha_is_its_spread():
    found = [cronbach_alpha(one_factor([0.7] * 5, n=60, seed=s)) for s in range(400)]
    assert np.mean([a.ase for a in found]) == pytest.approx(
        np.std([a.raw for a in found]), rel=0.12
    )


@settings(max_examples=10)
@given(seed=st.integers(0, 99), scale=st.floats(0.1, 10), shift=st.floats(-5, 5))
def test_scale_order_and_direction_of_all_items_do_not_matter(seed, scale, shift):
    answers = one_factor([0.8, 0.6, 0.7], n=200, seed=seed)
    for other in (scale * answers + shift, answers[:, ::-1], -answers):
        assert cronbach_alpha(other).raw == pytest.approx(cronbach_alpha(answers).raw)
        assert mcdonald_omega(other).omega == pytest.approx(mcdonald_omega(answers).omega, abs=1e-4)


def test_people_who_skipped_an_item_are_left_out_and_counted_out():
    answers = one_factor([0.8, 0.6, 0.7], n=50, seed=1)
    answers[:5, 1] = np.nan
    assert cronbach_alpha(answers) == cronbach_alpha(answers[5:])
    assert (cronbach_alpha(answers).n, mcdonald_omega(answers).n) == (45, 45)


def test_items_without_a_common_factor_have_no_reliability():
    answers = np.random.default_rng(1).standard_normal((5000, 4))
    assert abs(cronbach_alpha(answers).raw) < 0.1
    assert "one item carries the common factor" in mcdonald_omega(answers).note.en


def test_an_item_that_copies_another_is_no_second_item():
    answers = one_factor([0.8, 0.6, 0.7], n=80, seed=1)
    assert not mcdonald_omega(np.column_stack([answers, answers[:, 0]])).applicable


def test_too_few_items_answers_or_spread_are_refused():
    answers = one_factor([0.8, 0.6, 0.7], n=40, seed=1)
    assert "1 item(s) is too short; 2 are needed" in cronbach_alpha(answers[:, :1]).note.en
    assert "2 item(s) is too short; 3 are needed" in mcdonald_omega(answers[:, :2]).note.en
    assert "3 people answered all items" in cronbach_alpha(answers[:3]).note.en
    answers[:, 0] = 4.0
    for found in (cronbach_alpha(answers), mcdonald_omega(answers)):
        assert not found.applicable
        assert found.note.nl.endswith("op een of meer items gaf iedereen hetzelfde antwoord")
