"""The code on the reply form of a dossier, by which a decision on paper finds its evidence."""

import re
import zlib
from dataclasses import dataclass
from datetime import date
from typing import Final

from qa_app.domain.base32 import base32_of

FORM: Final = "PLD1"
DIGEST_SIGNS: Final = 16
_CRC_SIGNS, _PARTS = 7, 7
_DIGEST = re.compile(rf"[0-9a-f]{{{DIGEST_SIGNS}}}")


@dataclass(frozen=True, slots=True)
class Reply:
    """What the code says.

    Attributes:
        digest: The first 16 hexadecimal digits of the digest of the evidence.
        centre: Code of the centre.
        area: Code of the area.
        set: Code of the set of criteria.
        as_of: Day of the evidence.
    """

    digest: str
    centre: str
    area: str
    set: str
    as_of: date


def reply_text(reply: Reply) -> str:
    """Write the code.

    Args:
        reply: What it says; no part holds a bar.

    Returns:
        Such as `PLD1|8f…|KM-01|social_work|full|2026-11-28|3K9Q2W5`; its end is a checksum.

    Raises:
        ValueError: A part holds a bar.
    """
    digest = reply.digest[:DIGEST_SIGNS]
    parts = (FORM, digest, reply.centre, reply.area, reply.set, reply.as_of.isoformat())
    if any("|" in part for part in parts):
        raise ValueError("a part holds a bar")
    text = "|".join(parts)
    return f"{text}|{_crc(text)}"


def read_reply(typed: str) -> Reply | None:
    """Read the code.

    Args:
        typed: As scanned and pasted.

    Returns:
        What it says; None for what is mistyped, cut short or none of ours.
    """
    text, _, crc = typed.strip().rpartition("|")
    parts = text.split("|")
    if crc.upper() != _crc(text) or len(parts) != _PARTS - 1 or parts[0] != FORM:
        return None
    _form, digest, centre, area, set_code, day = parts
    # the beginning of a digest would find evidence that its writer was never given
    if _DIGEST.fullmatch(digest) is None:
        return None
    try:
        return Reply(digest, centre, area, set_code, date.fromisoformat(day))
    except ValueError:
        return None


def _crc(text: str) -> str:
    # CRC-32 finds slips of a scanner; it proves nothing
    return base32_of(zlib.crc32(text.encode()), _CRC_SIGNS)
