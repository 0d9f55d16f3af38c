"""A stolen key: what it signed from a day on does not count, here and away from here."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.key_lists import KeyLoss, key_list
from qa_app.domain.papers import PublicStanding
from qa_app.domain.papers_check import Outcome, checked_paper
from qa_app.domain.people import Role
from qa_app.models.journal import JournalRow
from qa_app.models.signing_keys import SigningKeyRow
from qa_app.queries.register_papers import papers_in_reach, printed_paper, public_paper
from qa_app.queries.signing_keys import published_keys, revoked_digests
from qa_app.services.papers.issue_paper import NewPaper, issue_paper
from qa_app.services.papers.revoke_key import LostKey, revoke_key
from qa_app.services.papers.rotate_key import rotate_key
from tests.issued import CHANCE, FIRST, TERMS, a_decision, a_key, here
from tests.people import NOON, OPERATOR, person
from tests.postgresql import as_owner

ZONE = TERMS.zone
ISSUED = NOON.date()
LATER = NOON + timedelta(days=40)


@pytest.fixture
def database_url(database_url: str) -> str:
    """Keys are changed by the owner of their table alone."""
    return as_owner(database_url)


def _revoke(session: Session, code: str, day: date, why: KeyLoss = KeyLoss.STOLEN) -> None:
    revoke_key(session, OPERATOR, LostKey(code, why, day), ZONE, at=LATER)


@pytest.mark.parametrize(
    ("days", "standing", "outcome"),
    [
        (1, PublicStanding.VALID, Outcome.GENUINE),
        (0, PublicStanding.KEY_REVOKED, Outcome.KEY_REVOKED),
    ],
)
def test_papers_from_the_day_on_do_not_count(
    session: Session, days: int, standing: PublicStanding, outcome: Outcome
) -> None:
    one = a_decision(session)
    code = a_key(session)
    made = issue_paper(session, one.registrar, NewPaper(one.id, CHANCE), TERMS, at=NOON)
    rotate_key(session, OPERATOR, 2, at=NOON + timedelta(hours=1))
    _revoke(session, code, ISSUED + timedelta(days=days))
    day = here(max(FIRST, LATER.date()))
    paper = printed_paper(session, one.registrar, made)
    found = public_paper(session, day, token_digest=paper.facts.token_digest)
    assert found is not None
    assert found.standing is standing
    (line,) = papers_in_reach(session, one.manager, day)
    assert line.standing is standing
    listed = key_list(published_keys(session, ZONE), revoked_digests(session, day.today), LATER)
    assert checked_paper(paper.file, listed, day.today).outcome is outcome


def test_a_paper_of_a_day_outside_the_days_of_its_key(session: Session) -> None:
    one = a_decision(session)
    a_key(session)
    # as a clock set back would write it
    early = NOON - timedelta(days=1)
    made = issue_paper(session, one.registrar, NewPaper(one.id, CHANCE), TERMS, at=early)
    paper = printed_paper(session, one.registrar, made)
    found = public_paper(session, here(FIRST), token_digest=paper.facts.token_digest)
    assert found is not None
    assert found.standing is PublicStanding.OUTSIDE_KEY
    listed = key_list(published_keys(session, ZONE), (), LATER)
    assert checked_paper(paper.file, listed, FIRST).outcome is Outcome.OUTSIDE_KEY


def test_a_theft_may_turn_out_to_lie_further_back_and_never_less_far(session: Session) -> None:
    code = a_key(session)
    rotate_key(session, OPERATOR, 2, at=NOON + timedelta(days=1))
    _revoke(session, code, ISSUED + timedelta(days=3))
    for day in (3, 4):
        with pytest.raises(ConflictError) as fault:
            _revoke(session, code, ISSUED + timedelta(days=day))
        assert fault.value.code == "key_revoked"
        assert fault.value.params["first_day"] == (ISSUED + timedelta(days=3)).isoformat()
    # the reason that was told first stays
    _revoke(session, code, ISSUED, KeyLoss.MISUSED)
    (_signs, key) = published_keys(session, ZONE)
    assert key.revoked is not None
    assert (key.revoked.first_day, key.revoked.why) == (ISSUED, KeyLoss.STOLEN)
    rows = session.execute(
        select(JournalRow.detail, JournalRow.object_id).where(JournalRow.action == "key:revoke")
    ).all()
    assert len(rows) == 2
    for part in (code, "stolen", ISSUED.isoformat()):
        assert part in rows[-1].detail
    assert rows[0].object_id == rows[1].object_id


def test_what_is_refused_changes_nothing(session: Session) -> None:
    code = a_key(session)
    with pytest.raises(ConflictError) as signs:
        _revoke(session, code, ISSUED)
    assert signs.value.code == "key_signs"
    rotate_key(session, OPERATOR, 2, at=NOON + timedelta(days=1))
    with pytest.raises(OutOfReachError):
        _revoke(session, "0" * 16, ISSUED)
    with pytest.raises(InvalidError) as ahead:
        _revoke(session, code, LATER.date() + timedelta(days=2))
    assert ahead.value.code == "day_ahead"
    assert all(one.revoked is None for one in published_keys(session, ZONE))


@pytest.mark.parametrize("role", list(Role))
def test_no_person_revokes_keys(session: Session, role: Role) -> None:
    lost = LostKey("0" * 16, KeyLoss.STOLEN, ISSUED)
    with pytest.raises(NotAllowedError):
        revoke_key(session, person(role), lost, ZONE, at=LATER)


@pytest.mark.both_databases
def test_the_database_takes_no_revocation_back(session: Session) -> None:
    code = a_key(session)
    key, set_to = SigningKeyRow, update(SigningKeyRow).where(SigningKeyRow.code == code)
    full = {"revoked_at": LATER, "revoked_from": ISSUED, "revoked_why": "stolen"}
    with pytest.raises(DatabaseError):
        # it signs still
        session.execute(set_to.values(**full))
    session.rollback()
    rotate_key(session, OPERATOR, 2, at=NOON + timedelta(days=1))
    for name in full:
        with pytest.raises(DatabaseError):
            session.execute(set_to.values(**full | {name: None}))
        session.rollback()
    _revoke(session, code, ISSUED)
    for values in (
        {"revoked_at": None, "revoked_from": None, "revoked_why": None},
        {"revoked_from": ISSUED + timedelta(days=1)},
        {"revoked_from": None},
        {"revoked_why": "exposed"},
        {"retired_at": None},
    ):
        with pytest.raises(DatabaseError):
            session.execute(set_to.values(**values))
        session.rollback()
    left = session.execute(select(key.revoked_from).where(key.code == code)).scalar_one()
    assert left == ISSUED
