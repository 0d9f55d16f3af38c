import hashlib
import json
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from qa_app.domain.calibration import Likeness
from qa_app.domain.errors import ConflictError, InvalidError, OnePersonError, OutOfReachError
from qa_app.domain.hand_over import HandOver, HandOverReason
from qa_app.domain.practice import files_for
from qa_app.domain.reading_pairs import DissolveReason
from qa_app.models.act_seals import SEAL
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow, DrawRow
from qa_app.models.journal import JournalRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.ways_in import AccountLinkRow
from qa_app.models.who_reads import PracticeReadingRow
from qa_app.queries.pairs import readers_with_second
from qa_app.queries.recount import drifted_totals
from qa_app.queries.second_candidates import candidates_for_second
from qa_app.services.audits.hand_over import hand_over
from qa_app.services.audits.open_draft import open_draft
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.moderation.choose_second_readings import choose_second_readings
from qa_app.services.moderation.redraw_pair import Redraw, redraw_pair
from qa_app.services.moderation.settle_pair import PairSettlement, settle_pair
from tests.audits import ZONE, change
from tests.one_hand import opened_by, refuses_one_hand
from tests.pairs import (
    LATER,
    MET,
    Twice,
    a_drawn_sample,
    a_pair,
    read,
    state_of,
    the_pair,
)
from tests.people import NOON


@pytest.fixture
def twice(session: Session) -> Twice:
    return a_drawn_sample(session)


def choose(session: Session, twice: Twice, by=None, who=None, **fields) -> int:
    second = (who or twice.second).account_id or 0
    return choose_second_readings(
        session,
        by or twice.planner,
        twice.session,
        second,
        lambda: "p" * 32,
        zone=ZONE,
        at=NOON,
        **fields,
    )


def test_the_lowest_tickets_of_the_seed_are_read_twice(session: Session, twice: Twice) -> None:
    # 30 percent of five files, rounded up: two
    assert choose(session, twice, share_pct=30) == 2
    files = session.execute(
        select(AuditRow.id, CaseFileRow.reference)
        .join(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(AuditRow.draw_id.is_not(None))
    ).all()

    def by_hand(reference: str) -> str:
        return hashlib.sha256(f"{'p' * 32}|second|{reference}".encode()).hexdigest()

    lowest = sorted(files, key=lambda one: by_hand(one.reference))[:2]
    pairs = session.execute(select(ReadingPairRow).order_by(ReadingPairRow.ticket)).scalars().all()
    assert [(one.first_id, one.ticket) for one in pairs] == [
        (one.id, by_hand(one.reference)) for one in lowest
    ]
    second = session.get_one(AuditRow, pairs[0].second_id)
    first = session.get_one(AuditRow, pairs[0].first_id)
    assert (second.reading, second.state, second.reader_id) == (
        "second",
        "draft",
        twice.second.account_id,
    )
    assert (second.case_file_id, second.rubric_version_id) == (
        first.case_file_id,
        first.rubric_version_id,
    )
    # it stands in no session and no draw, where others could see it
    assert (second.session_id, second.draw_id) == (None, None)


def test_two_accounts_of_one_person_read_no_file_twice(session: Session, twice: Twice) -> None:
    refuses_one_hand(session, lambda: choose(session, twice), twice.second, twice.first)
    pair = a_pair(session, twice)
    third = twice.third.account_id or 0
    other = Redraw(third, DissolveReason.LEFT, "r" * 32)
    redraw = partial(redraw_pair, session, twice.planner, pair.id, other, ZONE, at=NOON)
    refuses_one_hand(session, redraw, twice.third, twice.first)


def test_signing_tells_nobody_of_two_readers_who_may_be_one_and_alike_waits(
    session: Session, twice: Twice
) -> None:
    # a link that was used since they were chosen
    pair = a_pair(session, twice)
    read(session, twice.second, pair.second_id, MET)
    opened_by(session, twice.first, twice.second, LATER)
    read(session, twice.first, pair.first_id, MET)
    # alike, and nothing agreed: it counts as a pair that waits does, and is shown to no centre
    waits = the_pair(session)
    assert (waits.state, waits.alike_count, waits.item_count, waits.how) == ("complete", 3, 3, None)
    assert state_of(session, pair.first_id) == "signed"
    assert session.get_one(AuditRow, pair.first_id).shared_at is None
    settle = partial(
        settle_pair, session, twice.moderator, pair.id, PairSettlement(), ZONE, at=LATER
    )
    with pytest.raises(OnePersonError):
        settle()
    session.rollback()
    session.execute(update(AccountLinkRow).values(seen_at=LATER, seen_by=None))
    session.commit()
    settle()
    assert (the_pair(session).state, the_pair(session).how) == ("settled", "third")
    assert drifted_totals(session) == ()


def test_every_reader_has_one_each_quarter(session: Session, twice: Twice) -> None:
    assert choose(session, twice, share_pct=0) == 1


def test_of_a_reader_below_the_calibration_gate_three_in_ten_are_read_twice(
    session: Session, twice: Twice
) -> None:
    code, version = session.execute(
        select(RubricVersionRow.rubric_code, RubricVersionRow.version).where(
            RubricVersionRow.id == twice.rubric
        )
    ).one()
    for _ in range(3):  # whole rounds; the first two only advise
        for practice in files_for(code):
            session.add(
                PracticeReadingRow(
                    account_id=twice.first.account_id,
                    practice_code=practice,
                    rubric_code=code,
                    rubric_version=version,
                    asked=["A2"],
                    answers={"A2": "unmet"},
                    started_at=NOON,
                    handed_in_at=NOON,
                    outcome=Likeness(1, 0, 1, 0, 0).plain(),
                )
            )
    session.commit()
    # 30 percent of five files, rounded up: two; without it one
    assert choose(session, twice) == 2


def test_who_had_one_this_quarter_is_owed_none(session: Session, twice: Twice) -> None:
    choose(session, twice)
    first = frozenset({twice.first.account_id or 0})
    assert readers_with_second(session, first, NOON) == first
    assert readers_with_second(session, first, NOON + timedelta(seconds=1)) == frozenset()


def test_it_is_journaled_without_the_files(session: Session, twice: Twice) -> None:
    a_pair(session, twice)
    row = session.execute(select(JournalRow).where(JournalRow.action == "pair:choose")).scalar_one()
    said = json.loads(row.detail)
    # whoever writes the journal adds the seal of the pair that was opened
    assert said.pop(SEAL)
    assert said == {
        "count": 1,
        "share_pct": 15,
        "to_account": twice.second.account_id,
    }


def test_who_may_not(session: Session, twice: Twice) -> None:
    for actor in (twice.second, twice.manager, twice.elsewhere):
        with pytest.raises(OutOfReachError):
            choose(session, twice, by=actor)
    with pytest.raises(InvalidError, match="own_reading"):
        choose(session, twice, who=twice.planner)
    with pytest.raises(InvalidError, match="unfit_reader"):
        choose(session, twice, who=twice.manager)
    with pytest.raises(InvalidError, match="nothing_to_read"):
        choose(session, twice, who=twice.first)


def test_once_and_not_before_the_draw(session: Session, twice: Twice) -> None:
    choose(session, twice)
    with pytest.raises(ConflictError, match="chosen_before"):
        choose(session, twice, who=twice.third)
    count = session.execute(select(func.count()).select_from(ReadingPairRow)).scalar_one()
    assert count == 1
    assert the_pair(session).chosen_by == twice.planner.account_id


def test_whoever_knew_a_first_reading_reads_it_no_second_time(
    session: Session, twice: Twice
) -> None:
    query = select(AuditRow.id).where(AuditRow.reading == "first").order_by(AuditRow.id)
    saved, overwritten, opened, held, left = session.scalars(query)
    session.rollback()
    second, first = twice.second, twice.first.account_id or 0

    def to(audit: int, giver: int, taker: int) -> None:
        change = HandOver(giver, taker, HandOverReason.WORKLOAD)
        hand_over(session, twice.planner, audit, change, at=NOON)

    for audit in (saved, overwritten, opened, held):
        to(audit, first, second.account_id or 0)
    for audit in (saved, overwritten):
        save_entries(session, second, audit, [change("A1", "met")], ZONE, at=NOON)
    open_draft(session, second, opened, "workspace", zone=ZONE, at=NOON)
    for audit in (saved, overwritten, opened, held):
        to(audit, second.account_id or 0, first)
    again = [change("A1", "unmet", base=1)]
    save_entries(session, twice.first, overwritten, again, ZONE, at=NOON)
    (draw,) = session.scalars(select(DrawRow.id))
    found = candidates_for_second(session, draw, second.account_id or 0, frozenset())
    assert [one.audit_id for one in found] == [left]
    third = candidates_for_second(session, draw, twice.third.account_id or 0, frozenset())
    assert len(third) == 5
    session.rollback()
    assert a_pair(session, twice).first_id == left
