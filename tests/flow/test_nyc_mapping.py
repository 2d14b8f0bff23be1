"""What the mappings read from the five NYC workbooks equals the panel that others made of them."""

import csv

import polars as pl
import pytest

from model.tables import TABLES
from pipelines.mapping import read_mapping
from pipelines.stage import stage

WORKBOOKS = {
    "2016": "2015_2016_hs_sqr_results_2017_01_05.xlsx",
    "2017": "2016-17_hs_sqr.xlsx",
    "2018": "201718_hs_sqr_results.xlsx",
    "2019": "201819_hs_sqr_results.xlsx",
    "2023": "202223-hs-sqr-results.xlsx",
}
MAPPINGS = {
    "nyc-schools-teachers": ("code", ("pp_ct",)),
    "nyc-schools-parents": ("code", ("pp_sf",)),
    "nyc-schools-leadership": ("measure_code", ("pp_es",)),
    "nyc-schools-attendance": (
        "indicator_code",
        (
            "student_attendance",
            "chronic_absent",
            "teacher_attendance",
            "attend90",
            "rr_student",
            "rr_teacher",
            "rr_parent",
        ),
    ),
}
# Attendance above 90 % stands on the sheets "Student Achievement" and "Framework", with the same
# values wherever both have one. The panel took it from "Framework", and so lacks it where that
# sheet says nothing about the school. We read the other sheet. Nothing else differs.
REPEATS_OTHERS = "Framework repeats another school's figures in this row"
BLANK_ROW = "Framework has N/A in the whole row"
NO_ROW = "Framework has no row for this school"
ONLY_OURS = {
    ("25Q460", "2016"): (61.0, REPEATS_OTHERS),
    ("84K355", "2016"): (79.3, REPEATS_OTHERS),
    ("84K356", "2016"): (98.5, REPEATS_OTHERS),
    ("84K357", "2016"): (84.7, REPEATS_OTHERS),
    ("84K358", "2016"): (95.7, REPEATS_OTHERS),
    ("84K508", "2016"): (91.6, REPEATS_OTHERS),
    ("84K538", "2016"): (95.9, REPEATS_OTHERS),
    ("84K593", "2016"): (73.1, REPEATS_OTHERS),
    ("84K608", "2016"): (89.0, REPEATS_OTHERS),
    ("84K648", "2016"): (89.5, REPEATS_OTHERS),
    ("84K710", "2016"): (88.5, REPEATS_OTHERS),
    ("84K777", "2016"): (93.4, REPEATS_OTHERS),
    ("84K780", "2016"): (96.9, REPEATS_OTHERS),
    ("84M336", "2016"): (83.0, REPEATS_OTHERS),
    ("84M726", "2016"): (88.2, REPEATS_OTHERS),
    ("84X704", "2016"): (93.0, REPEATS_OTHERS),
    ("14K558", "2018"): (78.8, BLANK_ROW),
    ("19K502", "2018"): (43.8, BLANK_ROW),
    ("84X347", "2018"): (79.5, NO_ROW),
    ("84X347", "2019"): (79.2, NO_ROW),
}


@pytest.fixture(scope="module")
def raw(shared):
    return shared / "real" / "nyc_high_schools"


@pytest.fixture(scope="module")
def panel(raw):
    with (raw / "nyc_hs_panel.csv").open(encoding="utf-8") as file:
        rows = [row | {"end": f"20{row['year'][-2:]}"} for row in csv.DictReader(file)]
    return [row for row in rows if row["end"] in WORKBOOKS]


def staged(raw, folder, name, year):
    mapping = read_mapping(name)
    path = raw / "raw" / WORKBOOKS[year]
    folder.mkdir()
    result = stage(
        path,
        upload_name=path.name,
        expected=TABLES[mapping.table].columns,
        mapping=mapping,
        folder=folder,
    )
    assert not result.refused, [issue.message.en for issue in result.issues]
    return result


@pytest.mark.parametrize("name", MAPPINGS)
def test_every_school_year_and_value_equals_the_independent_panel(name, raw, panel, tmp_path):
    code, measures = MAPPINGS[name]
    ours = {}
    for year in WORKBOOKS:
        rows = pl.read_parquet(staged(raw, tmp_path / year, name, year).rows)
        assert set(rows["period"]) == {year}
        assert rows.select("unit_code", code).is_unique().all()
        for row in rows.iter_rows(named=True):
            ours[row["unit_code"], year, row[code]] = float(row["value"]) / 100
    theirs = {
        (row["dbn"], row["end"], measure): float(row[measure])
        for row in panel
        for measure in measures
        if row[measure]
    }
    both = ours.keys() & theirs.keys()
    explained = {
        (*key, "attend90"): value / 100
        for key, (value, _) in ONLY_OURS.items()
        if "attend90" in measures
    }
    assert max(abs(ours[key] - theirs[key]) for key in both) < 1e-9
    assert theirs.keys() - ours.keys() == set()
    assert {key: ours[key] for key in ours.keys() - theirs.keys()} == pytest.approx(explained)


def test_the_schools_are_those_of_the_panel_under_one_root(raw, panel, tmp_path):
    for year in WORKBOOKS:
        rows = pl.read_parquet(staged(raw, tmp_path / year, "nyc-schools-units", year).rows)
        roots = rows.filter(pl.col("parent_code").is_null())
        schools = rows.filter(pl.col("parent_code") == "NYC")
        assert roots["unit_code"].to_list() == ["NYC"]
        assert dict(schools.select("unit_code", "name").iter_rows()) == {
            row["dbn"]: row["school"] for row in panel if row["end"] == year
        }
