"""Keeps identities out of free text."""

import re
import unicodedata

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_ID_NUMBER = re.compile(r"(?<!\d)\d(?:[\s\-.·]?\d){16}[\s\-.·]?[\dXx](?!\d)")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d(?:[\s\-]?\d){8}(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_NAMED = re.compile(r"(?:姓名|名字)\s*[::]\s*\S")


def identity_in(text: str) -> str | None:
    """Find what would tell who a child is.

    Args:
        text: Free text as typed; full-width digits are read like others.

    Returns:
        `id_number` for an 18-digit citizen number with a valid check character, which is
        always refused; `phone`, `mail` or `name` for what needs a reason; None when
        nothing was found.

    Source: GB 11643-1999 for the check character.
    """
    plain = unicodedata.normalize("NFKC", text)
    for found in _ID_NUMBER.finditer(plain):
        digits = re.sub(r"[^\dXx]", "", found[0]).upper()
        total = sum(int(d) * w for d, w in zip(digits[:17], _WEIGHTS, strict=True))
        if _CHECKS[total % 11] == digits[17]:
            return "id_number"
    if _MOBILE.search(plain):
        return "phone"
    if _MAIL.search(plain):
        return "mail"
    return "name" if _NAMED.search(plain) else None
