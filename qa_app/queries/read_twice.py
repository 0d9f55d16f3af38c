"""How many files of a centre no total counts yet, because two people are reading them."""

from sqlalchemy import case, exists, func, or_, select, true
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.reading_pairs import PairState
from qa_app.models.aliases import alias_of
from qa_app.models.audits import AuditRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.reach import centres_within


def being_read_twice(
    session: Session, actor: Actor, centre_id: int, rubric: str | None = None
) -> int | None:
    """Count the files of a centre whose pair of readings is open.

    Whether one of the two has signed has no part in the number: neither reader may find a trace
    of the other, and who knows how many pairs there are learns nothing when one of them signs.

    Args:
        session: A database session.
        actor: Who asks.
        centre_id: The centre.
        rubric: Code of a rubric; None for all of them.

    Returns:
        The number; None for those who do not plan second readings there, and for whoever reads
        a file of a draw that has open pairs: they learn nothing of any pair.
    """
    own, second = alias_of(AuditRow), alias_of(AuditRow)
    reads_first = exists().where(
        own.draw_id == ReadingPairRow.draw_id, own.reader_id == actor.account_id
    )
    takes_part = or_(second.reader_id == actor.account_id, reads_first)
    is_asked = true() if rubric is None else RubricVersionRow.rubric_code == rubric
    plans = exists().where(CentreRow.id == centre_id, centres_within(actor, Permission.SAMPLE_DRAW))
    row = session.execute(
        select(
            plans.label("plans"),
            func.count(case((is_asked, 1))).label("files"),
            func.count(case((takes_part, 1))).label("own"),
        )
        .select_from(ReadingPairRow)
        .join(second, second.id == ReadingPairRow.second_id)
        .join(RubricVersionRow, RubricVersionRow.id == ReadingPairRow.rubric_version_id)
        .where(
            ReadingPairRow.centre_id == centre_id,
            ReadingPairRow.state == PairState.OPEN.value,
        )
    ).one()
    return row.files if row.plans and not row.own else None
