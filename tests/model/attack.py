"""An attacker who adds and subtracts everything shown, in exact arithmetic."""

from fractions import Fraction
from itertools import combinations

import numpy as np

K = 5


def attack(parents, own, visible, *, k=K):
    """Return the groups of fewer than k people whose total follows from visible units of a tree."""
    rows = []
    for shown in np.flatnonzero(visible):
        row = []
        for unit in range(len(parents)):
            above = unit
            while above not in (-1, shown):
                above = parents[above]
            row.append(int(above == shown))
        rows.append(row)
    return small_groups(rows, [int(n) for n in own], k=k)


def small_groups(rows, sizes, *, k=K):
    """Return the groups of fewer than k people whose total is a sum of multiples of shown totals.

    ``rows`` are the shown totals, 0 or 1 for each set of people; ``sizes`` how many each set holds.
    """
    occupied = [place for place, size in enumerate(sizes) if size > 0]
    echelon = reduced([[Fraction(row[place]) for place in occupied] for row in rows])
    small = [n for n, place in enumerate(occupied) if sizes[place] < k]
    found = []
    for many in range(1, min(k, len(small) + 1)):
        for group in combinations(small, many):
            if sum(sizes[occupied[n]] for n in group) < k:
                target = [Fraction(int(n in group)) for n in range(len(occupied))]
                if can_be_worked_out(target, echelon):
                    found.append([occupied[n] for n in group])
    return found


def reduced(rows):
    """Return rows in reduced echelon form, each with the place of its pivot."""
    rows, done = [row[:] for row in rows], []
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in rows if row[column] != 0), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        pivot = [value / pivot[column] for value in pivot]
        rows = [without(row, pivot, column) for row in rows]
        done = [(place, without(row, pivot, column)) for place, row in done]
        done.append((column, pivot))
    return done


def without(row, pivot, column):
    """Return a row from which a pivot's column is cleared."""
    return [a - row[column] * b for a, b in zip(row, pivot, strict=True)]


def can_be_worked_out(target, echelon):
    """Return whether a row is a sum of multiples of the rows that are shown."""
    rest = target
    for place, row in echelon:
        rest = without(rest, row, place)
    return not any(rest)
