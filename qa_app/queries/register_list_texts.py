"""Sealed texts of rows of the register against what a list says."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from qa_app.domain.register_lists import Line
from qa_app.queries.complaints import opened_text

Texts = Mapping[str, tuple[bytes | None, str]]
"""Column to the sealed text, None without one, and what it belongs to."""


def says_otherwise(session: Session, texts: Texts, line: Line) -> bool:
    """Tell whether a line says another text than the row that stands.

    Args:
        session: A session that was made with a sealer.
        texts: The texts of the row.
        line: The line; where it says nothing, what stands is kept.

    Returns:
        True where a text differs.
    """
    return any(
        str(line[name]).strip() != ("" if text is None else opened_text(session, text, place))
        for name, (text, place) in texts.items()
        if line[name]
    )
