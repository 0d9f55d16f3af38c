"""A text as it is sealed: with the reason why what looks like a name is kept, if there is one."""

from sqlalchemy.orm import Session

from qa_app.domain.identity_guard import names_in
from qa_app.domain.journal import canonical_json
from qa_app.models.sealing import sealer_of


def sealed_note(session: Session, text: str, name_reason: str, place: str) -> bytes:
    """Seal a text that was checked before.

    Args:
        session: A session that was made with a sealer.
        text: The text.
        name_reason: Why what looks like a name is kept; not kept where nothing looks like one.
        place: What it belongs to.

    Returns:
        The sealed text.
    """
    body: dict[str, object] = {"text": text.strip()}
    if names_in(text):
        body["name_reason"] = name_reason.strip()
    return sealer_of(session).seal(canonical_json(body), place)
