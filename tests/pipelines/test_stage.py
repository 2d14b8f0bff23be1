"""Staging: the file is read in a process of its own, and whatever it does there stays there."""

import json
import resource
import subprocess
import sys
import threading

import pytest

from pipelines.reading import sandbox
from pipelines.reading.plain import LARGE
from pipelines.stage import PROJECT, stage
from pipelines.warehouse import memory

NAMES = ("response_id", "unit_code", "score")
TEXT = "response_id,unit_code,score\nR1,T01,3\nR2,T02,4\n"


@pytest.fixture
def staged(tmp_path):
    def stager(content, upload_name="answers.csv", **options):
        path = tmp_path / "delivered file"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        folder = tmp_path / "staged"
        folder.mkdir(exist_ok=True)
        return stage(
            path, upload_name=upload_name, expected=NAMES, mapping=None, folder=folder, **options
        )

    return stager


def rows_of(result):
    connection = memory(result.rows.parent)
    result.make_view(connection, "staged")
    rows = connection.execute("FROM staged ORDER BY source_row").fetchall()
    connection.close()
    assert [place for *_, place in rows] == [*range(len(rows))]
    return [row for *row, _ in rows]


def test_rows_come_as_text_with_the_row_in_the_file(staged):
    result = staged(TEXT.replace("3", ""))
    assert result.columns == NAMES
    assert rows_of(result) == [["R1", "T01", None, 2], ["R2", "T02", "4", 3]]
    assert (result.rows_in, result.file_kind, result.file_bytes) == (2, "csv", len(TEXT) - 1)
    assert not result.refused


def test_the_fingerprint_is_that_of_the_file(staged):
    assert staged("a,b\n").file_hash == (
        "5be08c9684a1d25efcee09318204824278b08bbfb4aef973ffefd0b9d7478313"
    )


@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_large_plain_file_is_read_by_the_database_in_the_same_order(staged, quote, line_end):
    width = LARGE // 600_000
    lines = [f"{quote}R{n:0{width}d}{quote},{quote}{quote},{n % 5}" for n in range(700_000)]
    told = []
    result = staged(line_end.join(["response_id,unit_code,score", *lines]), progress=told.append)
    assert result.plain is not None
    assert (result.rows_in, told[-1]) == (700_000, pytest.approx(1, abs=0.01))
    connection = memory(result.rows.parent)
    result.make_view(connection, "staged")
    wrong, first, empty = connection.execute(
        "SELECT count_if(substr(response_id, 2)::BIGINT + 2 <> source_row), min(source_row), "
        "count_if(unit_code IS NULL) FROM staged"
    ).fetchone()
    assert (wrong, first, empty) == (0, 2, 700_000)


def test_a_file_with_an_odd_line_says_how_far_its_reading_is(staged):
    lines = [f"R{n},T01,{n % 5}" for n in range(50_000)]
    told = []
    text = "\n".join(["response_id,unit_code,score", "R0,T01", *lines])
    assert staged(text, progress=told.append).unreadable == (2,)
    assert told == sorted(told)
    assert [round(share, 1) for share in told] == [0.4, 0.8]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\tijdelijk\\scores.csv", "scores.csv"),
        ("een\ntwee.csv", "een\\u000atwee.csv"),
        ("*.csv", "*.csv"),
        ("x'; DROP TABLE units;--.csv", "x'; DROP TABLE units;--.csv"),
        ("a" * 300 + ".csv", "a" * 79 + "…"),
    ],
)
def test_the_name_of_a_file_is_only_shown(staged, name, shown):
    result = staged(TEXT + "R3,T\x0001,3\n", name)
    assert {issue.file for issue in result.issues} == {shown}
    assert len(rows_of(result)) == 2


def test_an_odd_column_name_reaches_the_database_as_a_name(staged):
    name = 'score"); DROP TABLE staged;--'
    result = staged(TEXT.replace("score", '"' + name.replace('"', '""') + '"'))
    assert result.columns[2] == name
    assert rows_of(result)[0] == ["R1", "T01", "3", 2]


@pytest.mark.parametrize(
    ("limit", "value", "words"),
    [("MEMORY", 60 << 20, "geheugen"), ("LEAST_SECONDS", 0, "langer")],
)
def test_a_file_that_takes_too_much_is_refused_and_we_go_on(
    staged, monkeypatch, limit, value, words
):
    monkeypatch.setattr(sandbox, limit, value)
    result = staged(TEXT)
    assert result.refused
    assert words in result.issues[0].message.nl
    assert result.file_hash


def closed(code):
    """Run code in a process that was closed in, and return what it prints."""
    script = (
        f"import sys; sys.path.insert(0, {str(PROJECT)!r})\n"
        "from pipelines.reading.sandbox import close_in\n"
        f"close_in(file_bytes=1000)\n{code}"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def test_who_is_stopped_while_reading_waits_for_nothing(staged, monkeypatch):
    def stopped(*_asked):
        raise KeyboardInterrupt

    # The signal may come between the end of the reading and the end of its watch.
    monkeypatch.setattr(subprocess.Popen, "kill", stopped)
    with pytest.raises(KeyboardInterrupt):
        staged(TEXT)
    watches = [one for one in threading.enumerate() if isinstance(one, threading.Timer)]
    assert watches
    assert all(watch.daemon for watch in watches)
    for watch in watches:
        watch.cancel()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can refuse a process its calls")
@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.socket(socket.AF_UNIX)",
        "import subprocess; subprocess.run(['/bin/true'])",
        "import os; os.execv('/bin/true', ['true'])",
    ],
)
def test_the_reading_process_has_no_network_and_starts_no_program(attempt):
    code = (
        f"try:\n    {attempt}\n    print('done')\nexcept OSError as error:\n    print(error.errno)"
    )
    assert closed(code) == "1"


def test_the_reading_process_works_under_limits():
    code = (
        "import json, resource as r\n"
        "print(json.dumps([r.getrlimit(x)[0] for x in (r.RLIMIT_CORE, r.RLIMIT_CPU, r.RLIMIT_AS)]))"
    )
    core, seconds, memory_bytes = json.loads(closed(code))
    assert core == 0
    assert 0 < seconds <= 2 * sandbox.seconds_for(1000)
    assert memory_bytes == sandbox.MEMORY
    assert resource.getrlimit(resource.RLIMIT_AS)[0] != sandbox.MEMORY


def test_the_environment_of_the_user_does_not_reach_the_reading_process(
    staged, monkeypatch, tmp_path
):
    (tmp_path / "json.py").write_text("raise SystemExit(3)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert not staged(TEXT).refused
    assert sorted(path.name for path in (tmp_path / "staged").iterdir()) == [
        "rows",
        "staged.json",
    ]
