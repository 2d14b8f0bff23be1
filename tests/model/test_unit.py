"""The tree of units as it stood in a period."""

import datetime as dt

import pytest

from model.unit import Membership, head_counts, tree_of, trees_of

ORG = Membership("ORG", None)
SALES = Membership("SALES", "ORG")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_the_tree_is_that_of_the_last_day_of_the_period():
    moved = [
        ORG,
        SALES,
        Membership("T1", "SALES", day("2024-01-01"), day("2026-08-15")),
        Membership("T1", "ORG", day("2026-08-16")),
    ]
    assert tree_of(moved, "2026-Q2").parents["T1"] == "SALES"
    assert tree_of(moved, "2026-Q3").parents["T1"] == "ORG"


def test_answers_of_a_unit_that_closed_in_the_period_count_above_it():
    closed = [ORG, SALES, Membership("T1", "SALES", day("2024-01-01"), day("2026-08-15"))]
    tree = tree_of(closed, "2026-Q3")
    assert "T1" not in tree.parents
    assert tree.homes["T1"] == "SALES"


def test_a_unit_that_has_yet_to_begin_has_no_home():
    tree = tree_of([ORG, Membership("T1", "ORG", day("2027-01-01"))], "2026-Q3")
    assert "T1" not in tree.homes


def test_leaves_are_the_units_without_units_below_them():
    tree = tree_of([ORG, SALES, Membership("T1", "SALES")], "2026-Q3")
    assert tree.leaves == {"T1"}
    assert tree.depth("T1") == 2
    assert tree.line("T1") == ["T1", "SALES", "ORG"]


def test_parents_stand_before_their_parts_and_parts_stay_together():
    units = [ORG, SALES, Membership("T2", "SALES"), Membership("A", "ORG"), Membership("T1", "A")]
    assert list(tree_of(units, "2026-Q3").parents) == ["ORG", "A", "T1", "SALES", "T2"]


def test_a_parent_that_does_not_stand_makes_its_part_a_root():
    gone = [Membership("SALES", None, None, day("2020-12-31")), Membership("T1", "SALES")]
    assert tree_of(gone, "2026-Q3").parents == {"T1": None}


def test_a_circle_is_cut_open_at_its_first_unit():
    tree = tree_of([Membership("B", "A"), Membership("A", "B")], "2026-Q3")
    assert tree.parents == {"A": None, "B": "A"}


def test_a_unit_whose_parents_all_closed_in_a_circle_has_no_home():
    past = day("2020-12-31")
    closed = [Membership("A", "B", None, past), Membership("B", "A", None, past)]
    assert tree_of(closed, "2026-Q3").homes == {}


def test_of_two_memberships_on_one_day_the_later_begun_holds():
    double = [ORG, SALES, Membership("T1", "SALES", day("2024-01-01")), Membership("T1", "ORG")]
    assert tree_of(double, "2026-Q3").parents["T1"] == "SALES"


def test_periods_in_which_nothing_changed_share_one_tree():
    units = [ORG, Membership("T1", "ORG", day("2026-04-01"))]
    trees = trees_of(units, ["2026-Q1", "2026-Q2", "2026-Q3"])
    assert trees["2026-Q2"] is trees["2026-Q3"]
    assert list(trees["2026-Q1"].parents) == ["ORG"]


@pytest.mark.parametrize(
    ("own", "total"),
    [
        ({"T1": 4, "T2": 6}, {"T1": 4, "T2": 6, "ORG": 10}),
        # The unit above counts everybody, or only those who work in no unit below it.
        ({"T1": 4, "T2": 6, "ORG": 12}, {"T1": 4, "T2": 6, "ORG": 12}),
        ({"T1": 4, "T2": 6, "ORG": 2}, {"T1": 4, "T2": 6, "ORG": 10}),
        ({"T1": 4}, {"T1": 4}),
        ({"T1": 4, "ORG": 20}, {"T1": 4, "ORG": 20}),
    ],
)
def test_head_counts_are_added_where_every_part_is_known(own, total):
    tree = tree_of([ORG, Membership("T1", "ORG"), Membership("T2", "ORG")], "2026-Q3")
    assert head_counts(tree, own) == total
