"""Two act on one thing in the same moment, hundreds of times: it is done once (CC-03)."""

import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import RefusedError
from qa_app.domain.people import Actor
from qa_app.domain.register_decisions import Proposal
from qa_app.domain.rules.decision import Status
from qa_app.models.audits import AuditRow
from qa_app.models.cases import DrawRow
from qa_app.models.journal import JournalRow
from qa_app.models.register_decisions import RegisterDecisionRow, RegisterStepRow
from qa_app.models.sealing import Sealer
from qa_app.queries.journal import verified_journal
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.decisions.confirm_decision import confirm_decision
from tests import decisions, sessions
from tests.audits import ZONE, a_case_file, a_desk, a_draft, all_met, items, months, recounted
from tests.conftest import FIELD_KEY
from tests.people import NOON, OPERATOR

pytestmark = pytest.mark.nightly
ROUNDS, AT_ONCE = 200, 3
DONE = "done"
Act = Callable[[Session], object]


def together(engine: Engine, acts: list[Act]) -> list[str]:
    """Let each act begin in the same moment on a connection of its own; how each ended."""
    start = Barrier(len(acts))

    def run(act: Act) -> str:
        with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as own:
            start.wait()
            try:
                act(own)
            except RefusedError as told:
                return told.code
            return DONE

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def journaled(session: Session, action: str) -> Counter[str | None]:
    query = select(JournalRow.object_id).where(JournalRow.action == action)
    return Counter(session.scalars(query))


def test_a_draft_that_is_signed_three_times_at_once_is_signed_once(
    engine: Engine, session: Session, record_property: Callable[[str, object], None]
) -> None:
    desk, ends = a_desk(session), Counter[str]()
    for number in range(ROUNDS):
        file = a_case_file(session, desk.centre, f"KM-26-7000-{number:05}")
        draft = a_draft(session, desk.centre, desk.rubric, desk.reader, file)
        save_entries(session, desk.reader, draft, all_met(), ZONE, at=NOON)
        session.rollback()

        def sign(own: Session, audit: int = draft) -> object:
            return sign_audit(own, desk.reader, audit, ZONE, at=NOON)

        found = together(engine, [sign] * AT_ONCE)
        assert found.count(DONE) == 1, found
        ends.update(found)
    signed = journaled(session, "audit:sign")
    assert (len(signed), set(signed.values())) == (ROUNDS, {1})
    assert (months(session), items(session)) == recounted(session)
    assert verified_journal(session, OPERATOR).is_whole
    record_property("races", ROUNDS)
    record_property("ends", dict(ends))


def test_an_area_that_two_decide_on_at_once_moves_once(
    engine: Engine, session: Session, record_property: Callable[[str, object], None]
) -> None:
    desk, ends = decisions.a_desk(session), Counter[str]()
    decisions.endorsed(session, desk)
    counted = select(func.count(RegisterStepRow.id))
    for number in range(ROUNDS):
        before = session.execute(counted).scalar_one()
        session.rollback()
        entry = Proposal(Status.ENDORSED, decisions.TODAY)
        made = [decisions.proposed(session, desk, entry, by=who) for who in ("senior", "senior2")]
        if number % 2:
            made[1] = made[0]  # one proposal, which both answer

        def confirm(own: Session, who: Actor, which: int) -> object:
            return confirm_decision(own, who, which, ZONE, at=NOON)

        acts: list[Act] = [
            lambda own, who=who, which=which: confirm(own, desk[who], which)
            for who, which in zip(("decider", "decider2"), made, strict=True)
        ]
        found = together(engine, acts)
        assert found.count(DONE) == 1, (number, found)
        ends.update(found)
        assert session.execute(counted).scalar_one() == before + 1
        states = session.scalars(
            select(RegisterDecisionRow.state).where(RegisterDecisionRow.id.in_(set(made)))
        ).all()
        assert states.count("decided") == 1
        session.rollback()
    rows = select(JournalRow.detail).where(JournalRow.action == "register:decide")
    steps = [json.loads(row)["step"] for row in session.scalars(rows)]
    assert steps.count("confirm") == ROUNDS + 1
    assert verified_journal(session, OPERATOR).is_whole
    record_property("races", ROUNDS)
    record_property("ends", dict(ends))


def test_a_sample_that_is_drawn_three_times_at_once_is_drawn_once(
    engine: Engine, session: Session, record_property: Callable[[str, object], None]
) -> None:
    scene, ends = sessions.a_scene(session), Counter[str]()
    sessions.some_files(session, scene.centre, ROUNDS + 20)
    who = scene.supervisor
    for number in range(ROUNDS):
        made = sessions.a_session(session, scene)
        session.rollback()

        def draw(own: Session, of: int = made, seed: str = f"{number}") -> object:
            reader = who.account_id or 0
            return draw_sample(own, who, of, 1, reader, lambda: seed, zone=ZONE, at=NOON)

        found = together(engine, [draw] * AT_ONCE)
        assert found.count(DONE) == 1, found
        ends.update(found)
    for table in (DrawRow, AuditRow):
        assert session.scalar(select(func.count()).select_from(table)) == ROUNDS
    assert verified_journal(session, OPERATOR).is_whole
    record_property("races", ROUNDS)
    record_property("ends", dict(ends))
