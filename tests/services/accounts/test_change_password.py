from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.people import Role
from qa_app.domain.trust_defaults import STEP_UP_TRIES
from qa_app.services.accounts.change_password import change_password
from qa_app.services.accounts.sign_in import Attempt, sign_in
from tests.people import NOON, person
from tests.services.accounts.conftest import CHEAP, PASSWORD, a_session_of, end_of

NEW = "quite another set of words"


def gets_in(session: Session, password: str, token: str) -> bool:
    return sign_in(session, Attempt("someone", password, token, "", None), CHEAP, at=NOON).is_in


def test_the_other_sessions_end_and_this_one_stays(session: Session, account: int) -> None:
    here, there = a_session_of(session, account), a_session_of(session, account, "e" * 64)
    actor = replace(person(Role.AUDITOR, account_id=account), session_digest="d" * 64)
    change_password(session, actor, here, PASSWORD, NEW, CHEAP, at=NOON)
    assert (end_of(session, here), end_of(session, there)) == (None, "password")
    assert gets_in(session, NEW, "a" * 64)
    assert not gets_in(session, PASSWORD, "b" * 64)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("not the present one", NEW, "wrong_password"),
        (PASSWORD, "too short", "too_short"),
        (PASSWORD, "x" * 257, "too_long"),
        (PASSWORD, "someone password plumbline", "guessable"),
    ],
)
def test_what_is_refused_leaves_the_old_one(
    session: Session, account: int, old: str, new: str, code: str
) -> None:
    there = a_session_of(session, account)
    actor = person(Role.AUDITOR, account_id=account)
    with pytest.raises(InvalidError) as refused:
        change_password(session, actor, there, old, new, CHEAP, at=NOON)
    assert refused.value.code == code
    assert end_of(session, there) is None
    assert gets_in(session, PASSWORD, "a" * 64)


def test_full_width_letters_are_the_same_keys(session: Session, account: int) -> None:
    actor = person(Role.AUDITOR, account_id=account)
    here = a_session_of(session, account)
    change_password(
        session, actor, here, PASSWORD, "ＱＵＩＴＥ another set of words", CHEAP, at=NOON
    )
    assert gets_in(session, "QUITE another set of words", "a" * 64)


def test_everything_that_is_wrong_is_told_together(session: Session, account: int) -> None:
    actor = person(Role.AUDITOR, account_id=account)
    there = a_session_of(session, account)
    for old, new, codes in (
        ("", "", ("wrong_password", "too_short")),
        ("x" * 5000, "x" * 5000, ("wrong_password", "too_long")),
        ("wrong", "someone password plumbline", ("wrong_password", "guessable")),
    ):
        with pytest.raises(InvalidError) as refused:
            change_password(session, actor, there, old, new, CHEAP, at=NOON)
        assert refused.value.codes == codes
    assert gets_in(session, PASSWORD, "a" * 64)


def test_wrong_ones_are_counted_and_the_last_ends_the_session(
    session: Session, account: int
) -> None:
    here, there = a_session_of(session, account), a_session_of(session, account, "e" * 64)
    actor = person(Role.AUDITOR, account_id=account)
    for _ in range(STEP_UP_TRIES - 1):
        with pytest.raises(InvalidError):
            change_password(session, actor, here, "a guess", NEW, CHEAP, at=NOON)
    # what is only not good enough is no guess
    with pytest.raises(InvalidError):
        change_password(session, actor, here, PASSWORD, "short", CHEAP, at=NOON)
    assert end_of(session, here) is None
    with pytest.raises(NotAllowedError):
        change_password(session, actor, here, "a guess", NEW, CHEAP, at=NOON)
    assert (end_of(session, here), end_of(session, there)) == ("wrong_password", None)
    with pytest.raises(NotAllowedError):
        change_password(session, actor, here, "a guess", NEW, CHEAP, at=NOON)
    assert gets_in(session, PASSWORD, "a" * 64)


def test_what_leaked_elsewhere_is_refused(session: Session, account: int, tmp_path: Path) -> None:
    file = tmp_path / "digests.txt"
    file.write_text("ABA61954B06F4D28C711524D064EEE3F6958BCB990F789EB6902E43754A0C0BD:3\n", "ascii")
    there = a_session_of(session, account)
    actor = person(Role.AUDITOR, account_id=account)

    def change(old: str, new: str) -> tuple[str, ...]:
        try:
            change_password(session, actor, there, old, new, CHEAP, breached=file, at=NOON)
        except InvalidError as fault:
            return fault.codes
        return ()

    assert change(PASSWORD, NEW) == ("breached",)
    assert change("not the present one", NEW) == ("wrong_password", "breached")
    assert gets_in(session, PASSWORD, "a" * 64)
    assert change(PASSWORD, "heron kettle violin moss") == ()
