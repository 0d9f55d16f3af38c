"""AU-10: replays, steps aside, guesses by the thousand, recovery codes each once."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.one_time_codes import code_at, step_of
from qa_app.domain.second_factors import Answer, Way
from qa_app.models.accounts import LoginSessionRow
from qa_app.models.journal import JournalRow
from qa_app.models.sealing import Sealer
from qa_app.models.second_factors import CodeSeedRow, FactorStateRow
from qa_app.queries.accounts import own_sessions, signed_in
from qa_app.queries.second_factors import factor_standing, half_session
from qa_app.services.accounts.sign_in import Attempt, sign_in
from qa_app.services.second_factors.answer_again import answer_again
from qa_app.services.second_factors.note_due import note_due
from tests.conftest import FIELD_KEY
from tests.people import NOON
from tests.services.accounts.conftest import CHEAP, PASSWORD
from tests.services.second_factors.conftest import (
    a_card,
    a_half,
    a_phone,
    a_session_of,
    answered,
    owner,
)

LATER = NOON + timedelta(minutes=5)
ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def test_a_right_password_begins_a_session_that_opens_nothing(
    session: Session, account: int
) -> None:
    seed, _ = a_phone(session, account)
    attempt = Attempt("someone", PASSWORD, "a" * 64, "Firefox", "10.0.0.1")
    verdict = sign_in(session, attempt, CHEAP, at=LATER)
    assert (verdict.is_in, verdict.asks_factor) == (True, True)
    assert signed_in(session, "a" * 64, at=LATER) is None
    half = half_session(session, "a" * 64, at=LATER)
    assert half is not None
    # nor is it listed, nor does it push another one out
    assert half.session_id not in {
        one.id for one in own_sessions(session, owner(account), at=LATER)
    }
    heard = answered(
        session, account, half.session_id, Way.CODE, code_at(seed, step_of(LATER)), LATER
    )
    assert heard.is_in
    known = signed_in(session, f"b{half.session_id:063}", at=LATER)
    assert known is not None
    assert (known.strength, known.way_in) == ("two", "password")
    assert half_session(session, "a" * 64, at=LATER) is None


@pytest.mark.parametrize("aside", range(-3, 4))
def test_steps_aside_and_replays(session: Session, account: int, aside: int) -> None:
    seed, _ = a_phone(session, account)
    code = code_at(seed, step_of(LATER) + aside)
    first = answered(session, account, a_half(session, account, "1" * 64), Way.CODE, code, LATER)
    assert first.is_in is (-1 <= aside <= 1)
    again = answered(session, account, a_half(session, account, "2" * 64), Way.CODE, code, LATER)
    assert not again.is_in


def test_one_code_given_twice_at_once_is_taken_once(
    engine: Engine, session: Session, account: int
) -> None:
    seed, recovery = a_phone(session, account)
    halves = [a_half(session, account, f"{n:064}") for n in range(8)]
    session.rollback()
    sent = [(Way.CODE, code_at(seed, step_of(LATER))), (Way.RECOVERY, recovery[3])]
    start, results = threading.Barrier(len(halves)), []

    def give(half: int, way: Way, text: str) -> None:
        with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as own:
            start.wait()
            results.append((way, answered(own, account, half, way, text, LATER).is_in))

    workers = [
        threading.Thread(target=give, args=(half, *sent[n % 2])) for n, half in enumerate(halves)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    # a right answer forgets the wrong ones before it, so both are heard in the end, each once
    assert len(results) == 8
    for way, _ in sent:
        assert results.count((way, True)) <= 1
    assert sum(is_in for _, is_in in results) >= 1


def test_every_recovery_code_counts_once(session: Session, account: int) -> None:
    _, recovery = a_phone(session, account)
    for n, code in enumerate(recovery):
        half = a_half(session, account, f"{n:064}")
        assert answered(session, account, half, Way.RECOVERY, code.lower(), LATER).is_in
        half = a_half(session, account, f"{n + 100:064}")
        assert not answered(session, account, half, Way.RECOVERY, code, LATER).is_in
    assert factor_standing(session, account, at=LATER).recovery_left == 0


@ON_SQLITE
@pytest.mark.parametrize(
    ("seconds", "heard"), [(1_000, 11), pytest.param(10_000, 21, marks=pytest.mark.nightly)]
)
def test_a_guess_a_second_is_throttled(
    session: Session, account: int, seconds: int, heard: int
) -> None:
    seed, _ = a_phone(session, account)
    half, at = a_half(session, account, "1" * 64), NOON + timedelta(days=1)
    now, right = at, set()
    for second in range(seconds):
        now = at + timedelta(seconds=second)
        if second % 30 == 0:
            right = {code_at(seed, step_of(now) + aside) for aside in (-2, -1, 0, 1, 2)}
        guess = next(f"{n:06d}" for n in range(second, second + 9) if f"{n:06d}" not in right)
        assert not answered(session, account, half, Way.CODE, guess, now).is_in
    # by hand: ten within 35 seconds (waits 0 0 0 1 2 4 8 8 8), then one every quarter of an hour
    refused = select(func.count()).where(JournalRow.action == "session:refuse")
    assert session.scalar(refused) == heard
    # the owner waits as well, and is heard again when the quarter is over
    late = now + timedelta(minutes=15)
    right_one = code_at(seed, step_of(late))
    assert answered(session, account, half, Way.CODE, right_one, late).is_in


def test_after_a_hundred_only_a_reset_helps(session: Session, account: int) -> None:
    seed, _ = a_phone(session, account)
    state = session.get_one(FactorStateRow, account)
    state.failed_count, state.last_failed_at = 100, NOON
    session.commit()
    far = NOON + timedelta(days=3650)
    half = a_half(session, account, "1" * 64)
    heard = answered(session, account, half, Way.CODE, code_at(seed, step_of(far)), far)
    assert not heard.is_in
    assert heard.wait_until is not None
    assert heard.wait_until.year == 9999


@ON_SQLITE
def test_a_card_asks_by_place_and_a_guess_leaves_the_place(session: Session, account: int) -> None:
    codes = a_card(session, account)
    used = set()
    for n in range(59):
        at = LATER + timedelta(minutes=n)
        card = factor_standing(session, account, at=at).card
        assert card is not None
        assert card.next_place is not None
        assert card.next_place not in used
        half = a_half(session, account, f"{n:064}", at)
        other = codes[next(place for place in range(60) if codes[place] != codes[card.next_place])]
        assert not answered(session, account, half, Way.CARD, other, at).is_in
        assert answered(session, account, half, Way.CARD, codes[card.next_place], at).is_in
        used.add(card.next_place)
    standing = factor_standing(session, account, at=LATER)
    assert standing.has_one
    assert standing.ways == ()


def test_a_card_ends_and_its_account_is_still_asked(session: Session, account: int) -> None:
    codes = a_card(session, account)
    over = NOON + timedelta(days=180)
    standing = factor_standing(session, account, at=over)
    assert standing.card is not None
    assert (standing.has_one, standing.ways, standing.card.is_over) == (True, (), True)
    half = a_half(session, account, "1" * 64, over)
    place = standing.card.next_place
    assert place is not None
    assert not answered(session, account, half, Way.CARD, codes[place], over).is_in


def test_an_answered_session_is_answered_once(session: Session, account: int) -> None:
    seed, recovery = a_phone(session, account)
    half = a_half(session, account, "1" * 64)
    code = code_at(seed, step_of(LATER))
    assert answered(session, account, half, Way.CODE, code, LATER).is_in
    with pytest.raises(NotAllowedError):
        answered(session, account, half, Way.RECOVERY, recovery[0], LATER)
    # the transaction that found nothing to answer used nothing up
    assert factor_standing(session, account, at=LATER).recovery_left == 10


def test_seeds_and_codes_are_not_kept_as_they_are(session: Session, account: int) -> None:
    seed, _ = a_phone(session, account)
    row = session.scalars(select(CodeSeedRow)).one()
    assert seed.encode() not in row.seed


def test_again_takes_a_factor_and_five_wrong_ones_end_the_session(
    session: Session, account: int
) -> None:
    seed, _ = a_phone(session, account)
    one = a_session_of(session, account, "9" * 64)
    actor = owner(account, digest="9" * 64)
    right = Answer(Way.CODE, code_at(seed, step_of(LATER)))
    assert answer_again(session, actor, one, right, "8" * 64, at=LATER).is_right
    row = session.get_one(LoginSessionRow, one, populate_existing=True)
    assert (row.token_digest, row.factor_at, row.confirmed_at) == ("8" * 64, LATER, LATER)
    ends = []
    for minute in range(5):
        at = LATER + timedelta(minutes=1 + minute)
        ends.append(answer_again(session, actor, one, right, "7" * 64, at=at).is_over)
    assert ends == [False, False, False, False, True]


def test_days_of_grace_begin_once(session: Session, account: int) -> None:
    note_due(session, account, at=NOON)
    note_due(session, account, at=LATER)
    assert session.get_one(FactorStateRow, account).due_since == NOON
