"""The draws of a round, centre by centre: looked at, put on days, drawn in one act."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.draw_check import check_draw
from qa_app.domain.errors import OutOfReachError
from qa_app.domain.frames import Exclusion
from qa_app.domain.people import Actor, Role
from qa_app.models.accounts import AccountRow
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow, DrawRow
from qa_app.queries.kept_draws import draws_made, kept_draws
from qa_app.queries.round_draws import CentreDraw, round_draws
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.audits.draw_samples import DrawnSamples, draw_samples
from qa_app.services.rounds.begin_round import begin_round
from qa_app.services.rounds.plan_round_visit import NewVisit, plan_round_visit
from tests.audits import ZONE
from tests.people import NOON, OPERATOR
from tests.rounds import a_round
from tests.sessions import CHEAP, DAY, Scene, a_scene, at_centre, some_files


@pytest.fixture
def scene(session: Session) -> Scene:
    """The supervisor leads at both centres; centre A has eight files, centre B none yet."""
    made = a_scene(session)
    role = Role.SENIOR_SUPERVISOR
    grants = (NewGrant(role, None, "A"), NewGrant(role, None, "B"))
    new = NewAccount("both", "both", "four unrelated words here", grants)
    account = add_account(session, OPERATOR, new, CHEAP, at=NOON)
    lead = at_centre(Actor(account, "both"), role, made.centre, made.other_centre)
    some_files(session, made.centre, 8)
    return replace(made, supervisor=lead)


def both(session: Session, scene: Scene) -> int:
    return a_round(session, scene, centres=(scene.centre, scene.other_centre))


def found(session: Session, scene: Scene, round_id: int) -> tuple[CentreDraw, ...]:
    return round_draws(session, scene.supervisor, round_id, ZONE, NOON)


def on_days(session: Session, scene: Scene, round_id: int, day=DAY):
    lead = scene.supervisor.account_id or 0

    def plan_one(centre: int) -> tuple[int, ...]:
        visit = NewVisit(centre, day, lead)
        return plan_round_visit(session, scene.supervisor, round_id, visit, ZONE, at=NOON)

    centres = (scene.centre, scene.other_centre)
    return begin_round(centres, plan_one, lambda _planned: {}, lambda *_: None).not_planned


def drawing(session: Session, actor: Actor, readers: dict[int, int], seed) -> DrawnSamples:
    return draw_samples(
        readers,
        lambda one, reader: draw_sample(
            session, actor, one, None, reader, seed, zone=ZONE, at=NOON
        ),
    )


def draw_ready(session: Session, scene: Scene, round_id: int) -> DrawnSamples:
    numbers = count(1)
    ready = {
        one.session_id or 0: one.readers[0].id
        for one in found(session, scene, round_id)
        if one.is_ready
    }
    return drawing(session, scene.supervisor, ready, lambda: f"seed{next(numbers)}")


def states(draws: tuple[CentreDraw, ...]) -> list[tuple[bool, bool, int, int | None]]:
    return [(one.is_drawn, one.is_ready, one.frame_count, one.size) for one in draws]


def test_from_no_day_to_a_draw_at_each_centre(session: Session, scene: Scene) -> None:
    round_id = both(session, scene)
    assert states(found(session, scene, round_id)) == [(False, False, 0, None)] * 2
    assert on_days(session, scene, round_id) == {}
    assert on_days(session, scene, round_id) == {}  # sent twice
    a, b = found(session, scene, round_id)
    assert (a.is_ready, a.frame_count, a.size) == (True, 8, 5)
    assert (b.is_ready, b.refusal and b.refusal.code) == (False, "frame_empty")
    # what is missing at B holds up nothing at A
    first = draw_ready(session, scene, round_id)
    assert (first.drawn, first.refused) == ((a.session_id,), {})
    some_files(session, scene.other_centre, 6, start=50)
    a, b = found(session, scene, round_id)
    assert (a.is_drawn, a.is_ready, b.is_ready, b.frame_count) == (True, False, True, 6)
    second = draw_ready(session, scene, round_id)
    assert second.drawn == (b.session_id,)
    assert [one.is_drawn for one in found(session, scene, round_id)] == [True, True]
    assert draw_ready(session, scene, round_id).drawn == ()


def test_what_is_left_out_is_counted_with_its_reason(session: Session, scene: Scene) -> None:
    round_id = both(session, scene)
    on_days(session, scene, round_id)
    files = session.scalars(
        select(CaseFileRow).where(CaseFileRow.centre_id == scene.centre).order_by(CaseFileRow.id)
    ).all()
    # one sealed; one closed before the period, which no frame looks at
    files[0].is_sealed = True
    files[1].opened_on = files[1].closed_on = DAY - timedelta(days=3000)
    session.commit()
    a, b = found(session, scene, round_id)
    assert (a.frame_count, a.excluded, a.outside_count) == (6, {Exclusion.SEALED: 1}, 1)
    assert (b.frame_count, b.excluded, b.outside_count) == (0, {}, 0)
    draw_ready(session, scene, round_id)
    # what was frozen is told from then on, however the list goes on
    some_files(session, scene.centre, 3, start=70)
    a, b = found(session, scene, round_id)
    assert (a.is_drawn, a.frame_count) == (True, 6)
    assert (a.excluded, a.outside_count) == ({Exclusion.SEALED: 1}, None)
    # another round of the same centre within twelve months
    later = a_round(session, scene, centres=(scene.centre,))
    lead = scene.supervisor.account_id or 0
    plan_round_visit(
        session, scene.supervisor, later, NewVisit(scene.centre, DAY, lead), ZONE, at=NOON
    )
    (again,) = found(session, scene, later)
    assert again.excluded == {Exclusion.SEALED: 1, Exclusion.DRAWN_BEFORE: 5}
    assert again.frame_count == 4


def test_each_centre_has_its_own_frame_and_seed_and_replays(session: Session, scene: Scene) -> None:
    some_files(session, scene.other_centre, 6, start=50)
    round_id = both(session, scene)
    on_days(session, scene, round_id)
    frozen: list[int] = []

    def seed() -> str:
        # the frame is committed before there is a seed for it, and no seed serves two of them
        frozen.append(len(session.execute(select(DrawRow).where(DrawRow.seed.is_(None))).all()))
        return f"seed{len(frozen)}"

    ready = {one.session_id or 0: one.readers[0].id for one in found(session, scene, round_id)}
    outcome = drawing(session, scene.supervisor, ready, seed)
    assert len(outcome.drawn) == 2
    assert frozen == [1, 1]
    rows = session.execute(select(DrawRow).order_by(DrawRow.id)).scalars().all()
    assert [one.seed for one in rows] == ["seed1", "seed2"]
    assert [one.frame_count for one in rows] == [8, 6]
    assert rows[0].frame_digest != rows[1].frame_digest
    centres = dict(
        session.execute(
            select(AuditRow.draw_id, CaseFileRow.centre_id).join(
                CaseFileRow, CaseFileRow.id == AuditRow.case_file_id
            )
        ).all()
    )
    assert centres == {rows[0].id: scene.centre, rows[1].id: scene.other_centre}
    # who reads them is told, and nobody may be chosen for them any more
    reads = {row.id: row.display_name for row in session.execute(select(AccountRow)).scalars()}
    assert [one.given_to for one in found(session, scene, round_id)] == [
        (reads[one],) for one in ready.values()
    ]
    # and `qa sample verify` draws each of them again
    kept = list(kept_draws(session, draws_made(session, None)))
    assert [(number, check_draw(one)) for number, one in kept] == [
        (rows[0].id, None),
        (rows[1].id, None),
    ]


def test_what_hinders_one_does_not_undo_the_others(session: Session, scene: Scene) -> None:
    some_files(session, scene.other_centre, 6, start=50)
    round_id = both(session, scene)
    on_days(session, scene, round_id)
    a, b = found(session, scene, round_id)
    readers = {a.session_id or 0: 10**6, b.session_id or 0: b.readers[0].id}
    outcome = drawing(session, scene.supervisor, readers, lambda: "s")
    assert outcome.drawn == (b.session_id,)
    assert {one: fault.code for one, fault in outcome.refused.items()} == {
        a.session_id: "unfit_reader"
    }
    # nothing of A was frozen by it
    assert len(session.execute(select(DrawRow)).all()) == 1


def test_out_of_reach(session: Session, scene: Scene) -> None:
    round_id = both(session, scene)
    on_days(session, scene, round_id)
    a, _b = found(session, scene, round_id)
    with pytest.raises(OutOfReachError):
        drawing(session, scene.elsewhere, {a.session_id or 0: 1}, lambda: "s")
    mine = round_draws(session, scene.elsewhere, round_id, ZONE, NOON)
    assert [one.centre_id for one in mine] == [scene.other_centre]
    with pytest.raises(OutOfReachError):
        on_days(session, replace(scene, supervisor=scene.elsewhere), round_id)


def test_a_day_outside_the_round_is_told_for_each_centre(session: Session, scene: Scene) -> None:
    round_id = both(session, scene)
    refused = on_days(session, scene, round_id, DAY.replace(year=2027))
    assert {one: fault.code for one, fault in refused.items()} == {
        scene.centre: "day_outside_round",
        scene.other_centre: "day_outside_round",
    }


def test_only_readers_of_the_round_who_may_read_there(session: Session, scene: Scene) -> None:
    round_id = both(session, scene)
    on_days(session, scene, round_id)
    for one in found(session, scene, round_id):
        assert [who.name for who in one.readers] == ["both"]
