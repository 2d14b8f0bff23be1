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

_VERDICTS = {
    ("trust", "nps"): ("lead", "moderate", 0.34, 0.05),
    ("trust", "csat"): ("insufficient", "", 0.18, 0.11),
    ("purpose", "nps"): ("none", "moderate", 0.04, 0.02),
    ("purpose", "csat"): ("together", "weak", 0.06, 0.05),
    ("trust", "retro"): ("lead", "strong", 0.41, 0.02),
    ("retro", "callback"): ("reverse", "weak", 0.05, 0.29),
    ("callback", "nps"): ("both", "moderate", 0.31, 0.28),
}
_SPECIFICATIONS = (
    ("primary", 0.0, ""),
    ("error_0.7", -0.05, ""),
    ("error_1.3", 0.06, ""),
    ("error_estimated", 0.02, ""),
    ("eiv_hpj", -0.07, ""),
    ("leave_one_unit_out", -0.09, "Retouren"),
    ("leave_one_period_out", 0.04, "2024-Q2"),
    ("free_start", 0.01, ""),
    ("placebo_future", -0.3, ""),
)

# Estimate and corrected p of how each question differs with support; None where nobody can tell.
_MODERATION = {
    ("trust", "nps"): (0.22, 0.01),
    ("trust", "csat"): (None, None),
    ("purpose", "nps"): (0.05, 0.7),
    ("purpose", "csat"): (-0.19, 0.2),
    ("trust", "retro"): (-0.24, 0.01),
    ("retro", "callback"): (-0.03, 0.8),
    ("callback", "nps"): (0.08, 0.5),
}


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
    tables = {
        "figures": figures,
        "origins": made_up_origins(figures),
        "units": unit_rows,
        "periods": _periods() if not empty else _periods().clear(),
        "measures": _measures() if not empty else _measures().clear(),
        "verdicts": _verdicts(verdict, units) if not empty else _verdicts("lead", 1).clear(),
        "evidence": _evidence() if not empty else _evidence().clear(),
        "lag_curve": _lag_curve() if not empty else _lag_curve().clear(),
        "moderation": _moderation() if not empty else _moderation().clear(),
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


def _verdicts(primary: str, units: int) -> pl.DataFrame:
    kinds = {code: kind for code, kind, *_ in MEASURES}
    rows = []
    for (cause, outcome), (verdict, strength, forward, reverse) in _VERDICTS.items():
        first = (cause, outcome) == ("trust", "nps")
        verdict = primary if first else verdict
        strength = "" if verdict == "insufficient" else strength
        rows.append(
            {
                "cause": cause,
                "outcome": outcome,
                "cause_kind": kinds[cause],
                "verdict": verdict,
                "strength": strength,
                "reasons_nl": [
                    "De meting kan een effect van 0,25 zien.",
                    "De tweede methode wijst dezelfde kant op.",
                    "Zonder de eenheid Retouren blijft het oordeel gelijk.",
                ],
                "reasons_en": [
                    "The measurement can see an effect of 0.25.",
                    "The second method points the same way.",
                    "Without the unit Retouren the verdict stays the same.",
                ],
                "n_units": units,
                "n_periods": len(PERIODS),
                "first_period": PERIODS[0],
                "last_period": PERIODS[-1],
                **_side("forward", forward),
                **_side("reverse", reverse),
                "innovation_correlation": 0.2,
                "innovation_low": 0.05,
                "innovation_high": 0.34,
                "gate_p": 0.003,
                "mde": 0.24 if verdict != "insufficient" else 0.41,
                "power": 0.82 if verdict != "insufficient" else 0.38,
                "needed_units": units if verdict != "insufficient" else units + 6,
                "needed_periods": len(PERIODS) if verdict != "insufficient" else len(PERIODS) + 5,
                "error_source": "sampling",
                "is_primary": first,
                "q": 0.02,
                "purpose": "registered" if first else "exploratory",
            }
        )
    return pl.DataFrame(rows)


def _side(name: str, estimate: float) -> dict:
    return {
        f"{name}_estimate": estimate,
        f"{name}_se": 0.09,
        f"{name}_low": estimate - 0.18,
        f"{name}_high": estimate + 0.18,
        f"{name}_p": 0.004,
        f"{name}_lag": 1,
        f"{name}_lags": [1, 2],
    }


def _evidence() -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "cause": cause,
                "outcome": outcome,
                "direction": direction,
                "specification": name,
                "estimate": base + step,
                "se": 0.09,
                "low": base + step - 0.18,
                "high": base + step + 0.18,
                "p": 0.01,
                "applicable": True,
                "note_nl": note,
                "note_en": note,
            }
            for (cause, outcome), (_, _, forward, reverse) in _VERDICTS.items()
            for direction, base in (("forward", forward), ("reverse", reverse))
            for name, step, note in _SPECIFICATIONS
        ]
    )


def _lag_curve() -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "cause": cause,
                "outcome": outcome,
                "lag": lag,
                "estimate": height,
                "low": height - 0.12 - 0.01 * abs(lag),
                "high": height + 0.12 + 0.01 * abs(lag),
            }
            for (cause, outcome), (_, _, forward, reverse) in _VERDICTS.items()
            for lag in range(-4, 5)
            for height in [(forward if lag > 0 else reverse) * math.exp(-((abs(lag) - 1) ** 2) / 3)]
        ]
    )


def _moderation() -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "cause": cause,
                "outcome": outcome,
                "hypothesis": "",
                "moderator": "support",
                "lag": 1,
                "estimate": estimate,
                "se": None if estimate is None else 0.08,
                "low": None if estimate is None else estimate - 0.18,
                "high": None if estimate is None else estimate + 0.18,
                "p": q,
                "q": q,
                "mde": None if estimate is None else 0.25,
                "main": None if estimate is None else 0.3,
                "n_units": 0 if estimate is None else 12,
                "applicable": estimate is not None,
                "note_nl": "niet toepasbaar, want er zijn 6 eenheden" if estimate is None else "",
                "note_en": "not applicable, because there are 6 units" if estimate is None else "",
            }
            for (cause, outcome), (estimate, q) in _MODERATION.items()
        ],
        infer_schema_length=None,
    )


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
