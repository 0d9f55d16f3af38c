"""Let sessions repeat: by a rule, or some months after the last one was held."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.people import Actor
from qa_app.domain.recurrence import read_rule, rule_text
from qa_app.domain.session_events import SeriesStarted
from qa_app.domain.session_series import SeriesState, SeriesTerms
from qa_app.models.idempotency import Request, once
from qa_app.models.series_rows import columns_of, put_on_days
from qa_app.models.session_changes import SessionSeriesRow
from qa_app.models.transaction import Act
from qa_app.queries.double_booking import refuse_untold, series_clashes
from qa_app.queries.series_days import NEVER_PLANNED, wanted_days, what_changes
from qa_app.queries.series_fitness import SeriesPlace, check_series, people_by_day


@dataclass(frozen=True, slots=True)
class NewSeries:
    """A series to be started.

    Attributes:
        place: Where and about what.
        terms: How it goes on.
        key: Random key of the form; the same key twice gives the same series.
        clashes_told: How many times somebody would be in two sessions at once, as the preview
            told.
    """

    place: SeriesPlace
    terms: SeriesTerms
    key: str | None = None
    clashes_told: int = 0


def start_series(session: Session, actor: Actor, new: NewSeries, zone: str, *, at: datetime) -> int:
    """Start a series, and put its sessions on their days up to the horizon.

    Args:
        session: A database session.
        actor: Who plans.
        new: What is wanted.
        zone: Local time zone.
        at: The present.

    Returns:
        The series.

    Raises:
        OutOfReachError: There is no such centre where the actor may plan.
        InvalidError: See `check_series`; or somebody would be in two sessions at once more often
            than was told (`double_booked`).
        ConflictError: The key was used for something else (`key_reused`).
    """
    told = [
        (f.name, getattr(part, f.name)) for part in (new.place, new.terms) for f in fields(part)
    ]
    request = Request(actor.account_id, new.key, "series:start", str(told))
    event = SeriesStarted(
        actor=actor, at=at, centre_id=new.place.centre_id, type=new.place.type.value
    )

    def make(act: Act) -> int:
        today = local_day(at, zone)
        check_series(session, actor, new.place, new.terms, today)
        found = what_changes(session, new.terms, NEVER_PLANNED, today, new.place.centre_id)
        clashes = series_clashes(session, new.place.type, new.terms, found)
        refuse_untold(clashes, new.clashes_told)
        series_id, added = _store(session, actor, new, today, at)
        act.learn(object_id=series_id, added=added)
        return series_id

    return once(session, request, event, make)


def _store(
    session: Session, actor: Actor, new: NewSeries, today: date, at: datetime
) -> tuple[int, int]:
    place, terms = new.place, new.terms
    columns = columns_of(terms)
    if terms.rule is not None:
        columns["rule"] = rule_text(read_rule(terms.rule))
    series_id = session.execute(
        insert(SessionSeriesRow)
        .values(
            **columns,
            centre_id=place.centre_id,
            type=place.type.value,
            area_code=place.area,
            agreement_id=place.agreement_id,
            state=SeriesState.ACTIVE.value,
            created_at=at,
            created_by=actor.account_id,
            changed_at=at,
            changed_by=actor.account_id,
        )
        .returning(SessionSeriesRow.id)
    ).scalar_one()
    days = wanted_days(session, terms, NEVER_PLANNED, today, place.centre_id).days
    row = session.get_one(SessionSeriesRow, series_id)
    people = people_by_day(session, place.centre_id, terms.people, days)
    put_on_days(session, row, days, people, actor.account_id, at)
    return series_id, len(days)
