"""Turn the rows of a supplier's file into rows of our table, as a mapping declares."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from model.text import Count
from pipelines.reading.finding import finding, refuse
from pipelines.reading.header import clean_name
from pipelines.reading.kind import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.issue import Issue
    from model.mapping import Column, Mapping
    from pipelines.reading.finding import Unreadable
    from pipelines.reading.join import Values

Target = dict[str, str | None]


class Reshaper:
    """Applies one mapping to the rows of one file.

    Parameters
    ----------
    names : set
        The declared columns that the file has; joined sheets add theirs.
    cells : dict
        Cells of the main sheet that stand outside its table, such as ``B2``.
    """

    def __init__(
        self,
        mapping: Mapping,
        *,
        names: set[str],
        long_columns: list[str],
        cells: dict[str, str],
        upload_name: str,
    ) -> None:
        self.mapping = mapping
        self.names = names
        self._cells = cells
        self._upload_name = upload_name
        self._missing = {marker.casefold() for marker in mapping.missing}
        self._suppressed = [re.compile(pattern) for pattern in mapping.suppressed]
        self._long = self._long_items(long_columns)
        self.n_suppressed: Counter[str] = Counter()
        self.targets = mapping.targets

    def rows(self, values: Values) -> Iterator[list[str | None]]:
        """Yield the rows of our table that one row of the file holds; none when it is filtered."""
        if any(values.values()) and all(
            self._keeps(place, values) for place in range(len(self.mapping.keeps))
        ):
            for target in self._targets(values):
                yield [target.get(name) for name in self.targets]

    def added(self) -> Iterator[list[str | None]]:
        """Yield the rows that the mapping adds by itself."""
        for block in self.mapping.added:
            target = {name: self._value(column, {}) for name, column in block.items()}
            yield [target.get(name) for name in self.targets]

    def is_missing(self, text: str | None) -> bool:
        """Return whether a cell holds nothing, or a marker that says so."""
        words = (text or "").strip()
        return not words or words.casefold() in self._missing

    def _targets(self, values: Values) -> Iterator[Target]:
        """Yield the rows of our table, empty ones left out."""
        mapping = self.mapping
        blocks: list[Target] = []
        for block in mapping.rows:
            found = {name: self._value(column, values) for name, column in block.items()}
            if any(found[name] for name, column in block.items() if column.constant is None):
                blocks.append(found)
        if mapping.long is not None:
            for source, item in self._long:
                value = self._rewrite(self._read(source, values), mapping.long.value, item)
                if value is not None:
                    blocks.append({mapping.long.name_to: item, mapping.long.value_to: value})
        elif not mapping.rows:
            blocks.append({})
        item_of = mapping.long.name_to if mapping.long else ""
        for extra in blocks:
            item = extra.get(item_of) or ""
            common = {n: self._value(c, values, item) for n, c in mapping.columns.items()}
            yield _with_period(common | extra)

    def _long_items(self, columns: list[str]) -> list[tuple[str, str]]:
        """Return each column that becomes rows, with the name that its rows carry."""
        long = self.mapping.long
        if long is None:
            return []
        if long.names:
            codes = {clean_name(name).casefold(): code for name, code in long.names}
            return [(column, codes[clean_name(column).casefold()]) for column in columns]
        items = []
        for column in columns:
            found = re.search(long.pattern, column)
            if found is not None:
                items.append((column, _filled(long.name, found, column, "")))
        return items

    def _value(self, column: Column, values: Values, item: str = "") -> str | None:
        """Return the value of one of our columns."""
        if column.constant is not None:
            return column.constant or None  # an empty constant is an empty cell
        if column.file_name is not None:
            return self._from_file_name(column)
        if column.cell is not None:
            return self._rewrite(self._cells.get(column.cell), column, item)
        for name in column.names:
            if name in self.names:
                return self._rewrite(self._read(name, values), column, item)
        return None

    def _read(self, name: str, values: Values) -> str | None:
        """Return a cell, None where it is missing or was suppressed by the supplier."""
        text = values.get(name)
        if self.is_missing(text):
            return None
        words = (text or "").strip()
        if any(pattern.fullmatch(words) for pattern in self._suppressed):
            self.n_suppressed[name] += 1
            return None
        return text

    def _rewrite(self, text: str | None, column: Column, item: str) -> str | None:
        """Return a text with its pattern, labels, percent sign and scale applied."""
        if text is None:
            return None
        if column.pattern is not None:
            found = re.search(column.pattern, text)
            if found is None:
                return text
            text = _filled(column.write or "{0}", found, text, item)
        elif column.write is not None:
            text = column.write.replace("{text}", text).replace("{item}", item)
        text = dict(column.labels).get(text.strip(), text)
        return scaled(text, percent=column.percent, scale=column.scale)

    def _from_file_name(self, column: Column) -> str:
        """Return what the file's name says, such as its period."""
        name = shown_name(self._upload_name)
        found = re.search(column.file_name or "", name)
        if found is None:
            raise _not_in_name(name, self.mapping.name)
        return _filled(column.write or "{0}", found, found[0], "")

    def _keeps(self, place: int, values: Values) -> bool:
        """Return whether a row passes one of the filters."""
        keep = self.mapping.keeps[place]
        actual = next((name for name in keep.names if name in self.names), None)
        text = None if actual is None else self._read(actual, values)
        if keep.filled and text is None:
            return False
        words = (text or "").strip()
        return (not keep.among or words in keep.among) and words not in keep.not_among


def _with_period(target: Target) -> Target:
    """Return a row in which ``{period}`` is its period: ids that suppliers use again differ."""
    period = target.get("period") or ""
    return {
        name: value.replace("{period}", period) if value and "{period}" in value else value
        for name, value in target.items()
    }


def scaled(text: str, *, percent: bool, scale: str | None) -> str:
    """Return a number with its percent sign resolved and multiplied, without rounding noise."""
    if not percent and scale is None:
        return text
    words = text.strip()
    is_percent = percent and words.endswith("%")
    digits = words.rstrip("%").strip()
    if "," in digits and "." not in digits:
        digits = digits.replace(",", ".")
    try:
        number = Decimal(digits)
        if is_percent:
            number /= 100
        if scale is not None:
            number *= Decimal(scale)
    except InvalidOperation:
        return text
    return format(number.normalize() + 0, "f")


def suppressed_note(name: str, count: int) -> Issue:
    """Return the notice about cells that the supplier left out on purpose."""
    n = Count(count)
    return finding(
        "suppressed",
        "notice",
        (
            f"{n} {n:cel|cellen} in {name} {n:is|zijn} door de leverancier weggelaten (te "
            f"weinig antwoorden).",
            f"{n} {n:cell|cells} in {name} {n:was|were} left out by the supplier (too few "
            f"answers).",
        ),
        ("niets te doen: er is geen waarde geladen", "nothing to do: no value was loaded"),
        column=name,
        count=count,
    )


def _filled(template: str, found: re.Match[str], text: str, item: str) -> str:
    """Return a template with the groups of a match, ``{text}`` and ``{item}`` filled in."""
    words = template.replace("{text}", text).replace("{item}", item).replace("{0}", found[0])
    for number, group in enumerate(found.groups(), start=1):
        words = words.replace(f"{{{number}}}", group or "")
    for name, group in found.groupdict().items():
        words = words.replace(f"{{{name}}}", group or "")
    return words


def _not_in_name(name: str, mapping: str) -> Unreadable:
    """Return the refusal of a file whose name does not say what the mapping looks for."""
    return refuse(
        "file_name",
        (
            f"De bestandsnaam {name} bevat niet wat de mapping {mapping} erin zoekt.",
            f"The file name {name} does not hold what the mapping {mapping} looks for.",
        ),
        (
            "geef het bestand de naam terug die de leverancier eraan gaf",
            "give the file the name back that the supplier gave it",
        ),
    )
