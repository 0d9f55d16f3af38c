"""Who could publish a rubric as the second person."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.permissions import Permission
from qa_app.domain.rubric_draft import OPEN_STATES, wrote
from qa_app.models.rubric_drafts import RubricDraftRow
from qa_app.queries.rubric_drafts import hands_of
from qa_app.queries.rubric_reach import Content, centres_beyond
from qa_app.queries.staff import people_with

_TWO = 2


def second_persons(
    session: Session, rubric_code: str, content: Content, before: Content | None
) -> tuple[str, ...]:
    """Name who could publish a rubric after somebody else wrote it on screen.

    Args:
        session: A database session.
        rubric_code: The rubric.
        content: What would be published.
        before: The version whose days it would end; None where none stands.

    Returns:
        Names of active accounts that reach every centre at which either counts. Where a draft
        of the rubric is open: those of them who had no hand in it. Without one: all of them, as
        anybody may write it; empty where the only one who may publish is the only one who may
        write.
    """
    people = people_with(session, Permission.RUBRIC_PUBLISH)
    reaching = [one for one in people if not centres_beyond(session, one, content, before)]
    states = [one.value for one in OPEN_STATES]
    draft = session.scalars(
        select(RubricDraftRow).where(
            RubricDraftRow.rubric_code == rubric_code, RubricDraftRow.state.in_(states)
        )
    ).one_or_none()
    if draft is not None:
        hands = hands_of(draft)
        return tuple(one.name for one in reaching if not wrote(one, hands))
    return tuple(one.name for one in reaching) if len(people) >= _TWO else ()
