"""What can be wrong with a tree of units: orphans, cycles, doubles, validity, several roots."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from model.codes import look_alikes

LONGEST_WAY = 8
_END = dt.date.max


@dataclass(frozen=True)
class UnitRow:
    """One row of the table units, with the row a person sees; row 0 was loaded before."""

    row: int
    code: str
    parent: str | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    name: str = ""

    @property
    def first(self) -> dt.date:
        """The first day of the row's validity."""
        return self.valid_from or dt.date.min

    @property
    def last(self) -> dt.date:
        """The last day of the row's validity."""
        return self.valid_to or _END

    def overlaps(self, other: UnitRow) -> bool:
        """Return whether both hold on some day."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True)
class TreeFinding:
    """A rule that one row of the tree breaks."""

    row: int
    column: str
    rule: str
    value: str
    detail: str = ""


def check_tree(units: list[UnitRow]) -> list[TreeFinding]:
    """Return everything wrong with a tree of units, rows loaded before included.

    Parameters
    ----------
    units : list of UnitRow
        The tree as it would stand after the delivery.
    """
    by_code: dict[str, list[UnitRow]] = {}
    for unit in units:
        by_code.setdefault(unit.code, []).append(unit)
    found = [finding for unit in units for finding in _of_row(unit, by_code)]
    found += _doubles(by_code) + _look_alikes(by_code) + _cycles(units) + _roots(units)
    return [finding for finding in found if finding.row > 0]


def _of_row(unit: UnitRow, by_code: dict[str, list[UnitRow]]) -> list[TreeFinding]:
    """Return what is wrong with one row and its parent."""
    if unit.last < unit.first:
        return [TreeFinding(unit.row, "valid_to", "unit_validity", unit.code)]
    if unit.parent is None:
        return []
    parents = by_code.get(unit.parent, [])
    if not parents:
        named = [code for code, rows in by_code.items() if rows[0].name == unit.parent]
        shown = f"{unit.code} ({named[0]}?)" if named else unit.code
        return [TreeFinding(unit.row, "parent_code", "unit_orphan", unit.parent, shown)]
    first, last = min(p.first for p in parents), max(p.last for p in parents)
    if unit.last > last and not any(parent.row for parent in parents):
        return [TreeFinding(unit.row, "parent_code", "unit_left_behind", unit.parent, unit.code)]
    if unit.first < first or unit.last > last:
        return [
            TreeFinding(unit.row, "parent_code", "unit_outlives_parent", unit.code, unit.parent)
        ]
    return []


def _doubles(by_code: dict[str, list[UnitRow]]) -> list[TreeFinding]:
    """Return rows of one unit that hold on the same day."""
    found = []
    for rows in by_code.values():
        # The row that lasts longest so far is enough to see an overlap by: a list of one code
        # only, however long, takes no time.
        in_order = sorted(rows, key=lambda unit: (unit.first, unit.row))
        longest = in_order[0]
        for later in in_order[1:]:
            if longest.overlaps(later) and 0 not in (longest.row, later.row):
                found += _double(*sorted((longest, later), key=lambda unit: unit.row))
            longest = max(longest, later, key=lambda unit: unit.last)
    return found


def _double(earlier: UnitRow, later: UnitRow) -> list[TreeFinding]:
    """Return the later of two equal rows; of unlike rows both, as nobody knows which is right."""
    if replace(earlier, row=later.row) == later:
        return [
            TreeFinding(
                later.row, "unit_code", "double_row", later.code, f"{earlier.row} ({later.code})"
            )
        ]
    return [
        TreeFinding(one.row, "unit_code", "unit_double", one.code, str(other.row))
        for one, other in ((earlier, later), (later, earlier))
    ]


def _look_alikes(by_code: dict[str, list[UnitRow]]) -> list[TreeFinding]:
    """Return units whose codes people would take for the same."""
    return [
        TreeFinding(unit.row, "unit_code", "look_alike", code)
        for code in look_alikes(by_code)
        for unit in by_code[code]
    ]


def _cycles(units: list[UnitRow]) -> list[TreeFinding]:
    """Return units that are part of themselves."""
    parent = {unit.code: unit.parent for unit in units}
    row = {unit.code: unit.row for unit in units}
    found = []
    judged: set[str] = set()
    for code in parent:
        way: dict[str, None] = {}
        step: str | None = code
        while step is not None and step not in way and step not in judged:
            way[step] = None
            step = parent.get(step)
        judged |= way.keys()
        if step in way:
            line = list(way)
            found += _cycle(line[line.index(step) :], row)
    return found


def _cycle(circle: list[str], row: dict[str, int]) -> list[TreeFinding]:
    """Return a finding for each unit of a circle, with the way back to itself."""
    found = []
    for place, code in enumerate(circle):
        way = [*circle[place + 1 :], *circle[: place + 1]]
        shown = way if len(way) <= LONGEST_WAY else [*way[: LONGEST_WAY - 2], "…", code]
        found.append(TreeFinding(row[code], "parent_code", "unit_cycle", code, " → ".join(shown)))
    return found


def _roots(units: list[UnitRow]) -> list[TreeFinding]:
    """Return every root but the first, when only few units have none above them."""
    roots = [unit for unit in units if unit.parent is None]
    codes = list(dict.fromkeys(unit.code for unit in roots))
    if len(codes) < 2 or len(roots) == len(units):
        # A list without any tree, such as one of schools, is no broken tree.
        return []
    return [
        TreeFinding(unit.row, "parent_code", "several_roots", unit.code, codes[0])
        for unit in roots
        if unit.code != codes[0]
    ]
