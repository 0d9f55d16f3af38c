"""Measures of what reviews, double readings and corrective actions say."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any, Final

from sqlalchemy import CompoundSelect, Select, and_, case, exists, func, not_, select, union_all
from sqlalchemy.orm import Session

from qa_app.domain.criteria_period import Period, period_until
from qa_app.domain.endorsement import Window, measured
from qa_app.domain.month_grid import first_day
from qa_app.domain.profiles import GivenUp
from qa_app.domain.review_measures import lot_quality, score_change
from qa_app.domain.rules.measurement import Measurement, with_records
from qa_app.domain.rules.records import Record, record_of
from qa_app.domain.rules.tree import Leaf
from qa_app.domain.totals import COUNTED_IN_CHARTS
from qa_app.models.aliases import alias_of
from qa_app.models.audits import AuditRow, ReadingBeforeRow
from qa_app.models.places import CentreRow
from qa_app.queries.area_evidence import AreaEvidence, evidence_within
from qa_app.queries.known_readings import file_final, file_void, final_at, first_to_end
from qa_app.queries.measures.ground import Measure, Measured, MeasureGround
from qa_app.queries.team import given_up_between

REPORT_TAG: Final = "mandatory_report"
TIME_TAG: Final = "timeliness"
_TAGS = (REPORT_TAG, TIME_TAG)
_NAMED: Final = frozenset({"agreement_ac2", "share_double_rated_12m", "share_actions_on_time_12m"})
"""Metrics that count pairs and actions, and name them themselves."""


def told(session: Session, ground: MeasureGround, leaf: Leaf) -> Measured:
    """Measure what `endorsement.measured` can tell: scores, bands, red lines, reports, actions.

    Args:
        session: A database session.
        ground: Which centres, as of when.
        leaf: The test; `tag` among its parameters names the items that it reads.

    Returns:
        Of every area of every centre.
    """
    tag = REPORT_TAG if leaf.metric == "mandatory_report_state" else ""
    tag = str(leaf.params.get("tag", tag))
    window = _window(ground)
    found: dict[tuple[int, str], Measurement] = {}
    for one in _evidence(session, ground, tag):
        measurement = measured(leaf, tag, one.evidence, window)
        if measurement is not None:
            found[one.centre_id, one.area_code] = measurement
    return found if leaf.metric in _NAMED else _with_records(session, ground, found)


def lqas(session: Session, ground: MeasureGround, leaf: Leaf) -> Measured:
    """Measure whether files in band B or above pass lot quality assurance sampling.

    Args:
        session: A database session.
        ground: Which centres, as of when.
        leaf: The test.

    Returns:
        Of every area of every centre.
    """
    window = _rounds_window(ground)
    found = {
        (one.centre_id, one.area_code): lot_quality(one.evidence.halves, leaf.params, window)
        for one in _evidence(session, ground)
    }
    return _with_records(session, ground, found)


def change(session: Session, ground: MeasureGround, leaf: Leaf) -> Measured:
    """Measure how the mean score of the last round differs from that of the first of three.

    Args:
        session: A database session.
        ground: Which centres, as of when.
        leaf: The test.

    Returns:
        Of every area of every centre.
    """
    window = _rounds_window(ground)
    found = {
        (one.centre_id, one.area_code): score_change(one.evidence.halves, leaf.params, window)
        for one in _evidence(session, ground)
    }
    return _with_records(session, ground, found)


def audits_done(session: Session, ground: MeasureGround, leaf: Leaf) -> Measured:
    """Measure how many of the files that were drawn and fell due were read.

    Args:
        session: A database session.
        ground: Which centres, as of when.
        leaf: The test; it takes no parameters.

    Returns:
        Of areas in which a file of a draw fell due in the twelve months up to the day: files with
        a final result, of these and of those that were not read or whose result became void. A file
        that was read and whose result is not final yet is neither: gap `none_final` where there is
        no other. Areas without any such file have the gap `no_sample`. What was replaced in the
        draw is not due. Days and what was replaced are told as they were known then. Each record is
        a file that was drawn.
    """
    del leaf
    window = _window(ground)
    read = _drawn(session, ground, window)
    named = _named(session, ground, window) if ground.has_records else {}
    return {
        (one.centre_id, one.area_code): _share_read(
            read.get((one.centre_id, one.area_code), (0, 0, 0)),
            named.get((one.centre_id, one.area_code), ()),
            window,
        )
        for one in _evidence(session, ground)
    }


def _share_read(
    counts: tuple[int, int, int], records: Iterable[Record], window: Window
) -> Measurement:
    n, done, waiting = counts
    days = Measurement(first_day=window.first, last_day=window.last)
    if not n:
        return replace(days, gap="none_final" if waiting else "no_sample")
    return with_records(replace(days, value=Fraction(done, n), n=n, count=done), records)


def _drawn(
    session: Session, ground: MeasureGround, window: Window
) -> Mapping[tuple[int, str], tuple[int, int, int]]:
    due = _due(ground, window).subquery()
    counts = (due.c.is_final, due.c.is_waiting)
    rows = session.execute(
        select(due.c.centre_id, due.c.area_code, func.count(), *(func.sum(one) for one in counts))
        .select_from(due)
        .group_by(due.c.centre_id, due.c.area_code)
    ).all()
    return {
        (centre_id, area): (count - int(waiting), int(done), int(waiting))
        for centre_id, area, count, done, waiting in rows
    }


def _named(
    session: Session, ground: MeasureGround, window: Window
) -> Mapping[tuple[int, str], list[Record]]:
    due, final = _due(ground, window).subquery(), alias_of(AuditRow)
    rows = session.execute(
        select(due, final.explanation_digest)
        .outerjoin(
            final,
            and_(
                final.draw_id == due.c.draw_id,
                final.case_file_id.is_not_distinct_from(due.c.case_file_id),
                final_at(ground.known_at, final),
            ),
        )
        .where(due.c.is_waiting == 0)
    ).all()
    found: dict[tuple[int, str], list[Record]] = {}
    for row in rows:
        record = record_of("audit", row.id, row.draw_id, row.due_on, row.explanation_digest)
        found.setdefault((row.centre_id, row.area_code), []).append(record)
    return found


def _due(ground: MeasureGround, window: Window) -> CompoundSelect[*tuple[Any, ...]]:
    # what stands as it stood is found by its centre and day, what changed since by the change
    before = alias_of(ReadingBeforeRow)
    is_changed = exists().where(before.audit_id == AuditRow.id, before.until_at > ground.known_at)
    same = _due_as(ground, window, AuditRow).where(~is_changed)
    stood = alias_of(ReadingBeforeRow)
    changed = (
        _due_as(ground, window, stood)
        .join(stood, stood.audit_id == AuditRow.id)
        .where(stood.id.in_(first_to_end(ground.known_at)))
    )
    return union_all(same, changed)


def _due_as(
    ground: MeasureGround, window: Window, then: type[AuditRow] | type[ReadingBeforeRow]
) -> Select[*tuple[Any, ...]]:
    is_final = file_final(ground.known_at)
    is_void = file_void(ground.known_at)
    is_waiting = and_(then.signed_at <= ground.known_at, not_(is_void), not_(is_final))
    return (
        select(
            AuditRow.id,
            AuditRow.centre_id,
            AuditRow.area_code,
            AuditRow.draw_id,
            AuditRow.case_file_id,
            then.due_on.label("due_on"),
            case((is_final, 1), else_=0).label("is_final"),
            case((is_waiting, 1), else_=0).label("is_waiting"),
        )
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .where(
            ground.within,
            AuditRow.draw_id.is_not(None),
            AuditRow.reading.in_(("first", "moderated", "amended")),
            AuditRow.replaces_id.is_(None),
            AuditRow.sample_type.in_(sorted(COUNTED_IN_CHARTS)),
            then.state != "dropped",
            then.due_on.between(window.first, ground.as_of),
            AuditRow.created_at <= ground.known_at,
        )
    )


def period_of(ground: MeasureGround) -> Period:
    """Give the months that are counted on a ground.

    Args:
        ground: The ground.

    Returns:
        Twelve months up to that of the day, the last one until the day itself.
    """
    return period_until(ground.as_of)


def did_without(session: Session, as_of: date, zone: str) -> tuple[GivenUp, ...]:
    """Read which safeguards the team did without in the months that are counted.

    Args:
        session: A database session.
        as_of: Last local day that counts.
        zone: IANA name of the installation's time zone.

    Returns:
        Each with the days since when and until when; none where all were kept.
    """
    period = period_until(as_of)
    return given_up_between(session, first_day(period.first_month), period.as_of, zone)


def _window(ground: MeasureGround) -> Window:
    return Window(first_day(period_of(ground).first_month), ground.as_of)


def _rounds_window(ground: MeasureGround) -> Window:
    half = period_of(ground).first_half
    return Window(date(half // 2, 1 if half % 2 == 0 else 7, 1), ground.as_of)


def _evidence(session: Session, ground: MeasureGround, tag: str = "") -> tuple[AreaEvidence, ...]:
    tags = _TAGS if tag in {"", *_TAGS} else (*_TAGS, tag)
    name = f"reviews {' '.join(tags)}"
    return ground.once(name, lambda: _gathered(session, ground, tags))


def _gathered(
    session: Session, ground: MeasureGround, tags: tuple[str, ...]
) -> tuple[AreaEvidence, ...]:
    period = period_of(ground)
    known_at = None if ground.is_now else ground.known_at
    named_at = ground.known_at if ground.has_records else None
    found = evidence_within(
        session, period, ground.within, tags, known_at=known_at, named_at=named_at
    )
    given_up = did_without(session, ground.as_of, ground.zone)
    if not given_up:
        return found
    return tuple(replace(one, evidence=replace(one.evidence, given_up=given_up)) for one in found)


def _with_records(
    session: Session, ground: MeasureGround, found: Mapping[tuple[int, str], Measurement]
) -> Measured:
    if not ground.has_records:
        return found
    records = _records(session, ground)
    return {
        key: replace(
            one,
            records=tuple(
                record
                for day, record in records.get(key, ())
                if one.first_day is None or one.first_day <= day <= ground.as_of
            ),
        )
        for key, one in found.items()
    }


def _records(
    session: Session, ground: MeasureGround
) -> Mapping[tuple[int, str], list[tuple[date, Record]]]:
    if "review records" not in ground.gathered:
        rows = session.execute(
            select(
                AuditRow.centre_id,
                AuditRow.area_code,
                AuditRow.reviewed_on,
                AuditRow.id,
                AuditRow.explanation_digest,
            )
            .join(CentreRow, CentreRow.id == AuditRow.centre_id)
            .where(
                ground.within,
                AuditRow.sample_type.in_(sorted(COUNTED_IN_CHARTS)),
                AuditRow.reviewed_on <= ground.as_of,
                AuditRow.reviewed_on >= _rounds_window(ground).first,
                final_at(ground.known_at),
            )
            .order_by(AuditRow.id)
        ).all()
        own: dict[tuple[int, str], list[tuple[date, Record]]] = {}
        for row in rows:
            record = Record("audit", str(row.id), row.explanation_digest or "")
            own.setdefault((row.centre_id, row.area_code), []).append((row.reviewed_on, record))
        ground.gathered["review records"] = own
    found: Mapping[tuple[int, str], list[tuple[date, Record]]] = ground.gathered["review records"]
    return found


MEASURES: dict[str, Measure] = {
    "share_audits_done": audits_done,
    "mean_score_last_two_rounds": told,
    "lqas_pass": lqas,
    "open_band_d_files": told,
    "open_stop_findings": told,
    "mandatory_report_state": told,
    "share_tag_on_time_12m": told,
    "score_change_three_rounds": change,
    "agreement_ac2": told,
    "share_double_rated_12m": told,
    "share_actions_on_time_12m": told,
}
"""Metric to what measures it."""
