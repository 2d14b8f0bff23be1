"""From a simulated programme in the warehouse to an opened release."""

from dataclasses import asdict
from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from model.hypothesis import Hypothesis
from model.simulate import simulate_programme
from pipelines.programme import create_programme
from pipelines.publish import publish
from pipelines.read import open_release
from pipelines.run import build
from pipelines.warehouse import open_warehouse
from tests.model.attack import K, attack
from tests.pipelines.made_tables import add_load

TEAMS, QUARTERS = 24, 12


@pytest.fixture(scope="module")
def programme(tmp_path_factory):
    made = create_programme(tmp_path_factory.mktemp("flow") / "one")
    tables = simulate_programme("beliefs_lead", units=TEAMS, periods=QUARTERS, seed=3)
    with open_warehouse(made) as connection:
        for name, rows in tables.items():
            columns = [column for column in rows.columns if column in _columns(connection, name)]
            texts = pl.col(pl.String)
            clean = rows.select(columns).with_columns(pl.when(texts != "").then(texts))
            clean = clean.with_row_index("source_row", offset=2)
            if "respondent_id" in columns:
                people = pl.col("respondent_id").hash().cast(pl.String).str.zfill(32)
                clean = clean.with_columns(people.alias("respondent_id"))
            connection.register("delivered", clean)
            connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM delivered")
            add_load(connection, name, rows=rows.height)
            if name == "codebook":
                _expect(connection, made, first=min(tables["survey_responses"]["period"]))
    build(made)
    publish(made, _last(tables))
    return made


def _expect(connection, made, *, first):
    """Write down before the answers that beliefs go before customers by at most a year."""
    one = Hypothesis(
        "H1", 1, "KLANT_CENTRAAL", "nps", "+", 1, 4, made.smallest_effect, "To choose.", first,
        "2020-01-01", "test",
    )  # fmt: skip
    values = [*asdict(one).values(), one.frozen_hash]
    connection.execute(f"INSERT INTO hypotheses VALUES ({', '.join('?' * len(values))})", values)


def _columns(connection, table):
    return {row[0] for row in connection.execute(f"DESCRIBE {table}").fetchall()}


def _last(tables):
    return max(tables["survey_responses"]["period"].unique())


def test_the_planted_lead_is_the_verdict_that_the_page_opens_on(programme):
    verdicts = open_release(programme.folder).table("verdicts")
    first = verdicts.filter("is_primary").row(0, named=True)
    assert (first["cause"], first["outcome"]) == ("KLANT_CENTRAAL", "nps")
    assert (first["verdict"], first["answer"]) == ("lead", "as_expected")
    # Planted: beliefs → routines → behaviour → customers, one quarter each.
    assert first["forward_lag"] == 3


def test_each_link_of_the_planted_chain_leads_the_next(programme):
    verdicts = open_release(programme.folder).table("verdicts").filter(hypothesis="")
    found = {(row["cause"], row["outcome"]): row for row in verdicts.iter_rows(named=True)}
    chain = ("KLANT_CENTRAAL", "AANSPREKEN", "TERUGBEL", "nps")
    assert [found[link]["verdict"] for link in pairwise(chain)] == ["lead"] * 3


def test_leadership_support_is_published_as_moderator_of_every_other_question(programme):
    release = open_release(programme.folder)
    asked = release.table("verdicts").filter(pl.col("cause_kind") != "leadership")
    rows = release.table("moderation")
    assert rows["moderator"].unique().to_list() == ["LEIDING_STEUN"]
    assert rows.select("cause", "outcome", "hypothesis").rows() == (
        asked.select("cause", "outcome", "hypothesis").rows()
    )
    # Nothing of the kind is planted: of all these questions none is found.
    assert rows["q"].min() > 0.05
    assert rows["mde"].min() > 0
    assert rows["n_units"].min() >= 8


def test_nobody_can_be_worked_out_from_the_release(programme):
    figures = open_release(programme.folder).table("figures")
    with open_warehouse(programme, read_only=True) as connection:
        measures = connection.table("measures").filter("construct IS NULL").pl()
        people = connection.table("person_marks").pl()
        trees = connection.table("unit_periods").pl().sort("period", "sort_order")
    for (period,), tree in trees.group_by(["period"]):
        units = tree["unit_code"].to_list()
        parents = [units.index(p) if p in units else -1 for p in tree["parent_code"]]
        for measure in measures.filter(pl.col("kind") != "behaviour")["measure"]:
            cell = (pl.col("period") == period) & (pl.col("measure") == measure)
            counts = dict(people.filter(cell)["unit_code"].value_counts().iter_rows())
            states = dict(figures.filter(cell).select("unit_code", "state").iter_rows())
            visible = np.array([states[unit] == "shown" for unit in units])
            own = np.array([counts.get(unit, 0) for unit in units])
            assert attack(parents, own, visible, k=K) == [], (period, measure)


def test_every_figure_is_near_the_answers_it_stands_for(programme):
    shown = open_release(programme.folder).table("figures").filter(pl.col("state") == "shown")
    with open_warehouse(programme, read_only=True) as connection:
        panel = connection.table("panel").pl()
    key = ["unit_code", "period", "measure"]
    both = shown.join(panel, on=key, suffix="_panel").filter(pl.col("bound").is_null())
    assert both.height > 1000
    step = (pl.col("value") - pl.col("value_panel")).abs()
    assert both.filter(step > 0.501).height == 0
    assert both.filter(~pl.col("value").is_between("low", "high")).height == 0
