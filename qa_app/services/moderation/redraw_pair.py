"""Give a blind pair up and draw another one: a second reading is never inherited."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.moderation_events import PairMoved
from qa_app.domain.people import Actor
from qa_app.domain.reading_pairs import (
    DissolveReason,
    choose_twice,
    never_given_up,
    redraws_left,
)
from qa_app.domain.rubric import Rubric
from qa_app.domain.signing import frozen_parts
from qa_app.domain.supervision import assessors_of
from qa_app.domain.totals import COUNTED_IN_CHARTS
from qa_app.models.action_readings import LaterReading, note_reading
from qa_app.models.amended_actions import counted_since
from qa_app.models.audits import AuditRow
from qa_app.models.cases import DrawRow
from qa_app.models.finding_sheets import open_actions
from qa_app.models.pair_steps import dissolve, hold_readings, open_pair, release
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.single_moderations import ask_moderation
from qa_app.models.totals import count_readings
from qa_app.models.transaction import transaction
from qa_app.queries.hands import refuse_one_person
from qa_app.queries.pairs import takes_part_in_draw, times_drawn
from qa_app.queries.reading_place import ReadingPlace, barred_workers, fit_reader, reading_place
from qa_app.queries.readings import counted_reading
from qa_app.queries.rubrics import rubric_by_id
from qa_app.queries.second_candidates import candidates_for_second


@dataclass(frozen=True, slots=True)
class Redraw:
    """Who reads a second time instead.

    Attributes:
        second_id: Their account; None where the pair is only given up.
        reason: Why the one who was to read so far does not.
        seed: Chooses the file, made for this redraw: by one that is used again, whoever plans
            could work out beforehand which file comes next.
    """

    second_id: int | None
    reason: DissolveReason
    seed: str


def redraw_pair(
    session: Session, actor: Actor, pair_id: int, change: Redraw, zone: str, *, at: datetime
) -> bool:
    """Give a pair up and draw one of the files that are left for another second reader.

    Files of one sample are drawn anew only so often (`PAIR_REDRAWS_MOST`); after that a pair is
    only given up, and no other file takes its place.

    A file whose pair was given up comes again only where no other is left, and the new pair keeps
    its own seed: nobody steers which file is read twice by drawing until one comes. What the
    second reader had begun is kept, is shown to nobody and never counts. A first
    reading that is signed already counts from now on, and what has to be done about it begins.

    Args:
        session: A database session.
        actor: Who plans; they read no file of the draw.
        pair_id: The pair.
        change: Who reads a second time instead, and why.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        True when another file was drawn, False when none is left or none may be drawn.

    Raises:
        OutOfReachError: There is no such pair where the actor may draw, or they take part in it.
        ConflictError: Both readings are locked, or it was given up before (`not_open`); files of
            the sample were drawn anew as often as may be (`redraws_spent`).
        InvalidError: The other reader may not read there (as `choose_second_readings`), or is
            the one who was to read so far (`same_reader`).
        OnePersonError: One person may be behind the other reader and who reads a file that they
            could be given (`queries.hands`).
    """
    reason = change.reason
    event = PairMoved(actor=actor, at=at, object_id=pair_id, step="redraw", reason=reason.value)
    with transaction(session, event) as act:
        draw, first_id = _found(session, actor, pair_id)
        # the session before the pair and its readings, as whoever hands over does
        place = reading_place(session, actor, draw.session_id, is_held_too=True)
        pair = hold_readings(session, (first_id,)).get(first_id)
        if takes_part_in_draw(session, draw.id, actor.account_id):
            raise OutOfReachError("pair")
        if pair is None or pair.id != pair_id:
            raise ConflictError("not_open")
        second = _second(session, actor, place, pair, change)
        first = dissolve(session, pair, reason, at)
        if first is not None:
            _count_alone(session, first, place.place_path, zone, at)
        how = {"seed": change.seed, "chosen_at": at, "chosen_by": actor.account_id}
        is_drawn = second is not None and _draw(session, place, draw, second, how)
        act.learn(centre_id=place.row.centre_id, count=int(is_drawn))
    return is_drawn


def _second(
    session: Session, actor: Actor, place: ReadingPlace, pair: ReadingPairRow, change: Redraw
) -> Actor | None:
    # nobody reads instead once no file of the sample is drawn anew
    is_spent = redraws_left(times_drawn(session, pair.draw_id)) == 0
    if change.second_id is None:
        if not is_spent:
            raise InvalidError("unfit_reader")
        return None
    if is_spent:
        raise ConflictError("redraws_spent")
    if change.second_id == session.get_one(AuditRow, pair.second_id).reader_id:
        raise InvalidError("same_reader")
    if change.second_id == actor.account_id:
        raise InvalidError("own_reading")
    return fit_reader(session, place, change.second_id)


def _draw(
    session: Session, place: ReadingPlace, draw: DrawRow, second: Actor, how: Mapping[str, Any]
) -> bool:
    barred = barred_workers(session, place, second)
    found = candidates_for_second(session, draw.id, second.account_id or 0, barred)
    fresh = never_given_up(found)
    readers, at = {one.reader_id for one in fresh}, how["chosen_at"]
    refuse_one_person(session, second.account_id, at, *((one, at) for one in sorted(readers)))
    chosen = choose_twice(fresh, how["seed"], 0, readers)[:1]
    reads = {"reader_id": second.account_id, "assessors": assessors_of(second)}
    for one, drawn in chosen:
        open_pair(session, one.audit_id, {**how, "ticket": drawn}, reads)
    return bool(chosen)


def _count_alone(
    session: Session, first: AuditRow, place_path: str, zone: str, at: datetime
) -> None:
    # only one person read it after all, so a moderator may have to look at it
    release(session, first.id, at)
    count_readings(session, [counted_reading(session, first, place_path, is_final=False)])
    rubric = rubric_by_id(session, first.rubric_version_id)
    if rubric is None:
        return
    open_actions(session, first.id, local_day(at, zone))
    _note(session, first, rubric, local_day(at, zone), at)
    ask_moderation(session, first.id, rubric, at)


def _note(session: Session, first: AuditRow, rubric: Rubric, today: date, at: datetime) -> None:
    reading = LaterReading(
        audit_id=first.id,
        centre_id=first.centre_id,
        version_id=first.rubric_version_id,
        rubric=rubric,
        codes=frozen_parts(rubric, first.explanation or "{}")[1],
        is_sampled=first.sample_type in COUNTED_IN_CHARTS,
        read_on=first.reviewed_on or today,
        signed_at=counted_since(session, first.id) or at,
    )
    note_reading(session, reading)


def _found(session: Session, actor: Actor, pair_id: int) -> tuple[DrawRow, int]:
    if actor.account_id is None:
        raise OutOfReachError("pair")
    found = session.execute(
        select(DrawRow, ReadingPairRow.first_id)
        .join(ReadingPairRow, ReadingPairRow.draw_id == DrawRow.id)
        .where(ReadingPairRow.id == pair_id)
    ).one_or_none()
    if found is None:
        raise OutOfReachError("pair")
    return found[0], found.first_id
