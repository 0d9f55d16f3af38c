"""What may be chosen when a round is planned."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.supervision import UNIT_CASE_FILE
from qa_app.domain.text import BilingualText
from qa_app.models.places import AreaRow, CentreAreaRow, CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.reach import centres_within
from qa_app.queries.staff import StaffLine, staff_at_any


@dataclass(frozen=True, slots=True)
class RoundOptions:
    """What there is to choose from.

    Attributes:
        centres: Open centres where the actor may plan rounds: id and name.
        rubrics: Rubrics of case files that fit one of them: newest version in force, title,
            area.
        readers: Who may read at one of them.
        owners: Who may plan rounds at one of them.
        moderators: Who may decide where readers differ at one of them.
    """

    centres: tuple[tuple[int, BilingualText], ...]
    rubrics: tuple[tuple[int, BilingualText, BilingualText], ...]
    readers: tuple[StaffLine, ...]
    owners: tuple[StaffLine, ...]
    moderators: tuple[StaffLine, ...]


def round_options(
    session: Session, actor: Actor, on: date, also: tuple[int, ...] = ()
) -> RoundOptions:
    """Gather what may be chosen for a round.

    Args:
        session: A database session.
        actor: Who plans.
        on: The present; retired rubrics and closed centres are left out.
        also: Versions of rubrics that are chosen already and stay on offer.

    Returns:
        The choices.
    """
    centres = session.execute(
        select(CentreRow.id, CentreRow.name_zh, CentreRow.name_en, CentreRow.place_path)
        .where(
            centres_within(actor, Permission.ROUND_PLAN),
            CentreRow.source == "",
            CentreRow.closed_on.is_(None),
        )
        .order_by(CentreRow.code)
    ).all()
    places = [(row.id, row.place_path) for row in centres]
    return RoundOptions(
        centres=tuple((row.id, BilingualText(row.name_zh, row.name_en)) for row in centres),
        rubrics=_rubrics(session, [row.id for row in centres], on, also),
        readers=staff_at_any(session, Permission.AUDIT_SCORE, places),
        owners=staff_at_any(session, Permission.ROUND_PLAN, places),
        moderators=staff_at_any(session, Permission.ROUND_READ, places),
    )


def _rubrics(
    session: Session, centres: list[int], on: date, also: tuple[int, ...]
) -> tuple[tuple[int, BilingualText, BilingualText], ...]:
    areas = select(CentreAreaRow.area_code).where(CentreAreaRow.centre_id.in_(centres))
    rows = session.execute(
        select(RubricVersionRow, AreaRow.name_zh, AreaRow.name_en)
        .join(AreaRow, AreaRow.code == RubricVersionRow.area_code)
        .where(
            RubricVersionRow.kind == UNIT_CASE_FILE,
            RubricVersionRow.is_hidden.is_(False),
            RubricVersionRow.area_code.in_(areas),
            RubricVersionRow.status.in_(("published", "retired")),
        )
        .order_by(AreaRow.position, RubricVersionRow.rubric_code, RubricVersionRow.in_force_from)
    ).all()
    # of each rubric the newest version that is in force, else the first one to come
    newest: dict[str, int] = {}
    for row in rows:
        version = row[0]
        if version.status == "published" and (
            version.in_force_from <= on or version.rubric_code not in newest
        ):
            newest[version.rubric_code] = version.id
    offered = {*newest.values(), *also}
    return tuple(
        (
            row[0].id,
            BilingualText(row[0].title_zh, row[0].title_en),
            BilingualText(row.name_zh, row.name_en),
        )
        for row in rows
        if row[0].id in offered
    )
