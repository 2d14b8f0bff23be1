"""Real deliveries from workbook to page: NYC high schools, and a verdict that claims nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from dashboards.pictures import served
from pipelines.accept import load
from pipelines.programme import create_programme
from pipelines.publish import publish
from pipelines.run import build

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]

WORKBOOKS = (
    "2015_2016_hs_sqr_results_2017_01_05.xlsx",
    "2016-17_hs_sqr.xlsx",
    "201718_hs_sqr_results.xlsx",
    "201819_hs_sqr_results.xlsx",
    "202223-hs-sqr-results.xlsx",
)
SCORES = {
    "survey_scores": "nyc-schools-teachers",
    "customer_scores": "nyc-schools-parents",
    "leadership_measures": "nyc-schools-leadership",
    "behaviour_indicators": "nyc-schools-attendance",
}
CODEBOOK = Path(__file__).with_name("nyc_codebook.csv")
# What a steward writes after looking: the supplier left this figure out.
ALLOWED = """
[[allow]]
check = "completeness:student_attendance"
period = "2023"
reason = "The workbook of 2022-23 has no attendance rate of students."
"""


@pytest.fixture(scope="module")
def release(shared, tmp_path_factory):
    """The five workbooks brought in by the real route and published."""
    raw = shared / "real" / "nyc_high_schools" / "raw"
    programme = create_programme(
        tmp_path_factory.mktemp("nyc") / "programme", name="NYC", period_length="year"
    )
    assert load(programme, "codebook", [CODEBOOK]).outcome == "accept"
    for name in WORKBOOKS:
        take_in(programme, "units", [raw / name], "nyc-schools-units")
    for table, mapping in SCORES.items():
        take_in(programme, table, [raw / name for name in WORKBOOKS], mapping)
    (programme.folder / "expectations.toml").write_text(ALLOWED, encoding="utf-8")
    build(programme)
    return publish(programme, "2023", reason="as the suppliers delivered it")


def take_in(programme, table, files, mapping):
    """Load; where schools have gone, confirm what was shown as a steward would."""
    report = load(programme, table, files, mapping=mapping)
    if report.outcome == "confirm":
        assert {issue.code for issue in report.issues} >= {"unit_vanished"}
        report = load(programme, table, files, mapping=mapping, confirm=report.token)
    assert report.outcome in ("accept", "accept_warn"), [i.message.en for i in report.issues]
    assert report.rows_set_aside == 0


def test_no_order_is_claimed_where_the_same_people_answer_and_no_error_is_known(release):
    verdicts = release.table("verdicts").to_dicts()
    assert {row["outcome"] for row in verdicts} == {"pp_sf"}
    assert {row["verdict"] for row in verdicts} == {"insufficient"}
    beliefs = next(row for row in verdicts if row["cause"] == "pp_ct")
    assert any("parents, teachers" in reason for reason in beliefs["reasons_en"])
    assert beliefs["forward_estimate"] is None
    assert beliefs["error_source"] == "none"


def test_years_without_a_delivery_stay_gaps(release):
    figures = release.table("figures")
    shown = figures.filter(figures["state"] == "shown")
    assert sorted(shown["period"].unique()) == ["2016", "2017", "2018", "2019", "2023"]
    assert release.table("periods")["period"].to_list() == [str(y) for y in range(2016, 2024)]


@pytest.mark.parametrize(
    ("language", "headline", "reason"),
    [
        ("nl", "Nog te weinig gegevens om dit te zeggen", "dezelfde mensen"),
        ("en", "Not enough data yet to say", "the same people"),
    ],
)
def test_the_page_says_that_it_cannot_be_said(release, language, headline, reason):
    programme = release.folder.parents[1]
    with served(programme) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{address}?view=verdict&lang={language}")
        page.wait_for_selector("html[data-ready]", state="attached", timeout=60_000)
        assert page.locator("h1").inner_text().split() == headline.split()
        page.get_by_text(reason).first.wait_for()
        assert page.get_by_text("nan", exact=True).count() == 0
        browser.close()
