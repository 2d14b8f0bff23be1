"""One session is one reader at one release."""

import pytest

from dashboards import app
from dashboards.linked_html import LinkedHtml
from dashboards.shell import Shell
from dashboards.state import State
from dashboards.store import Store
from dashboards.view import Session
from model.errors import RejectedError
from model.text import Text
from pipelines.programme import create_programme
from tests.dashboards.made_up import made_up_release


def _source(release, *, newest="2026-Q3.1", language="nl"):
    return app.Source(
        title="Voorbeeld", language=language, newest=lambda: newest, open=lambda: Store(release)
    )


def _html(page):
    return "".join(part.html for part in page.select(LinkedHtml))


@pytest.mark.parametrize(("language", "words"), [("nl", "Oordeel"), ("en", "Verdict")])
def test_a_page_opens_in_the_language_of_the_programme(language, words):
    assert words in _html(app.page(_source(made_up_release(), language=language)))


def test_views_are_made_when_first_opened_and_then_kept():
    session = Session(Store(made_up_release()), State())
    shell = Shell(session)
    first = shell._main.objects[0]

    session.state.follow("?view=data")
    session.state.follow("?view=iceberg")

    assert set(shell._made) == {"iceberg", "data"}
    assert shell._main.objects[0] is first


def test_the_menu_says_where_the_reader_is():
    session = Session(Store(made_up_release()), State())
    shell = Shell(session)

    session.state.follow("?view=units")

    assert 'data-key="menu-units" aria-current="page"' in shell._menu.html


def test_new_figures_are_offered_and_never_mixed_in():
    session = Session(Store(made_up_release()), State(unit="T01", view="units"))
    shell = Shell(session)
    before = shell._main.objects[0].html

    shell.offer("2026-Q4.1")

    assert "Er zijn nieuwe cijfers: uitgave 2026-Q4.1." in shell._notice.html
    assert 'href="?view=units&amp;unit=T01"' in shell._notice.html
    assert shell._main.objects[0].html == before
    session.state.follow("?view=data")
    assert 'href="?view=data"' in shell._notice.html
    assert session.store.name == "2026-Q3.1"


def test_a_damaged_release_is_said_on_the_page():
    shell = Shell(
        Session(Store(made_up_release()), State()),
        warning=Text(nl="Uitgave X is beschadigd.", en="Release X is damaged."),
    )

    assert "Uitgave X is beschadigd." in shell._notice.html


def test_the_foot_names_release_and_day():
    page = app.page(_source(made_up_release()))

    assert "K3 2026 · gepubliceerd 14-10-2026 · uitgave 2026-Q3.1" in _html(page)


def _refuse():
    raise RejectedError(
        Text(nl="Geen uitgave is heel.", en="No release is whole."),
        where="2026-Q3.1",
        remedy=Text(nl="zet haar terug", en="restore it"),
    )


def test_before_the_first_release_the_page_says_so():
    source = app.Source(title="V", language="nl", newest=lambda: None, open=_refuse)

    html = _html(app.page(source))
    assert "Er is nog niets gepubliceerd" in html
    assert "Lever de eerste bestanden" in html
    assert 'class="brand"' in html


def test_a_release_that_cannot_be_opened_gives_three_lines_and_no_traceback():
    source = app.Source(title="V", language="en", newest=lambda: "2026-Q3.1", open=_refuse)

    words = _html(app.page(source))

    assert "No release is whole." in words
    assert "restore it" in words
    assert "Traceback" not in words


def test_a_programme_without_releases_can_be_served(tmp_path):
    programme = create_programme(tmp_path / "p", name="<b>Proef</b>")
    source = app.source_of(programme)

    assert source.newest() is None
    html = _html(app.page(source))
    assert "Er is nog niets gepubliceerd" in html
    assert "Lever de eerste bestanden" in html
    assert 'class="brand"' in html


def test_readers_of_one_programme_do_not_share_what_they_look_at():
    source = _source(made_up_release())

    first, second = app._state(source), app._state(source)
    first.follow("?lang=en&unit=T01")

    assert (second.language, second.unit) == ("nl", "")
