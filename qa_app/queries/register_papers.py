"""Papers about decisions: what they are issued from, which there are, how anyone finds one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from qa_app.domain.criteria_thaw import criteria_from
from qa_app.domain.errors import OutOfReachError
from qa_app.domain.papers import (
    PaperFacts,
    PublicStanding,
    Revoked,
    facts_from,
    public_standing,
    signed_file,
)
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.plain_json import plain_from_json
from qa_app.domain.register_names import names_with
from qa_app.domain.register_terms import Names
from qa_app.domain.rules.decision import IN_REGISTER, Status
from qa_app.domain.text import BilingualText
from qa_app.models.criteria_versions import CriteriaVersionRow, EvidenceSnapshotRow
from qa_app.models.packed import unpacked
from qa_app.models.places import AreaRow, CentreRow
from qa_app.models.register_decisions import (
    DecisionConditionRow,
    RegisterDecisionRow,
    RegisterStepRow,
)
from qa_app.models.register_papers import RegisterPaperRow
from qa_app.models.sealing import sealer_of
from qa_app.models.signing_keys import SigningKeyRow
from qa_app.queries.reach import centres_within
from qa_app.queries.register_names import agreed_names

_DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class DecidedEntry:
    """A confirmed decision by which an area stands in the register.

    Attributes:
        id: It.
        centre_id: The centre.
        centre: Its name.
        centre_code: Its code.
        area: Code of the area.
        area_name: Its name.
        status: `endorsed` or `conditional`.
        set: Code of the set of criteria.
        set_name: Its name.
        names: What register, paper and body are called here.
        criteria: Code, version and fingerprint of the criteria.
        effective_on: First day.
        valid_until: Last day; None without an end, then no paper is issued.
        body: Body of a decision on paper; empty for one on screen.
        evidence_digest: Digest of its evidence.
        conditions: How many conditions it has.
    """

    id: int
    centre_id: int
    centre: BilingualText
    centre_code: str
    area: str
    area_name: BilingualText
    status: Status
    set: str
    set_name: BilingualText
    names: Names
    criteria: tuple[str, str, str]
    effective_on: date
    valid_until: date | None
    body: str
    evidence_digest: str
    conditions: int


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
        facts: What it says; pages show centre, area, days and body alone.
        standing: How it stands now.
        file: The JSON that travels with it.
    """

    facts: PaperFacts
    standing: PublicStanding
    file: str


def decided_entry(
    session: Session, actor: Actor, decision_id: int, permission: Permission
) -> DecidedEntry:
    """Find what a paper is issued from.

    Args:
        session: A database session.
        actor: Who asks.
        decision_id: The decision.
        permission: What they want to do.

    Returns:
        The decision.

    Raises:
        OutOfReachError: There is no such decision in reach that was confirmed and lets an area
            stand in the register.
    """
    found = _entries(session, centres_within(actor, permission), decision_id)
    if not found:
        raise OutOfReachError("decision")
    return found[0]


def entries_without_paper(
    session: Session, actor: Actor, permission: Permission
) -> tuple[DecidedEntry, ...]:
    """List confirmed decisions for which no paper counts.

    Args:
        session: A database session.
        actor: Who asks.
        permission: What they want to do.

    Returns:
        The newest first.
    """
    has_one = (
        select(RegisterPaperRow.id)
        .where(
            RegisterPaperRow.decision_id == RegisterDecisionRow.id,
            RegisterPaperRow.revoked_at.is_(None),
        )
        .exists()
    )
    within = and_(centres_within(actor, permission), ~has_one)
    return _entries(session, within)


def _entries(
    session: Session, within: ColumnElement[bool], decision_id: int | None = None
) -> tuple[DecidedEntry, ...]:
    row = RegisterDecisionRow
    count = (
        select(func.count())
        .select_from(DecisionConditionRow)
        .where(DecisionConditionRow.decision_id == row.id)
        .scalar_subquery()
    )
    query = (
        select(row, CentreRow, AreaRow, EvidenceSnapshotRow, CriteriaVersionRow, count)
        .join(EvidenceSnapshotRow, EvidenceSnapshotRow.id == row.snapshot_id)
        .join(CriteriaVersionRow, CriteriaVersionRow.id == EvidenceSnapshotRow.version_id)
        .join(CentreRow, CentreRow.id == row.centre_id)
        .join(AreaRow, AreaRow.code == row.area_code)
        .where(row.state == _DECIDED, row.status.in_(sorted(IN_REGISTER)), within)
        .order_by(row.id.desc())
    )
    if decision_id is not None:
        query = query.where(row.id == decision_id)
    agreed = agreed_names(session)
    return tuple(_entry(one, agreed) for one in session.execute(query))


def _entry(found: Any, agreed: Mapping[str, BilingualText]) -> DecidedEntry:
    row: RegisterDecisionRow = found[0]
    centre: CentreRow = found[1]
    area: AreaRow = found[2]
    snapshot: EvidenceSnapshotRow = found[3]
    version: CriteriaVersionRow = found[4]
    file = criteria_from(plain_from_json(version.content))
    set_of = file.set_of(row.set_code)
    plain_name = BilingualText(row.set_code, row.set_code)
    return DecidedEntry(
        id=row.id,
        centre_id=centre.id,
        centre=BilingualText(centre.name_zh, centre.name_en),
        centre_code=centre.code,
        area=area.code,
        area_name=BilingualText(area.name_zh, area.name_en),
        status=Status(row.status),
        set=row.set_code,
        set_name=plain_name if set_of is None else set_of.name,
        names=names_with(file.terms.names, agreed),
        criteria=(version.code, version.version, version.fingerprint),
        effective_on=row.effective_on,
        valid_until=row.valid_until,
        body=row.issuing_body or "",
        evidence_digest=snapshot.digest,
        conditions=found[5],
    )


def names_now(session: Session, criteria: tuple[str, str, str]) -> Names:
    """Give what register, paper and body are called now.

    Args:
        session: A database session.
        criteria: Code, version and fingerprint of the criteria.

    Returns:
        The names of that version, with what the city agreed on over them.
    """
    row = CriteriaVersionRow
    content = session.execute(
        select(row.content).where(row.code == criteria[0], row.version == criteria[1])
    ).scalar_one()
    names = criteria_from(plain_from_json(content)).terms.names
    return names_with(names, agreed_names(session))


def papers_in_reach(session: Session, actor: Actor, today: date) -> tuple[PaperLine, ...]:
    """List papers.

    Args:
        session: A database session.
        actor: Who asks.
        today: The present.

    Returns:
        Those of centres in reach, the newest first.
    """
    row = RegisterPaperRow
    rows = session.execute(
        select(row)
        .join(CentreRow, CentreRow.id == row.centre_id)
        .where(centres_within(actor, Permission.PAPER_READ))
        .order_by(row.id.desc())
    ).scalars()
    return tuple(
        PaperLine(
            one.id,
            one.decision_id,
            _facts(one),
            _standing(session, one, today),
            one.issued_at,
            None if one.revoked_why is None else Revoked(one.revoked_why),
        )
        for one in rows
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
    session: Session, today: date, *, token_digest: str = "", check_digest: str = ""
) -> PublicPaper | None:
    """Find a paper for whoever holds it.

    Args:
        session: A database session.
        today: The present.
        token_digest: Digest of its token; or
        check_digest: Digest of its number and check code.

    Returns:
        What anyone is told; None when nothing is found.
    """
    row = RegisterPaperRow
    is_it = row.token_digest == token_digest if token_digest else row.check_digest == check_digest
    found = session.execute(select(row).where(is_it)).scalar_one_or_none()
    if found is None:
        return None
    standing = _standing(session, found, today)
    return PublicPaper(_facts(found), standing, _file(session, found))


def _standing(session: Session, row: RegisterPaperRow, today: date) -> PublicStanding:
    step = session.execute(
        select(RegisterStepRow)
        .where(
            RegisterStepRow.centre_id == row.centre_id,
            RegisterStepRow.area_code == row.area_code,
            RegisterStepRow.effective_on <= today,
        )
        .order_by(RegisterStepRow.number.desc())
        .limit(1)
    ).scalar_one_or_none()
    status = None if step is None else Status(step.status)
    if step is not None and status in IN_REGISTER and step.until is not None and step.until < today:
        # run out, whether or not the clock has said so yet
        status = Status.EXPIRED
    return public_standing(status, row.valid_until, today, is_revoked=row.revoked_at is not None)


def _facts(row: RegisterPaperRow) -> PaperFacts:
    plain: dict[str, Any] = json.loads(unpacked(row.payload))
    return facts_from(plain)


def _file(session: Session, row: RegisterPaperRow) -> str:
    code = session.execute(
        select(SigningKeyRow.code).where(SigningKeyRow.id == row.key_id)
    ).scalar_one()
    return signed_file(unpacked(row.payload), code, row.signature)


def last_sequence(session: Session, start: str) -> int:
    """Find the last number that was given out.

    Args:
        session: A database session inside a transaction that holds the signing key.
        start: What numbers of the year begin with, such as `YN-KM-2026-`.

    Returns:
        Its sequence; 0 before the first.
    """
    row = RegisterPaperRow
    last = session.execute(
        select(func.max(row.number)).where(row.number.startswith(start, autoescape=True))
    ).scalar_one()
    return 0 if last is None else int(last[len(start) :])
