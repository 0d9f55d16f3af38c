"""Signed audits held against the rows of the journal that sealed them; nothing is written."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, cast, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.events import AuditSigned, AuditWithdrawn
from qa_app.domain.moderation_events import PairMoved
from qa_app.domain.score_check import Difference, Fault
from qa_app.models.audits import AuditRow
from qa_app.models.journal import JournalRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.queries.score_check import Drifted

_COUNTED = ("signed", "void", "locked", "replaced")


def unlike_their_seals(session: Session) -> Iterator[Drifted]:
    """Name the audits that are not what the last row of the journal about their signing sealed.

    What is held: digest of the frozen result, signer, and that a sealed audit still counts or is
    kept. The journal itself is checked elsewhere. No row is asked of imported or amended audits,
    whose rows hold no digest, nor where a checkpoint stands for the row.

    Args:
        session: A database session.

    Yields:
        Audits by id, with what differs.
    """
    found = AuditRow
    kept = select(found.id, found.state, found.signed_by, found.explanation_digest)
    audits = {row.id: row for row in session.execute(kept.where(found.reading != "moderated"))}
    dissolved = _of_dissolved_pairs(session)
    for audit_id, (digest, signer) in sorted(_signatures(session).items()):
        audit = audits.get(audit_id)
        state = "" if audit is None else audit.state
        differs = []
        if state not in _COUNTED and audit_id not in dissolved:
            differs.append(_unlike("state", state, "signed"))
        if state in _COUNTED and audit is not None:
            differs += _held(audit, digest, signer)
        if differs:
            yield Drifted(audit_id, state, tuple(differs))
    yield from _moderated(session)


def _held(audit: Row[*tuple[Any, ...]], digest: str, signer: int | None) -> Iterator[Difference]:
    if audit.explanation_digest != digest:
        yield _unlike("explanation_digest", str(audit.explanation_digest), digest)
    if audit.signed_by != signer:
        yield _unlike("signed_by", str(audit.signed_by), str(signer))


def _signatures(session: Session) -> dict[int, tuple[str, int | None]]:
    row = JournalRow
    said = session.execute(
        select(row.object_id, row.action, row.actor_id, row.detail)
        .where(
            row.object_type == AuditSigned.object_type,
            row.outcome == "done",
            row.object_id.is_not(None),
            or_(row.action == AuditSigned.action, row.action == AuditWithdrawn.action),
        )
        .order_by(row.seq)
    )
    last: dict[int, tuple[str, int | None]] = {}
    for object_id, action, actor_id, detail in said:
        audit_id = int(str(object_id))
        last.pop(audit_id, None)
        digest = json.loads(detail).get("score_digest")
        if action == AuditSigned.action and digest:
            last[audit_id] = (digest, actor_id)
    return last


def _of_dissolved_pairs(session: Session) -> set[int]:
    pair = ReadingPairRow
    ends = session.execute(select(pair.first_id, pair.second_id).where(pair.state == "dissolved"))
    return {one for row in ends for one in row if one is not None}


def _moderated(session: Session) -> Iterator[Drifted]:
    row, pair, audit = JournalRow, ReadingPairRow, AuditRow
    settled = session.execute(
        select(audit.id, audit.state, audit.explanation_digest, row.detail)
        .join(pair, cast(pair.id, row.object_id.type) == row.object_id)
        .join(audit, audit.id == pair.moderated_id)
        .where(row.object_type == PairMoved.object_type, row.action == PairMoved.action)
        .order_by(audit.id, row.seq)
    )
    for audit_id, state, kept, detail in settled:
        digest = json.loads(detail).get("score_digest")
        if digest and kept != digest:
            yield Drifted(audit_id, state, (_unlike("explanation_digest", str(kept), digest),))


def _unlike(field: str, stands: str, sealed: str) -> Difference:
    return Difference(Fault.SEAL, field, stands, sealed)
