"""Records are asked again while a review of a supervisor's quarter is read."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.journal import JournalRow
from qa_app.services.audits.compute_records import compute_records
from qa_app.services.audits.sign_audit import sign_audit
from tests.agreements import FIRST, an_agreement
from tests.audits import ZONE
from tests.supervisor_reviews import AFTER, a_practice, a_review, answer_the_rest, entry, revision

PEOPLE, LIST = "supervisees_per_supervisor", "individual_supervision"
LATER = AFTER + timedelta(hours=1)


def test_another_agreement_shows_and_the_same_twice_does_no_harm(session: Session) -> None:
    practice = a_practice(session)
    audit_id = a_review(session, practice)
    an_agreement(session, practice.team, practitioner_id=practice.team.worker("W2"))
    # two numbers and two things that stand behind them
    assert compute_records(session, practice.reviewer, audit_id, ZONE, at=LATER) >= 4
    people = entry(session, audit_id, EntryKind.MEASURE, PEOPLE)
    assert people is not None
    assert people.value == "2"
    # W2 had no session at all: the list says so, and does not leave them out
    sample = entry(session, audit_id, EntryKind.SAMPLE, "sample")
    assert sample is not None
    assert [len(one["logs"][LIST]) for one in sample.value] == [1, 0]
    told = revision(session, audit_id, PEOPLE)
    assert compute_records(session, practice.reviewer, audit_id, ZONE, at=LATER) == 0
    assert revision(session, audit_id, PEOPLE) == told
    last = session.query(JournalRow).order_by(JournalRow.seq.desc()).first()
    assert last is not None
    assert last.action == "audit:compute"


def test_who_came_in_between_is_no_one_of_the_list(session: Session) -> None:
    practice = a_practice(session)
    midway = FIRST + timedelta(days=40)
    an_agreement(session, practice.team, practitioner_id=practice.team.worker("W2"), from_on=midway)
    audit_id = a_review(session, practice)
    sample = entry(session, audit_id, EntryKind.SAMPLE, "sample")
    assert sample is not None
    assert len(sample.value) == 1
    # who is supervised on the last day counts as supervised all the same
    people = entry(session, audit_id, EntryKind.MEASURE, PEOPLE)
    assert people is not None
    assert people.value == "2"


def test_what_records_answer_no_more_is_taken_back(session: Session) -> None:
    practice = a_practice(session)
    audit_id = a_review(session, practice)
    session.execute(update(SupervisionAgreementRow).values(until_on=FIRST))
    session.commit()
    compute_records(session, practice.reviewer, audit_id, ZONE, at=LATER)
    people = entry(session, audit_id, EntryKind.MEASURE, PEOPLE)
    assert people is not None
    assert people.value is None


def test_others_and_what_is_signed_are_refused(session: Session) -> None:
    practice = a_practice(session)
    audit_id = a_review(session, practice)
    lead = practice.team.scene.supervisor
    for actor, asked in ((lead, audit_id), (practice.reviewer, 10**6)):
        with pytest.raises(OutOfReachError):
            compute_records(session, actor, asked, ZONE, at=LATER)
    with pytest.raises(InvalidError, match="unknown_measure"):
        compute_records(session, practice.reviewer, audit_id, ZONE, "unheard_of", at=LATER)
    answer_the_rest(session, practice, audit_id)
    sign_audit(session, practice.reviewer, audit_id, ZONE, at=LATER)
    with pytest.raises(OutOfReachError):
        compute_records(session, practice.reviewer, audit_id, ZONE, at=LATER)


def test_without_a_grant_the_draft_is_nobodys(session: Session) -> None:
    practice = a_practice(session)
    audit_id = a_review(session, practice)
    gone = replace(practice.reviewer, grants=())
    with pytest.raises(OutOfReachError):
        compute_records(session, gone, audit_id, ZONE, at=LATER)
