"""Validated load of many answers from CSV beside DuckDB's own typed import of the same file."""

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from pipelines.accept import load
from pipelines.programme import create_programme

COLUMNS = (
    "response_id VARCHAR, respondent_id VARCHAR, unit_code VARCHAR, period VARCHAR, "
    "item_code VARCHAR, score DOUBLE, submitted_at TIMESTAMPTZ"
)
ANSWERS = """
    SELECT 'R' || (100000000 + i) AS response_id, 'P' || (i // 10) AS respondent_id,
        'T' || lpad(CAST((i // 10) % 200 AS VARCHAR), 3, '0') AS unit_code, '2026-Q3' AS period,
        'B' || lpad(CAST(i % 10 AS VARCHAR), 2, '0') AS item_code, 1 + (i * 7919) % 5 AS score,
        strftime(TIMESTAMP '2026-07-01' + INTERVAL (i % 7000000) SECOND, '%Y-%m-%dT%H:%M:%S')
            || '+02:00' AS submitted_at
    FROM range({rows}) AS answers (i)
"""


def main():
    """Print both times, their ratio and the memory used."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=10_000_000)
    rows = arguments.parse_args().rows
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        answers = folder / "answers.csv"
        duckdb.sql(ANSWERS.format(rows=rows)).write_csv(str(answers))
        programme = _programme(folder)
        own = _duckdb_import(folder, answers)
        started, used = time.monotonic(), _cpu()
        report = load(programme, "responses", [answers])
        ours = time.monotonic() - started, _cpu() - used
        assert report.rows_loaded == rows, report.as_json("en")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"rows {rows:,}\nduckdb typed import {own[0]:.1f} s (cpu {own[1]:.1f} s)\n"
        f"validated load      {ours[0]:.1f} s (cpu {ours[1]:.1f} s)\n"
        f"ratio {ours[0] / own[0]:.2f} (aim 2.00), cpu {ours[1] / own[1]:.2f}\n"
        f"peak memory {peak:.0f} MiB (aim 2048)\n"
    )


def _programme(folder):
    """A programme with two hundred units and ten items."""
    programme = create_programme(folder / "programme")
    units = [f"T{number:03d},unit {number},ORG,2024-01-01," for number in range(200)]
    items = [f"B{number:02d},belief,1,5,0" for number in range(10)]
    for table, lines in (
        ("units", ["unit_code,name,parent_code,valid_from,valid_to", "ORG,x,,2024-01-01,", *units]),
        ("codebook", ["code,kind,scale_min,scale_max,reversed", *items]),
    ):
        path = folder / f"{table}.csv"
        path.write_text("\n".join(lines) + "\n")
        load(programme, table, [path])
    return programme


def _duckdb_import(folder, answers):
    """Seconds and processor seconds of the plain typed import."""
    started, used = time.monotonic(), _cpu()
    with duckdb.connect(folder / "plain.duckdb") as connection:
        connection.execute(f"CREATE TABLE answers ({COLUMNS})")
        connection.execute(f"COPY answers FROM '{answers}' (HEADER)")
    return time.monotonic() - started, _cpu() - used


def _cpu():
    """Processor seconds of this process and of those it waited for."""
    both = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


if __name__ == "__main__":
    main()
