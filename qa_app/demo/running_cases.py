"""Open cases of the demonstration whose limits run: overdue, due today, tomorrow, done in time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from qa_app.demo.acting import Stage
from qa_app.demo.network import FIRST_CENTRE
from qa_app.domain.dated_events import Happened
from qa_app.domain.moments import Moment
from qa_app.domain.permissions import Permission
from qa_app.queries.case_files import CaseFilter, cases_page
from qa_app.queries.cases import case_centre
from qa_app.services.limits.record_event import record_event
from qa_app.services.limits.record_fact import SaidFact, record_fact

_COUNSELLORS, _LAWYERS = "530102-C", "530102-B"


@dataclass(frozen=True, slots=True)
class _Running:
    """One open case.

    Attributes:
        centre: Code of its centre.
        area: Its area.
        place: Which of the open files of that area, from 0.
        events: Event to days before today and time of day.
        facts: Fact to its value.
    """

    centre: str
    area: str
    place: int
    events: Mapping[str, tuple[int, time | None]]
    facts: Mapping[str, bool]


_CASES = (
    # the full assessment was due within seven working days and is missing; all else was in time
    _Running(
        FIRST_CENTRE,
        "social_work",
        0,
        {
            "referral_received": (18, time(10, 0)),
            "case_assigned": (18, time(15, 0)),
            "safety_screened": (17, time(9, 0)),
            "plan_signed": (8, None),
        },
        {},
    ),
    # the safety screen is due today at 17:00
    _Running(
        FIRST_CENTRE,
        "social_work",
        1,
        {"referral_received": (1, time(17, 0)), "case_assigned": (1, time(17, 40))},
        {},
    ),
    # the first session is due by the end of today
    _Running(FIRST_CENTRE, "family_education", 0, {"order_received": (7, None)}, {}),
    # no crisis, so the first contact is due in 72 hours: tomorrow at 17:00
    _Running(
        _COUNSELLORS,
        "psychological",
        0,
        {"referral_received": (2, time(17, 0))},
        {"crisis": False},
    ),
    # whether it is a crisis was not said
    _Running(_COUNSELLORS, "psychological", 1, {"referral_received": (1, time(9, 0))}, {}),
    # the legal aid institution has not decided; its delay, not the centre's
    _Running(_LAWYERS, "legal_aid", 0, {"aid_requested": (12, None)}, {}),
)


def run_limits(stage: Stage, today: date) -> int:
    """Record what happened in some open cases of one district.

    Args:
        stage: What actors need.
        today: Last day of the story.

    Returns:
        How many cases have limits now.
    """
    at, done = stage.instant(today, 0), 0
    for one in _CASES:
        case_id = _file(stage, one)
        if case_id is None:
            continue
        for event, (days, clock) in one.events.items():
            moment = Moment(today - timedelta(days=days), clock)
            what = Happened(event, moment)
            record_event(stage.session, stage.director, case_id, what, stage.zone, at=at)
        for fact, value in one.facts.items():
            said = SaidFact(fact, value)
            record_fact(stage.session, stage.director, case_id, said, stage.zone, at=at)
        done += 1
    return done


def _file(stage: Stage, one: _Running) -> int | None:
    centre_id = stage.centre_ids[one.centre]
    centre = case_centre(stage.session, stage.director, centre_id, Permission.CASE_READ)
    if centre is None:
        return None
    found = cases_page(stage.session, centre, CaseFilter(one.area, "open"))
    # those of the area's first worker first, who signs in as the caseworker of the demonstration
    first = dict(stage.workers).get((one.centre, one.area), ())
    code = first[0][1] if first else ""
    ordered = sorted(found, key=lambda line: (line.practitioner != code, line.reference))
    return ordered[one.place].id if len(ordered) > one.place else None
