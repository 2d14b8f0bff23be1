"""The gate and what lies behind it: every check of a period, and publishing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.desk.section import (
    Section,
    Steward,
    button,
    choice_of,
    figures_address,
    form,
    hero,
    lede,
    typed,
)
from dashboards.figures.frame import card, summary
from dashboards.html import element, table
from dashboards.words import counted
from model.period import period_label
from model.text import Text

if TYPE_CHECKING:
    from markupsafe import Markup

    from dashboards.desk.place import Place

TITLE = Text(nl="Publiceren", en="Publish")
NOTHING = Text(nl="Er is nog niets te publiceren", en="There is nothing to publish yet")
NOTHING_LEDE = Text(
    nl="Lever eerst eenheden, codeboek en scores aan.",
    en="First deliver units, codebook and scores.",
)
BEGIN = Text(nl="Is {period} klaar om te publiceren?", en="Is {period} ready to publish?")
BEGIN_LEDE = Text(
    nl="De cijfers worden gebouwd en elke controle wordt getoond. Er wordt niets gepubliceerd.",
    en="The figures are built and every check is shown. Nothing is published.",
)
STOPPED = Text(nl="{period} kan nog niet: {n}", en="Not yet for {period}: {n}")
STOPPING = (
    Text(nl="controle houdt tegen", en="check stops it"),
    Text(nl="controles houden tegen", en="checks stop it"),
)
STOPPED_LEDE = Text(
    nl="Bij elke controle staat wat u kunt doen. Controleer daarna opnieuw.",
    en="Each check says what you can do. Check again after that.",
)
READY = Text(nl="{period} kan worden gepubliceerd", en="{period} can be published")
READY_LEDE = Text(
    nl="Alle controles die een publicatie tegenhouden, zijn in orde.",
    en="Every check that can stop a publication is in order.",
)
PERIOD = Text(nl="Periode", en="Period")
CHECK = Text(nl="Bouwen en controleren", en="Build and check")
CHECK_AGAIN = Text(nl="Opnieuw controleren", en="Check again")
CHECKS = Text(nl="Controles", en="Checks")
CHECKS_SUMMARY = Text(
    nl="In orde: {passed} van {all}; aandacht: {doubts}; houdt tegen: {stops}.",
    en="Passed: {passed} of {all}; attention: {doubts}; stops it: {stops}.",
)
ALL_CHECKS = Text(nl="Toon ook de {n} controles die in orde zijn", en="Also show the {n} passed")
EXPECTATION = Text(nl="Controle", en="Check")
OUTCOME = Text(nl="Uitkomst", en="Outcome")
FOUND = Text(nl="Wat er is", en="What there is")
TO_DO = Text(nl="Wat u kunt doen", en="What you can do")
PASSED = Text(nl="✓ in orde", en="✓ passed")
STOPS = Text(nl="✕ houdt tegen", en="✕ stops it")
DOUBT = Text(nl="! aandacht", en="! attention")
ALLOWED = Text(nl="toegestaan: {reason}", en="allowed: {reason}")
PUBLISH = Text(nl="Publiceer {period}", en="Publish {period}")
PUBLISH_SUMMARY = Text(
    nl="Lezers zien de nieuwe uitgave meteen. Zij verandert daarna niet meer.",
    en="Readers see the new release at once. It does not change after that.",
)
CORRECTION = Text(
    nl="{period} is al gepubliceerd als {name}. Waarom wordt zij gecorrigeerd?",
    en="{period} is already published as {name}. Why is it corrected?",
)
WHY = Text(
    nl="Aandachtspunten: {n}. Waarom kan dit toch gepubliceerd worden?",
    en="Points of attention: {n}. Why can this be published all the same?",
)
DOUBTS = Text(
    nl="{n} vragen om aandacht. Waarom is dat geen reden om te wachten?",
    en="{n} ask for attention. Why is that no reason to wait?",
)
DOUBTS_ONE = Text(
    nl="Eén controle vraagt om aandacht. Waarom is dat geen reden om te wachten?",
    en="One check asks for attention. Why is that no reason to wait?",
)
CHECKS_COUNTED = (Text(nl="controle", en="check"), Text(nl="controles", en="checks"))
STANDS = Text(nl="{period} is gepubliceerd", en="{period} is published")
STANDS_LEDE = Text(
    nl="Lezers zien uitgave {name}. Kwam er daarna iets bij? Controleer en publiceer opnieuw.",
    en="Readers see release {name}. Did anything come in since? Check and publish again.",
)
SEE = Text(nl="Bekijk de cijfers", en="See the figures")
CHECKING = Text(nl="Bouwen en controleren", en="Building and checking")
PUBLISHING = Text(nl="Publiceren", en="Publishing")
PUBLISHED = Text(
    nl="Gepubliceerd: uitgave {name}. Lezers zien haar nu.",
    en="Published: release {name}. Readers see it now.",
)
RELEASES = Text(nl="Uitgaven", en="Releases")
RELEASE = Text(nl="Uitgave", en="Release")
AT = Text(nl="Gepubliceerd", en="Published")
BY = Text(nl="{at} door {who}", en="{at} by {who}")
REASON = Text(nl="Reden van de correctie", en="Reason for the correction")
CURRENT = Text(nl="zien lezers nu", en="readers see this now")
NOT_CURRENT = Text(nl="bewaard", en="kept")
SHOWN = Text(nl="Stand", en="Status")
STALE = Text(
    nl="Er is na de laatste bouw iets geladen of teruggenomen: er wordt eerst opnieuw gebouwd.",
    en="Something was loaded or taken back since the last build: it is built again first.",
)

Check = dict[str, Any]
PIPS = ("stops", "doubt", "passed")
SHOWN_AT_ONCE = 15


def draw(steward: Steward) -> Markup:
    """Return the question, the checks, the publication and the releases."""
    overview: dict[str, Any] = steward.place.desk.overview or {}
    periods: list[str] = overview["periods"]
    if not periods:
        return element(
            "div", hero(steward.say(NOTHING), lede(steward.say(NOTHING_LEDE))), class_="view"
        )
    gate = steward.place.checks
    # What was checked holds only for the loads of then.
    found = gate if gate is not None and overview["is_built"] else None
    period = found["period"] if found else periods[-1]
    return element(
        "div",
        _head(steward, period, found, overview),
        _ask(steward, periods, period, is_again=found is not None),
        element("p", steward.say(STALE), class_="notice") if not overview["is_built"] else None,
        _publish_form(steward, found, overview) if found and not _stopping(found) else None,
        _checks(steward, found["checks"]) if found else None,
        _releases(steward, overview["releases"]),
        class_="view",
    )


def _stopping(found: dict[str, Any]) -> list[Check]:
    """Return the checks that stop a publication."""
    return [check for check in found["checks"] if check["stops"]]


def _head(
    steward: Steward, period: str, found: dict[str, Any] | None, overview: dict[str, Any]
) -> Markup:
    """Return whether the period can be published, in one sentence."""
    label = period_label(period, steward.language)
    if found is None:
        current = [one["name"] for one in overview["releases"] if one["is_current"]]
        if overview["is_built"] and current and current[0].startswith(f"{period}."):
            way = element(
                "a", steward.say(SEE), href=figures_address(steward.state), class_="button"
            )
            return hero(
                steward.say(STANDS, period=label),
                lede(steward.say(STANDS_LEDE, name=current[0])),
                element("div", way, class_="actions"),
            )
        return hero(steward.say(BEGIN, period=label), lede(steward.say(BEGIN_LEDE)))
    stopping = len(_stopping(found))
    if not stopping:
        return hero(steward.say(READY, period=label), lede(steward.say(READY_LEDE)))
    words = f"{steward.count(stopping)} {steward.say(STOPPING[stopping != 1])}"
    return hero(steward.say(STOPPED, period=label, n=words), lede(steward.say(STOPPED_LEDE)))


def _ask(steward: Steward, periods: list[str], period: str, *, is_again: bool) -> Markup:
    """Return the choice of a period, and the button that checks it."""
    options = [(one, period_label(one, steward.language)) for one in reversed(periods)]
    return form(
        "rehearse",
        choice_of("period", steward.say(PERIOD), options, now=period, key="period"),
        button(steward.say(CHECK_AGAIN if is_again else CHECK), key="rehearse", main=not is_again),
        class_="choices",
    )


def _publish_form(steward: Steward, found: dict[str, Any], overview: dict[str, Any]) -> Markup:
    """Return the last step: publish, with a reason where something asks for one."""
    period = found["period"]
    label = period_label(period, steward.language)
    words = " ".join(_asks(steward, found, overview))
    reason = typed("reason", words, key="reason") if words else None
    return card(
        steward.say(PUBLISH, period=label),
        summary(steward.say(PUBLISH_SUMMARY)),
        form(
            "publish",
            element("input", type="hidden", name="period", value=period),
            reason,
            button(steward.say(PUBLISH, period=label), key="publish", main=True),
            class_="asked",
        ),
        class_="ready",
    )


def _asks(steward: Steward, found: dict[str, Any], overview: dict[str, Any]) -> list[str]:
    """Return why a reason is asked: doubts that nobody answered, a release that is corrected."""
    asks = []
    doubts = sum(not one["passed"] and not one["allowed"] for one in found["checks"])
    if doubts:
        n = counted(doubts, CHECKS_COUNTED, steward.language)
        asks.append(steward.say(DOUBTS_ONE) if doubts == 1 else steward.say(DOUBTS, n=n))
    earlier = [one["name"] for one in overview["releases"] if one["period"] == found["period"]]
    if earlier:
        label = period_label(found["period"], steward.language)
        asks.append(steward.say(CORRECTION, period=label, name=earlier[0]))
    return asks


def _pips(checks: list[Check]) -> Markup:
    """Draw every check as one sign, so that the whole is seen at a glance."""
    kinds = ["passed" if one["passed"] else "stops" if one["stops"] else "doubt" for one in checks]
    return element(
        "div",
        *(element("i", class_=f"is-{kind}") for kind in sorted(kinds, key=PIPS.index)),
        class_="pips",
        aria_hidden="true",
    )


def _checks(steward: Steward, checks: list[Check]) -> Markup:
    """Return every check: first those that need somebody, then those that passed."""
    failed = sorted((one for one in checks if not one["passed"]), key=lambda one: not one["stops"])
    passed = [one for one in checks if one["passed"]]
    stops = sum(one["stops"] for one in failed)
    words = steward.say(
        CHECKS_SUMMARY,
        passed=len(passed),
        all=len(checks),
        doubts=len(failed) - stops,
        stops=stops,
    )
    return card(
        steward.say(CHECKS),
        summary(words),
        _pips(checks),
        _check_table(steward, failed) if failed else None,
        element(
            "details",
            element("summary", steward.say(ALL_CHECKS, n=len(passed)), data_key="all-checks"),
            _check_table(steward, passed),
            class_="as-table",
            id="all-checks",
            open=len(passed) <= SHOWN_AT_ONCE,
        ),
    )


def _check_table(steward: Steward, checks: list[Check]) -> Markup:
    """Return checks with outcome, what there is, and what to do."""
    heads = [steward.say(text) for text in (EXPECTATION, OUTCOME, FOUND, TO_DO)]
    return table(
        heads,
        [_line(steward, check) for check in checks],
        caption=steward.say(CHECKS),
        is_stacked=True,
    )


def _line(steward: Steward, check: Check) -> list[object]:
    """Return one check."""
    language = steward.language
    outcome = PASSED if check["passed"] else STOPS if check["stops"] else DOUBT
    to_do = "–" if check["passed"] else check["fix"][language]
    if check["allowed"] and not check["passed"]:
        to_do = steward.say(ALLOWED, reason=check["allowed"])
    return [
        check["title"][language],
        element("span", steward.say(outcome), class_="passed" if check["passed"] else "failed"),
        check["found"][language] or "–",
        to_do,
    ]


def _releases(steward: Steward, releases: list[dict[str, Any]]) -> Markup | None:
    """Return what was published, newest first."""
    if not releases:
        return None
    heads = [steward.say(text) for text in (RELEASE, PERIOD, AT, REASON, SHOWN)]
    rows = [
        [
            one["name"],
            period_label(one["period"], steward.language),
            steward.say(BY, at=steward.moment(one["published_at"]), who=one["published_by"]),
            one["reason"] or "–",
            steward.say(CURRENT if one["is_current"] else NOT_CURRENT),
        ]
        for one in releases
    ]
    return card(
        steward.say(RELEASES),
        table(heads, rows, caption=steward.say(RELEASES), is_stacked=True),
    )


def _rehearse(steward: Steward, fields: dict[str, str]) -> None:
    """Build and check a period."""
    overview = steward.place.desk.overview or {}
    if fields.get("period") in overview.get("periods", ()):
        steward.place.begin(
            _rehearsed(steward.place, fields["period"], needs_build=not overview["is_built"])
        )


async def _rehearsed(place: Place, period: str, *, needs_build: bool) -> None:
    """Build when needed, check, and keep what was found."""
    place.checks = None
    found = await place.ask("rehearse", CHECKING, period=period, build=needs_build)
    if found is not None:
        place.checks = {"period": period, "checks": found}
    place.tell()


def _publish(steward: Steward, fields: dict[str, str]) -> None:
    """Publish the period that was checked."""
    checks = steward.place.checks
    if checks is not None and fields.get("period") == checks["period"]:
        steward.place.begin(
            _published(steward.place, fields["period"], fields.get("reason", "").strip())
        )


async def _published(place: Place, period: str, reason: str) -> None:
    """Publish, and say under which name."""
    name = await place.ask("publish", PUBLISHING, period=period, reason=reason)
    if name is not None:
        place.checks = None
        place.done = PUBLISHED.fill(name=name)
    place.tell()


SECTION = Section("publish", TITLE, 5, draw, acts={"rehearse": _rehearse, "publish": _publish})
