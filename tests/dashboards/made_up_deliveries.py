"""Made-up tables of a release about its deliveries and its checks."""

import datetime as dt
import random

import polars as pl

#: Which delivery of made_up's loads holds which measures.
_DELIVERED = {
    "trust": 1,
    "purpose": 1,
    "retro": 1,
    "nps": 2,
    "csat": 2,
    "callback": 3,
    "support": 3,
}


def made_up_loads() -> pl.DataFrame:
    rows = (
        ("survey_responses", "medewerkers_2026K3.xlsx", 11294, 11270, 24),
        ("customer_responses", "klanten_2026K3.csv", 30511, 30511, 0),
        ("behaviour_indicators", "gedrag_2026K3.csv", 228, 228, 0),
        ("units", "eenheden.csv", 13, 13, 0),
    )
    return pl.DataFrame(
        [
            {
                "load_id": i + 1,
                "table_name": table,
                "file_name": file,
                "file_hash": "9f3c" * 16,
                "rows_in": came,
                "rows_loaded": went,
                "rows_set_aside": aside,
                "loaded_at": dt.datetime(2026, 10, 12, 8, i, tzinfo=dt.UTC),
                "mapping": None,
            }
            for i, (table, file, came, went, aside) in enumerate(rows)
        ],
        schema_overrides={"mapping": pl.String},
    )


def made_up_quarantine() -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "load_id": 1,
                "table_name": "survey_responses",
                "code": "out_of_range",
                "message_nl": "De score ligt buiten de schaal van het codeboek.",
                "message_en": "The score lies outside the scale of the codebook.",
                "n_rows": 17,
            },
            {
                "load_id": 1,
                "table_name": "survey_responses",
                "code": "unknown_unit",
                "message_nl": "De eenheid bestond niet in deze periode.",
                "message_en": "The unit did not exist in this period.",
                "n_rows": 7,
            },
        ]
    )


def made_up_coverage(units: pl.DataFrame, periods: list[str]) -> pl.DataFrame:
    rng = random.Random(9)
    return pl.DataFrame(
        [
            {
                "source": source,
                "unit_code": unit,
                "period": period,
                "state": rng.choices(("complete", "partial", "missing"), (88, 8, 4))[0],
            }
            for source in ("survey_responses", "customer_responses", "behaviour_indicators")
            for unit in units["unit_code"]
            if unit != "ALL"
            for period in periods
        ]
    )


def made_up_checks() -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "name_nl": "Elke eenheid bestaat in haar periode",
                "name_en": "Every unit exists in its period",
                "passed": True,
                "detail_nl": "0 uitzonderingen",
                "detail_en": "0 exceptions",
            },
            {
                "name_nl": "Geen kleine groep is te herleiden",
                "name_en": "No small group can be derived",
                "passed": True,
                "detail_nl": "alle resten zijn leeg of groot genoeg",
                "detail_en": "every residual is empty or large enough",
            },
            {
                "name_nl": "Scores liggen binnen hun schaal",
                "name_en": "Scores lie within their scale",
                "passed": False,
                "detail_nl": "2 maten raken de rand",
                "detail_en": "2 measures touch the edge",
            },
        ]
    )


def made_up_origins(figures: pl.DataFrame) -> pl.DataFrame:
    """The delivery that each figure shown was made of."""
    shown = figures.filter(pl.col("state") == "shown").select("unit_code", "period", "measure")
    load = pl.col("measure").replace_strict(_DELIVERED, return_dtype=pl.Int64)
    return shown.with_columns(load_ids=pl.concat_list(load))
