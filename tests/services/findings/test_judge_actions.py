from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.action_course import WhyNot
from qa_app.domain.action_proof import ProofRule
from qa_app.domain.action_steps import StepSent
from qa_app.domain.actions import ActionStep
from qa_app.domain.errors import NotAllowedError
from qa_app.domain.people import Actor, Role
from qa_app.domain.reading_pairs import Choice, PairDecision
from qa_app.domain.rubric_diff import ItemKind
from qa_app.models.audits import AuditRow
from qa_app.models.findings import ActionReadingRow, ActionStepRow, CorrectiveActionRow
from qa_app.queries.action_papers import action_paper
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.confirm_void import confirm_void
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.audits.withdraw_audit import withdraw_audit
from qa_app.services.findings.check_action import check_action
from qa_app.services.findings.judge_actions import judge_actions
from qa_app.services.findings.work_action import work_action
from qa_app.services.moderation.settle_pair import PairSettlement, settle_pair
from qa_app.services.standards.compare_version import VersionComparison, compare_version
from tests.audits import SECTIONS, ZONE, change, publish
from tests.builders import item, words
from tests.follow_up import Followed, a_followed, actions, later_reading, sign
from tests.pairs import LATER as READ
from tests.pairs import a_drawn_sample, a_pair
from tests.people import NOON, OPERATOR, person


@pytest.fixture
def one(session: Session) -> Followed:
    """A must-pass item failed at noon, and the centre says an hour later that it is mended."""
    made = a_followed(session)
    sign(session, made, "A2")
    (row,) = actions(session)
    session.rollback()
    sent = StepSent(ActionStep.DO, "已补", 1)
    work_action(session, made.desk.manager, row.id, sent, ZONE, at=NOON + timedelta(hours=1))
    return made


def judge(session: Session, days: int, hours: int = 1) -> int:
    session.rollback()
    at = NOON + timedelta(days=days, hours=hours)
    return judge_actions(session, OPERATOR, ZONE, at=at)


def state(session: Session) -> str:
    return actions(session)[0].state


def last_step(session: Session) -> tuple[str, str, int | None, int | None]:
    step = session.execute(
        select(ActionStepRow).order_by(ActionStepRow.id.desc()).limit(1)
    ).scalar_one()
    return step.step, step.state, step.audit_id, step.by


def test_the_first_three_sampled_files_verify_and_the_third_is_named(
    session: Session, one: Followed
) -> None:
    later_reading(session, one, 1)
    later_reading(session, one, 2)
    assert judge(session, 2) == 0
    assert state(session) == "done"
    third = later_reading(session, one, 3)
    assert judge(session, 3) == 1
    assert last_step(session) == ("prove", "verified", third, None)
    assert judge(session, 3) == 0


def test_the_first_that_fails_sends_it_back_and_a_new_try_begins_once_it_is_done_again(
    session: Session, one: Followed
) -> None:
    later_reading(session, one, 1)
    later_reading(session, one, 2, sample_type="purposive")
    failed = later_reading(session, one, 3, "A2")
    assert judge(session, 3) == 1
    assert last_step(session) == ("disprove", "planned", failed, None)
    row = actions(session)[0]
    assert (row.failed_proofs, row.done_on, row.done_at, row.done_by) == (1, None, None, None)
    # 30 days after 26 March, its owner's turn again
    assert (row.waits_by, row.waits_for, str(row.due_on)) == ("centre", "do", "2026-04-25")
    # three in a row are no way round: nothing is verified while it is not said to be done
    for day in (4, 5, 6):
        later_reading(session, one, day)
    assert judge(session, 6) == 0
    done_again(session, one, days=7)
    assert judge(session, 7) == 0
    for day in (8, 9, 10):
        later_reading(session, one, day)
    assert judge(session, 10) == 1
    row = actions(session)[0]
    assert (row.state, row.failed_proofs) == ("verified", 1)


def given_back(session: Session, one: Followed, days: int) -> None:
    row = actions(session)[0]
    session.rollback()
    sent = StepSent(ActionStep.RETURN, "先退回", row.revision)
    # five minutes later: the signature of a file read that day may still be taken back
    at = NOON + timedelta(days=days, minutes=5)
    check_action(session, one.outsider, row.id, sent, ZONE, at=at)


def test_a_return_once_a_file_that_counts_was_read_is_a_failed_try(
    session: Session, one: Followed
) -> None:
    later_reading(session, one, 1, "A2")
    given_back(session, one, 1)
    row = actions(session)[0]
    assert (row.state, row.failed_proofs) == ("planned", 1)
    done_again(session, one, days=2)
    # neither a file that was chosen nor one that was drawn before it was done is a try
    later_reading(session, one, 3, "A2", sample_type="purposive")
    later_reading(session, one, 4, "A2", drawn=1)
    given_back(session, one, 4)
    assert actions(session)[0].failed_proofs == 1


def done_again(
    session: Session, one: Followed, days: int, proof: ProofRule = ProofRule.RUN
) -> None:
    row = actions(session)[0]
    session.rollback()
    sent = StepSent(ActionStep.DO, "再补", row.revision, proof=proof)
    at = NOON + timedelta(days=days)
    work_action(session, one.desk.manager, row.id, sent, ZONE, at=at)


def test_the_screen_is_fixed_when_it_is_done_and_no_run_gets_round_it(session: Session) -> None:
    made = a_followed(session)
    sign(session, made, "A2")
    done_again(session, made, 0, ProofRule.SCREEN)
    assert actions(session)[0].proof == "screen"
    for day in range(1, 13):
        later_reading(session, made, day)
    assert judge(session, 12) == 0
    thirteenth = later_reading(session, made, 13)
    assert judge(session, 13) == 1
    assert last_step(session) == ("prove", "verified", thirteenth, None)


def test_what_is_read_before_the_day_of_verification_and_signed_later_changes_nothing(
    session: Session, one: Followed
) -> None:
    """It was told as "a review that verified it became void", though none had."""
    verified(session, one)
    later_reading(session, one, 4, "A2")
    session.execute(
        update(ActionReadingRow)
        .where(~ActionReadingRow.conforms)
        .values(read_on=(NOON + timedelta(days=3)).date())
    )
    session.commit()
    assert judge(session, 4) == 0
    row = actions(session)[0]
    assert (row.state, row.recurrences) == ("verified", 0)


def test_what_was_read_before_it_was_done_proves_nothing(session: Session) -> None:
    made = a_followed(session)
    sign(session, made, "A2")
    for day in (1, 2, 3):
        later_reading(session, made, day)
    (row,) = actions(session)
    session.rollback()
    sent = StepSent(ActionStep.DO, "已补", 1)
    work_action(session, made.desk.manager, row.id, sent, ZONE, at=NOON + timedelta(days=4))
    assert judge(session, 5) == 0
    assert state(session) == "done"


def test_a_file_drawn_before_it_was_done_proves_nothing_whenever_it_is_read(
    session: Session, one: Followed
) -> None:
    for day in (1, 2, 3):
        later_reading(session, one, day, drawn=0)  # at noon; it was done an hour later
    assert judge(session, 3) == 0
    assert state(session) == "done"
    (row,) = actions(session)
    session.rollback()
    paper = action_paper(session, one.outsider, row.id)
    assert paper is not None
    assert {told.why_not for told in paper.readings} == {WhyNot.DRAWN_BEFORE}
    for day in (4, 5, 6):
        later_reading(session, one, day)
    assert judge(session, 6) == 1
    assert state(session) == "verified"


def test_a_red_line_is_read_again_by_a_file_that_was_added_for_it_or_drawn_since(
    session: Session,
) -> None:
    made = a_followed(session)
    sign(session, made, "B1")
    (row,) = actions(session)
    session.rollback()
    at = NOON + timedelta(hours=1)
    work_action(
        session, made.desk.manager, row.id, StepSent(ActionStep.CONTAIN, "已安置", 1), ZONE, at=at
    )
    later_reading(session, made, 1, drawn=0)
    later_reading(session, made, 2, sample_type="purposive", add_reason="learning")
    assert judge(session, 2) == 0
    again = later_reading(session, made, 3, sample_type="purposive", add_reason="red_line")
    assert judge(session, 3) == 1
    assert str(actions(session)[0].re_read_at) == "2026-03-26"
    session.rollback()
    step = session.execute(
        select(ActionStepRow).order_by(ActionStepRow.id.desc()).limit(1)
    ).scalar_one()
    assert (step.step, step.state, step.audit_id) == ("re_read", "open", again)


def test_a_signature_that_can_be_taken_back_does_not_count_yet(
    session: Session, one: Followed
) -> None:
    for day in (1, 2):
        later_reading(session, one, day)
    third = later_reading(session, one, 3)
    assert judge(session, 3, hours=0) == 0
    withdraw_audit(session, one.desk.reader, third, at=NOON + timedelta(days=3, minutes=5))
    assert judge(session, 3) == 0
    assert len(session.execute(select(ActionReadingRow)).all()) == 2


def test_a_reworded_item_says_nothing_until_a_person_said_that_it_is_the_same(
    session: Session, one: Followed
) -> None:
    (first, second) = SECTIONS
    reworded = item("A2", critical="gate", critical_fail=["unmet"], text=words("other words"))
    changed = {**first, "items": [first["items"][0], reworded]}
    newer = publish(session, changed, second, version="2.0.0")
    compare_version(session, OPERATOR, VersionComparison(newer), at=NOON)
    under_it = replace(one, desk=replace(one.desk, rubric=newer))
    later_reading(session, under_it, 1)
    assert session.execute(select(ActionReadingRow)).all() == []
    session.rollback()
    same = VersionComparison(newer, "A2", ItemKind.REWORDED)
    compare_version(session, person(Role.SENIOR_SUPERVISOR), same, at=NOON)
    later_reading(session, under_it, 2)
    assert session.scalars(select(ActionReadingRow.conforms)).all() == [True]


def verified(session: Session, one: Followed) -> list[int]:
    made = [later_reading(session, one, day) for day in (1, 2, 3)]
    assert judge(session, 3) == 1
    session.rollback()
    return made


def test_a_fault_within_twelve_months_opens_it_again_and_is_counted(
    session: Session, one: Followed
) -> None:
    verified(session, one)
    later_reading(session, one, 60, "A2", sample_type="purposive")
    assert judge(session, 60) == 1
    (row, again) = actions(session)
    assert (row.state, row.recurrences, row.waits_for) == ("open", 1, "do")
    assert str(row.due_on) == "2026-06-21"  # 30 days after 22 May
    assert again.state == "open"  # the later file has an action of its own
    session.rollback()


def test_a_void_reading_proves_nothing_any_more(session: Session, one: Followed) -> None:
    last = verified(session, one)[-1]
    make_void(session, one, last)
    assert judge(session, 5) == 1
    assert last_step(session) == ("unprove", "done", None, None)


def make_void(session: Session, one: Followed, audit: int) -> None:
    at = NOON + timedelta(days=4)
    ask_void(session, one.desk.reader, audit, "wrong_file", at=at)
    confirm_void(session, one.outsider, audit, ZONE, at=at)


def test_with_one_void_the_next_file_decides(session: Session, one: Followed) -> None:
    last = verified(session, one)[-1]
    # read on the day of verification, so that it has not come back
    fourth = later_reading(session, one, 4, "A2")
    session.execute(
        update(ActionReadingRow)
        .where(ActionReadingRow.audit_id == fourth)
        .values(read_on=(NOON + timedelta(days=3)).date())
    )
    session.commit()
    make_void(session, one, last)
    assert judge(session, 5) == 1
    assert last_step(session) == ("disprove", "planned", fourth, None)
    steps = session.execute(select(ActionStepRow.step).order_by(ActionStepRow.id)).scalars()
    assert list(steps)[-2:] == ["unprove", "disprove"]


def test_only_the_system_judges(session: Session, one: Followed) -> None:
    with pytest.raises(NotAllowedError):
        judge_actions(session, one.outsider, ZONE, at=NOON)


@pytest.mark.parametrize("second_says", ["unmet", "met"])
def test_a_blind_pair_was_read_when_its_first_reader_read_it(
    session: Session, second_says: str
) -> None:
    """However late the second reader signs, and whether or not they read alike."""
    twice = a_drawn_sample(session)
    pair = a_pair(session, twice)
    firsts = select(AuditRow.id).where(AuditRow.reading == "first", AuditRow.id != pair.first_id)
    other = session.execute(firsts.order_by(AuditRow.id).limit(1)).scalar_one()
    session.rollback()
    fails = {"A1": "met", "A2": "unmet", "B1": "met"}

    def signed(who: Actor, audit: int, code: str, hours: int) -> None:
        at = READ + timedelta(hours=hours)
        answers = fails | {"A2": code}
        changes = [change(key, value, note="案卷第3页") for key, value in answers.items()]
        save_entries(session, who, audit, changes, ZONE, at=at)
        sign_audit(session, who, audit, ZONE, at=at)

    signed(twice.first, other, "unmet", 0)  # this opens the action
    signed(twice.first, pair.first_id, "unmet", 2)
    action = update(CorrectiveActionRow).where(CorrectiveActionRow.audit_id == other)
    session.execute(
        action.values(
            state="verified",
            is_by_document=True,
            done_on=READ.date(),
            done_at=READ + timedelta(hours=1),
            verified_on=READ.date() + timedelta(days=1),
            waits_by=None,
            waits_for="nothing",
            next_on=None,
        )
    )
    session.commit()
    signed(twice.second, pair.second_id, second_says, 72)
    if second_says == "met":
        decided = {("answer", "A2"): PairDecision(Choice.FIRST, reason="以案卷第3页为准")}
        said = PairSettlement(decided)
        at = READ + timedelta(hours=96)
        assert settle_pair(session, twice.moderator, pair.id, said, ZONE, at=at)
    noted = session.execute(select(ActionReadingRow).order_by(ActionReadingRow.audit_id)).scalars()
    of_pair = {(row.read_on, row.signed_at) for row in noted if row.action_id == 1}
    assert of_pair == {(READ.date(), READ + timedelta(hours=72))}
    session.rollback()
    judge_actions(session, OPERATOR, ZONE, at=READ + timedelta(days=5))
    rows = session.execute(select(CorrectiveActionRow).order_by(CorrectiveActionRow.id)).scalars()
    assert [(row.state, row.recurrences) for row in rows] == [("verified", 0), ("open", 0)]
