import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.register_decisions import Proposal
from qa_app.domain.register_status import Mover
from qa_app.domain.rules.decision import Status
from qa_app.domain.rules.evaluation import Evidence
from qa_app.domain.second_reading import Retyped
from qa_app.models.criteria_versions import EvidenceSnapshotRow
from qa_app.models.journal import JournalRow
from qa_app.models.register_decisions import (
    DecisionConditionRow,
    RegisterDecisionRow,
    RegisterStepRow,
)
from qa_app.queries.evidence_snapshots import snapshots
from qa_app.queries.register_decisions import conditions_of, decision, decisions
from qa_app.queries.register_standings import area_standing
from qa_app.queries.register_waiting import AreaDue, standings_due
from qa_app.services.decisions.apply_for_register import ApplicationSent, apply_for_register
from qa_app.services.decisions.confirm_decision import confirm_decision
from qa_app.services.decisions.freeze_evidence import freeze_evidence
from qa_app.services.decisions.put_forward_decision import DecisionSent, put_forward_decision
from qa_app.services.decisions.return_decision import return_decision
from qa_app.services.decisions.settle_condition import settle_condition
from qa_app.services.decisions.take_back_application import take_back_application
from qa_app.services.decisions.take_up_application import take_up_application
from tests.audits import ZONE
from tests.decisions import (
    AREA,
    PAPER,
    READ,
    SETS,
    TODAY,
    WHY,
    Desk,
    a_desk,
    applied,
    decided,
    endorsed,
    evidence,
    frozen,
    later_version,
    on_conditions,
    proposed,
    suspended,
)
from tests.one_hand import refuses_one_hand
from tests.people import NOON

ENTRY = Proposal(Status.ENDORSED, TODAY)
DETAILS_OF_FROZEN = select(JournalRow.detail).where(JournalRow.action == "register:freeze")
ON_PAPER = Proposal(Status.ENDORSED, TODAY, paper=PAPER)


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


def standing(session: Session, desk: Desk, days: int = 0) -> Status | None:
    found = area_standing(session, desk["reader"], desk.a, AREA)
    assert found is not None
    session.rollback()
    return found.on(TODAY + timedelta(days=days))


def test_evidence_is_frozen_once_for_the_same_evaluation(session: Session, desk: Desk) -> None:
    first = frozen(session, desk)
    assert frozen(session, desk) == first
    assert session.execute(select(func.count(EvidenceSnapshotRow.id))).scalar_one() == 1
    found = snapshots(session, desk.a, AREA, 5)[0]
    assert found.plain == evidence()
    assert snapshots(session, desk.a, AREA, 5, found.digest[:16]) == (found,)
    assert snapshots(session, desk.a, AREA, 5, "%") == ()


def frozen_at(session: Session, desk: Desk, minutes: int, must: int = 1) -> int:
    return frozen(session, desk, evidence(at=NOON + timedelta(minutes=minutes), must=must))


def test_the_same_evidence_of_a_day_is_frozen_once(session: Session, desk: Desk) -> None:
    applied(session, desk)
    first = frozen_at(session, desk, 0)
    assert {frozen_at(session, desk, minutes) for minutes in range(1, 9)} == {first}
    # what says something else is another one, and so is what comes after a decision
    changed = frozen_at(session, desk, 9, must=0)
    assert changed != first
    back = frozen_at(session, desk, 10)
    assert back not in (first, changed)
    decided(session, desk, ENTRY, back, at=NOON + timedelta(minutes=11))
    after = frozen_at(session, desk, 12)
    assert after > back
    # a paper that waits has used its reply form: another one needs evidence of its own
    proposed(session, desk, ON_PAPER, after, at=NOON + timedelta(minutes=13))
    assert frozen_at(session, desk, 14) > after


def test_who_reads_no_files_is_led_to_what_stands(session: Session, desk: Desk) -> None:
    applied(session, desk)

    def by(name: str, must: int, **passed: int) -> int:
        at = NOON + timedelta(**passed)
        found, route = Evidence(evidence(at=at, must=must)), Mover.SCREEN
        if name == "registrar":
            route = Mover.PAPER
        return freeze_evidence(session, desk[name], desk.a, found, at=at, mover=route)

    # E02 flips within minutes: only who reads the centre's files is given it anew
    first = by("decider", 1)
    for name in ("decider", "decider2", "registrar"):
        assert by(name, 0, minutes=5) == first
    told = [json.loads(row) for row in session.execute(DETAILS_OF_FROZEN).scalars()]
    assert len(told) == 4
    session.rollback()
    anew = by("senior", 0, days=1)
    assert anew != first
    assert by("decider", 1, days=30, hours=23) == anew
    # thirty days after what stands, and never before
    assert by("registrar", 1, days=31) not in (first, anew)


def test_by_every_set_who_reads_no_files_sees_one_instant(session: Session, desk: Desk) -> None:
    applied(session, desk)

    def by(name: str, set_code: str, minutes: int, passed: timedelta) -> int:
        plain = evidence(at=NOON + timedelta(minutes=minutes)) | {"set": set_code}
        at, route = NOON + passed, Mover.PAPER if name == "registrar" else Mover.SCREEN
        return freeze_evidence(session, desk[name], desk.a, Evidence(plain), at=at, mover=route)

    later = timedelta(minutes=9)
    first = by("decider", "full", 0, timedelta())
    for name, minutes in (("decider", 9), ("registrar", 5)):
        with pytest.raises(ConflictError, match="evidence_instant"):
            by(name, "candidate", minutes, later)
    # as of then by each set, and that is what stands from now on
    other = by("decider", "candidate", 0, later)
    assert other != first
    assert by("registrar", "candidate", 9, later) == other
    # who reads the files sets the next instant; a paper that waits sets none
    anew = by("senior", "provisional", 9, later)
    with pytest.raises(ConflictError, match="evidence_instant"):
        by("registrar", "full2", 8, later)
    assert by("registrar", "full2", 9, later) > anew
    proposed(session, desk, replace(ON_PAPER, reasons=WHY), anew, at=NOON + later)
    with pytest.raises(ConflictError, match="evidence_instant"):
        by("registrar", "candidate2", 8, later)
    assert by("registrar", "provisional", 20, timedelta(minutes=20)) == anew
    # thirty days after what stands
    assert by("decider", "full", 20 + 30 * 24 * 60, timedelta(days=30, minutes=20)) > anew


def test_where_nothing_can_be_decided_nothing_is_frozen(session: Session, desk: Desk) -> None:
    def by(name: str, mover: Mover) -> int:
        found = Evidence(evidence())
        return freeze_evidence(session, desk[name], desk.a, found, at=NOON, mover=mover)

    for is_applied in (False, True):
        if is_applied:
            applied(session, desk, under_review=False)
        for name in ("decider", "senior"):
            with pytest.raises(ConflictError, match="nothing_to_decide"):
                by(name, Mover.SCREEN)
    assert session.execute(select(func.count(EvidenceSnapshotRow.id))).scalar_one() == 0
    session.rollback()
    # who may not record paper freezes for none
    with pytest.raises(OutOfReachError):
        by("decider", Mover.PAPER)
    assert by("registrar", Mover.PAPER) > 0


def test_evidence_of_before_a_decision_takes_effect_holds_nobody(
    session: Session, desk: Desk
) -> None:
    applied(session, desk)
    later = replace(ENTRY, effective_on=TODAY + timedelta(days=9))
    decided(session, desk, later)
    kept = []
    for name, mover, days, is_in in (
        # until then nothing is decided on screen
        ("registrar", Mover.PAPER, 2, False),
        ("decider", Mover.SCREEN, 10, True),
    ):
        at = NOON + timedelta(days=days)
        found = Evidence(evidence(at=at, in_register=is_in))
        kept.append(freeze_evidence(session, desk[name], desk.a, found, at=at, mover=mover))
    # no decision may rest on the first one any more
    assert kept[0] != kept[1]


def test_nobody_freezes_without_end(session: Session, desk: Desk) -> None:
    applied(session, desk)
    for minutes in range(60):
        frozen_at(session, desk, minutes, must=minutes % 2)
    with pytest.raises(InvalidError, match="evidence_many"):
        frozen_at(session, desk, 60, must=0)
    # what stands is given all the same, and a day later it goes on
    assert frozen_at(session, desk, 61, must=1) == frozen_at(session, desk, 62, must=1)
    later = NOON + timedelta(days=1, minutes=1)
    freeze_evidence(session, desk["senior"], desk.a, Evidence(evidence(at=later)), at=later)


@pytest.mark.parametrize(
    ("name", "change", "kind", "code"),
    [
        ("senior", {"status": "deferred"}, InvalidError, "evidence_unsound"),
        ("senior", {"centre": "B"}, InvalidError, "evidence_unsound"),
        ("manager", {}, OutOfReachError, "area"),
        ("decider_b", {}, OutOfReachError, "area"),
        ("reader", {}, OutOfReachError, "area"),
    ],
)
def test_evidence_that_does_not_follow_is_not_frozen(
    session: Session,
    desk: Desk,
    name: str,
    change: dict[str, str],
    kind: type[Exception],
    code: str,
) -> None:
    plain = evidence() | change
    with pytest.raises(kind, match=code):
        freeze_evidence(session, desk[name], desk.a, Evidence(plain), at=NOON)


def test_two_people_decide_on_screen(session: Session, desk: Desk) -> None:
    applied(session, desk)
    made = proposed(session, desk, ENTRY)
    assert standing(session, desk) is Status.UNDER_REVIEW
    decider = desk["decider"]
    refuses_one_hand(
        session,
        lambda: confirm_decision(session, decider, made, ZONE, at=NOON),
        decider,
        desk["senior"],
    )
    confirm_decision(session, desk["decider"], made, ZONE, at=NOON)
    assert standing(session, desk) is Status.ENDORSED
    one = decision(session, desk["reader"], made)
    assert one is not None
    assert (one.valid_until, one.computed) == (TODAY.replace(year=2028, day=22), Status.ENDORSED)
    assert (one.proposer, one.decider) == ("senior", "decider")


def test_it_holds_as_long_as_the_criteria_of_its_evidence_say(session: Session, desk: Desk) -> None:
    applied(session, desk)
    rests_on = frozen(session, desk)
    later_version(session, TODAY)
    one = decision(session, desk["reader"], decided(session, desk, ENTRY, rests_on))
    assert one is not None
    # two years by these, one year by those in force since
    assert one.valid_until == TODAY.replace(year=2028, day=22)


def test_who_proposed_never_decides(session: Session, desk: Desk) -> None:
    applied(session, desk)
    made = proposed(session, desk, ENTRY, by="decider")
    with pytest.raises(NotAllowedError, match="same_person"):
        confirm_decision(session, desk["decider"], made, ZONE, at=NOON)
    for name in ("senior", "registrar", "manager", "decider_b", "reader"):
        with pytest.raises(OutOfReachError):
            confirm_decision(session, desk[name], made, ZONE, at=NOON)
    confirm_decision(session, desk["decider2"], made, ZONE, at=NOON)


@pytest.mark.parametrize("name", ["manager", "registrar", "reader", "auditor", "decider_b"])
def test_who_may_not_propose(session: Session, desk: Desk, name: str) -> None:
    applied(session, desk)
    with pytest.raises(OutOfReachError):
        proposed(session, desk, ENTRY, by=name)


def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(
    session: Session, desk: Desk
) -> None:
    applied(session, desk)
    first = proposed(session, desk, ENTRY)
    second = proposed(session, desk, on_conditions())
    confirm_decision(session, desk["decider"], first, ZONE, at=NOON)
    with pytest.raises(ConflictError, match="standing_moved"):
        confirm_decision(session, desk["decider2"], second, ZONE, at=NOON)
    with pytest.raises(ConflictError, match="decision_answered"):
        confirm_decision(session, desk["decider2"], first, ZONE, at=NOON)
    assert session.execute(select(func.count(RegisterStepRow.id))).scalar_one() == 1
    # the other one is closed, by whom and by what, and waits for nobody any more
    closed = session.get_one(RegisterDecisionRow, second)
    assert (closed.state, closed.decided_at, closed.decided_by) == (
        "overtaken",
        NOON,
        desk["decider"].account_id,
    )
    rows = session.execute(
        select(JournalRow.detail).where(
            JournalRow.action == "register:decide", JournalRow.object_id == str(first)
        )
    ).scalars()
    told = [json.loads(row) for row in rows]
    assert [row["overtaken"] for row in told if row["step"] == "confirm"] == [[second]]
    waiting = standings_due(session, desk["decider2"], TODAY, ZONE, 12)
    assert [one for one in waiting if one.why is AreaDue.SECOND] == []
    assert decisions(session, desk["decider2"], 9, waiting=True) == ()


def test_a_decision_never_ends_another_application(session: Session, desk: Desk) -> None:
    first = applied(session, desk)
    made = proposed(session, desk, Proposal(Status.DEFERRED, TODAY, WHY))
    take_back_application(session, desk["manager"], first, at=NOON)
    sent = ApplicationSent(desk.a, AREA, "candidate", "我们换一套标准重新申请。")
    second = apply_for_register(session, desk["manager"], sent, SETS, ZONE, at=NOON)
    take_up_application(session, desk["senior"], second, at=NOON)
    with pytest.raises(ConflictError, match="application_moved"):
        confirm_decision(session, desk["decider"], made, ZONE, at=NOON)
    assert standing(session, desk) is Status.UNDER_REVIEW
    # this evidence judges by the full set: to decide on it takes reasons
    with pytest.raises(InvalidError, match="set_reasons_missing"):
        proposed(session, desk, ENTRY)


def test_what_departs_from_the_evidence_needs_reasons(session: Session, desk: Desk) -> None:
    applied(session, desk)
    with pytest.raises(InvalidError, match="reasons_missing"):
        proposed(session, desk, Proposal(Status.DEFERRED, TODAY, "不够"))
    with pytest.raises(InvalidError, match="reasons_drafted"):
        proposed(session, desk, Proposal(Status.DEFERRED, TODAY, f"{WHY}！", drafts=(WHY,)))
    made = decided(session, desk, Proposal(Status.DEFERRED, TODAY, WHY))
    one = decision(session, desk["manager"], made)
    assert one is not None
    assert one.reasons == WHY
    for name in ("reader", "auditor"):
        hidden = decision(session, desk[name], made)
        assert hidden is not None
        assert hidden.reasons == ""


def test_evidence_of_another_area_or_centre_is_none(session: Session, desk: Desk) -> None:
    applied(session, desk)
    rests_on = frozen(session, desk)
    sent = DecisionSent(desk.a, "legal_aid", rests_on, ENTRY)
    with pytest.raises(OutOfReachError, match="snapshot"):
        put_forward_decision(session, desk["senior"], sent, ZONE, at=NOON)


def test_sent_twice_it_is_one_decision(session: Session, desk: Desk) -> None:
    applied(session, desk)
    sent = DecisionSent(desk.a, AREA, frozen(session, desk), ENTRY, "k1")
    made = [
        put_forward_decision(session, desk["senior"], sent, ZONE, at=NOON) for _time in range(2)
    ]
    assert made[0] == made[1]


def test_one_key_decides_about_one_area(session: Session, desk: Desk) -> None:
    applied(session, desk)
    sent = DecisionSent(desk.a, AREA, frozen(session, desk), ENTRY, "k1")
    put_forward_decision(session, desk["senior"], sent, ZONE, at=NOON)
    for other in (
        replace(sent, centre_id=desk.b),
        replace(sent, area_code="legal_aid"),
        replace(sent, snapshot_id=sent.snapshot_id + 1),
    ):
        with pytest.raises(ConflictError, match="key_reused"):
            put_forward_decision(session, desk["senior"], other, ZONE, at=NOON)


def test_a_paper_is_recorded_once_about_an_area(session: Session, desk: Desk) -> None:
    applied(session, desk)
    made = proposed(session, desk, ON_PAPER)
    anew = frozen(session, desk, evidence(at=NOON + timedelta(minutes=1)))
    said = replace(ON_PAPER, paper=replace(PAPER, covers_more=True))
    for proposal in (ON_PAPER, said):
        with pytest.raises(ConflictError, match="paper_recorded") as told:
            proposed(session, desk, proposal, anew)
        assert told.value.params == {"decision": made}
    return_decision(session, desk["registrar2"], made, at=NOON)
    # what was returned decides nothing, so it may be recorded anew
    proposed(session, desk, ON_PAPER, anew)


def test_the_route_says_who_returns(session: Session, desk: Desk) -> None:
    made = proposed(session, desk, ON_PAPER)
    for name in ("decider", "senior", "manager"):
        with pytest.raises(OutOfReachError):
            return_decision(session, desk[name], made, at=NOON)
    return_decision(session, desk["registrar"], made, at=NOON)
    applied(session, desk)
    on_screen = proposed(session, desk, ENTRY)
    for name in ("registrar", "senior2"):
        with pytest.raises(OutOfReachError):
            return_decision(session, desk[name], on_screen, at=NOON)
    return_decision(session, desk["decider"], on_screen, at=NOON)


def test_a_decision_on_paper_needs_no_account_of_a_judge(session: Session, desk: Desk) -> None:
    made = proposed(session, desk, ON_PAPER)
    assert standing(session, desk) is None
    with pytest.raises(NotAllowedError, match="same_person"):
        confirm_decision(session, desk["registrar"], made, ZONE, at=NOON, typed=READ)
    confirm_decision(session, desk["registrar2"], made, ZONE, at=NOON, typed=READ)
    assert standing(session, desk) is Status.ENDORSED


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        (None, ("number", "date", "decision")),
        (Retyped("昆检未〔2026〕21号", TODAY, Status.ENDORSED), ("number",)),
        (Retyped(PAPER.number, TODAY - timedelta(days=1), Status.ENDORSED), ("date",)),
        (Retyped(PAPER.number, TODAY, Status.CONDITIONAL), ("decision",)),
    ],
)
def test_any_difference_to_the_paper_stops_it(
    session: Session, desk: Desk, typed: Retyped | None, what: tuple[str, ...]
) -> None:
    made = proposed(session, desk, ON_PAPER)
    with pytest.raises(InvalidError, match="paper_differs") as told:
        confirm_decision(session, desk["registrar2"], made, ZONE, at=NOON, typed=typed)
    assert told.value.params["what"] == what
    assert standing(session, desk) is None


@pytest.mark.parametrize("name", ["senior", "decider", "manager", "reader"])
def test_only_registrars_record_paper(session: Session, desk: Desk, name: str) -> None:
    with pytest.raises(OutOfReachError):
        proposed(session, desk, ON_PAPER, by=name)


def test_a_decision_is_returned_or_taken_back(session: Session, desk: Desk) -> None:
    applied(session, desk)
    for name, state in (("decider", "returned"), ("senior", "taken_back")):
        made = proposed(session, desk, ENTRY)
        for other in ("manager", "reader", "decider_b"):
            with pytest.raises(OutOfReachError):
                return_decision(session, desk[other], made, at=NOON)
        return_decision(session, desk[name], made, at=NOON)
        assert session.get_one(RegisterDecisionRow, made).state == state
        session.rollback()
        with pytest.raises(ConflictError, match="decision_answered"):
            return_decision(session, desk["decider"], made, at=NOON)
        with pytest.raises(ConflictError, match="decision_answered"):
            confirm_decision(session, desk["decider"], made, ZONE, at=NOON)


def test_what_waits_too_long_takes_no_effect_in_the_past(session: Session, desk: Desk) -> None:
    applied(session, desk)
    made = proposed(session, desk, ENTRY)
    with pytest.raises(InvalidError, match="effective_passed"):
        confirm_decision(session, desk["decider"], made, ZONE, at=NOON + timedelta(days=1))


def test_conditions_are_settled_once_by_who_follows_them(session: Session, desk: Desk) -> None:
    applied(session, desk)
    made = proposed(session, desk, on_conditions())
    found = session.execute(select(DecisionConditionRow.id)).scalar_one()
    session.rollback()
    with pytest.raises(ConflictError, match="not_decided"):
        settle_condition(session, desk["senior"], made, found, is_met=True, at=NOON)
    confirm_decision(session, desk["decider"], made, ZONE, at=NOON)
    for name in ("manager", "reader", "decider_b"):
        with pytest.raises(OutOfReachError):
            settle_condition(session, desk[name], made, found, is_met=True, at=NOON)
    settle_condition(session, desk["senior"], made, found, is_met=True, at=NOON)
    with pytest.raises(ConflictError, match="condition_settled"):
        settle_condition(session, desk["senior"], made, found, is_met=False, at=NOON)
    with pytest.raises(OutOfReachError):
        settle_condition(session, desk["senior"], made, 999, is_met=True, at=NOON)
    with pytest.raises(OutOfReachError):
        settle_condition(session, desk["senior"], made + 1, found, is_met=True, at=NOON)
    one = decision(session, desk["manager"], made)
    hidden = decision(session, desk["reader"], made)
    assert one is not None
    assert hidden is not None
    assert [line.is_met for line in conditions_of(session, one)] == [True]
    assert conditions_of(session, one)[0].text
    assert conditions_of(session, hidden)[0].text == ""


def test_a_suspension_is_lifted_on_conditions(session: Session, desk: Desk) -> None:
    suspended(session, desk)
    day = NOON + timedelta(days=60)
    still = frozen(session, desk, evidence(stop=1, at=day))
    with pytest.raises(ConflictError, match="stop_still_fails"):
        proposed(session, desk, on_conditions(30, day), still, at=day)
    closed = frozen(session, desk, evidence(at=day))
    # what was found before it was suspended lifts nothing
    before = frozen(session, desk)
    with pytest.raises(ConflictError, match="evidence_before"):
        proposed(session, desk, on_conditions(30, day), before, at=day)
    made = decided(session, desk, on_conditions(30, day), closed, at=day)
    # as it must be, so that it does not depart from an entry that follows
    lifted = decision(session, desk["decider"], made)
    assert lifted is not None
    assert (lifted.before, lifted.computed, lifted.departs) == (
        Status.SUSPENDED,
        Status.ENDORSED,
        False,
    )
    session.rollback()
    assert [standing(session, desk, days) for days in (0, 30, 60)] == [
        Status.ENDORSED,
        Status.SUSPENDED,
        Status.CONDITIONAL,
    ]


def test_the_newest_decision_comes_first_and_what_waits_is_seen_by_deciders(
    session: Session, desk: Desk
) -> None:
    first = endorsed(session, desk)
    later = NOON + timedelta(days=3)
    stop = frozen(session, desk, evidence(stop=1, at=later, in_register=True))
    waits = proposed(session, desk, Proposal(Status.SUSPENDED, later.date()), stop, at=later)
    seen = {
        name: [one.id for one in decisions(session, desk[name], 9, waiting=True)]
        for name in ("senior", "decider", "registrar", "reader", "manager", "decider_b")
    }
    assert seen == {
        "senior": [waits],
        "decider": [waits],
        "registrar": [waits],
        "reader": [],
        "manager": [],
        "decider_b": [],
    }
    assert decision(session, desk["manager"], waits) is None
    session.rollback()
    confirm_decision(session, desk["decider"], waits, ZONE, at=later)
    assert [one.id for one in decisions(session, desk["reader"], 9)] == [waits, first]
    assert decisions(session, desk["decider_b"], 9) == ()


def test_the_database_keeps_decisions_and_steps(session: Session, desk: Desk) -> None:
    row = session.get_one(RegisterDecisionRow, endorsed(session, desk))
    row.status = "withdrawn"
    with pytest.raises(DBAPIError, match="never changed"):
        session.flush()
    session.rollback()
    step = session.execute(select(RegisterStepRow)).scalar_one()
    step.status = "withdrawn"
    with pytest.raises(DBAPIError, match="a step stays"):
        session.flush()
