"""Free texts about standing in the register, and who may read which."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.references import without_references
from qa_app.domain.register_decisions import DecisionState
from qa_app.domain.released_items import ItemKind
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.aliases import alias_of
from qa_app.models.places import CentreRow
from qa_app.models.register_decisions import (
    DecisionConditionRow,
    DecisionObjectionRow,
    ObjectionPanelRow,
    RegisterApplicationRow,
    RegisterDecisionRow,
    ReleasedItemRow,
)
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import locked
from qa_app.queries.reach import centres_within
from qa_app.queries.register_decisions import READS_TEXTS, text_place

_Releaser, _Withdrawer = alias_of(AccountRow), alias_of(AccountRow)
_TABLES: dict[
    ItemKind,
    type[RegisterApplicationRow] | type[DecisionObjectionRow] | type[DecisionConditionRow],
] = {
    ItemKind.STATEMENT: RegisterApplicationRow,
    ItemKind.OBJECTION: DecisionObjectionRow,
    ItemKind.CONDITION: DecisionConditionRow,
}


@dataclass(frozen=True, slots=True)
class Release:
    """A text that was released to judicial users.

    Attributes:
        id: It.
        kind: What kind of text.
        item_id: The application, objection or condition.
        centre_id: Its centre.
        centre_name: The centre's name.
        reason: Why.
        released_at: Since when.
        released_by: By whom.
        withdrawn_at: Until when; None while it is released.
        withdrawn_by: Who withdrew it; empty before.
    """

    id: int
    kind: ItemKind
    item_id: int
    centre_id: int
    centre_name: BilingualText
    reason: str
    released_at: datetime
    released_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text, as somebody may read it.

    Attributes:
        words: It, without references of cases; empty where its reader may not read it.
        is_readable: True when they may.
        release: Its release that holds; None without one.
        is_by_seat: True when they may because they sit on the panel of the objection, and for no
            other reason: then its opening is put down.
    """

    words: str
    is_readable: bool
    release: Release | None
    is_by_seat: bool = False


def statement_place(centre_id: int, at: datetime) -> str:
    """Name what a centre's statement belongs to, for its encryption.

    Args:
        centre_id: The centre.
        at: When it was made.

    Returns:
        What it is sealed with.
    """
    return f"register_application/{centre_id}/{int(at.timestamp())}"


def objection_text_place(decision_id: int) -> str:
    """Name what an objection's words belong to, for their encryption.

    Args:
        decision_id: The decision.

    Returns:
        What they are sealed with.
    """
    return f"decision_objection/{decision_id}"


def release_place(kind: ItemKind, item_id: int, at: datetime) -> str:
    """Name what the reason of a release belongs to, for its encryption.

    Args:
        kind: What kind of text.
        item_id: The application, objection or condition.
        at: When it was released.

    Returns:
        What it is sealed with.
    """
    return f"released_item/{kind.value}/{item_id}/{int(at.timestamp())}"


def text_of(session: Session, actor: Actor, kind: ItemKind, item_id: int) -> Text:
    """Read a text of a centre, or of a decision about it.

    Args:
        session: A database session.
        actor: Who reads; they reach its centre.
        kind: What kind of text.
        item_id: The application, objection or condition.

    Returns:
        It, to those who manage the centre or release texts; of an objection also to the members of
        its panel, of a condition to all who take part in deciding; to others once it is released.

    Raises:
        OutOfReachError: There is none, or the decision of a condition does not count.
    """
    found = texts_of(session, actor, kind, (item_id,))
    if item_id not in found:
        raise OutOfReachError("released_item")
    return found[item_id]


def texts_of(
    session: Session, actor: Actor, kind: ItemKind, item_ids: Collection[int]
) -> dict[int, Text]:
    """Read several texts of a centre as `text_of` reads one; of conditions with two queries.

    Args:
        session: A database session.
        actor: Who reads; they reach its centre.
        kind: What kind of texts.
        item_ids: Applications, objections or conditions.

    Returns:
        Each that there is, by what it belongs to.
    """
    releases = standing_releases(session, kind, item_ids)
    readers = READS_TEXTS if kind is ItemKind.CONDITION else (Permission.STANDING_APPLY,)
    found = {}
    for item_id, (centre, sealed, place) in _sealed(session, kind, item_ids).items():
        release = releases.get(item_id)
        may_read = release is not None or any(
            reach_of(actor, one).covers(centre.id, centre.place_path)
            for one in (*readers, Permission.STANDING_RELEASE)
        )
        is_by_seat = not may_read and kind is ItemKind.OBJECTION and _sits(session, actor, item_id)
        is_readable = may_read or is_by_seat
        words = without_references(sealer_of(session).open(sealed, place)) if is_readable else ""
        found[item_id] = Text(words, is_readable, release, is_by_seat)
    return found


def standing_releases(
    session: Session, kind: ItemKind, item_ids: Collection[int]
) -> dict[int, Release]:
    """Find which texts are released now.

    Args:
        session: A database session.
        kind: What kind of texts.
        item_ids: Applications, objections or conditions.

    Returns:
        The release that holds by text, of those that have one.
    """
    row = ReleasedItemRow
    is_of_kind, holds = row.kind == kind.value, row.withdrawn_at.is_(None)
    found = _releases(session, is_of_kind, holds, row.item_id.in_(item_ids))
    return {one.item_id: one for one in found}


def _sits(session: Session, actor: Actor, objection_id: int) -> bool:
    query = select(ObjectionPanelRow.objection_id).where(
        ObjectionPanelRow.objection_id == objection_id,
        ObjectionPanelRow.account_id == actor.account_id,
    )
    return session.execute(query).one_or_none() is not None


def item_centre(session: Session, actor: Actor, kind: ItemKind, item_id: int) -> int:
    """Find the centre of a text that somebody is about to release, and keep others from it.

    Args:
        session: A session inside `transaction`.
        actor: Who releases it.
        kind: What kind of text.
        item_id: The application, objection or condition.

    Returns:
        The centre.

    Raises:
        OutOfReachError: There is none within their reach.
    """
    of = _TABLES[kind]
    session.execute(locked(session, select(of.id).where(of.id == item_id), of)).one_or_none()
    found = _sealed(session, kind, (item_id,)).get(item_id)
    if found is None:
        raise OutOfReachError("released_item")
    centre = found[0]
    reach = reach_of(actor, Permission.STANDING_RELEASE)
    if not reach.covers(centre.id, centre.place_path):
        raise OutOfReachError("released_item")
    return centre.id


def releases(session: Session, actor: Actor, most: int) -> tuple[Release, ...]:
    """List what was released, and withdrawn.

    Args:
        session: A database session.
        actor: Who asks.
        most: At most so many.

    Returns:
        The newest first, of centres within reach of whoever releases.
    """
    return _releases(session, centres_within(actor, Permission.STANDING_RELEASE))[:most]


def held_release(session: Session, actor: Actor, release_id: int) -> Release:
    """Find a release that somebody is about to withdraw.

    Args:
        session: A session inside `transaction`.
        actor: Who withdraws it.
        release_id: Which one.

    Returns:
        It.

    Raises:
        OutOfReachError: There is none within their reach.
    """
    within = centres_within(actor, Permission.STANDING_RELEASE)
    found = _releases(session, within, ReleasedItemRow.id == release_id)
    if not found:
        raise OutOfReachError("released_item")
    return found[0]


def _sealed(
    session: Session, kind: ItemKind, item_ids: Collection[int]
) -> dict[int, tuple[CentreRow, bytes, str]]:
    if kind is ItemKind.CONDITION:
        return _sealed_conditions(session, item_ids)
    if kind is ItemKind.STATEMENT:
        applied = session.execute(
            select(RegisterApplicationRow, CentreRow)
            .join(CentreRow, CentreRow.id == RegisterApplicationRow.centre_id)
            .where(RegisterApplicationRow.id.in_(item_ids))
        )
        return {
            one.id: (centre, one.statement, statement_place(centre.id, one.applied_at))
            for one, centre in applied
        }
    objected = session.execute(
        select(DecisionObjectionRow, CentreRow)
        .join(CentreRow, CentreRow.id == DecisionObjectionRow.centre_id)
        .where(DecisionObjectionRow.id.in_(item_ids))
    )
    return {
        one.id: (centre, one.body, objection_text_place(one.decision_id))
        for one, centre in objected
    }


def _sealed_conditions(
    session: Session, item_ids: Collection[int]
) -> dict[int, tuple[CentreRow, bytes, str]]:
    row = DecisionConditionRow
    found = session.execute(
        select(row.id, row.body, RegisterDecisionRow.proposed_at, CentreRow)
        .join(RegisterDecisionRow, RegisterDecisionRow.id == row.decision_id)
        .join(CentreRow, CentreRow.id == RegisterDecisionRow.centre_id)
        .where(
            row.id.in_(item_ids),
            # before that its words may still be read from the paper by a second person
            RegisterDecisionRow.state == DecisionState.DECIDED.value,
        )
    )
    return {
        one: (centre, body, text_place(centre.id, proposed_at))
        for one, body, proposed_at, centre in found
    }


def _releases(session: Session, *where: ColumnElement[bool]) -> tuple[Release, ...]:
    rows = session.execute(
        select(
            ReleasedItemRow,
            CentreRow.name_zh,
            CentreRow.name_en,
            _Releaser.display_name.label("releaser"),
            _Withdrawer.display_name.label("withdrawer"),
        )
        .join(CentreRow, CentreRow.id == ReleasedItemRow.centre_id)
        .join(_Releaser, _Releaser.id == ReleasedItemRow.released_by)
        .outerjoin(_Withdrawer, _Withdrawer.id == ReleasedItemRow.withdrawn_by)
        .where(*where)
        .order_by(ReleasedItemRow.id.desc())
    ).all()
    sealer = sealer_of(session)
    return tuple(
        Release(
            row[0].id,
            ItemKind(row[0].kind),
            row[0].item_id,
            row[0].centre_id,
            BilingualText(row.name_zh, row.name_en),
            sealer.open(
                row[0].reason,
                release_place(ItemKind(row[0].kind), row[0].item_id, row[0].released_at),
            ),
            row[0].released_at,
            row.releaser,
            row[0].withdrawn_at,
            row.withdrawer or "",
        )
        for row in rows
    )
