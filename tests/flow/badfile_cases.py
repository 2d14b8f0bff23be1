"""Run a case of the outside set of bad files by the real route; tell what came of it."""

import json
import os
import re
import resource
import sys
import time
import traceback
from pathlib import Path

from model.tables import find_table
from pipelines.accept import load
from pipelines.desk.report import LoadReport
from pipelines.fingerprint import fingerprint
from pipelines.programme import create_programme, open_programme
from pipelines.warehouse import open_warehouse

WRITES = ("accept", "accept_warn", "quarantine")
WITH_HISTORY = ("history", "reload", "partial", "disclosure")
WITH_HISTORY_IDS = ("B03", "B04", "D13", "D16")
HISTORY = ("responses", "customer_responses", "behaviour", "leadership")


def make_setup(folder, badfiles, closed_periods, *, history):
    """A fresh programme with the setup of the manifest loaded."""
    create_programme(folder, name="badfiles")
    settings = folder / "programme.toml"
    words = settings.read_text()
    settings.write_text(words.replace("closed_periods = []", f"closed_periods = {closed_periods}"))
    programme = open_programme(folder)
    for name in ("units", "codebook", *(HISTORY if history else ())):
        report = load(programme, name, [badfiles / "setup" / f"{name}.csv"])
        assert report.outcome in ("accept", "accept_warn"), (name, report.as_json("en"))
    return programme


def needs_history(case):
    return case["category"] in WITH_HISTORY or case["id"] in WITH_HISTORY_IDS


def run_case(case, badfiles, folder):
    """Load the file of one case into a programme; every moment on disk counts, so it is timed."""
    programme = open_programme(folder)
    before = fingerprint(programme)
    started = time.monotonic()
    steps = case["steps"] or [{"table": case["table"], "file": case["file"]}]
    for step in steps:
        state = fingerprint(programme)
        report = _load(programme, badfiles / step["file"], step["table"], case["upload_name"])
        assert report.outcome in step.get("outcome", [report.outcome]), report.as_json("en")
    seconds = time.monotonic() - started
    after = fingerprint(programme)
    result = report.as_json("en")
    result |= {
        "tables_changed": after != (state if case["steps"] else before),
        "seconds": seconds,
        "never_violated": violations(case, programme, report, badfiles),
        "alive": _is_alive(programme, badfiles),
    }
    return result


def _load(programme, path, table, upload_name):
    return load(programme, table, [path], names=[upload_name] if upload_name else None)


def _is_alive(programme, badfiles):
    """After each case a clean file must load, or be known as loaded already."""
    report = load(programme, "responses", [badfiles / "K01_clean_responses.csv"])
    return report.outcome in (*WRITES, "no_change", "confirm")


def violations(case, programme, report: LoadReport, badfiles):
    """What must never happen, looked for in the warehouse, the messages and on disk."""
    found = []
    words = json.dumps([report.as_json("nl"), report.as_json("en")], ensure_ascii=False)
    for secret in ("voorbeeld.nl", "Piet de Vries", "900000009"):
        on_disk = any(
            secret.encode() in path.read_bytes()
            for path in programme.folder.rglob("*")
            if path.is_file()
        )
        if secret in words or on_disk:
            found.append(f"{secret!r} was kept or shown")
    if Path("/tmp/onderstroom_evil.csv").exists():
        found.append("a file outside the upload area")
    if list(programme.inbox.iterdir()):
        found.append("staged files left behind")
    with open_warehouse(programme, read_only=True) as connection:
        found += _in_tables(case, connection, report, badfiles)
    return found


NEVER = {
    "NaN or inf stored": "FROM survey_responses WHERE NOT isfinite(score)",
    "a missing code or a total stored": "FROM survey_responses WHERE score NOT BETWEEN 1 AND 5",
    "two units that look the same": "FROM (SELECT 1 FROM units "
    "GROUP BY lower(trim(nfc_normalize(unit_code))) HAVING count(DISTINCT unit_code) > 1)",
    "an answer of no unit": "FROM survey_responses ANTI JOIN units USING (unit_code)",
    "a period under two spellings": "FROM survey_responses "
    "WHERE NOT regexp_full_match(period, '20[0-9]{2}-Q[1-4]')",
    "an answer counted twice": "FROM (SELECT 1 FROM survey_responses "
    "GROUP BY response_id HAVING count(*) > 1)",
    "a person in two units": "FROM (SELECT 1 FROM survey_responses GROUP BY respondent_id, period "
    "HAVING count(DISTINCT unit_code) > 1)",
    "units gone": "FROM (SELECT 1 FROM units HAVING count(*) < 12)",
    "a replacement character in a name": "FROM units WHERE contains(name, '\ufffd')",
}


def _in_tables(case, connection, report, badfiles):
    found = [
        what
        for what, where in NEVER.items()
        if connection.execute(f"SELECT count(*) {where}").fetchone()[0]
    ]
    exact = "SELECT count(*) FROM survey_responses WHERE response_id LIKE '900719925474099_'"
    if case["id"] == "K07" and connection.execute(exact).fetchone()[0] != 2:
        found.append("two ids collapsed into one")
    equals = case["expected"]["content_equals"]
    if equals and report.outcome in WRITES and report.rows_set_aside == 0:
        found += _content(connection, case["table"], badfiles / equals)
    return found


def _content(connection, table, path):
    """The loaded rows must equal the clean file, whatever form they came in."""
    name = find_table(table).name
    lines = path.read_text(encoding="utf-8").splitlines()
    header = lines[0].split(",")
    clean = {tuple(line.split(",")) for line in lines[1:]}
    shown = ", ".join(_as_text(column) for column in header)
    rows = connection.execute(f"SELECT {shown} FROM {name}").fetchall()
    skipped = {index for index, column in enumerate(header) if column == "respondent_id"}

    def tidy(row):
        return tuple(
            _tidy(header[index], cell) for index, cell in enumerate(row) if index not in skipped
        )

    same = sorted(map(tidy, rows)) == sorted(map(tidy, clean))
    return [] if same else [f"content differs from {path.name}"]


def _as_text(column):
    return f"coalesce(CAST({column} AS VARCHAR), '')"


def _tidy(column, cell):
    if column == "submitted_at":
        return cell[:10]
    return f"{float(cell):g}" if column in ("score", "value") else cell


def main():
    """Run each case that standard input names in a process of its own, to measure its memory.

    A process that has everything imported already starts in no time.
    """
    badfiles = Path(sys.argv[1])
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _answer(badfiles, *json.loads(line))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status:
            print(json.dumps({"outcome": f"died of {status}"}), flush=True)


def _answer(badfiles, folder, case):
    """Print the result of a case, or what broke it."""
    try:
        result = run_case(case, badfiles, Path(folder))
    except BaseException:
        result = {"outcome": traceback.format_exc()}
    # Not ru_maxrss: that keeps the memory of whoever started this process.
    status = Path("/proc/self/status").read_text()
    own = int(re.search(r"VmHWM:\s+(\d+) kB", status)[1])
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps(result | {"rss_mib": (own + children) / 1024}), flush=True)


if __name__ == "__main__":
    main()
