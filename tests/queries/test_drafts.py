from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.domain.people import Grant, Reach, Role, system_actor
from qa_app.models.entries import body_digest
from qa_app.queries.drafts import SavedSoFar, own_draft, saved_so_far
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from tests.audits import ZONE, Desk, a_desk, a_draft, all_met, change, minutes_later
from tests.people import NOON
from tests.statements import counted


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


def test_a_draft_comes_with_what_the_workspace_shows(session: Session, desk: Desk) -> None:
    audit = a_draft(
        session,
        desk.centre,
        desk.rubric,
        desk.reader,
        desk.file,
        due_on=date(2026, 4, 16),
        assessors=["centre", "supervisor"],
    )
    save_entries(
        session,
        desk.reader,
        audit,
        [change("A1", "partly", note="缺签字", seconds_spent=40)],
        ZONE,
        at=NOON,
    )
    later = minutes_later(5)
    save_entries(session, desk.reader, audit, [change("A2", "met")], ZONE, at=later)
    with counted(session) as statements:
        draft = own_draft(session, desk.reader, audit, NOON.date())
    assert len(statements) == 2
    assert draft is not None
    assert (draft.id, draft.centre_id, draft.rubric_version_id) == (
        audit,
        desk.centre,
        desk.rubric,
    )
    assert (draft.centre_name.en, draft.area_name.zh) == ("Centre A", "社会工作/个案管理")
    assert (draft.reference, draft.due_on) == ("KM-26-0000-00077", date(2026, 4, 16))
    assert (draft.assessors, draft.seconds_spent) == (("centre", "supervisor"), 40)
    found = {entry.key: (entry.value, entry.note) for entry in draft.entries}
    assert found == {"A1": ("partly", "缺签字"), "A2": ("met", "")}
    assert draft.saved_at == later


def test_a_reading_of_the_whole_centre_has_no_reference(session: Session, desk: Desk) -> None:
    audit = a_draft(session, desk.centre, desk.rubric, desk.reader)
    draft = own_draft(session, desk.reader, audit, NOON.date())
    assert draft is not None
    assert (draft.reference, draft.due_on, draft.entries, draft.saved_at) == (None, None, (), None)


def test_a_save_is_told_what_stands_and_whether_it_was_sent_before(
    session: Session, desk: Desk
) -> None:
    one = change("A1", "partly", note="缺签字", read=())
    never = Entry(EntryKind.ANSWER, "A1", None, revision=0)
    assert saved_so_far(session, desk.audit, one) == SavedSoFar(never, {}, None, 0)
    save_entries(session, desk.reader, desk.audit, [one, change("A2", "met")], ZONE, at=NOON)
    with counted(session) as statements:
        new = saved_so_far(session, desk.audit, replace(one, operation_id="op-of-no-one"))
        sent = saved_so_far(session, desk.audit, one)
    assert len(statements) == 2
    assert (new.saves, sent.saves) == (2, 2)
    assert new.standing == Entry(EntryKind.ANSWER, "A1", "partly", "缺签字")
    assert new.kept == {("answer", "A1"): '"partly"', ("answer", "A2"): '"met"'}
    assert (new.earlier, sent.standing, sent.kept) == (None, new.standing, new.kept)
    assert sent.earlier is not None
    assert (sent.earlier.body_digest, sent.earlier.revision, sent.earlier.saved_at) == (
        body_digest(one),
        1,
        NOON,
    )


def test_nobody_elses_draft_and_no_signed_audit_is_found(session: Session, desk: Desk) -> None:
    for actor in (desk.second, desk.manager, desk.elsewhere, system_actor("operator")):
        assert own_draft(session, actor, desk.audit, NOON.date()) is None
    assert own_draft(session, desk.reader, 10**9, NOON.date()) is None
    save_entries(session, desk.reader, desk.audit, all_met(), ZONE, at=NOON)
    sign_audit(session, desk.reader, desk.audit, ZONE, at=NOON)
    assert own_draft(session, desk.reader, desk.audit, NOON.date()) is None


def test_a_draft_goes_with_the_reach_it_was_given_in(session: Session, desk: Desk) -> None:
    for grants in (desk.elsewhere.grants, desk.manager.grants, ()):
        assert (
            own_draft(session, replace(desk.reader, grants=grants), desk.audit, NOON.date()) is None
        )
    here = Reach(centre_ids=frozenset({desk.centre}))
    back = replace(desk.reader, grants=(*desk.elsewhere.grants, Grant(Role.AUDITOR, here)))
    assert own_draft(session, back, desk.audit, NOON.date()) is not None
