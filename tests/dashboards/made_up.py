"""A small release with made-up figures, in the shape that publishing writes."""

import datetime as dt
import hashlib
import json
import math
import random
from pathlib import Path

import polars as pl

from model.period import bounds, period_index, period_label, period_range
from pipelines.read import Release
from tests.dashboards.made_up_deliveries import (
    made_up_checks,
    made_up_coverage,
    made_up_loads,
    made_up_origins,
    made_up_quarantine,
)
from tests.dashboards.made_up_evidence import made_up_evidence

PERIODS = period_range("2022-Q1", "2026-Q3")
TEAMS = (
    "Klantcontact Noord",
    "Klantcontact Zuid",
    "Bezorging",
    "Installatie",
    "Retouren",
    "Offertes",
    "Webwinkel",
    "Winkels Oost",
    "Winkels West",
    "Financiën",
    "Inkoop",
    "Personeel",
)
MEASURES = (
    ("trust", "belief", "mean", True, 1.0, 5.0, "Vertrouwen in de klant", "Trust in customers"),
    ("purpose", "belief", "mean", True, 1.0, 5.0, "Klant als bedoeling", "Customer as purpose"),
    (
        "retro",
        "routine",
        "share",
        True,
        0.0,
        100.0,
        "Terugblik op klantvragen",
        "Reviewing requests",
    ),
    (
        "callback",
        "behaviour",
        "rate",
        True,
        0.0,
        100.0,
        "Teruggebeld binnen een dag",
        "Called back in a day",
    ),
    ("nps", "customer", "nps", True, -100.0, 100.0, "Aanbeveling (NPS)", "Recommendation (NPS)"),
    ("csat", "customer", "mean", True, 1.0, 10.0, "Klanttevredenheid", "Customer satisfaction"),
    ("support", "leadership", "mean", True, 1.0, 10.0, "Leiderschapssteun", "Leadership support"),
)
SPREAD = {
    "trust": 0.25,
    "purpose": 0.2,
    "retro": 6.0,
    "callback": 5.0,
    "nps": 9.0,
    "csat": 0.3,
    "support": 0.4,
}
CENTRE = {
    "trust": 3.4,
    "purpose": 3.7,
    "retro": 52.0,
    "callback": 71.0,
    "nps": 12.0,
    "csat": 7.4,
    "support": 6.6,
}
SCRIPT = "<img src=x onerror=window.__xss=1>\"'&"


def made_up_release(
    *,
    verdict: str = "lead",
    units: int = 12,
    empty: bool = False,
    suppressed: bool = False,
    first_unit_name: str | None = None,
    name: str = "2026-Q3.1",
) -> Release:
    """Return a release: full, without any figure, or with every figure of people too small."""
    unit_rows = _units(units, first_unit_name)
    figures = _figures(unit_rows, empty=empty, suppressed=suppressed)
    kinds = {code: kind for code, kind, *_ in MEASURES}
    evidence = made_up_evidence(verdict, units, kinds=kinds, periods=PERIODS)
    tables = {
        "figures": figures,
        "origins": made_up_origins(figures),
        "units": unit_rows,
        "periods": _periods() if not empty else _periods().clear(),
        "measures": _measures() if not empty else _measures().clear(),
        **{name: table.clear() if empty else table for name, table in evidence.items()},
        "loads": made_up_loads() if not empty else made_up_loads().clear(),
        "quarantine_counts": made_up_quarantine() if not empty else made_up_quarantine().clear(),
        "coverage": made_up_coverage(unit_rows, PERIODS)
        if not empty
        else made_up_coverage(unit_rows, PERIODS).clear(),
        "checks": made_up_checks() if not empty else made_up_checks().clear(),
        "about": _about(name),
    }
    files = {
        f"{table}.parquet": {"sha256": f"{i:02d}" * 32, "rows": frame.height}
        for i, (table, frame) in enumerate(tables.items())
    }
    manifest = {
        "release": name,
        "period": "2026-Q3",
        "who": "steward",
        "when": "2026-10-14T09:30:00+00:00",
        "code_version": "0.1.0",
        "files": files,
    }
    return Release(name=name, folder=Path(name), tables=tables, manifest=manifest)


def write_release(folder: Path, release: Release) -> Path:
    """Write a release to disk as publishing does, and make it the current one."""
    home = folder / "releases" / release.name
    home.mkdir(parents=True)
    files = {}
    for name, frame in release.tables.items():
        frame.write_parquet(home / f"{name}.parquet")
        content = (home / f"{name}.parquet").read_bytes()
        files[f"{name}.parquet"] = {
            "sha256": hashlib.sha256(content).hexdigest(),
            "rows": frame.height,
        }
    manifest = json.dumps({**release.manifest, "files": files}).encode()
    (home / "manifest.json").write_bytes(manifest)
    pointer = folder / "releases" / "CURRENT"
    known = json.loads(pointer.read_text())["releases"] if pointer.exists() else {}
    known[release.name] = hashlib.sha256(manifest).hexdigest()
    pointer.write_text(json.dumps({"release": release.name, "releases": known}))
    return folder


def _units(count: int, first_name: str | None) -> pl.DataFrame:
    rows = [("ALL", "Hele organisatie", None, 0)]
    for i in range(count):
        label = TEAMS[i] if i < len(TEAMS) else f"Team {i + 1}"
        rows.append((f"T{i:02d}", first_name if i == 0 and first_name else label, "ALL", 1))
    return pl.DataFrame(
        [
            {
                "unit_code": code,
                "name": label,
                "parent_code": parent,
                "level": level,
                "valid_from": dt.date(2020, 1, 1),
                "valid_to": None,
                "sort_order": order,
            }
            for order, (code, label, parent, level) in enumerate(rows)
        ],
        schema_overrides={"valid_to": pl.Date, "parent_code": pl.String},
    )


def _periods() -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "period": p,
                "period_index": period_index(p),
                "label_nl": period_label(p, "nl"),
                "label_en": period_label(p, "en"),
                "first_day": bounds(p)[0],
                "last_day": bounds(p)[1],
            }
            for p in PERIODS
        ]
    )


def _measures() -> pl.DataFrame:
    names = (
        "measure",
        "kind",
        "statistic",
        "is_construct",
        "scale_min",
        "scale_max",
        "name_nl",
        "name_en",
    )
    return pl.DataFrame([dict(zip(names, row, strict=True)) for row in MEASURES])


def _figures(units: pl.DataFrame, *, empty: bool, suppressed: bool) -> pl.DataFrame:
    rng = random.Random(4)
    rows = []
    for unit in units["unit_code"]:
        turn = rng.randint(5, 12)
        size = 40 if unit == "ALL" else rng.choice((3, 7, 12, 20, 33))
        for code, kind, *_ in MEASURES:
            delay = 2 if kind == "customer" else 1 if kind in ("routine", "behaviour") else 0
            level = CENTRE[code] + rng.gauss(0, SPREAD[code])
            for t, period in enumerate(PERIODS):
                rise = 1.8 / (1 + math.exp(-(t - turn - delay)))
                noise = rng.gauss(0, 0.35 if unit != "ALL" else 0.1)
                value = level + SPREAD[code] * (rise + noise)
                se = SPREAD[code] * (0.12 if unit == "ALL" else 0.3)
                state = "shown"
                if suppressed or (size == 3 and kind != "customer" and rng.random() < 0.5):
                    state = "too_few"
                elif rng.random() < 0.03 and unit != "ALL":
                    state = "no_data"
                elif unit == "T04" and t < 3:
                    state = "not_comparable"
                rows.append(_figure(unit, period, code, state, value, se, size))
    frame = pl.DataFrame(rows, schema_overrides={"n": pl.Int64})
    return frame.clear() if empty else frame


def _figure(unit, period, code, state, value, se, size) -> dict:
    shown = state == "shown"
    band = (
        "50+"
        if size >= 50
        else "25–49"
        if size >= 25
        else "15–24"
        if size >= 15
        else "10–14"
        if size >= 10
        else "5–9"
    )
    return {
        "unit_code": unit,
        "period": period,
        "measure": code,
        "value": value if shown else None,
        "se": se if shown else None,
        "low": value - 1.96 * se if shown else None,
        "high": value + 1.96 * se if shown else None,
        "n_band": band if shown else None,
        "n": None,
        "state": state,
    }


def _about(name: str) -> pl.DataFrame:
    facts = {
        "programme": "Voorbeeld",
        "language": "nl",
        "release": name,
        "period": "2026-Q3",
        "published_by": "steward",
        "published_at": "2026-10-14T09:30:00+00:00",
        "code_version": "0.1.0",
        "smallest_group": "5",
        "smallest_effect": "0.25",
    }
    return pl.DataFrame({"key": list(facts), "value": list(facts.values())})
