"""Reviews of one reader that a moderator looks at: asked for at signing, settled once."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.bars import ConflictReason, Tie, TieKind
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Actor, Role
from qa_app.domain.reading_pairs import DissolveReason
from qa_app.domain.single_moderation import CauseKind
from qa_app.models.audits import AuditRow
from qa_app.models.journal import JournalRow
from qa_app.models.pairs import SingleModerationRow
from qa_app.queries.audit_papers import audit_paper
from qa_app.queries.duties import objections_to_decide
from qa_app.queries.item_flags import flagged_readings
from qa_app.queries.single_moderations import single_paper, singles_page
from qa_app.queries.who_took_part import took_part
from qa_app.services.answers.raise_objection import NewObjection, raise_objection
from qa_app.services.answers.uphold_result import uphold_result
from qa_app.services.audits.file_scans import NewScan, file_scans
from qa_app.services.audits.flag_item import flag_item
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.audits.withdraw_audit import withdraw_audit
from qa_app.services.moderation.redraw_pair import Redraw, redraw_pair
from qa_app.services.moderation.uphold_single import uphold_single
from qa_app.services.readers.record_tie import NewTie, record_tie
from qa_app.wording import Words
from qa_app.wording.report_readers import said_readers
from tests.audits import ZONE, Desk, a_case_file, a_desk, a_draft, change, minutes_later, someone
from tests.builders import item, section
from tests.one_hand import refuses_one_hand
from tests.pairs import MET, a_complete_pair, a_drawn_sample, a_pair, moderating, read
from tests.people import NOON

WHY = "看过第3页和附件二"


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


@pytest.fixture
def moderator(session: Session, desk: Desk) -> Actor:
    made = someone(session, "moderates", Role.SENIOR_SUPERVISOR, "A", desk.centre)
    return moderating(made, desk.centre)


def sign(
    session: Session, desk: Desk, audit: int, flags: tuple[str, ...] = (), **codes: str
) -> None:
    given = [
        change(key, code, note="" if code == "met" else "案卷里没有找到")
        for key, code in {**MET, **codes}.items()
    ]
    save_entries(session, desk.reader, audit, given, ZONE, at=NOON)
    for flagged in flags:
        flag_item(session, desk.reader, audit, flagged, "expertise", ZONE, at=NOON)
    sign_audit(session, desk.reader, audit, ZONE, at=minutes_later(5))


def causes(session: Session, moderator: Actor) -> dict[int, list[str]]:
    found = {
        one.audit_id: [cause.kind.value for cause in one.causes]
        for one in singles_page(session, moderator, None)
    }
    session.rollback()
    return found


def uphold(session: Session, who: Actor, audit: int, reason: str = WHY) -> None:
    uphold_single(session, who, audit, reason, ZONE, at=minutes_later(9))


def refusal(session: Session, who: Actor, audit: int, reason: str = WHY) -> str:
    with pytest.raises((ConflictError, InvalidError, OutOfReachError)) as refused:
        uphold(session, who, audit, reason)
    return refused.value.code


def test_the_first_three_reviews_of_a_reader_are_looked_at(
    session: Session, desk: Desk, moderator: Actor
) -> None:
    drafts = [desk.audit]
    for n in range(3):
        file = a_case_file(session, desk.centre, f"KM-26-0000-0000{n}")
        drafts.append(a_draft(session, desk.centre, desk.rubric, desk.reader, file))
    for one in drafts:
        sign(session, desk, one)
    assert causes(session, moderator) == {one: ["first_readings"] for one in drafts[:3]}


def test_red_lines_flags_and_must_pass_items_are_named(
    session: Session, desk: Desk, moderator: Actor
) -> None:
    sign(session, desk, desk.audit, ("A1",), B1="unmet", A2="unmet")
    (one,) = singles_page(session, moderator, None)
    told = [(cause.kind.value, cause.items) for cause in one.causes]
    assert told[:3] == [("stop", ("B1",)), ("gate", ("A2",)), ("flag", ("A1",))]
    assert (one.reader, one.result_state, one.settled_at) == ("reader", "provisional", None)


@pytest.mark.parametrize(
    ("passed", "kept", "is_on_paper", "told"),
    [
        (29, 0, False, 29),
        (30, 0, False, None),
        # answers given without a connection arrive together, with the seconds they took
        (5, 3, False, None),
        (5, 2, False, 20),
        (5, 0, True, None),
    ],
)
def test_a_review_filled_in_faster_than_it_is_read_is_looked_at(
    session: Session, passed: int, kept: int, told: int | None, *, is_on_paper: bool
) -> None:
    keys = [f"A{n}" for n in range(1, 11)]
    desk = a_desk(session, section("A", *(item(key) for key in keys)))
    made = someone(session, "moderates", Role.SENIOR_SUPERVISOR, "A", desk.centre)
    given = [change(key, "met", seconds_spent=kept) for key in keys]
    save_entries(session, desk.reader, desk.audit, given, ZONE, at=NOON)
    if is_on_paper:
        scan = NewScan(1, b"sent", b"filed", ())
        file_scans(session, desk.reader, desk.audit, [scan], ZONE, at=NOON)
    sign_audit(session, desk.reader, desk.audit, ZONE, at=NOON + timedelta(seconds=passed))
    (one,) = singles_page(session, moderating(made, desk.centre), None)
    found = [cause.number for cause in one.causes if cause.kind is CauseKind.PACE]
    assert found == ([] if told is None else [told])


def test_a_moderator_lets_it_stand_once_and_says_why(
    session: Session, desk: Desk, moderator: Actor
) -> None:
    sign(session, desk, desk.audit, ("A1",))
    assert len(flagged_readings(session, moderator, 9)) == 1
    session.rollback()
    for reason, code in (("", "reason_missing"), ("姓名：王某", "likely_name")):
        assert refusal(session, moderator, desk.audit, reason) == code
    before = audit_paper(session, moderator, desk.audit)
    assert before is not None
    assert before.report.head.looked_at is None
    session.rollback()
    refuses_one_hand(
        session, lambda: uphold(session, moderator, desk.audit), moderator, desk.reader
    )
    uphold(session, moderator, desk.audit)
    after = audit_paper(session, moderator, desk.audit)
    assert after is not None
    (said,) = said_readers(Words("en"), after.report.head)
    assert said == "moderates looked at this review of one reviewer as a moderator, and it stands."
    session.rollback()
    assert causes(session, moderator) == {}
    assert flagged_readings(session, moderator, 9) == ()
    paper = single_paper(session, moderator, desk.audit)
    assert paper is not None
    assert (paper.settled_by, paper.reason) == ("moderates", WHY)
    session.rollback()
    assert refusal(session, moderator, desk.audit) == "settled"
    row = session.execute(
        select(JournalRow).where(JournalRow.action == "single:uphold")
    ).scalar_one()
    assert json.loads(row.detail)["causes"] == ["flag", "first_readings"]
    assert WHY not in row.detail
    for statement in (
        delete(SingleModerationRow),
        update(SingleModerationRow).values(settled_by=None),
    ):
        with pytest.raises(DBAPIError):
            session.execute(statement)
        session.rollback()


def test_who_may_not(session: Session, desk: Desk, moderator: Actor) -> None:
    sign(session, desk, desk.audit)
    own = moderating(desk.reader, desk.centre)
    for actor in (desk.second, desk.manager, desk.elsewhere, desk.reader, own):
        assert causes(session, actor) == {}
        assert single_paper(session, actor, desk.audit) is None
        session.rollback()
        assert refusal(session, actor, desk.audit) == "audit"
    assert refusal(session, moderator, desk.audit + 9) == "audit"
    tie = Tie(TieKind.CONFLICT, desk.centre, None, NOON.date(), None, ConflictReason.FAMILY)
    record_tie(session, moderator, NewTie(moderator.account_id or 0, tie), at=NOON)
    assert refusal(session, moderator, desk.audit) == "barred"


def test_a_signature_that_is_taken_back_takes_the_request_back(
    session: Session, desk: Desk, moderator: Actor
) -> None:
    sign(session, desk, desk.audit)
    withdraw_audit(session, desk.reader, desk.audit, at=minutes_later(6))
    assert causes(session, moderator) == {}
    sign_audit(session, desk.reader, desk.audit, ZONE, at=minutes_later(7))
    assert causes(session, moderator) == {desk.audit: ["first_readings"]}


def test_what_a_moderator_let_stand_is_not_taken_back(
    session: Session, desk: Desk, moderator: Actor
) -> None:
    sign(session, desk, desk.audit)
    uphold(session, moderator, desk.audit)
    with pytest.raises(ConflictError, match="moderated"):
        withdraw_audit(session, desk.reader, desk.audit, at=minutes_later(10))
    session.rollback()
    paper = single_paper(session, moderator, desk.audit)
    assert paper is not None
    assert paper.reason == WHY
    assert session.get_one(AuditRow, desk.audit).state == "signed"


def test_who_let_it_stand_does_not_decide_an_objection_to_it(
    session: Session, desk: Desk, moderator: Actor
) -> None:
    sign(session, desk, desk.audit)
    assert moderator.account_id not in took_part(session, desk.audit)
    uphold(session, moderator, desk.audit)
    new = NewObjection("fact", "第3页写明已联系", key="k1")
    raise_objection(session, desk.manager, desk.audit, new, ZONE, at=minutes_later(60))
    waits = {
        who.name: len(objections_to_decide(session, who, ZONE, 9, on=NOON.date()))
        for who in (moderator, desk.second)
    }
    assert waits == {"moderates": 0, "second": 1}
    session.rollback()
    with pytest.raises(NotAllowedError, match="took_part"):
        uphold_result(session, moderator, desk.audit, "成立", zone=ZONE, at=minutes_later(70))
    session.rollback()
    uphold_result(session, desk.second, desk.audit, "成立", zone=ZONE, at=minutes_later(70))


def test_of_two_readers_only_what_they_read_alike_is_looked_at_so(session: Session) -> None:
    twice = a_drawn_sample(session)
    apart = a_complete_pair(session, twice, A1="unmet")
    assert causes(session, twice.moderator) == {}
    assert session.get_one(AuditRow, apart.first_id).state == "signed"


def test_what_two_read_alike_still_has_its_causes(session: Session) -> None:
    twice = a_drawn_sample(session)
    pair = a_pair(session, twice)
    notes = {"B1": "案卷里没有找到"}
    read(session, twice.second, pair.second_id, {**MET, "B1": "unmet"}, **notes)
    assert causes(session, twice.moderator) == {}
    read(session, twice.first, pair.first_id, {**MET, "B1": "unmet"}, **notes)
    assert causes(session, twice.moderator) == {pair.first_id: ["stop", "first_readings"]}
    # who read it a second time does not judge it
    again = moderating(twice.second, twice.centre)
    assert causes(session, again) == {}


def test_a_pair_that_is_given_up_leaves_a_review_of_one_reader(session: Session) -> None:
    twice = a_drawn_sample(session)
    pair = a_pair(session, twice)
    read(session, twice.first, pair.first_id, MET)
    assert causes(session, twice.moderator) == {}
    third = twice.third.account_id or 0
    at = NOON + timedelta(days=22)
    redraw_pair(
        session, twice.planner, pair.id, Redraw(third, DissolveReason.LEFT, "r" * 32), ZONE, at=at
    )
    assert causes(session, twice.moderator) == {pair.first_id: ["first_readings"]}
