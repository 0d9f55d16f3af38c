"""A card of one-time codes in words of one language."""

from dataclasses import dataclass
from datetime import datetime

from qa_app.domain.one_time_codes import CARD_COLUMNS
from qa_app.wording.catalogue import message as _
from qa_app.wording.said import SaidLine
from qa_app.wording.words import Words

_TITLE = _("Code card")
_PRODUCT = _("Plumbline")
_OWNER, _MADE, _ENDS = _("Name for signing in"), _("Made"), _("Ends")
_RULES = (
    _("At sign-in the page asks for one place, such as C4: give the six digits that stand there."),
    _("Each code counts once: cross it out."),
    _(
        "Keep the card like a key, and apart from your password. Nobody else ever asks you for a"
        " code, neither by telephone nor in a chat."
    ),
    _(
        "If the card is lost, tell a security administrator at once, and make another one; this"
        " one is then worth nothing."
    ),
)
_PAGE = _("Page %(page)s of %(pages)s")
_SECRET = _("Secret: for its owner alone")


@dataclass(frozen=True, slots=True)
class PrintedCard:
    """A card.

    Attributes:
        login_name: Whose it is.
        rows: Number of each row and its codes.
        made_at: When it was made.
        expires_at: When it ends.
    """

    login_name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SaidCard:
    """A card in words.

    Attributes:
        language: `zh` or `en`.
        title: Its title.
        identity: Whose it is, and until when.
        heads: Heads of the grid.
        rows: Rows of the grid.
        rules: How it is used.
        foot: Left end of the foot.
        page: `%(page)s` and `%(pages)s` in words.
        class_mark: Right end of the foot.
    """

    language: str
    title: str
    identity: tuple[SaidLine, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    rules: tuple[str, ...]
    foot: str
    page: str
    class_mark: str


def said_card(words: Words, card: PrintedCard, zone: str) -> SaidCard:
    """Put a card into words.

    Args:
        words: The words of a language.
        card: The card.
        zone: Local time zone.

    Returns:
        The card in words.
    """
    lines = (
        (_OWNER, card.login_name),
        (_MADE, words.instant(card.made_at, zone)),
        (_ENDS, words.instant(card.expires_at, zone)),
    )
    return SaidCard(
        words.language,
        words.say(_TITLE),
        tuple(SaidLine(words.say(label), value) for label, value in lines),
        ("", *CARD_COLUMNS),
        tuple(
            (str(number), *(f"{code[:3]} {code[3:]}" for code in codes))
            for number, codes in card.rows
        ),
        tuple(words.say(one) for one in _RULES),
        f"{words.say(_PRODUCT)} · {words.say(_TITLE)}",
        _page(words),
        words.say(_SECRET),
    )


def _page(words: Words) -> str:
    return words.say(_PAGE, page="%(page)s", pages="%(pages)s")
