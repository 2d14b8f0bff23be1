"""The page of one steward: head with the parts of the desk, what is going on, the part itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import panel as pn

from dashboards.desk.delivering import mapped
from dashboards.desk.drop_area import drop_area
from dashboards.desk.going_on import going_on
from dashboards.desk.section import (
    Section,
    Steward,
    all_sections,
    figures_address,
    hero,
    lede,
)
from dashboards.desk_mapping import mapping_pane
from dashboards.html import element
from dashboards.incident import note_incident
from dashboards.linked_html import LinkedHtml
from dashboards.shell import (
    MENU,
    NAME,
    WAVE,
    as_tall_as_it_is,
    make_page,
    preferences,
    template_values,
)
from dashboards.state import State
from model.text import Text

if TYPE_CHECKING:
    from markupsafe import Markup
    from panel_material_ui.template.base import Page

    from dashboards.desk.place import Desk

DESK = Text(nl="gegevensbalie", en="data desk")
FIGURES = Text(nl="Cijfers", en="Figures")
BROKEN = Text(nl="Hier ging iets mis", en="Something went wrong here")
BROKEN_LEDE = Text(
    nl="Dit is een fout van het programma. Noem het nummer {n} als u haar meldt.",
    en="This is a fault of the program. Quote the number {n} when you report it.",
)
LOOKING = Text(nl="Een ogenblik", en="One moment")
LOOKING_LEDE = Text(nl="Wat er staat, wordt opgezocht …", en="Looking up what is there …")
PRIVATE = Text(
    nl="Deze pagina is voor de gegevensbeheerder. Lezers zien alleen uitgaven.",
    en="This page is for the data steward. Readers see releases only.",
)


def page(desk: Desk) -> Page:
    """Return the page of one steward, at the place that the address names or at a new one."""
    state = State()
    state.param["language"].default = desk.programme.language
    state.param["view"].default = all_sections()[0].name
    state.language, state.view = desk.programme.language, all_sections()[0].name
    if pn.state.location is not None:
        state.follow(pn.state.location.search)
    place = desk.place(state.place)
    state.place = place.token
    document = pn.state.curdoc
    if document is not None:
        document.template_variables.update(template_values(state))
    return DeskPage(Steward(place, state)).page()


class DeskPage:
    """One page; it is drawn anew whenever its place or what is looked at changes."""

    def __init__(self, steward: Steward) -> None:
        self._steward = steward
        self._document = pn.state.curdoc
        self._is_asked = False
        state = steward.state
        self._drop = drop_area(steward)
        self._mapping = pn.Column(sizing_mode="stretch_width", margin=0)
        self._mapped: object = None
        self._menu = LinkedHtml(follow=state.follow)
        self._going_on = LinkedHtml(act=self._act)
        self._main = LinkedHtml(
            follow=state.follow, act=self._act, slots=[self._drop, self._mapping]
        )
        self._draw()
        state.param.watch(self._moved, ["view", "source", "page"])
        steward.place.look_on(id(self), self._told)
        if pn.state.curdoc is not None and pn.state.curdoc.session_context is not None:
            pn.state.on_session_destroyed(lambda _context: steward.place.leave(id(self)))
            steward.place.begin(steward.place.desk.workers.get_ready())
            pn.state.onload(self._look)

    def page(self) -> Page:
        """Return the page."""
        steward = self._steward
        foot = element(
            "footer",
            element("p", element("strong", steward.place.desk.programme.name)),
            element("p", steward.say(PRIVATE)),
            class_="foot",
        )
        return make_page(
            steward.state,
            header=[self._menu],
            main=[
                self._going_on,
                as_tall_as_it_is(self._main),
                LinkedHtml(html=str(foot)),
            ],
        )

    def _section(self) -> Section:
        """Return the part that is looked at."""
        sections = all_sections()
        wanted = self._steward.state.view
        return next((one for one in sections if one.name == wanted), sections[0])

    def _draw(self) -> None:
        """Draw everything; a fault in it is told by a number."""
        self._menu.html = str(_menu(self._steward))
        self._going_on.html = str(going_on(self._steward))
        try:
            self._place_mapping()
            self._main.html = str(self._part())
        except Exception as error:
            self._main.html = str(_broken(self._steward, note_incident(error)))

    def _part(self) -> Markup:
        """Return the part that is looked at, or that it is being looked up."""
        section = self._section()
        if section.needs_overview and self._steward.place.desk.overview is None:
            return _looking(self._steward)
        return section.draw(self._steward)

    def _place_mapping(self) -> None:
        """Make the pane for mapping columns when it is wanted, and drop it afterwards."""
        place = self._steward.place
        delivery = place.delivery
        wanted = delivery if delivery is not None and delivery.is_mapping else None
        if wanted is self._mapped:
            return
        self._mapped = wanted
        self._mapping.objects = [] if wanted is None else [
            mapping_pane(
                place.desk.programme,
                wanted.table or None,
                wanted.path,
                self._steward.language,
                lambda name, table: mapped(place, name, table),
                upload_name=wanted.name,
            )
        ]  # fmt: skip

    def _act(self, name: str, fields: dict[str, str]) -> None:
        """Do what a form asks; a fault in it is told by a number."""
        place = self._steward.place
        try:
            if name == "stop":
                place.stop()
            elif name == "dismiss":
                place.forget()
                place.tell()
            elif name in self._section().acts:
                self._section().acts[name](self._steward, fields)
        except Exception as error:
            place.incident = note_incident(error)
            place.tell()

    def _moved(self, *_events: object) -> None:
        """Follow what is looked at: menu, part and address."""
        if pn.state.location is not None:
            pn.state.location.search = self._steward.state.address()
        self._steward.place.desk.try_again()
        self._draw()
        self._look()

    def _look(self) -> None:
        """Look up what stands in the warehouse, when the part needs it and it is not known."""
        if pn.state.location is not None:
            pn.state.location.search = self._steward.state.address()
        place = self._steward.place
        stale = self._section().needs_overview and place.desk.wants_look
        if stale and place.work is None and not self._is_asked:
            self._is_asked = True
            place.begin(self._asked())

    async def _asked(self) -> None:
        """Ask what stands in the warehouse."""
        try:
            await self._steward.place.desk.look(self._steward.place)
        finally:
            self._is_asked = False

    def _told(self, only_progress: bool) -> None:
        """Redraw within the page's own turn."""
        document = self._document
        if document is None:
            self._redraw(only_progress)
        elif document.session_context is not None:
            document.add_next_tick_callback(lambda: self._redraw(only_progress))

    def _redraw(self, only_progress: bool) -> None:
        """Draw what changed; what became unknown is looked up again."""
        if only_progress:
            self._going_on.html = str(going_on(self._steward))
            return
        self._draw()
        self._look()


def _menu(steward: Steward) -> Markup:
    """Return the head of the page: name, parts, the way to the figures, language and theme."""
    state = steward.state
    parts = [
        element(
            "a",
            steward.say(section.title),
            href=state.address(view=section.name),
            data_go="top",
            data_key=f"menu-{section.name}",
            aria_current="page" if section.name == state.view else None,
        )
        for section in all_sections()
    ]
    return element(
        "div",
        element(
            "a",
            WAVE,
            element("span", NAME, element("small", steward.say(DESK)), class_="double"),
            href=state.address(view=all_sections()[0].name),
            data_go="top",
            class_="brand",
        ),
        element("nav", *parts, aria_label=steward.say(MENU), class_="parts"),
        preferences(state, elsewhere=(steward.say(FIGURES), figures_address(state))),
        class_="bar at-desk",
    )


def _looking(steward: Steward) -> Markup:
    """Return that what stands in the warehouse is being looked up."""
    return element(
        "div",
        hero(steward.say(LOOKING), lede(steward.say(LOOKING_LEDE)), waits=True),
        class_="view",
    )


def _broken(steward: Steward, number: str) -> Markup:
    """Return that the part could not be drawn, with a number to quote."""
    return element(
        "div",
        hero(steward.say(BROKEN), lede(steward.say(BROKEN_LEDE, n=number))),
        class_="view",
    )
