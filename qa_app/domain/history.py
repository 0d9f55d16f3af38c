"""Names of what an inspection history brings along."""

import hashlib

_LONGEST = 64
_DIGEST_SIGNS = 16


def history_code(source: str, key: str) -> str:
    """Give the code under which something of a history stands in the register.

    Args:
        source: Name of the source.
        key: Its id in the source.

    Returns:
        The two joined, at most 64 signs; the end of longer ones is a digest, so that different
        ids never share a code.
    """
    code = f"{source}:{key}"
    if len(code) <= _LONGEST:
        return code
    digest = hashlib.sha256(code.encode()).hexdigest()[:_DIGEST_SIGNS]
    return f"{code[: _LONGEST - _DIGEST_SIGNS - 1]}~{digest}"
