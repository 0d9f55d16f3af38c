"""Publish a rubric draft as a version that never changes again; a second person does it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.comparability import Settled, settle_items
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.plain_json import plain_from_json
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_diff import compare
from qa_app.domain.rubric_draft import DraftAct, DraftSeen, DraftState, refusal_of_start_day
from qa_app.domain.rubric_events import RubricPublished
from qa_app.domain.rubric_freeze import fingerprint_of
from qa_app.domain.rubric_ground import Ground
from qa_app.domain.rubric_thaw import thaw
from qa_app.domain.version_succession import check_succession
from qa_app.models.accounts import AccountRow
from qa_app.models.places import AreaRow
from qa_app.models.rubric_drafts import ItemComparabilityRow, RubricDraftRow
from qa_app.models.rubric_versions import Publication, keep_version
from qa_app.models.transaction import transaction
from qa_app.queries.hands import refuse_one_person
from qa_app.queries.rubric_drafts import centres_beyond_draft, draft_to_change, hands_of
from qa_app.queries.rubric_standing import StandingVersion, item_codes_used, standing_version


@dataclass(frozen=True, slots=True)
class DraftPublication:
    """A draft that is to become a version.

    Attributes:
        seen: The draft as its publisher saw it.
        in_force_from: Local day from which files are read under it.
        zone: Local time zone of the installation.
    """

    seen: DraftSeen
    in_force_from: date
    zone: str


def publish_rubric_draft(
    session: Session,
    actor: Actor,
    publication: DraftPublication,
    ground: Ground,
    *,
    at: datetime,
) -> int:
    """Publish a draft.

    Everything is checked again inside the transaction: the faults of the content, the number,
    the day, the version that it follows, that every reworded item was decided, and that the
    rubric counts at no centre out of the publisher's reach.

    Args:
        session: A database session.
        actor: Who publishes: nobody who ever began, saved or handed in the draft, or said of
            an item whether it stays comparable.
        publication: The draft as they saw it, and the day.
        ground: What it is checked on.
        at: The present.

    Returns:
        The version; publishing the same draft again changes nothing.

    Raises:
        OutOfReachError: There is no such draft, or the actor sees no drafts.
        NotAllowedError: They may not publish (`rubric:publish`), or had the draft in hand
            (`second_person`).
        ConflictError: It is not in review (`draft_state`), was saved meanwhile
            (`draft_stale`), or another version was published since it was begun
            (`base_moved`, with `version`).
        InvalidError: It has faults (`has_faults`, with their `count`); its number is not
            higher than that of the version before (`version_not_higher`, with `standing`);
            the day will not do (`too_far_ahead`, `already_read`, `not_after`); it gives a
            code of an item that left to another item (`code_reused`, with `items`); reworded
            items are not decided (`undecided`, with `count`); it says the same as the version
            before (`nothing_changed`); its area is unknown (`unknown_area`), or it is a
            reference that is not hidden (`reference`); it counts, or the version before counts,
            at centres out of reach (`beyond_reach`, with their `count`).
        OnePersonError: One person may be behind who wrote it or handed it in and who publishes
            it (`queries.hands`).
    """
    done = _published(session, actor, publication.seen)
    if done is not None:
        return done
    event = RubricPublished(actor=actor, at=at, rubric="", version="", fingerprint="")
    with transaction(session, event) as act:
        row = draft_to_change(session, actor, publication.seen, DraftAct.PUBLISH)
        hands, handed_in = hands_of(row), row.submitted_at or at
        before = [(one, handed_in) for one in (*hands.writers, hands.submitted_by)]
        refuse_one_person(session, actor.account_id, at, *before)
        beyond = centres_beyond_draft(session, actor, row)
        if beyond:
            raise InvalidError("beyond_reach", count=beyond)
        base = _base(session, row)
        rubric, content = _frozen(row, ground)
        settled = _compared(session, row, rubric, content, base)
        today = at.astimezone(ZoneInfo(publication.zone)).date()
        _check_day(publication.in_force_from, today, base)
        if session.get(AreaRow, rubric.area) is None:
            raise InvalidError("unknown_area", area=rubric.area)
        version_id = keep_version(
            session,
            rubric,
            content,
            Publication(
                at,
                actor.name,
                publication.in_force_from,
                _name_of(session, row.created_by),
                row.base_version_id,
            ),
        )
        if base is not None:
            _keep_comparability(session, version_id, base.version_id, settled)
        row.state = DraftState.PUBLISHED.value
        row.settled_at, row.settled_by, row.version_id = at, actor.account_id, version_id
        act.learn(
            object_id=version_id,
            rubric=rubric.code,
            version=rubric.version,
            fingerprint=rubric.fingerprint,
        )
    return version_id


def _published(session: Session, actor: Actor, seen: DraftSeen) -> int | None:
    return session.execute(
        select(RubricDraftRow.version_id).where(
            RubricDraftRow.id == seen.draft_id,
            RubricDraftRow.state == DraftState.PUBLISHED.value,
            RubricDraftRow.revision == seen.revision,
            RubricDraftRow.settled_by == actor.account_id,
        )
    ).scalar_one_or_none()


def _base(session: Session, row: RubricDraftRow) -> StandingVersion | None:
    base = standing_version(session, row.rubric_code)
    if (base and base.version_id) != row.base_version_id:
        raise ConflictError("base_moved", version=base.version if base else "")
    return base


def _frozen(row: RubricDraftRow, ground: Ground) -> tuple[Rubric, dict[str, Any]]:
    plain = plain_from_json(row.content)
    count = ground.faults(plain)
    if count:
        raise InvalidError("has_faults", count=count)
    if plain["status"] == "reference" and not plain.get("hidden", False):
        raise InvalidError("reference")
    content = ground.content(plain)
    return thaw(content, fingerprint_of(content)), content


def _compared(
    session: Session,
    row: RubricDraftRow,
    rubric: Rubric,
    content: Mapping[str, Any],
    base: StandingVersion | None,
) -> tuple[Settled, ...]:
    if base is None:
        return ()
    diff = compare(base.content, content)
    check_succession(rubric.version, base.version, diff, item_codes_used(session, row.rubric_code))
    settled = settle_items(diff, row.comparability)
    undecided = sum(one.is_undecided for one in settled)
    if undecided:
        raise InvalidError("undecided", count=undecided)
    return settled


def _check_day(start: date, today: date, base: StandingVersion | None) -> None:
    refusal = refusal_of_start_day(start, today, None if base is None else base.in_force_from)
    if refusal is not None:
        raise InvalidError(refusal)


def _name_of(session: Session, account_id: int | None) -> str:
    if account_id is None:
        return ""
    return session.execute(
        select(AccountRow.display_name).where(AccountRow.id == account_id)
    ).scalar_one()


def _keep_comparability(
    session: Session, version_id: int, base_version_id: int, settled: tuple[Settled, ...]
) -> None:
    session.execute(
        insert(ItemComparabilityRow),
        [
            {
                "version_id": version_id,
                "base_version_id": base_version_id,
                "item_code": one.code,
                "kind": one.kind.value,
                "reason": one.reason,
                "confirmed_by": one.confirmed_by,
                "confirmed_at": one.confirmed_at,
            }
            for one in settled
        ],
    )
