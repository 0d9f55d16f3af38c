"""A clock that was set back is told once: journal, security administrators, health page."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.events import PlacesChanged
from qa_app.domain.health import Part, State
from qa_app.domain.people import NewGrant, Role
from qa_app.models.transaction import transaction
from qa_app.models.ways_in import AccountNoteRow
from qa_app.queries.health import daily_findings
from qa_app.services.accounts.add_account import NewAccount, add_account
from qa_app.services.operations.tell_clock import tell_clock
from qa_app.wording import Words
from qa_app.wording.health import found_and_mend
from tests.people import NOON, OPERATOR, person
from tests.sessions import CHEAP

HOUR = timedelta(hours=1)


def act(session: Session, hours: float, *, by_person: bool = True) -> None:
    who = person(Role.SYS_ADMIN) if by_person else OPERATOR
    with transaction(session, PlacesChanged(actor=who, at=NOON + hours * HOUR, what="x", count=1)):
        pass


def told(session: Session) -> list[str]:
    rows = session.execute(text("SELECT detail FROM journal WHERE action = 'clock:set_back'"))
    found = list(rows.scalars())
    session.rollback()
    return found


@pytest.mark.both_databases
def test_it_is_told_once_and_again_only_when_it_happens_again(session: Session) -> None:
    new = NewAccount("guard", "guard", "four unrelated words here", (NewGrant(Role.SEC_ADMIN),))
    guard = add_account(session, OPERATOR, new, CHEAP, at=NOON - HOUR)
    act(session, 0)
    act(session, 10)
    assert not tell_clock(session, OPERATOR, at=NOON + 11 * HOUR)
    # set back by eight hours: an act at two, and the present at three
    act(session, 2)
    assert tell_clock(session, OPERATOR, at=NOON + 3 * HOUR)
    (detail,) = told(session)
    assert '"seconds":28800' in detail
    kinds = select(AccountNoteRow.account_id).where(AccountNoteRow.kind == "clock_set_back")
    assert session.scalars(kinds).all() == [guard]
    session.rollback()
    for hours in (3, 4, 5):
        act(session, hours)
        assert not tell_clock(session, OPERATOR, at=NOON + hours * HOUR)
    found = [
        one
        for one in daily_findings(session, NOON + 5 * HOUR, NOON.date())
        if one.part is Part.CLOCK
    ]
    assert [(one.state, one.params["seconds"]) for one in found] == [(State.WARNING, 28_800)]
    said, _mend = found_and_mend(Words("en"), found[0])
    last = session.scalar(text("SELECT min(seq) + 1 FROM journal WHERE action = 'place:change'"))
    assert said == f"The clock was set back lately by 8 h 0 min, after row {last} of the journal."
    short, _mend = found_and_mend(Words("zh"), replace(found[0], params={"seconds": 359, "seq": 7}))
    assert "5分钟" in short
    later = NOON + timedelta(days=8)
    assert Part.CLOCK not in {one.part for one in daily_findings(session, later, NOON.date())}
    session.rollback()
    # once more, and put right before anybody looked
    act(session, 20)
    act(session, 19)
    act(session, 21)
    assert tell_clock(session, OPERATOR, at=NOON + 22 * HOUR)
    assert len(told(session)) == 2


def test_acts_of_the_system_that_took_long_are_no_step(session: Session) -> None:
    act(session, 1)
    act(session, 0, by_person=False)
    act(session, 1.01)
    assert not tell_clock(session, OPERATOR, at=NOON + 2 * HOUR)
    assert told(session) == []
    with pytest.raises(NotAllowedError):
        tell_clock(session, person(Role.SEC_ADMIN), at=NOON)
