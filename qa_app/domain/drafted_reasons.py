"""Whether reasons say something of their own beside what was drafted for them."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final

from qa_app.domain.text_folding import without_hidden

_SAME: Final = 8
"""So many letters and digits in a row are taken from the draft; fewer may be chance."""


def is_merely_drafted(reasons: str, drafts: Iterable[str], least: int) -> bool:
    """Tell whether reasons are taken from drafts, with too little added to them.

    Args:
        reasons: As they were sent.
        drafts: What was drafted, in every language.
        least: So many letters and digits have to be their writer's own.

    Returns:
        True where something was taken and less than that is left without it; spaces, signs and
        capitals make no difference. False where nothing was taken.
    """
    whole = rest = _plain(reasons)
    for draft in map(_plain, drafts):
        while True:
            found = SequenceMatcher(None, rest, draft, autojunk=False).find_longest_match()
            if found.size < _SAME:
                break
            rest = rest[: found.a] + rest[found.a + found.size :]
    return rest != whole and len(rest) < least


def _plain(text: str) -> str:
    return "".join(sign for sign in without_hidden(text).casefold() if sign.isalnum())
