"""Files read twice, as what agreement is computed from; never before both readings are locked."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from qa_app.domain.agreement_table import DoubleRead
from qa_app.domain.defaults import AGREEMENT_FILES_MOST
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.reading_pairs import PairState
from qa_app.domain.rubric import Rubric
from qa_app.domain.signing import frozen_parts
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.audits import AuditRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.reach import centres_within

_TOLD = (PairState.COMPLETE.value, PairState.SETTLED.value)


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
        .where(ReadingPairRow.state.in_(_TOLD), centres_within(actor, Permission.AUDIT_SIGN))
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
    first, second = aliased(AuditRow), aliased(AuditRow)
    one, other = aliased(AccountRow), aliased(AccountRow)
    rows = session.execute(
        select(
            first.reader_id.label("first_id"),
            second.reader_id.label("second_id"),
            one.display_name.label("first_name"),
            other.display_name.label("second_name"),
            first.explanation.label("first_told"),
            second.explanation.label("second_told"),
            first.score_millionths.label("first_score"),
            second.score_millionths.label("second_score"),
        )
        .select_from(ReadingPairRow)
        .join(CentreRow, CentreRow.id == ReadingPairRow.centre_id)
        .join(first, first.id == ReadingPairRow.first_id)
        .join(second, second.id == ReadingPairRow.second_id)
        .join(one, one.id == first.reader_id)
        .join(other, other.id == second.reader_id)
        .where(
            ReadingPairRow.rubric_version_id == version_id,
            ReadingPairRow.state.in_(_TOLD),
            centres_within(actor, Permission.AUDIT_SIGN),
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
