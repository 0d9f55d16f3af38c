"""Measures of training."""

from collections import defaultdict
from datetime import timedelta

from sqlalchemy.orm import Session

from qa_app.domain.defaults import TRAINING_POST_MONTHS
from qa_app.domain.month_grid import months_on
from qa_app.domain.rules.records import Record, record_of
from qa_app.domain.rules.tree import Leaf
from qa_app.domain.trained_hours import HoursAsked, hours_needed
from qa_app.queries.measures.ground import Measure, Measured, MeasureGround
from qa_app.queries.measures.staff import shares
from qa_app.queries.measures.staffing import staff_of
from qa_app.queries.workers import attended_by

_MINUTES = 60


def trained_pro_rata(session: Session, ground: MeasureGround, leaf: Leaf) -> Measured:
    """Measure the share of workers with enough hours of training on child victims.

    Args:
        session: A database session.
        ground: Which centres, as of when.
        leaf: The test, with hours, months and least months in post.

    Returns:
        By centre and area: workers in post long enough, without students and volunteers, and of
        them those whose hours reach what their months in post ask. A centre of whose workers no
        attendance was ever recorded is missing.
    """
    params = leaf.params
    least = int(params.get("min_months_in_post", TRAINING_POST_MONTHS))
    rule = HoursAsked(int(params["hours"]), int(params["months"]), least)
    first = months_on(ground.as_of, -rule.months) + timedelta(days=1)
    attended = attended_by(session, ground.within, ground.known_at)
    staff = staff_of(session, ground)
    asked = {one.centre_id for one in staff if attended.get(one.id)}
    found: dict[tuple[int, str], list[tuple[bool, tuple[Record, ...]]]] = defaultdict(list)
    for one in staff:
        needed = hours_needed(rule, one.started_on, ground.as_of)
        if one.centre_id not in asked or not one.is_worker or needed is None:
            continue
        counted = [
            each
            for each in attended.get(one.id, ())
            if each.about_victims and first <= each.held_on <= ground.as_of
        ]
        records = (
            record_of("worker_post", one.post_id, one.id, one.started_on),
            *(
                record_of("training_attendance", each.id, each.event_id, each.held_on, each.minutes)
                for each in counted
            ),
        )
        is_enough = sum(each.minutes for each in counted) >= needed * _MINUTES
        found[one.centre_id, one.area].append((is_enough, records))
    return shares(found, ground, first)


MEASURES: dict[str, Measure] = {"share_trained_pro_rata": trained_pro_rata}
