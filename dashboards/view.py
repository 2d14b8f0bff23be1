"""What a view is, what it is given, and where views are found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import dashboards.views as folder
from dashboards.figures.change import change_over
from model.period import PARTS, length_of, period_label

if TYPE_CHECKING:
    from collections.abc import Callable

    from markupsafe import Markup
    from panel.viewable import Viewable

    from dashboards.facts import Figure
    from dashboards.figures.change import Change
    from dashboards.state import State
    from dashboards.store import Store
    from dashboards.theme import Theme
    from model.text import Language, Text


@dataclass(frozen=True)
class Session:
    """One reader at one release: a page never mixes two."""

    store: Store
    state: State

    @property
    def language(self) -> Language:
        """The language of this reader."""
        return self.state.words

    @property
    def theme(self) -> Theme:
        """Light or dark."""
        return self.state.look

    @property
    def last_period(self) -> str:
        """The period up to which figures are looked at; empty in a release without periods."""
        periods = self.store.periods
        return self.state.period if self.state.period in periods else (periods or ("",))[-1]

    def until(self, series: list[Figure]) -> list[Figure]:
        """Return the figures up to the last period that is looked at."""
        periods = self.store.periods
        return series[: periods.index(self.last_period) + 1] if periods else series

    def change(self, series: list[Figure]) -> Change | None:
        """Return the change over the year before the last period that is looked at."""
        steps = PARTS[length_of(self.last_period)] if self.last_period else 1
        return change_over(self.until(series), steps=steps)

    def label(self, period: str) -> str:
        """Return a period as the reader writes it."""
        return period_label(period, self.language) if period else "–"

    def say(self, text: Text, **values: object) -> str:
        """Return a text in the reader's language."""
        return self.state.say(text, **values)

    def link(self, words: object, *, key: str, to_top: bool = False, **changes: str) -> Markup:
        """Return a link that changes what is looked at; see :meth:`State.link`."""
        return self.state.link(words, key=key, to_top=to_top, **changes)


@dataclass(frozen=True)
class View:
    """One page: its name in the address, its words in the menu, its place, and how it is made."""

    name: str
    title: Text
    order: int
    build: Callable[[Session], Viewable]


@cache
def all_views() -> tuple[View, ...]:
    """Return every view in the folder ``views``, in menu order; each file holds one ``VIEW``."""
    found = [
        import_module(f"dashboards.views.{module.name}").VIEW
        for module in iter_modules(folder.__path__)
    ]
    return tuple(sorted(found, key=lambda view: (view.order, view.name)))
