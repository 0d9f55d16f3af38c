from dataclasses import replace

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import PractitionerRow
from qa_app.queries.audit_papers import audit_paper
from qa_app.queries.audits import audit_centre, audit_head, entries_of
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from tests.audits import ZONE, Desk, a_desk, all_met, change
from tests.people import NOON, person
from tests.statements import counted


@pytest.fixture
def desk(session: Session) -> Desk:
    """The file of the draft is of worker W1."""
    made = a_desk(session)
    session.execute(
        update(CaseFileRow)
        .where(CaseFileRow.id == made.file)
        .values(practitioner_id=worker(session, "W1"))
    )
    session.commit()
    save_entries(session, made.reader, made.audit, all_met(), ZONE, at=NOON)
    return made


def worker(session: Session, code: str) -> int:
    return session.execute(
        select(PractitionerRow.id).where(PractitionerRow.code == code)
    ).scalar_one()


def at(role: Role, centre: int) -> Grant:
    return Grant(role, Reach(centre_ids=frozenset({centre})))


def sees(session: Session, actor: Actor, audit_id: int) -> bool:
    head, centre = audit_head(session, actor, audit_id), audit_centre(session, actor, audit_id)
    assert (head and head.centre_id) == centre
    return head is not None


def test_a_draft_is_its_readers_alone(session: Session, desk: Desk) -> None:
    assert sees(session, desk.reader, desk.audit)
    assert not sees(session, desk.second, desk.audit)
    assert not sees(session, desk.manager, desk.audit)


def test_what_is_signed_is_open_to_whoever_reaches_the_centre(session: Session, desk: Desk) -> None:
    sign_audit(session, desk.reader, desk.audit, ZONE, at=NOON)
    for actor in (desk.reader, desk.second, desk.manager):
        assert sees(session, actor, desk.audit)
    assert not sees(session, desk.elsewhere, desk.audit)
    assert not sees(session, person(Role.JUDICIAL_READER), desk.audit)
    assert not sees(session, desk.reader, 10**9)


def test_a_reader_who_no_longer_reaches_the_centre_sees_neither_draft_nor_result(
    session: Session, desk: Desk
) -> None:
    moved = replace(desk.reader, grants=desk.elsewhere.grants)
    assert not sees(session, moved, desk.audit)
    # still there, but no longer to read files
    manages = replace(desk.reader, grants=desk.manager.grants)
    assert not sees(session, manages, desk.audit)
    sign_audit(session, desk.reader, desk.audit, ZONE, at=NOON)
    assert not sees(session, moved, desk.audit)
    assert sees(session, manages, desk.audit)


def test_a_caseworker_who_reads_others_elsewhere_reads_their_own_files_only(
    session: Session, desk: Desk
) -> None:
    sign_audit(session, desk.reader, desk.audit, ZONE, at=NOON)
    caseworker = Actor(900, "caseworker", (at(Role.CASEWORKER, desk.centre),))
    mixed = replace(caseworker, grants=(*caseworker.grants, *desk.elsewhere.grants))
    for actor in (caseworker, mixed):
        assert not sees(session, actor, desk.audit)
        assert audit_paper(session, actor, desk.audit) is None
        colleague = replace(actor, practitioner_id=worker(session, "W2"))
        assert not sees(session, colleague, desk.audit)
        own = replace(actor, practitioner_id=worker(session, "W1"))
        assert sees(session, own, desk.audit)
        assert audit_paper(session, own, desk.audit) is not None


def test_one_query_finds_an_audit(session: Session, desk: Desk) -> None:
    with counted(session) as statements:
        audit_head(session, desk.reader, desk.audit)
    assert len(statements) == 1


def test_entries_come_with_their_notes(session: Session, desk: Desk) -> None:
    noted = change("A1", "partly", 1, note="计划缺一页")
    save_entries(session, desk.reader, desk.audit, [noted], ZONE, at=NOON)
    found = {entry.key: entry for entry in entries_of(session, desk.audit)}
    assert set(found) == {"A1", "A2", "B1"}
    assert found["A1"].kind is EntryKind.ANSWER
    first = found["A1"]
    assert (first.value, first.note, first.revision) == ("partly", "计划缺一页", 2)
    assert (found["B1"].value, found["B1"].note, found["B1"].revision) == ("met", "", 1)
    assert entries_of(session, 10**9) == ()
