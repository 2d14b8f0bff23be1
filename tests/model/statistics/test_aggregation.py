"""What follows from the reliabilities, in words."""

import numpy as np

from model.statistics.aggregation import may_be_averaged
from model.statistics.agreement import unit_icc


def icc(*, between, size=30, seed=1):
    rng = np.random.default_rng(seed)
    unit = np.repeat(np.arange(40), size)
    return unit_icc(between * rng.standard_normal(40)[unit] + rng.standard_normal(unit.size), unit)


def test_sound_figures_give_no_caution():
    found = may_be_averaged(
        icc(between=1.0), alpha=0.85, r_wg=np.array([0.8, np.nan]), at_the_end=0.1
    )
    assert found.sound
    assert found.cautions == ()


def test_a_single_item_has_no_alpha_and_no_caution_for_it():
    assert may_be_averaged(
        icc(between=1.0), alpha=np.nan, r_wg=np.array([0.8]), at_the_end=np.nan
    ).sound


def test_every_low_figure_gives_its_own_consequence():
    found = may_be_averaged(
        icc(between=0.6, size=4), alpha=0.62, r_wg=np.array([0.4, 0.9, np.nan]), at_the_end=0.35
    )
    assert not found.sound
    english = [caution.en for caution in found.cautions]
    assert english[0].startswith("A unit's score is uncertain (ICC(2) 0.")
    assert "(α 0.62" in english[1]
    assert "In 1 of 2 units" in english[2]
    assert "35% of the answers" in english[3]
    assert "(α 0,62" in found.cautions[1].nl


def test_units_that_do_not_differ_are_said_so_instead_of_a_low_icc2():
    found = may_be_averaged(icc(between=0.0), alpha=0.9, r_wg=np.array([0.8]), at_the_end=0.0)
    assert len(found.cautions) == 1
    assert "Units differ no more than chance" in found.cautions[0].en


def test_an_icc_that_could_not_be_told_is_passed_on():
    nothing = unit_icc(np.array([1.0]), np.array([1]))
    found = may_be_averaged(nothing, alpha=0.9, r_wg=np.array([np.nan]), at_the_end=0.0)
    assert found.cautions == (nothing.note,)
