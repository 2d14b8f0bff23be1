"""The tree of units as it stood in each period: parents, leaves, and who counts within whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.period import bounds

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True)
class Membership:
    """That a unit stood under a parent, from one day up to and including another.

    Attributes
    ----------
    valid_from, valid_to : date or None
        None means: since ever, or until further notice.
    """

    unit_code: str
    parent_code: str | None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def stood_on(self, day: dt.date) -> bool:
        """Return whether the unit stood there on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)

    def stood_in(self, period: str) -> bool:
        """Return whether the unit stood there at the last day of a period."""
        return self.stood_on(bounds(period)[1])


@dataclass(frozen=True)
class Tree:
    """The units that stood at the last day of a period.

    Attributes
    ----------
    parents : mapping
        Unit to parent, parents before their children; None for a root.
    homes : mapping
        Every unit ever known to the unit of this tree in which its answers count: itself, or the
        nearest unit above it that still stood. Units without such a unit are absent.
    """

    parents: Mapping[str, str | None]
    homes: Mapping[str, str]

    @property
    def leaves(self) -> frozenset[str]:
        """The units without units below them."""
        return frozenset(self.parents) - frozenset(self.parents.values())

    def depth(self, unit_code: str) -> int:
        """Return how many units stand above a unit."""
        return len(self.line(unit_code)) - 1

    def line(self, unit_code: str) -> list[str]:
        """Return the unit itself and every unit above it, up to its root."""
        line = [unit_code]
        while (parent := self.parents[line[-1]]) is not None:
            line.append(parent)
        return line


def tree_of(memberships: Sequence[Membership], period: str) -> Tree:
    """Return the tree as it stood at the last day of a period.

    A parent that did not stand that day makes its children roots; a circle is cut at its
    alphabetically first unit. Of two memberships on one day, the one begun last holds.

    Parameters
    ----------
    memberships : sequence of Membership
        In any order; a unit that moved has several.
    period : str
        Canonical period.
    """
    last_day = bounds(period)[1]
    standing = _latest(m for m in memberships if m.stood_on(last_day))
    parents = {unit: standing[unit].parent_code for unit in sorted(standing)}
    cut = {unit: parent if parent in parents else None for unit, parent in parents.items()}
    whole = _parents_first(_without_circles(cut))
    before = _latest(m for m in memberships if m.valid_from is None or m.valid_from <= last_day)
    return Tree(parents=whole, homes=_homes(whole, before))


def trees_of(memberships: Sequence[Membership], periods: Iterable[str]) -> dict[str, Tree]:
    """Return the tree of every period; periods in which nothing changed share one tree."""
    trees: dict[str, Tree] = {}
    known: dict[tuple[int, ...], Tree] = {}
    for period in periods:
        last_day = bounds(period)[1]
        state = tuple(
            (2 if m.stood_on(last_day) else 1)
            if m.valid_from is None or m.valid_from <= last_day
            else 0
            for m in memberships
        )
        if state not in known:
            known[state] = tree_of(memberships, period)
        trees[period] = known[state]
    return trees


def head_counts(tree: Tree, own: Mapping[str, int]) -> dict[str, int]:
    """Return how many people work in each unit and the units below it, where that is known.

    Parameters
    ----------
    tree : Tree
        The units of one period.
    own : mapping
        Unit to head count as delivered; units may be absent. Whether a unit's own number already
        holds the units below it differs per supplier: the larger of both readings is taken.
    """
    below: dict[str, list[int | None]] = {}
    total: dict[str, int] = {}
    for unit in reversed(list(tree.parents)):
        parts = below.get(unit, [])
        known = [part for part in parts if part is not None]
        sums = [sum(known)] if parts and len(known) == len(parts) else []
        count = max([own[unit], *sums]) if unit in own else max(sums, default=None)
        if count is not None:
            total[unit] = count
        parent = tree.parents[unit]
        if parent is not None:
            below.setdefault(parent, []).append(count)
    return total


def _latest(memberships: Iterable[Membership]) -> dict[str, Membership]:
    """Return per unit the membership that began last."""
    latest: dict[str, Membership] = {}
    for membership in sorted(memberships, key=_begin):
        latest[membership.unit_code] = membership
    return latest


def _begin(membership: Membership) -> tuple[bool, dt.date | str, str]:
    """Return the key that puts memberships in order of their first day."""
    if membership.valid_from is None:
        return False, "", membership.parent_code or ""
    return True, membership.valid_from, membership.parent_code or ""


def _without_circles(parents: dict[str, str | None]) -> dict[str, str | None]:
    """Return the parents with every circle cut open."""
    free = dict(parents)
    for unit in sorted(free):
        seen = {unit}
        above = free[unit]
        while above is not None and above not in seen:
            seen.add(above)
            above = free[above]
        if above == unit:
            free[unit] = None
    return free


def _parents_first(parents: dict[str, str | None]) -> dict[str, str | None]:
    """Return the same mapping, every unit after its parent and before its parent's next part."""
    children: dict[str | None, list[str]] = {}
    for unit, parent in parents.items():
        children.setdefault(parent, []).append(unit)
    order: list[str] = []
    waiting = children.get(None, [])[::-1]
    while waiting:
        unit = waiting.pop()
        order.append(unit)
        waiting.extend(reversed(children.get(unit, [])))
    return {unit: parents[unit] for unit in order}


def _homes(parents: Mapping[str, str | None], known: Mapping[str, Membership]) -> dict[str, str]:
    """Return the unit in which each known unit's answers count."""
    homes: dict[str, str] = {}
    for unit in known:
        seen: set[str] = set()
        home: str | None = unit
        while home is not None and home not in parents and home not in seen:
            seen.add(home)
            home = known[home].parent_code if home in known else None
        if home is not None and home in parents:
            homes[unit] = home
    return homes
