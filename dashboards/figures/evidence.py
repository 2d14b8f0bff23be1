"""The evidence on one question: both directions, the lags, and what it withstands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.figures.forest import Row, as_cells, forest, reach
from dashboards.figures.frame import as_table, card, slot, summary
from dashboards.figures.lag_curve import HEIGHT
from dashboards.html import element
from dashboards.words import counted, format_estimate, period_words
from model.text import Text, format_number

if TYPE_CHECKING:
    from markupsafe import Markup

    from dashboards.facts import Direction, Measure, Pair, Specification
    from dashboards.view import Session

BOTH = Text(nl="Beide richtingen, op dezelfde schaal", en="Both directions, on the same scale")
FIRST = Text(nl="{a} eerst", en="{a} first")
LAGGED = Text(nl="{b} volgt na {lag}", en="{b} follows after {lag}")
LAGGED_ABOUT = Text(
    nl="{b} volgt na {lag} ({first} tot {last} kan ook)",
    en="{b} follows after {lag} ({first} to {last} is possible)",
)
BOTH_SUMMARY = Text(
    nl="{a} eerst: {forward}. {b} eerst: {reverse}. De lichte strook is te klein om ertoe te doen.",
    en="{a} first: {forward}. {b} first: {reverse}. The pale strip is too small to matter.",
)
SCALE = Text(
    nl="In standaardafwijkingen binnen eenheden. Een open punt: de band raakt nul.",
    en="In standard deviations within units. A hollow point: the interval touches zero.",
)
NO_VERDICT = Text(
    nl="Dit zijn schattingen, nog geen oordeel: toeval kan hen verklaren.",
    en="These are estimates, not a verdict yet: chance can explain them.",
)
NO_ESTIMATES = Text(
    nl="Voor beide richtingen is er te weinig om een schatting te maken.",
    en="For both directions there is too little to make an estimate.",
)
LAGS = Text(nl="De samenhang bij elke vertraging", en="The relation at every lag")
LAGS_SUMMARY = Text(
    nl=(
        "Rechts van nul ging {a} vooraf, links {b}. Dit laat de vorm zien; "
        "het oordeel hangt er niet aan."
    ),
    en=(
        "Right of zero {a} came first, left of zero {b}. This shows the shape; "
        "the verdict does not hang on it."
    ),
)
LAG_AXIS = Text(nl="vertraging in {periods}", en="lag in {periods}")
NO_LAGS = Text(
    nl="Voor deze vraag zijn er te weinig perioden voor een curve.",
    en="There are too few periods for a curve on this question.",
)
LAG = Text(nl="Vertraging", en="Lag")
ESTIMATE = Text(nl="Schatting", en="Estimate")
LOW = Text(nl="Van", en="From")
HIGH = Text(nl="Tot", en="To")
DIRECTION = Text(nl="Richting", en="Direction")
STANDS = Text(nl="Blijft het oordeel overeind?", en="Does the verdict hold?")
STANDS_SUMMARY = Text(
    nl="{a} eerst, na {lag}, onder andere aannames over de meetfout en de gegevens.",
    en="{a} first, after {lag}, under other assumptions about error and data.",
)
NO_SPECIFICATIONS = Text(
    nl="Er zijn geen herberekeningen: zonder oordeel valt er niets te toetsen.",
    en="There are no recalculations: without a verdict there is nothing to test.",
)
ASSUMPTION = Text(nl="Aanname", en="Assumption")
SPECIFICATIONS: dict[str, Text] = {
    "primary": Text(nl="Hoofdberekening", en="Main calculation"),
    "error_0.7": Text(nl="Meetfout × 0,7", en="Measurement error × 0.7"),
    "error_1.3": Text(nl="Meetfout × 1,3", en="Measurement error × 1.3"),
    "error_estimated": Text(nl="Meetfout geschat", en="Measurement error estimated"),
    "eiv_hpj": Text(nl="Tweede methode", en="Second method"),
    "leave_one_unit_out": Text(nl="Zonder één eenheid", en="Without one unit"),
    "leave_one_period_out": Text(nl="Zonder één periode", en="Without one period"),
    "free_start": Text(nl="Vrij begin", en="Free start"),
    "stationary_start": Text(nl="Stabiel begin", en="Stationary start"),
    "placebo_future": Text(nl="Schijntoets: de toekomst", en="Placebo test: the future"),
}


def both_directions(session: Session, pair: Pair) -> Markup:
    """Return the two directions beside each other on one scale."""
    rows = _rows(session, pair)
    if all(row.estimate is None for row in rows):
        return card(session.say(BOTH), element("p", session.say(NO_ESTIMATES), class_="state"))
    effect = session.store.smallest_effect
    words = session.say(
        BOTH_SUMMARY,
        a=pair.cause.name,
        b=pair.outcome.name,
        forward=format_estimate(pair.forward, session.language),
        reverse=format_estimate(pair.reverse, session.language),
    )
    return card(
        session.say(BOTH),
        summary(words),
        forest(rows, scale=reach(rows, at_least=effect), band=effect, language=session.language),
        element("p", session.say(SCALE), class_="footnote"),
        element("p", session.say(NO_VERDICT), class_="footnote")
        if pair.verdict == "insufficient"
        else None,
        as_table(
            [session.say(t) for t in (DIRECTION, ESTIMATE, LOW, HIGH)],
            [as_cells(row, session.language) for row in rows],
            caption=session.say(BOTH),
            key="table-both",
            language=session.language,
        ),
        class_="both",
    )


def _rows(session: Session, pair: Pair) -> list[Row]:
    """Return both directions as rows of one chart."""
    return [
        _direction_row(session, pair.cause, pair.outcome, pair.forward),
        _direction_row(session, pair.outcome, pair.cause, pair.reverse),
    ]


def _direction_row(session: Session, first: Measure, then: Measure, found: Direction) -> Row:
    """Return one direction as a row."""
    lag = counted(found.lag or 1, _period_words(session), session.language)
    return Row(
        label=session.say(FIRST, a=first.name),
        note=session.say(
            LAGGED_ABOUT if len(found.lags) > 1 else LAGGED,
            b=then.name,
            lag=lag,
            first=min(found.lags, default=1),
            last=max(found.lags, default=1),
        ),
        estimate=found.estimate,
        low=found.low,
        high=found.high,
        colour=first.kind,
    )


def lags(session: Session, pair: Pair) -> Markup:
    """Return the curve over the lags."""
    points = session.store.lag_curve(pair)
    if not points:
        return card(session.say(LAGS), element("p", session.say(NO_LAGS), class_="state"))
    language = session.language
    rows = [
        (
            format_number(lag, language, digits=0),
            format_number(estimate, language, digits=2),
            format_number(low, language, digits=2),
            format_number(high, language, digits=2),
        )
        for lag, estimate, low, high in points
    ]
    ends = element(
        "div",
        element("span", f"← {session.say(FIRST, a=pair.outcome.name)}"),
        element("span", session.say(LAG_AXIS, periods=_period_words(session)[1])),
        element("span", f"{session.say(FIRST, a=pair.cause.name)} →"),
        class_="ends",
    )
    return card(
        session.say(LAGS),
        summary(session.say(LAGS_SUMMARY, a=pair.cause.name, b=pair.outcome.name)),
        slot(1, height=HEIGHT),
        ends,
        as_table(
            [session.say(t) for t in (LAG, ESTIMATE, LOW, HIGH)],
            rows,
            caption=session.say(LAGS),
            key="table-lags",
            language=language,
        ),
    )


def stands(session: Session, pair: Pair) -> Markup:
    """Return the estimate under every other assumption, one strip per assumption."""
    found = [s for s in session.store.specifications(pair) if s.direction == "forward"]
    rows = [_specification_row(session, s, pair.cause.kind) for s in found if s.applicable]
    left_out = [_left_out(session, s) for s in found if not s.applicable]
    if not rows:
        body = element("p", session.say(NO_SPECIFICATIONS), class_="state")
        return card(session.say(STANDS), body, *left_out)
    effect = session.store.smallest_effect
    return card(
        session.say(STANDS),
        summary(_stands_summary(session, pair)),
        forest(
            rows,
            scale=reach(rows, at_least=effect),
            band=effect,
            language=session.language,
            compact=True,
        ),
        *left_out,
        as_table(
            [session.say(t) for t in (ASSUMPTION, ESTIMATE, LOW, HIGH)],
            [as_cells(row, session.language) for row in rows],
            caption=session.say(STANDS),
            key="table-stands",
            language=session.language,
        ),
    )


def _stands_summary(session: Session, pair: Pair) -> str:
    """Return what was computed again, at the lag of the estimate above."""
    lag = counted(pair.forward.lag or 1, _period_words(session), session.language)
    return session.say(STANDS_SUMMARY, a=pair.cause.name, lag=lag)


def _period_words(session: Session) -> tuple[Text, Text]:
    """Return what the periods of this release are called, one and many."""
    return period_words(next(iter(session.store.periods), ""))


def _specification_row(session: Session, found: Specification, kind: str) -> Row:
    """Return one assumption as a row; its note says which unit or period was left out."""
    return Row(
        label=_specification_name(session, found.name),
        note=session.say(found.note),
        estimate=found.estimate,
        low=found.low,
        high=found.high,
        colour=kind,
        is_main=found.name == "primary",
    )


def _left_out(session: Session, found: Specification) -> Markup:
    """Return why an assumption could not be tried."""
    name = _specification_name(session, found.name)
    return element("p", f"{name}: {session.say(found.note)}", class_="footnote")


def _specification_name(session: Session, name: str) -> str:
    """Return what an assumption is called."""
    return session.say(SPECIFICATIONS[name]) if name in SPECIFICATIONS else name.replace("_", " ")
