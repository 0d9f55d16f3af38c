"""Papers about decisions: what they are issued from, which there are, how anyone finds one."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import OutOfReachError
from qa_app.domain.papers import (
    PaperFacts,
    PublicStanding,
    Revoked,
    facts_from,
    own_flaw,
    public_standing,
    signed_file,
    told_as_argued,
)
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.rules.decision import IN_REGISTER, Status
from qa_app.models.aliases import alias_of
from qa_app.models.packed import unpacked
from qa_app.models.places import CentreRow
from qa_app.models.register_decisions import DecisionObjectionRow, RegisterStepRow
from qa_app.models.register_papers import RegisterPaperRow
from qa_app.models.row_lock import Beyond, beyond_reach
from qa_app.models.sealing import sealer_of
from qa_app.models.signing_keys import SigningKeyRow
from qa_app.queries.overtaken import is_paper_overtaken
from qa_app.queries.reach import centres_within
from qa_app.queries.signing_keys import flaw_of


@dataclass(frozen=True, slots=True)
class LocalPresent:
    """The present at one place.

    Attributes:
        today: Local day.
        zone: Local time zone.
    """

    today: date
    zone: str


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper in a list.

    Attributes:
        id: It.
        decision_id: The decision.
        facts: What it says.
        standing: How it stands now, as anyone is told.
        issued_at: When it was issued.
        revoked_why: Why it does not count any more; None while it does.
    """

    id: int
    decision_id: int
    facts: PaperFacts
    standing: PublicStanding
    issued_at: datetime
    revoked_why: Revoked | None


@dataclass(frozen=True, slots=True)
class PrintedPaper:
    """A paper to be printed.

    Attributes:
        facts: What it says.
        token: Its token.
        file: The JSON that travels with it.
    """

    facts: PaperFacts
    token: str
    file: str


@dataclass(frozen=True, slots=True)
class PublicPaper:
    """What anyone is told about a paper.

    Attributes:
        facts: What it says; pages show centre, area, days, body and the number of conditions alone.
        standing: How it stands now.
        file: The JSON that travels with it.
        flaw: Why the paper itself does not count, where the standing of its area is told first;
            None where that is told, or it counts.
        void_on: Local day on which the paper was withdrawn; None while it was not.
        is_replaced: True where a newer paper stands for it.
        is_argued: True while an objection to the decision from which `standing` follows waits
            for the end of its panel, which may have no members yet.
    """

    facts: PaperFacts
    standing: PublicStanding
    file: str
    flaw: PublicStanding | None = None
    void_on: date | None = None
    is_replaced: bool = False
    is_argued: bool = False


def papers_in_reach(
    session: Session,
    actor: Actor,
    day: LocalPresent,
    most: int | None = None,
    after: int | None = None,
) -> tuple[PaperLine, ...]:
    """List papers.

    Args:
        session: A database session.
        actor: Who asks.
        day: The present.
        most: At most so many; None for all.
        after: The last paper of the page before; None for the first page.

    Returns:
        Those of centres in reach, the newest first.
    """
    row = RegisterPaperRow
    query = (
        _with_standing(day.today)
        .join(CentreRow, CentreRow.id == row.centre_id)
        .where(centres_within(actor, Permission.PAPER_READ))
        .order_by(row.id.desc())
        .limit(most)
    )
    if after is not None:
        query = query.where(row.id < after)
    return tuple(
        PaperLine(
            one.id,
            one.decision_id,
            _facts(one),
            _standing(one, step, (key, day), is_overtaken=is_overtaken),
            one.issued_at,
            None if one.revoked_why is None else Revoked(one.revoked_why),
        )
        for one, step, key, is_overtaken in session.execute(query)
    )


def paper_in_reach(
    session: Session, actor: Actor, paper_id: int, permission: Permission
) -> RegisterPaperRow:
    """Find one paper.

    Args:
        session: A database session.
        actor: Who asks.
        paper_id: Which.
        permission: What they want to do.

    Returns:
        The paper.

    Raises:
        OutOfReachError: There is none in reach.
    """
    found = session.execute(
        select(RegisterPaperRow)
        .join(CentreRow, CentreRow.id == RegisterPaperRow.centre_id)
        .where(RegisterPaperRow.id == paper_id, centres_within(actor, permission))
    ).scalar_one_or_none()
    if found is None:
        raise OutOfReachError("paper")
    return found


def printed_paper(session: Session, actor: Actor, paper_id: int) -> PrintedPaper:
    """Give a paper to be printed.

    Args:
        session: A database session.
        actor: Who asks.
        paper_id: Which.

    Returns:
        The paper with its token.

    Raises:
        OutOfReachError: There is none in reach.
    """
    row = paper_in_reach(session, actor, paper_id, Permission.PAPER_READ)
    token = sealer_of(session).open(row.token, token_place(row.number))
    return PrintedPaper(_facts(row), token, _file(session, row))


def token_place(number: str) -> str:
    """Name what a sealed token belongs to.

    Args:
        number: Number of the paper.

    Returns:
        Such as `register_paper/YN-KM-2026-000123`.
    """
    return f"register_paper/{number}"


def public_paper(
    session: Session, day: LocalPresent, *, token_digest: str = "", check_digest: str = ""
) -> PublicPaper | None:
    """Find a paper for whoever holds it.

    Args:
        session: A database session.
        day: The present.
        token_digest: Digest of its token; or
        check_digest: Digest of its number and check code.

    Returns:
        What anyone is told; None when nothing is found.
    """
    row = RegisterPaperRow
    is_it = row.token_digest == token_digest if token_digest else row.check_digest == check_digest
    query = _with_standing(day.today).where(is_it)
    query = query.add_columns(_is_argued(RegisterStepRow.decision_id), _is_argued(row.decision_id))
    # asked alike whether or not there is such a paper; nothing of the objection but that it waits
    with beyond_reach(session, Beyond.ANONYMOUS):
        found = session.execute(query).one_or_none()
    if found is None:
        return None
    paper, step, key, is_overtaken, *argued = found
    standing = _standing(paper, step, (key, day), is_overtaken=is_overtaken)
    facts = _facts(paper)
    flaw = own_flaw(
        standing,
        is_revoked=paper.revoked_at is not None,
        flaw=flaw_of(key, facts.issued_on, paper.digest, day.zone),
    )
    void_on = None if paper.revoked_at is None else local_day(paper.revoked_at, day.zone)
    newer = select(row.id).where(row.replaces_id == paper.id)
    is_replaced = session.execute(newer).one_or_none() is not None
    return PublicPaper(
        facts,
        standing,
        _file(session, paper),
        flaw,
        void_on,
        is_replaced,
        told_as_argued(standing, is_standing_argued=argued[0], is_own_argued=argued[1]),
    )


def _is_argued(decision_id: Any) -> ColumnElement[bool]:
    # what an objection says of its decision, as long as its panel has not ended
    waits = DecisionObjectionRow.outcome.is_(None)
    return (
        select(DecisionObjectionRow.id)
        .where(DecisionObjectionRow.decision_id == decision_id, waits)
        .exists()
    )


def _with_standing(today: date) -> Select[*tuple[Any, ...]]:
    # papers, the step that holds today in the area of each, their key, and whether they are
    # overtaken
    row, step, begun = RegisterPaperRow, RegisterStepRow, alias_of(RegisterStepRow)
    last = (
        select(func.max(begun.number))
        .where(
            begun.centre_id == row.centre_id,
            begun.area_code == row.area_code,
            begun.effective_on <= today,
        )
        .correlate_except(begun)
        .scalar_subquery()
    )
    holds = and_(
        step.centre_id == row.centre_id, step.area_code == row.area_code, step.number == last
    )
    return (
        select(row, step, SigningKeyRow, is_paper_overtaken(today))
        .join(SigningKeyRow, SigningKeyRow.id == row.key_id)
        .outerjoin(step, holds)
    )


def _standing(
    row: RegisterPaperRow,
    step: RegisterStepRow | None,
    looked: tuple[SigningKeyRow, LocalPresent],
    *,
    is_overtaken: bool,
) -> PublicStanding:
    key, day = looked
    status = None if step is None else Status(step.status)
    if (
        step is not None
        and status in IN_REGISTER
        and step.until is not None
        and step.until < day.today
    ):
        # run out, whether or not the clock has said so yet
        status = Status.EXPIRED
    return public_standing(
        status,
        (row.valid_from, row.valid_until),
        day.today,
        is_revoked=row.revoked_at is not None,
        is_overtaken=is_overtaken,
        flaw=flaw_of(key, _facts(row).issued_on, row.digest, day.zone),
    )


def _facts(row: RegisterPaperRow) -> PaperFacts:
    plain: dict[str, Any] = json.loads(unpacked(row.payload))
    return facts_from(plain)


def _file(session: Session, row: RegisterPaperRow) -> str:
    code = session.execute(
        select(SigningKeyRow.code).where(SigningKeyRow.id == row.key_id)
    ).scalar_one()
    return signed_file(unpacked(row.payload), code, row.signature)
