"""Decisions, steps of the register, objections and papers, held against the journal."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.act_seals import ActFault, Held, Kind, RecordedAct, Since, Unlike
from qa_app.domain.certificate_events import PaperIssued, PaperRevoked
from qa_app.domain.papers import digest_of_paper
from qa_app.domain.signatures import is_signed
from qa_app.domain.standing_events import DecisionMoved, DecisionObjected, StandingsExpired
from qa_app.models.act_contents import Contents, in_parts
from qa_app.models.criteria_versions import EvidenceSnapshotRow
from qa_app.models.packed import unpacked
from qa_app.models.register_decisions import (
    DecisionObjectionRow,
    ObjectionPanelRow,
    RegisterDecisionRow,
    RegisterStepRow,
)
from qa_app.models.register_papers import RegisterPaperRow
from qa_app.queries.signing_keys import own_keys
from qa_app.queries.told_acts import overtaken_by, told_of

_STEP_OF = {"decided": "confirm", "returned": "return", "taken_back": "take_back"}
_HELD_STEPS = ("file", "vote")
_CLOSES = (DecisionMoved.action, StandingsExpired.action, DecisionObjected.action)


def hold_register(session: Session, held: Held, since: Since) -> None:
    """Hold what was decided about areas of centres against the rows about it.

    Args:
        session: A session inside `one_moment`, with a sealer.
        held: What was found so far, to which it is added.
        since: From where on the journal says what.
    """
    contents = Contents(session)
    decisions = {
        one.id: one
        for one in session.scalars(select(RegisterDecisionRow).order_by(RegisterDecisionRow.id))
    }
    _hold_decisions(session, contents, held, decisions, since)
    _hold_steps(session, contents, held, decisions, since)
    _hold_objections(session, contents, held, since)
    _hold_papers(session, contents, held, since)


def _hold_decisions(
    session: Session,
    contents: Contents,
    held: Held,
    decisions: Mapping[int, RegisterDecisionRow],
    since: Since,
) -> None:
    act, snapshot = DecisionMoved.action, EvidenceSnapshotRow
    told = told_of(session, DecisionMoved.object_type, [act])
    digests = dict(session.execute(select(snapshot.id, snapshot.digest)).all())
    changed = _changed_evidence(session, {one.snapshot_id for one in decisions.values()})
    proposed, done = (contents.decisions(decisions, is_done=is_done) for is_done in (False, True))
    closed = overtaken_by(session, _CLOSES)
    for number in sorted({*decisions, *told}):
        one, acts = decisions.get(number), []
        if one is not None:
            status, digest = one.status, digests.get(one.snapshot_id, "")
            seal = contents.seal(act, proposed[number])
            step = "record" if one.route == "paper" else "put_forward"
            if one.snapshot_id in changed:
                held.unlike.append(Unlike(Kind.DECISION, number, ActFault.EVIDENCE))
            acts.append(
                RecordedAct(act, one.proposed_by, one.proposed_at, seal, step, status, digest)
            )
            step = _STEP_OF.get(one.state, "")
            if step and one.decided_at is not None:
                seal = contents.seal(act, done[number])
                acts.append(
                    RecordedAct(act, one.decided_by, one.decided_at, seal, step, status, digest)
                )
            is_closed = closed.get(number) == one.decided_at and one.decided_at is not None
            is_over = since.kept is not None and (one.decided_at or since.kept) <= since.kept
            if one.state == "overtaken" and not is_closed and not is_over:
                held.unlike.append(Unlike(Kind.DECISION, number, ActFault.STATE))
        held.hold((Kind.DECISION, number), acts, told.get(number, []), since)


def _changed_evidence(session: Session, snapshots: Collection[int | None]) -> set[int]:
    row, changed = EvidenceSnapshotRow, set[int]()
    for part in in_parts([one for one in snapshots if one is not None]):
        query = select(row.id, row.digest, row.content).where(row.id.in_(part))
        for number, digest, content in session.execute(query):
            if hashlib.sha256(_text(content).encode()).hexdigest() != digest:
                changed.add(number)
    return changed


def _text(content: bytes) -> str:
    # what cannot be read is no text that anybody signed or froze
    try:
        return unpacked(content)
    except ValueError:
        return ""


def _hold_steps(
    session: Session,
    contents: Contents,
    held: Held,
    decisions: Mapping[int, RegisterDecisionRow],
    since: Since,
) -> None:
    row, panel, objection = RegisterStepRow, ObjectionPanelRow, DecisionObjectionRow
    steps = session.scalars(select(row).order_by(row.id)).all()
    voted = select(panel.account_id, panel.voted_at).join(
        objection,
        (objection.id == panel.objection_id)
        & (objection.settled_at == panel.voted_at)
        & (objection.outcome == "set_aside"),
    )
    set_aside = set(session.execute(voted))
    ran_out: dict[datetime, int] = {}
    made: set[int] = set()
    for one in steps:
        if one.cause == "expiry":
            ran_out.setdefault(one.made_at, one.id)
            continue
        decision = decisions.get(one.decision_id or 0)
        if one.cause == "decision" and decision is not None and decision.id not in made:
            made.add(decision.id)
            is_right = _is_made_by(one, decision)
        else:
            is_right = one.cause == "objection" and (one.made_by, one.made_at) in set_aside
        if not is_right:
            held.unlike.append(Unlike(Kind.STEP, one.id, ActFault.UNTOLD))
    held.unlike += [
        Unlike(Kind.DECISION, number, ActFault.STATE)
        for number, one in decisions.items()
        if one.state == "decided" and number not in made
    ]
    act = StandingsExpired.action
    told = told_of(session, StandingsExpired.object_type, [act]).get(0, [])
    for at in sorted({*ran_out, *(one.at for one in told)}):
        acts, rows = [], [one for one in told if one.at == at and one.count]
        if at in ran_out:
            gone = contents.steps("expiry", at)
            acts = [RecordedAct(act, None, at, contents.seal(act, gone), count=len(gone))]
        held.hold((Kind.STEP, ran_out.get(at, 0)), acts, rows, since)


def _is_made_by(step: RegisterStepRow, decision: RegisterDecisionRow) -> bool:
    said = (
        decision.state,
        decision.centre_id,
        decision.area_code,
        decision.last_step + 1,
        decision.status,
        decision.effective_on,
        decision.valid_until,
        decision.decided_by,
        decision.decided_at,
    )
    return said == (
        "decided",
        step.centre_id,
        step.area_code,
        step.number,
        step.status,
        step.effective_on,
        step.until,
        step.made_by,
        step.made_at,
    )


def _hold_objections(session: Session, contents: Contents, held: Held, since: Since) -> None:
    row, panel, act = DecisionObjectionRow, ObjectionPanelRow, DecisionObjected.action
    objections = {one.id: one for one in session.scalars(select(row).order_by(row.id))}
    filed = contents.objections(objections)
    told = told_of(session, DecisionObjected.object_type, [act])
    acts = {
        number: [
            RecordedAct(act, one.filed_by, one.filed_at, contents.seal(act, filed[number]), "file")
        ]
        for number, one in objections.items()
    }
    votes = select(panel).where(panel.voted_at.is_not(None)).order_by(panel.voted_at)
    for vote in session.scalars(votes):
        if vote.voted_at is None:
            continue
        number, by, at = vote.objection_id, vote.account_id, vote.voted_at
        mine = (one for one in told.get(number, []) if (one.step, one.by) == ("vote", by))
        outcome = next((one.outcome for one in mine), "")
        seal = contents.seal(act, contents.vote(number, by, outcome, at))
        acts.setdefault(number, []).append(RecordedAct(act, by, at, seal, "vote"))
    for number in sorted({*acts, *told}):
        rows = [one for one in told.get(number, []) if one.step in _HELD_STEPS]
        outcomes = [one.outcome for one in rows if one.outcome]
        kept = objections.get(number)
        is_over = kept is not None and _is_over(kept.settled_at, since)
        if kept is not None and not is_over and (kept.outcome or "") != "".join(outcomes):
            held.unlike.append(Unlike(Kind.OBJECTION, number, ActFault.STATE))
        held.hold((Kind.OBJECTION, number), acts.get(number, []), rows, since)


def _is_over(at: datetime | None, since: Since) -> bool:
    return since.kept is not None and at is not None and at <= since.kept


def _hold_papers(session: Session, contents: Contents, held: Held, since: Since) -> None:
    row, act, end = RegisterPaperRow, PaperIssued.action, PaperRevoked.action
    papers = {one.id: one for one in session.scalars(select(row).order_by(row.id))}
    issued, revoked = contents.papers(papers), contents.revoked(papers)
    replaced = {
        one.replaces_id: (one.issued_by, one.issued_at)
        for one in papers.values()
        if one.replaces_id is not None
    }
    told = told_of(session, PaperIssued.object_type, [act, end])
    keys = own_keys(session)
    for number in sorted({*papers, *told}):
        one, acts = papers.get(number), []
        if one is not None:
            seal = contents.seal(act, issued[number])
            # the digest is that of the text, so that the text is held with it
            payload = _text(one.payload)
            digest = digest_of_paper(payload)
            if not is_signed(keys.get(one.key_id, ""), payload, one.signature):
                held.unlike.append(Unlike(Kind.PAPER, number, ActFault.SIGNATURE))
            acts.append(RecordedAct(act, one.issued_by, one.issued_at, seal, digest=digest))
            ended = one.revoked_by, one.revoked_at
            if one.revoked_at is not None and replaced.get(number) != ended:
                seal = contents.seal(end, revoked[number])
                acts.append(
                    RecordedAct(end, one.revoked_by, one.revoked_at, seal, "", one.revoked_why)
                )
        held.hold((Kind.PAPER, number), acts, told.get(number, []), since)
