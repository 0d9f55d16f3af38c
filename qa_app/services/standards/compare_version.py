"""Say of a published version which of its items join with the version before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.comparability import DECIDABLE
from qa_app.domain.defaults import DRAFT_REASON_MOST
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.library_events import VersionCompared
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.rubric_diff import ItemKind, RubricDiff, compare
from qa_app.models.rubric_drafts import ItemComparabilityRow
from qa_app.models.transaction import transaction
from qa_app.models.twins import one_of_a_kind
from qa_app.queries.rubric_reach import centres_beyond
from qa_app.queries.rubric_standing import StandingVersion, version_before, version_content


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """What is said of a published version.

    Attributes:
        version_id: The version.
        item: A reworded item of which a person says how it stands; empty to keep only what
            follows from the two contents.
        kind: Of that item: `reworded`: still comparable; `changed`: not.
        reason: Why; may be empty.
    """

    version_id: int
    item: str = ""
    kind: ItemKind | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ComparedVersion:
    """How a version stands to the one before.

    Attributes:
        base: Number of the version before; empty for the first.
        waiting: Reworded items of which nobody has said whether they stay comparable.
    """

    base: str = ""
    waiting: int = 0


def compare_version(
    session: Session, actor: Actor, said: VersionComparison, *, at: datetime
) -> ComparedVersion:
    """Keep how the items of a published version stand to the version before, for good.

    A version that came from a draft was compared when it was published; this is for versions
    that came as files. What follows from the two contents is kept at once; a reworded item
    waits, and counts as changed, until a person says how it stands.

    Args:
        session: A database session.
        actor: The command line, or who may publish rubrics; only a person decides on an item.
        said: Of which version, and of which item what.
        at: The present.

    Returns:
        The version before and what still waits; saying the same again changes nothing.

    Raises:
        NotAllowedError: The actor may not publish rubrics.
        OutOfReachError: There is no such version.
        InvalidError: The kind is none that a person may choose (`not_decidable`), the reason is
            too long (`reason_long`), or the rubric counts at centres out of reach
            (`beyond_reach`, with their `count`).
        ConflictError: The item is not a reworded one (`not_reworded`), or somebody said
            otherwise of it before (`already_decided`).
    """
    _check(actor, said)
    version = version_content(session, said.version_id)
    if version is None:
        raise OutOfReachError("rubric_version")
    beyond = 0 if actor.is_system else centres_beyond(session, actor, version.content)
    if beyond:
        raise InvalidError("beyond_reach", count=beyond)
    base = version_before(session, version)
    if base is None:
        return ComparedVersion()
    diff = compare(base.content, version.content)
    kept = _kept(session, version, base)
    rows = _derived(diff, kept)
    if said.item:
        rows += _decided(actor, said, diff, kept, at)
    if rows:
        _keep(session, actor, said, (version, base), rows, at)
    open_items = {one.code for one in diff.of_kind(ItemKind.REWORDED)}
    return ComparedVersion(
        base.version, len(open_items - {*kept, *(row["item_code"] for row in rows)})
    )


def _check(actor: Actor, said: VersionComparison) -> None:
    if not actor.is_system and not may(actor, Permission.RUBRIC_PUBLISH):
        raise NotAllowedError(Permission.RUBRIC_PUBLISH.value)
    if said.item and (actor.is_system or said.kind not in DECIDABLE):
        raise InvalidError("not_decidable")
    if len(said.reason.strip()) > DRAFT_REASON_MOST:
        raise InvalidError("reason_long", most=DRAFT_REASON_MOST)


def _kept(
    session: Session, version: StandingVersion, base: StandingVersion
) -> dict[str, ItemComparabilityRow]:
    rows = session.execute(
        select(ItemComparabilityRow).where(
            ItemComparabilityRow.version_id == version.version_id,
            ItemComparabilityRow.base_version_id == base.version_id,
        )
    ).scalars()
    return {row.item_code: row for row in rows}


def _derived(diff: RubricDiff, kept: dict[str, ItemComparabilityRow]) -> list[dict[str, Any]]:
    return [
        {"item_code": one.code, "kind": one.kind.value, "reason": ""}
        for one in diff.items
        if one.kind is not ItemKind.REWORDED and one.code not in kept
    ]


def _decided(
    actor: Actor,
    said: VersionComparison,
    diff: RubricDiff,
    kept: dict[str, ItemComparabilityRow],
    at: datetime,
) -> list[dict[str, Any]]:
    kind = said.kind or ItemKind.CHANGED
    if said.item not in {one.code for one in diff.of_kind(ItemKind.REWORDED)}:
        raise ConflictError("not_reworded", item=said.item)
    standing, reason = kept.get(said.item), said.reason.strip()
    if standing is not None:
        if (standing.kind, standing.confirmed_by) != (kind.value, actor.account_id):
            raise ConflictError("already_decided", item=said.item)
        return []
    return [
        {
            "item_code": said.item,
            "kind": kind.value,
            "reason": reason,
            "confirmed_by": actor.account_id,
            "confirmed_at": at,
        }
    ]


def _keep(
    session: Session,
    actor: Actor,
    said: VersionComparison,
    sides: tuple[StandingVersion, StandingVersion],
    rows: list[dict[str, Any]],
    at: datetime,
) -> None:
    version, base = sides
    event = VersionCompared(
        actor=actor,
        at=at,
        object_id=version.version_id,
        rubric=version.code,
        version=version.version,
        count=len(rows),
        key=said.item or None,
        comparison=said.kind.value if said.item and said.kind else None,
    )
    ends = {"version_id": version.version_id, "base_version_id": base.version_id}
    blank = {"confirmed_by": None, "confirmed_at": None}
    with (
        one_of_a_kind("already_decided", ConflictError, item=said.item),
        transaction(session, event),
    ):
        session.execute(insert(ItemComparabilityRow), [{**ends, **blank, **r} for r in rows])
