"""Every finding about a delivery: where, what is wrong and how to mend it, filtered at will."""

from __future__ import annotations

from collections import Counter
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from dashboards.desk.outcome import TO_CONFIRM
from dashboards.desk.section import button, choice_of, form
from dashboards.figures.frame import card, summary
from dashboards.html import element, table
from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from markupsafe import Markup

    from dashboards.desk.place import Delivery
    from dashboards.desk.section import Steward

Issue = dict[str, Any]
FINDINGS = Text(nl="Bevindingen", en="Findings")
NOTHING = Text(nl="Er is niets gevonden dat niet klopt.", en="Nothing was found to be wrong.")
NONE_LEFT = Text(nl="Met deze keuze is er geen bevinding.", en="No finding fits this choice.")
SHOWN = Text(
    nl="{n} van {all} {all:bevinding|bevindingen}", en="{n} of {all} {all:finding|findings}"
)
SEVERITY = Text(nl="Soort", en="Severity")
SEVERITIES = {
    "error": Text(nl="fout", en="error"),
    "warning": Text(nl="waarschuwing", en="warning"),
    "notice": Text(nl="opmerking", en="notice"),
}
# A shape beside the word and the colour.
SIGNS = {"error": "✕", "warning": "!", "notice": "i"}
ROW = Text(nl="Rij", en="Row")
SHEET = Text(nl="Blad", en="Sheet")
COLUMN = Text(nl="Kolom", en="Column")
RULE = Text(nl="Regel", en="Rule")
VALUE = Text(nl="Waarde", en="Value")
WRONG = Text(nl="Wat er mis is", en="What is wrong")
MEND = Text(nl="Zo lost u het op", en="How to mend it")
ALL = Text(nl="alle ({n})", en="all ({n})")
ONE_OF = Text(nl="{what} ({n})", en="{what} ({n})")
MORE_ROWS = Text(nl="{rows} … ({n} rijen)", en="{rows} … ({n} rows)")
WHOLE = Text(nl="hele bestand", en="whole file")
MORE = Text(nl="Toon er {n} meer", en="Show {n} more")
AT_ONCE = 50
RULE_LENGTH = 60  # characters
ROWS_NAMED = 8


def findings(steward: Steward, delivery: Delivery) -> Markup | None:
    """Return the findings of the last check that fit the filters."""
    every: list[Issue] = (delivery.report or {}).get("issues", [])
    # What waits for a confirmation stands with the difference.
    issues = [issue for issue in every if issue["code"] not in TO_CONFIRM]
    if every and not issues:
        return None
    if not issues:
        return card(
            steward.say(FINDINGS), element("p", steward.say(NOTHING), class_="state passed-line")
        )
    chosen = delivery.filters
    fit = [issue for issue in issues if _fits(issue, chosen)]
    lines = together(fit)
    limit = int(chosen.get("limit", AT_ONCE)) if chosen.get("limit", "1").isdigit() else AT_ONCE
    return card(
        steward.say(FINDINGS),
        _filters(steward, issues, chosen) if len(issues) > 1 else None,
        element(
            "p",
            steward.say(SHOWN, n=steward.count(len(fit)), all=steward.count(len(issues))),
            class_="summary",
            role="status",
        ),
        _table(steward, lines[:limit]) if lines else summary(steward.say(NONE_LEFT)),
        _more(steward, chosen, limit, len(lines)),
        class_="findings",
    )


def together(issues: list[Issue]) -> list[Issue]:
    """Return findings that say the same of several rows as one, with all its rows.

    What was found first stays first; nothing is left out.
    """
    groups: dict[tuple[object, ...], list[Issue]] = {}
    for issue in issues:
        says = (issue["message"]["nl"], issue["fix"]["nl"])
        where = (issue["severity"], issue["code"], issue["sheet"], issue["column"], issue["value"])
        groups.setdefault((*where, *says), []).append(issue)
    return [_as_one(group) for group in groups.values()]


def _as_one(group: list[Issue]) -> Issue:
    """Return equal findings as one, its rows in the order of the file."""
    if len(group) == 1:
        return group[0]
    rows = sorted({row for issue in group for row in issue["rows"] or [issue["row"]] if row})
    return {**group[0], "rows": rows, "count": sum(issue["count"] for issue in group)}


def _fits(issue: Issue, chosen: dict[str, str]) -> bool:
    """Return whether a finding is among those asked for."""
    return all(
        not chosen.get(part) or chosen[part] == (issue[part] or "")
        for part in ("severity", "column", "code")
    )


def _filters(steward: Steward, issues: list[Issue], chosen: dict[str, str]) -> Markup:
    """Return the three choices, each with how many findings it would show."""
    return form(
        "filter",
        *(
            choice_of(
                part,
                steward.say(words),
                _options(steward, issues, part, named),
                now=chosen.get(part, ""),
                key=f"filter-{part}",
            )
            for part, words, named in (
                ("severity", SEVERITY, lambda value: steward.say(SEVERITIES[value])),
                ("column", COLUMN, str),
                ("code", RULE, lambda value: _rule(steward, issues, value)),
            )
        ),
        live=True,
        class_="choices",
    )


def _rule(steward: Steward, issues: list[Issue], code: str) -> str:
    """Return a rule in the steward's language: what it says of the first that breaks it."""
    first = next(issue for issue in issues if issue["code"] == code)
    return shorten(first["message"][steward.language], RULE_LENGTH, placeholder=" …")


def _options(
    steward: Steward, issues: list[Issue], part: str, named: Callable[[str], str]
) -> list[tuple[str, str]]:
    """Return what can be chosen of one part, the most frequent first."""
    numbers = Counter(issue[part] for issue in issues if issue[part])
    return [("", steward.say(ALL, n=steward.count(len(issues))))] + [
        (value, steward.say(ONE_OF, what=named(value), n=steward.count(n)))
        for value, n in numbers.most_common()
    ]


def _table(steward: Steward, issues: list[Issue]) -> Markup:
    """Return findings as rows."""
    with_sheet = any(issue["sheet"] for issue in issues)
    heads = [ROW, *([SHEET] if with_sheet else []), COLUMN, VALUE, WRONG, MEND, SEVERITY]
    return table(
        [steward.say(head) for head in heads],
        [_line(steward, issue, with_sheet=with_sheet) for issue in issues],
        caption=steward.say(FINDINGS),
        is_stacked=True,
    )


def _line(steward: Steward, issue: Issue, *, with_sheet: bool) -> list[object]:
    """Return one finding."""
    severity = issue["severity"]
    return [
        _rows(steward, issue),
        *([issue["sheet"] or "–"] if with_sheet else []),
        issue["column"] or "–",
        element("code", issue["value"]) if issue["value"] else "–",
        issue["message"][steward.language],
        issue["fix"][steward.language],
        element(
            "span",
            element("b", SIGNS[severity], aria_hidden="true"),
            steward.say(SEVERITIES[severity]),
            class_=f"severity is-{severity}",
        ),
    ]


def _rows(steward: Steward, issue: Issue) -> str | Markup:
    """Return the rows of a finding as a person sees them in the file."""
    rows = issue["rows"] or ([issue["row"]] if issue["row"] else [])
    if not rows:
        return steward.say(WHOLE)
    named = ", ".join(map(str, rows[:ROWS_NAMED]))
    if len(rows) > ROWS_NAMED or issue["count"] > len(rows):
        number = steward.count(max(issue["count"], len(rows)))
        named = steward.say(MORE_ROWS, rows=named, n=number)
    return element("span", named, data_label=steward.say(ROW), class_="rows")


def _more(steward: Steward, chosen: dict[str, str], limit: int, number: int) -> Markup | None:
    """Return the button that shows more findings."""
    if number <= limit:
        return None
    kept = [
        element("input", type="hidden", name=part, value=value)
        for part, value in chosen.items()
        if part != "limit"
    ]
    return form(
        "filter",
        *kept,
        element("input", type="hidden", name="limit", value=str(limit + 4 * AT_ONCE)),
        button(steward.say(MORE, n=steward.count(min(4 * AT_ONCE, number - limit))), key="more"),
        class_="actions",
    )
