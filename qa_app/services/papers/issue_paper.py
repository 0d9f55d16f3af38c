"""Issue a paper about a confirmed decision, or issue it anew."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.certificate_events import PaperIssued
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.journal import canonical_json
from qa_app.domain.papers import (
    PaperFacts,
    Revoked,
    check_code,
    digest_of_check,
    digest_of_paper,
    digest_of_token,
    paper_number,
    paper_token,
    plain_paper,
)
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.register_names import check_body
from qa_app.domain.text import BilingualText
from qa_app.models.idempotency import Request, once
from qa_app.models.packed import packed
from qa_app.models.register_papers import RegisterPaperRow
from qa_app.models.sealing import sealer_of
from qa_app.models.signing_keys import SigningKeyRow
from qa_app.models.transaction import Act
from qa_app.queries.decided_entries import DecidedEntry, decided_entry, last_sequence
from qa_app.queries.register_papers import token_place
from qa_app.queries.signing_keys import signed_by, signing_key


@dataclass(frozen=True, slots=True)
class PaperTerms:
    """What an installation says of papers.

    Attributes:
        prefix: Numbers begin with it, such as `YN-KM`.
        zone: Local time zone.
    """

    prefix: str
    zone: str


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A paper to be issued.

    Attributes:
        decision_id: The decision.
        chance: `papers.TOKEN_BITS` unpredictable bits.
        replaces: Why the paper that counts is issued anew; None for the first.
        key: Random key of the form; the same key twice issues one paper.
    """

    decision_id: int
    chance: int
    replaces: Revoked | None = None
    key: str | None = None


def issue_paper(
    session: Session, actor: Actor, new: NewPaper, terms: PaperTerms, *, at: datetime
) -> int:
    """Issue a paper.

    Args:
        session: A database session.
        actor: Who issues.
        new: What is issued.
        terms: What the installation says of papers.
        at: The present.

    Returns:
        The paper; that of the first time when the form is sent again.

    Raises:
        NotAllowedError: The actor issues no papers.
        OutOfReachError: No such confirmed decision in reach lets an area stand in the register.
        InvalidError: No key signs yet (`no_signing_key`), the body is not named
            (`body_not_named`), or the decision is over or overtaken by a later one
            (`decision_over`).
        ConflictError: A paper counts already (`paper_stands`), there is none to be issued anew
            (`no_paper_stands`), or the key was used for something else (`key_reused`).
    """
    if actor.account_id is None or not may(actor, Permission.PAPER_ISSUE):
        raise NotAllowedError(Permission.PAPER_ISSUE.value)
    body = f"{new.decision_id}\n{new.replaces}"
    request = Request(actor.account_id, new.key, "paper:issue", body)

    def issue(act: Act) -> int:
        today = at.astimezone(ZoneInfo(terms.zone)).date()
        entry = decided_entry(session, actor, new.decision_id, Permission.PAPER_ISSUE, today)
        key = signing_key(session)
        if key is None:
            raise InvalidError("no_signing_key")
        old = _replaced(session, actor, new, at)
        facts = _facts(session, entry, key, terms, _Fresh(new.chance, at, old))
        paper_id, digest = _keep(session, actor, entry, key, (facts, new.chance, at, old))
        act.learn(object_id=paper_id, centre_id=entry.centre_id, digest=digest)
        return paper_id

    return once(session, request, PaperIssued(actor=actor, at=at), issue)


@dataclass(frozen=True, slots=True)
class _Fresh:
    chance: int
    at: datetime
    old: RegisterPaperRow | None


def _replaced(
    session: Session, actor: Actor, new: NewPaper, at: datetime
) -> RegisterPaperRow | None:
    standing = session.execute(
        select(RegisterPaperRow).where(
            RegisterPaperRow.decision_id == new.decision_id, RegisterPaperRow.revoked_at.is_(None)
        )
    ).scalar_one_or_none()
    if new.replaces is None:
        if standing is not None:
            raise ConflictError("paper_stands")
        return None
    if standing is None:
        raise ConflictError("no_paper_stands")
    standing.revoked_at, standing.revoked_by = at, actor.account_id
    standing.revoked_why = new.replaces.value
    return standing


def _facts(
    session: Session, entry: DecidedEntry, key: SigningKeyRow, terms: PaperTerms, fresh: _Fresh
) -> PaperFacts:
    today = fresh.at.astimezone(ZoneInfo(terms.zone)).date()
    body = BilingualText(entry.body, entry.body) if entry.body else entry.names.body
    if not entry.body:
        check_body(entry.names)
    if entry.is_overtaken or entry.valid_until is None or entry.valid_until < today:
        raise InvalidError("decision_over")
    last = last_sequence(session, f"{terms.prefix}-{today.year:04}-")
    number = paper_number(terms.prefix, today.year, last + 1)
    return PaperFacts(
        number=number,
        token_digest=digest_of_token(paper_token(fresh.chance)),
        centre=entry.centre,
        area=entry.area,
        area_name=entry.area_name,
        status=entry.status,
        set=entry.set,
        set_name=entry.set_name,
        criteria=entry.criteria,
        valid_from=entry.effective_on,
        valid_until=entry.valid_until,
        conditions=entry.conditions,
        body=body,
        evidence_digest=entry.evidence_digest,
        issued_on=today,
        key=key.code,
        replaces="" if fresh.old is None else fresh.old.number,
        departs_from=entry.departs_from,
        reasons=entry.reasons,
    )


def _keep(
    session: Session,
    actor: Actor,
    entry: DecidedEntry,
    key: SigningKeyRow,
    made: tuple[PaperFacts, int, datetime, RegisterPaperRow | None],
) -> tuple[int, str]:
    facts, chance, at, old = made
    token, payload = paper_token(chance), canonical_json(plain_paper(facts))
    digest = digest_of_paper(payload)
    values = {
        "decision_id": entry.id,
        "centre_id": entry.centre_id,
        "area_code": entry.area,
        "number": facts.number,
        "token": sealer_of(session).seal(token, token_place(facts.number)),
        "token_digest": facts.token_digest,
        "check_digest": digest_of_check(facts.number, check_code(token)),
        "valid_from": facts.valid_from,
        "valid_until": facts.valid_until,
        "payload": packed(payload),
        "digest": digest,
        "key_id": key.id,
        "signature": signed_by(session, key, payload),
        "replaces_id": None if old is None else old.id,
        "issued_at": at,
        "issued_by": actor.account_id,
    }
    kept = insert(RegisterPaperRow).values(**values).returning(RegisterPaperRow.id)
    return session.execute(kept).scalar_one(), digest
