import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.assignment import Why
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Role
from qa_app.models.accounts import RoleGrantRow
from qa_app.models.audits import AuditRow
from qa_app.models.journal import JournalRow
from qa_app.queries.assignments import division_of
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.audits.save_entry import save_entry
from qa_app.services.readers.assign_files import Accepted, assign_files
from qa_app.services.readers.set_capacity import NewCapacity, set_capacity
from tests.audits import ZONE, change
from tests.people import NOON
from tests.rounds import a_round, a_visit
from tests.sessions import Scene, a_scene, a_session, some_files, someone
from tests.statements import counted


@pytest.fixture
def scene(session: Session) -> Scene:
    made = a_scene(session)
    some_files(session, made.centre, 4, practitioner_id=made.workers["W1"])
    return made


@pytest.fixture
def drawn(session: Session, scene: Scene) -> int:
    made = a_session(session, scene)
    reader = scene.reader.account_id or 0
    draw_sample(session, scene.supervisor, made, 3, reader, lambda: "4f", zone=ZONE, at=NOON)
    return made


def held(session: Session) -> list[tuple[int, int | None]]:
    session.rollback()
    rows = session.execute(select(AuditRow.id, AuditRow.reader_id).order_by(AuditRow.id)).all()
    return [(row.id, row.reader_id) for row in rows]


def test_a_proposal_follows_room_and_is_accepted_line_by_line(
    session: Session, scene: Scene, drawn: int
) -> None:
    reader, lead = scene.reader.account_id or 0, scene.supervisor.account_id or 0
    someone(session, "colleague", Role.AUDITOR, "A", scene.workers["W2"])  # barred: of the centre
    set_capacity(session, scene.supervisor, reader, NewCapacity(1, (), 0), at=NOON)
    set_capacity(session, scene.supervisor, lead, NewCapacity(2, ("legal_aid",), 0), at=NOON)
    with counted(session) as statements:
        found = division_of(session, scene.supervisor, drawn, ZONE, at=NOON)
    assert len(statements) <= 10
    assert found is not None
    assert [(one.proposal.reader_id, one.proposal.why) for one in found.lines] == [
        (lead, Why.MOST_ROOM),
        (reader, Why.KEPT),
        (lead, Why.MOST_ROOM),
    ]
    assert {person.name for one in found.lines for person in one.fit} == {"lead", "reader"}
    session.rollback()
    first, second, _ = (audit for audit, _ in held(session))
    lines = [Accepted(first, reader, lead), Accepted(second, reader, reader)]
    assert assign_files(session, scene.supervisor, drawn, lines, at=NOON) == 1
    assert [who for _, who in held(session)] == [lead, reader, reader]
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert (entry.action, json.loads(entry.detail)) == ("reader:assign", {"count": 1})
    # the same lines again: the first is in other hands by now
    session.rollback()
    with pytest.raises(ConflictError, match="changed"):
        assign_files(session, scene.supervisor, drawn, lines, at=NOON)


def test_all_or_none_and_nothing_that_is_begun(session: Session, scene: Scene, drawn: int) -> None:
    reader, lead = scene.reader.account_id or 0, scene.supervisor.account_id or 0
    (first, _), (second, _), _ = held(session)
    save_entry(session, scene.reader, second, change("A1", "met"), ZONE, at=NOON)
    lines = [Accepted(first, reader, lead), Accepted(second, reader, lead)]
    with pytest.raises(ConflictError, match="changed"):
        assign_files(session, scene.supervisor, drawn, lines, at=NOON)
    found = division_of(session, scene.supervisor, drawn, ZONE, at=NOON)
    assert found is not None
    assert second not in {one.audit_id for one in found.lines}
    author = someone(session, "author", Role.AUDITOR, "A", scene.workers["W1"]).account_id or 0
    barred = [Accepted(first, reader, author)]
    with pytest.raises(InvalidError, match="own_case"):
        assign_files(session, scene.supervisor, drawn, barred, at=NOON)
    with pytest.raises(InvalidError, match="nothing_accepted"):
        assign_files(session, scene.supervisor, drawn, (), at=NOON)
    assert {who for _, who in held(session)} == {reader}


def test_out_of_reach_divides_nothing(session: Session, scene: Scene, drawn: int) -> None:
    reader, lead = scene.reader.account_id or 0, scene.supervisor.account_id or 0
    (first, _), *_ = held(session)
    for actor in (scene.elsewhere, scene.reader):
        assert division_of(session, actor, drawn, ZONE, at=NOON) is None
        session.rollback()
        with pytest.raises(OutOfReachError):
            assign_files(session, actor, drawn, [Accepted(first, reader, lead)], at=NOON)
    assert division_of(session, scene.supervisor, 10**9, ZONE, at=NOON) is None


def test_in_a_round_only_its_readers_are_proposed_and_accepted(
    session: Session, scene: Scene
) -> None:
    reader, lead = scene.reader.account_id or 0, scene.supervisor.account_id or 0
    third = someone(session, "colleague", Role.AUDITOR, "A").account_id or 0
    decides = someone(session, "decides", Role.MODERATOR, "A").account_id or 0
    session.add(RoleGrantRow(account_id=decides, role="auditor", centre_id=scene.centre))
    session.commit()
    made = a_visit(
        session, scene, a_round(session, scene, readers=(reader, lead), moderator_id=decides)
    )
    draw_sample(session, scene.supervisor, made, None, reader, lambda: "4f", zone=ZONE, at=NOON)
    set_capacity(session, scene.supervisor, lead, NewCapacity(2, ("social_work",), 0), at=NOON)
    found = division_of(session, scene.supervisor, made, ZONE, at=NOON)
    assert found is not None
    assert found.is_of_round
    assert {person.id for one in found.lines for person in one.fit} == {reader, lead}
    # the other one of the round reads in another area: everything stays
    assert {one.proposal.reader_id for one in found.lines} == {reader}
    session.rollback()
    first = held(session)[0][0]
    for other, code in ((third, "not_of_round"), (decides, "moderates_round")):
        lines = [Accepted(first, reader, other)]
        with pytest.raises(InvalidError, match=code):
            assign_files(session, scene.supervisor, made, lines, at=NOON)
    lines = [Accepted(first, reader, lead)]
    assert assign_files(session, scene.supervisor, made, lines, at=NOON) == 1
