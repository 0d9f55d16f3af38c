"""Referrals from receipt to the end, on both databases."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.referrals import Body, Decline, Referral, ReferralStep, Taken
from qa_app.domain.service_threads import Form, RecordKind
from qa_app.models.service_records import ReferralRow
from qa_app.queries.referrals import one_referral, referrals_page
from qa_app.queries.service_records import SeenVersion, written_versions
from qa_app.services.service_records.move_referral import move_referral
from qa_app.services.service_records.record_referral import record_referral
from qa_app.services.service_records.take_back_record import take_back_record
from tests.audits import ZONE
from tests.service_records import NOW, ServiceScene, a_service, count, steps_of

NEW = Referral("social_work", "KM-26-0000-00153", Body.POLICE, date(2026, 3, 27))


@pytest.fixture
def scene(session: Session) -> ServiceScene:
    return a_service(session)


def recorded(
    session: Session, scene: ServiceScene, key: str = "k1", **changes: object
) -> SeenVersion:
    new = replace(NEW, **changes)
    thread = record_referral(session, scene.manager, Form(scene.centre, key), new, ZONE, at=NOW)
    return seen(session, scene, thread)


def seen(session: Session, scene: ServiceScene, thread: str) -> SeenVersion:
    found = one_referral(session, scene.manager, thread)
    assert found is not None
    session.rollback()
    return found.seen


def move(
    session: Session, scene: ServiceScene, at: SeenVersion, step: ReferralStep, on: int = 31
) -> SeenVersion:
    taken = Taken(step, date(2026, 3, on), Decline.NO_CAPACITY)
    move_referral(session, scene.manager, at, taken, ZONE, at=NOW)
    return seen(session, scene, at.thread)


def test_a_referral_is_recorded_once_and_read_by_the_supervisor(
    session: Session, scene: ServiceScene
) -> None:
    first = recorded(session, scene)
    assert recorded(session, scene) == first
    assert (count(session, ReferralRow), steps_of(session, "referral:record")) == (1, ["received"])
    found = one_referral(session, scene.supervisor, first.thread)
    assert found is not None
    # the third working day after Friday
    assert found.referral.accept_due_on == date(2026, 4, 1)
    assert one_referral(session, scene.stranger, first.thread) is None
    session.rollback()
    with pytest.raises(ConflictError, match="key_reused"):
        recorded(session, scene, reference="KM-26-0000-00154")


def test_nobody_records_elsewhere_or_without_the_role(
    session: Session, scene: ServiceScene
) -> None:
    for actor in (scene.stranger, scene.supervisor):
        with pytest.raises(OutOfReachError):
            record_referral(session, actor, Form(scene.centre, "x"), NEW, ZONE, at=NOW)
    assert count(session, ReferralRow) == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"area": "psychological"}, "unknown_area"),
        ({"reference": "=cmd()"}, "bad_reference"),
        ({"received_on": date(2026, 4, 1)}, "day_ahead"),
    ],
)
def test_bad_referrals_are_refused(
    session: Session, scene: ServiceScene, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(InvalidError, match=code):
        recorded(session, scene, **changes)
    assert count(session, ReferralRow) == 0


def test_the_same_reference_stands_once_in_an_area(session: Session, scene: ServiceScene) -> None:
    first = recorded(session, scene)
    with pytest.raises(ConflictError, match="known_reference"):
        recorded(session, scene, "k2")
    recorded(session, scene, "k3", area="legal_aid")
    take_back_record(session, scene.manager, RecordKind.REFERRAL, first, at=NOW)
    recorded(session, scene, "k4")
    assert one_referral(session, scene.manager, first.thread) is None


def test_each_step_keeps_the_version_before(session: Session, scene: ServiceScene) -> None:
    first = recorded(session, scene)
    second = move(session, scene, first, ReferralStep.ACCEPTED, 30)
    move(session, scene, second, ReferralStep.STARTED)
    rows = session.execute(select(ReferralRow).order_by(ReferralRow.id)).scalars().all()
    assert [row.accepted_on for row in rows] == [None, date(2026, 3, 30), date(2026, 3, 30)]
    assert [row.ended_why for row in rows] == ["over", "over", None]
    assert {row.thread for row in rows} == {first.thread}
    written = written_versions(session, RecordKind.REFERRAL, first.thread)
    assert [one.by for one in written] == ["service_manager"] * 3
    session.rollback()
    assert steps_of(session, "referral:record") == ["received", "accepted", "started"]
    with pytest.raises(DBAPIError):
        session.execute(text("UPDATE service_referral SET accepted_on = '2026-03-28'"))


def test_of_two_steps_at_once_the_second_is_told(session: Session, scene: ServiceScene) -> None:
    first = recorded(session, scene)
    move(session, scene, first, ReferralStep.ACCEPTED)
    with pytest.raises(ConflictError, match="changed_meanwhile"):
        move(session, scene, first, ReferralStep.DECLINED)
    with pytest.raises(ConflictError, match="changed_meanwhile"):
        take_back_record(session, scene.manager, RecordKind.REFERRAL, first, at=NOW)
    for actor in (scene.stranger, scene.supervisor):
        taken = Taken(ReferralStep.STARTED, date(2026, 3, 31))
        with pytest.raises(OutOfReachError):
            move_referral(session, actor, first, taken, ZONE, at=NOW)
        with pytest.raises(OutOfReachError):
            take_back_record(session, actor, RecordKind.REFERRAL, first, at=NOW)


def test_lists_tell_open_ones_from_ended_ones(session: Session, scene: ServiceScene) -> None:
    first = recorded(session, scene)
    recorded(session, scene, "k2", reference="KM-26-0000-00154", received_on=date(2026, 3, 30))
    move(session, scene, first, ReferralStep.DECLINED)
    waiting = referrals_page(session, scene.centre, is_open=True)
    assert [one.referral.reference for one in waiting] == ["KM-26-0000-00154"]
    ended = referrals_page(session, scene.centre, is_open=False)
    assert [one.referral.decline_reason for one in ended] == [Decline.NO_CAPACITY]
    last = waiting[0]
    after = (last.referral.received_on, last.seen.version)
    assert referrals_page(session, scene.centre, is_open=True, after=after) == ()
