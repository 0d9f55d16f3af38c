from datetime import date
from itertools import count

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.case_entries import CaseEntry
from qa_app.domain.centre_keys import key_fingerprint, written_key
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.paper_events import NumberKeySet
from qa_app.domain.people import Reach, Role
from qa_app.models.cases import CaseFileRow
from qa_app.models.journal import JournalRow
from qa_app.models.list_matches import CentreKeyRow
from qa_app.models.sealing import sealer_of
from qa_app.queries.centre_keys import centre_key
from qa_app.services.audits.import_cases import ImportedCases, import_cases
from qa_app.services.audits.set_number_key import set_number_key
from tests.people import NOON, OPERATOR, person
from tests.register import two_centres

FIRST, SECOND = written_key(11**30), written_key(13**30)
_numbers = count(7)


def take_in(session: Session, centre: int, *keys: str) -> ImportedCases:
    rows = [CaseEntry(f"n{at}", "social_work", date(2026, 1, 5)) for at in range(3)]
    return import_cases(
        session,
        OPERATOR,
        centre,
        rows,
        year=2026,
        chance=lambda: next(_numbers),
        at=NOON,
        keys=keys,
    )


def counts(done: ImportedCases) -> tuple[int, int, int]:
    return done.added, done.updated, done.unchanged


def digests(session: Session) -> set[str | None]:
    found = set(session.execute(select(CaseFileRow.local_digest)).scalars())
    session.rollback()
    return found


def times_set(session: Session) -> int:
    acts = select(JournalRow.seq).where(JournalRow.action == NumberKeySet.action)
    return len(session.execute(acts).all())


@pytest.mark.both_databases
def test_files_go_over_to_the_key_and_are_found_by_it_alone(session: Session) -> None:
    a, _ = two_centres(session)
    first = take_in(session, a)
    assert counts(first) == (3, 0, 0)
    assert set_number_key(session, OPERATOR, a, FIRST, at=NOON)
    assert not set_number_key(session, OPERATOR, a, FIRST, at=NOON)
    assert times_set(session) == 1
    over = take_in(session, a, FIRST)
    assert (counts(over), over.references) == ((0, 3, 0), first.references)
    assert counts(take_in(session, a, FIRST)) == (0, 0, 3)
    # who holds the server's key only cannot make the digest of a guessed number
    server = {sealer_of(session).digest(f"n{at}", f"centre/{a}") for at in range(3)}
    assert not server & digests(session)


def test_without_the_key_or_with_another_nothing_is_taken_in(session: Session) -> None:
    a, _ = two_centres(session)
    with pytest.raises(InvalidError, match="wrong_key"):
        take_in(session, a, FIRST)  # the centre has none
    set_number_key(session, OPERATOR, a, FIRST, at=NOON)
    for keys in ((), (SECOND,)):
        with pytest.raises(InvalidError, match="wrong_key"):
            take_in(session, a, *keys)
    assert digests(session) == set()


def test_a_replaced_key_is_typed_once_more(session: Session) -> None:
    a, _ = two_centres(session)
    set_number_key(session, OPERATOR, a, FIRST, at=NOON)
    first = take_in(session, a, FIRST)
    set_number_key(session, OPERATOR, a, SECOND, at=NOON)
    kept = centre_key(session, a)
    assert kept is not None
    assert (kept.fingerprint, kept.is_replaced) == (key_fingerprint(SECOND), True)
    both = take_in(session, a, SECOND, FIRST)
    assert (counts(both), both.references) == ((0, 3, 0), first.references)
    assert counts(take_in(session, a, SECOND)) == (0, 0, 3)


def test_the_key_stands_nowhere(session: Session) -> None:
    a, _ = two_centres(session)
    set_number_key(session, OPERATOR, a, FIRST, at=NOON)
    take_in(session, a, FIRST)
    rows = [*session.execute(select(JournalRow.detail)).scalars(),
            *session.execute(select(CentreKeyRow.fingerprint)).scalars()]  # fmt: skip
    assert all(FIRST not in row for row in rows)


def test_who_may_set_a_key(session: Session) -> None:
    a, b = two_centres(session)
    elsewhere = person(Role.CENTRE_MANAGER, reach=Reach(centre_ids=frozenset({b})))
    auditor = person(Role.AUDITOR, reach=Reach(centre_ids=frozenset({a})))
    for actor in (elsewhere, auditor):
        with pytest.raises(OutOfReachError):
            set_number_key(session, actor, a, FIRST, at=NOON)
    with pytest.raises(InvalidError, match="key_mistyped"):
        set_number_key(session, OPERATOR, a, None, at=NOON)
    assert centre_key(session, a) is None
