"""AU-11: invitations and resets open once, in their time, for their account."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.passwords import PasswordProfile
from qa_app.domain.people import Reach, Role
from qa_app.models.accounts import AccountRow, LoginSessionRow
from qa_app.models.journal import JournalRow
from qa_app.models.ways_in import AccountLinkRow, AccountNoteRow, KnownDeviceRow
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.accounts.change_password import change_password
from qa_app.services.accounts.make_link import make_link
from qa_app.services.accounts.set_account_state import set_account_state
from qa_app.services.accounts.sign_in import Attempt, sign_in
from qa_app.services.accounts.take_link import take_link
from tests.people import NOON, OPERATOR, person
from tests.services.accounts.conftest import CHEAP, PASSWORD, a_session_of, an_account, end_of

NEW, OTHER = "quite another set of words", "heron kettle violin moss"
SECOND = timedelta(seconds=1)
LIFE = {"invitation": timedelta(hours=72), "reset": timedelta(minutes=30)}
NIST, MLPS3 = PasswordProfile.NIST, PasswordProfile.MLPS3


def digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def made(session: Session, kind: str, name: str = "someone", which: str = "t") -> int:
    password = None if kind == "invitation" else PASSWORD
    new = NewAccount(name, "督导甲", password, (NewGrant(Role.AUDITOR),))
    account_id = add_account(session, OPERATOR, new, CHEAP, at=NOON)
    said, until = make_link(session, OPERATOR, account_id, digest(which), at=NOON)
    assert (said.value, until) == (kind, NOON + LIFE[kind])
    return account_id


def take(session: Session, which: str = "t", new: str = NEW, at=NOON, profile=NIST) -> None:
    take_link(session, digest(which), new, CHEAP, profile, "10.0.0.7", at=at)


def gets_in(session: Session, password: str, name: str = "someone") -> bool:
    token = f"{session.execute(select(JournalRow.seq)).scalars().all()[-1]:064}"
    return sign_in(session, Attempt(name, password, token, "", None), CHEAP, at=NOON).is_in


@pytest.mark.parametrize("kind", ["invitation", "reset"])
@pytest.mark.parametrize(
    "case",
    [
        "at once",
        "a second before its end",
        "at its end",
        "a second after",
        "twice",
        "tampered",
        "empty",
        "replaced",
        "disabled",
        "disabled and enabled",
        "of somebody else",
        "after a poor password",
    ],
)
def test_au_11(session: Session, kind: str, case: str) -> None:
    account_id, token, at, opens = made(session, kind), "t", NOON, True
    if case == "a second before its end":
        at = NOON + LIFE[kind] - SECOND
    elif case == "at its end":
        at, opens = NOON + LIFE[kind], False
    elif case == "a second after":
        at, opens = NOON + LIFE[kind] + SECOND, False
    elif case == "twice":
        take(session, new=OTHER)
        opens = False
    elif case == "tampered":
        token, opens = "t ", False
    elif case == "empty":
        token, opens = "", False
    elif case == "replaced":
        make_link(session, OPERATOR, account_id, digest("newer"), at=NOON)
        opens = False
    elif case.startswith("disabled"):
        set_account_state(session, OPERATOR, account_id, is_active=False, at=NOON)
        if "enabled" in case:
            set_account_state(session, OPERATOR, account_id, is_active=True, at=NOON)
        opens = False
    elif case == "of somebody else":
        made(session, kind, "other", "theirs")
        token = "theirs"
    else:
        with pytest.raises(InvalidError) as refused:
            take(session, new="short")
        assert refused.value.code == "too_short"
    if opens:
        take(session, token, at=at)
    else:
        with pytest.raises(OutOfReachError):
            take(session, token, at=at)
    is_own = opens and case != "of somebody else"
    assert gets_in(session, NEW) is is_own
    if case == "of somebody else":
        assert gets_in(session, NEW, "other")


def test_a_reset_ends_sessions_and_waiting_and_the_owner_is_told(
    session: Session, account: int
) -> None:
    Attempt("someone", PASSWORD, "k" * 64, "", None, "d" * 64)
    first = Attempt("someone", PASSWORD, "k" * 64, "", None, "d" * 64)
    assert sign_in(session, first, CHEAP, at=NOON).is_in
    living = a_session_of(session, account, "e" * 64)
    session.execute(update(AccountRow).values(failed_count=100, last_failed_at=NOON))
    session.commit()
    make_link(session, OPERATOR, account, digest("t"), at=NOON)
    # a link alone ends nothing: who asked for it in somebody's name has won nothing
    assert end_of(session, living) is None
    take(session)
    assert set(session.execute(select(LoginSessionRow.end_reason)).scalars()) == {"password"}
    assert session.execute(select(KnownDeviceRow)).first() is None
    assert gets_in(session, NEW)
    assert not gets_in(session, PASSWORD)
    notes = session.execute(select(AccountNoteRow.kind).order_by(AccountNoteRow.id)).scalars()
    assert notes.all() == ["reset_link", "reset"]
    told = session.execute(
        select(JournalRow.action, JournalRow.actor_name, JournalRow.detail)
        .where(JournalRow.action.like("account:%"))
        .order_by(JournalRow.seq)
    ).all()
    assert [one.action for one in told] == ["account:create", "account:link", "account:change"]
    assert told[1].detail.startswith('{"kind":"reset","seal":"')
    assert told[2].actor_name == "督导甲"
    # no token and no password stand in the database
    link = session.execute(select(AccountLinkRow)).scalar_one()
    assert (link.token_digest, link.was_used) == (digest("t"), True)


def test_nobody_makes_a_link_for_themselves_beyond_reach_or_without_the_role(
    session: Session, account: int
) -> None:
    admin = an_account(session, "admin", Role.SYS_ADMIN)
    with pytest.raises(InvalidError) as refused:
        make_link(session, person(Role.SYS_ADMIN, account_id=admin), admin, digest("t"), at=NOON)
    assert refused.value.code == "own_account"
    elsewhere = person(Role.SYS_ADMIN, account_id=admin, reach=Reach(centre_ids=frozenset({9})))
    for actor, who in ((elsewhere, account), (OPERATOR, 10**6)):
        with pytest.raises(OutOfReachError):
            make_link(session, actor, who, digest("t"), at=NOON)
    for role in set(Role) - {Role.SYS_ADMIN}:
        with pytest.raises(NotAllowedError):
            make_link(session, person(role, account_id=admin), account, digest("t"), at=NOON)
    set_account_state(session, OPERATOR, account, is_active=False, at=NOON)
    with pytest.raises(InvalidError) as refused:
        make_link(session, OPERATOR, account, digest("t"), at=NOON)
    assert refused.value.code == "account_disabled"
    assert session.execute(select(AccountLinkRow)).first() is None


def test_mlps3_asks_for_classes_and_none_of_the_last_five(session: Session) -> None:
    account_id = made(session, "invitation")
    with pytest.raises(InvalidError) as refused:
        take(session, profile=MLPS3)
    assert refused.value.code == "too_plain"
    words = [f"Heron-Kettle-{n}{n}" for n in ("Moss", "Fern", "Quilt", "Otter", "Violin", "Cello")]
    words = [f"{word}-{7 + place}" for place, word in enumerate(words)]
    take(session, new=words[0], profile=MLPS3)
    living = a_session_of(session, account_id)
    # the session that the change is made in goes on
    actor = replace(person(Role.AUDITOR, account_id=account_id), session_digest="d" * 64)

    def change(old: str, new: str) -> str | None:
        try:
            change_password(session, actor, living, old, new, CHEAP, profile=MLPS3, at=NOON)
        except InvalidError as fault:
            return fault.code
        return None

    for old, new in pairwise(words):
        assert change(old, old) == "used_before"
        assert change(old, new) is None
    # the present one and five former ones: six in all, the first of them
    assert change(words[-1], words[0]) == "used_before"
    assert change(words[-1], "Walnut-Bridge-Lantern-3") is None
    assert change("Walnut-Bridge-Lantern-3", words[0]) is None


def test_a_link_stays_open_when_what_is_typed_leaked_elsewhere(
    session: Session, tmp_path: Path
) -> None:
    file = tmp_path / "digests.txt"
    file.write_text("aba61954b06f4d28c711524d064eee3f6958bcb990f789eb6902e43754a0c0bd\n", "ascii")
    made(session, "invitation")

    def take_with(new: str) -> None:
        take_link(session, digest("t"), new, CHEAP, NIST, None, breached=file, at=NOON)

    with pytest.raises(InvalidError) as refused:
        take_with(NEW)
    assert refused.value.codes == ("breached",)
    assert not gets_in(session, NEW)
    take_with(OTHER)
    assert gets_in(session, OTHER)
