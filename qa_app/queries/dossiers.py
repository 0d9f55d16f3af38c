"""What a dossier is made from: frozen evidence within reach."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.criteria_thaw import criteria_from
from qa_app.domain.dossiers import DossierFacts
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.papers_reply import Reply, reply_text
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_over_others
from qa_app.domain.plain_json import plain_from_json
from qa_app.domain.register_names import names_with
from qa_app.domain.register_status import Step, standing_on
from qa_app.domain.rules.decision import Status
from qa_app.domain.text import BilingualText
from qa_app.models.criteria_versions import CriteriaVersionRow, EvidenceSnapshotRow
from qa_app.models.packed import unpacked
from qa_app.models.places import AreaRow, CentreRow
from qa_app.models.register_decisions import RegisterStepRow
from qa_app.queries.closed_areas import closed_areas
from qa_app.queries.joined_versions import versions_joined
from qa_app.queries.open_evidence import may_be_open, open_to_all
from qa_app.queries.reach import centres_in, centres_within
from qa_app.queries.register_names import agreed_names
from qa_app.queries.settings import notice
from qa_app.queries.signing_keys import signed_by, signing_key


@dataclass(frozen=True, slots=True)
class SnapshotLine:
    """Frozen evidence in a list.

    Attributes:
        id: It.
        centre: Name of the centre.
        area: Name of the area.
        as_of: Its day.
    """

    id: int
    centre: BilingualText
    area: BilingualText
    as_of: date


@dataclass(frozen=True, slots=True)
class SigningSide:
    """The key that signs, and how.

    Attributes:
        code: Its short name.
        public_key: Its public part.
    """

    code: str
    public_key: str


def snapshots_in_reach(
    session: Session, actor: Actor, most: int, after: int | None = None
) -> tuple[SnapshotLine, ...]:
    """List frozen evidence.

    Args:
        session: A database session.
        actor: Who asks.
        most: At most so many.
        after: The last one of the page before; None for the first page.

    Returns:
        That of centres in reach that is open to them, what was frozen last first.
    """
    row, files = EvidenceSnapshotRow, reach_over_others(actor)
    found: list[SnapshotLine] = []
    while True:
        before = () if after is None else (row.id < after,)
        rows = session.execute(
            select(row.id, row.as_of, CentreRow, AreaRow)
            .join(CentreRow, CentreRow.id == row.centre_id)
            .join(AreaRow, AreaRow.code == row.area_code)
            .where(centres_within(actor, Permission.PAPER_READ), *before)
            .where(centres_in(files) | may_be_open())
            .order_by(row.id.desc())
            .limit(most)
        ).all()
        given = open_to_all(session, [one.id for one in rows])
        found += (
            SnapshotLine(
                number,
                BilingualText(centre.name_zh, centre.name_en),
                BilingualText(area.name_zh, area.name_en),
                as_of,
            )
            for number, as_of, centre, area in rows
            if number in given or files.covers(centre.id, centre.place_path)
        )
        if len(found) >= most or len(rows) < most:
            return tuple(found[:most])
        after = rows[-1].id


def signing_side(session: Session) -> SigningSide:
    """Give the key that signs now.

    Args:
        session: A database session.

    Returns:
        The key.

    Raises:
        InvalidError: None was made yet (`no_signing_key`).
    """
    key = signing_key(session)
    if key is None:
        raise InvalidError("no_signing_key")
    return SigningSide(key.code, key.public_key)


def signed_now(session: Session, text: str) -> str:
    """Sign a text with the key that signs now.

    Args:
        session: A database session.
        text: The text.

    Returns:
        The signature.

    Raises:
        InvalidError: None was made yet (`no_signing_key`).
    """
    key = signing_key(session)
    if key is None:
        raise InvalidError("no_signing_key")
    return signed_by(session, key, text)


def dossier_facts(
    session: Session, actor: Actor, snapshot_id: int, *, at: datetime, on: date
) -> DossierFacts:
    """Find what a dossier is made from.

    Args:
        session: A database session.
        actor: Who asks.
        snapshot_id: The frozen evidence.
        at: The present, for files that they were let into.
        on: The local day, for agreements.

    Returns:
        The evidence, its criteria and its words.

    Raises:
        OutOfReachError: There is no such evidence of a centre in reach, or it is not open to them.
        InvalidError: No key signs yet (`no_signing_key`).
    """
    row = EvidenceSnapshotRow
    found = session.execute(
        select(row, CentreRow, AreaRow, CriteriaVersionRow)
        .join(CentreRow, CentreRow.id == row.centre_id)
        .join(AreaRow, AreaRow.code == row.area_code)
        .join(CriteriaVersionRow, CriteriaVersionRow.id == row.version_id)
        .where(row.id == snapshot_id, centres_within(actor, Permission.PAPER_READ))
    ).one_or_none()
    if found is None:
        raise OutOfReachError("evidence")
    snapshot, centre, area, version = found
    reads = reach_over_others(actor).covers(centre.id, centre.place_path)
    if not reads and not open_to_all(session, (snapshot_id,)):
        raise OutOfReachError("evidence")
    file = criteria_from(plain_from_json(version.content))
    plain = json.loads(unpacked(snapshot.content))
    closed = closed_areas(session, actor, CentreRow.id == centre.id, snapshot.as_of, at=at, on=on)
    reply = Reply(snapshot.digest, centre.code, area.code, snapshot.set_code, snapshot.as_of)
    return DossierFacts(
        evaluation=plain,
        intervals=None if snapshot.intervals is None else json.loads(snapshot.intervals),
        evidence_digest=snapshot.digest,
        file=file,
        names=names_with(file.terms.names, agreed_names(session)),
        centre=BilingualText(centre.name_zh, centre.name_en),
        area=BilingualText(area.name_zh, area.name_en),
        reply=reply_text(reply),
        key=signing_side(session).code,
        before=_before(session, snapshot, datetime.fromisoformat(plain["known_at"])),
        is_whole=reads,
        versions=versions_joined(session, plain) if reads else {},
        is_closed=(centre.id, area.code) in closed,
        notice=notice(session),
    )


def _before(session: Session, snapshot: EvidenceSnapshotRow, known_at: datetime) -> Status | None:
    # as it was known then: the same evidence makes the same file, whatever is decided since
    row = RegisterStepRow
    found = session.execute(
        select(row.number, row.status, row.effective_on, row.until)
        .where(
            row.centre_id == snapshot.centre_id,
            row.area_code == snapshot.area_code,
            row.made_at < known_at,
            row.effective_on <= snapshot.as_of,
        )
        .order_by(row.number.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        return None
    step = Step(found.number, Status(found.status), found.effective_on, found.until)
    return standing_on((step,), snapshot.as_of)
