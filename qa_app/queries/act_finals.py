"""Which results are final and since when, held against the journal."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from qa_app.domain.act_seals import (
    ActFault,
    Held,
    Kind,
    RecordedAct,
    Since,
    Told,
    Unlike,
    digest_of_run,
)
from qa_app.domain.events import AuditsFinalised
from qa_app.models.act_contents import Contents, finals
from qa_app.models.aliases import alias_of
from qa_app.models.audits import AuditRow
from qa_app.queries.told_acts import parted, told_of


def hold_finals(session: Session, held: Held, since: Since) -> None:
    """Hold since when results are final.

    A reading that was taken in is final from the start, and one that an amendment made of a final
    result is final with it. Every other one became so in a run that a row tells of.

    Args:
        session: A session inside `one_moment`, with a sealer.
        held: What was found so far, to which it is added.
        since: From where on the journal says what.
    """
    row, before = AuditRow, alias_of(AuditRow)
    was_final = (row.reading == "amended") & before.final_at.is_not(None)
    begins_so = or_(row.source.is_not(None), was_final)
    query = (
        select(row.id, row.signed_at, row.final_at, row.result_state, begins_so)
        .outerjoin(before, before.id == row.replaces_id)
        .where(or_(row.result_state == "final", row.final_at.is_not(None), begins_so))
        # as runs take them
        .order_by(row.signed_at, row.id)
    )
    became: dict[datetime, list[int]] = {}
    for number, signed_at, final_at, state, is_from_the_start in session.execute(query):
        is_right = state == "final" and None not in {signed_at, final_at}
        if is_from_the_start:
            is_right = is_right and final_at == signed_at
        elif final_at is not None:
            became.setdefault(final_at, []).append(number)
        if not is_right:
            held.unlike.append(Unlike(Kind.REVIEW, number, ActFault.STATE))
    _hold_runs(session, became, held, since)


def _hold_runs(
    session: Session, became: dict[datetime, list[int]], held: Held, since: Since
) -> None:
    act, contents = AuditsFinalised.action, Contents(session)
    told: dict[datetime, list[Told]] = {}
    for one in told_of(session, AuditsFinalised.object_type, [act]).get(0, []):
        if one.count:
            told.setdefault(one.at, []).append(one)
    for at in sorted({*became, *told}):
        ids, rows = became.get(at, []), told.get(at, [])
        acts = [
            RecordedAct(
                act,
                None,
                at,
                contents.seal(act, finals(some, at)),
                digest=digest_of_run(some),
                count=len(some),
            )
            for some in map(sorted, parted(ids, rows) if ids else [])
        ]
        held.hold((Kind.REVIEW, min(ids, default=0)), acts, rows, since)
