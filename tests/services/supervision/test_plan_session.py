import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from threading import Thread

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Role
from qa_app.domain.supervision import SessionType
from qa_app.models.accounts import AccountRow
from qa_app.models.journal import JournalRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.queries.supervision import session_head
from qa_app.services.supervision.plan_session import NewSession, plan_session
from tests.audits import ZONE
from tests.builders import words
from tests.people import NOON
from tests.register import official_codes
from tests.sessions import DAY, Scene, a_scene, a_session, publish, someone


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def plain(scene: Scene, **fields: object) -> NewSession:
    base = NewSession(scene.centre, SessionType.INDIVIDUAL, DAY, scene.supervisor.account_id or 0)
    return replace(base, **fields)


def check(scene: Scene, **fields: object) -> NewSession:
    values = {
        "type": SessionType.CASE_FILE_CHECK,
        "rubric_version_id": scene.rubric,
        "files_wanted": 5,
    }
    return plain(scene, **{**values, **fields})


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(SupervisionSessionRow)) or 0


def test_a_session_is_planned_with_its_people_and_one_journal_row(
    session: Session, scene: Scene
) -> None:
    people = (scene.workers["W2"], scene.workers["W1"], scene.workers["W2"])
    new = plain(scene, people=people, area="legal_aid", starts_at=time(14, 30))
    made = plan_session(session, scene.supervisor, new, zone=ZONE, at=NOON)

    row = session.get_one(SupervisionSessionRow, made)
    assert (row.centre_id, row.type, row.area_code) == (scene.centre, "individual", "legal_aid")
    assert (row.planned_on, row.starts_at_time) == (date(2026, 4, 9), time(14, 30))
    assert (row.state, row.files_wanted, row.rubric_version_id) == ("planned", 0, None)
    assert (row.supervisor_id, row.created_by) == (scene.supervisor.account_id,) * 2
    present = session.scalars(select(SessionPersonRow.practitioner_id)).all()
    assert sorted(present) == sorted({scene.workers["W1"], scene.workers["W2"]})
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert (entry.action, entry.object_id, entry.centre_id) == (
        "session:plan",
        str(made),
        scene.centre,
    )
    assert json.loads(entry.detail) == {"type": "individual", "planned_on": "2026-04-09"}


def test_a_file_check_takes_the_rubrics_area_and_the_number(session: Session, scene: Scene) -> None:
    row = session.get_one(
        SupervisionSessionRow,
        plan_session(session, scene.supervisor, check(scene), zone=ZONE, at=NOON),
    )
    assert (row.area_code, row.files_wanted) == ("legal_aid", 5)


def test_a_rubric_of_the_whole_centre_means_one_reading(session: Session, scene: Scene) -> None:
    site = publish(session, id="site", kind="site", area="legal_aid", unit="centre_visit")
    new = check(scene, type=SessionType.FIELD_SUPPORT_VISIT, rubric_version_id=site, files_wanted=9)
    made = plan_session(session, scene.supervisor, new, zone=ZONE, at=NOON)
    assert session.get_one(SupervisionSessionRow, made).files_wanted == 1


def test_a_practice_rubric_goes_with_every_centre(session: Session, scene: Scene) -> None:
    practice = publish(session, id="practice", kind="practice", area="supervision")
    new = check(scene, type=SessionType.FIELD_SUPPORT_VISIT, rubric_version_id=practice)
    made = plan_session(session, scene.supervisor, new, zone=ZONE, at=NOON)
    assert session.get_one(SupervisionSessionRow, made).area_code == "supervision"


def test_a_rubric_of_another_place_does_not_go_with_the_centre(
    session: Session, scene: Scene
) -> None:
    official_codes(session)
    # centre A stands in Panlong
    here, there = (
        publish(session, id=region, area="legal_aid", region=f"CN-{region}")
        for region in ("530103", "530102")
    )
    plan_session(session, scene.supervisor, check(scene, rubric_version_id=here), ZONE, at=NOON)
    with pytest.raises(InvalidError, match="unfit_rubric"):
        plan_session(
            session, scene.supervisor, check(scene, rubric_version_id=there), ZONE, at=NOON
        )
    # the next version counts in another place: it is what a session after its first day would get
    later = DAY - timedelta(days=1)
    next_one = publish(
        session,
        at=datetime.combine(later, time(12), UTC),
        id="530103",
        area="legal_aid",
        version="2.0.0",
        region="CN-530102",
    )
    for chosen in (here, next_one):
        with pytest.raises(InvalidError, match="unfit_rubric"):
            plan_session(
                session, scene.supervisor, check(scene, rubric_version_id=chosen), ZONE, at=NOON
            )
    assert count(session) == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"area": "psychological"}, "unknown_area"),
        ({"people": ("W9",)}, "unknown_person"),
        ({"people": (10**9,)}, "unknown_person"),
        ({"supervisor_id": 10**9}, "unfit_supervisor"),
        ({"supervisor_id": "far"}, "unfit_supervisor"),
        ({"supervisor_id": "reader"}, "unfit_supervisor"),
        ({"type": SessionType.CASE_FILE_CHECK}, "rubric_missing"),
        ({"type": SessionType.GROUP, "rubric_version_id": "rubric"}, "reads_no_files"),
    ],
)
def test_what_does_not_fit_is_refused(
    session: Session, scene: Scene, fields: dict[str, object], code: str
) -> None:
    names = {
        "far": scene.elsewhere.account_id,
        "reader": scene.reader.account_id,
        "rubric": scene.rubric,
    }
    filled = {k: names.get(v, v) if isinstance(v, str) else v for k, v in fields.items()}
    if filled.get("people") == ("W9",):
        filled["people"] = (scene.workers["W9"],)
    with pytest.raises(InvalidError) as told:
        plan_session(session, scene.supervisor, plain(scene, **filled), zone=ZONE, at=NOON)
    assert told.value.code == code
    assert count(session) == 0


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"files_wanted": 0}, "files_wanted"),
        ({"files_wanted": 41}, "files_wanted"),
        ({"rubric_version_id": 10**9}, "unfit_rubric"),
        ({"area": "social_work"}, "unfit_rubric"),
    ],
)
def test_files_that_do_not_fit_are_refused(
    session: Session, scene: Scene, fields: dict[str, object], code: str
) -> None:
    with pytest.raises(InvalidError) as told:
        plan_session(session, scene.supervisor, check(scene, **fields), zone=ZONE, at=NOON)
    assert told.value.code == code


def test_a_rubric_of_an_area_the_centre_does_not_work_in_is_refused(
    session: Session, scene: Scene
) -> None:
    other = publish(session, id="other", area="psychological")
    with pytest.raises(InvalidError, match="unfit_rubric"):
        plan_session(
            session, scene.supervisor, check(scene, rubric_version_id=other), zone=ZONE, at=NOON
        )


def test_a_hidden_rubric_is_refused(session: Session, scene: Scene) -> None:
    hidden = publish(session, id="hidden", area="legal_aid", status="reference", hidden=True)
    with pytest.raises(InvalidError, match="unfit_rubric"):
        plan_session(
            session, scene.supervisor, check(scene, rubric_version_id=hidden), zone=ZONE, at=NOON
        )


def test_a_closed_centre_is_refused_from_its_last_day(session: Session, scene: Scene) -> None:
    session.execute(update(CentreRow).values(closed_on=DAY))
    session.commit()
    with pytest.raises(InvalidError, match="centre_closed"):
        plan_session(session, scene.supervisor, plain(scene), zone=ZONE, at=NOON)
    earlier = plain(scene, planned_on=date(2026, 4, 8))
    assert plan_session(session, scene.supervisor, earlier, zone=ZONE, at=NOON)


def test_a_disabled_supervisor_is_refused(session: Session, scene: Scene) -> None:
    session.execute(
        update(AccountRow)
        .where(AccountRow.id == scene.supervisor.account_id)
        .values(is_active=False)
    )
    session.commit()
    with pytest.raises(InvalidError, match="unfit_supervisor"):
        plan_session(session, scene.supervisor, plain(scene), zone=ZONE, at=NOON)


@pytest.mark.parametrize("who", ["elsewhere", "reader"])
def test_out_of_reach_reads_as_no_centre(session: Session, scene: Scene, who: str) -> None:
    actor = getattr(scene, who)
    with pytest.raises(OutOfReachError):
        plan_session(session, actor, plain(scene), zone=ZONE, at=NOON)
    with pytest.raises(OutOfReachError):
        plan_session(session, scene.supervisor, plain(scene, centre_id=10**9), zone=ZONE, at=NOON)
    assert count(session) == 0


def test_the_same_key_gives_the_same_session(session: Session, scene: Scene) -> None:
    new = plain(scene, key="k1")
    first = plan_session(session, scene.supervisor, new, zone=ZONE, at=NOON)
    assert plan_session(session, scene.supervisor, new, zone=ZONE, at=NOON) == first
    assert count(session) == 1
    with pytest.raises(ConflictError, match="key_reused"):
        plan_session(
            session,
            scene.supervisor,
            replace(new, planned_on=date(2026, 4, 10)),
            zone=ZONE,
            at=NOON,
        )


def test_a_refused_form_may_be_sent_again_under_its_key(session: Session, scene: Scene) -> None:
    with pytest.raises(InvalidError):
        plan_session(
            session, scene.supervisor, plain(scene, area="x", key="k1"), zone=ZONE, at=NOON
        )
    assert plan_session(session, scene.supervisor, plain(scene, key="k1"), zone=ZONE, at=NOON)


def test_eight_clicks_at_once_make_one_session(engine: Engine, session: Session) -> None:
    scene = a_scene(session)
    made: list[int] = []

    def click() -> None:
        with Session(engine) as own:
            made.append(
                plan_session(own, scene.supervisor, plain(scene, key="k1"), zone=ZONE, at=NOON)
            )

    threads = [Thread(target=click) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8
    assert len(set(made)) == 1
    assert count(session) == 1


def test_a_year_without_a_holiday_table_is_no_obstacle(session: Session, scene: Scene) -> None:
    late = plain(scene, planned_on=date(2028, 3, 1))
    assert plan_session(session, scene.supervisor, late, zone=ZONE, at=NOON)


@pytest.mark.parametrize(
    ("day", "is_near"),
    [
        (date(2024, 3, 22), False),
        (date(2024, 3, 23), True),  # NOON is 23 March 2026
        (date(2028, 3, 23), True),
        (date(2028, 3, 24), False),
        (date(9999, 12, 31), False),
        (date(1, 1, 1), False),
    ],
)
def test_a_session_is_planned_within_two_years(
    session: Session, scene: Scene, day: date, is_near: bool
) -> None:
    if is_near:
        assert plan_session(
            session, scene.supervisor, plain(scene, planned_on=day), zone=ZONE, at=NOON
        )
        return
    with pytest.raises(InvalidError, match="day_out_of_bounds"):
        plan_session(session, scene.supervisor, plain(scene, planned_on=day), zone=ZONE, at=NOON)
    assert count(session) == 0


def next_version(session: Session, **fields: object) -> int:
    start = datetime(2026, 4, 1, 4, tzinfo=UTC)
    return publish(session, at=start, area="legal_aid", version="2.0.0", title=words("b"), **fields)


@pytest.mark.parametrize("day", [date(2026, 3, 31), date(2026, 4, 1)])
def test_a_session_gets_the_version_in_force_on_its_day(
    session: Session, scene: Scene, day: date
) -> None:
    new = next_version(session)
    for chosen in (scene.rubric, new):
        wanted = check(scene, planned_on=day, rubric_version_id=chosen)
        made = plan_session(session, scene.supervisor, wanted, zone=ZONE, at=NOON)
        row = session.get_one(SupervisionSessionRow, made)
        assert row.rubric_version_id == (new if day >= date(2026, 4, 1) else scene.rubric)


def test_a_retired_version_is_taken_for_its_own_days_only(session: Session, scene: Scene) -> None:
    ended = date(2026, 4, 2)
    values = {"status": "retired", "in_force_until": ended}
    session.execute(
        update(RubricVersionRow).where(RubricVersionRow.id == scene.rubric).values(**values)
    )
    session.commit()
    own = check(scene, planned_on=date(2026, 4, 1))
    made = plan_session(session, scene.supervisor, own, zone=ZONE, at=NOON)
    assert session.get_one(SupervisionSessionRow, made).rubric_version_id == scene.rubric
    with pytest.raises(InvalidError, match="not_in_force"):
        plan_session(session, scene.supervisor, check(scene, planned_on=ended), zone=ZONE, at=NOON)


def test_a_day_before_the_first_version_takes_the_one_chosen(
    session: Session, scene: Scene
) -> None:
    early = check(scene, planned_on=date(2026, 3, 2))
    made = plan_session(session, scene.supervisor, early, zone=ZONE, at=NOON)
    assert session.get_one(SupervisionSessionRow, made).rubric_version_id == scene.rubric


def test_supervisors_who_are_supervised_are_named(session: Session, scene: Scene) -> None:
    fine, lead = SessionType.SUPERVISION_OF_SUPERVISORS, scene.supervisor.account_id or 0
    second = someone(session, "second", Role.SENIOR_SUPERVISOR, "A").account_id or 0
    third = someone(session, "third", Role.SENIOR_SUPERVISOR, "A").account_id or 0
    plain = {"rubric_version_id": None, "files_wanted": 0}
    for fields, why in (
        ({"type": fine}, "supervisors_missing"),
        ({"type": SessionType.INDIVIDUAL, "staff": (second,)}, "takes_no_supervisors"),
        ({"type": fine, "staff": (second, lead)}, "supervises_themselves"),
        ({"type": fine, "staff": (scene.elsewhere.account_id,)}, "unknown_supervisor"),
        ({"type": fine, "staff": (10**6,)}, "unknown_supervisor"),
    ):
        with pytest.raises(InvalidError, match=why):
            a_session(session, scene, **plain, **fields)
        session.rollback()
    made = a_session(session, scene, **plain, type=fine, staff=(third, second))
    group = a_session(session, scene, **plain, type=SessionType.GROUP_CALIBRATION, staff=(second,))
    day = scene.supervisor
    head = session_head(session, day, made)
    assert head is not None
    assert head.line.staff == ("second", "third")
    told = session_head(session, day, group)
    assert told is not None
    assert told.line.staff == ("second",)
