"""Choose drawn files for a second, blind reading, by a seed of its own."""

from collections.abc import Callable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.defaults import DOUBLE_READING_PCT
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.moderation_events import SecondReadingsChosen
from qa_app.domain.people import Actor
from qa_app.domain.quarters import quarter_of
from qa_app.domain.reading_pairs import PairState, choose_twice, never_given_up, redraws_left
from qa_app.domain.supervision import assessors_of
from qa_app.models.cases import DrawRow
from qa_app.models.pair_steps import open_pair
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.transaction import locked, transaction
from qa_app.queries.calibration import double_shares
from qa_app.queries.hands import refuse_one_person
from qa_app.queries.pairs import (
    readers_with_second,
    takes_part_in_draw,
    times_drawn,
)
from qa_app.queries.reading_place import barred_workers, fit_reader, reading_place
from qa_app.queries.second_candidates import candidates_for_second


def choose_second_readings(  # noqa: PLR0913 - one argument for each thing a person says
    session: Session,
    actor: Actor,
    session_id: int,
    second_id: int,
    new_seed: Callable[[], str],
    zone: str,
    *,
    at: datetime,
    share_pct: int = DOUBLE_READING_PCT,
) -> int:
    """Choose files of a draw and give them to a second reader.

    Which files they are follows from a seed that is made now: the draw's own seed is shown to
    readers, who could work out the files from it. Whoever reads files of the draw neither
    chooses nor is told. Of a reader below the calibration gate more files are read twice, and
    of each reader at least one in a quarter.

    Args:
        session: A database session.
        actor: Who plans; they read no file of the draw.
        session_id: The session, planned or held.
        second_id: The account that reads a second time.
        new_seed: Makes the seed.
        zone: Local time zone.
        at: The present.
        share_pct: Usual share of the files, in percent.

    Returns:
        How many files are read twice.

    Raises:
        OutOfReachError: There is no such session where the actor may draw.
        ConflictError: The session is cancelled (`not_planned`), nothing is drawn yet
            (`not_drawn`), files were chosen before (`chosen_before`), or every pair was given
            up after files had been drawn anew as often as may be (`redraws_spent`).
        InvalidError: The actor reads files of the draw or would read again (`own_reading`); the
            second reader may not read there (`unfit_reader`, `own_case`, `own_centre`,
            `declared_conflict`); no file is left that they may read (`nothing_to_read`).
        OnePersonError: One person may be behind the second reader and who reads a file of the
            draw that they could be given (`queries.hands`).
    """
    event = SecondReadingsChosen(
        actor=actor, at=at, count=0, share_pct=share_pct, to_account=second_id
    )
    with transaction(session, event) as act:
        place = reading_place(session, actor, session_id, is_held_too=True)
        query = select(DrawRow).where(DrawRow.session_id == session_id)
        draw = session.execute(locked(session, query, DrawRow)).scalar_one_or_none()
        if draw is None or draw.seed is None:
            raise ConflictError("not_drawn")
        if second_id == actor.account_id or takes_part_in_draw(session, draw.id, actor.account_id):
            raise InvalidError("own_reading")
        standing = select(ReadingPairRow.id).where(
            ReadingPairRow.draw_id == draw.id, ReadingPairRow.state != PairState.DISSOLVED.value
        )
        if session.execute(standing).first() is not None:
            raise ConflictError("chosen_before")
        if redraws_left(times_drawn(session, draw.id)) == 0:
            raise ConflictError("redraws_spent")
        second, seed = fit_reader(session, place, second_id), new_seed()
        barred = barred_workers(session, place, second)
        found = never_given_up(candidates_for_second(session, draw.id, second_id, barred))
        readers = frozenset(one.reader_id for one in found)
        # asked before files are chosen: trying again would steer which they are
        refuse_one_person(session, second_id, at, *((one, at) for one in sorted(readers)))
        shares = double_shares(session, readers, draw.rubric_version_id, share_pct)
        chosen = choose_twice(found, seed, share_pct, _owed(session, readers, at, zone), shares)
        if not chosen:
            raise InvalidError("nothing_to_read")
        reads = {"reader_id": second_id, "assessors": assessors_of(second)}
        for one, drawn in chosen:
            how = {"seed": seed, "ticket": drawn, "chosen_at": at, "chosen_by": actor.account_id}
            open_pair(session, one.audit_id, how, reads)
        act.learn(object_id=draw.id, centre_id=place.row.centre_id, count=len(chosen))
    return len(chosen)


def _owed(session: Session, readers: frozenset[int], at: datetime, zone: str) -> frozenset[int]:
    start = quarter_of(local_day(at, zone)).first
    since = datetime.combine(start, time(), ZoneInfo(zone))
    return readers - readers_with_second(session, readers, since)
