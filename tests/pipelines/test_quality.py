"""From answers to scores: what the reliabilities of each construct and period say."""

import polars as pl
import pytest

from model.statistics.reliability import cronbach_alpha
from pipelines.contents import _quality
from pipelines.panel import build_panel
from pipelines.quality import build_quality
from pipelines.read import open_release
from tests.pipelines.made_tables import PROGRAMME, SURVEY, answers, make_warehouse

CODEBOOK = """
    code | kind   | scale_min | scale_max | reversed | construct | statistic
    B1   | belief | 1         | 5         | false    | TRUST     |
    B2   | belief | 1         | 5         | true     | TRUST     |
    B3   | belief | 1         | 5         | false    | TRUST     |
    D1   | drive  | 1         | 5         | false    |           |
"""
# Ten people of one unit: nearly the same standing on three items; the second is reversed.
HIGH = {"B1": [4, 4, 5, 4, 4, 3, 4, 5, 4, 4], "B2": [2, 2, 1, 2, 2, 3, 2, 1, 2, 1]}
HIGH["B3"] = [4, 4, 5, 4, 3, 3, 4, 5, 4, 4]
LOW = {"B1": [2, 2, 1, 2, 2, 3, 2, 1, 2, 2], "B2": [4, 4, 5, 4, 4, 3, 4, 5, 4, 5]}
LOW["B3"] = [2, 2, 1, 2, 3, 3, 2, 1, 2, 2]


def _quality_of(*units, codebook=CODEBOOK):
    rows = [
        answers(unit, "2026-Q3", item, scores)
        for unit, given in units
        for item, scores in given.items()
    ]
    connection = make_warehouse(codebook=codebook, survey_responses=SURVEY + "\n".join(rows))
    build_panel(connection, PROGRAMME)
    build_quality(connection, PROGRAMME)
    return connection.table("quality").pl()


def test_items_that_go_together_in_units_that_differ_make_a_sound_score():
    found = _quality_of(("T1", HIGH), ("T2", LOW)).row(0, named=True)

    assert (found["measure"], found["period"]) == ("TRUST", "2026-Q3")
    assert (found["n_people"], found["n_units"], found["n_items"]) == (20, 2, 3)
    assert found["alpha"] > 0.9
    assert found["icc2"] > 0.9
    assert found["r_wg"] > 0.7
    assert found["cautions_nl"] == found["cautions_en"] == []
    assert found["sound"]


def test_alpha_is_that_of_the_items_with_the_reversed_one_turned():
    turned = {
        unit: [given["B1"], [6 - one for one in given["B2"]], given["B3"]]
        for unit, given in (("T1", HIGH), ("T2", LOW))
    }
    both = [pl.DataFrame(dict(zip("abc", one, strict=True))) for one in turned.values()]
    expected = cronbach_alpha(pl.concat(both).to_numpy().astype(float))

    assert _quality_of(("T1", HIGH), ("T2", LOW))["alpha"][0] == pytest.approx(expected.raw)


def test_units_that_do_not_differ_are_named_as_such_in_both_languages():
    found = _quality_of(("T1", HIGH), ("T2", HIGH)).row(0, named=True)

    assert not found["sound"]
    assert any("niet meer dan toeval" in caution for caution in found["cautions_nl"])
    assert len(found["cautions_nl"]) == len(found["cautions_en"])


def test_answers_at_the_end_of_the_scale_are_a_caution():
    full = {"B1": [5] * 9 + [4], "B2": [1] * 9 + [2], "B3": [5] * 8 + [4, 4]}
    found = _quality_of(("T1", full), ("T2", LOW)).row(0, named=True)

    assert found["at_the_end"] == pytest.approx(26 / 60)
    assert any("einde van de schaal" in caution for caution in found["cautions_nl"])


def test_agreement_is_not_looked_at_in_a_unit_of_few_people():
    few = {item: [1, 5, 3] for item in HIGH}
    found = _quality_of(("T1", HIGH), ("T2", few)).row(0, named=True)

    assert found["r_wg"] > 0.7
    assert not any("verdeeldheid" in caution for caution in found["cautions_nl"])


def test_a_construct_of_one_item_and_a_single_code_have_no_row():
    found = _quality_of(("T1", HIGH), ("T2", LOW))

    assert found["measure"].to_list() == ["TRUST"]


def test_what_is_about_few_people_or_later_periods_is_not_published():
    rows = pl.DataFrame(
        {
            "measure": ["a", "b", "c"],
            "period": ["2026-Q3", "2026-Q3", "2026-Q4"],
            "n_people": [4, 12, 30],
            "alpha": [0.7, 0.81234, 0.9],
        }
    )
    published = _quality(rows, "2026-Q3", smallest_group=5)

    assert published.to_dicts() == [
        {"measure": "b", "period": "2026-Q3", "alpha": 0.81, "n_band": "10–14"}
    ]


def test_a_release_holds_the_register_without_names_and_the_quality_without_numbers(published):
    release = open_release(published.folder)
    assert release.table("hypotheses")["name"].to_list() == ["H1"]
    assert "registered_by" not in release.table("hypotheses").columns
    assert release.table("quality")["n_band"].to_list() == ["25–49", "25–49"]
    assert "n_people" not in release.table("quality").columns
