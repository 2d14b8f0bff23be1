"""What the command line says of a load."""

import pytest

from dashboards.terminal_loads import show_report
from pipelines.desk.report import LoadReport


@pytest.mark.parametrize(
    ("language", "line"),
    [("nl", "498 opgelost, 2 over, 0 nieuw"), ("en", "498 solved, 2 left, 0 new")],
)
def test_a_second_delivery_is_told_in_one_line(language, line, capsys):
    compared = {"solved": 498, "left": 2, "new": 0}
    report = LoadReport("units", "accept", 3, 3, 0, 0, 1, (), compared=compared)
    show_report(report, language, as_json=False)
    assert line in capsys.readouterr().out.splitlines()
