import pytest
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.events import PlacesChanged
from qa_app.domain.journal_anchors import Anchor
from qa_app.domain.people import Role
from qa_app.models.transaction import transaction
from qa_app.queries.journal import verified_journal
from qa_app.services.journal.note_anchor import note_anchor
from qa_app.services.journal.reseal_journal import reseal_journal
from tests.people import NOON, OPERATOR, person


@pytest.fixture
def restored(session: Session) -> Session:
    """A journal of three rows, as a backup held it."""
    for _ in range(3):
        with transaction(session, PlacesChanged(actor=OPERATOR, at=NOON, what="test", count=1)):
            pass
    return session


def test_anchors_of_lost_rows_are_given_up_by_the_row_that_tells_of_it(restored: Session) -> None:
    lost = [Anchor(5, "a" * 12), Anchor(8, "b" * 12)]
    before = verified_journal(restored, OPERATOR, lost)
    assert before.anchors is not None
    assert (before.is_whole, before.anchors.doubtful) == (False, (1, 5))
    assert reseal_journal(restored, OPERATOR, lost[1], "c" * 64, at=NOON) == 3
    for _ in range(6):
        note_anchor(restored, OPERATOR, "folder", "1:aaaaaaaaaaaa", at=NOON)
    after = verified_journal(restored, OPERATOR, lost)
    assert after.anchors is not None
    assert [(str(one.state), one.reseal_seq) for one in after.anchors.judged] == [
        ("given_up", 4),
        ("given_up", 4),
    ]
    assert after.is_whole
    # what was never lost is still held against its anchors
    assert not verified_journal(restored, OPERATOR, [Anchor(2, "d" * 12)]).is_whole
    assert not verified_journal(restored, OPERATOR, [Anchor(9, "d" * 12)]).is_whole


def test_refused_where_nothing_was_lost_and_for_people(restored: Session) -> None:
    with pytest.raises(InvalidError):
        reseal_journal(restored, OPERATOR, Anchor(2, "a" * 12), "c" * 64, at=NOON)
    with pytest.raises(NotAllowedError):
        reseal_journal(restored, person(Role.AUDIT_ADMIN), Anchor(8, "a" * 12), "c", at=NOON)
    with pytest.raises(NotAllowedError):
        note_anchor(restored, person(Role.AUDIT_ADMIN), "mail", "1:aaaaaaaaaaaa", at=NOON)
    assert verified_journal(restored, OPERATOR).chain.count == 3
