"""Who could publish a rubric as the second person."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.permissions import Permission
from qa_app.domain.rubric_draft import OPEN_STATES, wrote
from qa_app.models.rubric_drafts import RubricDraftRow
from qa_app.queries.rubric_drafts import centres_beyond_draft, hands_of
from qa_app.queries.staff import people_with

_TWO = 2


def second_persons(session: Session, rubric_code: str) -> tuple[str, ...]:
    """Name who could publish a rubric after somebody else wrote it on screen.

    Args:
        session: A database session.
        rubric_code: The rubric.

    Returns:
        Names of active accounts. Where its draft is open: those who may publish it. Without
        one: all who may publish rubrics, as any of them can write and another publish; empty
        where there are fewer than two of them.
    """
    people = people_with(session, Permission.RUBRIC_PUBLISH)
    states = [one.value for one in OPEN_STATES]
    draft = session.scalars(
        select(RubricDraftRow).where(
            RubricDraftRow.rubric_code == rubric_code, RubricDraftRow.state.in_(states)
        )
    ).one_or_none()
    if draft is not None:
        hands = hands_of(draft)
        return tuple(
            one.name
            for one in people
            if not wrote(one, hands) and not centres_beyond_draft(session, one, draft)
        )
    return tuple(one.name for one in people) if len(people) >= _TWO else ()
