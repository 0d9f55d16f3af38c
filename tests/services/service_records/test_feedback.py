"""Asking and answering, on the device and on paper, on both databases."""

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.feedback import Asked, Device, NewAsking, Reply, Way
from qa_app.domain.people import Actor
from qa_app.domain.references import new_reference
from qa_app.domain.service_threads import Form
from qa_app.models.accounts import LoginSessionRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.running_limits import RunningFactRow
from qa_app.models.service_records import AskingRow, ReplyRow
from qa_app.queries.asked_at_once import asked_at_once
from qa_app.queries.feedback import asking_pace, opinions_of, papers_out, words_said
from qa_app.services.service_records.enter_reply import enter_reply
from qa_app.services.service_records.give_reply import give_reply
from qa_app.services.service_records.open_asking import open_asking
from tests.audits import ZONE, a_case_file
from tests.one_hand import refuses_one_hand
from tests.service_records import NOW, TODAY, ServiceScene, a_service, count, open_cases, steps_of

PAPER = NewAsking("social_work", Asked.CHILD, Way.PAPER, is_ticked=True)
DIGEST = sha256(b"token").hexdigest()
ON_DEVICE = replace(PAPER, way=Way.DEVICE, device=Device(DIGEST, None))
REPLY = Reply((5, 4, 3, 2, 1), "谢谢你们")
REFERENCE = new_reference("KM", 2026, 5)


@pytest.fixture
def scene(session: Session) -> ServiceScene:
    made = a_service(session)
    open_cases(session, made.centre)
    return made


def ask(session: Session, scene: ServiceScene, asking: NewAsking, key: str | None = None) -> int:
    form = Form(scene.centre, key)
    return open_asking(session, scene.manager, form, asking, ZONE, at=NOW)


def test_the_page_on_the_device_is_answered_once_within_its_minutes(
    session: Session, scene: ServiceScene
) -> None:
    made = ask(session, scene, ON_DEVICE)
    late = NOW + timedelta(minutes=15)
    with pytest.raises(OutOfReachError):
        give_reply(session, DIGEST, REPLY, ZONE, at=late)
    give_reply(session, DIGEST, REPLY, ZONE, at=late - timedelta(seconds=1))
    with pytest.raises(OutOfReachError):
        give_reply(session, DIGEST, REPLY, ZONE, at=NOW)
    row = session.execute(select(ReplyRow)).scalar_one()
    assert (row.asking_id, row.first, row.fifth, row.recorded_by) == (made, 5, 1, None)
    assert "谢谢".encode() not in (row.sealed_words or b"")
    session.rollback()
    assert steps_of(session, "feedback:give") == ["device"]


def test_a_guessed_token_opens_nothing(session: Session, scene: ServiceScene) -> None:
    ask(session, scene, ON_DEVICE)
    for guess in ("", "0" * 64, DIGEST[:63], DIGEST.upper(), "' OR 1=1 --"):
        with pytest.raises(OutOfReachError):
            give_reply(session, guess, REPLY, ZONE, at=NOW)
    with pytest.raises(InvalidError, match="answer_missing"):
        give_reply(session, DIGEST, Reply((5,)), ZONE, at=NOW)
    assert count(session, ReplyRow) == 0


def test_whoever_is_asked_does_not_get_into_the_manager_session(
    session: Session, scene: ServiceScene
) -> None:
    ids = [
        session.execute(
            insert(LoginSessionRow)
            .values(
                account_id=account,
                token_digest=f"{account:064}",
                created_at=NOW,
                last_seen_at=NOW,
                address="",
            )
            .returning(LoginSessionRow.id)
        ).scalar_one()
        for account in (scene.manager.account_id, scene.stranger.account_id)
    ]
    session.commit()
    for number, session_id in enumerate(ids):
        device = Device(f"{number:064}", session_id)
        ask(session, scene, replace(ON_DEVICE, device=device))
    ended = session.execute(select(LoginSessionRow.ended_at).order_by(LoginSessionRow.id))
    # one's own ends, and nobody else's
    assert [one is None for one in ended.scalars()] == [False, True]


def test_paper_is_entered_by_the_centre(session: Session, scene: ServiceScene) -> None:
    made = ask(session, scene, PAPER, "k1")
    assert ask(session, scene, PAPER, "k1") == made
    other = ask(session, scene, PAPER, "k2")
    with pytest.raises(ConflictError, match="key_reused"):
        ask(session, scene, replace(PAPER, asked=Asked.CAREGIVER), "k2")
    assert [one.id for one in papers_out(session, scene.centre, 9)] == [other, made]
    session.rollback()
    for actor in (scene.stranger, scene.supervisor):
        with pytest.raises(OutOfReachError):
            enter_reply(session, actor, made, REPLY, ZONE, at=NOW)
    # nor does whoever handed it out
    with pytest.raises(NotAllowedError, match="own_paper"):
        enter_reply(session, scene.manager, made, REPLY, ZONE, at=NOW)
    refuses_one_hand(
        session,
        lambda: enter_reply(session, scene.second, made, REPLY, ZONE, at=NOW),
        scene.second,
        scene.manager,
    )
    enter_reply(session, scene.second, made, REPLY, ZONE, at=NOW)
    with pytest.raises(OutOfReachError):
        enter_reply(session, scene.second, made, REPLY, ZONE, at=NOW)
    with pytest.raises(InvalidError, match="phone"):
        enter_reply(session, scene.second, other, Reply((5,) * 5, "13812345678"), ZONE, at=NOW)
    # nothing on a device opens a paper
    with pytest.raises(OutOfReachError):
        give_reply(session, "", REPLY, ZONE, at=NOW)
    assert count(session, ReplyRow) == 1


def test_unsafe_is_recorded_and_left_out(session: Session, scene: ServiceScene) -> None:
    ask(session, scene, replace(PAPER, way=Way.UNSAFE, is_ticked=False))
    made = ask(session, scene, PAPER)
    enter_reply(session, scene.second, made, REPLY, ZONE, at=NOW)
    found = opinions_of(session, scene.centre, TODAY, TODAY, NOW)["social_work"]
    assert (found.asked, found.unsafe, found.batches) == ({Way.PAPER: 1}, 1, {Way.PAPER: ()})
    session.rollback()
    assert steps_of(session, "feedback:ask") == ["unsafe", "paper"]


def test_the_case_is_looked_at_and_not_kept(session: Session, scene: ServiceScene) -> None:
    case_id = a_case_file(session, scene.centre, REFERENCE)
    known = NewAsking("social_work", Asked.CHILD, Way.PAPER, REFERENCE, is_ticked=True)
    fact = RunningFactRow(
        case_file_id=case_id, fact="guardian_suspect", value={"is": True}, recorded_at=NOW
    )
    session.add(fact)
    session.commit()
    with pytest.raises(InvalidError, match="guardian_suspected"):
        ask(session, scene, known)
    for wrong in (new_reference("KM", 2026, 6), "x"):
        with pytest.raises(InvalidError, match="unknown_case"):
            ask(session, scene, replace(known, reference=wrong))
    session.execute(update(RunningFactRow).values(value={"is": False}))
    session.commit()
    ask(session, scene, known)
    row = session.execute(select(AskingRow)).scalar_one()
    kept = {column.name: getattr(row, column.name) for column in AskingRow.__table__.columns}
    assert row.basis == "case"
    assert REFERENCE not in str(kept)
    assert "case_file_id" not in kept
    session.rollback()
    session.execute(update(CaseFileRow).values(centre_id=scene.other))
    session.commit()
    with pytest.raises(InvalidError, match="unknown_case"):
        ask(session, scene, known)


def test_nobody_asks_elsewhere_or_without_a_word(session: Session, scene: ServiceScene) -> None:
    for actor in (scene.stranger, scene.supervisor):
        with pytest.raises(OutOfReachError):
            open_asking(session, actor, Form(scene.centre), PAPER, ZONE, at=NOW)
    with pytest.raises(InvalidError, match="not_said_safe"):
        ask(session, scene, replace(PAPER, is_ticked=False))
    with pytest.raises(InvalidError, match="unknown_area"):
        ask(session, scene, replace(PAPER, area="psychological"))


def said(session: Session, scene: ServiceScene) -> list[str]:
    opinions = opinions_of(session, scene.centre, TODAY, TODAY, NOW)
    found = words_said(session, scene.centre, opinions.values(), 99)
    session.rollback()
    return list(found)


def test_words_are_shown_ten_at_a_time(session: Session, scene: ServiceScene) -> None:
    for number in range(19):
        assert sorted(said(session, scene)) == [f"话{one}" for one in range(10 * (number >= 10))]
        made = ask(session, scene, PAPER)
        enter_reply(session, scene.second, made, Reply((5,) * 5, f"话{number}"), ZONE, at=NOW)
    assert said(session, scene) != sorted(said(session, scene))


def test_the_only_child_of_an_area_or_way_is_not_read_off(
    session: Session, scene: ServiceScene
) -> None:
    for _ in range(10):
        made = ask(session, scene, PAPER)
        enter_reply(session, scene.second, made, Reply((5,) * 5), ZONE, at=NOW)
    open_cases(session, scene.centre, 1, "legal_aid")
    other = ask(session, scene, replace(PAPER, area="legal_aid"))
    enter_reply(session, scene.second, other, Reply((1,) * 5, "在法援说的"), ZONE, at=NOW)
    ask(session, scene, ON_DEVICE)
    give_reply(session, DIGEST, Reply((1,) * 5, "在设备上说的"), ZONE, at=NOW)
    opinions = opinions_of(session, scene.centre, TODAY, TODAY, NOW)
    assert opinions["legal_aid"].batches == {Way.PAPER: ()}
    assert opinions["social_work"].batches[Way.DEVICE] == ()
    (batch,) = opinions["social_work"].batches[Way.PAPER]
    assert set(batch.answers) == {(5,) * 5}
    assert said(session, scene) == []


def test_nobody_asks_a_centre_full_on_one_day(session: Session, scene: ServiceScene) -> None:
    for _ in range(20):
        ask(session, scene, PAPER)
    for way in (PAPER, ON_DEVICE):
        with pytest.raises(InvalidError, match="asked_enough_today"):
            ask(session, scene, way)
    # what was unsafe is always recorded; another person and another day go on
    ask(session, scene, replace(PAPER, way=Way.UNSAFE))
    form = Form(scene.centre)
    open_asking(session, scene.second, form, PAPER, ZONE, at=NOW)
    open_asking(session, scene.manager, form, PAPER, ZONE, at=NOW + timedelta(days=1))
    found = asking_pace(session, scene.centre, TODAY, TODAY + timedelta(days=1))
    assert (found.people, found.days, found.most) == (2, 2, 21)


def test_no_more_are_asked_than_had_cases(session: Session, scene: ServiceScene) -> None:
    legal = replace(PAPER, area="legal_aid")
    with pytest.raises(InvalidError, match="asked_all_cases"):
        ask(session, scene, legal)
    open_cases(session, scene.centre, 2, "legal_aid")
    # one of them was closed 91 days ago, and counts no longer
    session.execute(
        update(CaseFileRow)
        .where(CaseFileRow.reference.like("%-l%-00001"))
        .values(closed_on=TODAY - timedelta(days=91))
    )
    session.commit()
    ask(session, scene, legal)
    for asked in (Asked.CHILD, Asked.YOUNG_CHILD):
        with pytest.raises(InvalidError, match="asked_all_cases"):
            ask(session, scene, replace(legal, asked=asked))
    ask(session, scene, replace(legal, asked=Asked.CAREGIVER))
    with pytest.raises(InvalidError, match="asked_all_cases"):
        ask(session, scene, replace(legal, asked=Asked.CAREGIVER))
    # a quarter later the child may be asked again
    later = NOW + timedelta(days=91)
    open_asking(session, scene.manager, Form(scene.centre), legal, ZONE, at=later)
    assert count(session, AskingRow) == 3


def test_supervisors_are_told_where_one_person_asked_many_on_one_day(
    session: Session, scene: ServiceScene
) -> None:
    def told(who: Actor, today: date) -> list[tuple[int, date, int]]:
        found = asked_at_once(session, who, today)
        session.rollback()
        return [(one.centre_id, one.on, one.count) for one in found]

    for number in range(5):
        ask(session, scene, PAPER, f"p{number}")
    # another person's askings of the day are not theirs
    open_asking(session, scene.second, Form(scene.centre, "q"), PAPER, ZONE, at=NOW)
    assert told(scene.supervisor, TODAY) == []
    ask(session, scene, PAPER, "p5")
    assert told(scene.supervisor, TODAY) == [(scene.centre, TODAY, 6)]
    # for a month, and nobody but who supervises the centre
    assert told(scene.supervisor, TODAY + timedelta(days=30)) != []
    assert told(scene.supervisor, TODAY + timedelta(days=31)) == []
    assert told(scene.manager, TODAY) == told(scene.stranger, TODAY) == []
