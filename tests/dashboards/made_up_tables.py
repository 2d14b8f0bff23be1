"""Made-up tables of a release that only some pages show: the register and the quality."""

import polars as pl


def made_up_hypotheses() -> pl.DataFrame:
    """Return a register with rivals, a version made afterwards and one that was not tested."""
    first = {
        "name": "H1",
        "version": 1,
        "cause": "trust",
        "outcome": "nps",
        "sign": "+",
        "first_lag": 1,
        "last_lag": 4,
        "smallest_effect": 0.25,
        "purpose": "Kiezen waar wij beginnen.",
        "first_period": "2022-Q1",
        "registered_at": "2022-01-02T09:00:00+00:00",
        "afterwards": False,
        "rival": "",
        "frozen_hash": "a1b2" * 16,
    }
    rival = {"name": "H2", "cause": "nps", "outcome": "trust", "rival": "H1"}
    later = {"version": 2, "last_lag": 6, "registered_at": "2026-06-01T09:00:00+00:00"}
    untested = {"name": "H3", "cause": "support", "outcome": "csat", "sign": "-"}
    return pl.DataFrame(
        [first, first | rival, first | later | {"afterwards": True}, first | untested]
    )


def made_up_quality() -> pl.DataFrame:
    """Return two periods of a sound construct and one of a construct with a caution."""
    sound = {
        "measure": "trust",
        "period": "2026-Q2",
        "n_band": "50+",
        "n_units": 12,
        "n_items": 4,
        "alpha": 0.84,
        "omega": 0.85,
        "icc1": 0.14,
        "icc2": 0.78,
        "r_wg": 0.81,
        "at_the_end": 0.09,
        "sound": True,
        "cautions_nl": [],
        "cautions_en": [],
    }
    careful = {
        "measure": "purpose",
        "alpha": 0.52,
        "omega": None,
        "sound": False,
        "cautions_nl": ["De items meten niet duidelijk één ding (α 0,52)."],
        "cautions_en": ["The items do not clearly measure one thing (α 0.52)."],
    }
    later = {"period": "2026-Q3"}
    return pl.DataFrame(
        [sound, sound | later | {"alpha": 0.86}, sound | later | careful],
        schema_overrides={"cautions_nl": pl.List(pl.String), "cautions_en": pl.List(pl.String)},
    )
