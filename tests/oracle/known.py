"""What a past day knew of readings, counted review by review from how their rows stand and stood.

It shares no code with the product: every review is looked at, whatever the totals say.
"""

import json
from collections import Counter
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.models.audits import AuditRow

Counts = dict[tuple[Any, ...], int]

_SCORED = ("random", "census")
_WINDOW, _HALVES = 12, 4
"""Months of which files are counted, and half-years of which scores are, with those of the day."""


def known_by_hand(session: Session, as_of: date, known_at: datetime) -> Counts:
    """Count by centre and version what results said, and by area how many there were."""
    found: Counter[tuple[Any, ...]] = Counter()
    for audit in session.scalars(select(AuditRow)).all():
        if audit.sample_type in _SCORED:
            _count_result(found, audit, as_of, known_at)
    session.rollback()
    return {key: number for key, number in found.items() if number}


def _count_result(
    found: Counter[tuple[Any, ...]], audit: AuditRow, as_of: date, known_at: datetime
) -> None:
    day, final_at, until = audit.reviewed_on, audit.final_at, audit.counted_until
    if audit.result_state != "final" or final_at is None or final_at > known_at:
        return
    if (until is None and audit.state != "signed") or (until is not None and until <= known_at):
        return
    if day is None or day > as_of:
        return
    half = _month(day) // 6
    if _month(as_of) // 6 - half >= _HALVES:
        return
    place, score = (audit.centre_id, audit.rubric_version_id), audit.score_millionths
    if score is not None:
        found["scored", *place, half] += 1
        found["sum", *place, half] += score
        found["squares", *place, half] += score**2
    found["band", *place, half, audit.band_position] += audit.band_position is not None
    if _month(as_of) - _month(day) < _WINDOW:
        found["files", *place] += 1
        found["final", audit.area_code] += 1
        found["stops", *place] += audit.stop_count > 0
        found["band of the year", *place, audit.band_position] += audit.band_position is not None
        for item, code in json.loads(audit.explanation or "{}")["codes"].items():
            found["code", *place, item, code] += 1


def _month(day: date) -> int:
    return 12 * day.year + day.month - 1
