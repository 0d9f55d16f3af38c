"""In a round only those read whom it names, and never who decides where they differ."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError
from qa_app.domain.frames import AddReason
from qa_app.domain.hand_over import HandOver, HandOverReason
from qa_app.domain.people import Role
from qa_app.domain.reading_pairs import DissolveReason
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.audits import AuditRow
from qa_app.models.journal import JournalRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.rounds import RoundReaderRow
from qa_app.services.audits.add_file import add_file
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.audits.hand_over import hand_over
from qa_app.services.audits.name_reader import name_reader
from qa_app.services.moderation.choose_second_readings import choose_second_readings
from qa_app.services.moderation.redraw_pair import Redraw, redraw_pair
from qa_app.services.readers.assign_files import Accepted, assign_files
from tests.audits import ZONE
from tests.people import NOON
from tests.rounds import a_round, a_visit
from tests.sessions import Scene, a_scene, reference, some_files, someone


@pytest.fixture
def scene(session: Session) -> Scene:
    made = a_scene(session)
    some_files(session, made.centre, 8)
    return made


def a_colleague(session: Session, scene: Scene, name: str, role: Role = Role.AUDITOR) -> int:
    account = someone(session, name, role, "A").account_id or 0
    if role is not Role.AUDITOR:
        session.add(RoleGrantRow(account_id=account, role="auditor", centre_id=scene.centre))
        session.commit()
    return account


def test_neither_the_moderator_nor_an_outsider_reads_in_a_round_by_any_way(
    session: Session, scene: Scene
) -> None:
    reader = scene.reader.account_id or 0
    second = a_colleague(session, scene, "second")
    third = a_colleague(session, scene, "third")
    outsider = a_colleague(session, scene, "outsider")
    decides = a_colleague(session, scene, "decides", Role.MODERATOR)
    plan = a_round(session, scene, readers=(reader, second, third), moderator_id=decides)
    made, lead = a_visit(session, scene, plan), scene.supervisor
    kept = ((decides, "moderates_round"), (outsider, "not_of_round"))

    def draw(who: int) -> None:
        draw_sample(session, lead, made, None, who, lambda: "4f1c", zone=ZONE, at=NOON)

    def choose(who: int) -> None:
        choose_second_readings(session, lead, made, who, lambda: "p" * 32, zone=ZONE, at=NOON)

    def redraw(who: int) -> None:
        (pair,) = session.scalars(select(ReadingPairRow.id))
        session.rollback()
        change = Redraw(who, DissolveReason.LEFT, "r" * 32)
        redraw_pair(session, lead, pair, change, ZONE, at=NOON)

    def drafts() -> list[int]:
        found = select(AuditRow.id).where(AuditRow.session_id == made).order_by(AuditRow.id)
        listed = list(session.scalars(found))
        session.rollback()
        return listed

    def over(who: int) -> None:
        change = HandOver(reader, who, HandOverReason.AWAY)
        hand_over(session, lead, drafts()[0], change, at=NOON)

    def assign(who: int) -> None:
        assign_files(session, lead, made, [Accepted(drafts()[0], reader, who)], at=NOON)

    def add(who: int) -> None:
        add_file(session, lead, made, reference(8), AddReason.LEARNING, who, at=NOON)

    def name(who: int) -> None:
        session.get_one(AccountRow, reader).is_active = False
        session.commit()
        try:
            name_reader(session, lead, made, reader, who, at=NOON)
        finally:
            session.rollback()
            session.get_one(AccountRow, reader).is_active = True
            session.commit()

    def refused(*ways) -> None:
        acts = select(JournalRow.seq).order_by(JournalRow.seq.desc()).limit(1)
        before = session.scalar(acts)
        session.rollback()
        for way in ways:
            for who, code in kept:
                with pytest.raises(InvalidError, match=code):
                    way(who)
        assert session.scalar(acts) == before
        session.rollback()

    refused(draw, add)
    draw(reader)
    refused(choose, over, assign, name)
    choose(second)
    refused(redraw)
    redraw(third)
    over(second)


def test_a_reader_whom_the_round_names_no_more_is_one_to_be_replaced(
    session: Session, scene: Scene
) -> None:
    reader, second = scene.reader.account_id or 0, a_colleague(session, scene, "second")
    plan = a_round(session, scene, readers=(reader, second))
    made, lead = a_visit(session, scene, plan), scene.supervisor
    draw_sample(session, lead, made, None, reader, lambda: "4f1c", zone=ZONE, at=NOON)
    session.delete(session.get_one(RoundReaderRow, (plan, reader)))
    session.commit()
    assert name_reader(session, lead, made, reader, second, at=NOON) == 5
