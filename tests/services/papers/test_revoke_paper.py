"""A paper is revoked once, with a reason."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, NotAllowedError, OutOfReachError
from qa_app.domain.papers import PublicStanding, Revoked
from qa_app.models.journal import JournalRow
from qa_app.queries.register_papers import papers_in_reach
from qa_app.queries.signing_keys import revoked_digests
from qa_app.services.papers.issue_paper import NewPaper, issue_paper
from qa_app.services.papers.revoke_paper import revoke_paper
from tests.issued import CHANCE, FIRST, TERMS, Decided, a_decision, a_key, here
from tests.people import NOON


@pytest.fixture
def issued(session: Session) -> tuple[Decided, int]:
    a_key(session)
    one = a_decision(session)
    new = NewPaper(one.id, CHANCE)
    return one, issue_paper(session, one.registrar, new, TERMS, at=NOON)


def test_it_does_not_count_and_is_listed(session: Session, issued: tuple[Decided, int]) -> None:
    one, paper_id = issued
    revoke_paper(session, one.registrar, paper_id, Revoked.MISTAKE, at=NOON)
    (line,) = papers_in_reach(session, one.manager, here(FIRST))
    assert (line.standing, line.revoked_why) == (PublicStanding.VOID, Revoked.MISTAKE)
    assert len(revoked_digests(session, FIRST)) == 1
    row = session.execute(
        select(JournalRow).where(JournalRow.action == "paper:revoke")
    ).scalar_one()
    assert '"why":"mistake"' in row.detail


def test_twice_is_once_and_other_reasons_are_refused(
    session: Session, issued: tuple[Decided, int]
) -> None:
    one, paper_id = issued
    for _time in range(2):
        revoke_paper(session, one.registrar, paper_id, Revoked.LOST, at=NOON)
    with pytest.raises(ConflictError, match="paper_revoked"):
        revoke_paper(session, one.registrar, paper_id, Revoked.MISTAKE, at=NOON)
    rows = session.execute(select(JournalRow).where(JournalRow.action == "paper:revoke")).all()
    assert len(rows) == 1


def test_who_may_not(session: Session, issued: tuple[Decided, int]) -> None:
    one, paper_id = issued
    with pytest.raises(NotAllowedError):
        revoke_paper(session, one.manager, paper_id, Revoked.LOST, at=NOON)
    with pytest.raises(OutOfReachError):
        revoke_paper(session, one.stranger, paper_id, Revoked.LOST, at=NOON)
    with pytest.raises(OutOfReachError):
        revoke_paper(session, one.registrar, 10**6, Revoked.LOST, at=NOON)
