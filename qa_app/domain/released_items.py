"""Free texts that a named person lets judicial users read, one by one."""

from enum import StrEnum

from qa_app.domain.defaults import RELEASE_REASON_LEAST, STATEMENT_MOST
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.findings import check_text
from qa_app.domain.references import check_no_reference


class ItemKind(StrEnum):
    """What can be released."""

    STATEMENT = "statement"
    OBJECTION = "objection"
    CONDITION = "condition"


def check_release(reason: str, *, is_released: bool) -> None:
    """Refuse a release.

    Args:
        reason: Why judicial users need it.
        is_released: True when it is released already.

    Raises:
        ConflictError: It is (`released_before`).
        InvalidError: The reason is too short (`release_reason`), may not be kept, or names a case
            file (`reference_named`).
    """
    if is_released:
        raise ConflictError("released_before")
    if len(reason.strip()) < RELEASE_REASON_LEAST:
        raise InvalidError("release_reason", least=RELEASE_REASON_LEAST)
    check_text(reason, STATEMENT_MOST, name_reason="")
    check_no_reference(reason)
