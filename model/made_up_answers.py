"""Made-up deliveries of a whole programme: every answer that a known truth would have given."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from model.latent_process import SCENARIOS, Process, Scenario, draw, histories, process_of
from model.made_up_organisation import (
    BELIEF,
    MEASURES,
    ROUTINE,
    SAFETY,
    codebook_table,
    teams,
    traits_table,
    units_table,
    values_table,
)
from model.period import bounds, period_range, shift

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

LAST_PERIOD = "2026-Q3"
#: Clear enough to be found with the example's number of units and periods.
EFFECT = 0.45
#: What each link of the chain keeps of itself, takes over from the link before, and adds.
KEPT, PASSED_ON, ADDED = 0.35, 0.65, 0.55
#: Periods thrown away, so that the chain has forgotten how it began.
WARM_UP = 12
#: Share of the period's people who answer; standard deviation of answers on a five-point scale.
RESPONSE, ANSWER_SD = 0.75, 0.9
#: Of one period's mood of a person, and of what is left in each answer: items hold together.
MOOD_SD, ITEM_SD = 0.5, 0.45
#: What one latent standard deviation within a unit does to a mean answer, on 1-5 and on 0-10.
MOVE_OF_FIVE, MOVE_OF_TEN = 0.4, 0.9
#: Sizes at which "too_few" is cut off.
TOO_FEW = (6, 5)


def simulate_programme(
    scenario: Scenario | str,
    *,
    units: int = 40,
    periods: int = 20,
    seed: int = 0,
    effect: float = EFFECT,
    last_period: str = LAST_PERIOD,
) -> dict[str, pl.DataFrame]:
    """Return the tables that a programme with a known truth would deliver.

    Parameters
    ----------
    scenario : Scenario
        Holds for the construct KLANT_CENTRAAL and the measure nps; csat follows nps. In
        "beliefs_lead" behaviour stands between: the routine AANSPREKEN follows the beliefs, the
        registrations TERUGBEL and EERSTE_KEER the routine and customers the registrations, one
        period each. In "both" customers follow at once. FOUTEN_MOGEN and LEIDING_STEUN go their
        own way.
    units, periods : int
        Teams and quarters; "too_few" has at most 6 and 5. From ten teams on, one team in
        fifteen has three or four people: too few to be shown.
    seed : int
        Same seed, same answers.
    effect : float
        Size of a direct lead, in latent standard deviations.
    last_period : str
        The last quarter.

    Returns
    -------
    dict of str to DataFrame
        units, organisation_values, traits, codebook, survey_responses, customer_responses,
        behaviour_indicators, leadership_measures.

    Notes
    -----
    Every answer is drawn apart: nobody's own bias lasts, so that errors are the sampling errors
    that the method takes them for.
    """
    if scenario == "too_few":
        units, periods = min(units, TOO_FEW[0]), min(periods, TOO_FEW[1])
    number = [str(name) for name in SCENARIOS].index(scenario)
    random = np.random.default_rng([2026, number, units, periods, seed])
    heads = _head_counts(units, random)
    names = period_range(shift(last_period, 1 - periods), last_period)
    scores = _scores(process_of(SCENARIOS[number], effect=effect), units, periods, random)
    codes = [code for code, _, _ in teams(units)]
    return {
        "units": units_table(units, heads.tolist()),
        "organisation_values": values_table(),
        "traits": traits_table(),
        "codebook": codebook_table(),
        "survey_responses": _survey(scores, (codes, names), heads, random),
        "customer_responses": _customers(scores, (codes, names), random),
        "behaviour_indicators": _behaviour(scores, (codes, names), random),
        "leadership_measures": _leadership(scores, (codes, names), heads, random),
    }


def _head_counts(units: int, random: np.random.Generator) -> NDArray[np.int64]:
    """Return how many people work in each unit."""
    heads = np.clip(random.lognormal(np.log(34), 0.4, units).round(), 16, 90).astype(int)
    if units >= 10:
        heads[random.choice(units, max(1, units // 15), replace=False)] = random.integers(3, 5)
    return np.asarray(heads)


def _scores(
    process: Process, units: int, periods: int, random: np.random.Generator
) -> dict[str, Array]:
    """Return latent scores by construct or measure, each of shape (units, periods)."""
    main = histories(process, units=units, periods=WARM_UP + periods, random=random)
    beliefs, customers = main[:, :, 0], main[:, :, 1]
    strength = PASSED_ON if process.forward else 0.0
    routine = _following(beliefs, strength, random)
    behaviour = _following(routine, strength, random)
    if process.forward and not process.reverse:
        customers = _following(behaviour, strength, random)
    beliefs, routine, behaviour, customers = (
        path[:, WARM_UP:] for path in (beliefs, routine, behaviour, customers)
    )
    alone = Process(association=0.0)
    others = histories(alone, units=units, periods=periods, random=random)
    within = {
        BELIEF: beliefs,
        SAFETY: others[:, :, 0],
        ROUTINE: routine,
        "TERUGBEL": behaviour,
        "EERSTE_KEER": 0.7 * behaviour + 0.7 * draw(random, behaviour.shape),
        "LEIDING_STEUN": others[:, :, 1],
        "nps": customers,
        "csat": 0.9 * customers + 0.3 * draw(random, customers.shape),
    }
    levels = 0.6 * draw(random, (units, 1))
    return {
        name: path + 0.5 * levels + 0.5 * draw(random, (units, 1)) + 0.2 * draw(random, (periods,))
        for name, path in within.items()
    }


def _following(cause: Array, strength: float, random: np.random.Generator) -> Array:
    """Return a series of variance one that follows a cause one period later."""
    path = draw(random, cause.shape)
    for t in range(1, cause.shape[1]):
        path[:, t] = KEPT * path[:, t - 1] + strength * cause[:, t - 1] + ADDED * path[:, t]
    return np.asarray(path / path[:, WARM_UP // 2 :].std())


def _survey(
    scores: dict[str, Array],
    places: tuple[list[str], list[str]],
    heads: NDArray[np.int64],
    random: np.random.Generator,
) -> pl.DataFrame:
    """Return every employee's answers."""
    people = np.arange(heads.max())[None, None, :]
    present = people < heads[:, None, None]
    shape = (*scores[BELIEF].shape, heads.max())
    answered = present & (random.uniform(size=shape) < RESPONSE)
    has_list_a = random.uniform(size=shape) < 0.5
    frames = []
    for construct, group in groupby(
        (row for row in MEASURES if row.kind in ("belief", "routine")), lambda row: row.construct
    ):
        items = list(group)
        is_asked = has_list_a if items[0].kind == "belief" else ~has_list_a
        unit, period, person = np.nonzero(answered & is_asked)
        day = _moments(places[1], period, random)
        middle = 3.2 + MOVE_OF_FIVE * scores[construct][unit, period]
        middle = middle + MOOD_SD * draw(random, middle.shape)
        for row in items:
            exact = middle + ITEM_SD * draw(random, middle.shape)
            score = np.clip(np.rint(exact), 1, 5).astype(int)
            frames.append(
                pl.DataFrame(
                    {
                        "unit": unit,
                        "period_number": period,
                        "respondent_id": 100_000 + 1_000 * unit + person,
                        "item_code": np.repeat(row.code, unit.size),
                        "score": 6 - score if row.is_reversed else score,
                        "submitted_at": day,
                    }
                )
            )
    rows = pl.concat(frames).sort("period_number", "unit", "respondent_id", "item_code")
    return _placed(rows, places, prefix="R").select(
        "response_id",
        pl.format("P{}", "respondent_id").alias("respondent_id"),
        "unit_code",
        "period",
        "item_code",
        "score",
        "submitted_at",
    )


def _customers(
    scores: dict[str, Array],
    places: tuple[list[str], list[str]],
    random: np.random.Generator,
) -> pl.DataFrame:
    """Return every customer's answers."""
    frames = []
    shape = scores["nps"].shape
    usual = random.integers(40, 110, (shape[0], 1))
    for metric, low, high, middle, move, spread in (
        ("nps", 0, 10, 7.4, MOVE_OF_TEN, 1.9),
        ("csat", 1, 5, 3.4, MOVE_OF_FIVE, ANSWER_SD),
    ):
        count = random.poisson(usual, shape)
        unit, period = (np.repeat(axis.ravel(), count.ravel()) for axis in np.indices(shape))
        mean = middle + move * scores[metric][unit, period]
        answer = np.rint(mean + spread * draw(random, mean.shape))
        frames.append(
            pl.DataFrame(
                {
                    "unit": unit,
                    "period_number": period,
                    "metric": np.repeat(metric, unit.size),
                    "score": np.clip(answer, low, high).astype(int),
                    "submitted_at": _moments(places[1], period, random),
                }
            )
        )
    rows = pl.concat(frames).sort("period_number", "unit", "metric")
    return _placed(rows, places, prefix="C").select(
        "response_id", "unit_code", "period", "metric", "score", "submitted_at"
    )


def _behaviour(
    scores: dict[str, Array],
    places: tuple[list[str], list[str]],
    random: np.random.Generator,
) -> pl.DataFrame:
    """Return counts of observed behaviour."""
    frames = []
    for code in ("TERUGBEL", "EERSTE_KEER"):
        chance = 1 / (1 + np.exp(-(0.8 + 0.5 * scores[code])))
        cases = random.poisson(120, chance.shape) + 1
        hits = random.binomial(cases, chance)
        unit, period = (axis.ravel() for axis in np.indices(chance.shape))
        frames.append(
            pl.DataFrame(
                {
                    "unit_code": np.array(places[0])[unit],
                    "period": np.array(places[1])[period],
                    "indicator_code": np.repeat(code, unit.size),
                    "value": (100 * hits / cases).ravel().round(4),
                    "numerator": hits.ravel(),
                    "denominator": cases.ravel(),
                }
            )
        )
    return pl.concat(frames).sort("period", "unit_code", "indicator_code")


def _leadership(
    scores: dict[str, Array],
    places: tuple[list[str], list[str]],
    heads: NDArray[np.int64],
    random: np.random.Generator,
) -> pl.DataFrame:
    """Return the support that people feel from their manager, as delivered averages."""
    middle = 3.4 + MOVE_OF_FIVE * scores["LEIDING_STEUN"]
    n = np.maximum(2, random.binomial(heads[:, None], RESPONSE, middle.shape))
    value = np.clip(middle + ANSWER_SD / np.sqrt(n) * draw(random, middle.shape), 1, 5)
    unit, period = (axis.ravel() for axis in np.indices(middle.shape))
    return pl.DataFrame(
        {
            "unit_code": np.array(places[0])[unit],
            "period": np.array(places[1])[period],
            "measure_code": np.repeat("LEIDING_STEUN", unit.size),
            "value": value.ravel().round(3),
            "leader_level": np.repeat("teamleider", unit.size),
            "n": n.ravel(),
            "sd": np.full(unit.size, ANSWER_SD),
        }
    ).sort("period", "unit_code")


def _moments(names: list[str], period: NDArray[np.int64], random: np.random.Generator) -> pl.Series:
    """Return a moment in working hours within each period."""
    epoch = dt.date(1970, 1, 1)
    first = np.array([(bounds(name)[0] - epoch).days for name in names])
    days = np.array([(bounds(name)[1] - bounds(name)[0]).days + 1 for name in names])
    day = first[period] + (random.uniform(size=period.size) * days[period]).astype(int)
    minute = random.integers(8 * 60, 18 * 60, period.size)
    stamps = day * 86_400_000 + minute * 60_000
    wall = pl.Series(stamps).cast(pl.Datetime("ms")).dt.replace_time_zone("Europe/Amsterdam")
    return wall.dt.strftime("%Y-%m-%dT%H:%M:%S%:z")


def _placed(
    rows: pl.DataFrame, places: tuple[list[str], list[str]], *, prefix: str
) -> pl.DataFrame:
    """Return rows with the names of their unit and period, and a running id."""
    numbers = pl.int_range(100_001, 100_001 + rows.height, eager=True)
    return rows.with_columns(
        unit_code=pl.Series(np.array(places[0])[rows["unit"].to_numpy()]),
        period=pl.Series(np.array(places[1])[rows["period_number"].to_numpy()]),
        response_id=pl.Series([f"{prefix}{number}" for number in numbers]),
    )
