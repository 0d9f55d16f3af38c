"""One way of writing for signs that look alike, to search in; never for what is kept."""

import unicodedata

_HIDDEN = frozenset({"Cf", "Mn", "Me"})
# Default_Ignorable_Code_Point beyond these kinds, and what is drawn as nothing: the fillers of
# Hangul, Braille without a dot, a note without a head
_UNDRAWN = frozenset("\u115f\u1160\u3164\uffa0\u2065\u2800\U0001d159")
_UNASSIGNED = (range(0xFFF0, 0xFFF9), range(0xE0000, 0xE1000))
# each is spelled out as a whole sentence, which is as long as eighteen signs
_SENTENCES = str.maketrans("\ufdfa\ufdfb", "  ")
_ALIKE = str.maketrans(
    dict(zip("〇零一二三四五六七八九幺", "001234567891", strict=True))
    | {"Х": "X", "х": "x", "Χ": "X", "χ": "x", "×": "X", "‒": "-", "−": "-", "‐": "-", "―": "-"}
)
_NINE = 9


def is_undrawn(sign: str) -> bool:
    """Tell whether a sign shows as nothing and takes no room that anybody would see as a blank.

    Args:
        sign: One sign.

    Returns:
        True for signs of format, marks that stand on others, and what is drawn as nothing.

    Source: Unicode 15, Default_Ignorable_Code_Point.
    """
    return (
        unicodedata.category(sign) in _HIDDEN
        or sign in _UNDRAWN
        or any(ord(sign) in some for some in _UNASSIGNED)
    )


def without_hidden(text: str) -> str:
    """Leave out what does not show.

    Args:
        text: As typed.

    Returns:
        Wide, circled and other compatible signs as plain ones, without signs that have no
        width of their own, or are drawn as nothing.
    """
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKC", text.translate(_SENTENCES))
    # each sign is asked about once, however often it stands there
    gone = [ord(sign) for sign in set(plain) if not sign.isascii() and is_undrawn(sign)]
    return plain.translate(dict.fromkeys(gone)) if gone else plain


def folded(text: str) -> str:
    """Fold digits for searching.

    Args:
        text: What `without_hidden` gave.

    Returns:
        Foreign, Chinese, formal (壹) and framed (❶) digits as 0 to 9; what looks like an X as X,
        and like a dash as a dash.
    """
    if text.isascii():
        return text
    plain = text.translate(_ALIKE)
    digits = {
        ord(sign): digit for sign in set(plain) if not sign.isascii() and (digit := _digit_of(sign))
    }
    return plain.translate(digits) if digits else plain


def _digit_of(sign: str) -> str:
    value = unicodedata.numeric(sign, -1.0)
    return str(int(value)) if value.is_integer() and 0 <= value <= _NINE else ""
