"""Settings of the installation that live in the database."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.text import BilingualText
from qa_app.models.journal import SettingRow

NOTICE: Final = {"zh": "notice_zh", "en": "notice_en"}
"""Names of the settings that hold the notice of every page, by language."""


def notice(session: Session) -> BilingualText | None:
    """Read the notice that stands on every page.

    Args:
        session: A database session.

    Returns:
        The notice; None when there is none.
    """
    rows = session.execute(
        select(SettingRow.name, SettingRow.value).where(SettingRow.name.in_(NOTICE.values()))
    ).all()
    said = {row.name: row.value for row in rows}
    if not said:
        return None
    return BilingualText(zh=said.get(NOTICE["zh"], ""), en=said.get(NOTICE["en"], ""))
