"""Questions to experts, for those who ask, those who give them on, and nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.consultations import Stage, answer_place, question_place, stage_of
from qa_app.domain.defaults import LIST_LINES_SHOWN
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_beyond_own
from qa_app.domain.text import BilingualText
from qa_app.models.cases import CaseFileRow
from qa_app.models.expert_rows import ConsultationRow, ExpertRow
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.models.recorded import known
from qa_app.models.sealing import sealer_of
from qa_app.queries.reach import centres_in, centres_within, open_on


@dataclass(frozen=True, slots=True)
class Consultation:
    """A question to an expert.

    Attributes:
        id: It.
        centre_id: The centre that asks.
        centre: Its name.
        place_path: Path of the place that the centre stands in.
        reference: The case by its reference.
        area: Code of the area.
        topic: What it is about.
        stage: How far it is.
        asked_at: When it was asked.
        answered_at: When the answer was written down; None before.
        closed_at: When it was closed; None before.
        expert: Name and organisation of the expert; empty before it is given to one.
    """

    id: int
    centre_id: int
    centre: BilingualText
    place_path: str
    reference: str
    area: str
    topic: str
    stage: Stage
    asked_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    expert: str


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """The words of a question and of its answer; the answer is empty before it is given."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class ExpertChoice:
    """An expert who may be asked, with the organisation and the areas (codes)."""

    id: int
    name: str
    organisation: str
    areas: tuple[str, ...]


def consultations_within(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that an actor sees a question.

    Args:
        actor: Who asks.

    Returns:
        A condition on `ConsultationRow`, `CentreRow` and `CaseFileRow`: who manages the centre or
        gives questions to experts there sees all of them, a worker those about their own cases.
    """
    others = centres_in(reach_beyond_own(actor, Permission.CONSULT_READ))
    if actor.practitioner_id is None:
        return others
    own = CaseFileRow.practitioner_id == actor.practitioner_id
    return or_(others, and_(own, centres_within(actor, Permission.CONSULT_READ)))


def consultations(
    session: Session, actor: Actor, consultation_id: int | None = None
) -> tuple[Consultation, ...]:
    """List questions to experts.

    Args:
        session: A database session.
        actor: Who asks.
        consultation_id: One; None for those asked last.

    Returns:
        Those that the actor sees, the newest first, at most `LIST_LINES_SHOWN`.
    """
    row = ConsultationRow
    query = (
        select(
            row,
            CentreRow.name_zh,
            CentreRow.name_en,
            CentreRow.place_path,
            CaseFileRow.reference,
            ExpertRow.name,
            ExpertRow.organisation,
        )
        .join(CentreRow, CentreRow.id == row.centre_id)
        .join(CaseFileRow, CaseFileRow.id == row.case_file_id)
        .outerjoin(ExpertRow, ExpertRow.id == row.expert_id)
        .where(consultations_within(actor))
        .order_by(row.asked_at.desc(), row.id.desc())
        .limit(LIST_LINES_SHOWN)
    )
    if consultation_id is not None:
        query = query.where(row.id == consultation_id)
    return tuple(
        Consultation(
            one.id,
            one.centre_id,
            BilingualText(zh, en),
            path,
            reference,
            one.area_code,
            one.topic,
            stage_of(one.given_at, one.answered_at, one.closed_at),
            one.asked_at,
            one.answered_at,
            one.closed_at,
            "" if name is None else f"{name} · {organisation}",
        )
        for one, zh, en, path, reference, name, organisation in session.execute(query)
    )


def words_of(session: Session, consultation_id: int) -> QuestionWords:
    """Open the words of a question that the reader may see.

    Args:
        session: A database session.
        consultation_id: The question, found by `consultations` before.

    Returns:
        Its words.
    """
    row = session.execute(
        select(
            ConsultationRow.case_file_id, ConsultationRow.question, ConsultationRow.answer
        ).where(ConsultationRow.id == consultation_id)
    ).one()
    sealer = sealer_of(session)
    answer = "" if row.answer is None else sealer.open(row.answer, answer_place(consultation_id))
    return QuestionWords(sealer.open(row.question, question_place(row.case_file_id)), answer)


def experts_for(
    session: Session, place_path: str, area: str, at: datetime, today: date
) -> tuple[ExpertChoice, ...]:
    """List the experts who may be asked about a case.

    Args:
        session: A database session.
        place_path: Path of the place that the centre stands in.
        area: Code of the case's area.
        at: The present.
        today: The local day.

    Returns:
        Experts of that place and of those above it, for that area, in office today; by name.
    """
    rows = session.execute(
        select(ExpertRow, PlaceRow.path)
        .join(PlaceRow, PlaceRow.id == ExpertRow.place_id)
        .where(
            known(ExpertRow, at),
            ExpertRow.from_on <= today,
            or_(ExpertRow.until_on.is_(None), ExpertRow.until_on >= today),
        )
        .order_by(ExpertRow.name, ExpertRow.id)
    )
    return tuple(
        ExpertChoice(row.id, row.name, row.organisation, tuple(row.areas.split()))
        for row, path in rows
        if place_path.startswith(path) and area in row.areas.split()
    )


def cases_to_ask_about(
    session: Session, actor: Actor, today: date, references: Sequence[str] = ()
) -> tuple[tuple[int, str, int, str], ...]:
    """List the open cases about which an actor may ask.

    Args:
        session: A database session.
        actor: Who asks.
        today: The local day.
        references: References that are looked for; empty takes the newest cases.

    Returns:
        Case, reference, centre and code of the area; a worker's own, a manager's centre's.
    """
    others = centres_in(reach_beyond_own(actor, Permission.CONSULT_ASK))
    mine = others
    if actor.practitioner_id is not None:
        own = CaseFileRow.practitioner_id == actor.practitioner_id
        mine = or_(others, and_(own, centres_within(actor, Permission.CONSULT_ASK)))
    query = (
        select(CaseFileRow.id, CaseFileRow.reference, CaseFileRow.centre_id, CaseFileRow.area_code)
        .join(CentreRow, CentreRow.id == CaseFileRow.centre_id)
        .where(
            mine,
            open_on(today),
            CaseFileRow.is_sealed.is_(False),
            or_(CaseFileRow.closed_on.is_(None), CaseFileRow.closed_on > today),
        )
        .order_by(CaseFileRow.opened_on.desc(), CaseFileRow.id.desc())
        .limit(LIST_LINES_SHOWN)
    )
    if references:
        query = query.where(CaseFileRow.reference.in_(references))
    return tuple((row[0], row[1], row[2], row[3]) for row in session.execute(query))
