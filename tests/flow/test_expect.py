"""A programme lead registers what is expected, at the desk in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from dashboards.pictures import served
from pipelines.hypotheses import hypotheses
from pipelines.programme import create_programme
from pipelines.warehouse import open_warehouse

pytestmark = pytest.mark.browser
PICTURES = Path(__file__).parents[1] / "output"
CODES = """
INSERT INTO codebook (code, kind, construct, name_nl, name_en) VALUES
('B01', 'belief', 'TRUST', 'Ik vertrouw', 'I trust'), ('TRUST', 'belief', NULL, 'Vertrouwen',
'Trust'), ('nps', 'customer', NULL, 'Aanbeveling', 'Recommendation')
"""
ANSWER = """
INSERT INTO survey_responses (response_id, unit_code, period, item_code, score)
VALUES ('R1', 'T01', '2026-Q4', 'B01', 4)
"""


@pytest.fixture
def programme(tmp_path):
    made = create_programme(tmp_path / "p", name="Voorbeeld")
    with open_warehouse(made) as connection:
        connection.execute(CODES)
    return made


@pytest.fixture
def page(programme):
    with served(programme.folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(60_000)
        page.goto(f"{address}desk?view=expect&lang=en")
        yield page
        browser.close()


def test_an_expectation_is_registered_by_keyboard_locked_by_data_and_changed_afterwards(
    page, programme
):
    page.get_by_text("Write down what you expect first").wait_for()
    page.get_by_label("Data count from").fill("Q4 2026")
    page.get_by_label("After at most").fill("3")
    page.get_by_label("What is the answer for?").fill("Decide whether the dialogues go on.")
    page.keyboard.press("Enter")
    page.get_by_text("H1 version 1 is registered").wait_for()
    (made,) = hypotheses(programme)
    assert (made.cause, made.outcome, made.last_lag, made.first_period) == (
        "TRUST", "nps", 3, "2026-Q4",
    )  # fmt: skip
    page.get_by_text(made.frozen_hash, exact=True).wait_for()
    assert page.get_by_text("no data from Q4 2026 yet").is_visible()

    # What the register refuses is told in three lines, and nothing is written.
    page.get_by_label("Data count from").fill("sometime")
    page.get_by_label("What is the answer for?").first.fill("Decide something else.")
    page.keyboard.press("Enter")
    page.get_by_text("sometime").first.wait_for()
    assert len(hypotheses(programme)) == 1

    with open_warehouse(programme) as connection:
        connection.execute(ANSWER)
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    page.get_by_text("locked: there are data from Q4 2026").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("Change H1").first.click()
    form = page.locator("form[data-do=amend]")
    form.get_by_label("Which way?").select_option("-")
    form.get_by_role("button").click()
    page.get_by_text("registered as ‘afterwards’").wait_for()
    assert [(one.version, one.afterwards) for one in hypotheses(programme)] == [
        (1, False), (2, True),
    ]  # fmt: skip
    # The version from before the data stays the one that is tested.
    assert re.search(r"more .*Trust.* goes before more", page.locator("table").first.inner_text())
