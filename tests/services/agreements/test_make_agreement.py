"""Agreements: who may, when, and every rule that refuses one."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.bars import ConflictReason, Tie, TieKind
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import NewGrant, Role
from qa_app.domain.session_blocks import Function
from qa_app.domain.supervision_agreements import OverReason, Terms
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.who_reads import TieRow
from qa_app.services.places.end_practitioner import end_practitioner
from qa_app.services.readers.record_tie import NewTie, record_tie
from tests.agreements import (
    FIRST,
    TERMS,
    Team,
    a_team,
    account,
    an_agreement,
    more_workers,
    row_of,
)
from tests.audits import ZONE
from tests.people import NOON, OPERATOR


@pytest.fixture
def team(session: Session) -> Team:
    return a_team(session)


def count(session: Session) -> int:
    session.rollback()
    return session.execute(select(func.count()).select_from(SupervisionAgreementRow)).scalar_one()


def test_a_pair_agrees_and_is_tied(session: Session, team: Team) -> None:
    made = an_agreement(session, team)
    row = row_of(session, made)
    assert (row.supervisor_id, row.practitioner_id) == (team.lead, team.worker("W1"))
    assert (row.centre_id, row.every_days, row.minutes) == (team.scene.centre, None, 60)
    assert row.functions == {"accountability": 40, "learning": 30, "support": 30}
    assert row.created_by == team.head
    # whoever supervises a worker judges none of their files that count for the register
    tie = session.execute(select(TieRow)).scalar_one()
    assert (tie.account_id, tie.kind) == (team.lead, "supervision")
    assert (tie.practitioner_id, tie.from_on, tie.until_on) == (team.worker("W1"), FIRST, None)


def test_a_form_sent_twice_makes_one(session: Session, team: Team) -> None:
    first = an_agreement(session, team, key="k1")
    assert an_agreement(session, team, key="k1") == first
    with pytest.raises(ConflictError, match="key_reused"):
        an_agreement(session, team, key="k1", from_on=FIRST + timedelta(days=1))
    assert count(session) == 1


def test_who_may_not_gets_none(session: Session, team: Team) -> None:
    for actor in (team.scene.elsewhere, team.scene.reader):
        with pytest.raises(OutOfReachError):
            an_agreement(session, team, actor)
    with pytest.raises(OutOfReachError):
        an_agreement(session, team, practitioner_id=None)
    with pytest.raises(OutOfReachError):
        an_agreement(session, team, practitioner_id=10**9)
    # somebody who leads no sessions is no supervisor to be supervised
    with pytest.raises(OutOfReachError):
        an_agreement(session, team, practitioner_id=None, account_id=team.scene.reader.account_id)
    assert count(session) == 0


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"terms": Terms(29, 60, TERMS.functions)}, "every_days"),
        ({"terms": Terms(None, 5, TERMS.functions)}, "minutes"),
        ({"terms": Terms(None, 60, {Function.SUPPORT: 99})}, "functions"),
        ({"until_on": FIRST - timedelta(days=1)}, "ends_before"),
        ({"from_on": date(2031, 1, 1)}, "day_out_of_bounds"),
        ({"supervisor_id": 10**9}, "unfit_supervisor"),
    ],
)
def test_bad_input(session: Session, team: Team, fields: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidError, match=code):
        an_agreement(session, team, **fields)
    assert count(session) == 0


def test_a_supervisor_must_be_allowed_there(session: Session, team: Team) -> None:
    for supervisor in (team.far, team.scene.reader.account_id):
        with pytest.raises(InvalidError, match="unfit_supervisor"):
            an_agreement(session, team, supervisor_id=supervisor)


def test_nobody_supervises_themself_at_their_centre_or_against_a_conflict(
    session: Session, team: Team
) -> None:
    own = account(
        session,
        "own",
        NewGrant(Role.SENIOR_SUPERVISOR, "KM"),
        practitioner=team.worker("W1"),
    )
    with pytest.raises(InvalidError, match="own_self"):
        an_agreement(session, team, supervisor_id=own.account_id)
    # a worker of the centre is no outside supervisor of colleagues
    with pytest.raises(InvalidError, match="tied"):
        an_agreement(session, team, supervisor_id=own.account_id, practitioner_id=team.worker("W2"))
    tie = Tie(
        TieKind.CONFLICT, team.scene.centre, None, date(2026, 1, 1), None, ConflictReason.FAMILY
    )
    record_tie(session, OPERATOR, NewTie(team.lead, tie, "W1"), at=NOON)
    with pytest.raises(InvalidError, match="tied"):
        an_agreement(session, team)
    assert an_agreement(session, team, practitioner_id=team.worker("W2"))


def test_one_standing_agreement_at_a_time_and_it_is_said_whose(
    session: Session, team: Team
) -> None:
    until = date(2026, 6, 30)
    an_agreement(session, team, until_on=until)
    for from_on, ends in ((FIRST, None), (until, None), (date(2026, 3, 1), FIRST)):
        with pytest.raises(InvalidError, match="overlaps") as told:
            an_agreement(session, team, supervisor_id=team.head, from_on=from_on, until_on=ends)
        assert told.value.params == {"name": "lead", "from_on": FIRST, "until_on": until}
    after = until + timedelta(days=1)
    assert an_agreement(session, team, supervisor_id=team.head, from_on=after)


def test_chains_close_no_circle(session: Session, team: Team) -> None:
    other = account(session, "other", NewGrant(Role.SENIOR_SUPERVISOR, "KM"))
    top = account(session, "top", NewGrant(Role.SENIOR_SUPERVISOR, "KM"))
    pair = {"practitioner_id": None}
    made = an_agreement(session, team, **pair, account_id=team.lead, supervisor_id=team.head)
    row = row_of(session, made)
    assert row.centre_id is None
    assert row.place_path.count("/") == 3  # the district of the one centre
    assert session.execute(select(TieRow)).all() == []
    an_agreement(session, team, **pair, account_id=team.head, supervisor_id=other.account_id)
    an_agreement(session, team, **pair, account_id=other.account_id, supervisor_id=top.account_id)
    with pytest.raises(InvalidError, match="circle"):
        an_agreement(session, team, **pair, account_id=top.account_id, supervisor_id=team.head)
    # whoever leads at one centre does not supervise somebody of the whole city
    with pytest.raises(InvalidError, match="unfit_supervisor"):
        an_agreement(session, team, **pair, account_id=top.account_id, supervisor_id=team.lead)
    with pytest.raises(InvalidError, match="own_self"):
        an_agreement(session, team, **pair, account_id=top.account_id, supervisor_id=top.account_id)


def test_a_worker_who_supervises_is_one_person_in_a_chain(session: Session, team: Team) -> None:
    both = account(
        session,
        "both",
        NewGrant(Role.SENIOR_SUPERVISOR, "KM"),
        practitioner=team.worker("W9"),
    )
    an_agreement(
        session, team, practitioner_id=None, account_id=team.head, supervisor_id=both.account_id
    )
    with pytest.raises(InvalidError, match="circle"):
        an_agreement(session, team, practitioner_id=team.worker("W9"), supervisor_id=team.head)


def test_above_the_ceiling_a_reason_is_asked_for(session: Session, team: Team) -> None:
    workers = more_workers(session, 9)
    for one in workers[:8]:
        an_agreement(session, team, practitioner_id=one)
    with pytest.raises(InvalidError, match="over_ceiling") as told:
        an_agreement(session, team, practitioner_id=workers[8])
    assert told.value.params == {"count": 9}
    # before the first of them begins there is room
    before = {"from_on": date(2026, 3, 24), "until_on": FIRST - timedelta(days=1)}
    an_agreement(session, team, practitioner_id=workers[8], **before)
    made = an_agreement(
        session, team, practitioner_id=workers[8], over_reason=OverReason.NOBODY_ELSE
    )
    assert row_of(session, made).over_reason == "nobody_else"


def test_only_who_is_in_post_is_supervised(session: Session, team: Team) -> None:
    end_practitioner(session, OPERATOR, team.worker("W1"), FIRST - timedelta(days=1), ZONE, at=NOON)
    with pytest.raises(InvalidError, match="not_in_post"):
        an_agreement(session, team)
    assert an_agreement(session, team, from_on=date(2026, 3, 24))


def test_refused_acts_leave_nothing(session: Session, team: Team) -> None:
    with pytest.raises(InvalidError):
        an_agreement(session, team, supervisor_id=team.far, key="k2")
    assert count(session) == 0
    # the key was not used up
    assert an_agreement(session, team, key="k2")
