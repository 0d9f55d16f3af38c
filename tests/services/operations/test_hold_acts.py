from datetime import timedelta

from sqlalchemy import func, update
from sqlalchemy.orm import Session

from qa_app.domain.act_seals import ActFault
from qa_app.domain.health import State, acts_finding
from qa_app.models.audits import AuditRow
from qa_app.models.journal import SettingRow
from qa_app.queries.health import last_held
from qa_app.services.operations.hold_acts import hold_acts
from tests.audits import a_signed_desk
from tests.people import NOON


def state(session: Session, hours: int) -> tuple[State, str]:
    found = acts_finding(last_held(session), NOON + timedelta(hours=hours))
    return found.state, found.code


def test_once_a_day_and_what_it_found_is_told_until_the_next(session: Session) -> None:
    assert state(session, 0) == (State.WARNING, "acts_never")
    desk = a_signed_desk(session)
    held = hold_acts(session, at=NOON)
    assert held is not None
    # a review, and four accounts with their roles
    assert (held.acts, held.unlike) == (5, [])
    assert state(session, 1) == (State.GOOD, "acts")
    assert state(session, 49) == (State.WARNING, "acts_late")
    # what no trigger forbids: nothing leads from a signed review to one that was replaced
    session.execute(update(AuditRow).where(AuditRow.id == desk.audit).values(state="replaced"))
    session.commit()
    assert hold_acts(session, at=NOON + timedelta(hours=19)) is None
    held = hold_acts(session, at=NOON + timedelta(hours=20))
    assert held is not None
    assert [one.fault for one in held.unlike] == [ActFault.STATE]
    assert state(session, 21) == (State.FAULT, "acts_unlike")
    kept = last_held(session)
    assert kept is not None
    assert (kept.kind, kept.number, kept.unlike) == ("review", str(desk.audit), 1)


def test_what_was_typed_into_the_database_is_no_good_news(session: Session) -> None:
    a_signed_desk(session)
    unknown, value = (State.WARNING, "acts_unknown"), SettingRow.value
    assert hold_acts(session, at=NOON) is not None
    # a clock that was set back since, by more than clocks are apart
    assert state(session, -1) == unknown
    later = func.replace(value, NOON.isoformat(), (NOON + timedelta(days=9)).isoformat())
    for forged in (later, func.replace(value, '"acts":5', '"acts":6'), "{}", ""):
        session.execute(update(SettingRow).values(value=forged))
        session.commit()
        assert state(session, 1) == unknown
        # so that it is held again at once
        assert hold_acts(session, at=NOON) is not None
        assert state(session, 1) == (State.GOOD, "acts")
