"""The foot of the workspace as HTML."""

from functools import lru_cache

from markupsafe import Markup

from qa_app.queries.drafts import DraftAudit
from qa_app.web.audits.pages import FootPart
from qa_app.web.audits.slots import slot, split_at_slots, with_slots_filled
from qa_app.web.steady import address


def foot_html(head: DraftAudit, language: str, saved: str, used: str) -> Markup:
    """Give the foot: what was saved, what can be done.

    Args:
        head: The draft.
        language: Language of the page.
        saved: When it was saved, in words; empty before the first save.
        used: The time used, in words.

    Returns:
        The HTML.
    """
    parts = _kept(language, is_saved=bool(saved), is_flagged=bool(head.flag_count))
    filled = {
        "saved": saved,
        "used": used,
        "flags": str(head.flag_count),
        "marks": address("marks.show", audit_id=head.id),
        "sheet": address("sheets.show", audit_id=head.id),
        "check": address("audits.check", audit_id=head.id),
    }
    return with_slots_filled(parts, filled)


@lru_cache(maxsize=50)
def _kept(_language: str, *, is_saved: bool, is_flagged: bool) -> tuple[str, ...]:
    return split_at_slots(FootPart(is_saved=is_saved, is_flagged=is_flagged, slot=slot))
