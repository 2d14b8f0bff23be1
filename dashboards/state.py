"""What one reader looks at; the address of the page holds all of it, and links change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

import param

from dashboards.html import element
from model.text import LANGUAGES

if TYPE_CHECKING:
    from markupsafe import Markup

    from dashboards.theme import Theme
    from model.text import Language, Text

# Name in the address → name here; an address that people send each other stays short.
_NAMES = {
    "view": "view",
    "lang": "language",
    "theme": "theme",
    "unit": "unit",
    "period": "period",
    "measure": "measure",
    "cause": "cause",
    "outcome": "outcome",
    "hypothesis": "hypothesis",
    "source": "source",
    "page": "page",
    "plan": "plan",
    "place": "place",
}
_LONGEST = 200


class State(param.Parameterized):
    """View, language, theme and the choices within a view, all as text.

    An empty text means: what the release opens with.
    """

    view = param.String(default="iceberg")
    language: Any = param.Selector(default="nl", objects=list(LANGUAGES))
    theme: Any = param.Selector(default="light", objects=["light", "dark"])
    unit = param.String()
    period = param.String()
    measure = param.String()
    cause = param.String()
    outcome = param.String()
    hypothesis = param.String()
    source = param.String()
    page = param.String()
    plan = param.String()
    place = param.String()

    @property
    def words(self) -> Language:
        """The language, for functions that ask for one."""
        return "nl" if self.language == "nl" else "en"

    @property
    def look(self) -> Theme:
        """Light or dark, for functions that ask for one."""
        return "dark" if self.theme == "dark" else "light"

    def follow(self, query: str) -> None:
        """Take over what an address says; what it does not say goes back to its opening value.

        What cannot be is passed over: an address may be old, or mistyped.
        """
        given = dict(parse_qsl(query.lstrip("?"))[: 2 * len(_NAMES)])
        changes: dict[str, str] = {}
        for short, name in _NAMES.items():
            opening = self.param[name].default
            value = given.get(short, opening)[:_LONGEST]
            allowed = getattr(self.param[name], "objects", None)
            changes[name] = value if allowed is None or value in allowed else opening
        self.param.update(**changes)

    def address(self, **changes: str) -> str:
        """Return the query of this state, with some choices changed."""
        values = {name: changes.get(name, getattr(self, name)) for name in _NAMES.values()}
        kept = {
            short: values[name]
            for short, name in _NAMES.items()
            if values[name] != self.param[name].default
        }
        return f"?{urlencode(kept)}"

    def say(self, text: Text, **values: object) -> str:
        """Return a text in the reader's language."""
        return (text.fill(**values) if values else text).in_language(self.words)

    def link(self, words: object, *, key: str, to_top: bool = False, **changes: str) -> Markup:
        """Return a link that changes what is looked at.

        Parameters
        ----------
        key : str
            Unique on the page, so that the link keeps the focus when the page is redrawn.
        to_top : bool
            Whether the reader is taken to the head of the page.
        """
        return element(
            "a",
            words,
            href=self.address(**changes),
            data_go="top" if to_top else "here",
            data_key=key,
        )
