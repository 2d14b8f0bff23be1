"""Write an expectation down before its data: the form, and the register with what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.desk.section import Section, Steward, button, choice_of, form, hero, lede, typed
from dashboards.facts import measure_name
from dashboards.figures.frame import card
from dashboards.figures.register import ANSWERS, LESS, MORE, PURPOSE, VERSIONS, WINDOW
from dashboards.html import element, table
from dashboards.words import KINDS, STRENGTHS, VERDICT_SIGNS, VERDICT_WORDS
from model.hypothesis import LONGEST_LAG, SHORTEST_PURPOSE
from model.period import period_label
from model.text import Text, format_number

if TYPE_CHECKING:
    from markupsafe import Markup

    from dashboards.desk.place import Place

TITLE = Text(nl="Verwachtingen", en="Expectations")
BEGIN = Text(nl="Leg vast wat u verwacht, vóór de gegevens", en="Write down what you expect first")
STANDS = Text(nl="{n} vooraf vastgelegd", en="{n} registered beforehand")
EXPECTATIONS = (
    Text(nl="verwachting", en="expectation"),
    Text(nl="verwachtingen", en="expectations"),
)
LEDE = Text(
    nl="Wat u vastlegt krijgt een tijdstempel en een vingerafdruk. Zodra gegevens uit het venster "
    "geladen zijn, staat het vast; een latere wijziging wordt een nieuwe versie, ‘achteraf’.",
    en="What you register gets a time stamp and a fingerprint. Once data of its window are loaded "
    "it is locked; a later change becomes a new version, marked ‘afterwards’.",
)
NO_CODEBOOK = Text(
    nl="Lever eerst het codeboek: een verwachting gaat over metingen die erin staan.",
    en="Deliver the codebook first: an expectation is about measures that it holds.",
)
ADD = Text(nl="Nieuwe verwachting", en="New expectation")
CAUSE = Text(nl="Wat gaat vooraf?", en="What goes before?")
OUTCOME = Text(nl="Wat volgt?", en="What follows?")
SIGN = Text(nl="Welke kant op?", en="Which way?")
SIGNS = {
    "+": Text(nl="+ meer gaat vooraf aan meer", en="+ more goes before more"),
    "-": Text(nl="− meer gaat vooraf aan minder", en="− more goes before less"),
}
FIRST_LAG = Text(nl="Na ten minste … perioden", en="After at least … periods")
LAST_LAG = Text(nl="Na ten hoogste … perioden", en="After at most … periods")
SMALLEST = Text(
    nl="Kleinste effect dat ertoe doet (standaardafwijkingen)",
    en="Smallest effect that matters (standard deviations)",
)
FIRST_PERIOD = Text(nl="Gegevens tellen mee vanaf", en="Data count from")
RIVAL = Text(nl="Tegenhanger van", en="Rival of")
NO_RIVAL = Text(nl="geen", en="none")
WHAT_FOR = Text(
    nl="Waarvoor is het antwoord? (één zin, ten minste {n} tekens)",
    en="What is the answer for? (one sentence, at least {n} characters)",
)
REGISTER = Text(nl="Vastleggen", en="Register")
CHANGE = Text(nl="Wijzigen", en="Change")
CHANGE_ONE = Text(nl="{name} wijzigen", en="Change {name}")
LOCKED = Text(
    nl="vergrendeld: er zijn gegevens vanaf {period}", en="locked: there are data from {period}"
)
OPEN = Text(nl="nog geen gegevens vanaf {period}", en="no data from {period} yet")
AFTERWARDS = Text(nl="achteraf", en="afterwards")
NOT_YET = Text(nl="nog niet getoetst", en="not tested yet")
LIST = Text(nl="Vastgelegd, met het laatste oordeel", en="Registered, with the latest verdict")
HEADS = (
    Text(nl="Verwachting", en="Expectation"),
    Text(nl="Venster", en="Window"),
    Text(nl="Oordeel", en="Verdict"),
    Text(nl="Wijzigen", en="Change"),
)
VERSION_HEADS = (
    Text(nl="Versie", en="Version"),
    Text(nl="Verwachting", en="Expectation"),
    Text(nl="Vastgelegd", en="Registered"),
    Text(nl="Vingerafdruk", en="Fingerprint"),
)
REGISTERING = Text(nl="Verwachting vastleggen", en="Registering an expectation")
DONE = Text(
    nl="{name} versie {version} is vastgelegd; vingerafdruk {hash}.",
    en="{name} version {version} is registered; fingerprint {hash}.",
)
DONE_AFTERWARDS = Text(
    nl="{name} versie {version} is vastgelegd als ‘achteraf’: er waren al gegevens. "
    "Vingerafdruk {hash}.",
    en="{name} version {version} is registered as ‘afterwards’: there were data already. "
    "Fingerprint {hash}.",
)
_SHORT = 16  # characters of a fingerprint that a person compares

Row = dict[str, Any]


def draw(steward: Steward) -> Markup:
    """Return the form and the register."""
    register: Row = (steward.place.desk.overview or {})["register"]
    standing = [one for one in register["versions"] if one["counts"]]
    words = steward.say(EXPECTATIONS[len(standing) != 1])
    headline = (
        steward.say(STANDS, n=f"{steward.count(len(standing))} {words}")
        if standing
        else steward.say(BEGIN)
    )
    return element(
        "div",
        hero(headline, lede(steward.say(LEDE))),
        card(
            steward.say(ADD),
            _form(steward, register)
            if register["measures"]
            else element("p", steward.say(NO_CODEBOOK), class_="state"),
        ),
        _standing(steward, register, standing) if standing else None,
        _versions(steward, register) if standing else None,
        class_="view",
    )


def _form(steward: Steward, register: Row) -> Markup:
    """Return the form for a new expectation; it is fresh after each one that was registered."""
    key = f"new-{len(register['versions'])}"
    options = [
        (one["code"], f"{_name(steward, register, one['code'])} ({_kind(steward, one['kind'])})")
        for one in register["measures"]
    ]
    kinds = {one["code"]: one["kind"] for one in register["measures"]}
    first = {kind: code for code, kind in reversed(kinds.items())}
    names = list(dict.fromkeys(one["name"] for one in register["versions"]))
    rivals = [("", steward.say(NO_RIVAL)), *((name, name) for name in names)]
    return form(
        "register",
        choice_of(
            "cause",
            steward.say(CAUSE),
            options,
            now=first.get("belief", options[0][0]),
            key=f"{key}-cause",
        ),
        choice_of(
            "outcome",
            steward.say(OUTCOME),
            options,
            now=first.get("customer", options[-1][0]),
            key=f"{key}-outcome",
        ),
        *_terms(steward, key, {}),
        _filled(
            "first_period",
            steward.say(FIRST_PERIOD),
            period_label(register["next_period"], steward.language)
            if register["next_period"]
            else "",
            key=key,
        ),
        choice_of("rival", steward.say(RIVAL), rivals, now="", key=f"{key}-rival"),
        element(
            "div",
            typed("purpose", steward.say(WHAT_FOR, n=SHORTEST_PURPOSE), key=f"{key}-purpose"),
            style="grid-column:1/-1",
        ),
        button(steward.say(REGISTER), key=f"{key}-send", main=True),
        class_="choices",
    )


def _terms(steward: Steward, key: str, now: Row) -> list[Markup]:
    """Return the fields that a later version may change."""
    signs = [(sign, steward.say(words)) for sign, words in SIGNS.items()]
    effect = now.get("smallest_effect", steward.place.desk.programme.smallest_effect)
    lags = {"min": "1", "max": str(LONGEST_LAG), "step": "1"}
    return [
        choice_of("sign", steward.say(SIGN), signs, now=now.get("sign", "+"), key=f"{key}-sign"),
        _filled("first_lag", steward.say(FIRST_LAG), now.get("first_lag", 1), key=key, **lags),
        _filled("last_lag", steward.say(LAST_LAG), now.get("last_lag", 4), key=key, **lags),
        _filled(
            "smallest_effect",
            steward.say(SMALLEST),
            f"{effect:g}".replace(".", "," if steward.language == "nl" else "."),
            key=key,
            # As text: a browser writes numbers in its own language, not in that of the page.
            inputmode="decimal",
            pattern="[01]([.,][0-9]{1,3})?",
        ),
    ]


def _filled(name: str, label: str, value: object, *, key: str, **limits: str) -> Markup:
    """Return a labelled field that is filled in already; with a least value it takes a number."""
    return element(
        "label",
        element("span", label),
        element(
            "input",
            type="number" if "min" in limits else "text",
            name=name,
            value=str(value),
            data_key=f"{key}-{name}",
            class_="field",
            required=True,
            maxlength="300",
            autocomplete="off",
            **limits,
        ),
        class_="labelled",
    )


def _standing(steward: Steward, register: Row, standing: list[Row]) -> Markup:
    """Return the versions that count, each with its verdict and the way to change it."""
    rows = [
        [
            element(
                "span",
                element("b", f"{one['name']} "),
                _expectation(steward, register, one),
                element("small", " ", steward.say(PURPOSE, purpose=one["purpose"])),
            ),
            _window(steward, one),
            _answer(steward, register["answers"].get(one["name"])),
            _change(steward, one),
        ]
        for one in standing
    ]
    heads = [steward.say(text) for text in HEADS]
    return card(steward.say(LIST), table(heads, rows, caption=steward.say(LIST), is_stacked=True))


def _window(steward: Steward, one: Row) -> Markup:
    """Return what was expected when, and whether it can still be changed."""
    period = period_label(one["first_period"], steward.language)
    state = AFTERWARDS if one["afterwards"] else LOCKED if one["locked"] else OPEN
    words = steward.say(
        WINDOW,
        first=one["first_lag"],
        last=one["last_lag"],
        effect=format_number(one["smallest_effect"], steward.language, digits=2),
        period=period,
    )
    return element("span", words, " ", element("small", steward.say(state, period=period)))


def _answer(steward: Steward, found: Row | None) -> Markup:
    """Return the verdict on its window, and whether it is what was expected."""
    if found is None:
        return element("span", steward.say(NOT_YET), class_="muted")
    words = steward.say(VERDICT_WORDS[found["verdict"]])
    if found["strength"] in STRENGTHS:
        words = f"{words} · {steward.say(STRENGTHS[found['strength']])}"
    said = ANSWERS.get(found["answer"])
    return element(
        "span",
        element("span", VERDICT_SIGNS[found["verdict"]], class_="sign", aria_hidden="true"),
        f" {words} ",
        element("small", steward.say(said)) if said else None,
    )


def _change(steward: Steward, one: Row) -> Markup:
    """Return the way to a new version: opened first."""
    key = f"change-{one['name']}-{one['version']}"
    label = steward.say(CHANGE_ONE, name=one["name"])
    purpose = steward.say(WHAT_FOR, n=SHORTEST_PURPOSE)
    return element(
        "details",
        element("summary", f"{steward.say(CHANGE)} …", data_key=f"{key}-open", aria_label=label),
        form(
            "amend",
            element("input", type="hidden", name="name", value=one["name"]),
            *_terms(steward, key, one),
            _filled("purpose", purpose, one["purpose"], key=key),
            button(label, key=key),
            class_="asked",
        ),
        class_="ask",
        id=key,
    )


def _versions(steward: Steward, register: Row) -> Markup:
    """Return every version as it was written down."""
    rows = [
        [
            f"{one['name']} v{one['version']}",
            _expectation(steward, register, one),
            element(
                "span",
                steward.moment(one["registered_at"]),
                " · ",
                one["registered_by"],
                element("small", " ", steward.say(AFTERWARDS)) if one["afterwards"] else None,
            ),
            element("code", one["frozen_hash"], class_="hash"),
        ]
        for one in register["versions"]
    ]
    heads = [steward.say(text) for text in VERSION_HEADS]
    return card(
        steward.say(VERSIONS),
        table(heads, rows, caption=steward.say(VERSIONS), is_stacked=True),
    )


def _expectation(steward: Steward, register: Row, one: Row) -> str:
    """Return what is expected, in the measures' own names."""
    a, b = (f"‘{_name(steward, register, one[side])}’" for side in ("cause", "outcome"))
    return steward.say(MORE if one["sign"] == "+" else LESS, a=a, b=b)


def _name(steward: Steward, register: Row, code: str) -> str:
    """Return the name of a measure; a code without one stands for itself."""
    names = {one["code"]: one[f"name_{steward.language}"] for one in register["measures"]}
    return measure_name(code, names.get(code))


def _kind(steward: Steward, kind: str) -> str:
    """Return what kind of measure it is."""
    return steward.say(KINDS[kind].in_sentence) if kind in KINDS else kind


def _register(steward: Steward, fields: dict[str, str]) -> None:
    """Register a new expectation."""
    asked = {name: fields.get(name, "") for name in ("cause", "outcome", "sign", "rival")}
    asked |= {name: fields.get(name, "") for name in ("purpose", "first_period")}
    terms = _numbers(fields)
    request = asked | {
        "lags": (terms["first_lag"], terms["last_lag"]),
        "smallest_effect": terms["smallest_effect"],
    }
    steward.place.begin(_written(steward.place, "register", fields=request))


def _amend(steward: Steward, fields: dict[str, str]) -> None:
    """Write a new version."""
    changes = _numbers(fields) | {name: fields.get(name, "") for name in ("sign", "purpose")}
    steward.place.begin(
        _written(steward.place, "amend", name=fields.get("name", ""), changes=changes)
    )


def _numbers(fields: dict[str, str]) -> Row:
    """Return the numbers of a form; what is no number becomes nil, which the register refuses."""
    lags = {
        name: int(fields[name]) if fields.get(name, "").isdecimal() else 0
        for name in ("first_lag", "last_lag")
    }
    text = fields.get("smallest_effect", "").replace(",", ".")
    is_number = text.replace(".", "", 1).isdecimal()
    return lags | {"smallest_effect": float(text) if is_number else -1.0}


async def _written(place: Place, job: str, **request: object) -> None:
    """Write it down and say with which time and fingerprint."""
    made = await place.ask(job, REGISTERING, **request)
    if made is not None:
        place.done = (DONE_AFTERWARDS if made["afterwards"] else DONE).fill(
            name=made["name"], version=made["version"], hash=made["frozen_hash"][:_SHORT]
        )
        place.tell()


SECTION = Section("expect", TITLE, 6, draw, acts={"register": _register, "amend": _amend})
