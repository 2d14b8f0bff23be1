"""The made-up evidence of a release: what went before what, asked in several ways."""

import math

import polars as pl

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


def made_up_evidence(
    primary: str, units: int, *, kinds: dict[str, str], periods: list[str]
) -> dict[str, pl.DataFrame]:
    """The tables of evidence; ``primary`` is the verdict that the page opens on."""
    return {
        "verdicts": _verdicts(primary, units, kinds=kinds, periods=periods),
        "evidence": _evidence(),
        "lag_curve": _lag_curve(),
        "moderation": _moderation(),
    }


def _verdicts(
    primary: str, units: int, *, kinds: dict[str, str], periods: list[str]
) -> pl.DataFrame:
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
                "n_periods": len(periods),
                "first_period": periods[0],
                "last_period": periods[-1],
                **_side("forward", forward),
                **_side("reverse", reverse),
                "innovation_correlation": 0.2,
                "innovation_low": 0.05,
                "innovation_high": 0.34,
                "gate_p": 0.003,
                "mde": 0.24 if verdict != "insufficient" else 0.41,
                "power": 0.82 if verdict != "insufficient" else 0.38,
                "needed_units": units if verdict != "insufficient" else units + 6,
                "needed_periods": len(periods) if verdict != "insufficient" else len(periods) + 5,
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
