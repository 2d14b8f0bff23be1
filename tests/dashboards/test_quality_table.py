"""May answers be added up: the section of the data page, in words and in numbers."""

import re

import pytest

from dashboards.figures.quality_table import quality_table
from dashboards.state import State
from dashboards.store import Store
from dashboards.view import Session, all_views
from tests.dashboards.made_up import made_up_release
from tests.dashboards.made_up_tables import made_up_quality


def _session(*, with_quality=True, language="nl"):
    release = made_up_release()
    if with_quality:
        release.tables["quality"] = made_up_quality()
    return Session(Store(release), State(language=language))


def _words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", str(html)).split())


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("nl", "K3 2026: bij 1 van de 2 constructen zonder voorbehoud."),
        ("en", "Q3 2026: for 1 of 2 constructs without reservation."),
    ],
)
def test_the_newest_period_is_summed_up_in_one_sentence(language, told):
    assert told in _words(quality_table(_session(language=language)))


def test_a_caution_stands_beside_its_construct():
    html = str(quality_table(_session()))
    row = next(r for r in re.findall(r"<tr.*?</tr>", html, flags=re.S) if "één ding" in r)

    assert "! met voorbehoud" in row


def test_every_period_is_in_the_table_and_what_is_unknown_is_a_dash():
    words = _words(quality_table(_session()))

    assert "K2 2026 50+ 4 0,84 0,85 0,14 0,78 0,81 9%" in words
    assert "K3 2026 50+ 4 0,52 – 0,14 0,78 0,81 9%" in words


def test_a_release_without_the_table_says_so_in_words():
    assert "geen construct van twee of meer vragen" in _words(
        quality_table(_session(with_quality=False))
    )


def test_the_data_page_holds_the_section():
    view = next(v for v in all_views() if v.name == "data")

    assert "Mogen antwoorden tot een score worden opgeteld?" in view.build(_session()).html
