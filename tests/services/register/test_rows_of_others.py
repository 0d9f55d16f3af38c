"""What stands for another centre or place is neither corrected, taken over nor ended by any list."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.list_faults import Flaw
from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.domain.register_list_check import CheckedLines, check_lines, wanted_codes
from qa_app.domain.register_lists import Line, Value, shown_value
from qa_app.domain.text import BilingualText
from qa_app.domain.training import NewCourse, NewEvent
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow, PlaceRow, PractitionerRow
from qa_app.models.training_rows import TrainingEventRow
from qa_app.queries.register_list_tables import LIST_TABLES
from qa_app.queries.register_lists import list_ground
from qa_app.services.agreements.make_agreement import NewAgreement, make_agreement
from qa_app.services.criteria.publish_criteria import publish_criteria
from qa_app.services.register.end_register_row import EndedRow, RowEndedWhy, end_register_row
from qa_app.services.register.import_register_list import RegisterLines, import_register_list
from qa_app.services.workers.save_training import save_training
from tests.agreements import TERMS
from tests.audits import ZONE
from tests.competencies import published
from tests.criteria_drafts import the_file
from tests.people import NOON, OPERATOR
from tests.register import two_centres
from tests.sessions import at_centre, someone

DAY = date(2026, 3, 2)
NOBODY = 999_999
THEIRS = {"centre": "B", "worker": "W9"}
LINES: Mapping[str, Mapping[str, Value]] = {
    "centres": {"centre": "B", "partner": "ngo"},
    "documents": {"centre": "B", "kind": "registration", "number": "N-1", "issued_on": DAY},
    "sanctions": {"centre": "B", "kind": "penalty", "number": "S-1", "body": "x", "begun_on": DAY},
    "vacancies": {
        "centre": "B",
        "code": "P-1",
        "area_code": "legal_aid",
        "tier": "community",
        "opened_on": DAY,
    },
    "population": {"place": "WH", "year": 2024, "child_count": 100, "source": "x"},
    "experts": {
        "place": "WH",
        "code": "E1",
        "name": "周老师",
        "organisation": "x",
        "areas": "legal_aid",
        "from_on": DAY,
    },
    "workers": {
        **THEIRS,
        "from_on": DAY,
        "kind": "worker",
        "tier": "community",
        "is_paid": True,
        "full_time_percent": 80,
        "meets_children": True,
    },
    "posts": {"centre": "B", "worker": "N9", "area_code": "legal_aid", "started_on": DAY},
    "licences": {**THEIRS, "kind": "lawyer", "area_code": "legal_aid", "valid_from": DAY},
    "checks": {**THEIRS, "asked_on": DAY},
    "ceilings": {"place": "WH", "area_code": "legal_aid", "from_on": DAY, "most": 25},
    "trainings": {"place": "WH", "code": "E2", "course": "C1", "held_on": DAY, "minutes": 120},
    "trainers": {"event": "E1", "organisation": "云南大学"},
    "attendance": {**THEIRS, "event": "E1", "minutes": 60},
    "referrals": {
        "centre": "B",
        "area": "legal_aid",
        "reference": "ZJ-1",
        "body": "police",
        "received_on": DAY,
    },
    "complaints": {
        "centre": "B",
        "number": "T-1",
        "received_on": DAY,
        "channel": "letter",
        "topic": "delay",
        "complainant": "caregiver",
    },
    "incidents": {
        "centre": "B",
        "number": "S-1",
        "kind": "privacy",
        "happened_on": DAY,
        "known_at": datetime(2026, 3, 3, 9, 30),
    },
    "assessments": {
        **THEIRS,
        "framework": "legal_aid/1.0.0",
        "kind": "supervisor",
        "assessed_on": DAY,
        "next_on": date(2027, 3, 2),
        "levels": '{"K1":1,"K2":2}',
    },
    "surveys": {
        **THEIRS,
        "framework": "legal_aid/1.0.0",
        "answered_on": DAY,
        "answers": '{"K1":[1,4],"K2":[4,4]}',
    },
    "consultations": {
        "centre": "B",
        "number": "ZX-1",
        "case": "B-1",
        "topic": "law",
        "asked_on": DAY,
        "question": "如何评估风险？",
    },
}
OF_A_PERSON = {"assessments", "surveys", "consultations"}
"""Those that somebody with an account takes in, and no command."""
OF_THE_WHOLE_INSTALLATION = {"courses", "modules"}
ELSEWHERE = {"retraining"}  # tests/services/findings/test_record_retraining.py
NO_TEXT = {"day", "moment", "whole"}


def whole(code: str, said: Mapping[str, Value]) -> Line:
    columns = LIST_TABLES[code].listed.columns
    return {one.name: None if one.kind in NO_TEXT else "" for one in columns} | said


def here(session: Session) -> Actor:
    """Everything that any list asks for, at centre A and in its district alone."""
    centre, _other = two_centres(session)
    path = session.scalars(select(PlaceRow.path).where(PlaceRow.code == "PL")).one()
    session.rollback()
    grants = (
        Grant(Role.CENTRE_MANAGER, Reach(centre_ids=frozenset({centre}))),
        Grant(Role.SENIOR_SUPERVISOR, Reach(place_paths=frozenset({path}))),
        Grant(Role.SYS_ADMIN, Reach(place_paths=frozenset({path}))),
    )
    return Actor(NOBODY, "近处", grants)


def who_writes(session: Session, code: str) -> Actor:
    """Who supervises W9 and manages centre B; a command for other lists."""
    if code not in OF_A_PERSON:
        return OPERATOR
    centre = session.scalars(select(CentreRow.id).where(CentreRow.code == "B")).one()
    worker = session.scalars(select(PractitionerRow.id).where(PractitionerRow.code == "W9")).one()
    session.rollback()
    lead = at_centre(
        someone(session, "lead", Role.SENIOR_SUPERVISOR, "B"), Role.SENIOR_SUPERVISOR, centre
    )
    agreed = NewAgreement(lead.account_id or 0, worker, None, TERMS, NOON.date())
    make_agreement(session, OPERATOR, agreed, ZONE, at=NOON)
    published(session, area="legal_aid")
    session.execute(
        insert(CaseFileRow).values(
            reference="B-1", centre_id=centre, area_code="legal_aid", opened_on=date(2026, 1, 5)
        )
    )
    session.commit()
    manages = Grant(Role.CENTRE_MANAGER, Reach(centre_ids=frozenset({centre})))
    return replace(lead, grants=(*lead.grants, manages))


def ready(session: Session, code: str) -> Line:
    course = NewCourse("C1", BilingualText("课程", "Course"))
    for new in (course, NewEvent("E1", "C1", "", "KM", DAY, 120)):
        save_training(session, OPERATOR, new, ZONE, at=NOON)
    if code == "licences":
        publish_criteria(session, OPERATOR, the_file(), date(2026, 3, 23), at=NOON)
    line = whole(code, LINES[code])
    sent = RegisterLines(LIST_TABLES[code], (line,))
    who = who_writes(session, code)
    assert import_register_list(session, who, sent, ZONE, at=NOON).added == 1
    return line


def standing(session: Session, code: str) -> list[tuple[object, ...]]:
    session.rollback()
    table = LIST_TABLES[code].row.__table__
    found = [tuple(one) for one in session.execute(select(table).order_by(table.c.id))]
    session.rollback()
    return found


def as_file(session: Session, actor: Actor, code: str, line: Line) -> CheckedLines:
    table = LIST_TABLES[code]
    cells = []
    for column in table.listed.columns:
        value = shown_value(column, line[column.name], column.allowed)
        cells.append("yes" if value is True else "no" if value is False else value)
    sheet = [(1, tuple(one.name for one in table.listed.columns)), (2, tuple(cells))]
    ground = list_ground(session, actor, table, wanted_codes(sheet, table.listed), NOON)
    session.rollback()
    return check_lines(sheet, table.listed, ground)


def test_every_list_is_walked() -> None:
    assert set(LINES) | OF_THE_WHOLE_INSTALLATION | ELSEWHERE == set(LIST_TABLES)


@pytest.mark.parametrize("code", sorted(LINES))
def test_a_row_of_others_is_not_there_for_file_line_and_end(session: Session, code: str) -> None:
    actor = here(session)
    line = ready(session, code)
    before = standing(session, code)
    own = {
        one.name: {"place": "PL", "centre": "A"}[one.of]
        for one in LIST_TABLES[code].listed.columns
        if one.of in {"place", "centre"} and not one.is_key
    }
    for tried in (line, {**line, **own}):
        assert {one.flaw for one in as_file(session, actor, code, tried).faults} <= {
            Flaw.UNKNOWN_CODE,
            Flaw.CODE_TAKEN,
        }
        assert as_file(session, actor, code, tried).lines == ()
        sent = RegisterLines(LIST_TABLES[code], (tried,))
        with pytest.raises(InvalidError, match="unknown_code"):
            import_register_list(session, actor, sent, ZONE, at=NOON)
        session.rollback()
        ended = EndedRow(LIST_TABLES[code], tried, RowEndedWhy.MISTAKEN)
        with pytest.raises(OutOfReachError):
            end_register_row(session, actor, ended, ZONE, at=NOON)
        assert standing(session, code) == before


def test_a_code_that_a_training_elsewhere_has_is_told_in_its_cell(session: Session) -> None:
    actor = here(session)
    line = {**ready(session, "trainings"), "place": "PL"}
    (fault,) = as_file(session, actor, "trainings", line).faults
    assert (fault.flaw, fault.row, fault.column) == (Flaw.CODE_TAKEN, 2, "code")
    # nor is told that there was one
    ended = EndedRow(LIST_TABLES["trainings"], line, RowEndedWhy.MISTAKEN)
    end_register_row(session, OPERATOR, ended, ZONE, at=NOON)
    with pytest.raises(OutOfReachError):
        end_register_row(session, actor, ended, ZONE, at=NOON)


def test_a_training_moves_between_places_that_are_both_in_reach(session: Session) -> None:
    here(session)
    line = {**ready(session, "trainings"), "place": "PL"}
    sent = RegisterLines(LIST_TABLES["trainings"], (line,))
    assert import_register_list(session, OPERATOR, sent, ZONE, at=NOON).updated == 1
    codes = select(TrainingEventRow.code).where(TrainingEventRow.ended_at.is_(None))
    assert sorted(session.scalars(codes)) == ["E1", "E2"]
