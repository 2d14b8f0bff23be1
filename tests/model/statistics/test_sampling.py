"""How sure one score is, and whether a change is real and matters."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import RejectedError
from model.statistics.sampling import (
    Estimate,
    change,
    mean_score,
    nps,
    pooled_standard_errors,
    share,
)

answers = st.lists(st.integers(1, 5), min_size=2, max_size=30).map(lambda a: np.array(a, float))


def test_a_mean_by_hand():
    found = mean_score(np.array([2.0, 4.0, 3.0, np.nan]))
    assert (found.value, found.se, found.n) == (3.0, pytest.approx(1 / np.sqrt(3)), 3)
    # t with 2 degrees of freedom: 4.303.
    assert found.high - found.value == pytest.approx(4.302653 / np.sqrt(3), rel=1e-6)


def test_asking_half_of_the_unit_halves_the_variance_and_asking_all_leaves_none():
    scores = np.array([2.0, 4.0, 3.0, 5.0])
    assert mean_score(scores, head_count=8).se == pytest.approx(mean_score(scores).se / np.sqrt(2))
    assert mean_score(scores, head_count=4).se == 0.0


@given(scores=answers, factor=st.floats(0.01, 100))
def test_only_the_ratios_of_weights_matter_and_equal_weights_change_nothing(scores, factor):
    plain = mean_score(scores)
    weighted = mean_score(scores, weights=np.full(scores.size, factor))
    assert weighted.value == pytest.approx(plain.value)
    assert weighted.se == pytest.approx(plain.se, abs=1e-9)


def test_weights_give_the_spread_that_repeated_samples_have():
    rng = np.random.default_rng(1)
    found = []
    for _ in range(4000):
        men = rng.random(40) < 0.7
        scores = np.where(men, 3.0, 4.0) + rng.standard_normal(40)
        found.append(mean_score(scores, weights=np.where(men, 0.5 / 0.7, 0.5 / 0.3)))
    assert np.mean([e.value for e in found]) == pytest.approx(3.5, abs=0.02)
    assert np.mean([e.se for e in found]) == pytest.approx(
        np.std([e.value for e in found]), rel=0.05
    )


def test_one_answer_has_no_error_and_no_answer_no_score():
    one = mean_score(np.array([4.0]))
    assert one.value == 4.0
    assert np.isnan([one.se, one.low, one.high]).all()
    assert np.isnan(mean_score(np.array([np.nan])).value)
    assert np.isnan(share(0, 0).value)
    assert np.isnan(nps(0, 0, 0).value)


def test_a_share_by_hand():
    found = share(30, 100)
    assert (found.value, found.se) == (30.0, pytest.approx(100 * np.sqrt(0.3 * 0.7 / 100)))
    # Wilson's interval for 30 of 100, published widely.
    assert (found.low, found.high) == (
        pytest.approx(21.895, abs=1e-3),
        pytest.approx(39.585, abs=1e-3),
    )


@pytest.mark.parametrize(("yes", "value", "low", "high"), [(0, 0, 0, 30), (10, 100, 70, 100)])
def test_a_unanimous_answer_is_not_taken_for_certainty(yes, value, low, high):
    found = share(yes, 10)
    assert found.value == value
    assert found.se > 5
    assert low <= found.low < found.high <= high
    assert nps(yes, 0, 10 - yes).se > 5


@given(counts=st.tuples(*[st.integers(0, 60)] * 3).filter(lambda c: sum(c) > 0))
def test_turning_promoters_and_detractors_round_turns_the_score(counts):
    plain, turned = nps(*counts), nps(*counts[::-1])
    assert turned.value == pytest.approx(-plain.value)
    assert turned.se == pytest.approx(plain.se)
    assert plain.se > 0


def test_more_answers_than_people_is_told_in_three_lines():
    with pytest.raises(RejectedError) as told:
        share(5, 12, head_count=10)
    assert told.value.what.en == "There are 12 answers, more than the 10 people in the unit."


def test_people_who_happen_to_agree_get_the_spread_of_all_units():
    sd = np.array([0.0, 1.0, np.nan, np.nan])
    n = np.array([5, 5, 1, 0])
    found = pooled_standard_errors(sd, n)
    common = np.sqrt(0.5)
    assert found == pytest.approx(
        np.array([common / np.sqrt(5), common / np.sqrt(5), common, np.nan]), nan_ok=True
    )
    assert np.isnan(pooled_standard_errors(np.array([np.nan]), np.array([1]))).all()


@pytest.mark.parametrize(
    ("later", "significant", "matters", "words"),
    [
        (62.0, True, "yes", "larger than chance, and it is large enough to matter"),
        (53.0, True, "no", "larger than chance, and it is too small to matter"),
        (50.5, False, "no", "may be chance, and it is too small to matter"),
        (38.0, True, "yes", "larger than chance, and it is large enough"),
        (55.0, True, "unclear", "larger than chance; whether it is large enough"),
    ],
)
def test_real_and_relevant_are_two_answers(later, significant, matters, words):
    before, after = (Estimate(v, 0.7, np.nan, np.nan, 99) for v in (50.0, later))
    found = change(before, after, smallest=5.0)
    assert (found.significant, found.matters) == (significant, matters)
    assert words in found.sentence.en
    assert found.difference == later - 50.0


def test_change_by_hand():
    found = change(Estimate(10, 3, 0, 0, 9), Estimate(20, 4, 0, 0, 9), smallest=1)
    assert (found.difference, found.se) == (10, 5)
    assert found.p == pytest.approx(0.0455, abs=1e-4)
