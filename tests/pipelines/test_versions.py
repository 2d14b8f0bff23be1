"""Comparing releases shows no small group either."""

import numpy as np
import polars as pl

from model.disclosure import residuals, visible_units
from pipelines.publish import publish
from pipelines.read import open_release
from pipelines.run import build
from pipelines.versions import changed_figures, remember
from pipelines.warehouse import memory, open_warehouse
from tests.model.attack import K, small_groups
from tests.pipelines.made_tables import add_load, fill

PERIOD, INSTRUMENT = "2026-Q3", "survey"


class Organisation:
    """A tree of units, the people who answered in it, and what was published about them."""

    def __init__(self, seed, *, careful):
        self.careful = careful
        self.generator = np.random.default_rng(seed)
        self.parents = [-1, 0, 0, *(int(self.generator.integers(0, 3)) for _ in range(4))]
        self.unit_of = {}
        self.next_mark = 0
        self.shown = []
        self.connection = memory()
        self.connection.execute(
            "CREATE TABLE unit_periods AS SELECT '2026-Q3' AS period, 1 AS period_index"
        )
        for unit in range(len(self.parents)):
            self.add(unit, int(self.generator.integers(0, 12)))

    def add(self, unit, n):
        for _ in range(n):
            self.unit_of[self.next_mark] = unit
            self.next_mark += 1

    def drift(self):
        """People come late, are taken out, change an answer or move."""
        for _ in range(int(self.generator.integers(1, 3))):
            unit = int(self.generator.integers(len(self.parents)))
            self.add(unit, int(self.generator.integers(0, 7)))
            for mark in self.generator.permutation(list(self.unit_of))[:2]:
                if self.generator.random() < 0.3:
                    del self.unit_of[int(mark)]
                elif self.generator.random() < 0.3:
                    self.unit_of[int(mark)] = unit

    def publish(self):
        """Publish, and note what readers can see: the people in each visible unit."""
        own = np.bincount(list(self.unit_of.values()), minlength=len(self.parents)).reshape(-1, 1)
        visible = visible_units(self.parents, own, smallest_group=K)
        holders = residuals(self.parents, visible)
        marks = pl.DataFrame(
            {
                "period": PERIOD,
                "instrument": INSTRUMENT,
                "measure": "D1",
                "unit_code": [str(unit) for unit in self.unit_of.values()],
                "mark": pl.Series(list(self.unit_of), dtype=pl.UInt64),
            }
        )
        self.connection.register("marks", marks)
        self.connection.execute("CREATE OR REPLACE TABLE person_marks AS SELECT * FROM marks")
        blocks = pl.DataFrame(
            {
                "period": PERIOD,
                "instrument": INSTRUMENT,
                "unit_code": [str(unit) for unit in range(len(self.parents))],
                "block": [None if holder < 0 else str(holder) for holder in holders],
            }
        )
        changed = changed_figures(self.connection, blocks, last_index=1, smallest_group=K)
        if self.careful and changed["is_held"].any():
            return
        remember(self.connection, "any", changed)
        for unit in np.flatnonzero(visible):
            below = {unit}
            for other, parent in enumerate(self.parents):
                if parent in below:
                    below.add(other)
            self.shown.append({mark for mark, home in self.unit_of.items() if home in below})

    def is_broken(self):
        """Whether somebody who has every release can work out a small group."""
        signatures = {}
        for mark in range(self.next_mark):
            key = tuple(int(mark in people) for people in self.shown)
            signatures[key] = signatures.get(key, 0) + any(key)
        rows = list(zip(*signatures, strict=True))
        return bool(small_groups(rows, list(signatures.values())))


def broken(*, careful):
    """Return how many of some random organisations are broken after four releases."""
    count = 0
    for seed in range(25):
        organisation = Organisation(seed, careful=careful)
        organisation.publish()
        for _ in range(3):
            organisation.drift()
            organisation.publish()
        count += organisation.is_broken()
    return count


def test_no_difference_between_releases_gives_a_small_group():
    assert broken(careful=True) == 0


def test_the_same_attack_breaks_releases_that_do_not_wait():
    assert broken(careful=False) > 12


def test_one_late_answer_at_a_time_waits_until_there_are_enough():
    organisation = Organisation(1, careful=True)
    organisation.unit_of = dict.fromkeys(range(20), 0)
    organisation.publish()
    sizes = []
    for _ in range(6):
        organisation.add(0, 1)
        organisation.publish()
        sizes.append(max(len(people) for people in organisation.shown))
    assert sizes[:4] == [20, 20, 20, 20]
    assert sizes[4] > 20


def answer_late(programme, people):
    """Load answers of some more people of team 1, and build."""
    rows = "response_id | respondent_id | unit_code | period | item_code | score\n" + "\n".join(
        f"late{number}{item} | late{number} | T1 | 2026-Q3 | {item} | {score}"
        for number in people
        for item, score in (("B1", 5), ("B2", 2), ("D1", 5))
    )
    with open_warehouse(programme) as connection:
        fill(connection, "survey_responses", rows)
        add_load(connection, "survey_responses", rows=3 * len(people))
    build(programme)


def test_corrections_about_few_people_wait_with_the_published_figures_in_their_place(programme):
    first = open_release(programme.folder).table("figures")
    answer_late(programme, range(2))
    second = publish(programme, "2026-Q3", reason="two late answers")
    assert second.table("figures").equals(first)
    waits = second.table("checks").filter(pl.col("name_en").str.contains("late answers wait"))
    assert waits["passed"].to_list() == [False]
    answer_late(programme, range(2, 6))
    third = publish(programme, "2026-Q3", reason="six late answers")
    assert not third.table("figures").equals(first)
    assert third.table("checks")["passed"].all()
    with open_warehouse(programme, read_only=True) as connection:
        kept = connection.table("published_people").project("release").distinct().fetchall()
    assert sorted(kept) == [("2026-Q3.1",), ("2026-Q3.3",)]
