"""Lets the second supervisor of the demonstration rate the city's year, each March."""

from collections.abc import Iterable
from datetime import datetime

from qa_app.demo.acting import Stage
from qa_app.demo.editions import Edition
from qa_app.demo.network import CITY
from qa_app.domain.audit_entries import EntryChange, EntryKind
from qa_app.domain.maturity import REGION_YEAR
from qa_app.domain.rubric import Rubric
from qa_app.queries.region_reviews import region_reviews, regions_within
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.audits.start_region_review import NewRegionReview, start_region_review

_MARCH = 3
_LEVELS = {
    "N1": 3, "N2": 2, "N3": 3, "S1": 1, "S2": 2, "S3": 1, "L1": 2, "L2": 2, "L3": 2, "D1": 2,
    "D2": 3, "D3": 1,
}  # fmt: skip
"""Item to the level of the first year."""
_GROWN = frozenset({"S2", "S3", "L3", "D3"})
"""Items that stand one level higher from the second year on."""
_SECONDS = 240
_NOTE = "见年度工作总结和档案（演示）"


def rate_city(stage: Stage, editions: Iterable[Edition], at: datetime) -> None:
    """Rate the year before; does nothing in other months and without a rubric for it.

    Args:
        stage: What actors need.
        editions: The rubrics.
        at: The present.
    """
    rubric = next(
        (one.file.rubric for one in editions if one.file.rubric.unit == REGION_YEAR), None
    )
    if rubric is None or at.month != _MARCH:
        return
    city = next(one for one in regions_within(stage.session, stage.second) if one.code == CITY)
    is_first = not region_reviews(stage.session, city.id)
    stage.session.rollback()
    new = NewRegionReview(city.id, at.year - 1)
    audit_id = start_region_review(stage.session, stage.second, new, stage.zone, at=at)
    changes = list(_levels(rubric, at.year, is_first=is_first))
    save_entries(stage.session, stage.second, audit_id, changes, stage.zone, at=at)
    sign_audit(stage.session, stage.second, audit_id, stage.zone, at=at)


def _levels(rubric: Rubric, year: int, *, is_first: bool) -> Iterable[EntryChange]:
    for item in (item for one in rubric.sections for item in one.items):
        level = _LEVELS[item.code] + (item.code in _GROWN and not is_first)
        yield EntryChange(
            EntryKind.ANSWER,
            item.code,
            str(level),
            base_revision=0,
            operation_id=f"region-{year}-{item.code}",
            note=_NOTE,
            seconds_spent=_SECONDS,
        )
