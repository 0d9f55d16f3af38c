"""A reader says otherwise than records, with a reason; both stay with what is signed."""

from dataclasses import replace

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.supervisor_quarter import text_digest
from qa_app.models.audits import AuditEntryRow
from qa_app.queries.audit_papers import audit_paper
from qa_app.queries.audits import audit_head
from qa_app.queries.score_check import checked_scores_of
from qa_app.services.audits.compute_records import compute_records
from qa_app.services.audits.overrule_computed import Overrule, overrule_computed
from qa_app.services.audits.save_entry import save_entry
from qa_app.services.audits.sign_audit import NotReadyError, sign_audit
from tests.audits import ZONE, change, months
from tests.supervisor_reviews import (
    AFTER,
    Practice,
    a_practice,
    a_review,
    answer_the_rest,
    entry,
    explained,
    revision,
)

PEOPLE, LIST = "supervisees_per_supervisor", "individual_supervision"
WHY = "两名代管人员未登记协议。"


def said(session: Session, audit_id: int, asked: str = PEOPLE, **fields: object) -> Overrule:
    value = "3" if asked == PEOPLE else None
    made = Overrule(asked, WHY, revision(session, audit_id, asked), value)
    session.rollback()
    return replace(made, **fields)


def overrule(session: Session, practice: Practice, audit_id: int, what: Overrule) -> None:
    overrule_computed(session, practice.reviewer, audit_id, what, ZONE, at=AFTER)


def test_nobody_saves_over_what_records_gave(session: Session) -> None:
    practice = a_practice(session)
    audit_id = a_review(session, practice)
    sent = change(PEOPLE, "3", 1, kind=EntryKind.MEASURE)
    with pytest.raises(InvalidError, match="from_records"):
        save_entry(session, practice.reviewer, audit_id, sent, ZONE, at=AFTER)
    # nor does a browser write what records answered
    forged = change(PEOPLE, {"n": 9}, 1, kind=EntryKind.COMPUTED)
    with pytest.raises(InvalidError, match="unknown_measure"):
        save_entry(session, practice.reviewer, audit_id, forged, ZONE, at=AFTER)
    # what they answer nothing of is the reader's
    open_ = change("share_actions_closed_on_time", "0.9", kind=EntryKind.MEASURE)
    assert save_entry(session, practice.reviewer, audit_id, open_, ZONE, at=AFTER).revision == 1


def test_overruled_with_a_reason_and_left_to_records_again(session: Session) -> None:
    practice = a_practice(session)
    audit_id = a_review(session, practice)
    what = said(session, audit_id)
    overrule(session, practice, audit_id, what)
    own = entry(session, audit_id, EntryKind.MEASURE, PEOPLE)
    assert own is not None
    assert (own.value, own.read) == ("3", ())
    told = entry(session, audit_id, EntryKind.COMPUTED, PEOPLE)
    assert told is not None
    assert (told.value["value"], told.note) == ("1", WHY)
    # sent twice it does no harm; something else on an old page is refused
    overrule(session, practice, audit_id, what)
    assert revision(session, audit_id, PEOPLE) == 2
    with pytest.raises(ConflictError, match="changed_meanwhile"):
        overrule(session, practice, audit_id, replace(what, reason="另有原因。"))
    # the number may be corrected now like any other
    later = change(PEOPLE, "4", 2, kind=EntryKind.MEASURE)
    save_entry(session, practice.reviewer, audit_id, later, ZONE, at=AFTER)
    assert compute_records(session, practice.reviewer, audit_id, ZONE, PEOPLE, at=AFTER) == 2
    own = entry(session, audit_id, EntryKind.MEASURE, PEOPLE)
    assert own is not None
    assert (own.value, own.read) == ("1", ("records",))


def test_a_list_is_opened_by_a_reason(session: Session) -> None:
    practice = a_practice(session)
    audit_id = a_review(session, practice)
    overrule(session, practice, audit_id, said(session, audit_id, LIST))
    sample = entry(session, audit_id, EntryKind.SAMPLE, "sample")
    assert sample is not None
    assert sample.read == ()
    sent = change("sample", [*sample.value, {}], sample.revision, kind=EntryKind.SAMPLE)
    save_entry(session, practice.reviewer, audit_id, sent, ZONE, at=AFTER)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"reason": " "}, "no_reason"),
        ({"reason": "电话13800138000"}, "phone"),
        ({"value": "many"}, "not_a_number"),
        ({"value": None}, "no_value"),
        ({"measure": "unheard_of"}, "unknown_measure"),
        ({"measure": "share_actions_closed_on_time"}, "unknown_measure"),
    ],
)
def test_what_does_not_fit_is_refused(
    session: Session, fields: dict[str, object], code: str
) -> None:
    practice = a_practice(session)
    audit_id = a_review(session, practice)
    what = said(session, audit_id, **fields)
    with pytest.raises(InvalidError, match=code):
        overrule(session, practice, audit_id, what)
    told = entry(session, audit_id, EntryKind.COMPUTED, PEOPLE)
    assert told is not None
    assert told.revision == 1


def test_nobody_else_overrules(session: Session) -> None:
    practice = a_practice(session)
    audit_id = a_review(session, practice)
    what = said(session, audit_id)
    for actor in (practice.team.scene.supervisor, practice.team.scene.elsewhere):
        with pytest.raises(OutOfReachError):
            overrule_computed(session, actor, audit_id, what, ZONE, at=AFTER)
        with pytest.raises(OutOfReachError):
            compute_records(session, actor, audit_id, ZONE, at=AFTER)


def test_what_is_signed_keeps_both(session: Session) -> None:
    practice = a_practice(session)
    audit_id = a_review(session, practice)
    # what records answer nothing of stays unanswered: it is missing before signing
    with pytest.raises(NotReadyError) as missing:
        sign_audit(session, practice.reviewer, audit_id, ZONE, at=AFTER)
    assert {"B1", "D3"} <= {one.item for one in missing.value.lacks}
    overrule(session, practice, audit_id, said(session, audit_id))
    answer_the_rest(session, practice, audit_id)
    before = months(session)
    sign_audit(session, practice.reviewer, audit_id, ZONE, at=AFTER)
    kept = explained(session, audit_id)
    assert len(kept) == 6
    people = kept[PEOPLE]
    assert (people["value"], people["n"], people["is_overruled"]) == ("1", 1, True)
    assert (people["entered"], people["reason_digest"]) == ("3", text_digest(WHY))
    assert len(str(people["digest"])) == 64
    assert (kept["share_records_signed_3wd"]["met"], kept[LIST]["met"]) == (1, 1)
    # it counts in no total, and scoring it anew gives the same
    assert months(session) == before
    assert checked_scores_of(session, ZONE, [audit_id]).drifted == ()
    session.rollback()
    with pytest.raises(DBAPIError):
        session.execute(
            update(AuditEntryRow)
            .where(AuditEntryRow.audit_id == audit_id, AuditEntryRow.kind == "computed")
            .values(note=None)
        )
    session.rollback()


def test_the_supervisor_reads_it_and_their_centre_does_not(session: Session) -> None:
    practice = a_practice(session)
    audit_id = a_review(session, practice)
    answer_the_rest(session, practice, audit_id)
    sign_audit(session, practice.reviewer, audit_id, ZONE, at=AFTER)
    team = practice.team
    paper = audit_paper(session, team.scene.supervisor, audit_id)
    assert paper is not None
    assert paper.report.head.reference == "lead · 2026-Q2"
    assert [one.item for one in paper.report.computed] == ["A2", "A3", "A4", "B1", "D1", "D3"]
    session.rollback()
    for actor in (team.scene.reader, team.scene.elsewhere, practice.talk.worker):
        assert audit_head(session, actor, audit_id) is None
    session.rollback()
