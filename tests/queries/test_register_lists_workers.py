"""Lists of workers and training: in, in again, and out."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.list_faults import Flaw
from qa_app.domain.people import Reach, Role
from qa_app.domain.register_list_check import check_lines, wanted_codes
from qa_app.domain.register_lists import Line, ListCounts
from qa_app.domain.text import BilingualText
from qa_app.domain.training import NewCourse
from qa_app.queries.register_list_tables import LIST_TABLES
from qa_app.queries.register_lists import current_lines, list_ground
from qa_app.services.criteria.publish_criteria import publish_criteria
from qa_app.services.register.end_register_row import EndedRow, RowEndedWhy, end_register_row
from qa_app.services.register.import_register_list import RegisterLines, import_register_list
from qa_app.services.workers.save_training import save_training
from tests.audits import ZONE
from tests.criteria_drafts import the_file
from tests.people import NOON, OPERATOR, person
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
    "courses": (
        {
            "code": "C2",
            "name_zh": "带教",
            "name_en": "",
            "area_code": "legal_aid",
            "about_victims": False,
            "makes_trainers": True,
        },
    ),
    "modules": (
        {"course": "C1", "code": "M1", "name_zh": "访谈", "name_en": "Talking", "minutes": 90},
    ),
    "trainings": (
        {
            "place": "KM",
            "code": "E1",
            "course": "C1",
            "module": "M1",
            "held_on": date(2026, 3, 2),
            "minutes": 120,
        },
    ),
    "trainers": (
        {"event": "E1", "centre": "", "worker": "", "organisation": "云南大学"},
        {**ONE, "event": "E1", "organisation": ""},
    ),
    "ceilings": (
        {"place": "KM", "area_code": "social_work", "from_on": date(2026, 1, 1), "most": 25},
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
    if code in {"trainings", "trainers", "attendance"}:
        take_in(session, "modules", LINES["modules"])
    if code in {"trainers", "attendance"}:
        take_in(session, "trainings", LINES["trainings"])


@pytest.mark.parametrize("code", sorted(LINES))
def test_a_list_comes_back_as_it_went_in_and_a_second_time_adds_nothing(
    session: Session, code: str
) -> None:
    ready(session, code)
    count = len(LINES[code])
    assert take_in(session, code, LINES[code]) == ListCounts(count, 0, 0)
    assert take_in(session, code, LINES[code]) == ListCounts(0, 0, count)
    back = [
        line
        for line in current_lines(session, OPERATOR, LIST_TABLES[code], NOON)
        if line.get("code") != "C1"
    ]
    assert [dict(line) for line in back] == [dict(line) for line in LINES[code]]
    for rule in LIST_TABLES[code].listed.rules:
        assert all(rule(line) is None for line in LINES[code])


def test_rules_of_whole_lines() -> None:
    (under,) = LIST_TABLES["workers"].listed.rules
    worker, student = LINES["workers"]
    assert under({**worker, "under": "W2"}) == ("under", "kind")
    assert under({**student, "under": ""}) == ("under", "kind")
    (answered,) = LIST_TABLES["checks"].listed.rules
    assert answered({**LINES["checks"][0], "outcome": ""}) == ("outcome", "answered_on")


def test_a_corrected_training_stays_that_of_its_module_and_its_trainers(session: Session) -> None:
    ready(session, "trainers")
    take_in(session, "trainers", LINES["trainers"])
    longer = {**LINES["trainings"][0], "minutes": 150}
    assert take_in(session, "trainings", (longer,)) == ListCounts(0, 1, 0)
    back = current_lines(session, OPERATOR, LIST_TABLES["trainings"], NOON)
    assert [dict(line) for line in back] == [longer]
    assert take_in(session, "trainers", LINES["trainers"]) == ListCounts(0, 0, 2)
    take_in(session, "courses", LINES["courses"])
    with pytest.raises(InvalidError):  # a module of another course
        take_in(session, "trainings", ({**longer, "course": "C2"},))


def test_what_others_hang_on_is_neither_changed_nor_ended(session: Session) -> None:
    ready(session, "attendance")
    take_in(session, "attendance", LINES["attendance"])
    (course,) = current_lines(session, OPERATOR, LIST_TABLES["courses"], NOON)
    used = (
        ("courses", course, {"about_victims": False}),
        ("modules", LINES["modules"][0], {"minutes": 60}),
    )
    for code, line, other in used:
        assert take_in(session, code, (line,)) == ListCounts(0, 0, 1)
        with pytest.raises(InvalidError):
            take_in(session, code, ({**line, **other},))
    for code, line in (
        (one, line) for one, line, _ in (*used, ("trainings", LINES["trainings"][0], {}))
    ):
        ended = EndedRow(LIST_TABLES[code], line, RowEndedWhy.MISTAKEN)
        with pytest.raises(InvalidError, match="row_in_use"):
            end_register_row(session, OPERATOR, ended, ZONE, at=NOON)
        session.rollback()
    # what nothing hangs on may still be put right, then ended
    new = LINES["courses"][0]
    take_in(session, "courses", (new,))
    assert take_in(session, "courses", ({**new, "name_en": "Teaching"},)) == ListCounts(0, 1, 0)
    ended = EndedRow(LIST_TABLES["courses"], new, RowEndedWhy.MISTAKEN)
    end_register_row(session, OPERATOR, ended, ZONE, at=NOON)


def test_nobody_attends_for_longer_than_it_took(session: Session) -> None:
    ready(session, "attendance")
    with pytest.raises(InvalidError):
        take_in(session, "attendance", ({**ONE, "event": "E1", "minutes": 121},))


def test_a_training_shortened_below_what_was_attended_is_told_in_its_cell(
    session: Session,
) -> None:
    ready(session, "attendance")
    take_in(session, "attendance", LINES["attendance"])
    names = tuple(one.name for one in LIST_TABLES["trainings"].listed.columns)
    found = []
    for minutes in (119, 120):  # W1 attended for 120
        sheet = [(1, names), (2, ("KM", "E1", "C1", "M1", "2026-03-02", minutes))]
        table = LIST_TABLES["trainings"]
        wanted = wanted_codes(sheet, table.listed)
        ground = list_ground(session, OPERATOR, table, wanted, NOON)
        done = check_lines(sheet, table.listed, ground)
        found.append([(one.flaw, one.row, one.column) for one in done.faults])
        session.rollback()
    assert found == [[(Flaw.BELOW_ATTENDED, 2, "minutes")], []]


def test_a_trainer_of_another_centre_is_neither_given_out_nor_ended(session: Session) -> None:
    centre, _other = two_centres(session)
    course = NewCourse("C1", BilingualText("课程", "Course"))
    save_training(session, OPERATOR, course, ZONE, at=NOON)
    take_in(session, "trainings", ({**LINES["trainings"][0], "place": "PL", "module": ""},))
    theirs = {"event": "E1", "centre": "B", "worker": "W9", "organisation": ""}
    take_in(session, "trainers", (*LINES["trainers"], theirs))
    table = LIST_TABLES["trainers"]
    manager = person(Role.CENTRE_MANAGER, reach=Reach(centre_ids=frozenset({centre})))
    assert current_lines(session, manager, table, NOON) == LINES["trainers"]
    session.rollback()
    with pytest.raises(OutOfReachError):
        end_register_row(session, manager, EndedRow(table, theirs, RowEndedWhy.OVER), ZONE, at=NOON)


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
    assert current_lines(session, OPERATOR, LIST_TABLES["licences"], NOON) == (right,)
