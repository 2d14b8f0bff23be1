"""Serve the pages of a programme: one session is one reader at one release."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import holoviews as hv
import panel as pn

from dashboards.desk.door import SafeHeaders
from dashboards.desk.page import page as desk_page
from dashboards.desk.place import Desk
from dashboards.desk.routes import routes
from dashboards.desk.section import all_sections
from dashboards.html import element
from dashboards.linked_html import LinkedHtml
from dashboards.shell import (
    DESK,
    NAME,
    WAVE,
    Shell,
    desk_address,
    make_page,
    preferences,
    template_values,
)
from dashboards.state import State
from dashboards.store import Store
from dashboards.theme import ASSETS
from dashboards.view import Session, all_views
from model.errors import OnderstroomError
from model.text import Text
from pipelines.read import current_release_name, open_release

if TYPE_CHECKING:
    from collections.abc import Callable

    from panel_material_ui.template.base import Page

    from pipelines.programme import Programme

LOOK_EVERY = 5_000  # milliseconds between looks for a newer release
NOT_YET = Text(nl="Er is nog niets gepubliceerd", en="Nothing has been published yet")
NOT_YET_LINE = Text(
    nl="Zodra er een uitgave is, verschijnt zij hier vanzelf.",
    en="As soon as there is a release, it will appear here.",
)
ARRIVED = Text(nl="Er is een uitgave.", en="There is a release.")
TO_DESK = Text(nl="Lever de eerste bestanden", en="Deliver the first files")
SHOW = Text(nl="Bekijk haar", en="Show it")


@dataclass(frozen=True)
class Source:
    """Where releases come from: the newest name, cheaply asked, and the release itself."""

    title: str
    language: str
    newest: Callable[[], str | None]
    open: Callable[[], Store]


def source_of(programme: Programme) -> Source:
    """Return the releases of a programme; each is read and put in shape once, for all readers."""

    @lru_cache(maxsize=4)
    def read(_name: str | None) -> Store:
        return Store(open_release(programme.folder))

    return Source(
        title=programme.name,
        language=programme.language,
        newest=partial(current_release_name, programme),
        open=lambda: read(current_release_name(programme)),
    )


def serve(programme: Programme, *, port: int = 5006, show: bool = False) -> None:
    """Serve the newest release of a programme until the process is stopped.

    Parameters
    ----------
    port : int
        Where to listen, on this machine only.
    show : bool
        Whether to open a browser.
    """
    prepare()
    make_server(source_of(programme), Desk(programme), port=port, show=show).run_until_shutdown()


def prepare() -> None:
    """Load what every page needs before the first reader comes."""
    hv.extension("bokeh", logo=False)
    pn.config.autoreload = False
    all_views()
    all_sections()


def make_server(
    source: Source, desk: Desk, *, port: int, show: bool = False
) -> pn.io.server.Server:
    """Return a server that is listening but not yet running."""
    hosts = [f"localhost:{port}", f"127.0.0.1:{port}"]
    desk.origins = frozenset(f"http://{host}" for host in hosts)
    return pn.serve(
        {"/": lambda: page(source), "/desk": lambda: desk_page(desk)},
        port=port,
        address="localhost",
        websocket_origin=hosts,
        title=f"{source.title} · {NAME}",
        static_dirs={"assets": str(ASSETS)},
        extra_patterns=routes(desk),
        transforms=[SafeHeaders],
        start=False,
        show=show,
        verbose=False,
    )


def page(source: Source) -> Page:
    """Return the page of one reader, with the release that is the newest at this moment."""
    state = _state(source)
    document = pn.state.curdoc
    if document is not None:
        document.template_variables.update(template_values(state))
    shown = source.newest()
    try:
        store = source.open()
    except OnderstroomError as error:
        return _without_release(source, state, None if shown is None else error)
    shell = Shell(Session(store, state), warning=store.release.warning)
    _watch(source, shown, shell.offer)
    return shell.page()


def _state(source: Source) -> State:
    """Return what the address of this reader says."""
    state = State()
    # The opening value of this reader's state, not of the class: programmes differ in language.
    state.param["language"].default = source.language
    state.language = source.language
    if pn.state.location is not None:
        state.follow(pn.state.location.search)
    return state


def _watch(source: Source, shown: str | None, tell: Callable[[str], None]) -> None:
    """Look from time to time whether a newer release stands there."""

    def look() -> None:
        name = source.newest()
        if name is not None and name != shown:
            tell(name)

    if pn.state.curdoc is not None and pn.state.curdoc.session_context is not None:
        pn.state.add_periodic_callback(look, period=LOOK_EVERY)


def _without_release(source: Source, state: State, error: OnderstroomError | None) -> Page:
    """Return the page when there is no release that may be shown."""
    language = state.words
    lines = (
        error.in_language(language).splitlines()
        if error is not None
        else [NOT_YET.in_language(language), NOT_YET_LINE.in_language(language)]
    )
    begin = element(
        "a", TO_DESK.in_language(language), href=desk_address(state), class_="button main"
    )
    body = LinkedHtml(html=str(_plain(lines, element("p", begin))))

    def tell(_name: str) -> None:
        link = element("a", SHOW.in_language(language), href=state.address())
        body.html = str(_plain(lines, element("p", ARRIVED.in_language(language), " ", link)))

    _watch(source, None if error is None else source.newest(), tell)
    way = (DESK.in_language(language), desk_address(state))
    brand = element("span", WAVE, NAME, class_="brand")
    bar = element("div", brand, preferences(state, elsewhere=way), class_="bar")
    head = LinkedHtml(html=str(bar))
    return make_page(state, header=[head], main=[body])


def _plain(lines: list[str], more: object) -> object:
    """Return a page that is only words."""
    first, *rest = lines
    return element(
        "div",
        element("h1", first, tabindex="-1"),
        *(element("p", line, class_="lede") for line in rest),
        element("div", more, role="status"),
        class_="view",
    )
