"""A rule for every view: it builds in each language, full, empty and suppressed."""

import re
from dataclasses import replace

import polars as pl
import pytest
from panel.models.esm import DataEvent

from dashboards.figures.certainty import what_is_needed
from dashboards.linked_html import LinkedHtml
from dashboards.state import State
from dashboards.store import Store
from dashboards.view import Session, all_views
from dashboards.words import VERDICT_WORDS, format_figure
from tests.dashboards.made_up import SCRIPT, made_up_release

VIEWS = [view.name for view in all_views()]
STORES = {
    "full": Store(made_up_release()),
    "empty": Store(made_up_release(empty=True)),
    "suppressed": Store(made_up_release(suppressed=True)),
    "many": Store(made_up_release(units=70)),
    "hostile": Store(made_up_release(first_unit_name=SCRIPT)),
}
ABSENT = re.compile(r"\b(nan|None|null|inf|Text\()|\{\w*\}")


def _build(view, kind="full", **choices):
    state = State(view=view, **choices)
    made = next(v for v in all_views() if v.name == view).build(Session(STORES[kind], state))
    return made, state


def _html(made):
    return "".join(part.html for part in made.select(LinkedHtml))


def _words(made):
    html = re.sub(r"<svg.*?</svg>", " ", _html(made), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_folder_holds_the_four_first_views_in_menu_order():
    assert VIEWS[:4] == ["iceberg", "verdict", "units", "data"]
    assert State().view == VIEWS[0]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("kind", STORES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_view_builds_with_one_heading_and_without_absent_values(view, kind, language):
    made, _ = _build(view, kind, language=language)
    made.get_root()

    words = _words(made)
    assert _html(made).count("<h1") == 1
    assert not ABSENT.search(words), ABSENT.search(words)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_one_unit_builds_for_every_view(view, language):
    made, _ = _build(view, unit="T05", measure="nps", period="2024-Q4", language=language)

    assert not ABSENT.search(_words(made))


@pytest.mark.parametrize("view", VIEWS)
def test_no_choice_from_an_old_address_breaks_a_view(view):
    made, _ = _build(view, unit="gone", measure="gone", period="1999-Q1", cause="a", page="99")

    assert _html(made).count("<h1") == 1


@pytest.mark.parametrize("view", VIEWS)
def test_data_is_never_markup(view):
    made, _ = _build(view, "hostile", unit="T00")

    assert "<img" not in _html(made)


@pytest.mark.parametrize("view", VIEWS)
def test_english_pages_hold_no_dutch_numbers_and_dutch_pages_no_english_ones(view):
    dutch, english = (_words(_build(view, language=lang)[0]) for lang in ("nl", "en"))

    assert not re.search(r"\bK[1-4] 20\d\d|\d,\d\d?\b(?!\d)", english)
    assert not re.search(r"\bQ[1-4] 20\d\d|\b\d\.\d\b", re.sub(r"0\.1\.0|Q3\.1", "", dutch))


@pytest.mark.parametrize("verdict", VERDICT_WORDS)
def test_no_verdict_stands_without_its_reverse_and_its_caution(verdict):
    store = Store(made_up_release(verdict=verdict))
    state = State()
    made = next(v for v in all_views() if v.name == "verdict").build(Session(store, state))

    words = _words(made)
    assert "Vertrouwen in de klant eerst" in words
    assert "Aanbeveling (NPS) eerst" in words
    assert "0,16 tot 0,52" in words
    assert "−0,13 tot 0,23" in words
    assert "Liep voorop is niet: veroorzaakte" in words
    assert "Meetfout:" in words


def test_too_little_data_says_what_is_needed_before_how_sure_we_are():
    store = Store(made_up_release(verdict="insufficient"))
    made = next(v for v in all_views() if v.name == "verdict").build(Session(store, State()))

    words = _words(made)
    assert words.startswith("Nog te weinig gegevens om dit te zeggen")
    assert "Nodig: 24 kwartalen met deze 12 eenheden, of 18 eenheden in deze 19 kwartalen." in words
    assert words.index("Wat is er nodig?") < words.index("Hoe zeker zijn we?")
    assert "nog geen oordeel" in words


def test_choosing_another_question_changes_the_page_and_keeps_the_plot():
    made, state = _build("verdict")
    chart = made.slots[1]

    state.param.update(cause="retro", outcome="callback")

    assert "Gedrag liep voorop op routines" in _words(made)
    assert made.slots[1] is chart


def test_a_followed_link_changes_the_state():
    made, state = _build("units")

    made._process_event(DataEvent(model=None, data={"query": "?view=units&unit=T03"}))

    assert state.unit == "T03"
    assert _words(made).startswith("← Terug naar alle eenheden Installatie")


def test_the_iceberg_has_at_most_seven_tiles_and_no_figure_for_the_culture():
    made, _ = _build("iceberg")

    assert _html(made).count("<article") <= 7
    assert "er is geen cijfer voor ‘de cultuur’" in _words(made)


def test_arrows_carry_verdicts_and_untested_ones_say_so():
    words = _words(_build("iceberg")[0])

    assert "Overtuigingen → Routines liep voorop · sterk onderbouwd" in words
    assert "Routines → Gedrag omgekeerde richting · zwak onderbouwd" in words
    assert "Routines → Klantscore niet getoetst" in words


def test_several_questions_between_layers_are_counted_when_none_is_the_main_one():
    release = made_up_release()

    release.tables["verdicts"] = release.tables["verdicts"].with_columns(is_primary=pl.lit(False))
    made = next(v for v in all_views() if v.name == "iceberg").build(
        Session(Store(release), State())
    )

    assert "1 × liep voorop" in _words(made)


def test_questions_between_layers_that_agree_carry_their_verdict():
    release = made_up_release()
    release.tables["verdicts"] = release.tables["verdicts"].with_columns(
        is_primary=pl.lit(False), verdict=pl.lit("none")
    )
    words = _words(
        next(v for v in all_views() if v.name == "iceberg").build(Session(Store(release), State()))
    )

    assert "geen aanwijzing bij" in words
    assert "•••" not in words


def test_the_home_page_says_what_went_before_what_and_over_how_much():
    words = _words(_build("iceberg")[0])

    assert "Overtuigingen liepen voorop op de klantscore. 12 eenheden · 19 kwartalen" in words


def test_every_tile_with_a_change_says_how_sure_that_change_is():
    html = _html(_build("iceberg")[0])

    tiles = re.findall(r"<article.*?</article>", html, flags=re.S)
    changed = [tile for tile in tiles if "sinds K3 2025" in tile]
    assert changed
    assert all(re.search(r"\([+−]?[\d,]+ tot [+−]?[\d,]+\)", tile) for tile in changed)


def test_recalculations_say_at_which_lag_they_stand():
    release = made_up_release()
    release.tables["verdicts"] = release.tables["verdicts"].with_columns(
        forward_lag=pl.lit(3, dtype=pl.Int64)
    )
    words = _words(
        next(v for v in all_views() if v.name == "verdict").build(Session(Store(release), State()))
    )

    assert "eerst, na 3 kwartalen, onder andere aannames" in words


def test_a_chance_is_never_as_certain_as_a_hundred_percent():
    release = made_up_release()
    release.tables["verdicts"] = release.tables["verdicts"].with_columns(power=pl.lit(0.9999))
    words = _words(
        next(v for v in all_views() if v.name == "verdict").build(Session(Store(release), State()))
    )

    assert "meer dan 99%" in words
    assert "100%" not in words


def test_a_suppressed_iceberg_says_why_there_is_no_figure():
    words = _words(_build("iceberg", "suppressed")[0])

    assert "te weinig antwoorden (n < 5)" in words.replace("&lt;", "<")
    assert "Voor deze eenheid zijn er geen cijfers" in words


def test_changes_of_unknown_certainty_are_not_said_to_be_noise(monkeypatch):
    series = Store.series

    def without_error(store, measure, unit):
        return [replace(one, se=None, low=None, high=None) for one in series(store, measure, unit)]

    monkeypatch.setattr(Store, "series", without_error)
    words = _words(_build("iceberg")[0])

    assert words.startswith("Van geen enkele verandering staat vast dat zij meer is dan ruis")


def test_many_units_come_in_pages():
    first = _words(_build("units", "many")[0])
    second = _words(_build("units", "many", page="1")[0])

    assert "1–24 van 71 eenheden" in first
    assert "25–48 van 71 eenheden" in second
    assert "Team 70" not in first


def test_a_unit_shows_its_figures_with_interval_and_number():
    made, _ = _build("units", unit="T01", measure="trust")

    rows = re.findall(r"<tr.*?</tr>", _html(made), flags=re.S)
    shown = [row for row in rows if re.search(r'data-label="Score"[^>]*>\d', row)]
    assert len(shown) > 15
    assert all(re.search(r"\d+,\d tot \d+,\d", row) for row in shown)
    assert all(re.search(r"\d+–\d+|50\+", row) for row in shown)


def test_from_a_figure_to_its_file_takes_two_clicks():
    unit, _ = _build("units", unit="T01", measure="trust")
    link = re.search(r'href="(\?[^"]*view=data[^"]*)"', _html(unit)).group(1).replace("&amp;", "&")
    state = State()
    state.follow(link)

    made, _ = _build("data", measure=state.measure, unit=state.unit, period=state.period)

    words = _words(made)
    store = STORES["full"]
    shown = format_figure(store.measures["trust"], store.figures["trust", "T01"]["2026-Q3"], "nl")
    assert f"Herkomst van Vertrouwen in de klant, Klantcontact Zuid, K3 2026: {shown}." in words
    assert "1 levering, 24 rijen apart gezet" in words
    assert "medewerkers_2026K3.xlsx 1" in words
    assert "klanten_2026K3.csv" not in words
    assert "9f3c" in words


def test_the_data_page_leads_to_every_delivery_behind_a_measure():
    words = _words(_build("data", measure="callback")[0])

    assert "Herkomst van Teruggebeld binnen een dag, alle eenheden, alle perioden." in words
    assert "gedrag_2026K3.csv Gedragsindicatoren" in words
    assert "medewerkers_2026K3.xlsx" not in words


def test_the_data_page_says_what_was_set_aside_and_under_which_rule():
    words = _words(_build("data")[0])

    assert words.startswith("4 leveringen, 24 rijen apart gezet")
    assert "De eenheid bestond niet in deze periode. medewerkers_2026K3.xlsx 7" in words
    assert "2 van 3 controles in orde." in words


def test_a_count_too_small_to_publish_is_not_shown():

    release = made_up_release()
    release.tables["quarantine_counts"] = release.tables["quarantine_counts"].with_columns(
        n_rows=pl.lit(None, dtype=pl.Int64)
    )
    made = next(v for v in all_views() if v.name == "data").build(Session(Store(release), State()))

    assert "minder dan 5" in _words(made)


def test_where_nothing_could_be_estimated_the_least_is_said_to_be_only_that():
    store = Store(made_up_release(verdict="insufficient"))
    pair = replace(store.pairs[0], mde=None, needed_units=None, needed_periods=24)
    words = str(what_is_needed(Session(store, State()), pair))
    assert "minstens 24 kwartalen en 12 eenheden" in words
    assert "staat onder Plan" in words


def test_a_source_without_counts_needs_those_before_more_periods():
    store = Store(made_up_release(verdict="insufficient"))
    pair = replace(store.pairs[0], mde=None, needed_units=None, error_source="none")
    for periods in (24, None):
        words = str(what_is_needed(Session(store, State()), replace(pair, needed_periods=periods)))
        assert "n en sd" in words
