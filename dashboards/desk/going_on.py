"""What is going on at a steward's place: work with its progress, what it waits for, what failed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from dashboards.desk.section import button, form
from dashboards.html import element
from model.errors import BusyError
from model.text import Text

if TYPE_CHECKING:
    from markupsafe import Markup

    from dashboards.desk.place import Work
    from dashboards.desk.section import Steward
    from model.errors import OnderstroomError

STOP = Text(nl="Stoppen", en="Stop")
CLOSE = Text(nl="Sluiten", en="Close")
WHERE = Text(nl="Waar", en="Where")
TO_DO = Text(nl="Te doen", en="To do")
WAITING = Text(
    nl="{who} werkt sinds {since} in het magazijn. Dit gaat vanzelf verder als dat klaar is.",
    en="{who} has been working in the warehouse since {since}. This goes on when that is done.",
)
INCIDENT = Text(
    nl="Er ging iets mis in het programma; er is niets veranderd. Noem het nummer {n} als u het "
    "meldt.",
    en="Something went wrong in the program; nothing changed. Quote the number {n} when you "
    "report it.",
)


def going_on(steward: Steward) -> Markup:
    """Return the strip above the part; empty when nothing goes on."""
    place = steward.place
    said: list[Markup] = []
    if place.work is not None:
        said.append(_work(steward, place.work))
    if place.error is not None:
        said.append(_error(steward, place.error))
    if place.incident:
        said.append(_closable(steward, element("p", steward.say(INCIDENT, n=place.incident))))
    if place.done is not None:
        said.append(_closable(steward, element("p", steward.say(place.done)), kind="done"))
    return element("div", *said, role="status", class_="going-on")


def _work(steward: Steward, work: Work) -> Markup:
    """Return what is being done and how far it is."""
    step = steward.say(work.title)
    if work.step is not None and steward.say(work.step) != step:
        step = f"{step}: {steward.say(work.step)}"
    waits = None
    if work.waits_for is not None:
        who, since = work.waits_for.get("who", "?"), _hour(steward, work.waits_for.get("since"))
        waits = element("p", steward.say(WAITING, who=who, since=since), class_="waits")
    return element(
        "div",
        element(
            "div",
            element("p", element("strong", step)),
            element(
                "progress",
                max="1",
                # Without a step nobody knows how far it is.
                value=f"{work.share:.2f}" if work.step is not None else None,
                aria_label=step,
            ),
            waits,
            class_="grow",
        ),
        form("stop", button(steward.say(STOP), key="stop")),
        class_="notice work busy",
    )


def _error(steward: Steward, error: OnderstroomError) -> Markup:
    """Return what a person can mend: what, where, and what to do."""
    lines = [element("p", element("strong", steward.say(error.what)))]
    for head, words in ((WHERE, error.where), (TO_DO, error.remedy)):
        name = element("span", steward.say(head), class_="muted")
        lines.append(element("p", name, " ", steward.say(words)))
    return _closable(steward, *lines, kind="busy" if isinstance(error, BusyError) else "")


def _closable(steward: Steward, *lines: Markup, kind: str = "") -> Markup:
    """Return a message that stays until it is closed or the next work begins."""
    return element(
        "div",
        element("div", *lines, class_="grow"),
        form("dismiss", button(steward.say(CLOSE), key="dismiss")),
        class_=f"notice work {kind}".strip(),
    )


def _hour(steward: Steward, since: object) -> str:
    """Return the hour of a moment; with its day when that is not today."""
    written = steward.moment(since)
    today = steward.moment(dt.datetime.now(dt.UTC).isoformat())
    return written.rpartition(" ")[2] if written[:-5] == today[:-5] else written
