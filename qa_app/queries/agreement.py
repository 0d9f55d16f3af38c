"""Files read twice, as what agreement is computed from; never before both readings are locked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from qa_app.domain.agreement_table import DoubleRead, agreement_table
from qa_app.domain.defaults import AGREEMENT_FILES_MOST
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.printed import PrintedAgreement
from qa_app.domain.rubric import Rubric
from qa_app.domain.signing import frozen_parts
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.aliases import alias_of
from qa_app.models.audits import AuditRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.pairs import TOLD
from qa_app.queries.reach import centres_within
from qa_app.queries.rubric_words import rubric_in_words

_First, _Second = alias_of(AuditRow), alias_of(AuditRow)
_One, _Other = alias_of(AccountRow), alias_of(AccountRow)


@dataclass(frozen=True, slots=True)
class VersionRead:
    """A version of a rubric of which files were read twice: id, title, number, how many."""

    id: int
    title: BilingualText
    version: str
    files: int


def versions_read_twice(session: Session, actor: Actor) -> tuple[VersionRead, ...]:
    """List versions of which files were read twice within reach.

    Args:
        session: A database session.
        actor: Who asks.

    Returns:
        Those with most files first.
    """
    count = func.count().label("files")
    rows = session.execute(
        select(
            RubricVersionRow.id,
            RubricVersionRow.title_zh,
            RubricVersionRow.title_en,
            RubricVersionRow.version,
            count,
        )
        .join(ReadingPairRow, ReadingPairRow.rubric_version_id == RubricVersionRow.id)
        .join(CentreRow, CentreRow.id == ReadingPairRow.centre_id)
        .where(ReadingPairRow.state.in_(TOLD), centres_within(actor, Permission.AUDIT_SIGN))
        .group_by(
            RubricVersionRow.id,
            RubricVersionRow.title_zh,
            RubricVersionRow.title_en,
            RubricVersionRow.version,
        )
        .order_by(count.desc(), RubricVersionRow.id)
    )
    return tuple(
        VersionRead(row.id, BilingualText(row.title_zh, row.title_en), row.version, row.files)
        for row in rows
    )


def files_read_twice(
    session: Session, actor: Actor, version_id: int, rubric: Rubric
) -> tuple[tuple[DoubleRead, ...], dict[int, str]]:
    """Read the newest files read twice of a version within reach, with one query.

    Args:
        session: A database session.
        actor: Who asks.
        version_id: The version.
        rubric: The same.

    Returns:
        At most `AGREEMENT_FILES_MOST` files, and names of their readers.
    """
    within = centres_within(actor, Permission.AUDIT_SIGN)
    return _files(session, rubric, ReadingPairRow.rubric_version_id == version_id, within)


def round_agreement(session: Session, actor: Actor, round_id: int) -> tuple[PrintedAgreement, ...]:
    """Tell how far the readers of a round agree, at its centres within reach.

    Args:
        session: A database session.
        actor: Who asks.
        round_id: The round.

    Returns:
        One for each version that files of the round are read by, whether any was read twice or
        not; a pair counts once both are done. Two queries, and one for each version.
    """
    within = centres_within(actor, Permission.ROUND_REPORT)
    of_round = (
        select(SupervisionSessionRow.id)
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .where(SupervisionSessionRow.round_id == round_id, within)
    )
    versions = session.execute(
        select(RubricVersionRow)
        .where(
            RubricVersionRow.id.in_(
                select(AuditRow.rubric_version_id).where(
                    AuditRow.session_id.in_(of_round), AuditRow.draw_id.is_not(None)
                )
            )
        )
        .order_by(RubricVersionRow.area_code, RubricVersionRow.id)
    ).scalars()
    told = []
    for row in versions:
        rubric = rubric_in_words(session, row.id)
        if rubric is None:
            continue
        files, _names = _files(
            session,
            rubric,
            ReadingPairRow.rubric_version_id == row.id,
            _First.session_id.in_(of_round),
            within,
        )
        title = BilingualText(row.title_zh, row.title_en)
        count = agreement_table(rubric, files).whole
        told.append(PrintedAgreement(title, row.version, count))
    return tuple(told)


def agreement_between(
    session: Session,
    covers: Callable[[ColumnElement[int]], ColumnElement[bool]],
    moments: tuple[datetime, datetime],
) -> tuple[PrintedAgreement, ...]:
    """Tell how far readers agreed on files whose second reading was done in a stretch of time.

    Args:
        session: A database session.
        covers: Gives the condition that a centre belongs to what is told of.
        moments: From when, and until before when.

    Returns:
        One for each version of which files were read twice. One query, and one for each version.
    """
    within = (
        ReadingPairRow.state.in_(TOLD),
        ReadingPairRow.completed_at >= moments[0],
        ReadingPairRow.completed_at < moments[1],
        covers(ReadingPairRow.centre_id),  # type: ignore[arg-type]  # a column
    )
    versions = session.execute(
        select(RubricVersionRow.id, RubricVersionRow.area_code)
        .join(ReadingPairRow, ReadingPairRow.rubric_version_id == RubricVersionRow.id)
        .where(*within)
        .order_by(RubricVersionRow.area_code, RubricVersionRow.id)
        .distinct()
    ).all()
    told = []
    for row in versions:
        rubric = rubric_in_words(session, row.id)
        if rubric is not None:
            of_version = ReadingPairRow.rubric_version_id == row.id
            files, _names = _files(session, rubric, of_version, *within)
            count = agreement_table(rubric, files).whole
            told.append(PrintedAgreement(rubric.title, rubric.version, count))
    return tuple(told)


def _files(
    session: Session, rubric: Rubric, *conditions: ColumnElement[bool]
) -> tuple[tuple[DoubleRead, ...], dict[int, str]]:
    rows = session.execute(
        select(
            _First.reader_id.label("first_id"),
            _Second.reader_id.label("second_id"),
            _One.display_name.label("first_name"),
            _Other.display_name.label("second_name"),
            _First.explanation.label("first_told"),
            _Second.explanation.label("second_told"),
            _First.score_millionths.label("first_score"),
            _Second.score_millionths.label("second_score"),
        )
        .select_from(ReadingPairRow)
        .join(CentreRow, CentreRow.id == ReadingPairRow.centre_id)
        .join(_First, _First.id == ReadingPairRow.first_id)
        .join(_Second, _Second.id == ReadingPairRow.second_id)
        .join(_One, _One.id == _First.reader_id)
        .join(_Other, _Other.id == _Second.reader_id)
        .where(
            ReadingPairRow.state.in_(TOLD),
            *conditions,
        )
        .order_by(ReadingPairRow.id.desc())
        .limit(AGREEMENT_FILES_MOST)
    ).all()
    names: dict[int, str] = {}
    files = []
    for row in rows:
        names |= {row.first_id: row.first_name, row.second_id: row.second_name}
        told = [frozen_parts(rubric, text or "{}")[1] for text in (row.first_told, row.second_told)]
        files.append(
            DoubleRead(
                (row.first_id, row.second_id),
                (told[0], told[1]),
                (row.first_score, row.second_score),
            )
        )
    return tuple(files), names
