import hashlib
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.hand_over import HandOver, HandOverReason
from qa_app.domain.people import Actor
from qa_app.domain.reading_pairs import DissolveReason
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.findings import ActionReadingRow, CorrectiveActionRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.queries.draws import files_of
from qa_app.queries.pairs import twice_read
from qa_app.queries.recount import drifted_totals
from qa_app.services.audits.hand_over import hand_over
from qa_app.services.moderation.redraw_pair import Redraw, redraw_pair
from qa_app.services.readers.assign_files import Accepted, assign_files
from tests.audits import ZONE
from tests.pairs import (
    LATER,
    MET,
    Twice,
    a_complete_pair,
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


def redraw(
    session: Session, twice: Twice, pair: int, by: Actor | None = None, at: datetime = NOON
) -> bool:
    change = Redraw(twice.third.account_id or 0, DissolveReason.LEFT, "r" * 32)
    return redraw_pair(session, by or twice.planner, pair, change, ZONE, at=at)


def test_another_file_is_drawn_and_nothing_is_inherited(session: Session, twice: Twice) -> None:
    old = a_pair(session, twice)
    assert redraw(session, twice, old.id)
    new = the_pair(session)
    assert state_of(session, old.second_id) == "dropped"
    assert (new.first_id != old.first_id) or new.ticket == old.ticket
    second = session.get_one(AuditRow, new.second_id)
    assert (second.reader_id, second.state) == (twice.third.account_id, "draft")
    given_up = session.get_one(ReadingPairRow, old.id)
    assert (given_up.state, given_up.dissolve_reason) == ("dissolved", "left")


def test_a_first_reading_that_is_signed_counts_from_then_on(session: Session, twice: Twice) -> None:
    old = a_pair(session, twice)
    read(session, twice.first, old.first_id, MET)
    assert state_of(session, old.first_id) == "locked"
    redraw(session, twice, old.id)
    assert state_of(session, old.first_id) == "signed"
    assert drifted_totals(session) == ()


def test_what_a_first_reading_that_counts_alone_asks_for_begins(
    session: Session, twice: Twice
) -> None:
    pair = a_pair(session, twice)
    firsts = select(AuditRow.id).where(AuditRow.reading == "first", AuditRow.id != pair.first_id)
    other = session.execute(firsts.order_by(AuditRow.id).limit(1)).scalar_one()
    session.rollback()
    fails = MET | {"A2": "unmet", "B1": "unmet"}
    for audit in (other, pair.first_id):
        read(session, twice.first, audit, fails, A2="案卷第3页", B1="案卷第3页")
    states = select(CorrectiveActionRow.state).where(CorrectiveActionRow.audit_id == pair.first_id)
    assert session.execute(states).scalars().all() == ["draft", "draft"]
    session.rollback()
    given_up = LATER + timedelta(days=1)
    redraw(session, twice, pair.id, at=given_up)
    opened = session.execute(
        select(CorrectiveActionRow)
        .where(CorrectiveActionRow.audit_id == pair.first_id)
        .order_by(CorrectiveActionRow.id)
    ).scalars()
    assert [(one.kind, one.state, one.opened_on) for one in opened] == [
        ("red_line", "open", given_up.date()),
        ("must_pass", "open", given_up.date()),
    ]
    # and it is told to what waits for later readings, as of the day on which it was read
    noted = session.execute(
        select(ActionReadingRow).where(ActionReadingRow.audit_id == pair.first_id)
    ).scalars()
    assert {(one.conforms, one.read_on, one.signed_at) for one in noted} == {
        (False, LATER.date(), given_up)
    }


def test_who_may_not(session: Session, twice: Twice) -> None:
    pair = a_pair(session, twice)
    for actor in (twice.first, twice.second, twice.manager, twice.elsewhere):
        with pytest.raises(OutOfReachError):
            redraw(session, twice, pair.id, by=actor)
    again = Redraw(twice.second.account_id or 0, DissolveReason.AWAY, "r" * 32)
    with pytest.raises(InvalidError, match="same_reader"):
        redraw_pair(session, twice.planner, pair.id, again, ZONE, at=NOON)
    with pytest.raises(OutOfReachError):
        redraw(session, twice, pair.id + 1)


def test_not_once_both_are_locked(session: Session, twice: Twice) -> None:
    pair = a_complete_pair(session, twice, A1="unmet")
    with pytest.raises(ConflictError, match="not_open"):
        redraw(session, twice, pair.id)


def test_handing_the_first_draft_over_gives_the_pair_up(session: Session, twice: Twice) -> None:
    pair = a_pair(session, twice)
    first, third = twice.first.account_id, twice.third.account_id or 0
    change = HandOver(first, third, HandOverReason.LEFT)
    hand_over(session, twice.planner, pair.first_id, change, at=NOON)
    assert state_of(session, pair.second_id) == "dropped"
    assert the_pair(session).state == "dissolved"
    # a second reading is nobody's to hand over
    other = HandOver(twice.second.account_id, third, HandOverReason.LEFT)
    with pytest.raises(OutOfReachError):
        hand_over(session, twice.planner, pair.second_id, other, at=NOON)


def test_who_reads_second_takes_no_first_reading_over_themselves(
    session: Session, twice: Twice
) -> None:
    pair = a_pair(session, twice)
    first, second = twice.first.account_id, twice.second.account_id or 0
    plans_too = Actor(second, twice.second.name, twice.planner.grants)
    for successor in (second, twice.third.account_id or 0):
        with pytest.raises(OutOfReachError):
            hand_over(
                session,
                plans_too,
                pair.first_id,
                HandOver(first, successor, HandOverReason.WORKLOAD),
                at=NOON,
            )
    assert the_pair(session).state == "open"


def test_dividing_the_files_is_answered_alike_read_twice_or_not(
    session: Session, twice: Twice
) -> None:
    pair = a_pair(session, twice)
    first, second = twice.first.account_id, twice.second.account_id or 0
    lines = [
        Accepted(one.audit_id, first, second)
        for one in files_of(session, twice.session, twice.planner.account_id)
    ]
    session.rollback()
    plans_too = Actor(second, twice.second.name, twice.planner.grants)
    with pytest.raises(ConflictError, match="changed"):
        assign_files(session, plans_too, twice.session, lines, at=NOON)
    assert assign_files(session, twice.planner, twice.session, lines, at=NOON) == 5
    assert (the_pair(session).state, state_of(session, pair.second_id)) == ("dissolved", "dropped")


def test_no_answer_to_who_plans_names_the_second_reader(session: Session, twice: Twice) -> None:
    pair = a_pair(session, twice)
    first, second = twice.first.account_id, twice.second.account_id or 0
    files = files_of(session, twice.session, twice.planner.account_id)
    alone = next(one.audit_id for one in files if one.audit_id != pair.first_id)
    session.rollback()
    # read twice or not, the second reader may be named as successor; the pair is given up
    for audit in (alone, pair.first_id):
        change = HandOver(first, second, HandOverReason.LEFT)
        hand_over(session, twice.planner, audit, change, at=NOON)
    assert (the_pair(session).state, state_of(session, pair.second_id)) == ("dissolved", "dropped")


def test_every_redraw_has_its_own_seed_and_no_file_comes_twice_while_others_are_left(
    session: Session, twice: Twice
) -> None:
    drawn = [a_pair(session, twice)]
    for seed, reader in (("a", twice.third), ("b", twice.second)):
        assert another(session, twice, drawn[-1].id, reader, seed)
        drawn.append(the_pair(session))
    files = dict(
        session.execute(
            select(AuditRow.id, CaseFileRow.reference)
            .join(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
            .where(AuditRow.reading == "first")
        ).all()
    )
    assert len({one.first_id for one in drawn}) == 3
    assert [one.seed for one in drawn[1:]] == ["a" * 32, "b" * 32]

    def by_hand(seed: str, audit: int) -> str:
        return hashlib.sha256(f"{seed}|second|{files[audit]}".encode()).hexdigest()

    # each can be worked out again: the lowest ticket of those that were left
    for place, one in enumerate(drawn[1:], 1):
        left = set(files) - {pair.first_id for pair in drawn[:place]}
        assert one.ticket == min(by_hand(one.seed, audit) for audit in left)


def test_where_no_other_file_is_left_one_comes_again(session: Session) -> None:
    twice = a_drawn_sample(session, files=2)
    drawn = [a_pair(session, twice)]
    for seed, reader in (("a", twice.third), ("b", twice.second)):
        assert another(session, twice, drawn[-1].id, reader, seed)
        drawn.append(the_pair(session))
    assert drawn[0].first_id != drawn[1].first_id
    assert drawn[2].first_id in {drawn[0].first_id, drawn[1].first_id}
    told = twice_read(session, twice.planner, twice.session)
    assert told is not None
    assert (told.standing, told.given_up) == (1, 2)


def another(session: Session, twice: Twice, pair: int, reader: Actor | None, seed: str) -> bool:
    change = Redraw(reader and reader.account_id, DissolveReason.AWAY, seed * 32)
    return redraw_pair(session, twice.planner, pair, change, ZONE, at=NOON)


def test_after_two_redraws_a_pair_is_only_given_up(session: Session, twice: Twice) -> None:
    a_pair(session, twice)
    with pytest.raises(InvalidError, match="unfit_reader"):
        another(session, twice, the_pair(session).id, None, "a")
    assert another(session, twice, the_pair(session).id, twice.third, "a")
    assert another(session, twice, the_pair(session).id, twice.second, "b")
    third = the_pair(session)
    with pytest.raises(ConflictError, match="redraws_spent"):
        another(session, twice, third.id, twice.third, "c")
    assert the_pair(session).state == "open"
    assert not another(session, twice, third.id, None, "c")
    last = the_pair(session)
    assert (last.id, last.state, last.dissolve_reason) == (third.id, "dissolved", "away")
    told = twice_read(session, twice.planner, twice.session)
    assert told is not None
    assert (told.standing, told.given_up, told.redraws_left) == (0, 3, 0)
    # nor does choosing begin again, or it would be another way to draw until one comes
    with pytest.raises(ConflictError, match="redraws_spent"):
        a_pair(session, twice)
