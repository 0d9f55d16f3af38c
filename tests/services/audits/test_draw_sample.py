import hashlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from threading import Thread

import pytest
from sqlalchemy import Engine, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.frames import AddReason
from qa_app.domain.supervision import SessionType
from qa_app.models.accounts import AccountRow
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow, DrawnFileRow, DrawRow
from qa_app.models.journal import JournalRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.draws import files_of
from qa_app.services.audits.add_file import add_file
from qa_app.services.audits.draw_sample import DrawnSample, draw_sample
from tests.audits import ZONE
from tests.builders import words
from tests.people import NOON
from tests.register import official_codes
from tests.sessions import DAY, Scene, a_scene, a_session, publish, reference, some_files

SEED = "4f1c"


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def draw(
    session: Session,
    scene: Scene,
    session_id: int,
    wanted: int = 5,
    *,
    reader: int | None = None,
    seed: Callable[[], str] = lambda: SEED,
    at: datetime = NOON,
) -> DrawnSample:
    who = reader or scene.supervisor.account_id or 0
    return draw_sample(session, scene.supervisor, session_id, wanted, who, seed, zone=ZONE, at=at)


def by_hand(count: int) -> list[str]:
    """The order that anyone gets with sha256sum over `seed|reference`."""
    files = [reference(number) for number in range(1, count + 1)]
    return sorted(files, key=lambda file: hashlib.sha256(f"{SEED}|{file}".encode()).hexdigest())


def references_of(session: Session, audit_ids: tuple[int, ...]) -> list[str]:
    rows: dict[int, str] = dict(
        session.execute(
            select(AuditRow.id, CaseFileRow.reference).join(
                CaseFileRow, CaseFileRow.id == AuditRow.case_file_id
            )
        ).all()
    )
    return [rows[one] for one in audit_ids]


def test_the_lowest_tickets_are_drawn_and_the_next_two_are_reserves(
    session: Session, scene: Scene
) -> None:
    some_files(session, scene.centre, 30)
    made = a_session(session, scene)
    drawn = draw(session, scene, made)

    order = by_hand(30)
    assert references_of(session, drawn.audit_ids) == order[:5]
    rows = session.execute(
        select(DrawnFileRow.position, CaseFileRow.reference, DrawnFileRow.is_reserve)
        .join(CaseFileRow, CaseFileRow.id == DrawnFileRow.case_file_id)
        .order_by(DrawnFileRow.position)
    ).all()
    assert [tuple(row) for row in rows] == [
        (place, file, place > 5) for place, file in enumerate(order[:7], 1)
    ]
    kept = session.get_one(DrawRow, drawn.draw_id)
    sealed = hashlib.sha256("\n".join(sorted(order)).encode()).hexdigest()
    assert (kept.frame_count, kept.frame_digest, kept.seed) == (30, sealed, SEED)
    assert kept.frame == sorted(order)
    assert (kept.wanted_count, kept.excluded_count) == (5, 0)
    # drawn on 23 March, ahead of the session on 9 April: six months back from the draw
    assert (kept.filters["since"], kept.filters["until"]) == ("2025-09-23", "2026-03-23")


def test_a_file_opened_after_the_draw_is_not_in_the_frame(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 3, opened_on=date(2026, 3, 23))
    some_files(session, scene.centre, 1, start=9, opened_on=date(2026, 3, 24))
    kept = session.get_one(DrawRow, draw(session, scene, a_session(session, scene)).draw_id)
    assert kept.frame == sorted(by_hand(3))


def test_each_drawn_file_gets_a_draft_for_the_reader(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 9)
    made = a_session(session, scene)
    drawn = draw(session, scene, made, 3, reader=scene.reader.account_id)
    for audit_id in drawn.audit_ids:
        audit = session.get_one(AuditRow, audit_id)
        assert (audit.state, audit.sample_type, audit.reader_id) == (
            "draft",
            "random",
            scene.reader.account_id,
        )
        assert (audit.session_id, audit.draw_id) == (made, drawn.draw_id)
        assert (audit.due_on, audit.assessors) == (date(2026, 4, 16), ["centre"])
        assert (audit.area_code, audit.rubric_version_id) == ("legal_aid", scene.rubric)


def test_a_supervisor_stands_for_the_supervisors_sections_too(
    session: Session, scene: Scene
) -> None:
    some_files(session, scene.centre, 2)
    drawn = draw(session, scene, a_session(session, scene), 1)
    assert session.get_one(AuditRow, drawn.audit_ids[0]).assessors == ["centre", "supervisor"]


def test_the_frame_is_committed_before_the_seed_exists(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 8)
    made = a_session(session, scene)
    seen: list[tuple[int, str | None]] = []

    def seed() -> str:
        with Session(session.get_bind()) as other:
            row = other.scalars(select(DrawRow)).one()
            seen.append((row.frame_count, row.seed))
        return SEED

    draw(session, scene, made, seed=seed)
    assert seen == [(8, None)]
    rows = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(2)).all()
    drawn, frozen = (json.loads(row.detail) for row in rows)
    assert [row.action for row in rows] == ["sample:draw", "sample:freeze"]
    assert (frozen["frame_count"], drawn["seed"], drawn["count"]) == (8, SEED, 5)


def test_a_draw_that_was_cut_goes_on_from_its_frozen_frame(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 30)
    made = a_session(session, scene)

    def power_cut() -> str:
        raise OSError

    with pytest.raises(OSError):
        draw(session, scene, made, 5, seed=power_cut)
    some_files(session, scene.centre, 20, start=100)
    drawn = draw(session, scene, made, 9)
    assert references_of(session, drawn.audit_ids) == by_hand(30)[:5]


def test_drawing_twice_is_refused(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 8)
    made = a_session(session, scene)
    draw(session, scene, made)
    with pytest.raises(ConflictError, match="already_drawn"):
        draw(session, scene, made, seed=lambda: "other")
    assert session.scalar(select(func.count()).select_from(AuditRow)) == 5


def test_six_clicks_at_once_draw_once(engine: Engine, session: Session) -> None:
    scene = a_scene(session)
    some_files(session, scene.centre, 30)
    made = a_session(session, scene)
    outcomes: list[str] = []

    def click(number: int) -> None:
        with Session(engine) as own:
            try:
                draw(own, scene, made, seed=lambda: f"seed {number}")
                outcomes.append("drawn")
            except ConflictError as told:
                outcomes.append(told.code)

    threads = [Thread(target=click, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["already_drawn"] * 5 + ["drawn"]
    assert session.scalar(select(func.count()).select_from(DrawRow)) == 1
    assert session.scalar(select(func.count()).select_from(AuditRow)) == 5


def test_a_frame_that_is_read_whole_is_a_census(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 3)
    drawn = draw(session, scene, a_session(session, scene), 5)
    assert len(drawn.audit_ids) == 3
    assert set(session.scalars(select(AuditRow.sample_type))) == {"census"}
    assert session.scalar(select(func.count()).select_from(DrawnFileRow)) == 3


def test_the_whole_centre_is_read_once_and_without_a_file(session: Session, scene: Scene) -> None:
    site = publish(session, id="site", kind="site", area="legal_aid", unit="centre_visit")
    made = a_session(session, scene, type=SessionType.FIELD_SUPPORT_VISIT, rubric_version_id=site)
    drawn = draw(session, scene, made)
    (audit_id,) = drawn.audit_ids
    audit = session.get_one(AuditRow, audit_id)
    assert (audit.case_file_id, audit.sample_type) == (None, "census")
    kept = session.get_one(DrawRow, drawn.draw_id)
    assert (kept.frame, kept.frame_count, kept.wanted_count) == (["A"], 1, 1)


def test_only_files_of_the_centre_the_area_and_the_period(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 1)
    some_files(session, scene.centre, 1, start=2, closed_on=date(2026, 3, 9))
    old = {"opened_on": date(2025, 1, 6)}
    # closed on the first day of the period, and one day before it
    some_files(session, scene.centre, 1, start=3, closed_on=date(2025, 9, 23), **old)
    some_files(session, scene.centre, 1, start=4, closed_on=date(2025, 9, 22), **old)
    # opened on the day of the draw, and one day after it
    some_files(session, scene.centre, 1, start=5, opened_on=date(2026, 3, 23))
    some_files(session, scene.centre, 1, start=6, opened_on=date(2026, 3, 24))
    some_files(session, scene.centre, 1, start=7, area_code="social_work")
    some_files(session, scene.other_centre, 1, start=8)
    drawn = draw(session, scene, a_session(session, scene), 2)
    kept = session.get_one(DrawRow, drawn.draw_id)
    assert kept.frame == [reference(number) for number in (1, 2, 3, 5)]


def test_sealed_files_are_left_out_and_counted(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 4)
    some_files(session, scene.centre, 2, start=5, is_sealed=True)
    drawn = draw(session, scene, a_session(session, scene), 3)
    kept = session.get_one(DrawRow, drawn.draw_id)
    assert (kept.frame_count, kept.excluded_count) == (4, 2)
    assert kept.filters["excluded"] == {"sealed": 2}


def test_a_rubric_for_sealed_records_reads_them(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 2, is_sealed=True)
    sealed = publish(session, id="sealed", area="legal_aid", access="sealed")
    made = a_session(session, scene, rubric_version_id=sealed)
    assert len(draw(session, scene, made).audit_ids) == 2


def test_nobody_reads_their_own_work(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 4, practitioner_id=scene.workers["W1"])
    some_files(session, scene.centre, 3, start=5, practitioner_id=scene.workers["W5"])
    made = a_session(session, scene)
    drawn = draw(session, scene, made, 5, reader=scene.reader.account_id)
    kept = session.get_one(DrawRow, drawn.draw_id)
    assert kept.filters["excluded"] == {"barred": 3}
    assert kept.frame == [reference(number) for number in (1, 2, 3, 4)]


def test_a_file_chosen_by_hand_is_not_drawn_besides(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 4)
    made = a_session(session, scene)
    who = scene.supervisor.account_id or 0
    add_file(session, scene.supervisor, made, reference(2), AddReason.COMPLAINT, who, at=NOON)
    kept = session.get_one(DrawRow, draw(session, scene, made, 2).draw_id)
    assert kept.frame == [reference(number) for number in (1, 3, 4)]
    assert kept.filters["excluded"] == {"chosen": 1}


def test_a_file_is_not_drawn_again_within_twelve_months(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 8)
    first = draw(session, scene, a_session(session, scene), 5)
    again = draw(session, scene, a_session(session, scene), 5)
    kept = session.get_one(DrawRow, again.draw_id)
    # reserves were not read, so they stay in the frame
    assert (kept.frame_count, kept.filters["excluded"]) == (3, {"drawn_before": 5})
    taken = set(references_of(session, first.audit_ids))
    assert taken.isdisjoint(references_of(session, again.audit_ids))


def test_after_twelve_months_it_may_be_drawn_again(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 3)
    draw(session, scene, a_session(session, scene), 3)
    later = a_session(session, scene, planned_on=date(2027, 3, 24))
    # NOON is 23 March 2026, 04:00 UTC
    almost = datetime(2027, 3, 23, 3, 59, tzinfo=UTC)
    with pytest.raises(InvalidError, match="frame_empty"):
        draw(session, scene, later, at=almost)
    drawn = draw(session, scene, later, at=datetime(2027, 3, 23, 4, 0, tzinfo=UTC))
    assert len(drawn.audit_ids) == 3


def test_months_go_back_from_the_local_day(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 3)
    # noon of 28 February 2027, then half past midnight of 29 February 2028, in Shanghai:
    # twelve months before is half past midnight of the 28th; by the day in Greenwich it
    # would be half past midnight of the 1st of March
    draw(session, scene, a_session(session, scene), 3, at=datetime(2027, 2, 28, 4, 0, tzinfo=UTC))
    later = a_session(session, scene, planned_on=date(2028, 3, 1))
    with pytest.raises(InvalidError, match="frame_empty"):
        draw(session, scene, later, at=datetime(2028, 2, 28, 16, 30, tzinfo=UTC))


def test_an_interrupted_draw_does_not_go_to_a_reader_who_may_no_longer_read(
    session: Session, scene: Scene
) -> None:
    some_files(session, scene.centre, 8)
    made = a_session(session, scene)

    def cut() -> str:
        raise ConnectionError("cut")

    with pytest.raises(ConnectionError, match="cut"):
        draw(session, scene, made, reader=scene.reader.account_id, seed=cut)
    account = AccountRow.id == scene.reader.account_id
    session.execute(update(AccountRow).where(account).values(is_active=False))
    session.commit()
    with pytest.raises(InvalidError, match="unfit_reader"):
        draw(session, scene, made)
    assert session.scalar(select(func.count()).select_from(AuditRow)) == 0
    assert session.scalar(select(DrawRow.seed)) is None
    session.execute(update(AccountRow).where(account).values(is_active=True))
    session.commit()
    assert len(draw(session, scene, made).audit_ids) == 5


def test_the_database_itself_refuses_a_second_draw_of_a_session(
    session: Session, scene: Scene
) -> None:
    some_files(session, scene.centre, 2)
    made = a_session(session, scene)
    kept = session.get_one(DrawRow, draw(session, scene, made).draw_id)
    second = {
        column.name: getattr(kept, column.name)
        for column in DrawRow.__table__.columns
        if column.name != "id"
    }
    with pytest.raises(IntegrityError):
        session.execute(insert(DrawRow).values(second))


def test_an_empty_frame_is_not_frozen(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 2, is_sealed=True)
    with pytest.raises(InvalidError) as told:
        draw(session, scene, a_session(session, scene))
    assert (told.value.code, told.value.params) == ("frame_empty", {"sealed": 2})
    assert session.scalar(select(func.count()).select_from(DrawRow)) == 0


@pytest.mark.parametrize("wanted", [0, -1, 41])
def test_numbers_out_of_bounds(session: Session, scene: Scene, wanted: int) -> None:
    some_files(session, scene.centre, 2)
    with pytest.raises(InvalidError, match="files_wanted"):
        draw(session, scene, a_session(session, scene), wanted)


def test_a_reader_must_be_allowed_to_read_there(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 2)
    made = a_session(session, scene)
    for reader in (scene.elsewhere.account_id, 10**9):
        with pytest.raises(InvalidError, match="unfit_reader"):
            draw(session, scene, made, reader=reader)


def test_a_session_that_reads_nothing(session: Session, scene: Scene) -> None:
    made = a_session(session, scene, type=SessionType.GROUP, rubric_version_id=None, files_wanted=0)
    with pytest.raises(InvalidError, match="reads_no_files"):
        draw(session, scene, made)


@pytest.mark.parametrize("state", ["held", "cancelled"])
def test_only_a_planned_session_is_drawn(session: Session, scene: Scene, state: str) -> None:
    some_files(session, scene.centre, 2)
    made = a_session(session, scene)
    session.execute(update(SupervisionSessionRow).values(state=state))
    session.commit()
    with pytest.raises(ConflictError, match="not_planned"):
        draw(session, scene, made)


@pytest.mark.parametrize("who", ["elsewhere", "reader"])
def test_out_of_reach_reads_as_no_session(session: Session, scene: Scene, who: str) -> None:
    some_files(session, scene.centre, 2)
    made = a_session(session, scene)
    reader = scene.supervisor.account_id or 0
    with pytest.raises(OutOfReachError):
        draw_sample(session, getattr(scene, who), made, 1, reader, lambda: SEED, zone=ZONE, at=NOON)
    with pytest.raises(OutOfReachError):
        draw_sample(session, scene.supervisor, 10**9, 1, reader, lambda: SEED, zone=ZONE, at=NOON)


def two_versions(session: Session, scene: Scene) -> int:
    """Version 1.0.0 from 23 March, 2.0.0 from 1 April on."""
    start = datetime(2026, 4, 1, 4, tzinfo=UTC)
    return publish(session, at=start, area="legal_aid", version="2.0.0", title=words("anders"))


def versions_of(session: Session, session_id: int) -> dict[str, tuple[str, str, date]]:
    return {
        one.reference or "": (one.version, str(one.version_reason), one.version_day or DAY)
        for one in files_of(session, session_id)
    }


def test_each_file_is_read_under_the_version_of_its_period(session: Session, scene: Scene) -> None:
    new = two_versions(session, scene)
    # closed on the last day of 1.0.0, on the first of 2.0.0, before any, open, and after the session
    closing = [date(2026, 3, 31), date(2026, 4, 1), date(2026, 3, 22), None, date(2026, 4, 10)]
    for number, day in enumerate(closing, 1):
        some_files(session, scene.centre, 1, start=number, closed_on=day)
    made = a_session(session, scene)
    # planned with 1.0.0 chosen: the session has the version of its own day
    assert session.get_one(SupervisionSessionRow, made).rubric_version_id == new
    drawn = draw(session, scene, made)
    assert versions_of(session, made) == {
        reference(1): ("1.0.0", "closed", date(2026, 3, 31)),
        reference(2): ("2.0.0", "closed", date(2026, 4, 1)),
        reference(3): ("2.0.0", "planned", date(2026, 3, 22)),
        reference(4): ("2.0.0", "session", DAY),
        reference(5): ("2.0.0", "session", DAY),
    }
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert json.loads(entry.detail)["by_version"] == [
        "1.0.0 closed 1",
        "2.0.0 closed 1",
        "2.0.0 planned 1",
        "2.0.0 session 2",
    ]
    assert len(drawn.audit_ids) == 5


def test_a_retired_version_is_read_for_its_own_days_and_no_others(
    session: Session, scene: Scene
) -> None:
    made = a_session(session, scene)
    some_files(session, scene.centre, 1, start=1, closed_on=date(2026, 3, 24))
    some_files(session, scene.centre, 1, start=2, closed_on=date(2026, 3, 30))
    second = publish(
        session,
        at=datetime(2026, 3, 30, 4, tzinfo=UTC),
        area="legal_aid",
        version="2.0.0",
        title=words("anders"),
    )
    session.execute(
        update(RubricVersionRow).where(RubricVersionRow.id == scene.rubric).values(status="retired")
    )
    session.commit()
    draw(session, scene, made, 2)
    told = versions_of(session, made)
    assert told[reference(1)][:2] == ("1.0.0", "closed")
    assert told[reference(2)][:2] == ("2.0.0", "closed")
    # planned before 2.0.0 was there, drawn after: an open file takes the one in force
    assert second != session.get_one(SupervisionSessionRow, made).rubric_version_id


def test_a_file_added_by_hand_has_the_version_of_its_period_too(
    session: Session, scene: Scene
) -> None:
    two_versions(session, scene)
    made = a_session(session, scene)
    some_files(session, scene.centre, 1, start=1, closed_on=date(2026, 3, 30))
    some_files(session, scene.centre, 1, start=2)
    reader = scene.supervisor.account_id or 0
    for number in (1, 2):
        add_file(
            session, scene.supervisor, made, reference(number), AddReason.LEARNING, reader, at=NOON
        )
    assert versions_of(session, made) == {
        reference(1): ("1.0.0", "closed", date(2026, 3, 30)),
        reference(2): ("2.0.0", "session", DAY),
    }
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert json.loads(entry.detail)["by_version"] == ["2.0.0 session 1"]


def test_a_version_that_does_not_count_at_the_centre_never_stands_in(
    session: Session, scene: Scene
) -> None:
    official_codes(session)
    later, wuhua = datetime(2026, 4, 1, 4, tzinfo=UTC), "CN-530102"
    publish(session, area="legal_aid", id="regional", region=wuhua)
    new = publish(
        session, at=later, area="legal_aid", id="regional", version="2.0.0", title=words("b")
    )
    some_files(session, scene.centre, 1, closed_on=date(2026, 3, 31))
    # centre A stands in Panlong: what was Wuhua's alone when the case was closed is not for it
    made = a_session(session, scene, rubric_version_id=new)
    draw(session, scene, made, 1)
    assert versions_of(session, made) == {reference(1): ("2.0.0", "planned", date(2026, 3, 31))}

    # nor is what is Wuhua's alone from a later day on
    planned = a_session(session, scene)
    publish(session, at=later, area="legal_aid", version="2.0.0", title=words("c"), region=wuhua)
    session.rollback()
    who = scene.supervisor.account_id or 0
    add_file(session, scene.supervisor, planned, reference(1), AddReason.LEARNING, who, at=NOON)
    assert session.scalars(
        select(AuditRow.rubric_version_id).where(AuditRow.session_id == planned)
    ).all() == [scene.rubric]


def test_a_visit_of_the_whole_centre_takes_the_version_of_its_day(
    session: Session, scene: Scene
) -> None:
    fields = {"area": "legal_aid", "id": "visit", "kind": "site", "unit": "site"}
    old = publish(session, **fields)
    new = publish(
        session, at=datetime(2026, 4, 1, 4, tzinfo=UTC), version="2.0.0", title=words("b"), **fields
    )
    made = a_session(session, scene, rubric_version_id=old)
    draw(session, scene, made)
    assert versions_of(session, made) == {"": ("2.0.0", "session", DAY)}
    assert session.scalars(select(AuditRow.rubric_version_id)).one() == new


def test_a_version_of_another_kind_never_stands_in(session: Session, scene: Scene) -> None:
    publish(
        session,
        at=datetime(2026, 4, 1, 4, tzinfo=UTC),
        area="legal_aid",
        version="2.0.0",
        kind="site",
        unit="site",
    )
    made = a_session(session, scene)
    some_files(session, scene.centre, 1)
    draw(session, scene, made, 1)
    assert versions_of(session, made) == {reference(1): ("1.0.0", "planned", DAY)}
