"""What a part of the desk is, what it is given, and where parts are found."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import dashboards.desk.views as folder
from dashboards.html import element
from model.text import format_date, format_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from markupsafe import Markup

    from dashboards.desk.place import Place
    from dashboards.state import State
    from model.text import Language, Text


@dataclass(frozen=True)
class Steward:
    """One page of one steward: the place at the desk, and what is looked at."""

    place: Place
    state: State

    @property
    def language(self) -> Language:
        """The language of this steward."""
        return self.state.words

    def say(self, text: Text, **values: object) -> str:
        """Return a text in the steward's language."""
        return self.state.say(text, **values)

    def count(self, number: float) -> str:
        """Return a count as the language writes it."""
        return format_number(number, self.language, digits=0)

    def moment(self, stamp: object) -> str:
        """Return day and time of an ISO moment, in the zone of the programme."""
        try:
            at = dt.datetime.fromisoformat(str(stamp))
        except ValueError:
            return "–"
        local = at.astimezone(self.place.desk.programme.zone)
        return f"{format_date(local.date(), self.language)} {local:%H:%M}"


@dataclass(frozen=True)
class Section:
    """One part: its name in the address, its words in the menu, how it looks, what it does.

    Attributes
    ----------
    acts : dict
        The name of a form to what happens when it is sent.
    needs_overview : bool
        Whether it shows what stands in the warehouse.
    """

    name: str
    title: Text
    order: int
    draw: Callable[[Steward], Markup]
    acts: Mapping[str, Callable[[Steward, dict[str, str]], None]] = field(default_factory=dict)
    needs_overview: bool = True


@cache
def all_sections() -> tuple[Section, ...]:
    """Return every part in the folder ``views``, in menu order; each file holds one ``SECTION``."""
    found = [
        import_module(f"dashboards.desk.views.{module.name}").SECTION
        for module in iter_modules(folder.__path__)
    ]
    return tuple(sorted(found, key=lambda section: section.order))


def form(act: str, *children: object, live: bool = False, class_: str | None = None) -> Markup:
    """Return a form that tells the desk what to do."""
    return element("form", *children, data_do=act, data_live=live, class_=class_)


def button(words: str, *, key: str, main: bool = False, **attributes: object) -> Markup:
    """Return a button that sends its form."""
    return element(
        "button",
        words,
        type="submit",
        class_="button main" if main else "button",
        data_key=key,
        **attributes,
    )


def choice_of(
    name: str,
    label: str,
    options: list[tuple[str, str]],
    *,
    now: str,
    key: str,
    required: bool = False,
) -> Markup:
    """Return a labelled list to choose from; ``options`` are (value, words)."""
    return element(
        "label",
        element("span", label),
        element(
            "select",
            *(
                element("option", words, value=value, selected=value == now)
                for value, words in options
            ),
            name=name,
            required=required,
            data_key=key,
            class_="field",
        ),
        class_="labelled",
    )


def typed(name: str, label: str, *, key: str, required: bool = True) -> Markup:
    """Return a labelled line to fill in."""
    return element(
        "label",
        element("span", label),
        element(
            "input",
            type="text",
            name=name,
            data_key=key,
            class_="field",
            required=required,
            maxlength="300",
            autocomplete="off",
        ),
        class_="labelled",
    )


def hero(headline: str, *more: object, waits: bool = False) -> Markup:
    """Return the head of a part: one sentence that says how things stand, or that it waits."""
    return element(
        "header",
        element("h1", headline, tabindex="-1", data_waits=waits),
        *more,
        class_="hero plain desk-hero",
    )


def lede(words: str) -> Markup:
    """Return the line under the headline."""
    return element("p", words, class_="lede")


def figures_address(state: State) -> str:
    """Return where the published figures are, in the same language and theme."""
    return f"./?lang={state.language}&theme={state.theme}"
