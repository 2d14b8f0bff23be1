"""A release in the shape in which views ask for it."""

import polars as pl
import pytest

from dashboards.facts import as_day
from dashboards.store import Store
from tests.dashboards.made_up import PERIODS, made_up_release


@pytest.fixture(scope="module")
def store():
    return Store(made_up_release())


def test_a_series_has_a_figure_for_every_period_also_where_nothing_was_delivered(store):
    series = store.series("trust", "no such unit")

    assert [figure.period for figure in series] == list(PERIODS)
    assert {figure.state for figure in series} == {"no_data"}


def test_a_hidden_figure_holds_no_number_even_if_the_table_does():
    release = made_up_release()
    leaking = release.tables["figures"].with_columns(state=pl.lit("too_few"))
    release.tables["figures"] = leaking

    figures = [f for one in Store(release).figures.values() for f in one.values()]

    numbers = {(f.value, f.se, f.low, f.high, f.n_band) for f in figures}
    assert numbers == {(None, None, None, None, "")}


def test_the_page_opens_on_the_primary_question_and_so_does_an_unknown_one(store):
    assert store.pairs[0].is_primary
    assert store.pair("no", "such") == store.pairs[0]
    assert store.pair("retro", "callback").verdict == "reverse"


def test_measures_come_in_the_order_of_the_iceberg(store):
    kinds = [measure.kind for measure in store.measures.values()]

    assert kinds == [
        "customer",
        "customer",
        "behaviour",
        "routine",
        "belief",
        "belief",
        "leadership",
    ]


def test_the_middle_unit_is_the_median_of_the_shown_leaves(store):
    last = [store.series("trust", unit.code)[-1].value for unit in store.leaves]
    shown = pl.Series([value for value in last if value is not None])

    assert store.middle("trust")[-1].value == pytest.approx(shown.median())
    assert store.middle("trust")[-1].n_band == str(len(shown))


def test_a_release_with_one_root_has_a_top_and_the_rest_are_leaves(store):
    assert store.top.code == "ALL"
    assert len(store.leaves) == 12


def test_without_a_root_there_is_no_top():
    release = made_up_release()
    release.tables["units"] = release.tables["units"].with_columns(
        parent_code=pl.lit(None, dtype=pl.String)
    )

    assert Store(release).top is None


def test_a_code_that_stands_in_for_a_name_can_be_read():
    release = made_up_release()
    codes = {"trust": "FOUTEN_MOGEN", "nps": "NPS"}
    release.tables["measures"] = release.tables["measures"].with_columns(
        pl.col("measure").replace(codes).alias("measure"),
        name_nl=pl.lit(None, dtype=pl.String),
        name_en=pl.lit(None, dtype=pl.String),
    )

    measures = Store(release).measures

    assert measures["FOUTEN_MOGEN"].name.nl == "Fouten mogen"
    assert measures["NPS"].name.en == "NPS"


def test_numbers_that_are_not_finite_are_absent():
    release = made_up_release()
    release.tables["verdicts"] = release.tables["verdicts"].with_columns(
        forward_estimate=pl.lit(float("nan")), mde=pl.lit(float("inf"))
    )

    pair = Store(release).pairs[0]

    assert (pair.forward.estimate, pair.mde) == (None, None)


def test_a_moment_is_a_day_however_it_was_written():
    assert str(as_day("2026-10-14T09:30:00+00:00")) == "2026-10-14"
    assert as_day("soon") is None
