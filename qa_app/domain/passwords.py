"""Which passwords are good enough."""

import unicodedata

from qa_app.domain.defaults import PASSWORD_LEAST, PASSWORD_MOST

_CONTEXT = ("plumbline", "准绳", "password", "密码", "kunming", "昆明")
_WALKS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "abcdefghij")
_SPARE = 6


def normal_password(password: str) -> str:
    """Bring a password into the one form that is hashed.

    Args:
        password: As typed.

    Returns:
        Its NFKC form, so that the same keys give the same password on every device.
    """
    return unicodedata.normalize("NFKC", password)


def password_flaw(password: str, login_name: str) -> str | None:
    """Decide whether a password may be used.

    Args:
        password: As typed; length counts code points after normalising.
        login_name: The account's name.

    Returns:
        `too_short`, `too_long`, `guessable`, or None when it may be used. Guessable means
        that little is left once the account's name, words of the product and runs on the
        keyboard are taken out, or that few different characters are used.

    Source: OWASP ASVS 5.0, 6.2; NIST SP 800-63B-4: length, no composition rules.
    """
    normal = normal_password(password)
    if len(normal) < PASSWORD_LEAST:
        return "too_short"
    if len(normal) > PASSWORD_MOST:
        return "too_long"
    rest = normal.casefold()
    for word in (login_name.casefold(), *_CONTEXT, *_WALKS):
        rest = rest.replace(word, "") if word else rest
    return "guessable" if len(set(rest)) < _SPARE else None
