"""Two people act on the two readings of one pair in the same moment, on PostgreSQL."""

from collections.abc import Callable
from contextlib import suppress
from itertools import permutations
from threading import Barrier, BrokenBarrierError, Thread
from time import sleep
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from qa_app.domain.errors import RefusedError
from qa_app.domain.hand_over import HandOver, HandOverReason
from qa_app.domain.reading_pairs import DissolveReason
from qa_app.models.engine import make_engine
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.sealing import Sealer
from qa_app.queries.recount import drifted_totals
from qa_app.services.audits.hand_over import hand_over
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.audits.withdraw_audit import withdraw_audit
from qa_app.services.moderation.redraw_pair import Redraw, redraw_pair
from tests.audits import ZONE, change
from tests.conftest import FIELD_KEY
from tests.pairs import LATER, MET, Twice, a_drawn_sample, a_pair

Act = Callable[[Session, Twice, ReadingPairRow], object]


def sign_first(session: Session, twice: Twice, pair: ReadingPairRow) -> object:
    return sign_audit(session, twice.first, pair.first_id, ZONE, at=LATER)


def sign_second(session: Session, twice: Twice, pair: ReadingPairRow) -> object:
    return sign_audit(session, twice.second, pair.second_id, ZONE, at=LATER)


def withdraw_first(session: Session, twice: Twice, pair: ReadingPairRow) -> object:
    return withdraw_audit(session, twice.first, pair.first_id, at=LATER)


def withdraw_second(session: Session, twice: Twice, pair: ReadingPairRow) -> object:
    return withdraw_audit(session, twice.second, pair.second_id, at=LATER)


def hand_first_over(session: Session, twice: Twice, pair: ReadingPairRow) -> object:
    to = HandOver(twice.first.account_id, twice.third.account_id or 0, HandOverReason.AWAY)
    return hand_over(session, twice.planner, pair.first_id, to, at=LATER)


def draw_anew(session: Session, twice: Twice, pair: ReadingPairRow) -> object:
    to = Redraw(twice.third.account_id or 0, DissolveReason.AWAY, "r" * 32)
    return redraw_pair(session, twice.planner, pair.id, to, ZONE, at=LATER)


BOTH = [
    (withdraw_first, sign_second, (sign_first,)),
    (draw_anew, sign_second, (sign_first,)),
    (hand_first_over, sign_second, ()),
    (sign_first, sign_second, ()),
    (sign_first, withdraw_second, (sign_second,)),
    (sign_first, draw_anew, ()),
    (withdraw_first, draw_anew, (sign_first,)),
    (hand_first_over, draw_anew, ()),
]
CASES = [(*pair, before) for *two, before in BOTH for pair in permutations(two)]


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
@pytest.mark.parametrize(("one", "other", "before"), CASES)
def test_neither_waits_for_ever(
    session: Session, database_url: str, one: Act, other: Act, before: tuple[Act, ...]
) -> None:
    twice = a_drawn_sample(session)
    pair = a_pair(session, twice)
    for who, audit in ((twice.first, pair.first_id), (twice.second, pair.second_id)):
        changes = [change(key, code) for key, code in MET.items()]
        save_entries(session, who, audit, changes, ZONE, at=LATER)
    for act in before:
        act(session, twice, pair)
    session.commit()
    ends = at_once(database_url, twice, pair, (one, other))
    # one of them may come too late and is told so; nothing is a fault of the database
    refused = [end for end in ends if isinstance(end, RefusedError)]
    assert [end for end in ends if isinstance(end, Exception)] == refused
    assert len(refused) <= 1
    assert drifted_totals(session) == ()


def at_once(url: str, twice: Twice, pair: ReadingPairRow, acts: tuple[Act, Act]) -> list[object]:
    """Let both hold the first row that they take before either goes on, the first one first."""
    both_hold, ends = Barrier(2), []

    def run(act: Act) -> None:
        engine = make_engine(url)
        waits = True

        def held(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            nonlocal waits
            is_meant = "reading_pair" in statement or "FROM audit" in statement
            if waits and is_meant and "FOR UPDATE" in statement:
                waits = False
                # broken when the other one waits for this very row, as it should
                with suppress(BrokenBarrierError):
                    both_hold.wait(0.5)

        event.listen(engine, "after_cursor_execute", held)
        try:
            with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as own:
                ends.append(act(own, twice, pair))
        except Exception as fault:  # noqa: BLE001 - what it ended with is what the test asks
            ends.append(fault)
        finally:
            engine.dispose()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
        sleep(0.1)
    for thread in threads:
        thread.join(20)
    return ends
