from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.decision_objections import Seat
from qa_app.domain.register_decisions import Proposal
from qa_app.domain.rules.decision import Status
from qa_app.domain.rules.evaluation import Evidence
from qa_app.queries.decision_objections import objection_to
from qa_app.queries.register_waiting import standings_due
from qa_app.queries.voided_evidence import Undone, undone_since
from qa_app.services.decisions.file_objection import ObjectionSent, file_objection
from qa_app.services.decisions.freeze_evidence import freeze_evidence
from qa_app.services.decisions.seat_member import seat_member
from tests.audits import ZONE, a_draft, publish
from tests.decisions import (
    TODAY,
    Desk,
    a_desk,
    applied,
    decided,
    endorsed,
    evidence,
    on_conditions,
    proposed,
    suspended,
)
from tests.people import NOON


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


def due(session: Session, desk: Desk, name: str, days: int = 0) -> list[str]:
    day = TODAY + timedelta(days=days)
    found = [one.why.value for one in standings_due(session, desk[name], day, ZONE, 12)]
    session.rollback()
    return found


def test_applications_and_second_persons_are_told_to_who_decides(
    session: Session, desk: Desk
) -> None:
    applied(session, desk, under_review=False)
    assert due(session, desk, "senior") == ["applied"]
    assert due(session, desk, "manager") == []
    assert due(session, desk, "decider_b") == []


def test_a_proposal_is_told_to_the_second_person_alone(session: Session, desk: Desk) -> None:
    applied(session, desk)
    proposed(session, desk, Proposal(Status.ENDORSED, TODAY))
    assert due(session, desk, "decider") == ["second"]
    assert due(session, desk, "senior") == []
    assert due(session, desk, "reader") == []


def test_what_runs_out_is_told_ninety_days_before(session: Session, desk: Desk) -> None:
    endorsed(session, desk)
    left = (date(2028, 3, 22) - TODAY).days
    for days, said in ((left - 91, []), (left - 90, ["runs_out"]), (left, ["runs_out"])):
        told = [why for why in due(session, desk, "decider", days) if why != "review"]
        assert told == said, days
    assert due(session, desk, "manager", left - 7) == ["runs_out", "review"]
    assert due(session, desk, "senior", 364) == []
    assert due(session, desk, "senior", 365) == ["review"]


def test_conditions_that_fall_due_are_told(session: Session, desk: Desk) -> None:
    applied(session, desk)
    decided(session, desk, on_conditions(60))
    assert due(session, desk, "manager", 29) == []
    assert due(session, desk, "manager", 30) == ["condition"]
    assert due(session, desk, "registrar", 70) == ["condition"]


def test_a_suspension_that_lasts_too_long_is_told_until_it_ends(
    session: Session, desk: Desk
) -> None:
    suspended(session, desk, at=NOON)
    assert due(session, desk, "decider", 90) == []
    assert due(session, desk, "decider", 100) == ["suspension"]
    assert due(session, desk, "decider", 300) == ["suspension"]


def test_a_member_is_asked_to_vote_once_the_panel_is_complete(session: Session, desk: Desk) -> None:
    made = suspended(session, desk, at=NOON)
    sent = ObjectionSent(made, "bias", "当日已完成控制。")
    file_objection(session, desk["manager"], sent, ZONE, at=NOON)
    one = objection_to(session, desk["manager"], made)
    assert one is not None
    session.rollback()
    account = desk["senior2"].account_id
    seat_member(session, desk["manager"], one.id, Seat.CENTRE, account, 0, at=NOON)
    # whoever proposes decisions also names the body's member
    assert due(session, desk, "senior2") == due(session, desk, "senior") == ["seat"]
    assert due(session, desk, "reader") == []
    seat_member(session, desk["senior"], one.id, Seat.BODY, desk["decider2"].account_id, 0, at=NOON)
    # nobody votes before the third member is drawn
    assert due(session, desk, "decider2") == ["seat"]
    seat_member(session, desk["senior"], one.id, Seat.LOT, None, 0, at=NOON)
    assert due(session, desk, "senior2") == due(session, desk, "decider2") == ["vote"]


def test_a_red_line_found_since_the_decision_is_told_and_suspends_nothing(
    session: Session,
) -> None:
    desk = a_desk(session)
    endorsed(session, desk)
    crossed = {"state": "signed", "result_state": "final", "stop_count": 1, "signed_at": NOON}
    a_draft(session, desk.a, publish(session), desk["auditor"], **crossed)
    for name in ("decider", "registrar", "senior", "manager"):
        assert due(session, desk, name) == ["red_line"]
    for name in ("reader", "manager_b", "decider_b"):
        assert due(session, desk, name) == []


def a_final(session: Session, desk: Desk, rubric: int, **fields: object) -> int:
    """A final review of the area, signed and final before evidence is frozen."""
    before = NOON - timedelta(days=40)
    values = {
        "state": "signed",
        "result_state": "final",
        "reviewed_on": before.date(),
        "signed_at": before,
        "final_at": before,
        "status": "complete",
    }
    return a_draft(session, desk.a, rubric, desk["auditor"], **(values | fields))


def test_evidence_that_does_not_count_any_more_is_told(session: Session, desk: Desk) -> None:
    rubric, after = publish(session), NOON + timedelta(days=3)
    void = {"state": "void", "counted_until": after}
    decision = endorsed(session, desk)
    a_final(session, desk, rubric)
    assert due(session, desk, "decider", 9) == []
    # what ceased to count before, was not final yet, lies too far back or was chosen for a reason
    a_final(session, desk, rubric, **void | {"counted_until": NOON - timedelta(days=1)})
    a_final(session, desk, rubric, **void | {"final_at": NOON + timedelta(days=1)})
    a_final(session, desk, rubric, **void | {"reviewed_on": TODAY - timedelta(days=9999)})
    a_final(session, desk, rubric, **void | {"sample_type": "purposive"})
    assert undone_since(session, (decision,)) == {}
    first = a_final(session, desk, rubric, **void)
    last = a_final(
        session,
        desk,
        rubric,
        **void | {"state": "replaced", "counted_until": NOON + timedelta(days=5)},
    )
    assert undone_since(session, (decision, 99)) == {
        decision: (
            Undone(last, NOON + timedelta(days=5), is_void=False),
            Undone(first, after, is_void=True),
        )
    }
    assert due(session, desk, "decider", 9) == ["undone"]
    assert due(session, desk, "senior", 9) == ["undone"]
    assert due(session, desk, "manager", 9) == []
    assert due(session, desk, "decider_b", 9) == []
    # decided anew on what is known by then, it rests on them no more
    later = NOON + timedelta(days=6)
    known = evidence(stop=1, at=later, in_register=True)
    anew = freeze_evidence(session, desk["senior"], desk.a, Evidence(known), at=later)
    decided(session, desk, Proposal(Status.SUSPENDED, later.date()), anew, at=later)
    assert "undone" not in due(session, desk, "decider", 9)
