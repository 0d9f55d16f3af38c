"""Agreements of one worker are made, changed and ended while their sessions come in."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from qa_app.domain.session_list import PastSession
from qa_app.domain.supervision import SessionType
from qa_app.domain.supervision_agreements import EndReason
from qa_app.queries.session_recount import checked_session_totals
from qa_app.services.agreements.change_agreement import change_agreement
from qa_app.services.agreements.end_agreement import AgreementEnding, end_agreement
from qa_app.services.supervision.import_sessions import import_sessions
from tests.agreements import FIRST, TERMS, TODAY, a_team, an_agreement, row_of
from tests.audits import ZONE
from tests.people import NOON, OPERATOR

EACH = 8
PAST = date(2025, 11, 3)


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_nobody_waits_in_a_circle(engine: Engine, session: Session) -> None:
    team = a_team(session)
    worker = team.worker("W1")
    stands = an_agreement(session, team, from_on=FIRST)

    def change(own: Session, number: int) -> None:
        revision = row_of(own, stands).revision
        own.rollback()
        wanted = replace(TERMS, every_days=(7, 14)[number % 2])
        change_agreement(own, team.city, stands, (wanted, revision), at=NOON)

    def make_and_end(own: Session, number: int) -> None:
        on = TODAY + timedelta(days=number)
        made = an_agreement(own, team, from_on=on, until_on=on)
        end_agreement(own, team.city, made, AgreementEnding(EndReason.ASKED, on), ZONE, at=NOON)

    def bring_in(own: Session, number: int) -> None:
        on = PAST + timedelta(days=number)
        entry = PastSession(
            number + 2, team.scene.centre, on, None, SessionType.INDIVIDUAL, team.lead, (worker,)
        )
        import_sessions(own, OPERATOR, (entry,), ZONE, at=NOON)

    def often(act: Callable[[Session, int], None]) -> None:
        with Session(engine, info=dict(session.info)) as own:
            for number in range(EACH):
                act(own, number)

    with ThreadPoolExecutor(3) as pool:
        for one in [pool.submit(often, act) for act in (change, make_and_end, bring_in)]:
            one.result()
    assert row_of(session, stands).revision == 1 + EACH
    session.rollback()
    assert checked_session_totals(session) == ()
