"""What the draws of a round come to at each of its centres, before and after they are made."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.bars import Judged
from qa_app.domain.errors import InvalidError
from qa_app.domain.frames import Exclusion
from qa_app.domain.name_order import name_key
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.rounds import Visit
from qa_app.domain.supervision import SessionState
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.audits import AuditRow
from qa_app.models.cases import DrawRow
from qa_app.models.places import CentreRow
from qa_app.models.rounds import RoundCentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.bars import Tied, tied
from qa_app.queries.pairs import of_draw_read_again_by
from qa_app.queries.reach import centres_within
from qa_app.queries.round_plans import round_readers
from qa_app.queries.sample_preview import SamplePreview, sample_preview
from qa_app.queries.staff import StaffLine, staff_by_centre


@dataclass(frozen=True, slots=True)
class CentreDraw:
    """One rubric at one centre of a round, or a centre where the round has no day yet.

    Attributes:
        centre_id: The centre.
        place_path: Path of its node.
        centre: Its name.
        session_id: The session; None while the round has no day there.
        rubric: Title of the rubric; None likewise.
        planned_on: The session's day; None likewise.
        is_drawn: True once its files are drawn.
        frame_count: Files of the frame: as frozen, or as it would be now.
        excluded: Reason to how many files of the period were left out of it, or would be.
        outside_count: Files on the list that the period leaves out now; None where nothing is
            looked up, as once they are drawn.
        size: Files drawn, or that would be; None where nothing could be.
        refusal: Why nothing could be drawn now; None otherwise.
        readers: Those of the round who may read there; without a day, those who may today.
        given_to: Names of those who read what was drawn, in order; without readings that the
            asker may not know of yet.
        visit: Who leads it, where and when; None while it has no day, and once it is settled.
    """

    centre_id: int
    place_path: str
    centre: BilingualText
    session_id: int | None = None
    rubric: BilingualText | None = None
    planned_on: date | None = None
    is_drawn: bool = False
    frame_count: int = 0
    excluded: Mapping[Exclusion, int] = field(default_factory=dict)
    outside_count: int | None = None
    size: int | None = None
    refusal: InvalidError | None = None
    readers: tuple[StaffLine, ...] = ()
    given_to: tuple[str, ...] = ()
    visit: Visit | None = None

    @property
    def is_ready(self) -> bool:
        """Tell whether its files can be drawn now."""
        return not self.is_drawn and self.size is not None and bool(self.readers)


_PLANNED = (
    select(
        SupervisionSessionRow.id,
        SupervisionSessionRow.centre_id,
        SupervisionSessionRow.planned_on,
        SupervisionSessionRow.state,
        SupervisionSessionRow.supervisor_id,
        AccountRow.display_name,
        RubricVersionRow.title_zh,
        RubricVersionRow.title_en,
        DrawRow.drawn_at,
        DrawRow.frame_count,
        DrawRow.filters,
        DrawRow.wanted_count,
    )
    .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
    .join(RubricVersionRow, RubricVersionRow.id == SupervisionSessionRow.rubric_version_id)
    .join(AccountRow, AccountRow.id == SupervisionSessionRow.supervisor_id)
    .outerjoin(DrawRow, DrawRow.session_id == SupervisionSessionRow.id)
    .where(SupervisionSessionRow.state != SessionState.CANCELLED.value)
    .order_by(RubricVersionRow.area_code, SupervisionSessionRow.id)
)
"""Sessions that stand, each with its draw where it was drawn."""


def round_draws(
    session: Session, actor: Actor, round_id: int, zone: str, at: datetime
) -> tuple[CentreDraw, ...]:
    """Look at every draw of a round where the actor may draw.

    The frame of each session that is not drawn is looked up by itself, so that the number of
    queries grows with these sessions and with nothing else.

    Args:
        session: A database session.
        actor: Who asks.
        round_id: The round.
        zone: Local time zone.
        at: The present.

    Returns:
        By code of the centre and area of the rubric; cancelled sessions are left out.
    """
    within = centres_within(actor, Permission.SAMPLE_DRAW)
    centres = session.execute(
        select(CentreRow.id, CentreRow.place_path, CentreRow.name_zh, CentreRow.name_en)
        .join(RoundCentreRow, RoundCentreRow.centre_id == CentreRow.id)
        .where(RoundCentreRow.round_id == round_id, within)
        .order_by(CentreRow.code)
    ).all()
    planned = session.execute(
        _PLANNED.where(SupervisionSessionRow.round_id == round_id, within)
    ).all()
    places = [(one.id, one.place_path) for one in centres]
    staff = staff_by_centre(session, Permission.AUDIT_SCORE, places) if places else {}
    named = round_readers(session, round_id) or frozenset()
    ties = tied(session, named)
    ahead = {
        one.id: sample_preview(session, actor, one.id, zone, at)
        for one in planned
        if one.drawn_at is None and one.state == SessionState.PLANNED
    }
    drawn = [one.id for one in planned if one.drawn_at is not None]
    given = _given(session, drawn, actor.account_id)
    today = at.astimezone(ZoneInfo(zone)).date()
    found: list[CentreDraw] = []
    for centre in centres:
        name = BilingualText(centre.name_zh, centre.name_en)
        of_round = tuple(who for who in staff[centre.id] if who.id in named)
        empty = CentreDraw(centre.id, centre.place_path, name, readers=of_round)
        own = [one for one in planned if one.centre_id == centre.id]
        parts = [
            replace(_part(empty, one, ahead.get(one.id), ties), given_to=given.get(one.id, ()))
            for one in own
        ]
        found += parts or [_fitting(empty, today, ties)]
    return tuple(found)


def _given(
    session: Session, sessions: Sequence[int], asking: int | None
) -> dict[int, tuple[str, ...]]:
    if not sessions:
        return {}
    rows = session.execute(
        select(AuditRow.session_id, AccountRow.display_name)
        .join(AccountRow, AccountRow.id == AuditRow.reader_id)
        .where(
            AuditRow.session_id.in_(sessions),
            AuditRow.draw_id.is_not(None),
            AuditRow.state.not_in(("dropped", "replaced")),
            ~of_draw_read_again_by(asking),
        )
        .distinct()
    )
    given: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        given[row.session_id].append(row.display_name)
    return {of: tuple(sorted(names, key=name_key)) for of, names in given.items()}


def _fitting(part: CentreDraw, on: date, ties: Mapping[int, Tied]) -> CentreDraw:
    judged = Judged(part.centre_id, None, on, is_for_endorsement=False)
    readers = tuple(who for who in part.readers if not ties[who.id].bars(judged))
    return replace(part, readers=readers)


def _visit(place: CentreDraw, row: Any) -> Visit | None:
    if row.state != SessionState.PLANNED:
        return None
    return Visit(row.planned_on, (row.supervisor_id, row.display_name), place.centre_id)


def _part(
    place: CentreDraw,
    row: Any,
    ahead: SamplePreview | None,
    ties: Mapping[int, Tied],
) -> CentreDraw:
    part = replace(
        _fitting(place, row.planned_on, ties),
        session_id=row.id,
        rubric=BilingualText(row.title_zh, row.title_en),
        planned_on=row.planned_on,
        visit=_visit(place, row),
    )
    if row.drawn_at is not None:
        left_out = {Exclusion(why): n for why, n in row.filters.get("excluded", {}).items()}
        return replace(
            part,
            is_drawn=True,
            frame_count=row.frame_count,
            excluded=left_out,
            size=row.wanted_count,
        )
    if ahead is None:
        return part
    return replace(
        part,
        frame_count=ahead.frame_count,
        excluded=ahead.excluded,
        outside_count=ahead.outside_count,
        size=None if ahead.plan is None else ahead.plan.size,
        refusal=ahead.refusal,
    )
