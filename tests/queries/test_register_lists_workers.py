"""Lists of workers and training: in, in again, and out."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError
from qa_app.domain.register_lists import Line, ListCounts
from qa_app.domain.text import BilingualText
from qa_app.domain.training import NewCourse
from qa_app.queries.register_list_tables import LIST_TABLES
from qa_app.queries.register_lists import current_lines
from qa_app.services.criteria.publish_criteria import publish_criteria
from qa_app.services.register.import_register_list import RegisterLines, import_register_list
from qa_app.services.workers.save_training import save_training
from tests.audits import ZONE
from tests.criteria_drafts import the_file
from tests.people import NOON, OPERATOR
from tests.register import two_centres

ONE = {"centre": "A", "worker": "W1"}
TWO = {"centre": "A", "worker": "W2"}
PROFILE = {
    "from_on": date(2025, 2, 1),
    "tier": "community",
    "is_paid": True,
    "full_time_percent": 80,
    "meets_children": True,
}
LINES: dict[str, tuple[Line, ...]] = {
    "workers": (
        {**ONE, **PROFILE, "kind": "worker", "under": ""},
        {**TWO, **PROFILE, "kind": "student", "under": "W1"},
    ),
    "checks": (
        {
            **ONE,
            "asked_on": date(2026, 1, 5),
            "answered_on": date(2026, 1, 9),
            "outcome": "clear",
            "answered_by": "police",
        },
        {
            **TWO,
            "asked_on": date(2026, 1, 5),
            "answered_on": None,
            "outcome": "",
            "answered_by": "",
        },
    ),
    "trainings": (
        {"place": "KM", "code": "E1", "course": "C1", "held_on": date(2026, 3, 2), "minutes": 120},
    ),
    "attendance": ({**ONE, "event": "E1", "minutes": 120}, {**TWO, "event": "E1", "minutes": 60}),
}


def take_in(session: Session, code: str, lines: tuple[Line, ...]) -> ListCounts:
    sent = RegisterLines(LIST_TABLES[code], lines)
    return import_register_list(session, OPERATOR, sent, ZONE, at=NOON)


def ready(session: Session, code: str) -> None:
    two_centres(session)
    course = NewCourse("C1", BilingualText("课程", "Course"))
    save_training(session, OPERATOR, course, ZONE, at=NOON)
    if code == "attendance":
        take_in(session, "trainings", LINES["trainings"])


@pytest.mark.parametrize("code", sorted(LINES))
def test_a_list_comes_back_as_it_went_in_and_a_second_time_adds_nothing(
    session: Session, code: str
) -> None:
    ready(session, code)
    count = len(LINES[code])
    assert take_in(session, code, LINES[code]) == ListCounts(count, 0, 0)
    assert take_in(session, code, LINES[code]) == ListCounts(0, 0, count)
    back = current_lines(session, OPERATOR, LIST_TABLES[code], ZONE)
    assert [dict(line) for line in back] == [dict(line) for line in LINES[code]]


@pytest.mark.parametrize("code", sorted(LINES))
def test_every_line_is_what_its_rules_ask(code: str) -> None:
    for rule in LIST_TABLES[code].listed.rules:
        assert all(rule(line) is None for line in LINES[code])


def test_rules_of_whole_lines() -> None:
    (under,) = LIST_TABLES["workers"].listed.rules
    worker, student = LINES["workers"]
    assert under({**worker, "under": "W2"}) == ("under", "kind")
    assert under({**student, "under": ""}) == ("under", "kind")
    (answered,) = LIST_TABLES["checks"].listed.rules
    assert answered({**LINES["checks"][0], "outcome": ""}) == ("outcome", "answered_on")


def test_nobody_attends_for_longer_than_it_took(session: Session) -> None:
    ready(session, "attendance")
    with pytest.raises(InvalidError):
        take_in(session, "attendance", ({**ONE, "event": "E1", "minutes": 121},))


def test_a_certificate_that_the_table_does_not_name_is_refused(session: Session) -> None:
    two_centres(session)
    line = {
        **ONE,
        "kind": "lawyer",
        "area_code": "social_work",
        "level": "",
        "valid_from": date(2025, 1, 1),
        "valid_until": None,
    }
    with pytest.raises(InvalidError):
        take_in(session, "licences", (line,))
    publish_criteria(session, OPERATOR, the_file(), date(2026, 3, 23), at=NOON)
    with pytest.raises(InvalidError):
        take_in(session, "licences", (line,))
    right = {**line, "area_code": "legal_aid"}
    assert take_in(session, "licences", (right,)) == ListCounts(1, 0, 0)
    assert current_lines(session, OPERATOR, LIST_TABLES["licences"], ZONE) == (right,)
