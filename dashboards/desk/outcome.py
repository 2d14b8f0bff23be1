"""What a check or load came to: one sentence, the rows counted and drawn, and what would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.figures.frame import card, summary
from dashboards.html import element, table
from dashboards.words import counted
from model.period import period_label
from model.text import Text, format_number, format_signed

if TYPE_CHECKING:
    from markupsafe import Markup

    from dashboards.desk.section import Steward

Report = dict[str, Any]
HEADLINES = {
    "accept": Text(nl="Alles klopt: {good}", en="All is well: {good}"),
    "accept_warn": Text(nl="{good} goed, met twijfels", en="{good} good, with doubts"),
    "quarantine": Text(nl="{good} goed, {bad} apart", en="{good} good, {bad} set aside"),
    "confirm": Text(nl="Dit verandert wat er stond", en="This changes what was there"),
    "reject": Text(nl="Zo kan dit bestand er niet in", en="This file cannot go in like this"),
    "no_change": Text(nl="Dit stond er al", en="This was there already"),
}
LOADED = Text(nl="Geladen: {good}", en="Loaded: {good}")
SAID = {
    "accept": Text(nl="Laad het bestand; er blijft niets over.", en="Load the file; all is clear."),
    "accept_warn": Text(
        nl="U kunt laden. Kijk eerst of u de twijfels herkent.",
        en="You can load it. See first whether you recognise the doubts.",
    ),
    "quarantine": Text(
        nl="De goede rijen gaan erin; de andere wachten op een verbeterde levering.",
        en="The good rows go in; the others wait for a corrected delivery.",
    ),
    "confirm": Text(
        nl="Er is nog niets gewijzigd. Bekijk het verschil en bevestig het, of lever opnieuw.",
        en="Nothing has changed yet. Look at the difference and confirm it, or deliver again.",
    ),
    "reject": Text(
        nl="Er is niets gewijzigd. Download het bestand met opmerkingen, verbeter het en lever "
        "het opnieuw.",
        en="Nothing changed. Download the file with remarks, correct it and deliver it again.",
    ),
    "no_change": Text(
        nl="Er is niets gewijzigd en er hoeft niets te gebeuren.",
        en="Nothing changed, and nothing needs to be done.",
    ),
}
SAID_LOADED = Text(
    nl="Levering {load} staat in het magazijn. U kunt haar nog terugnemen.",
    en="Delivery {load} is in the warehouse. You can still take it back.",
)
ROWS = (Text(nl="rij", en="row"), Text(nl="rijen", en="rows"))
IN_FILE = Text(nl="in het bestand", en="in the file")
GOOD = Text(nl="goed", en="good")
ASIDE = Text(nl="apart gezet", en="set aside")
WRONG = Text(nl="met een fout", en="with an error")
UNCHANGED = Text(nl="ongewijzigd", en="unchanged")
WAITING = Text(nl="te bevestigen", en="to confirm")
KEPT_OUT = Text(nl="buiten gehouden", en="kept out")
COMPARED = Text(
    nl="{solved} opgelost, {left} over, {new} nieuw", en="{solved} solved, {left} left, {new} new"
)
SINCE = Text(nl="Sinds de vorige levering:", en="Since the delivery before:")
DIFFERENCE = Text(nl="Wat er verandert", en="What changes")
UNIT = Text(nl="Eenheid", en="Unit")
PERIOD = Text(nl="Periode", en="Period")
CODE = Text(nl="Meting", en="Measure")
OLD_NEW = Text(nl="Oud → nieuw", en="Old → new")
CHANGE = Text(nl="Verschil", en="Change")
N_ROWS = Text(nl="Rijen", en="Rows")
FIRST_ROWS = Text(nl="De eerste {n} verschillen.", en="The first {n} differences.")
RESTATED = Text(nl="Een andere waarde dan er stond: {n}.", en="Another value than was there: {n}.")
CONFIRMED = Text(
    nl="Ik heb het verschil bekeken; wat er stond mag worden vervangen.",
    en="I looked at the difference; what was there may be replaced.",
)
TO_CONFIRM = ("restated", "closed_period", "overlapping", "shrinking", "unit_vanished")
MOST_SHOWN = 50


def headline(steward: Steward, report: Report) -> str:
    """Return how it stands with the delivery, in one sentence."""
    is_loaded = report["load_id"] is not None
    # Without anything new, what is there already is what was good about the file.
    good = report["rows_loaded"] or (0 if is_loaded else report["rows_unchanged"])
    return steward.say(
        LOADED if is_loaded else HEADLINES[report["outcome"]],
        good=counted(good, ROWS, steward.language),
        bad=steward.count(report["rows_set_aside"]),
    )


def said(steward: Steward, report: Report) -> str:
    """Return what that means, and what to do."""
    if report["load_id"] is not None and not report["checked_only"]:
        return steward.say(SAID_LOADED, load=report["load_id"])
    return steward.say(SAID[report["outcome"]])


def counts(steward: Steward, name: str, report: Report) -> Markup:
    """Return the rows of the file, counted and drawn in proportion."""
    rows_in = report["rows_in"]
    shown = _parts(report)
    numbers = [
        element(
            "div",
            element("dt", steward.say(words)),
            element("dd", "–" if number is None else steward.count(number)),
            class_=f"count is-{kind}",
        )
        for kind, words, number in [("all", IN_FILE, rows_in), *shown]
    ]
    bar = [
        element("i", style=f"flex-grow:{number}", class_=f"is-{kind}")
        for kind, _, number in shown
        if number
    ]
    return card(
        name,
        element("dl", *numbers, class_="counts"),
        element("div", *bar, class_="proportion", aria_hidden="true") if bar else None,
        _compared(steward, report),
    )


def _parts(report: Report) -> list[tuple[str, Text, int | None]]:
    """Return the kinds of rows that the file has, with how many of each."""
    rows_in, outcome = report["rows_in"] or 0, report["outcome"]
    if outcome == "reject":
        bad = bad_rows(report)
        return [("bad", WRONG, bad), ("rest", KEPT_OUT, max(0, rows_in - bad))]
    if outcome == "confirm":
        bad = bad_rows(report)
        same = report["rows_unchanged"]
        return [
            ("waiting", WAITING, max(0, rows_in - bad - same)),
            ("bad", WRONG, bad),
            ("rest", UNCHANGED, same),
        ]
    return [
        ("good", GOOD, report["rows_loaded"]),
        ("bad", ASIDE, report["rows_set_aside"]),
        ("rest", UNCHANGED, report["rows_unchanged"]),
    ]


def bad_rows(report: Report) -> int:
    """Return how many rows have an error."""
    rows = set()
    for issue in report["issues"]:
        if issue["severity"] == "error":
            rows |= {(issue["file"], row) for row in issue["rows"] or [issue["row"]] if row}
    return len(rows)


def _compared(steward: Steward, report: Report) -> Markup | None:
    """Return what was solved since the attempt before."""
    found = report["compared"]
    # Without findings before there was nothing to solve.
    if not found or not (found["solved"] or found["left"]):
        return None
    words = steward.say(COMPARED, **{name: steward.count(n) for name, n in found.items()})
    return element(
        "p",
        element("span", steward.say(SINCE), class_="muted"),
        " ",
        element("strong", words),
        class_="compared",
    )


def difference(steward: Steward, report: Report) -> Markup:
    """Return what would change in what was loaded before: sentences, then old → new."""
    rows = report["difference"]
    reasons = [
        element("li", _reason(steward, issue, is_listed=bool(rows)))
        for issue in report["issues"]
        if issue["code"] in TO_CONFIRM
    ]
    ends = _ends(rows)
    heads = [steward.say(t) for t in (UNIT, PERIOD, CODE, OLD_NEW, CHANGE, N_ROWS)]
    return card(
        steward.say(DIFFERENCE),
        element("ul", *reasons, class_="reasons"),
        table(
            heads,
            [_changed(steward, row, ends) for row in rows],
            caption=steward.say(DIFFERENCE),
            is_stacked=True,
        )
        if rows
        else None,
        summary(steward.say(FIRST_ROWS, n=MOST_SHOWN)) if len(rows) >= MOST_SHOWN else None,
        class_="difference",
    )


def _reason(steward: Steward, issue: dict[str, Any], *, is_listed: bool) -> str:
    """Return why a person has to look; values that the table lists are not written out twice."""
    if issue["code"] == "restated" and is_listed:
        return steward.say(RESTATED, n=counted(issue["count"], ROWS, steward.language))
    return str(issue["message"][steward.language])


def _ends(rows: list[dict[str, Any]]) -> dict[str, tuple[float, float]]:
    """Return the lowest and highest value of each code, old or new."""
    ends: dict[str, tuple[float, float]] = {}
    for row in rows:
        values = [value for value in (row["old"], row["new"]) if value is not None]
        if values:
            low, high = ends.get(row["code"], (values[0], values[0]))
            ends[row["code"]] = (min(low, *values), max(high, *values))
    return ends


def _changed(
    steward: Steward, row: dict[str, Any], ends: dict[str, tuple[float, float]]
) -> list[object]:
    """Return one value that changes; of answers only how many."""
    old, new = row["old"], row["new"]
    known = old is not None and new is not None
    return [
        row["unit_code"],
        period_label(row["period"], steward.language),
        row["code"],
        _drawn(steward, old, new, ends[row["code"]]) if known else "–",
        format_signed(new - old, steward.language, digits=_digits(old, new)) if known else "–",
        steward.count(row["n_rows"]),
    ]


def _drawn(steward: Steward, old: float, new: float, ends: tuple[float, float]) -> Markup:
    """Draw the step from the old value to the new one, on one scale per measure."""
    span = (ends[1] - ends[0]) or 1.0
    places = [100 * (value - ends[0]) / span for value in (old, new)]
    digits = _digits(old, new)
    words = " → ".join(
        format_number(value, steward.language, digits=digits) for value in (old, new)
    )
    track = element(
        "span",
        element("i", class_="way", style=f"left:{min(places):.1f}%;right:{100 - max(places):.1f}%"),
        element("i", class_="old", style=f"left:{places[0]:.1f}%"),
        element("i", class_="new", style=f"left:{places[1]:.1f}%"),
        class_="step-track",
        aria_hidden="true",
    )
    return element("span", element("span", words, class_="estimate"), track, class_="step")


def _digits(old: float, new: float) -> int:
    """Return how many digits the two values need."""
    return 0 if float(old).is_integer() and float(new).is_integer() else 2
