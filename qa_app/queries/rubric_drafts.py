"""Rubric drafts for those who write and publish rubrics, and the versions that they follow."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.errors import ConflictError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.plain_json import plain_from_json
from qa_app.domain.rubric_draft import (
    OPEN_STATES,
    DraftAct,
    DraftHands,
    DraftSeen,
    DraftState,
    may_do,
    refusal_of,
    wrote,
)
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.aliases import alias_of
from qa_app.models.rubric_drafts import RubricDraftRow
from qa_app.models.transaction import locked
from qa_app.queries.rubric_reach import centres_beyond
from qa_app.queries.rubric_standing import version_content
from qa_app.queries.staff import people_with

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in a list.

    Attributes:
        id: The draft.
        code: The rubric.
        version: Number that it gives itself; empty while it has none.
        title: Its title, as far as it is written.
        state: Where it stands.
        created_by: Name of who began it.
        updated_by: Name of who changed it last.
        updated_at: When.
        submitted_by: Name of who handed it in; empty before.
        submitted_at: When; None before.
        waits_for_me: The person may publish it.
    """

    id: int
    code: str
    version: str
    title: BilingualText
    state: DraftState
    created_by: str
    updated_by: str
    updated_at: datetime
    submitted_by: str
    submitted_at: datetime | None
    waits_for_me: bool


@dataclass(frozen=True, slots=True)
class DraftInHand:
    """A draft with all that is kept of it.

    Attributes:
        line: What lists tell of it.
        plain: The file's data; may hold faults.
        base_version_id: The version that it follows; None for the first of a rubric.
        hands: Who had it in hand.
        comparability: What people declared of its items, by item code.
        revision: Goes up with every save.
        return_reason: Why it went back the last time; empty before.
        settled_by: Name of who published or discarded it; empty before.
        settled_at: When; None before.
        version_id: The version that it became; None before.
        beyond: Centres at which it would count and that its reader's publishing does not reach.
    """

    line: DraftLine
    plain: dict[str, Any]
    base_version_id: int | None
    hands: DraftHands
    comparability: dict[str, Any]
    revision: int
    return_reason: str
    settled_by: str
    settled_at: datetime | None
    version_id: int | None
    beyond: int


def may_see_drafts(actor: Actor) -> bool:
    """Tell whether a person sees rubric drafts at all.

    Args:
        actor: The person.

    Returns:
        True for those who may write or publish rubrics.
    """
    return may(actor, Permission.RUBRIC_WRITE) or may(actor, Permission.RUBRIC_PUBLISH)


_Creator, _Updater, _Submitter, _Settler = (alias_of(AccountRow) for _ in range(4))


def _drafts() -> Select[*tuple[Any, ...]]:
    return (
        select(
            RubricDraftRow,
            _Creator.display_name.label("creator"),
            _Updater.display_name.label("updater"),
            _Submitter.display_name.label("submitter"),
            _Settler.display_name.label("settler"),
        )
        .outerjoin(_Creator, _Creator.id == RubricDraftRow.created_by)
        .outerjoin(_Updater, _Updater.id == RubricDraftRow.updated_by)
        .outerjoin(_Submitter, _Submitter.id == RubricDraftRow.submitted_by)
        .outerjoin(_Settler, _Settler.id == RubricDraftRow.settled_by)
    )


def drafts_page(
    session: Session, actor: Actor, *, settled: bool = False, before: int | None = None
) -> tuple[DraftLine, ...]:
    """List drafts, newest first.

    Args:
        session: A database session.
        actor: Who asks.
        settled: True lists those that were published or discarded, False those still open.
        before: Only drafts begun before this one; None starts at the top.

    Returns:
        One row more than a page, when there are more; nothing for those who see no drafts.
    """
    if not may_see_drafts(actor):
        return ()
    states = [state.value for state in OPEN_STATES]
    column = RubricDraftRow.state
    query = (
        _drafts()
        .where(column.not_in(states) if settled else column.in_(states))
        .order_by(RubricDraftRow.id.desc())
        .limit(ROWS_PER_PAGE + 1)
    )
    if before is not None:
        query = query.where(RubricDraftRow.id < before)
    return tuple(_line(session, row, actor) for row in session.execute(query))


def open_drafts(session: Session, actor: Actor) -> dict[str, DraftLine]:
    """Give every draft on which somebody works, by rubric.

    Args:
        session: A database session.
        actor: Who asks.

    Returns:
        Code of the rubric to its draft; empty for those who see no drafts.
    """
    if not may_see_drafts(actor):
        return {}
    states = [state.value for state in OPEN_STATES]
    rows = session.execute(_drafts().where(RubricDraftRow.state.in_(states)))
    return {row[0].rubric_code: _line(session, row, actor) for row in rows}


def drafts_to_publish(session: Session, actor: Actor) -> tuple[DraftLine, ...]:
    """List the drafts that wait for a person's publication.

    Args:
        session: A database session.
        actor: The person.

    Returns:
        Oldest hand-in first; drafts that the person wrote or handed in are left out.
    """
    if not may(actor, Permission.RUBRIC_PUBLISH):
        return ()
    query = (
        _drafts()
        .where(RubricDraftRow.state == DraftState.IN_REVIEW.value)
        .order_by(RubricDraftRow.submitted_at, RubricDraftRow.id)
    )
    lines = (_line(session, row, actor) for row in session.execute(query))
    return tuple(line for line in lines if line.waits_for_me)


def draft_by_id(session: Session, actor: Actor, draft_id: int) -> DraftInHand | None:
    """Give a draft.

    Args:
        session: A database session.
        actor: Who asks.
        draft_id: The draft.

    Returns:
        The draft; None when there is none, or the person sees no drafts.
    """
    if not may_see_drafts(actor):
        return None
    row = session.execute(_drafts().where(RubricDraftRow.id == draft_id)).one_or_none()
    if row is None:
        return None
    draft: RubricDraftRow = row[0]
    return DraftInHand(
        line=_line(session, row, actor),
        plain=plain_from_json(draft.content),
        base_version_id=draft.base_version_id,
        hands=hands_of(draft),
        comparability=dict(draft.comparability),
        revision=draft.revision,
        return_reason=draft.return_reason,
        settled_by=row.settler or "",
        settled_at=draft.settled_at,
        version_id=draft.version_id,
        beyond=centres_beyond_draft(session, actor, draft),
    )


def open_draft_of(session: Session, rubric: str) -> int | None:
    """Find the draft on which somebody works.

    Args:
        session: A database session.
        rubric: Code of a rubric.

    Returns:
        The draft; None when nobody works on one.
    """
    return session.execute(
        select(RubricDraftRow.id).where(
            RubricDraftRow.rubric_code == rubric,
            RubricDraftRow.state.in_([state.value for state in OPEN_STATES]),
        )
    ).scalar_one_or_none()


def draft_to_change(
    session: Session, actor: Actor, seen: DraftSeen, act: DraftAct
) -> RubricDraftRow:
    """Give a draft to a person who is about to change it.

    Args:
        session: A session inside `transaction`.
        actor: The person.
        seen: The draft as they saw it.
        act: What they are about to do.

    Returns:
        The row, kept from others until the transaction ends.

    Raises:
        OutOfReachError: There is no such draft, or the person sees no drafts.
        NotAllowedError: They may not do this (`rubric:write`, `rubric:publish`,
            `second_person`).
        ConflictError: Somebody was first: `draft_state`, or `draft_stale` with `revision`, `at`
            and their content as `theirs`.
    """
    query = select(RubricDraftRow).where(RubricDraftRow.id == seen.draft_id)
    row = session.execute(locked(session, query, RubricDraftRow)).scalar_one_or_none()
    if row is None or not may_see_drafts(actor):
        raise OutOfReachError("rubric_draft")
    refusal = refusal_of(act, DraftState(row.state), actor, hands_of(row))
    if refusal is not None:
        code, is_right = refusal
        raise NotAllowedError(code) if is_right else ConflictError(code, state=row.state)
    if seen.revision != row.revision:
        raise ConflictError(
            "draft_stale", revision=row.revision, at=row.updated_at, theirs=row.content
        )
    return row


def hands_of(row: RubricDraftRow) -> DraftHands:
    """Tell who had a draft in hand.

    Args:
        row: The draft.

    Returns:
        Who wrote it and who handed it in.
    """
    return DraftHands(tuple(row.writers), row.submitted_by)


def names_of_writers(session: Session, actor: Actor, hands: DraftHands) -> tuple[str, ...]:
    """Name those who wrote a draft.

    Args:
        session: A database session.
        actor: Who asks.
        hands: Who had it in hand.

    Returns:
        In the order in which they came; nobody for those who see no drafts.
    """
    if not may_see_drafts(actor) or not hands.writers:
        return ()
    rows = session.execute(
        select(AccountRow.id, AccountRow.display_name).where(AccountRow.id.in_(hands.writers))
    )
    names = {row.id: row.display_name for row in rows}
    return tuple(names[one] for one in hands.writers)


def names_of_publishers(session: Session, actor: Actor, draft_id: int) -> tuple[str, ...]:
    """Name those who may publish a draft: they had no hand in it and reach where it counts.

    Args:
        session: A database session.
        actor: Who asks.
        draft_id: The draft.

    Returns:
        Active accounts by name; nobody for those who see no drafts.
    """
    if not may_see_drafts(actor):
        return ()
    draft = session.get_one(RubricDraftRow, draft_id)
    hands = hands_of(draft)
    return tuple(
        one.name
        for one in people_with(session, Permission.RUBRIC_PUBLISH)
        if not wrote(one, hands) and not centres_beyond_draft(session, one, draft)
    )


def centres_beyond_draft(session: Session, actor: Actor, draft: RubricDraftRow) -> int:
    """Count the centres at which a draft would count and which a person does not reach.

    Args:
        session: A database session.
        actor: Who would publish it.
        draft: The draft.

    Returns:
        Centres of its region or of that of the version whose days it ends, whichever are more;
        0 where all lie in reach.
    """
    before = draft.base_version_id and version_content(session, draft.base_version_id)
    plain = plain_from_json(draft.content)
    return centres_beyond(session, actor, plain, before.content if before else None)


def _waits_for(session: Session, draft: RubricDraftRow, actor: Actor) -> bool:
    return may_do(
        DraftAct.PUBLISH, DraftState(draft.state), actor, hands_of(draft)
    ) and not centres_beyond_draft(session, actor, draft)


def _line(session: Session, row: Any, actor: Actor) -> DraftLine:
    draft: RubricDraftRow = row[0]
    state = DraftState(draft.state)
    return DraftLine(
        id=draft.id,
        code=draft.rubric_code,
        version=draft.version,
        title=BilingualText(draft.title_zh, draft.title_en),
        state=state,
        created_by=row.creator or "",
        updated_by=row.updater or "",
        updated_at=draft.updated_at,
        submitted_by=row.submitter or "",
        submitted_at=draft.submitted_at,
        waits_for_me=_waits_for(session, draft, actor),
    )
