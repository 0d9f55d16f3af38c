"""Let a series go on otherwise: sessions to come are added, withdrawn and brought up to date."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.people import Actor
from qa_app.domain.recurrence import read_rule, rule_text
from qa_app.domain.session_events import SeriesChanged
from qa_app.domain.session_series import PlacedDay, SeriesDifference, SeriesTerms, TermsChange
from qa_app.domain.supervision import SessionType
from qa_app.models.series_rows import bring_up_to_date, columns_of, put_on_days, terms_of
from qa_app.models.session_changes import SessionSeriesRow
from qa_app.models.session_moves import withdraw_sessions
from qa_app.models.transaction import transaction
from qa_app.queries.double_booking import refuse_untold, series_clashes
from qa_app.queries.series_days import held_series, series_stands, what_changes
from qa_app.queries.series_fitness import SeriesPlace, check_series, people_by_day


@dataclass(frozen=True, slots=True)
class SeriesChange:
    """A change of a series.

    Attributes:
        series_id: The series.
        revision: What the page of who changes it showed.
        terms: How it goes on from the first day of these terms.
        clashes_told: How many times somebody would be in two sessions at once, as the preview
            told.
    """

    series_id: int
    revision: int
    terms: SeriesTerms
    clashes_told: int = 0


def change_series(
    session: Session, actor: Actor, change: SeriesChange, zone: str, *, at: datetime
) -> SeriesDifference:
    """Change a series in one transaction.

    Only planned sessions to come in which nothing was begun are withdrawn or brought up to date;
    sessions for days before the new terms begin stay as they are, and so does what was changed for
    one session alone: its day, time, supervisor or people.

    Args:
        session: A database session.
        actor: Who changes it.
        change: What is changed.
        zone: Local time zone.
        at: The present.

    Returns:
        What was added, removed and kept: the same as its preview told, unless sessions changed
        meanwhile.

    Raises:
        OutOfReachError: There is no such series where the actor may plan.
        ConflictError: It has ended (`series_ended`), or somebody changed it meanwhile
            (`series_changed_meanwhile`).
        InvalidError: See `check_series`; or somebody would be in two sessions at once more often
            than was told (`double_booked`).
    """
    terms = change.terms
    event = SeriesChanged(actor=actor, at=at, object_id=change.series_id)
    with transaction(session, event) as act:
        row = held_series(session, actor, change.series_id, change.revision)
        today = local_day(at, zone)
        place = SeriesPlace(row.centre_id, SessionType(row.type), row.area_code, row.agreement_id)
        check_series(session, actor, place, terms, today)
        stands = series_stands(session, row.id, locks=True)
        found = what_changes(session, terms, stands, today, row.centre_id)
        clashes = series_clashes(session, place.type, terms, found)
        refuse_untold(clashes, change.clashes_told)
        before = TermsChange(terms_of(row), terms)
        columns = columns_of(terms)
        if terms.rule is not None:
            columns["rule"] = rule_text(read_rule(terms.rule))
        session.execute(
            update(SessionSeriesRow)
            .where(SessionSeriesRow.id == row.id)
            .values(
                **columns,
                revision=SessionSeriesRow.revision + 1,
                changed_at=at,
                changed_by=actor.account_id,
            )
        )
        session.refresh(row)
        withdraw_sessions(session, [one.id for one in found.removed], actor.account_id, at)
        free = [one for one in found.kept if one.is_free]
        days = [PlacedDay(one.day, one.day) for one in free]
        in_post = people_by_day(session, row.centre_id, terms.people, days)
        there = {one.id: in_post[place] for place, one in enumerate(free)}
        bring_up_to_date(session, list(there), before, there, at)
        people = people_by_day(session, row.centre_id, terms.people, found.added)
        put_on_days(session, row, found.added, people, actor.account_id, at)
        act.learn(
            centre_id=row.centre_id,
            added=len(found.added),
            removed=len(found.removed),
            kept=len(found.kept) + len(found.bound),
        )
    return found
