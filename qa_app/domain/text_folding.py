"""One way of writing for signs that look alike, to search in; never for what is kept."""

import unicodedata

_HIDDEN = frozenset({"Cf", "Mn", "Me"})
_ALIKE = str.maketrans(
    dict(zip("〇零一二三四五六七八九", "00123456789", strict=True))
    | {"Х": "X", "х": "x", "Χ": "X", "χ": "x", "×": "X", "‒": "-", "−": "-", "‐": "-", "―": "-"}
)


def without_hidden(text: str) -> str:
    """Leave out what does not show.

    Args:
        text: As typed.

    Returns:
        Wide, circled and other compatible signs as plain ones, without signs that have no
        width of their own.
    """
    if text.isascii():
        return text
    return "".join(
        sign
        for sign in unicodedata.normalize("NFKC", text)
        if sign.isascii() or unicodedata.category(sign) not in _HIDDEN
    )


def folded(text: str) -> str:
    """Fold digits for searching.

    Args:
        text: What `without_hidden` gave.

    Returns:
        Foreign and Chinese digits as 0 to 9; what looks like an X as X, and like a dash as
        a dash.
    """
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.decimal(sign)) if not sign.isascii() and sign.isdecimal() else sign
        for sign in text.translate(_ALIKE)
    )
