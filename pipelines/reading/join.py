"""Put the rows of another sheet beside those of the main sheet, never silently wrong."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from model.text import Count
from pipelines.reading.finding import finding, refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from model.issue import Issue
    from model.mapping import Join
    from pipelines.reading.finding import Unreadable

Values = dict[str, str | None]
CONFLICT = -1
BLANK = -2


def comparable(text: str | None) -> Decimal | str | None:
    """Return a cell so that ``81%``, ``0.81`` and ``0.810`` are alike."""
    words = (text or "").strip()
    if not words:
        return None
    try:
        if words.endswith("%"):
            return (Decimal(words[:-1].strip()) / 100).normalize()
        return Decimal(words).normalize()
    except InvalidOperation:
        return words.casefold()


def partners(
    main: Sequence[Values],
    other: Sequence[Values],
    join: Join,
    *,
    is_missing: Callable[[str | None], bool],
) -> list[int | None]:
    """Return for each main row the place of its row in the other sheet, or None.

    By key when both sheets have it. Otherwise by order, and then the columns to check must
    agree: matched from the top and from the bottom the answer must be the same.

    Raises
    ------
    Unreadable
        When the rows of the two sheets cannot be matched with certainty.
    """
    if join.on and main and other and join.on in main[0] and join.on in other[0]:
        places = {row[join.on]: place for place, row in enumerate(other) if row[join.on]}
        return [places.get(row[join.on]) if row[join.on] else None for row in main]
    evidence = _evidence(main, other, join, is_missing)
    if len(main) == len(other):
        return _side_by_side(len(main), evidence, join)
    if not join.may_lack_rows or len(other) > len(main):
        raise _mismatch(join, len(main), len(other))
    down = _in_order(range(len(main)), range(len(other)), evidence)
    up = _in_order(range(len(main))[::-1], range(len(other))[::-1], evidence)
    if down is None or down != up:
        raise _mismatch(join, len(main), len(other))
    return [down.get(place) for place in range(len(main))]


def _evidence(
    main: Sequence[Values],
    other: Sequence[Values],
    join: Join,
    is_missing: Callable[[str | None], bool],
) -> Callable[[int, int], int]:
    """Return a function that tells how well two rows agree.

    The number of checks that agree; CONFLICT when one disagrees; BLANK when the other sheet's
    row has nothing to compare.
    """

    def read(rows: Sequence[Values], side: int) -> list[list[Decimal | str | None]]:
        names = [pair[side] for pair in join.check]
        return [
            [None if is_missing(row.get(name)) else comparable(row.get(name)) for name in names]
            for row in rows
        ]

    left, right = read(main, 0), read(other, 1)

    def count(i: int, j: int) -> int:
        filled = [(a, b) for a, b in zip(left[i], right[j], strict=True) if None not in (a, b)]
        if any(a != b for a, b in filled):
            return CONFLICT
        return len(filled) or (BLANK if not any(right[j]) else 0)

    return count


def _side_by_side(n: int, evidence: Callable[[int, int], int], join: Join) -> list[int | None]:
    """Return the rows matched one to one; rows whose checks disagree get no partner."""
    counts = [evidence(place, place) for place in range(n)]
    if counts.count(CONFLICT) > join.may_differ or 2 * sum(count > 0 for count in counts) < n:
        raise _mismatch(join, n, n)
    return [None if count == CONFLICT else place for place, count in enumerate(counts)]


def _in_order(
    main: Sequence[int], other: Sequence[int], evidence: Callable[[int, int], int]
) -> dict[int, int] | None:
    """Return main row to other row, both in the given order, or None when one is left over."""
    found: dict[int, int] = {}
    rest = iter(main)
    for j in other:
        for i in rest:
            # A blank row takes the next place; from the other end it must take the same one.
            if evidence(i, j) > 0 or evidence(i, j) == BLANK:
                found[i] = j
                break
        else:
            return None
    return found


def left_out(rows: list[int], join: Join) -> Issue:
    """Return the warning about rows that got nothing from the other sheet."""
    sheet = join.sheets[0]
    listed = ", ".join(str(row) for row in rows[:30])
    n = Count(len(rows))
    return finding(
        "join_differs",
        "warning",
        (
            f"{n} {n:rij past|rijen passen} niet bij blad {sheet}, zonder waarden daarvan: "
            f"rij {listed}.",
            f"{n} {n:row does|rows do} not agree with sheet {sheet} and got no values from it: "
            f"row {listed}.",
        ),
        ("vraag de leverancier naar deze rijen", "ask the supplier about these rows"),
        count=len(rows),
    )


def _mismatch(join: Join, n_main: int, n_other: int) -> Unreadable:
    """Return the refusal of sheets whose rows do not belong together."""
    sheet = join.sheets[0]
    return refuse(
        "join_uncertain",
        (
            f"De rijen van blad {sheet} ({n_other}) passen niet zeker bij die van het hoofdblad "
            f"({n_main}).",
            f"The rows of sheet {sheet} ({n_other}) do not match those of the main sheet "
            f"({n_main}) with certainty.",
        ),
        (
            "lever een bestand waarin elk blad de sleutel bevat",
            "deliver a file in which each sheet has the key",
        ),
        sheet=sheet,
    )
