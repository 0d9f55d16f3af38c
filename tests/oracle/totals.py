"""The totals as anybody would count them by hand, review by review, and as they stand.

It shares no code with the product: frozen scores are read as the text that they are.
"""

import json
from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

Cells = dict[tuple[Any, ...], dict[str, int]]

_SIGNED = """
SELECT a.id, a.centre_id, c.place_path, a.rubric_version_id AS version, a.area_code AS area,
       a.sample_type AS kind, a.reviewed_on AS day, a.score_millionths AS score,
       a.band_position AS band, a.stop_count AS stops, a.gate_count AS gates, a.explanation,
       a.result_state = 'final' AS is_final, a.practitioner_id AS worker, a.reader_id AS reader,
       a.drawn_as
FROM audit a JOIN centre c ON c.id = a.centre_id
WHERE a.state = 'signed' AND a.sample_type NOT IN ('supplement', 'quarter')
"""
_KEYS = {
    "month_total": "scope rubric_version_id sample_type section month area_code",
    "item_total": "scope rubric_version_id sample_type month item_code code",
    "reading_month": "centre_id rubric_version_id month reader_id design",
}
_SCORED = ("random", "census")


def by_hand(session: Session) -> Cells:
    """Count every signed review; cells that are nothing are left out."""
    found: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
    for row in session.execute(text(_SIGNED)).mappings():
        _count(found, row)
    return {key: whole for key, cells in found.items() if (whole := _something(cells))}


def standing(session: Session) -> Cells:
    """Read every cell of every total; those that are nothing are left out."""
    found: Cells = {}
    for table, names in _KEYS.items():
        keys = names.split()
        for row in session.execute(text(f"SELECT * FROM {table}")).mappings():
            cells = _something({name: row[name] for name in row if name not in keys})
            if cells:
                found[(table, *(row[name] for name in keys))] = cells
    return found


def _something(cells: Any) -> dict[str, int]:
    return {name: number for name, number in cells.items() if number}


def _count(found: dict[tuple[Any, ...], Counter[str]], row: Any) -> None:
    year, month = map(int, str(row["day"]).split("-")[:2])
    when = 12 * year + month - 1
    places = [f"p:{place}" for place in row["place_path"].split("/") if place]
    levels = [f"c:{row['centre_id']}", *places, "n"]
    frozen = json.loads(row["explanation"])
    sections = {code: _millionths(told) for code, told in frozen["sections"].items() if told}
    own = [] if row["worker"] is None else [f"w:{row['worker']}"]
    for level in levels + own:
        for section, score in [("", row["score"]), *sections.items()]:
            key = (row["version"], row["kind"], section, when, row["area"])
            cells = found["month_total", level, *key]
            _add(cells, row, "file_count", "final_count", 1)
            if score is not None:
                _add(cells, row, "scored_count", "final_scored_count", 1)
                _add(cells, row, "score_sum", "final_score_sum", score)
                if row["is_final"] and not section:
                    cells["final_square_sum"] += score**2
        whole = found["month_total", level, row["version"], row["kind"], "", when, row["area"]]
        tripped = {"stop_count": row["stops"], "gate_count": row["gates"]}
        marks = [name for name, number in tripped.items() if number]
        marks += [f"band_{row['band']}"] if row["band"] else []
        for name in marks:
            _add(whole, row, name, f"final_{name}", 1)
    lost = _lost(frozen, row["score"])
    for level in levels:
        for item, code in frozen["codes"].items():
            cells = found["item_total", level, row["version"], row["kind"], when, item, code]
            _add(cells, row, "file_count", "final_count", 1)
        for item, code in _coded(frozen).items() if row["score"] is not None else ():
            cells = found["item_total", level, row["version"], row["kind"], when, item, code]
            cells["rated_count"] += 1
            for name, number in lost.get(item, {}).items():
                cells[name] += number
    if row["kind"] in _SCORED:
        design = f"{row['kind']}/{row['drawn_as']}" if row["drawn_as"] else ""
        key = (row["centre_id"], row["version"], when, row["reader"] or 0, design)
        found["reading_month", *key]["file_count"] += 1


def _add(cells: Counter[str], row: Any, name: str, final: str, number: int) -> None:
    cells[name] += number
    if row["is_final"]:
        cells[final] += number


_OF_CASES = {"1/1": "cases_top", "1/2": "cases_half", "0/1": "cases_below"}


def _coded(frozen: Any) -> dict[str, str]:
    by_case = {
        item["item"]: _OF_CASES[item["value"]]
        for item in frozen["explanation"].get("items", ())
        if "percent_exact" in frozen and item["cases"] is not None and item["value"] is not None
    }
    return {**frozen["codes"], **by_case}


def _lost(frozen: Any, score: int | None) -> dict[str, dict[str, int]]:
    """What a file's score and its sections' lack, divided by largest remainders."""
    if frozen.get("percent_exact") is None or score is None:
        return {}
    points = {
        one["item"]: Fraction(one["possible"]) - Fraction(one["earned"])
        for one in frozen["explanation"]["items"]
        if one["possible"] is not None
    }
    whole = _divided({code: one / 100 for code, one in points.items()}, 1_000_000 - score)
    own: dict[str, int] = {}
    for section in frozen["explanation"]["sections"]:
        told = frozen["sections"][section["section"]]
        if told is not None:
            within = {
                one["item"]: points[one["item"]] / Fraction(section["possible"])
                for one in frozen["explanation"]["items"]
                if one["section"] == section["section"] and one["item"] in points
            }
            own |= _divided(within, 1_000_000 - _millionths(told))
    return {code: {"lost_sum": whole[code], "section_lost_sum": own[code]} for code in points}


def _divided(parts: dict[str, Fraction], whole: int) -> dict[str, int]:
    found = {code: int(1_000_000 * part) for code, part in parts.items()}
    rest = {code: 1_000_000 * part - found[code] for code, part in parts.items()}
    for code in sorted(parts, key=lambda one: -rest[one])[: whole - sum(found.values())]:
        found[code] += 1
    return found


def _millionths(told: str) -> int:
    above, _, below = told.partition("/")
    share = Decimal(1_000_000) * int(above) / int(below or 1)
    return int(share.quantize(Decimal(1), ROUND_HALF_UP))
