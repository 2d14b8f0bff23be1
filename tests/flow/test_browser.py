"""The product in a real browser: what a reader sees, hears, clicks, and what never happens."""

import re
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import sync_playwright

from dashboards.pictures import served
from dashboards.view import all_views
from pipelines.programme import create_programme
from tests.dashboards.made_up import SCRIPT, made_up_release, write_release

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parent / "vendored" / "axe.min.js").read_text()
VIEWS = [view.name for view in all_views()]
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
TOO_WIDE = """() => {
  const all = (root) => [...root.querySelectorAll('*')].flatMap(
    (e) => e.shadowRoot ? [e, ...all(e.shadowRoot)] : [e]);
  return all(document)
    .filter((e) => !e.closest('.scroll, svg, .unseen') && e.getBoundingClientRect().width > 1)
    .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
    .map((e) => e.tagName + '.' + e.className);
}"""

#: Words that stand on more than one line; a name from data may be too long for any room.
BROKEN = r"""() => {
  const out = [];
  const walk = (root) => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const node = texts.currentNode;
      if (node.parentElement?.closest('script, style')) continue;
      for (const word of node.data.matchAll(/[^\s\-\/\u2013\u00ad]+/g)) {
        const range = document.createRange();
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        const lines = new Set([...range.getClientRects()].map((r) => Math.round(r.top)));
        if (lines.size > 1 && !/[<=]/.test(word[0])) out.push(word[0]);
      }
    }
    root.querySelectorAll('*').forEach((e) => e.shadowRoot && walk(e.shadowRoot));
  };
  walk(document);
  return out;
}"""

#: Of a page scrolled to its end: where its view ends, and where its foot begins and ends.
ENDS = """() => {
  const find = (root, name) => {
    for (const e of root.querySelectorAll('*')) {
      if (e.classList.contains(name)) return e;
      const inside = e.shadowRoot && find(e.shadowRoot, name);
      if (inside) return inside;
    }
  };
  find(document, 'main-content').scrollTop = 1e6;
  const [view, foot] = ['view', 'foot'].map((name) => find(document, name).getBoundingClientRect());
  return [view.bottom, foot.top, foot.bottom];
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served") / "programme"
    create_programme(folder, name="Voorbeeld")
    return write_release(folder, made_up_release(first_unit_name=SCRIPT))


@pytest.fixture(scope="module")
def address(folder):
    with served(folder) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        # One context: after the first page scripts come from the browser's own store.
        yield browser.new_context(viewport=DESKTOP)
        browser.close()


@pytest.fixture
def page(browser, address):
    page = browser.new_page()
    page.address = address
    page.set_default_timeout(60_000)
    yield page
    page.close()


def _open(page, query=""):
    page.goto(f"{page.address}{query}")
    _ready(page)


def _ready(page):
    page.wait_for_selector("html[data-ready]", state="attached")
    page.wait_for_selector("h1")


def test_everything_comes_from_the_server_itself_and_nothing_goes_wrong(page, address):
    asked, wrong = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("response", lambda r: wrong.append(r.url) if r.status >= 400 else None)
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)

    for view in VIEWS:
        _open(page, f"?view={view}")

    outside = [url for url in asked if not url.startswith((address, "data:", f"blob:{address}"))]
    assert outside == []
    assert wrong == []
    assert len(asked) > 10


@pytest.mark.parametrize(("language", "title"), [("nl", "IJsberg"), ("en", "Iceberg")])
def test_the_page_says_its_language_name_and_place(page, language, title):
    _open(page, f"?lang={language}")

    assert page.get_attribute("html", "lang") == language
    assert page.title() == "Voorbeeld · onderstroom"
    assert page.get_attribute("link[rel=icon]", "href") == "assets/favicon.svg"
    assert page.locator("nav a[aria-current=page]").inner_text() == title


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    ("theme", "size"), [("light", DESKTOP), ("dark", PHONE)], ids=["day", "night on a phone"]
)
def test_no_barrier_is_found(page, view, theme, size):
    page.set_viewport_size(size)
    _open(page, f"?view={view}&theme={theme}")
    page.evaluate(AXE)

    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]

    assert [(v["impact"], v["id"], v["nodes"][0]["html"][:120]) for v in found] == []


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_runs_off_a_phone_and_no_word_is_broken(page, view):
    page.set_viewport_size(PHONE)
    for language in ("nl", "en"):
        _open(page, f"?view={view}&lang={language}")

        assert page.evaluate(TOO_WIDE) == []
        assert page.evaluate(BROKEN) == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("at", [*VIEWS, "desk"])
def test_the_foot_stands_below_the_page_and_can_be_reached(page, at, size):
    page.set_viewport_size(size)
    _open(page, "desk" if at == "desk" else f"?view={at}")
    page.wait_for_selector("h1:not([data-waits])")
    page.wait_for_timeout(500)  # until charts have taken their height

    view_ends, foot_begins, foot_ends = page.evaluate(ENDS)

    assert view_ends <= foot_begins + 1
    assert foot_ends <= size["height"] + 1


def test_the_parts_of_the_desk_stand_apart_on_a_phone(page):
    page.set_viewport_size(PHONE)
    for language in ("nl", "en"):
        page.goto(f"{page.address}desk?lang={language}")
        page.wait_for_selector("nav.parts a")
        gaps = page.locator("nav.parts").evaluate(
            "nav => { const words = [...nav.querySelectorAll('a')].map((a) => {"
            " const r = document.createRange(); r.selectNodeContents(a);"
            " return r.getBoundingClientRect(); });"
            " return words.slice(1).map((w, i) => w.left - words[i].right); }"
        )

        assert min(gaps) >= 4


def test_a_name_that_is_a_script_stays_a_name(page):
    for view in VIEWS:
        _open(page, f"?view={view}&unit=T00")
        assert page.evaluate("window.__xss") is None
        assert page.locator('img[src="x"]').count() == 0
    _open(page, "?view=units")
    page.get_by_role("combobox").nth(2).click()
    page.get_by_role("option").nth(2).wait_for()

    assert page.evaluate("window.__xss") is None
    assert page.locator("th", has_text="<img").first.is_visible()


def test_the_other_language_is_one_click_away_and_keeps_the_place(page):
    _open(page, "?view=units&unit=T01")

    page.get_by_text("English", exact=True).click()
    page.wait_for_url("**lang=en**")
    _ready(page)

    assert page.get_attribute("html", "lang") == "en"
    assert "Klantcontact Zuid" in page.locator("h1").inner_text()
    assert "no clear change" in page.locator("h1").inner_text()


def test_from_home_to_one_unit_takes_two_clicks_and_back_goes_back(page):
    _open(page)

    page.locator("nav").get_by_text("Eenheden").click()
    page.locator("table.heat").get_by_text("Installatie").click()
    page.wait_for_function("document.location.search.includes('unit=T03')")
    page.locator("h1", has_text="Installatie").wait_for()
    page.locator("canvas").first.wait_for()
    page.go_back()
    _ready(page)

    assert page.locator("table.heat").is_visible()


def test_the_keyboard_reaches_parts_choices_and_tables(page):
    _open(page, "?view=verdict")
    seen = []
    for _ in range(24):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "() => { let e = document.activeElement; while (e.shadowRoot?.activeElement)"
                " { e = e.shadowRoot.activeElement; }"
                " return (e.innerText || e.getAttribute('aria-label') || '').slice(0, 40); }"
            )
        )

    assert "IJsberg" in seen
    assert "English" in seen
    assert any("vóór" in words for words in seen)
    assert "Toon als tabel" in seen


def test_every_drawing_opens_as_a_table(page):
    for view, number in (("verdict", 4), ("iceberg", 1), ("units", 1)):
        _open(page, f"?view={view}")
        buttons = page.get_by_text("Toon als tabel")
        assert buttons.count() == number
        buttons.first.click()
        assert page.locator("details[open] table").first.is_visible()


def test_choosing_a_question_changes_the_answer_and_the_address(page):
    _open(page, "?view=verdict")

    page.get_by_role("combobox").click()
    page.get_by_role("option", name=re.compile("Teruggebeld")).first.click()
    page.locator("h1", has_text="over en weer").wait_for()

    assert "cause=retro" in page.url or "cause=callback" in page.url


def test_a_hidden_number_is_nowhere_in_what_the_browser_gets(page, folder):
    figures = pl.read_parquet(folder / "releases" / "2026-Q3.1" / "figures.parquet")
    hidden = figures.filter(pl.col("state") == "too_few").select("unit_code", "period").row(0)
    _open(page, f"?view=units&unit={hidden[0]}&measure=trust")
    page.get_by_text("Toon als tabel").first.click()

    rows = page.locator("details[open] tr", has_text="te weinig antwoorden").all_inner_texts()

    assert rows
    assert not any(re.search(r"\d,\d", row) for row in rows)


def test_a_new_release_is_offered_and_only_shown_when_asked(page, folder):
    _open(page, "?view=data")
    assert "uitgave 2026-Q3.1" in page.locator("footer").inner_text()

    write_release(folder, made_up_release(name="2026-Q4.1", verdict="reverse"))
    page.get_by_text("Er zijn nieuwe cijfers: uitgave 2026-Q4.1.").wait_for()
    assert "uitgave 2026-Q3.1" in page.locator("footer").inner_text()
    page.locator("nav").get_by_text("Oordeel").click()
    page.locator("h1", has_text="Overtuigingen liepen voorop").wait_for()
    page.get_by_text("Vernieuwen").click()
    page.locator("h1", has_text="De klantscore liep voorop").wait_for()

    assert "uitgave 2026-Q4.1" in page.locator("footer").inner_text()
