"""Papers follow decisions made by the services: on screen, on paper, suspended, lifted."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.domain.dossiers import checked_dossier, dossier_payload, plain_dossier
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.key_lists import key_list
from qa_app.domain.papers import PublicStanding, Revoked, signed_file
from qa_app.domain.papers_check import Outcome, checked_paper
from qa_app.domain.papers_reply import read_reply
from qa_app.domain.permissions import Permission
from qa_app.domain.plain_json import plain_to_json
from qa_app.domain.register_decisions import Proposal
from qa_app.domain.rules.decision import Status
from qa_app.domain.rules.evaluation import Evidence, digest_of_evaluation
from qa_app.models.criteria_versions import CriteriaVersionRow
from qa_app.queries.decided_entries import entries_without_paper
from qa_app.queries.dossiers import dossier_facts, signed_now, snapshots_in_reach
from qa_app.queries.joined_versions import versions_joined
from qa_app.queries.register_papers import papers_in_reach, printed_paper
from qa_app.queries.signing_keys import published_keys, revoked_digests
from qa_app.rubric_files.reader import read_plain
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.decisions.freeze_evidence import freeze_evidence
from qa_app.services.papers.issue_paper import NewPaper, issue_paper
from qa_app.services.papers.revoke_paper import revoke_paper
from tests.audits import ZONE, a_case_file, a_draft, all_met, publish
from tests.builders import words
from tests.decisions import (
    PAPER,
    TODAY,
    VERSION,
    Desk,
    a_desk,
    applied,
    decided,
    evidence,
    frozen,
    named,
    on_conditions,
    proposed,
    unnamed,
)
from tests.issued import CHANCE, CRITERIA, TERMS, a_key, here
from tests.people import NOON

SOON = NOON + timedelta(hours=1)


@pytest.fixture
def desk(session: Session) -> Desk:
    code, version, fingerprint = VERSION
    session.execute(
        insert(CriteriaVersionRow).values(
            code=code,
            version=version,
            fingerprint=fingerprint,
            content=plain_to_json(read_plain(CRITERIA).plain),
            published_at=NOON,
        )
    )
    session.commit()
    a_key(session)
    return a_desk(session)


def test_entered_on_paper_suspended_and_lifted(session: Session, desk: Desk) -> None:
    applied(session, desk)
    decision = decided(session, desk, Proposal(Status.ENDORSED, TODAY, paper=PAPER))
    new = NewPaper(decision, CHANCE)
    paper_id = issue_paper(session, desk["registrar"], new, TERMS, at=SOON)
    facts = printed_paper(session, desk["manager"], paper_id).facts
    assert facts.body.zh == PAPER.issuing_body
    assert _told(session, desk, 0) is PublicStanding.VALID
    later = NOON + timedelta(days=30)
    stop = frozen(session, desk, evidence(stop=1, at=later, in_register=True))
    decided(session, desk, Proposal(Status.SUSPENDED, later.date()), stop, at=later)
    assert _told(session, desk, 31) is PublicStanding.SUSPENDED
    lifted = later + timedelta(days=10)
    clean = frozen(session, desk, evidence(at=lifted))
    entry = on_conditions(day=lifted)
    second = decided(session, desk, entry, clean, at=lifted)
    assert _told(session, desk, 41) is PublicStanding.SUPERSEDED
    # the new decision gets a paper of its own, once its body is named
    new = NewPaper(second, CHANCE + 1)
    unnamed(session, desk["senior"])
    with pytest.raises(InvalidError, match="body_not_named"):
        issue_paper(session, desk["decider"], new, TERMS, at=lifted)
    named(session, desk["senior"], desk["senior2"])
    made = issue_paper(session, desk["decider"], new, TERMS, at=lifted)
    facts = printed_paper(session, desk["manager"], made).facts
    assert (facts.body.zh, facts.conditions) == ("昆明市人民检察院", 1)


def _told(session: Session, desk: Desk, days: int) -> PublicStanding:
    (line,) = papers_in_reach(session, desk["manager"], here(TODAY + timedelta(days=days)))
    session.rollback()
    return line.standing


def test_a_later_decision_takes_the_place_of_the_paper_before(session: Session, desk: Desk) -> None:
    applied(session, desk)
    first = decided(session, desk, Proposal(Status.ENDORSED, TODAY, paper=PAPER))
    issuing = desk["registrar"]
    old = issue_paper(session, issuing, NewPaper(first, CHANCE), TERMS, at=SOON)
    later, ahead = NOON + timedelta(days=100), timedelta(days=20)
    paper = replace(PAPER, number="昆检未〔2026〕99号", on=later.date())
    entry = replace(on_conditions(80, day=later), paper=paper, effective_on=(later + ahead).date())
    rests_on = frozen(session, desk, evidence(at=later, in_register=True))
    second = decided(session, desk, entry, rests_on, at=later)
    new = issue_paper(session, issuing, NewPaper(second, CHANCE + 1), TERMS, at=later)
    file = printed_paper(session, issuing, old).file
    standings = [
        {line.id: line.standing for line in papers_in_reach(session, issuing, here(day))}
        for day in (later.date(), (later + ahead).date())
    ]
    assert standings == [
        {old: PublicStanding.VALID, new: PublicStanding.NOT_YET},
        {old: PublicStanding.SUPERSEDED, new: PublicStanding.VALID},
    ]
    assert [line.id for line in papers_in_reach(session, issuing, here(TODAY), 1, new)] == [old]
    outcomes = []
    for day in (later.date(), (later + ahead).date()):
        keys = key_list(
            published_keys(session, "Asia/Shanghai"), revoked_digests(session, day), later
        )
        outcomes.append(checked_paper(file, keys, day).outcome)
    assert outcomes == [Outcome.GENUINE, Outcome.REVOKED]
    # what is over gets no paper, and none is offered
    day = (later + ahead).date()
    session.rollback()
    revoke_paper(session, issuing, old, Revoked.LOST, at=later)
    assert entries_without_paper(session, issuing, Permission.PAPER_ISSUE, day) == ()
    session.rollback()
    with pytest.raises(InvalidError, match="decision_over"):
        issue_paper(session, issuing, NewPaper(first, CHANCE + 2), TERMS, at=later + ahead)


def test_what_only_waits_gets_no_paper(session: Session, desk: Desk) -> None:
    applied(session, desk)
    waiting = proposed(session, desk, Proposal(Status.ENDORSED, TODAY))
    with pytest.raises(OutOfReachError):
        issue_paper(session, desk["decider"], NewPaper(waiting, CHANCE), TERMS, at=SOON)


def test_a_dossier_of_what_was_frozen(session: Session, desk: Desk) -> None:
    snapshot = frozen(session, desk)
    (line,) = snapshots_in_reach(session, desk["registrar"], 10)
    assert snapshots_in_reach(session, desk["registrar"], 10, line.id + 1) == (line,)
    assert snapshots_in_reach(session, desk["registrar"], 10, line.id) == ()
    assert line.id == snapshot
    assert snapshots_in_reach(session, desk["decider_b"], 10) == ()
    for other in ("decider_b", "manager_b", "reader", "auditor"):
        with pytest.raises(OutOfReachError):
            dossier_facts(session, desk[other], snapshot, at=NOON, on=TODAY)
    facts = dossier_facts(session, desk["decider"], snapshot, at=NOON, on=TODAY)
    payload = dossier_payload(facts)
    file = signed_file(payload, facts.key, signed_now(session, payload))
    keys = key_list(published_keys(session, "Asia/Shanghai"), revoked_digests(session, TODAY), NOON)
    found = checked_dossier(file, keys)
    assert (found.outcome, found.differing) == (Outcome.GENUINE, ())
    reply = read_reply(plain_dossier(facts)["reply"])
    assert reply is not None
    assert facts.evidence_digest.startswith(reply.digest)
    assert (reply.centre, reply.area) == ("A", "social_work")


def test_intervals_are_kept_beside_the_evidence_whose_digest_they_do_not_change(
    session: Session, desk: Desk
) -> None:
    applied(session, desk)
    plain, beside = evidence(), {"E02": [["3/4", "1/1"]]}
    made = freeze_evidence(session, desk["senior"], desk.a, Evidence(plain, beside), at=NOON)
    facts = dossier_facts(session, desk["senior"], made, at=NOON, on=TODAY)
    assert (facts.intervals, facts.evidence_digest) == (beside, digest_of_evaluation(plain))
    assert plain_dossier(facts)["intervals"] == beside
    # who decides is given verdicts without numbers
    told = dossier_facts(session, desk["decider"], made, at=NOON, on=TODAY)
    assert "intervals" not in plain_dossier(told)


def test_versions_that_a_number_puts_together_go_to_who_reads_the_numbers(
    session: Session, desk: Desk
) -> None:
    reader, audits = desk["senior"], []
    for version in ("1.0.0", "2.0.0"):
        rubric = publish(session, version=version, note=words(version))
        file = a_case_file(session, desk.a, f"KM-26-0000-{version}")
        audits.append(a_draft(session, desk.a, rubric, reader, file))
        save_entries(session, reader, audits[-1], all_met(), ZONE, at=NOON)
        sign_audit(session, reader, audits[-1], ZONE, at=NOON)
    rule = {"metric": "mean_score_last_two_rounds", "met": ">=80"}
    records = [["audit", str(one), ""] for one in audits]
    found = {"n": 2, "value": "100/1", "records": records}
    both = {"criteria": [{"code": "E09", "rule": rule, "found": [found]}]}
    assert versions_joined(session, both) == {"E09": [["1.0.0", "2.0.0"]]}
    found["records"], found["n"] = records[:1], 1
    assert versions_joined(session, both) == {}
