"""The whole judgement on planted truths and on data that cannot carry one."""

from dataclasses import replace

import numpy as np
import pytest

from model.latent_process import process_of
from model.simulate import Conditions, simulate_series
from model.verdict import judge


def judged(series, **options):
    return judge(series.x, series.y, series.se_x, series.se_y, **options)


def planted(scenario, *, units=100, periods=16, seed=1, effect=0.35):
    process = process_of(scenario, effect=effect)
    return simulate_series(scenario, units=units, periods=periods, seed=seed, process=process)


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        ("beliefs_lead", "lead"),
        ("customers_lead", "reverse"),
        ("both", "both"),
        ("together", "together"),
        ("nothing", "none"),
        ("too_few", "insufficient"),
    ],
)
def test_a_planted_truth_is_recovered(scenario, expected):
    assert judged(planted(scenario), with_sensitivity=False).verdict == expected


def test_a_clear_lead_is_strong_and_every_specification_is_shown():
    verdict = judged(planted("beliefs_lead"))
    assert (verdict.verdict, verdict.strength) == ("lead", "strong")
    shown = {(row.name, row.direction) for row in verdict.specifications}
    for name in ("primary", "error_0.7", "error_1.3", "error_estimated", "free_start", "eiv_hpj"):
        assert {(name, "forward"), (name, "reverse")} <= shown
    assert ("placebo_future", "forward") in shown
    assert [point.lag for point in verdict.lag_curve] == list(range(-6, 7))


def test_an_answer_that_hangs_on_one_unit_is_weaker_and_says_so():
    series = planted("nothing", units=12, periods=14, seed=3)
    x, y = series.x.copy(), series.y.copy()
    steps = np.random.default_rng(1).normal(size=15) * 9
    x[0], y[0] = steps[1:], steps[:-1]
    verdict = judged(replace(series, x=x, y=y))
    assert verdict.strength != "strong"
    flipped = [reason.en for reason in verdict.reasons if "hangs on one unit" in reason.en]
    assert verdict.verdict == "insufficient" or flipped


@pytest.mark.parametrize("missing", ["se_x", "se_y"])
def test_a_source_without_error_gets_no_verdict(missing):
    verdict = judged(replace(planted("beliefs_lead", units=20), **{missing: None}))
    assert verdict.verdict == "insufficient"
    assert verdict.error_source == "none"
    assert "meetfout" in verdict.reasons[0].nl
    assert np.isnan(verdict.forward.estimate)


def test_series_answered_by_the_same_people_are_refused():
    verdict = judged(planted("beliefs_lead", units=20), errors_correlate=True)
    assert verdict.verdict == "insufficient"
    assert "same people" in verdict.reasons[0].en


def test_too_few_units_and_periods_are_counted_in_words():
    few = judged(planted("beliefs_lead", units=7), with_sensitivity=False)
    assert (few.verdict, few.needed_units, few.n_units) == ("insufficient", 8, 7)
    short = judged(planted("beliefs_lead", periods=5), with_sensitivity=False)
    assert (short.verdict, short.needed_periods, short.n_periods) == ("insufficient", 6, 5)


def test_what_is_needed_grows_when_less_matters():
    series = planted("nothing", units=12, periods=8)
    coarse = judged(series, smallest_effect=0.5, with_sensitivity=False)
    fine = judged(series, smallest_effect=0.2, with_sensitivity=False)
    assert fine.verdict == "insufficient"
    assert fine.needed_units > coarse.needed_units
    assert fine.needed_periods > coarse.needed_periods
    assert fine.power < coarse.power


def test_a_stated_reliability_lowers_the_strength():
    verdict = judged(planted("beliefs_lead"), error_source="reliability")
    assert verdict.strength == "moderate"
    assert any("stated reliability" in reason.en for reason in verdict.reasons)


def test_beliefs_measured_once_a_year_carry_a_warning():
    series = planted("beliefs_lead", units=60, periods=24)
    x = series.x.copy()
    x[:, np.arange(24) % 4 != 0] = np.nan
    verdict = judged(replace(series, x=x), with_sensitivity=False)
    assert any("every 4 periods" in reason.en for reason in verdict.reasons)


def test_five_yearly_waves_beside_twenty_quarters_are_enough_for_an_answer():
    conditions = Conditions(belief_every=4)
    series = simulate_series("beliefs_lead", units=150, periods=20, seed=3, conditions=conditions)
    verdict = judged(series)
    assert (verdict.verdict, verdict.n_periods) == ("lead", 17)
    assert verdict.strength in ("moderate", "weak")
    two = simulate_series("beliefs_lead", units=150, periods=8, seed=3, conditions=conditions)
    assert judged(two, with_sensitivity=False).verdict == "insufficient"


def test_a_quarterly_programme_that_measures_both_twice_a_year_is_told_so():
    series = planted("beliefs_lead", units=60, periods=16)
    seldom = np.where(np.arange(16) % 2 == 0, 1.0, np.nan)
    verdict = judged(
        replace(series, x=series.x * seldom, y=series.y * seldom), with_sensitivity=False
    )
    assert sum("every 2 periods" in reason.en for reason in verdict.reasons) == 2


def test_an_opposite_relation_is_named():
    series = planted("beliefs_lead")
    verdict = judged(replace(series, x=-series.x), with_sensitivity=False)
    assert verdict.verdict == "lead"
    assert any("opposite" in reason.en for reason in verdict.reasons)


def test_no_word_claims_a_cause():
    from model import verdict_words

    sentences = [text for text in vars(verdict_words).values() if hasattr(text, "nl")]
    assert sentences
    for text in sentences:
        for word in ("caus", "driv", "impact", "oorza", "leidt tot", "zorgt voor"):
            assert word not in (text.nl + text.en).lower()


def test_a_found_lead_comes_with_its_lag_and_the_lags_it_may_be():
    verdict = judged(planted("beliefs_lead", periods=12))
    assert verdict.forward.lag == 1
    assert 1 in verdict.forward.plausible_lags
    assert verdict.reverse.plausible_lags == ()


def test_a_lead_of_several_periods_is_found_in_a_window():
    process = replace(process_of("beliefs_lead", effect=0.4), lag=4)
    series = simulate_series("beliefs_lead", units=120, periods=16, seed=1, process=process)
    near = judged(series, lag_window=1, with_sensitivity=False)
    far = judged(series, lag_window=6, with_sensitivity=False)
    assert near.verdict != "lead"
    assert (far.verdict, far.forward.lag) == ("lead", 4)
    assert far.forward.low < 0.4 < far.forward.high


@pytest.mark.parametrize("lag", range(1, 7))
def test_without_a_window_a_lead_of_one_to_six_periods_is_found_at_its_lag(lag):
    process = replace(process_of("beliefs_lead", effect=0.4), lag=lag)
    series = simulate_series("beliefs_lead", units=120, periods=16, seed=1, process=process)
    verdict = judged(series)
    assert (verdict.verdict, verdict.forward.lag) == ("lead", lag)
    assert lag in verdict.forward.plausible_lags
    assert verdict.forward.low < 0.4 < verdict.forward.high


def test_a_late_lead_of_customers_does_not_pass_for_a_lead_of_beliefs():
    """Asked one period apart only, the same data say that beliefs led."""
    process = replace(process_of("customers_lead"), lag=3)
    series = simulate_series("customers_lead", units=100, periods=12, seed=16, process=process)
    assert judged(series, lag_window=1, with_sensitivity=False).ruled == "lead"
    assert judged(series, with_sensitivity=False).verdict == "reverse"


def test_that_neither_led_is_not_said_where_an_order_further_apart_shows():
    process = replace(process_of("beliefs_lead"), lag=2)
    series = simulate_series("beliefs_lead", units=100, periods=12, seed=3, process=process)
    verdict = judged(series, lag_window=1, with_sensitivity=False)
    assert (verdict.ruled, verdict.verdict) == ("together", "insufficient")
    assert any("two or three periods later" in reason.en for reason in verdict.reasons)


def test_an_order_in_data_with_a_shock_felt_unequally_is_not_claimed_and_says_why():
    shaken = Conditions(loading=0.6)
    series = simulate_series("customers_lead", units=100, periods=12, seed=1, conditions=shaken)
    verdict = judged(series, with_sensitivity=False)
    assert (verdict.ruled, verdict.verdict) == ("reverse", "insufficient")
    assert verdict.reasons[0].en.startswith("an order is not claimed: units share their surprises")
    assert verdict.reasons[0].nl.startswith("een volgorde wordt niet beweerd: eenheden delen")


def test_a_doubt_beside_a_verdict_without_an_order_is_a_warning():
    shaken = Conditions(loading=1.0)
    series = simulate_series("customers_lead", units=100, periods=12, seed=3, conditions=shaken)
    verdict = judged(series, with_sensitivity=False)
    assert verdict.verdict == verdict.ruled == "together"
    assert any(reason.en.startswith("beware: units share") for reason in verdict.reasons)
