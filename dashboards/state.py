"""What one reader looks at; the address of the page holds all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

import param

from model.text import LANGUAGES

if TYPE_CHECKING:
    from dashboards.theme import Theme
    from model.text import Language

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
}
_LONGEST = 200


class State(param.Parameterized):
    """View, language, theme and the choices within a view, all as text.

    An empty text means: what the release opens with.
    """

    view = param.String(default="verdict")
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
