"""From the panel to verdicts, and what a reader gets of them."""

from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from model.errors import RejectedError, UsageError
from model.hypothesis import Hypothesis
from model.latent_process import Process
from model.simulate import SimulatedSeries, simulate_series
from pipelines.evidence import evidence_tables, evidence_until, verdict_for
from pipelines.evidence_tables import TABLES
from pipelines.panel import replace_table
from pipelines.run import STEPS, build
from pipelines.warehouse import create_tables, memory
from tests.pipelines.made_panel import panel_rows
from tests.pipelines.made_tables import make_programme

N_UNITS, N_PERIODS, PLANTED = 60, 14, 0.25


def panel_of(series):
    """A panel in which belief B meets customer score K, and registration A has no error."""
    return pl.DataFrame(
        [
            row
            for measure, source, values, errors in (
                ("B", "survey_responses", series.x, series.se_x),
                ("K", "customer_responses", series.y, series.se_y),
                ("A", "behaviour_indicators", series.y, np.full_like(series.y, np.nan)),
            )
            for row in panel_rows(measure, source, values, errors)
        ]
    )


def expected(name="H1", first_period="2020-Q1", *, last_lag, sign="+"):
    """What was written down of B and K before the data of its first period."""
    return Hypothesis(
        name, 1, "B", "K", sign, 1, last_lag, 0.25, "To choose.", first_period, "", ""
    )


MEASURES = pl.DataFrame(
    {
        "measure": ["A", "B", "K"],
        "kind": ["behaviour", "belief", "customer"],
        "is_construct": [False, True, False],
        "position": [1, 2, 3],
        "construct": pl.Series([None, None, None], dtype=pl.String),
        "respondents": pl.Series([None, None, None], dtype=pl.String),
    }
)


@pytest.fixture(scope="module")
def tables():
    series = simulate_series("beliefs_lead", units=N_UNITS, periods=N_PERIODS, seed=3)
    return evidence_tables(panel_of(series), MEASURES, registered=[], smallest_effect=0.25)


def row_of(tables, cause):
    return tables["verdicts"].filter(pl.col("cause") == cause).row(0, named=True)


def test_a_planted_lead_is_found_and_opens_the_page(tables):
    row = row_of(tables, "B")
    assert row["verdict"] == "lead"
    assert row["is_primary"]
    assert row["forward_low"] < PLANTED < row["forward_high"]
    assert (row["n_units"], row["n_periods"]) == (N_UNITS, N_PERIODS)
    assert (row["first_period"], row["last_period"]) == ("2020-Q1", "2023-Q2")


def test_without_a_known_error_there_is_no_verdict_and_the_reason_is_told(tables):
    row = row_of(tables, "A")
    assert (row["verdict"], row["error_source"], row["q"]) == ("insufficient", "none", None)
    assert "meetfout" in row["reasons_nl"][0]
    assert len(row["reasons_nl"]) == len(row["reasons_en"])


def test_the_tables_have_the_agreed_columns_and_both_directions(tables):
    for name, columns in TABLES.items():
        assert tables[name].schema == pl.Schema(columns), name
    found = tables["evidence"].filter(pl.col("cause") == "B")
    assert set(found["direction"]) == {"forward", "reverse"}
    assert {-1, 0, 1} <= set(tables["lag_curve"]["lag"])


def test_registered_questions_are_corrected_apart_and_come_first():
    series = simulate_series("nothing", units=12, periods=8, seed=1)
    found = evidence_tables(
        panel_of(series), MEASURES, registered=[expected(last_lag=1)], smallest_effect=0.25
    )
    row = row_of(found, "B")
    assert (row["purpose"], row["is_primary"]) == ("registered", True)
    # One registered question: its p is corrected for the two directions only.
    assert row["q"] == pytest.approx(min(1, 2 * min(row["forward_p"], row["reverse_p"])))


def test_a_registered_question_is_judged_on_its_own_periods_and_lags():
    """Customers lead by one quarter before the window, beliefs by two quarters in it."""
    led = Process(persistence=(0.5, 0.5), reverse=0.4)
    before = simulate_series("customers_lead", units=40, periods=N_PERIODS, seed=4, process=led)
    lagged = Process(persistence=(0.5, 0.5), forward=0.4, lag=2)
    within = simulate_series("beliefs_lead", units=40, periods=16, seed=5, process=lagged)
    both = SimulatedSeries(
        *(
            np.hstack([getattr(before, name), getattr(within, name)])
            for name in ("x", "y", "se_x", "se_y")
        ),
        within.truth,
    )
    asked = [
        expected("H1", "2023-Q3", last_lag=3),
        expected("H2", "2027-Q4", last_lag=3),
    ]
    found = evidence_tables(panel_of(both), MEASURES, registered=asked, smallest_effect=0.25)
    rows = {
        row["hypothesis"]: row
        for row in found["verdicts"].filter(pl.col("cause") == "B").iter_rows(named=True)
    }
    first = rows["H1"]
    assert (first["verdict"], first["answer"], first["forward_lag"]) == ("lead", "as_expected", 2)
    assert (first["first_period"], first["n_periods"]) == ("2023-Q3", 16)
    assert any("max-statistic" in reason for reason in first["reasons_en"])
    assert any("K3 2023" in reason for reason in first["reasons_nl"])
    assert (rows["H2"]["answer"], rows["H2"]["n_periods"]) == ("undecided", 0)
    # Explored only on what came before: no period both inspires and tests.
    assert (rows[""]["verdict"], rows[""]["last_period"]) == ("reverse", "2023-Q2")
    assert set(found["lag_curve"]["hypothesis"]) >= {"", "H1"}


def test_no_period_after_a_release_has_a_say_in_its_verdicts(tables):
    series = simulate_series("beliefs_lead", units=N_UNITS, periods=N_PERIODS, seed=3)
    panel = panel_of(series)
    programme = SimpleNamespace(smallest_effect=0.25)
    connection = memory()
    create_tables(connection)
    lines = panel.with_columns(since=pl.lit(-1), absorbed_since=pl.lit(None, dtype=pl.Int64))
    rest = {"panel": panel, "comparable": lines, "measures": MEASURES}
    for name, rows in (tables | rest).items():
        replace_table(connection, name, rows)

    whole = evidence_until(connection, programme, "2023-Q2")
    earlier = evidence_until(connection, programme, "2021-Q4")

    assert all(whole[name].equals(tables[name]) for name in TABLES)
    row = row_of(earlier, "B")
    assert (row["last_period"], row["n_periods"]) == ("2021-Q4", 8)
    known = panel.filter(pl.col("period") <= "2021-Q4")
    alone = evidence_tables(known, MEASURES, registered=[], smallest_effect=0.25)
    assert all(earlier[name].equals(alone[name]) for name in TABLES)


def test_one_pair_is_the_first(tables):
    assert tables["verdicts"]["is_primary"].sum() == 1


def test_the_steps_run_in_order_and_any_measure_may_be_asked_for(tmp_path):
    assert list(STEPS) == ["panel", "quality", "evidence"]
    programme = make_programme(tmp_path / "one")
    with pytest.raises(RejectedError, match="since the last load"):
        verdict_for(programme)
    told = []
    assert build(programme, lambda step, share: told.append((step.nl, share)))["evidence"] == 4
    assert told[-1] == ("Bewijs zoeken", 1.0)
    row, measures = verdict_for(programme)
    assert row["is_primary"]
    assert "TRUST" in measures["measure"]
    assert verdict_for(programme, outcome="nps")[0]["outcome"] == "nps"
    single = verdict_for(programme, cause="B1", outcome="nps")[0]
    assert (single["cause"], single["verdict"]) == ("B1", "insufficient")
    with pytest.raises(UsageError, match="B9"):
        verdict_for(programme, cause="B9")
    with pytest.raises(UsageError, match="no pair"):
        verdict_for(programme, cause="B1")
