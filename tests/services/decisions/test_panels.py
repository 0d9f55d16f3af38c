from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.decision_objections import Seat, Vote
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.register_decisions import Proposal
from qa_app.domain.register_status import Applied
from qa_app.domain.released_items import ItemKind
from qa_app.domain.reminders import Channel
from qa_app.domain.rules.decision import Status
from qa_app.models.register_decisions import (
    DecisionObjectionRow,
    ObjectionPanelRow,
    RegisterDecisionRow,
)
from qa_app.models.reminders import OutboxMessageRow
from qa_app.queries.act_check import held_acts
from qa_app.queries.decision_objections import Objection, may_sit, objection_to
from qa_app.queries.register_standings import area_standing
from qa_app.queries.register_texts import text_of
from qa_app.queries.register_waiting import AreaDue, standings_due
from qa_app.queries.set_asides import set_asides
from qa_app.services.decisions.apply_for_register import ApplicationSent, apply_for_register
from qa_app.services.decisions.file_objection import ObjectionSent, file_objection
from qa_app.services.decisions.seat_member import seat_member
from qa_app.services.decisions.vote_on_objection import vote_on_objection
from qa_app.services.reminders.queue_reminders import queue_reminders
from tests.audits import ZONE
from tests.decisions import (
    AREA,
    PAPER,
    SETS,
    WHY,
    Desk,
    a_desk,
    applied,
    decided,
    evidence,
    frozen,
    later_version,
    proposed,
    suspended,
)
from tests.one_hand import refuses_one_hand
from tests.people import NOON, OPERATOR
from tests.reminders import mail_for

LATER = NOON + timedelta(days=40)
TEXT = "当日已完成控制，整改计划已在第三天提交。"


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


def filed(session: Session, desk: Desk) -> Objection:
    made = suspended(session, desk)
    sent = ObjectionSent(made, "factual_error", TEXT, "k1")
    file_objection(session, desk["manager"], sent, ZONE, at=LATER)
    return about(session, desk, made)


def about(session: Session, desk: Desk, decision_id: int) -> Objection:
    found = objection_to(session, desk["manager"], decision_id)
    assert found is not None
    session.rollback()
    return found


def seat(
    session: Session, desk: Desk, one: Objection, where: Seat, by: str, whom: str = ""
) -> None:
    account = desk[whom].account_id if whom else None
    seat_member(session, desk[by], one.id, where, account, 4, at=LATER)


def full_panel(session: Session, desk: Desk) -> Objection:
    one = filed(session, desk)
    seat(session, desk, one, Seat.CENTRE, "manager", "senior2")
    seat(session, desk, one, Seat.BODY, "senior", "decider2")
    seat(session, desk, one, Seat.LOT, "senior")
    return about(session, desk, one.decision.id)


def vote(session: Session, desk: Desk, one: Objection, place: int, how: Vote) -> Vote | None:
    account = one.members[place].account_id
    who = next(person for person in desk.people.values() if person.account_id == account)
    return vote_on_objection(session, who, one.id, how, WHY, ZONE, at=LATER)


def standing(session: Session, desk: Desk) -> Status | None:
    found = area_standing(session, desk["reader"], desk.a, AREA)
    assert found is not None
    session.rollback()
    return found.on(LATER.date())


def test_who_took_part_never_sits(session: Session, desk: Desk) -> None:
    one = filed(session, desk)
    names = set(may_sit(session, one).values())
    session.rollback()
    # the senior took up and proposed, the decider decided, the manager applied and objected
    assert names == {"senior2", "decider2", "registrar", "registrar2"}
    for whom in ("senior", "decider", "manager", "decider_b", "reader"):
        with pytest.raises(InvalidError, match="not_free"):
            seat(session, desk, one, Seat.CENTRE, "manager", whom)


def test_each_side_fills_its_own_seat_and_the_lot_the_third(session: Session, desk: Desk) -> None:
    one = filed(session, desk)
    with pytest.raises(ConflictError, match="lot_last"):
        seat(session, desk, one, Seat.LOT, "senior")
    for side, by in ((Seat.CENTRE, "senior"), (Seat.BODY, "manager"), (Seat.LOT, "manager")):
        with pytest.raises(OutOfReachError):
            seat(session, desk, one, side, by, "senior2")
    with pytest.raises(OutOfReachError):
        seat(session, desk, one, Seat.CENTRE, "manager_b", "senior2")
    seat(session, desk, one, Seat.CENTRE, "manager", "senior2")
    with pytest.raises(ConflictError, match="seat_taken"):
        seat(session, desk, one, Seat.CENTRE, "manager", "decider2")
    with pytest.raises(InvalidError, match="not_free"):
        seat(session, desk, one, Seat.BODY, "senior", "senior2")
    seat(session, desk, one, Seat.BODY, "registrar", "decider2")
    seat(session, desk, one, Seat.LOT, "registrar")
    panel = about(session, desk, one.decision.id).panel
    # of both registrars, in the order of their accounts, the number 4 draws the first
    assert [line.name for line in panel] == ["senior2", "decider2", "registrar"]


def test_the_panel_reads_what_it_votes_on(session: Session, desk: Desk) -> None:
    def readers() -> set[str]:
        names = ("manager", "senior2", "decider", "decider2", "reader", "registrar", "registrar2")
        found = {n: text_of(session, desk[n], ItemKind.OBJECTION, one.id) for n in names}
        session.rollback()
        assert {n for n, text in found.items() if text.words} == {
            n for n, text in found.items() if text.is_readable
        }
        return {n for n, text in found.items() if text.words == TEXT}

    one = filed(session, desk)
    assert readers() == {"manager", "senior2"}
    seat(session, desk, one, Seat.BODY, "senior", "decider2")
    assert readers() == {"manager", "senior2", "decider2"}
    told = text_of(session, desk["decider2"], ItemKind.OBJECTION, one.id)
    assert (told.is_by_seat, told.release) == (True, None)
    assert not text_of(session, desk["manager"], ItemKind.OBJECTION, one.id).is_by_seat


def seats_due(session: Session, desk: Desk) -> set[str]:
    """Tell whom Today asks to name a member."""
    return {
        name
        for name in ("manager", "manager_b", "senior", "registrar", "reader")
        if any(
            line.why is AreaDue.SEAT
            for line in standings_due(session, desk[name], LATER.date(), ZONE, 12)
        )
    }


def test_today_asks_each_side_to_name_its_member_and_then_to_draw_one(
    session: Session, desk: Desk
) -> None:
    one = filed(session, desk)
    assert seats_due(session, desk) == {"manager", "senior", "registrar"}
    session.rollback()
    seat(session, desk, one, Seat.CENTRE, "manager", "senior2")
    assert seats_due(session, desk) == {"senior", "registrar"}
    session.rollback()
    seat(session, desk, one, Seat.BODY, "senior", "decider2")
    assert seats_due(session, desk) == {"senior", "registrar"}
    session.rollback()
    seat(session, desk, one, Seat.LOT, "senior")
    assert seats_due(session, desk) == set()


def test_a_decision_stands_until_two_of_three_set_it_aside(session: Session, desk: Desk) -> None:
    one = full_panel(session, desk)
    assert standing(session, desk) is Status.SUSPENDED
    assert vote(session, desk, one, 0, Vote.SET_ASIDE) is None
    assert standing(session, desk) is Status.SUSPENDED
    before = [desk[name] for name in ("senior2", "senior", "decider", "manager")]
    refuses_one_hand(
        session, lambda: vote(session, desk, one, 1, Vote.SET_ASIDE), desk["decider2"], *before
    )
    assert vote(session, desk, one, 1, Vote.SET_ASIDE) is Vote.SET_ASIDE
    assert standing(session, desk) is Status.ENDORSED
    with pytest.raises(ConflictError, match="panel_ended"):
        vote(session, desk, one, 2, Vote.STANDS)
    ended = about(session, desk, one.decision.id)
    assert held_acts(session).unlike == []
    assert ended.outcome is Vote.SET_ASIDE
    assert ended.panel[0].reasons == WHY
    hidden = objection_to(session, desk["reader"], one.decision.id)
    assert hidden is not None
    assert hidden.panel[0].reasons == ""


def test_a_decision_that_is_left_standing_stands(session: Session, desk: Desk) -> None:
    one = full_panel(session, desk)
    vote(session, desk, one, 0, Vote.STANDS)
    assert vote(session, desk, one, 2, Vote.STANDS) is Vote.STANDS
    assert standing(session, desk) is Status.SUSPENDED


def test_a_first_decision_that_is_set_aside_is_under_review_again(
    session: Session, desk: Desk
) -> None:
    decided_and_objected(session, desk, Proposal(Status.DEFERRED, NOON.date()))
    assert standing(session, desk) is Status.UNDER_REVIEW


def test_the_application_of_a_later_decision_that_is_set_aside_waits_again(
    session: Session, desk: Desk
) -> None:
    refused = Proposal(Status.NOT_ENDORSED, NOON.date(), WHY)
    applied(session, desk)
    decided(session, desk, refused)
    made = decided_and_objected(session, desk, refused)
    found = area_standing(session, desk["reader"], desk.a, AREA)
    assert found is not None
    assert [one.state for one in found.applications] == [Applied.DECIDED, Applied.UNDER_REVIEW]
    assert found.waiting is not None
    assert (found.waiting.ended_at, found.on(LATER.date())) == (None, Status.UNDER_REVIEW)
    session.rollback()
    # and is decided again
    entry = Proposal(Status.ENDORSED, LATER.date())
    anew = frozen(session, desk, evidence(at=LATER))
    assert decided(session, desk, entry, anew, at=LATER) > made
    assert standing(session, desk) is Status.ENDORSED


def decided_and_objected(session: Session, desk: Desk, proposal: Proposal) -> int:
    applied(session, desk)
    must = frozen(session, desk, evidence(must=0))
    made = decided(session, desk, proposal, must)
    objected(session, desk, made)
    return made


def objected(session: Session, desk: Desk, made: int) -> None:
    """The centre objects to a decision, and its panel sets it aside."""
    sent = ObjectionSent(made, "bias", TEXT)
    file_objection(session, desk["manager"], sent, ZONE, at=LATER)
    one = about(session, desk, made)
    seat(session, desk, one, Seat.CENTRE, "manager", "senior2")
    seat(session, desk, one, Seat.BODY, "senior", "decider2")
    seat(session, desk, one, Seat.LOT, "senior")
    one = about(session, desk, made)
    for place in (0, 1):
        vote(session, desk, one, place, Vote.SET_ASIDE)


def set_aside_due(session: Session, desk: Desk, day: date) -> set[str]:
    """Tell whom Today says that a decision was set aside."""
    found = {
        name
        for name in ("manager", "manager_b", "senior", "decider", "decider_b", "registrar")
        if any(
            line.why is AreaDue.SET_ASIDE
            for line in standings_due(session, desk[name], day, ZONE, 12)
        )
    }
    session.rollback()
    return found


TOLD = {"manager", "senior", "decider", "registrar"}


def test_all_parties_are_told_until_the_area_is_decided_about_anew(
    session: Session, desk: Desk
) -> None:
    for name in ("manager", "manager_b", "decider", "decider_b", "registrar", "reader"):
        mail_for(session, desk[name], f"{name.replace('_', '')}@example.org")
    decided_and_objected(session, desk, Proposal(Status.DEFERRED, NOON.date()))
    for at in (LATER, LATER + timedelta(days=1)):
        queue_reminders(session, OPERATOR, (Channel.MAIL,), ZONE, at=at)
    row = OutboxMessageRow
    rows = session.execute(select(row.account_id, row.content).where(row.kind == "set_aside")).all()
    assert {account for account, _ in rows} == {
        desk[name].account_id for name in ("manager", "decider", "registrar")
    }
    assert [content for _, content in rows] == [
        {"count": 1, "day": "2026-05-02", "until": "2026-06-01"}
    ] * 3
    session.rollback()
    # the application waits again, so that it is told for as long as it does
    for day in (LATER.date(), LATER.date() + timedelta(days=90)):
        assert set_aside_due(session, desk, day) == TOLD
    decided(
        *(session, desk, Proposal(Status.ENDORSED, LATER.date())),
        frozen(session, desk, evidence(at=LATER)),
        at=LATER,
    )
    assert set_aside_due(session, desk, LATER.date()) == set()


def test_where_nothing_waits_it_is_told_for_a_month(session: Session, desk: Desk) -> None:
    one = full_panel(session, desk)
    # what waits rests on the decision that is set aside
    removal = Proposal(Status.WITHDRAWN, LATER.date(), WHY)
    must = frozen(session, desk, evidence(must=0, at=LATER, in_register=True))
    waits = proposed(session, desk, removal, must, at=LATER)
    for place in (0, 1):
        vote(session, desk, one, place, Vote.SET_ASIDE)
    assert session.get_one(RegisterDecisionRow, waits).state == "overtaken"
    session.rollback()
    assert set_aside_due(session, desk, LATER.date() + timedelta(days=30)) == TOLD
    assert set_aside_due(session, desk, LATER.date() + timedelta(days=31)) == set()
    # another area of the centre has nothing to do with it
    (told,) = set_asides(session, {(desk.a, AREA), (desk.b, AREA)}, ZONE)
    assert (told.area, told.decision_id) == ((desk.a, AREA), one.decision.id)
    assert set_asides(session, {(desk.a, "elsewhere")}, ZONE) == ()


def test_a_centre_applies_once_its_first_decision_on_paper_was_set_aside(
    session: Session, desk: Desk
) -> None:
    made = decided(session, desk, Proposal(Status.NOT_ENDORSED, NOON.date(), WHY, (), PAPER))
    objected(session, desk, made)
    assert standing(session, desk) is Status.UNDER_REVIEW
    sent = ApplicationSent(desk.a, AREA, "full", TEXT)
    apply_for_register(session, desk["manager"], sent, SETS, ZONE, at=LATER)
    assert standing(session, desk) is Status.APPLIED


def test_a_member_votes_once_with_reasons(session: Session, desk: Desk) -> None:
    one = full_panel(session, desk)
    with pytest.raises(NotAllowedError, match="not_on_panel"):
        vote_on_objection(session, desk["senior"], one.id, Vote.STANDS, WHY, ZONE, at=LATER)
    with pytest.raises(InvalidError, match="text_missing"):
        vote_on_objection(session, desk["senior2"], one.id, Vote.STANDS, " ", ZONE, at=LATER)
    vote(session, desk, one, 0, Vote.STANDS)
    with pytest.raises(ConflictError, match="voted_before"):
        vote(session, desk, one, 0, Vote.SET_ASIDE)
    row = session.get_one(ObjectionPanelRow, (one.id, one.members[0].account_id))
    row.vote = "set_aside"
    with pytest.raises(DBAPIError, match="votes once"):
        session.flush()


def test_an_open_panel_does_not_vote(session: Session, desk: Desk) -> None:
    one = filed(session, desk)
    seat(session, desk, one, Seat.CENTRE, "manager", "senior2")
    with pytest.raises(ConflictError, match="panel_open"):
        vote_on_objection(session, desk["senior2"], one.id, Vote.STANDS, WHY, ZONE, at=LATER)


def test_an_objection_is_filed_once_in_time_by_the_centre(session: Session, desk: Desk) -> None:
    made = suspended(session, desk)
    # by sixty days, as when it was decided: those in force since leave ten
    later_version(session, NOON.date())
    sent = ObjectionSent(made, "factual_error", TEXT, "k1")
    late = NOON + timedelta(days=91)
    for name in ("manager_b", "senior", "decider", "registrar"):
        with pytest.raises(OutOfReachError):
            file_objection(session, desk[name], sent, ZONE, at=LATER)
    with pytest.raises(ConflictError, match="objection_late"):
        file_objection(session, desk["manager"], sent, ZONE, at=late)
    for given, code in ((("taste", TEXT), "unknown_ground"), (("bias", ""), "text_missing")):
        wrong = ObjectionSent(made, *given)
        with pytest.raises(InvalidError, match=code):
            file_objection(session, desk["manager"], wrong, ZONE, at=LATER)
    first = file_objection(session, desk["manager"], sent, ZONE, at=LATER)
    again = file_objection(session, desk["manager"], sent, ZONE, at=LATER)
    assert first == again
    other = ObjectionSent(made, "bias", TEXT, "k2")
    with pytest.raises(ConflictError, match="objected_before"):
        file_objection(session, desk["manager"], other, ZONE, at=LATER)
    assert session.execute(select(DecisionObjectionRow.ground)).scalars().all() == ["factual_error"]
    assert text_of(session, desk["manager"], ItemKind.OBJECTION, first).words == TEXT
    assert text_of(session, desk["decider2"], ItemKind.OBJECTION, first).words == ""
