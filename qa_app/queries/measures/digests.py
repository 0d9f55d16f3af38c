"""Records that measurements rest on, with the digest of what each said."""

import hashlib

from qa_app.domain.journal import canonical_json
from qa_app.domain.rules.measurement import Record


def record_of(kind: str, key: int, *said: object) -> Record:
    """Name a record of the register with the digest of its content.

    Args:
        kind: Its table.
        key: Its id.
        *said: What it says, in a fixed order; days as they are.

    Returns:
        The record.
    """
    text = canonical_json([None if one is None else str(one) for one in said])
    return Record(kind, str(key), hashlib.sha256(text.encode()).hexdigest())
