"""Deliver a file: drop it, see everything that is wrong, confirm what changes, load it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.desk.delivering import ACTS, known_mappings
from dashboards.desk.findings import findings
from dashboards.desk.outcome import CONFIRMED, ROWS, counts, difference, headline, said
from dashboards.desk.section import (
    Section,
    Steward,
    button,
    choice_of,
    form,
    hero,
    lede,
)
from dashboards.figures.frame import card, slot, summary
from dashboards.html import element, table
from dashboards.words import counted
from model.tables import TABLES
from model.text import Text

if TYPE_CHECKING:
    from markupsafe import Markup

    from dashboards.desk.place import Delivery

TITLE = Text(nl="Leveren", en="Deliver")
BEGIN = Text(nl="Lever een bestand aan", en="Deliver a file")
BEGIN_LEDE = Text(
    nl="U ziet alles wat er niet klopt, voordat er iets verandert.",
    en="You see everything that is wrong before anything changes.",
)
STEPS = (
    Text(nl="Bestand", en="File"),
    Text(nl="Controle", en="Check"),
    Text(nl="Laden", en="Load"),
)
STEPS_NAME = Text(nl="Stappen", en="Steps")
TEMPLATES = Text(nl="Sjablonen", en="Templates")
TEMPLATES_SUMMARY = Text(
    nl="Leeg formulier met uitleg, keuzelijsten en een voorbeeld.",
    en="Empty form with explanations, lists to choose from and an example.",
)
TABLE = Text(nl="Tabel", en="Table")
AS_FILE = Text(nl="Sjabloon", en="Template")
DOWNLOAD = Text(nl="{table} als {kind}", en="{table} as {kind}")
WHICH = Text(nl="Waarvoor is dit bestand?", en="What is this file for?")
WHICH_LEDE = Text(
    nl="De kolommen passen bij meer dan één tabel. Kies er een.",
    en="The columns fit more than one table. Choose one.",
)
UNKNOWN = Text(nl="Deze kolommen zijn nieuw", en="These columns are new")
UNKNOWN_LEDE = Text(
    nl="Vertaal ze één keer, of zeg voor welke tabel het bestand is.",
    en="Map them once, or say which table the file is for.",
)
CHOOSE = Text(nl="kies een tabel", en="choose a table")
FOR_TABLE = Text(nl="Bestemd voor", en="Meant for")
WITH_MAPPING = Text(nl="Vertaling", en="Mapping")
NO_MAPPING = Text(nl="geen: het zijn onze kolommen", en="none: these are our columns")
SEEMS = Text(nl="{table} (past bij de kolommen)", en="{table} (fits the columns)")
CHECK = Text(nl="Controleren", en="Check")
CHECK_AGAIN = Text(nl="Opnieuw controleren", en="Check again")
MAP = Text(nl="Kolommen vertalen", en="Map the columns")
MAP_WHY = Text(
    nl="Kent de tabel deze kolommen niet? Vertaal ze één keer; volgend kwartaal gaat het vanzelf.",
    en="Does the table not know these columns? Map them once; next quarter it goes by itself.",
)
MAPPING = Text(nl="Vertaal de kolommen", en="Map the columns")
MAPPING_LEDE = Text(
    nl="Zeg één keer wat elke kolom betekent. Daarna wordt het bestand opnieuw gecontroleerd.",
    en="Say once what each column means. Then the file is checked again.",
)
BACK = Text(nl="Terug, zonder te vertalen", en="Back, without mapping")
COLUMNS = Text(nl="Kolommen in het bestand: {names}", en="Columns in the file: {names}")
FILE = Text(nl="{name} · {size}", en="{name} · {size}")
OTHER = Text(nl="Ander bestand", en="Another file")
LOAD = Text(nl="Laden", en="Load")
LOAD_GOOD = Text(nl="{n} laden", en="Load {n}")
SET_ASIDE = Text(nl="{n} apart zetten", en="Set {n} aside")
CONFIRM = Text(nl="Bevestigen en laden", en="Confirm and load")
REMARKS = Text(nl="Download met opmerkingen", en="Download with remarks")
ELSE = Text(nl="Andere tabel of vertaling", en="Other table or mapping")
NEXT = Text(nl="En nu?", en="What next?")
SEE_COVERAGE = Text(nl="Bekijk wat er nog ontbreekt", en="See what is still missing")
SEE_LOADS = Text(
    nl="Bekijk wat geladen is, of neem het terug", en="See or take back what was loaded"
)
SEE_ASIDE = Text(nl="Bekijk de rijen die apart staan", en="See the rows that were set aside")
TO_PUBLISH = Text(nl="Controleer en publiceer het kwartaal", en="Check and publish the quarter")
WORKING = Text(nl="Een ogenblik …", en="One moment …")


def draw(steward: Steward) -> Markup:
    """Return the part in the state that the delivery is in."""
    place = steward.place
    delivery = place.delivery
    if delivery is None:
        return _begin(steward)
    if delivery.is_mapping:
        return _mapping(steward)
    if delivery.report is not None:
        return _reported(steward, delivery, delivery.report)
    return _which(steward, delivery)


def _begin(steward: Steward) -> Markup:
    """Return the place to drop a file, and the templates."""
    return element(
        "div",
        hero(steward.say(BEGIN), lede(steward.say(BEGIN_LEDE)), _steps(steward, 0)),
        element("div", slot(0), _templates(steward), class_="grid wide-left"),
        class_="view",
    )


def _templates(steward: Steward) -> Markup:
    """Return the template of every table, as a workbook and as CSV."""
    rows = [
        (steward.say(one.title), _template(steward, one.name, "xlsx", one.title),
         _template(steward, one.name, "csv", one.title))
        for one in TABLES.values()
    ]  # fmt: skip
    return card(
        steward.say(TEMPLATES),
        summary(steward.say(TEMPLATES_SUMMARY)),
        table((steward.say(TABLE), "XLSX", "CSV"), rows, caption=steward.say(TEMPLATES)),
    )


def _template(steward: Steward, name: str, kind: str, title: Text) -> Markup:
    """Return the link to one template."""
    return element(
        "a",
        kind.upper(),
        href=f"desk/template/{name}.{kind}?lang={steward.language}",
        download=True,
        aria_label=steward.say(DOWNLOAD, table=title, kind=kind.upper()),
    )


def _which(steward: Steward, delivery: Delivery) -> Markup:
    """Return the question for which table a file is meant."""
    busy = steward.place.work is not None
    # A file that is recognised for certain is checked at once: then there is nothing to ask.
    if delivery.recognised is None or busy:
        return element(
            "div",
            hero(
                delivery.name,
                lede(steward.say(WORKING)) if busy else None,
                _steps(steward, 1),
            ),
            None if busy else element("div", _another(steward), class_="actions"),
            class_="view",
        )
    names = ", ".join(delivery.recognised["columns"])
    choice = card(
        delivery.name,
        summary(steward.say(COLUMNS, names=names)),
        _choices(steward, delivery, CHECK),
    )
    # Columns that nobody knows want a mapping; those that several tables have, a choice.
    known = bool(delivery.table)
    mapping = _to_mapping(steward, main=not known)
    return element(
        "div",
        hero(
            steward.say(WHICH if known else UNKNOWN),
            lede(steward.say(WHICH_LEDE if known else UNKNOWN_LEDE)),
            _steps(steward, 1),
        ),
        *((choice, mapping) if known else (mapping, choice)),
        element("div", _another(steward), class_="actions"),
        class_="view",
    )


def _choices(steward: Steward, delivery: Delivery, words: Text) -> Markup:
    """Return the choice of a table and a mapping."""
    found = delivery.recognised or {}
    likely = found.get("tables", ())
    tables = [] if delivery.table else [("", steward.say(CHOOSE))]
    tables += [
        (name, steward.say(SEEMS, table=TABLES[name].title) if name in likely else
         steward.say(TABLES[name].title))
        for name in sorted(TABLES, key=lambda name: name not in likely)
    ]  # fmt: skip
    fits = found.get("mappings", ())
    ways = [("", steward.say(NO_MAPPING))]
    ways += [(name, name) for name in sorted(known_mappings(steward), key=lambda n: n not in fits)]
    return form(
        "check",
        choice_of(
            "table",
            steward.say(FOR_TABLE),
            tables,
            now=delivery.table,
            key="table",
            required=True,
        ),
        choice_of("mapping", steward.say(WITH_MAPPING), ways, now=delivery.mapping, key="mapping"),
        button(steward.say(words), key="check", main=words is CHECK and bool(delivery.table)),
        class_="choices",
    )


def _to_mapping(steward: Steward, *, main: bool = False) -> Markup:
    """Return the way to the mapping of columns by a person."""
    return element(
        "section",
        element("p", steward.say(MAP_WHY)),
        form("map", button(steward.say(MAP), key="map", main=main)),
        class_="caution to-map",
    )


def _mapping(steward: Steward) -> Markup:
    """Return the place where columns are mapped."""
    return element(
        "div",
        hero(steward.say(MAPPING), lede(steward.say(MAPPING_LEDE)), _steps(steward, 1)),
        slot(1),
        form("unmap", button(steward.say(BACK), key="unmap")),
        class_="view",
    )


def _reported(steward: Steward, delivery: Delivery, report: dict[str, Any]) -> Markup:
    """Return what a check or load came to, and what can be done now."""
    loaded = delivery.is_loaded
    return element(
        "div",
        hero(
            headline(steward, report),
            lede(said(steward, report)),
            _steps(steward, 3 if loaded else 1 if report["outcome"] == "reject" else 2),
        ),
        counts(steward, delivery.name, report),
        difference(steward, report) if report["outcome"] == "confirm" else None,
        _actions(steward, report),
        _next(steward, report) if loaded else None,
        findings(steward, delivery),
        None if loaded else _otherwise(steward, delivery),
        class_="view",
    )


def _actions(steward: Steward, report: dict[str, Any]) -> Markup:
    """Return the buttons: load or confirm, remarks, another file."""
    outcome, loaded = report["outcome"], report["load_id"] is not None
    remarks = element(
        "a",
        steward.say(REMARKS),
        href=f"desk/annotated/{steward.place.token}?lang={steward.language}",
        class_="button main" if outcome == "reject" else "button",
        download=True,
        data_key="remarks",
    )
    load: Markup | None = None
    if not loaded and outcome in ("accept", "accept_warn", "quarantine"):
        rows = counted(report["rows_loaded"], ROWS, steward.language)
        aside = counted(report["rows_set_aside"], ROWS, steward.language)
        words = (
            steward.say(LOAD_GOOD, n=rows)
            if report["rows_loaded"]
            else (steward.say(SET_ASIDE, n=aside))
        )
        load = form("load", button(words, key="load", main=True))
    elif outcome == "confirm":
        load = form(
            "confirm",
            element(
                "label",
                element("input", type="checkbox", name="seen", required=True, data_key="seen"),
                element("span", steward.say(CONFIRMED)),
                class_="check",
            ),
            button(steward.say(CONFIRM), key="confirm", main=True),
            class_="confirm",
        )
    return element(
        "div",
        load,
        remarks if report["issues"] else None,
        _another(steward),
        class_="actions",
    )


def _another(steward: Steward) -> Markup:
    """Return the way back to an empty place."""
    return form("another", button(steward.say(OTHER), key="another"))


def _next(steward: Steward, report: dict[str, Any]) -> Markup:
    """Return where to go after a load."""
    ways = [("coverage", SEE_COVERAGE), ("loads", SEE_LOADS), ("publish", TO_PUBLISH)]
    if report["rows_set_aside"]:
        ways.insert(0, ("aside", SEE_ASIDE))
    links = [
        element(
            "li", steward.state.link(steward.say(text), key=f"to-{view}", to_top=True, view=view)
        )
        for view, text in ways
    ]
    return card(steward.say(NEXT), element("ul", *links, class_="reasons"))


def _otherwise(steward: Steward, delivery: Delivery) -> Markup:
    """Return the choice of another table or mapping, closed until it is wanted."""
    return element(
        "details",
        element("summary", steward.say(ELSE), data_key="otherwise"),
        _choices(steward, delivery, CHECK_AGAIN),
        _to_mapping(steward),
        class_="as-table otherwise",
        id="otherwise",
        open=_is_about_columns(delivery),
    )


def _is_about_columns(delivery: Delivery) -> bool:
    """Return whether another table or mapping is likely to help."""
    codes = {issue["code"] for issue in (delivery.report or {}).get("issues", ())}
    return bool(codes & {"missing_column", "unknown_column", "wrong_table", "no_header"})


def _steps(steward: Steward, now: int) -> Markup:
    """Return how far the delivery is."""
    items = [
        element(
            "li",
            element("b", "✓" if number < now else str(number + 1), aria_hidden="true"),
            steward.say(words),
            aria_current="step" if number == now else None,
            class_="done" if number < now else None,
        )
        for number, words in enumerate(STEPS)
    ]
    return element("ol", *items, class_="steps", aria_label=steward.say(STEPS_NAME))


SECTION = Section("deliver", TITLE, 1, draw, acts=ACTS, needs_overview=False)
