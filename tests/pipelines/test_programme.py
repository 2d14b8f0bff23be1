"""A programme's folder and its settings."""

import pytest

from model.errors import RejectedError, UsageError
from pipelines.programme import SETTINGS, create_programme, open_programme


def test_a_new_programme_has_settings_inbox_and_releases(tmp_path):
    made = create_programme(tmp_path / "p", name="Waterbedrijf")
    assert open_programme(made.folder) == made
    assert made.name == "Waterbedrijf"
    assert made.smallest_group == 5
    assert made.inbox.is_dir()
    assert made.releases.is_dir()


def test_a_programme_is_never_overwritten(tmp_path):
    create_programme(tmp_path)
    with pytest.raises(UsageError):
        create_programme(tmp_path)


def test_a_folder_without_programme_says_how_to_make_one(tmp_path):
    with pytest.raises(UsageError) as caught:
        open_programme(tmp_path)
    assert "onderstroom init" in caught.value.remedy.nl


@pytest.mark.parametrize(
    "line",
    [
        "smallest_group = 3",
        'language = "de"',
        'time_zone = "Mars/Phobos"',
        'period_length = "week"',
        "smallest_effect = 0",
        "smallest_group = ",
    ],
)
def test_a_setting_that_cannot_be_is_named(tmp_path, line):
    (tmp_path / SETTINGS).write_text(line, encoding="utf-8")
    with pytest.raises(RejectedError) as caught:
        open_programme(tmp_path)
    assert line.split(" = ")[0] in caught.value.in_language("nl") or SETTINGS in str(
        caught.value.where.nl
    )


def test_closed_periods_are_closed_at_both_ends(tmp_path):
    (tmp_path / SETTINGS).write_text('closed_periods = ["2024-Q2..2025-Q4"]', encoding="utf-8")
    programme = open_programme(tmp_path)
    closed = [p for p in ("2024-Q1", "2024-Q2", "2025-Q4", "2026-Q1") if programme.is_closed(p)]
    assert closed == ["2024-Q2", "2025-Q4"]
