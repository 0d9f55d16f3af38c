"""Pairs of readings, from their opening to their end, held against the journal."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from qa_app.domain.act_seals import ActFault, Held, Kind, RecordedAct, Since, Told, Unlike
from qa_app.domain.moderation_events import PairMoved, SecondReadingsChosen
from qa_app.domain.reading_pairs import HowSettled, PairState
from qa_app.models.act_contents import Contents
from qa_app.models.act_seals import GIVES_UP
from qa_app.models.audits import AuditRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.queries.told_acts import told_of

_Pair = Row[*tuple[Any, ...]]
_BY_THE_WAY = ("handed_over", "replaced")
"""Why pairs are given up by acts that are about something else."""


def hold_pairs(session: Session, held: Held, since: Since) -> None:
    """Hold that pairs were opened, settled or given up against the rows about it.

    Args:
        session: A session inside `one_moment`, with a sealer.
        held: What was found so far, to which it is added.
        since: From where on the journal says what.
    """
    contents = Contents(session)
    pairs = {one.id: one for one in _pairs(session)}
    moved = told_of(session, PairMoved.object_type, [PairMoved.action])
    held.unlike += [
        Unlike(Kind.PAIR, number, ActFault.STATE)
        for number, one in pairs.items()
        if not _leads_to(one)
    ]
    redrawn = {
        (pairs[number].draw_id, row.at)
        for number, rows in moved.items()
        for row in rows
        if row.step == "redraw" and row.count and number in pairs
    }
    _hold_opened(session, contents, pairs, redrawn, (held, since))
    settled = contents.pairs([one.id for one in pairs.values() if one.moderated_id is not None])
    for number in sorted({*pairs, *moved}):
        rows = [one for one in moved.get(number, []) if one.step in {"settle", "redraw"}]
        acts = []
        if number in pairs:
            acts = list(_ends(contents, pairs[number], settled.get(number), rows))
        held.hold((Kind.PAIR, number), acts, rows, since)
    _hold_given_up(session, contents, pairs, held, since)


def _pairs(session: Session) -> Iterator[_Pair]:
    pair = ReadingPairRow
    columns = (
        pair.id,
        pair.draw_id,
        pair.state,
        pair.how,
        pair.chosen_at,
        pair.chosen_by,
        pair.completed_at,
        pair.item_count,
        pair.alike_count,
        pair.settled_at,
        pair.settled_by,
        pair.moderated_id,
        pair.dissolve_reason,
        AuditRow.explanation_digest,
    )
    query = select(*columns).outerjoin(AuditRow, AuditRow.id == pair.moderated_id)
    yield from session.execute(query.order_by(pair.id))


def _leads_to(one: _Pair) -> bool:
    # whether a pair may stand as it does
    ended, is_complete = one.settled_at is not None, one.completed_at is not None
    if one.state == PairState.SETTLED and one.how == HowSettled.ALIKE:
        alike = (one.completed_at, one.item_count, None)
        return ended and (one.settled_at, one.alike_count, one.settled_by) == alike
    is_settled = one.state == PairState.SETTLED
    is_given_up = one.state == PairState.DISSOLVED
    return (ended, is_complete, one.moderated_id is not None, bool(one.dissolve_reason)) == (
        is_settled or is_given_up,
        is_settled or one.state == PairState.COMPLETE,
        is_settled,
        is_given_up,
    )


def _hold_opened(
    session: Session,
    contents: Contents,
    pairs: dict[int, _Pair],
    redrawn: set[tuple[int, Any]],
    found: tuple[Held, Since],
) -> None:
    held, since = found
    act = SecondReadingsChosen.action
    told = told_of(session, SecondReadingsChosen.object_type, [act])
    opened: dict[tuple[int, Any], list[_Pair]] = {}
    for one in pairs.values():
        # the row that gave another one up seals what it opened
        if (one.draw_id, one.chosen_at) not in redrawn:
            opened.setdefault((one.draw_id, one.chosen_at), []).append(one)
    acts: dict[int, list[RecordedAct]] = {}
    first: dict[int, int] = {}
    openings = contents.openings({draw for draw, _ in opened})
    for (draw, at), some in opened.items():
        seal = contents.seal(act, openings.get((draw, at)))
        chosen = RecordedAct(act, some[0].chosen_by, at, seal, count=len(some))
        acts.setdefault(draw, []).append(chosen)
        first.setdefault(draw, some[0].id)
    for draw in sorted({*acts, *told}):
        what = (Kind.PAIR, first.get(draw, 0))
        held.hold(what, acts.get(draw, []), told.get(draw, []), since)


def _ends(contents: Contents, one: _Pair, settled: Any, rows: list[Told]) -> Iterator[RecordedAct]:
    act = PairMoved.action
    if one.moderated_id is not None and one.settled_at is not None:
        seal, digest = contents.seal(act, settled), str(one.explanation_digest)
        yield RecordedAct(act, one.settled_by, one.settled_at, seal, "settle", digest=digest)
    elif one.state == PairState.DISSOLVED and one.dissolve_reason not in _BY_THE_WAY:
        # nothing but its row says who gave it up
        by = next((row.by for row in rows if row.at == one.settled_at), None)
        if one.settled_at is not None:
            seal = contents.seal(act, contents.redrawn(one.id, one.settled_at))
            yield RecordedAct(act, by, one.settled_at, seal, "redraw")


def _hold_given_up(
    session: Session, contents: Contents, pairs: dict[int, _Pair], held: Held, since: Since
) -> None:
    rows: dict[Any, list[tuple[str, int, Told]]] = {}
    for event in GIVES_UP:
        for number, some in told_of(session, event.object_type, [event.action]).items():
            for one in some:
                rows.setdefault(one.at, []).append((event.object_type, number, one))
    for pair in pairs.values():
        is_own = pair.dissolve_reason not in _BY_THE_WAY
        if pair.state != PairState.DISSOLVED or is_own or pair.settled_at is None:
            continue
        act, told = RecordedAct("", None, pair.settled_at, ""), list[Told]()
        for kind, number, row in rows.get(pair.settled_at, []):
            gone = contents.given_up(kind, number, row.at)
            if any(one[0] == pair.id for one in gone):
                seal = contents.seal(row.action, gone)
                act, told = RecordedAct(row.action, row.by, row.at, seal, row.step), [row]
        held.hold((Kind.PAIR, pair.id), [act], told, since)
