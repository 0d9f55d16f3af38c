"""Signed reviews and amendments, held against the journal."""

from collections.abc import Collection, Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from qa_app.domain.act_seals import ActFault, Held, Kind, RecordedAct, Since, Told, Unlike
from qa_app.domain.events import AuditSigned, AuditVoided, AuditWithdrawn, HistoryImported
from qa_app.domain.follow_up_events import WITHDRAW, AmendmentMoved
from qa_app.domain.objections import ObjectionStep
from qa_app.models.act_contents import AT_ONCE, Contents, withdrawal
from qa_app.models.audits import AuditRow
from qa_app.models.findings import AmendmentRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.queries.act_finals import hold_finals
from qa_app.queries.act_pairs import hold_pairs
from qa_app.queries.told_acts import parted, told_of, told_of_nothing

_ACTS = (AuditSigned.action, AuditWithdrawn.action, AuditVoided.action)
_BY_OTHER_ACTS = ("amended", "moderated")
_SETTLED_BY = {
    "confirmed": ObjectionStep.CONFIRM.value,
    "refused": ObjectionStep.REFUSE.value,
    "withdrawn": WITHDRAW,
}


def hold_reviews(session: Session, held: Held, since: Since) -> None:
    """Hold every review against the rows about its signing, its amendments and its end.

    Args:
        session: A session inside `one_moment`, with a sealer.
        held: What was found so far, to which it is added.
        since: From where on the journal says what.
    """
    contents = Contents(session)
    for audits in _in_parts(session):
        ids = [one.id for one in audits]
        told = told_of(session, AuditSigned.object_type, _ACTS, ids)
        states = _States(session, ids)
        for one in _with_contents(contents, audits):
            number = one.audit.id
            if not states.lead_to(one.audit):
                held.unlike.append(Unlike(Kind.REVIEW, number, ActFault.STATE))
            rows = _standing(told.get(number, []), contents, number, held, since)
            held.hold((Kind.REVIEW, number), one.acts(contents), rows, since)
    gone = told_of_nothing(session, AuditSigned.object_type, _ACTS[:1], AuditRow.id)
    held.unlike += [Unlike(Kind.REVIEW, number, ActFault.LOST, seq) for number, seq in gone]
    _hold_imported(session, held, since)
    hold_finals(session, held, since)
    hold_pairs(session, held, since)
    _hold_amendments(session, held, since)


def _in_parts(session: Session) -> Iterator[list[Row[*tuple[Any, ...]]]]:
    row, last = AuditRow, 0
    columns = (
        row.id,
        row.state,
        row.reading,
        row.source,
        row.signed_by,
        row.signed_at,
        row.explanation_digest,
        row.void_reason,
        row.void_asked_by,
        row.void_asked_at,
        row.voided_by,
        row.voided_at,
        row.counted_until,
    )
    while True:
        query = select(*columns).where(row.id > last).order_by(row.id).limit(AT_ONCE)
        found = list(session.execute(query))
        if not found:
            return
        yield found
        last = found[-1].id


class _One:
    def __init__(self, audit: Row[*tuple[Any, ...]], contents: tuple[Any, Any, Any]) -> None:
        self.audit = audit
        self._signed, self._asked, self._void = contents

    def acts(self, contents: Contents) -> Iterator[RecordedAct]:
        one = self.audit
        is_own_act = one.source is None and one.reading not in _BY_OTHER_ACTS
        if one.signed_at is not None and is_own_act:
            act = AuditSigned.action
            seal, digest = contents.seal(act, self._signed), str(one.explanation_digest)
            yield RecordedAct(act, one.signed_by, one.signed_at, seal, digest=digest)
        act, why = AuditVoided.action, one.void_reason
        if one.void_asked_at is not None:
            seal = contents.seal(act, self._asked)
            yield RecordedAct(act, one.void_asked_by, one.void_asked_at, seal, "ask", why)
        if one.voided_at is not None:
            seal = contents.seal(act, self._void)
            yield RecordedAct(act, one.voided_by, one.voided_at, seal, "confirm", why)


def _with_contents(contents: Contents, audits: Collection[Row[*tuple[Any, ...]]]) -> Iterator[_One]:
    ids = [one.id for one in audits if one.signed_at is not None]
    asked = [one.id for one in audits if one.void_asked_at is not None]
    signed = contents.reviews(ids)
    asks, voids = (contents.voids(asked, is_done=is_done) for is_done in (False, True))
    for one in audits:
        yield _One(one, (signed.get(one.id), asks.get(one.id), voids.get(one.id)))


def _standing(
    told: list[Told], contents: Contents, number: int, held: Held, since: Since
) -> list[Told]:
    # rows before a withdrawal stand for nothing any more; one that nobody sealed takes nothing back
    act, left = AuditWithdrawn.action, list[Told]()
    for one in told:
        if one.action != act:
            left.append(one)
            continue
        signing = max((row.seq for row in left if row.action == AuditSigned.action), default=None)
        is_right = one.seal == contents.seal(act, withdrawal(number, signing, one.by, one.at))
        # the row of what it took back may lie under a checkpoint
        is_right |= bool(one.seal) and signing is None and since.kept is not None
        if one.seal and not is_right:
            held.unlike.append(Unlike(Kind.REVIEW, number, ActFault.CHANGED, one.seq))
        elif since.misses_seal(one):
            held.unlike.append(Unlike(Kind.REVIEW, number, ActFault.UNSEALED, one.seq))
        else:
            left = []
    return left


class _States:
    """Whether what else is recorded, and held itself, leads to the state of a review."""

    def __init__(self, session: Session, ids: Collection[int]) -> None:
        pair, amended = ReadingPairRow, AmendmentRow
        firsts = select(pair.first_id).where(pair.first_id.in_(ids), pair.state == "open")
        self._open = set(session.scalars(firsts))
        seconds = select(pair.second_id).where(pair.second_id.in_(ids))
        self._seconds = set(session.scalars(seconds))
        made = (
            select(AuditRow.id, AuditRow.replaces_id, AuditRow.signed_at).join(
                pair, (pair.moderated_id == AuditRow.id) & (pair.state == "settled")
            ),
            select(AuditRow.id, AuditRow.replaces_id, AuditRow.signed_at).join(
                amended, (amended.new_audit_id == AuditRow.id) & (amended.state == "confirmed")
            ),
        )
        of = AuditRow.replaces_id.in_(ids) | AuditRow.id.in_(ids)
        found = [one for query in made for one in session.execute(query.where(of))]
        self._made = {one.id for one in found}
        self._replaced = {one.replaces_id: one.signed_at for one in found}

    def lead_to(self, audit: Row[*tuple[Any, ...]]) -> bool:
        # whether a review may stand as it does
        is_void, is_signed = audit.state == "void", audit.signed_at is not None
        if is_void is (audit.voided_at is None):
            return False
        if audit.reading in _BY_OTHER_ACTS and audit.id not in self._made:
            return False
        match audit.state:
            case "draft" | "dropped":
                return not is_signed and audit.counted_until is None
            case "replaced":
                until = self._replaced.get(audit.id)
                return is_signed and until is not None and audit.counted_until == until
            case "locked":
                is_second = audit.reading == "second" and audit.id in self._seconds
                return is_signed and (is_second or audit.id in self._open)
            case "void":
                return is_signed and audit.counted_until == audit.voided_at
            case _:
                counts = audit.reading != "second" and audit.id not in self._open
                return is_signed and counts and audit.counted_until is None


def _hold_imported(session: Session, held: Held, since: Since) -> None:
    # two chunks of one instant are told apart by how many reviews their rows count
    row, act, contents = AuditRow, HistoryImported.action, Contents(session)
    query = select(row.source, row.created_at, row.id).where(row.source.is_not(None))
    moments = groupby(
        session.execute(query.order_by(row.source, row.created_at, row.id)),
        key=lambda one: (str(one.source), one.created_at),
    )
    told: dict[str, list[Told]] = {}
    for one in told_of(session, HistoryImported.object_type, [act]).get(0, []):
        if one.step == "audits" and one.count:
            told.setdefault(one.outcome, []).append(one)
    acts: dict[str, list[RecordedAct]] = {}
    for (source, at), made in moments:
        rows = [one for one in told.get(source, []) if one.at == at]
        by = next((one.by for one in rows), None)
        for ids in parted([one.id for one in made], rows):
            seal = contents.seal(act, contents.many(ids))
            chunk = RecordedAct(act, by, at, seal, "audits", count=len(ids))
            acts.setdefault(source, []).append(chunk)
    for source in sorted({*acts, *told}):
        what = (Kind.REVIEW, source)
        held.hold(what, acts.get(source, []), told.get(source, []), since)


def _hold_amendments(session: Session, held: Held, since: Since) -> None:
    row, act, contents = AmendmentRow, AmendmentMoved.action, Contents(session)
    amendments = session.scalars(select(row).order_by(row.audit_id, row.id)).all()
    ids = [one.id for one in amendments]
    asked, done = (contents.amendments(ids, is_done=is_done) for is_done in (False, True))
    told = told_of(session, AmendmentMoved.object_type, [act])
    acts: dict[int, list[RecordedAct]] = {}
    for one in amendments:
        some = acts.setdefault(one.audit_id, [])
        seal, step = contents.seal(act, asked[one.id]), ObjectionStep.PROPOSE.value
        some.append(RecordedAct(act, one.asked_by, one.asked_at, seal, step))
        if one.settled_at is not None:
            # who takes it back is who proposed it; the row names second persons alone
            by = one.asked_by if one.state == "withdrawn" else one.settled_by
            seal, step = contents.seal(act, done[one.id]), _SETTLED_BY.get(one.state, "")
            some.append(RecordedAct(act, by, one.settled_at, seal, step))
    for number in sorted({*acts, *told}):
        what = (Kind.AMENDMENT, number)
        held.hold(what, acts.get(number, []), told.get(number, []), since)
