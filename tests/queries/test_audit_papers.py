from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.audit_report import Standing
from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.domain.profiles import Profile, Safeguard
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import PractitionerRow
from qa_app.queries.audit_papers import audit_paper
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.confirm_void import confirm_void
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.readers.set_profile import NewProfile, set_profile
from qa_app.wording import Words
from qa_app.wording.audit_reports import said_report
from tests.audits import ZONE, Desk, a_desk, change
from tests.people import NOON, OPERATOR, person
from tests.statements import counted


def signed(session: Session, *sections, **fields) -> Desk:
    desk = a_desk(session, *sections, **fields)
    changes = [
        change("A1", "met"),
        change("A2", "unmet", note="没有安全计划"),
        change("B1", "met"),
    ]
    save_entries(session, desk.reader, desk.audit, changes, ZONE, at=NOON)
    sign_audit(session, desk.reader, desk.audit, ZONE, at=NOON)
    return desk


def test_a_draft_is_no_paper(session: Session) -> None:
    desk = a_desk(session)
    assert audit_paper(session, desk.reader, desk.audit) is None


def test_whoever_reaches_the_centre_reads_it_with_seven_queries(session: Session) -> None:
    desk = signed(session)
    assert audit_paper(session, desk.manager, desk.audit) is not None
    for actor in (desk.reader, desk.second, desk.manager):
        session.rollback()
        with counted(session) as statements:
            paper = audit_paper(session, actor, desk.audit)
        assert len(statements) <= 7
        assert paper is not None
        assert (paper.centre_id, paper.reader_id) == (desk.centre, desk.reader.account_id)
        report = paper.report
        # A: 3 of 4, B: all; the sections weigh alike
        assert report.percent == Fraction(700, 8)
        assert report.head.standing is Standing.PROVISIONAL
        assert report.head.reference == "KM-26-0000-00077"
        assert (report.head.area.zh, report.head.reader) == ("社会工作/个案管理", "reader")
        assert report.findings[0].note == "没有安全计划"


def test_others_find_nothing(session: Session) -> None:
    desk = signed(session)
    assert audit_paper(session, desk.elsewhere, desk.audit) is None
    assert audit_paper(session, person(Role.JUDICIAL_READER), desk.audit) is None
    assert audit_paper(session, desk.reader, desk.audit + 1) is None


@pytest.mark.parametrize(("practitioner", "found"), [("own", True), ("other", False)])
def test_a_caseworker_reads_own_files_only(
    practitioner: str, found: bool, session: Session
) -> None:
    desk = signed(session)
    worker = worker_of(session, desk)
    mine = worker if practitioner == "own" else worker + 1
    actor = at_desk(desk, practitioner_id=mine)
    assert (audit_paper(session, actor, desk.audit) is not None) is found


def worker_of(session: Session, desk: Desk) -> int:
    worker = (
        session.execute(select(PractitionerRow.id).where(PractitionerRow.centre_id == desk.centre))
        .scalars()
        .first()
    )
    assert worker is not None
    session.execute(
        update(CaseFileRow).where(CaseFileRow.id == desk.file).values(practitioner_id=worker)
    )
    session.commit()
    return worker


def at_desk(desk: Desk, practitioner_id: int) -> Actor:
    reach = Reach(centre_ids=frozenset({desk.centre}))
    return Actor(999, "社工甲", (Grant(Role.CASEWORKER, reach),), practitioner_id=practitioner_id)


def test_the_case_of_a_sealed_rubric_is_shown_to_those_named_for_it(session: Session) -> None:
    desk = signed(session, access="sealed")
    worker = worker_of(session, desk)
    for actor, sees in ((desk.reader, True), (at_desk(desk, worker), True), (desk.manager, False)):
        paper = audit_paper(session, actor, desk.audit)
        assert paper is not None
        assert paper.report.head.is_withheld is not sees
        assert (paper.report.findings[0].note == "没有安全计划") is sees


def test_void_and_final(session: Session) -> None:
    desk = signed(session)
    ask_void(session, desk.reader, desk.audit, "wrong_file", at=NOON)
    asked = audit_paper(session, desk.reader, desk.audit)
    assert asked is not None
    assert (asked.void_asked_by, asked.report.head.void_reason) == (
        desk.reader.account_id,
        "wrong_file",
    )
    confirm_void(session, desk.second, desk.audit, ZONE, at=NOON)
    void = audit_paper(session, desk.reader, desk.audit)
    assert void is not None
    assert (void.report.head.standing, void.report.head.voided_at) == (Standing.VOID, NOON)


def test_what_the_team_gave_up_at_signing_stands_on_the_report(session: Session) -> None:
    small = NewProfile(Profile.SMALL, {Safeguard.SECOND_READINGS})
    set_profile(session, OPERATOR, small, at=NOON)
    desk = signed(session)
    set_profile(session, OPERATOR, NewProfile(Profile.SMALL, ()), at=NOON + timedelta(days=1))
    paper = audit_paper(session, desk.manager, desk.audit)
    assert paper is not None
    assert paper.report.head.relaxed == (Safeguard.SECOND_READINGS,)
    zh = said_report(Words("zh"), paper.report, ZONE).remarks
    en = said_report(Words("en"), paper.report, ZONE).remarks
    assert any("本轮未做盲评" in one for one in zh)
    assert any("files were not read twice, blind" in one for one in en)
