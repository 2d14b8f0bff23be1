"""The shell of the page: head with menu, language and theme; the chosen view below it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import panel as pn
from jinja2 import Environment, Template
from markupsafe import Markup
from panel_material_ui.template.base import Page

from dashboards.facts import as_day
from dashboards.html import element
from dashboards.linked_html import LinkedHtml
from dashboards.theme import COLOURS, material, variables
from dashboards.view import Session, all_views
from dashboards.words import NOT_CAUSED
from model.period import period_label
from model.text import Text, format_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboards.state import State

NAME = "onderstroom"
MENU = Text(nl="Onderdelen", en="Parts")
OTHER_LANGUAGE = Text(nl="English", en="Nederlands")
TO_DARK = Text(nl="Donker", en="Dark")
TO_LIGHT = Text(nl="Licht", en="Light")
PUBLISHED = Text(
    nl="{period} · gepubliceerd {day} · uitgave {name}",
    en="{period} · published {day} · release {name}",
)
WAITING = Text(nl="De cijfers worden opgehaald …", en="Fetching the figures …")
LOST = Text(
    nl="De pagina kon niet worden opgebouwd. Laad haar opnieuw.",
    en="The page could not be built. Please load it again.",
)
DESCRIPTION = Text(
    nl="Gaan veranderingen in overtuigingen vooraf aan wat klanten ervaren?",
    en="Do changes in beliefs come before what customers experience?",
)
BUSY = Text(nl="Bezig", en="Busy")
NEW_FIGURES = Text(
    nl="Er zijn nieuwe cijfers: uitgave {name}.", en="There are new figures: release {name}."
)
REFRESH = Text(nl="Vernieuwen", en="Refresh")
DESK = Text(nl="Balie", en="Desk")
WIDTH = "1240px"


class Shell:
    """One page for one reader; each view is made when it is first opened, and then kept."""

    def __init__(self, session: Session, *, warning: Text | None = None) -> None:
        self._session = session
        self._made: dict[str, pn.viewable.Viewable] = {}
        self._newer: str | None = None
        state = session.state
        self._menu = LinkedHtml(html=str(_menu(session)), follow=state.follow)
        self._notice = LinkedHtml(html=str(_warning(session, warning)))
        self._main = as_tall_as_it_is(self._view())
        state.param.watch(self._moved, list(_WATCHED))

    def page(self) -> Page:
        """Return the page."""
        foot = LinkedHtml(html=str(_foot(self._session)))
        return make_page(
            self._session.state, header=[self._menu], main=[self._notice, self._main, foot]
        )

    def offer(self, name: str) -> None:
        """Tell that there is a newer release; the reader decides when the figures change."""
        self._newer = name
        self._notice.html = str(_offer(self._session, name))

    def _view(self) -> pn.viewable.Viewable:
        """Return the view of the state, made when it was not opened before."""
        views = all_views()
        chosen = next((v for v in views if v.name == self._session.state.view), views[0])
        if chosen.name not in self._made:
            self._made[chosen.name] = chosen.build(self._session)
        return self._made[chosen.name]

    def _moved(self, *_events: object) -> None:
        """Follow the state: menu, view and address."""
        self._menu.html = str(_menu(self._session))
        if self._newer is not None:
            self.offer(self._newer)
        view = self._view()
        if self._main.objects != [view]:
            self._main.objects = [view]
        if pn.state.location is not None:
            pn.state.location.search = self._session.state.address()


_WATCHED = (
    "view", "unit", "period", "measure", "cause", "outcome", "hypothesis", "source", "page", "plan",
)  # fmt: skip


def as_tall_as_it_is(part: pn.viewable.Viewable) -> pn.Column:
    """Return a column for the middle of a page.

    Held to the height of the window, as a column is by itself, the foot would stand across it.
    """
    return pn.Column(part, sizing_mode="stretch_width", margin=0, styles={"max-height": "none"})


def make_page(state: State, *, header: list[Any], main: list[Any]) -> Page:
    """Return the Material page in the reader's language and theme."""
    theme, language = state.look, state.words
    return Page(
        title="",
        header=header,
        main=main,
        dark_theme=theme == "dark",
        theme_toggle=False,
        sidebar_open=False,
        sidebar_resizable=False,
        sidebar_variant="temporary",
        main_width=WIDTH,
        theme_config={
            **material(theme),
            "components": {
                # The shell keeps its distance with an empty h5; a spacer is no heading.
                "MuiTypography": {"defaultProps": {"variantMapping": {"h5": "div"}}},
                # An item of a list to choose from is an option, not a command in a menu.
                "MuiMenuItem": {"defaultProps": {"role": "option"}},
                "MuiLinearProgress": {"defaultProps": {"aria-label": BUSY.in_language(language)}},
                "MuiAppBar": {
                    "styleOverrides": {
                        "root": {
                            "backgroundColor": COLOURS[theme]["bar"],
                            "backgroundImage": "none",
                            "color": COLOURS[theme]["bar-ink"],
                            "boxShadow": "none",
                        }
                    }
                },
            },
        },
        template=_template(),
    )


def template_values(state: State) -> Mapping[str, str]:
    """Return what the template of the page says in the reader's language."""
    theme, language = state.look, state.words
    return {
        "language": language,
        "look": theme,
        "bar": COLOURS[theme]["bar"],
        "variables": variables(theme),
        "waiting": WAITING.in_language(language),
        "lost": LOST.in_language(language),
        "description": DESCRIPTION.in_language(language),
    }


@cache
def _template() -> Template:
    """Return the document around the page: Panel's own says English and asks for other fonts."""
    return Environment().from_string(
        (files("dashboards") / "page.html").read_text(encoding="utf-8")
    )


def _menu(session: Session) -> Markup:
    """Return the head of the page: name, parts, language and theme."""
    state = session.state
    parts = [
        element(
            "a",
            session.say(view.title),
            href=state.address(view=view.name),
            data_go="top",
            data_key=f"menu-{view.name}",
            aria_current="page" if view.name == state.view else None,
        )
        for view in all_views()
    ]
    return element(
        "div",
        element(
            "a",
            WAVE,
            NAME,
            class_="brand",
            href=state.address(view=all_views()[0].name),
            data_go="top",
        ),
        element("nav", *parts, aria_label=session.say(MENU), class_="parts"),
        preferences(state, elsewhere=(session.say(DESK), desk_address(state))),
        class_="bar",
    )


def desk_address(state: State) -> str:
    """Return where the data steward's desk is, in the same language and theme."""
    return f"desk?lang={state.language}&theme={state.theme}"


def preferences(state: State, *, elsewhere: tuple[str, str] | None = None) -> Markup:
    """Return the links to the other language and the other theme; each loads the page anew.

    Parameters
    ----------
    elsewhere : (words, address), optional
        The way to the other page that this server has.
    """
    other = "en" if state.words == "nl" else "nl"
    theme = "light" if state.theme == "dark" else "dark"
    words = (TO_LIGHT if theme == "light" else TO_DARK).in_language(state.words)
    return element(
        "div",
        element("a", elsewhere[0], href=elsewhere[1], class_="elsewhere") if elsewhere else None,
        element(
            "a",
            OTHER_LANGUAGE.in_language(state.words),
            href=state.address(language=other),
            lang=other,
            hreflang=other,
        ),
        element("a", words, href=state.address(theme=theme)),
        class_="preferences",
    )


def _foot(session: Session) -> Markup:
    """Return which release this is, and the sentence that belongs under every figure."""
    about = session.store.about
    day = as_day(about.get("published_at", ""))
    period = about.get("period", "")
    stamp = session.say(
        PUBLISHED,
        period=period_label(period, session.language) if period else "–",
        day=format_date(day, session.language) if day else "–",
        name=session.store.name,
    )
    return element(
        "footer",
        element("p", element("strong", about.get("programme", "")), " · ", stamp),
        element("p", session.say(NOT_CAUSED)),
        class_="foot",
    )


def _warning(session: Session, warning: Text | None) -> Markup:
    """Return what is wrong with the newest release, when something is."""
    words = element("p", session.say(warning), class_="notice") if warning else None
    return element("div", words, role="status")


def _offer(session: Session, name: str) -> Markup:
    """Return that there are new figures, with a link that fetches them."""
    words = element(
        "p",
        session.say(NEW_FIGURES, name=name),
        " ",
        element("a", session.say(REFRESH), href=session.state.address()),
        class_="notice",
    )
    return element("div", words, role="status")


WAVE = Markup(
    '<svg viewBox="0 0 34 20" aria-hidden="true" focusable="false">'
    '<path d="M1 7q4-5 8 0t8 0 8 0 8 0"/>'
    '<path d="M1 14q4-5 8 0t8 0 8 0 8 0"/></svg>'
)
