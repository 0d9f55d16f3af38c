"""Choose the language of one's own pages."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError
from qa_app.domain.events import AccountChanged
from qa_app.domain.people import Actor
from qa_app.domain.text import LANGUAGES
from qa_app.models.accounts import AccountRow
from qa_app.models.transaction import transaction


def change_language(session: Session, actor: Actor, language: str, *, at: datetime) -> None:
    """Set the language of one's own pages.

    Args:
        session: A database session.
        actor: Whose pages.
        language: `zh` or `en`.
        at: The present.

    Raises:
        InvalidError: The language is not one of the installation's.
    """
    if language not in LANGUAGES:
        raise InvalidError("language")
    event = AccountChanged(actor=actor, at=at, object_id=actor.account_id, change="language")
    with transaction(session, event):
        session.execute(
            update(AccountRow).where(AccountRow.id == actor.account_id).values(language=language)
        )
