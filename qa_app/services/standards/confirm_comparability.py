"""Say of a reworded item whether its results still join with those of the version before."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.comparability import DECIDABLE, declaration
from qa_app.domain.defaults import DRAFT_REASON_MOST
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.plain_json import plain_from_json
from qa_app.domain.rubric_diff import ItemKind, compare
from qa_app.domain.rubric_draft import DraftAct, DraftSeen
from qa_app.domain.rubric_events import ItemCompared
from qa_app.domain.rubric_ground import Ground
from qa_app.models.rubric_drafts import RubricDraftRow
from qa_app.models.transaction import transaction
from qa_app.queries.rubric_drafts import draft_to_change, hands_of
from qa_app.queries.rubric_standing import version_content


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a person says of one item.

    Attributes:
        seen: The draft as they saw it.
        item: Code of the item.
        kind: `reworded`: still comparable; `changed`: not.
        reason: Why; may be empty.
    """

    seen: DraftSeen
    item: str
    kind: ItemKind
    reason: str = ""


def confirm_comparability(
    session: Session, actor: Actor, said: Confirmation, ground: Ground, *, at: datetime
) -> None:
    """Keep what a person says of an item; it counts while the words stay as they are.

    Saying so is writing: it is frozen with the version and joins or breaks trends.

    Args:
        session: A database session.
        actor: Who says so; their name is kept with the version, and another person must
            publish it.
        said: Of which item, and what.
        ground: What the draft is checked on.
        at: The present.

    Raises:
        OutOfReachError: There is no such draft, or the actor sees no drafts.
        NotAllowedError: The actor may not write rubrics.
        ConflictError: The draft is at its end (`draft_state`), was saved meanwhile
            (`draft_stale`), or the item is not one that needs a decision (`not_reworded`).
        InvalidError: It says something else than comparable or not (`not_decidable`), the
            reason is too long (`reason_long`), or the draft has faults, so that nothing can
            be compared (`has_faults`, with their `count`).
    """
    if said.kind not in DECIDABLE:
        raise InvalidError("not_decidable")
    reason = said.reason.strip()
    if len(reason) > DRAFT_REASON_MOST:
        raise InvalidError("reason_long", most=DRAFT_REASON_MOST)
    row = session.get(RubricDraftRow, said.seen.draft_id)
    if row is not None and _says_so_already(row, actor, said, reason):
        return
    event = ItemCompared(
        actor=actor,
        at=at,
        object_id=said.seen.draft_id,
        rubric="",
        key=said.item,
        comparison=said.kind.value,
    )
    with transaction(session, event) as act:
        row = draft_to_change(session, actor, said.seen, DraftAct.CONFIRM)
        digest = _digest(session, row, said, ground)
        act.learn(rubric=row.rubric_code)
        by = (actor.account_id, actor.name)
        kept = declaration(said.kind, digest, by, reason, at)
        row.comparability = {**row.comparability, said.item: kept}
        row.writers = list(hands_of(row).joined_by(actor).writers)


def _says_so_already(row: RubricDraftRow, actor: Actor, said: Confirmation, reason: str) -> bool:
    kept = row.comparability.get(said.item)
    return (
        kept is not None
        and row.revision == said.seen.revision
        and (kept["kind"], kept["reason"], kept["by"])
        == (said.kind.value, reason, actor.account_id)
        # said of the words before a save, it must be said again
        and datetime.fromisoformat(kept["at"]) >= row.updated_at
    )


def _digest(session: Session, row: RubricDraftRow, said: Confirmation, ground: Ground) -> str:
    plain = plain_from_json(row.content)
    count = ground.faults(plain)
    if count:
        raise InvalidError("has_faults", count=count)
    base = None if row.base_version_id is None else version_content(session, row.base_version_id)
    if base is None:
        raise ConflictError("not_reworded", item=said.item)
    diff = compare(base.content, ground.content(plain))
    for item in diff.of_kind(ItemKind.REWORDED):
        if item.code == said.item:
            return item.digest
    raise ConflictError("not_reworded", item=said.item)
