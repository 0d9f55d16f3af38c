"""Two administrators in one person: asked by one, allowed by another."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.people import Actor, NewGrant, Role
from qa_app.domain.permissions import TWO_HATS
from qa_app.domain.profiles import Profile, Safeguard
from qa_app.models.journal import JournalRow
from qa_app.models.sealing import Sealer
from qa_app.models.ways_in import AccountNoteRow
from qa_app.models.who_reads import TeamProfileRow
from qa_app.queries.team import has_two_hats, relaxed_at, team_now
from qa_app.services.accounts.add_account import NewAccount, add_account
from qa_app.services.accounts.set_grants import set_grants
from qa_app.services.readers.answer_two_hats import answer_two_hats
from qa_app.services.readers.set_profile import NewProfile, set_profile
from tests.conftest import FIELD_KEY
from tests.one_hand import refuses_one_hand
from tests.people import NOON, OPERATOR, person
from tests.sessions import CHEAP

HATS = NewProfile(Profile.SMALL, {Safeguard.TWO_HATS, Safeguard.SECOND_READINGS})


def an_account(session: Session, role: Role) -> int:
    new = NewAccount(role.value, role.value, "four unrelated words here", (NewGrant(role),))
    return add_account(session, OPERATOR, new, CHEAP, at=NOON)


def admins(session: Session) -> dict[Role, Actor]:
    roles = Role.SENIOR_SUPERVISOR, Role.AUDIT_ADMIN, Role.SEC_ADMIN
    return {role: person(role, account_id=an_account(session, role)) for role in roles}


@pytest.mark.both_databases
def test_it_holds_once_the_audit_administrator_confirms_it(session: Session) -> None:
    who = admins(session)
    assert set_profile(session, who[Role.SENIOR_SUPERVISOR], HATS, at=NOON)
    # everything else holds at once
    assert relaxed_at(session, None) == {Safeguard.SECOND_READINGS}
    assert team_now(session).waits
    other = an_account(session, Role.SYS_ADMIN)
    both = [NewGrant(role) for role in sorted(TWO_HATS)]
    with pytest.raises(InvalidError, match="roles_exclude"):
        set_grants(session, who[Role.SEC_ADMIN], other, both, at=NOON)
    asked = select(AccountNoteRow.account_id).where(AccountNoteRow.kind == "two_hats_asked")
    assert session.scalars(asked).all() == [who[Role.AUDIT_ADMIN].account_id]
    left = asked.where(AccountNoteRow.seen_at.is_(None))
    assert len(session.scalars(left).all()) == 1
    session.rollback()
    later = NOON + timedelta(hours=1)
    keeper = who[Role.AUDIT_ADMIN]
    refuses_one_hand(
        session,
        lambda: answer_two_hats(session, keeper, is_confirmed=True, at=later),
        keeper,
        who[Role.SENIOR_SUPERVISOR],
    )
    answer_two_hats(session, who[Role.AUDIT_ADMIN], is_confirmed=True, at=later)
    assert relaxed_at(session, None) == {Safeguard.SECOND_READINGS, Safeguard.TWO_HATS}
    assert relaxed_at(session, NOON) == {Safeguard.SECOND_READINGS}
    # nobody is told to answer what is answered
    assert session.scalars(left).all() == []
    session.rollback()
    with pytest.raises(ConflictError, match="two_hats_answered"):
        answer_two_hats(session, who[Role.AUDIT_ADMIN], is_confirmed=True, at=later)
    # other changes keep what was confirmed; giving it back and asking again waits again
    lead = who[Role.SENIOR_SUPERVISOR]
    only = NewProfile(Profile.SMALL, {Safeguard.TWO_HATS})
    assert set_profile(session, lead, only, at=later)
    assert has_two_hats(session)
    session.rollback()
    assert set_profile(session, lead, NewProfile(Profile.SMALL, ()), at=later)
    assert set_profile(session, lead, only, at=later)
    assert not has_two_hats(session)
    assert len(session.scalars(left).all()) == 1
    session.rollback()
    # nor what is asked for no more
    assert set_profile(session, lead, NewProfile(Profile.SMALL, ()), at=later)
    assert session.scalars(left).all() == []
    session.rollback()
    actions = session.scalars(select(JournalRow.action).order_by(JournalRow.seq.desc()).limit(5))
    assert list(actions) == ["team:set_profile"] * 4 + ["team:answer_two_hats"]


def test_it_is_refused_or_not_theirs_to_answer(session: Session) -> None:
    who = admins(session)
    with pytest.raises(ConflictError, match="two_hats_answered"):
        answer_two_hats(session, who[Role.AUDIT_ADMIN], is_confirmed=True, at=NOON)
    set_profile(session, who[Role.SENIOR_SUPERVISOR], HATS, at=NOON)
    for role in (Role.SENIOR_SUPERVISOR, Role.SEC_ADMIN):
        with pytest.raises(NotAllowedError):
            answer_two_hats(session, who[role], is_confirmed=True, at=NOON)
    with pytest.raises(NotAllowedError):
        answer_two_hats(session, OPERATOR, is_confirmed=True, at=NOON)
    same = person(Role.AUDIT_ADMIN, account_id=who[Role.SENIOR_SUPERVISOR].account_id or 0)
    with pytest.raises(ConflictError, match="same_person"):
        answer_two_hats(session, same, is_confirmed=True, at=NOON)
    answer_two_hats(session, who[Role.AUDIT_ADMIN], is_confirmed=False, at=NOON)
    assert relaxed_at(session, None) == {Safeguard.SECOND_READINGS}
    assert not team_now(session).waits


@pytest.mark.both_databases
def test_of_two_answers_and_of_two_profiles_at_once_one_counts(
    session: Session, engine: Engine
) -> None:
    who = admins(session)
    session.rollback()

    def at_once(act: str) -> list[str]:
        start, said = threading.Barrier(2), []

        def run() -> None:
            with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as own:
                start.wait()
                try:
                    if act == "set":
                        done = set_profile(own, who[Role.SENIOR_SUPERVISOR], HATS, at=NOON)
                        said.append(str(done))
                    else:
                        answer_two_hats(own, who[Role.AUDIT_ADMIN], is_confirmed=True, at=NOON)
                        said.append("True")
                except ConflictError as fault:
                    said.append(fault.code)

        threads = [threading.Thread(target=run) for _ in range(2)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        return sorted(said)

    assert at_once("set") == ["False", "True"]
    assert at_once("answer") == ["True", "two_hats_answered"]
    assert session.scalar(select(func.count()).select_from(TeamProfileRow)) == 2
