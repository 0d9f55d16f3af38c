"""Papers are issued from confirmed decisions only, once, signed, numbered without gaps."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.key_lists import key_list
from qa_app.domain.papers import PublicStanding, Revoked, check_code, digest_of_check
from qa_app.domain.papers_check import Outcome, checked_paper
from qa_app.domain.permissions import Permission
from qa_app.domain.rules.decision import Status
from qa_app.domain.text import BilingualText
from qa_app.models.journal import JournalRow
from qa_app.models.register_papers import RegisterPaperRow
from qa_app.models.sealing import sealer_of
from qa_app.queries.decided_entries import entries_without_paper
from qa_app.queries.register_decisions import text_place
from qa_app.queries.register_papers import papers_in_reach, printed_paper, public_paper
from qa_app.queries.signing_keys import published_keys, revoked_digests
from qa_app.services.papers.issue_paper import NewPaper, issue_paper
from tests.issued import CHANCE, FIRST, LAST, TERMS, Decided, a_decision, a_key, a_step, here
from tests.people import NOON

TODAY = date(2026, 3, 23)


def _issue(
    session: Session, one: Decided, number: int = 0, *, at: datetime = NOON, **fields: object
) -> int:
    new = NewPaper(one.id, CHANCE + number, **fields)  # type: ignore[arg-type]
    return issue_paper(session, one.registrar, new, TERMS, at=at)


def test_it_says_what_was_decided_and_is_signed(session: Session) -> None:
    a_key(session)
    one = a_decision(session)
    assert [entry.id for entry in _open(session, one)] == [one.id]
    paper_id = _issue(session, one)
    assert _open(session, one) == ()
    paper = printed_paper(session, one.manager, paper_id)
    facts = paper.facts
    assert facts.number == "YN-KM-2026-000001"
    assert (facts.status, facts.conditions) == (Status.CONDITIONAL, 1)
    assert (facts.valid_from, facts.valid_until) == (FIRST, LAST)
    assert (facts.centre.zh, facts.area, facts.set_name.zh) == ("中心甲", "social_work", "正式期")
    assert facts.body.zh == "昆明市人民检察院"
    keys = key_list(published_keys(session, "Asia/Shanghai"), revoked_digests(session, TODAY), NOON)
    found = checked_paper(paper.file, keys, TODAY)
    assert (found.outcome, found.facts) == (Outcome.GENUINE, facts)
    # found by token and by what is typed, and told alike
    by_token = public_paper(session, here(TODAY), token_digest=facts.token_digest)
    check = digest_of_check(facts.number, check_code(paper.token))
    assert by_token is not None
    assert by_token == public_paper(session, here(TODAY), check_digest=check)
    assert by_token.standing is PublicStanding.VALID
    assert public_paper(session, here(TODAY), token_digest="0" * 64) is None
    assert public_paper(session, here(TODAY), check_digest="0" * 64) is None
    row = session.execute(select(JournalRow).where(JournalRow.action == "paper:issue")).scalar_one()
    assert (row.object_id, row.centre_id) == (str(paper_id), one.centre)
    assert paper.token not in row.detail


def _open(session: Session, one: Decided) -> tuple[object, ...]:
    return entries_without_paper(session, one.registrar, Permission.PAPER_ISSUE, TODAY)


def test_what_follows_changes_what_is_told(session: Session) -> None:
    a_key(session)
    one = a_decision(session)
    _issue(session, one)
    for number, status, told in (
        (2, "suspended", PublicStanding.SUSPENDED),
        # the paper of the first decision does not live again by another one
        (3, "conditional", PublicStanding.SUPERSEDED),
        (4, "withdrawn", PublicStanding.REMOVED),
    ):
        a_step(session, one, number, status)
        session.commit()
        (line,) = papers_in_reach(session, one.manager, here(TODAY))
        assert line.standing is told
    (line,) = papers_in_reach(session, one.manager, here(FIRST + timedelta(days=1)))
    assert line.standing is PublicStanding.SUSPENDED


def test_run_out_is_told_before_the_clock_says_so(session: Session) -> None:
    a_key(session)
    one = a_decision(session)
    _issue(session, one)
    (line,) = papers_in_reach(session, one.manager, here(LAST))
    assert line.standing is PublicStanding.VALID
    (line,) = papers_in_reach(session, one.manager, here(LAST + timedelta(days=1)))
    assert line.standing is PublicStanding.EXPIRED


def test_once_for_each_decision_and_each_form(session: Session) -> None:
    a_key(session)
    one = a_decision(session)
    paper_id = _issue(session, one, key="form-1")
    assert _issue(session, one, 1, key="form-1") == paper_id
    with pytest.raises(ConflictError, match="paper_stands"):
        _issue(session, one, 2, key="form-2")
    with pytest.raises(ConflictError, match="key_reused"):
        _issue(session, one, 3, key="form-1", replaces=Revoked.LOST)
    assert _count(session) == 1


def _count(session: Session) -> int:
    return session.execute(select(func.count()).select_from(RegisterPaperRow)).scalar_one()


def test_issued_anew_the_old_one_does_not_count(session: Session) -> None:
    a_key(session)
    one = a_decision(session)
    with pytest.raises(ConflictError, match="no_paper_stands"):
        _issue(session, one, replaces=Revoked.LOST)
    first = printed_paper(session, one.registrar, _issue(session, one))
    a_key(session, 100)
    second = printed_paper(session, one.registrar, _issue(session, one, 1, replaces=Revoked.LOST))
    assert second.facts.number == "YN-KM-2026-000002"
    assert second.facts.replaces == first.facts.number
    assert second.facts.key != first.facts.key
    keys = key_list(published_keys(session, "Asia/Shanghai"), revoked_digests(session, TODAY), NOON)
    assert checked_paper(first.file, keys, TODAY).outcome is Outcome.REVOKED
    assert checked_paper(second.file, keys, TODAY).outcome is Outcome.GENUINE
    old = public_paper(session, here(TODAY), token_digest=first.facts.token_digest)
    assert old is not None
    assert old.standing is PublicStanding.VOID


def test_who_may_not_and_what_is_no_entry(session: Session) -> None:
    a_key(session)
    one = a_decision(session)
    with pytest.raises(NotAllowedError):
        issue_paper(session, one.manager, NewPaper(one.id, CHANCE), TERMS, at=NOON)
    for actor, decision in ((one.stranger, one.id), (one.registrar, 10**6)):
        with pytest.raises(OutOfReachError):
            issue_paper(session, actor, NewPaper(decision, CHANCE), TERMS, at=NOON)
    assert _count(session) == 0


@pytest.mark.parametrize(
    ("status", "fields"),
    [("deferred", {}), ("endorsed", {"state": "proposed"}), ("endorsed", {"state": "returned"})],
)
def test_only_confirmed_entries(session: Session, status: str, fields: dict[str, str]) -> None:
    a_key(session)
    one = a_decision(session, status, **fields)
    with pytest.raises(OutOfReachError):
        _issue(session, one)


def test_what_is_missing_is_said(session: Session) -> None:
    one = a_decision(session, issuing_body=None)
    with pytest.raises(InvalidError, match="no_signing_key"):
        _issue(session, one)
    a_key(session)
    with pytest.raises(InvalidError, match="body_not_named"):
        _issue(session, one)


def test_a_decision_that_is_over_gets_no_paper(session: Session) -> None:
    a_key(session)
    one = a_decision(session, valid_until=date(2026, 3, 22))
    with pytest.raises(InvalidError, match="decision_over"):
        _issue(session, one)


def test_numbers_begin_anew_each_year(session: Session) -> None:
    a_key(session)
    one = a_decision(session)
    _issue(session, one)
    later = NOON.replace(year=2027)
    paper_id = _issue(session, one, 1, at=later, replaces=Revoked.MISTAKE)
    number = printed_paper(session, one.registrar, paper_id).facts.number
    assert number == "YN-KM-2027-000001"


def test_the_database_keeps_papers(session: Session) -> None:
    a_key(session)
    one = a_decision(session)
    _issue(session, one)
    for values in ({"number": "X"}, {"payload": b""}, {"valid_until": date(2040, 1, 1)}):
        with pytest.raises(DatabaseError):
            session.execute(update(RegisterPaperRow).values(**values))
        session.rollback()


def test_a_paper_says_that_its_decision_departs_and_names_no_case(session: Session) -> None:
    words = "两次复查都显示问题已经解决，见个案KM-26-7F3K-9Q2W5，书面材料齐全。"
    place = text_place(1, NOON)
    one = a_decision(session, computed="deferred", reasons=sealer_of(session).seal(words, place))
    assert one.centre == 1
    a_key(session)
    made = issue_paper(session, one.registrar, NewPaper(one.id, CHANCE), TERMS, at=NOON)
    facts = printed_paper(session, one.registrar, made).facts
    assert facts.departs_from == BilingualText("暂缓", "Deferred")
    assert facts.reasons == "两次复查都显示问题已经解决，见个案[…]，书面材料齐全。"


def test_a_paper_of_a_decision_that_follows_says_nothing_of_it(session: Session) -> None:
    one = a_decision(session, computed="conditional")
    a_key(session)
    made = issue_paper(session, one.registrar, NewPaper(one.id, CHANCE), TERMS, at=NOON)
    facts = printed_paper(session, one.registrar, made).facts
    assert (facts.departs_from, facts.reasons) == (None, "")
