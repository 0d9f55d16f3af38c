import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.frames import AddReason
from qa_app.domain.hand_over import HandOver, HandOverReason
from qa_app.domain.people import Actor, Role
from qa_app.models.accounts import AccountRow
from qa_app.queries.hand_overs import passed_from, passed_on
from qa_app.services.audits.add_file import add_file
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.audits.hand_over import hand_over
from qa_app.services.audits.name_reader import name_reader
from qa_app.services.supervision.reassign_session import reassign_session
from tests.audits import ZONE
from tests.people import NOON
from tests.sessions import Scene, a_scene, a_session, reference, some_files, someone
from tests.statements import counted


@pytest.fixture
def scene(session: Session) -> Scene:
    made = a_scene(session)
    some_files(session, made.centre, 6)
    return made


def test_nothing_changed_hands(session: Session, scene: Scene) -> None:
    assert passed_on(session, a_session(session, scene)) == ()


def test_what_changed_hands_at_a_session_and_at_no_other(session: Session, scene: Scene) -> None:
    lead, reader = scene.supervisor, scene.reader.account_id or 0
    second = someone(session, "second", Role.SENIOR_SUPERVISOR, "A").account_id or 0
    made, other = a_session(session, scene), a_session(session, scene)
    audit = add_file(session, lead, made, reference(1), AddReason.LEARNING, reader, at=NOON)
    draw_sample(session, lead, made, 2, reader, lambda: "4f1c", zone=ZONE, at=NOON)
    away = HandOver(reader, second, HandOverReason.AWAY)
    hand_over(session, lead, audit, away, at=NOON)
    gone = update(AccountRow).where(AccountRow.id == reader)
    session.execute(gone.values(is_active=False))
    session.commit()
    name_reader(session, lead, made, reader, second, at=NOON)
    led = HandOver(lead.account_id, second, HandOverReason.WORKLOAD)
    reassign_session(session, lead, made, led, ZONE, at=NOON)
    told = passed_on(session, made)
    assert [(one.audit_id, one.file_count, one.from_name, one.to_name) for one in told] == [
        (audit, None, "reader", "second"),
        (None, 2, "reader", "second"),
        (None, None, "lead", "second"),
    ]
    assert [one.reason for one in told] == [
        HandOverReason.AWAY,
        HandOverReason.LEFT,
        HandOverReason.WORKLOAD,
    ]
    assert {one.at for one in told} == {NOON}
    assert passed_on(session, other) == ()
    with counted(session) as statements:
        passed_on(session, made)
    assert len(statements) == 2


def test_what_passed_from_a_person_is_told_within_reach_and_as_it_passed_last(
    session: Session, scene: Scene
) -> None:
    lead, reader = scene.supervisor, scene.reader.account_id or 0
    second = someone(session, "second", Role.SENIOR_SUPERVISOR, "A").account_id or 0
    third = someone(session, "third", Role.AUDITOR, "A").account_id or 0
    made = a_session(session, scene)
    one, other = (
        add_file(session, lead, made, reference(number), AddReason.LEARNING, reader, at=NOON)
        for number in (1, 2)
    )
    for to in (second, third):
        come_from = reader if to == second else second
        change = HandOver(come_from, to, HandOverReason.AWAY)
        hand_over(session, lead, one, change, at=NOON)
    hand_over(session, lead, other, HandOver(reader, third, HandOverReason.AWAY), at=NOON)
    led = HandOver(lead.account_id, second, HandOverReason.WORKLOAD)
    reassign_session(session, lead, made, led, ZONE, at=NOON)

    def told(who: Actor, account: int | None) -> list[tuple[str | None, str]]:
        found = passed_from(session, who, account or 0, (one, other, 999), (made, 999))
        return [(duty.reference, duty.to_name) for duty in found]

    # the first one went on from the second, and is told there
    assert told(lead, reader) == [(reference(2), "third")]
    assert told(lead, second) == [(reference(1), "third")]
    assert told(lead, lead.account_id) == [(None, "second")]
    assert told(scene.elsewhere, reader) == []
    assert told(scene.reader, reader) == []
