"""Mappings are found by name, a programme's own before the product's."""

import pytest

from model.errors import RejectedError, UsageError
from model.tables import TABLES
from pipelines.mapping import mappings, read_mapping


@pytest.mark.parametrize("name", mappings())
def test_every_mapping_of_the_product_fills_the_required_columns_of_a_table(name):
    mapping = read_mapping(name)
    assert set(TABLES[mapping.table].required) - {"valid_to"} <= set(mapping.targets)
    assert mapping.title.nl != mapping.title.en or name == "microsoft-forms"


def test_a_programme_may_replace_a_mapping_by_its_own(tmp_path):
    own = tmp_path / "mappings" / "qualtrics.toml"
    own.parent.mkdir()
    own.write_text('table = "units"\n[columns]\nunit_code = "Code"\n')
    assert read_mapping("qualtrics", tmp_path).table == "units"
    assert read_mapping("qualtrics").table == "survey_responses"
    assert read_mapping(str(own)).table == "units"


def test_an_unknown_name_is_answered_with_the_nearest_one():
    with pytest.raises(UsageError) as caught:
        read_mapping("qualtric")
    assert "qualtrics" in caught.value.remedy.nl


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("table = ", "TOML"),
        ('table = "unit"\n[columns]\nunit_code = "Code"\n', "unit"),
        ('table = "units"\n[columns]\nunit_kode = "Code"\n', "unit_kode"),
    ],
)
def test_a_file_that_cannot_be_a_mapping_says_why(tmp_path, text, words):
    path = tmp_path / "own.toml"
    path.write_text(text)
    with pytest.raises(RejectedError) as caught:
        read_mapping(path)
    assert words in caught.value.what.nl
