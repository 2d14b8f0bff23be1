"""A steward's afternoon in a real browser: from the first file to what readers see."""

import re

import openpyxl
import pytest
from playwright.sync_api import expect, sync_playwright

from dashboards.pictures import served
from pipelines.annotate import TITLE
from pipelines.quarantine import quarantined
from pipelines.read import current_release_name
from pipelines.status import status
from tests.pipelines.desk_cases import deliver, figures, ready_programme

pytestmark = pytest.mark.browser
PATIENCE = 120_000  # milliseconds: the machine may have much else to do
TEAMS = ("T01", "T02", "T03")
PERIODS = [f"{year}-Q{quarter}" for year in (2024, 2025) for quarter in (1, 2, 3, 4)]


def values(period, *scores, units=TEAMS):
    """One figure per team in one period."""
    return [(unit, period, "IND01", score) for unit, score in zip(units, scores, strict=True)]


FILES = {
    "history": [row for n, p in enumerate(PERIODS[:-1]) for row in values(p, 50 + n, 52, 54 - n)],
    "bad": values("2025-Q4", 900, 52, 47, units=("T01", "T99", "T03")),
    "restated": values("2025-Q3", 56, 61, 48),
    "some_bad": [
        *(row for n, p in enumerate(PERIODS[:4]) for row in values(p, 50 + n, 52, 54 - n)),
        *values("2025-Q4", 58, 52, 47),
        ("T98", "2025-Q4", "IND01", 50),
    ],
}


@pytest.fixture(scope="module")
def programme(tmp_path_factory):
    programme = ready_programme(tmp_path_factory.mktemp("afternoon"))
    assert deliver(programme, "behaviour", figures(*FILES["history"])).outcome == "accept"
    return programme


@pytest.fixture(scope="module")
def page(programme):
    with served(programme.folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        page.address = address
        page.wrong = []
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on("request", lambda r: _only_home(page, r.url))
        yield page
        browser.close()


def _only_home(page, url):
    """Note whatever is asked of another host."""
    if not url.startswith((page.address, "data:", f"blob:{page.address}", "ws://localhost")):
        page.wrong.append(url)


def _file(tmp_path, name):
    path = tmp_path / f"{name}.csv"
    path.write_text(figures(*FILES[name]) + "\n", encoding="utf-8")
    return path


def _book(download, tmp_path):
    """Open a downloaded workbook."""
    path = tmp_path / "downloaded.xlsx"
    download.value.save_as(path)
    return openpyxl.load_workbook(path)


def _says(page, words):
    """Wait until the head of the page says so."""
    expect(page.locator("h1")).to_have_text(re.compile(words))


def _offer(page, path, words):
    """Offer a file and wait for what comes of it."""
    page.locator("input[type=file]").set_input_files(path)
    _says(page, words)


def _another(page):
    page.locator("[data-key=another]").first.click()
    _says(page, "Lever een bestand aan")


def _go(page, part, words):
    page.locator(f"[data-key=menu-{part}]").click()
    _says(page, words)


def _reached_by_keyboard(page, times):
    """What the tab key comes upon, in order."""
    seen = []
    for _ in range(times):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "() => { let e = document.activeElement; while (e.shadowRoot?.activeElement)"
                " { e = e.shadowRoot.activeElement; }"
                " return e.type || e.innerText || e.getAttribute('aria-label') || ''; }"
            )
        )
    return seen


def test_an_afternoon_at_the_desk(page, programme, tmp_path):
    # The readers' page leads to the desk; before the first release that is all it can do.
    page.goto(page.address)
    page.get_by_role("link", name="Balie").click()
    _says(page, "Lever een bestand aan")

    seen = _reached_by_keyboard(page, 14)
    assert {"Dekking", "Donker", "file", "XLSX"} <= set(seen)

    # One click gives the template.
    with page.expect_download() as template:
        page.get_by_role("link", name="Gedragsindicatoren als XLSX").click()
    sheet = _book(template, tmp_path).worksheets[0]
    assert [cell.value for cell in sheet[1]][:4] == FIGURE_COLUMNS

    # A bad file: everything that is wrong, in the file itself as well; nothing changed.
    before = status(programme)["loads"]
    _offer(page, _file(tmp_path, "bad"), "Zo kan dit bestand er niet in")
    page.locator("[data-key=filter-column]").select_option("value")
    page.locator("[data-key=filter-severity]").select_option("error")
    expect(page.locator(".findings tbody tr")).to_have_count(1)
    assert "900" in page.locator(".findings tbody tr").inner_text()
    with page.expect_download() as remarks:
        page.get_by_role("link", name="Download met opmerkingen").click()
    book = _book(remarks, tmp_path)
    assert remarks.value.suggested_filename == "bad met opmerkingen.xlsx"
    assert book.worksheets[0]["D2"].comment is not None
    assert TITLE.nl in book.sheetnames
    assert status(programme)["loads"] == before

    # The other language, one click away, keeps the delivery and what was found.
    page.get_by_role("link", name="English").click()
    _says(page, "This file cannot go in like this")
    assert "Download with remarks" in page.locator(".actions").inner_text()
    page.get_by_role("link", name="Nederlands").click()
    _says(page, "Zo kan dit bestand er niet in")

    # The corrected file: what was solved; the good rows go in, the bad one waits.
    _another(page)
    _offer(page, _file(tmp_path, "some_bad"), "3 rijen goed, 1 apart")
    assert "opgelost" in page.locator(".compared").inner_text()
    page.locator("[data-key=load]").focus()
    page.keyboard.press("Enter")
    _says(page, "Geladen: 3 rijen")
    assert status(programme)["loads"][0]["rows_set_aside"] == 1

    # The row that waits is dropped, with a reason only.
    _go(page, "aside", "1 rij wacht op een verbetering")
    page.locator("summary", has_text="Laten vervallen").click()
    page.get_by_label("Waarom telt deze rij niet mee?").fill("team bestaat niet")
    page.get_by_role("button", name="Laten vervallen").click()
    expect(page.get_by_text("is vervallen: team bestaat niet")).to_be_visible()
    assert quarantined(programme)[0]["state"] == "dropped"

    # A restated file: old and new, and nothing happens until somebody says they saw it.
    page.locator("[data-key=menu-deliver]").click()
    _another(page)
    _offer(page, _file(tmp_path, "restated"), "Dit verandert wat er stond")
    assert "52 → 61" in page.locator(".difference").inner_text()
    page.locator("[data-key=confirm]").click()
    assert page.locator("[data-key=seen]").evaluate("box => box.validity.valueMissing")
    page.locator("[data-key=seen]").check()
    page.locator("[data-key=confirm]").click()
    _says(page, "Geladen: 1 rij$")

    # And it is taken back, with a reason.
    _go(page, "loads", "5 leveringen in het magazijn")
    page.locator("summary", has_text="Terugnemen").first.click()
    page.get_by_label("Waarom nemen wij deze levering terug?").first.fill("verkeerd kwartaal")
    page.get_by_role("button", name="Levering 5 terugnemen").click()
    _says(page, "4 leveringen in het magazijn")
    expect(page.get_by_text("Levering 5 is teruggenomen")).to_be_visible()
    assert "verkeerd kwartaal" in (programme.folder / "audit.jsonl").read_text()

    # How complete it is, drawn per unit and period.
    _go(page, "coverage", "K4 2025")
    assert page.locator(".coverage td").count() >= len(TEAMS) * len(PERIODS)

    # The gate says of every check whether it holds; then the quarter goes to the readers.
    _go(page, "publish", "Is K4 2025 klaar om te publiceren?")
    page.locator("[data-key=rehearse]").click()
    _says(page, "K4 2025 kan worden gepubliceerd")
    assert page.locator(".pips i").count() >= 3
    assert current_release_name(programme) is None
    reason = page.locator("[data-key=reason]")
    if reason.count():
        reason.fill("nagevraagd bij de teams")
    page.locator("[data-key=publish]").click()
    _says(page, "K4 2025 is gepubliceerd")
    assert current_release_name(programme) == "2025-Q4.1"
    page.get_by_role("link", name="Bekijk de cijfers").click()
    expect(page.locator("footer")).to_contain_text("uitgave 2025-Q4.1")

    assert page.wrong == []
    assert [path.name for path in programme.inbox.iterdir() if path.name != ".gitkeep"] == []


FIGURE_COLUMNS = ["unit_code", "period", "indicator_code", "value"]
