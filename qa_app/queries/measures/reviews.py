"""Measures of what reviews, double readings and corrective actions say."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any, Final

from sqlalchemy import Select, case, exists, func, select, union_all
from sqlalchemy.orm import Session, aliased

from qa_app.domain.criteria_period import Period, period_until
from qa_app.domain.endorsement import Window, measured
from qa_app.domain.month_grid import first_day
from qa_app.domain.profiles import GivenUp
from qa_app.domain.review_measures import lot_quality, score_change
from qa_app.domain.rules.measurement import Measurement, Record
from qa_app.domain.rules.tree import Leaf
from qa_app.domain.totals import COUNTED_IN_CHARTS
from qa_app.models.audits import AuditRow, ReadingBeforeRow
from qa_app.models.places import CentreRow
from qa_app.queries.area_evidence import AreaEvidence, evidence_within
from qa_app.queries.known_readings import final_at, first_to_end
from qa_app.queries.measures.ground import Measure, Measured, MeasureGround
from qa_app.queries.team import given_up_between

REPORT_TAG: Final = "mandatory_report"
TIME_TAG: Final = "timeliness"
_TAGS = (REPORT_TAG, TIME_TAG)


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
    return _with_records(session, ground, found)


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
        Of areas in which a file of a draw fell due in the twelve months up to the day; of the
        others the gap `no_sample`. What was replaced in the draw is not due. Days and what was
        replaced are told as they were known then.
    """
    del leaf
    window = _window(ground)
    read = {
        key: Measurement(Fraction(done, n), n, done, first_day=window.first, last_day=window.last)
        for key, (n, done) in _fallen_due(session, ground, window).items()
    }
    nothing = Measurement(gap="no_sample", first_day=window.first, last_day=window.last)
    return {
        (one.centre_id, one.area_code): read.get((one.centre_id, one.area_code), nothing)
        for one in _evidence(session, ground)
    }


def _fallen_due(
    session: Session, ground: MeasureGround, window: Window
) -> Mapping[tuple[int, str], tuple[int, int]]:
    # what stands as it stood is found by its centre and day, what changed since by the change
    before = aliased(ReadingBeforeRow)
    is_changed = exists().where(before.audit_id == AuditRow.id, before.until_at > ground.known_at)
    same = _due(ground, window, AuditRow).where(~is_changed)
    stood = aliased(ReadingBeforeRow)
    changed = (
        _due(ground, window, stood)
        .join(stood, stood.audit_id == AuditRow.id)
        .where(stood.id.in_(first_to_end(ground.known_at)))
    )
    found: dict[tuple[int, str], tuple[int, int]] = {}
    for centre_id, area, n, done in session.execute(union_all(same, changed)).all():
        n_before, done_before = found.get((centre_id, area), (0, 0))
        found[centre_id, area] = n_before + n, done_before + int(done)
    return found


def _due(
    ground: MeasureGround, window: Window, then: type[AuditRow] | type[ReadingBeforeRow]
) -> Select[*tuple[Any, ...]]:
    is_read = then.signed_at <= ground.known_at
    return (
        select(
            AuditRow.centre_id,
            AuditRow.area_code,
            func.count(),
            func.sum(case((is_read, 1), else_=0)),
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
        .group_by(AuditRow.centre_id, AuditRow.area_code)
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
    found = evidence_within(session, period, ground.within, tags, known_at=known_at)
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
