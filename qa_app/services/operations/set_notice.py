"""Set the notice that stands on every page of an installation."""

from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.events import NoticeSet
from qa_app.domain.people import Actor
from qa_app.domain.text import BilingualText
from qa_app.models.journal import SettingRow
from qa_app.models.transaction import transaction
from qa_app.queries.settings import NOTICE


def set_notice(session: Session, actor: Actor, text: BilingualText, *, at: datetime) -> None:
    """Say something on every page, or stop saying it.

    Args:
        session: A database session.
        actor: The system.
        text: The notice; empty in both languages takes it away.
        at: The present.

    Raises:
        NotAllowedError: The actor is not the system.
    """
    if not actor.is_system:
        raise NotAllowedError("notice:set")
    said = {NOTICE["zh"]: text.zh, NOTICE["en"]: text.en}
    is_shown = any(said.values())
    with transaction(session, NoticeSet(actor=actor, at=at, is_shown=is_shown)):
        session.execute(delete(SettingRow).where(SettingRow.name.in_(said)))
        if is_shown:
            rows = [{"name": name, "value": value} for name, value in said.items()]
            session.execute(insert(SettingRow), rows)
