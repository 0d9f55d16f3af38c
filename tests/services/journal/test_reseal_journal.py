import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.events import PlacesChanged
from qa_app.domain.journal_anchors import Anchor, anchor_text
from qa_app.domain.journal_events import BackupRestored, JournalResealed
from qa_app.domain.people import Role
from qa_app.models.journal import JournalRow
from qa_app.models.transaction import journal_head, transaction
from qa_app.queries.journal import verified_journal
from qa_app.services.journal.note_anchor import note_anchor
from qa_app.services.journal.reseal_journal import reseal_journal
from qa_app.services.papers.rotate_key import rotate_key
from tests.people import NOON, OPERATOR, person

BACKUP = "c" * 64


@pytest.fixture
def restored(session: Session) -> Session:
    """A journal of three rows, as a backup held it, and the row that tells of its restore."""
    rotate_key(session, OPERATOR, 7**90 % 2**256, at=NOON)
    for _ in range(2):
        with transaction(session, PlacesChanged(actor=OPERATOR, at=NOON, what="test", count=1)):
            pass
    head = anchor_text(*journal_head(session))
    session.rollback()
    event = BackupRestored(actor=OPERATOR, at=NOON, backup=BACKUP, kept_head=head)
    with transaction(session, event):
        pass
    return session


def test_anchors_of_lost_rows_are_given_up_by_the_row_that_tells_of_it(restored: Session) -> None:
    lost = [Anchor(5, "a" * 12), Anchor(8, "b" * 12)]
    before = verified_journal(restored, OPERATOR, lost)
    assert before.anchors is not None
    assert (before.is_whole, before.anchors.doubtful) == (False, (1, 5))
    assert reseal_journal(restored, OPERATOR, lost[1], BACKUP, at=NOON) == 3
    for _ in range(6):
        note_anchor(restored, OPERATOR, "folder", "1:aaaaaaaaaaaa", at=NOON)
    assert not verified_journal(restored, OPERATOR, lost).is_whole
    after = verified_journal(restored, OPERATOR, lost, [BACKUP])
    assert after.anchors is not None
    assert [(str(one.state), one.reseal_seq) for one in after.anchors.judged] == [
        ("given_up", 5),
        ("given_up", 5),
    ]
    assert after.is_whole
    # what was never lost is still held against its anchors
    assert not verified_journal(restored, OPERATOR, [Anchor(2, "d" * 12)], [BACKUP]).is_whole
    assert not verified_journal(restored, OPERATOR, [Anchor(9, "d" * 12)], [BACKUP]).is_whole


def test_refused_where_nothing_was_lost_and_for_people(restored: Session) -> None:
    with pytest.raises(InvalidError):
        reseal_journal(restored, OPERATOR, Anchor(2, "a" * 12), BACKUP, at=NOON)
    with pytest.raises(InvalidError, match="not_restored"):
        reseal_journal(restored, OPERATOR, Anchor(8, "a" * 12), "d" * 64, at=NOON)
    with pytest.raises(NotAllowedError):
        reseal_journal(restored, person(Role.AUDIT_ADMIN), Anchor(8, "a" * 12), "c", at=NOON)
    with pytest.raises(NotAllowedError):
        note_anchor(restored, person(Role.AUDIT_ADMIN), "mail", "1:aaaaaaaaaaaa", at=NOON)
    assert verified_journal(restored, OPERATOR).chain.count == 4


@pytest.mark.parametrize("is_copied", [False, True])
def test_a_row_that_anybody_wrote_into_the_database_explains_nothing(
    restored: Session, is_copied: bool
) -> None:
    lost = Anchor(9, "a" * 12)
    said = {"signing_key": "", "signature": ""}
    if is_copied:
        # the signature of a genuine one, under a later end of what was lost
        reseal_journal(restored, OPERATOR, Anchor(4, "a" * 12), BACKUP, at=NOON)
        query = select(JournalRow.detail).order_by(JournalRow.seq.desc()).limit(1)
        said = json.loads(restored.scalars(query).one())
        restored.rollback()
    query = select(JournalRow.hash).where(JournalRow.seq == 3)
    kept = f"3:{restored.scalars(query).one()[:12]}"
    restored.rollback()
    forged = JournalResealed(
        actor=OPERATOR,
        at=NOON,
        old_head="9:aaaaaaaaaaaa",
        kept_head=kept,
        backup=BACKUP,
        signing_key=said["signing_key"],
        signature=said["signature"],
    )
    with transaction(restored, forged):
        pass
    found = verified_journal(restored, OPERATOR, [lost], [BACKUP])
    assert found.anchors is not None
    assert [str(one.state) for one in found.anchors.judged] == ["beyond"]
    assert not found.is_whole
