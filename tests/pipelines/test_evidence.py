"""From the panel to verdicts, and what a reader gets of them."""

import numpy as np
import polars as pl
import pytest

from model.errors import RejectedError, UsageError
from model.simulate import simulate_series
from pipelines.evidence import evidence_tables, verdict_for
from pipelines.evidence_tables import TABLES
from pipelines.run import STEPS, build
from tests.pipelines.made_tables import make_programme

N_UNITS, N_PERIODS, PLANTED = 60, 14, 0.25


def panel_of(series):
    """A panel in which belief B meets customer score K, and registration A has no error."""
    rows = []
    for measure, values, errors in (
        ("B", series.x, series.se_x),
        ("K", series.y, series.se_y),
        ("A", series.y, np.full_like(series.y, np.nan)),
    ):
        for (unit, period), value in np.ndenumerate(values):
            error = errors[unit, period]
            rows.append(
                {
                    "unit_code": f"T{unit:02}",
                    "period": f"{2020 + period // 4}-Q{period % 4 + 1}",
                    "period_index": 8080 + period,
                    "measure": measure,
                    "value": value,
                    "n": 20,
                    "se": None if np.isnan(error) else error,
                    "error_source": "none" if np.isnan(error) else "sampling",
                    "is_leaf": True,
                    "source": {"B": "survey_responses", "K": "customer_responses"}.get(
                        measure, "behaviour_indicators"
                    ),
                }
            )
    return pl.DataFrame(rows)


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
        panel_of(series), MEASURES, registered=[("B", "K")], smallest_effect=0.25
    )
    row = row_of(found, "B")
    assert (row["purpose"], row["is_primary"]) == ("registered", True)
    # One registered question: its p is corrected for the two directions only.
    assert row["q"] == pytest.approx(min(1, 2 * min(row["forward_p"], row["reverse_p"])))


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
