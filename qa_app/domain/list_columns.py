"""Short ways to write the columns of a list, and those that several lists have."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from qa_app.domain.register_lists import CellKind, ListColumn
from qa_app.domain.text import BilingualText


class Need(Enum):
    """Whether a cell must say something, and whether it tells lines apart."""

    MAY = (False, False)
    MUST = (True, False)
    KEY = (True, True)
    PART = (False, True)
    """Part of the key, which may be blank."""


KEY, MUST, PART = Need.KEY, Need.MUST, Need.PART
Both = tuple[str, str]
"""Words in Chinese and in English."""
_NO_NOTE: Final = ("", "")


def column(
    name: str,
    head: Both,
    kind: CellKind,
    need: Need = Need.MAY,
    note: Both = _NO_NOTE,
    **more: Any,
) -> ListColumn:
    """Make a column.

    Args:
        name: Its name in data.
        head: Its head.
        kind: What stands in it.
        need: Whether it must, and is part of the key.
        note: What may stand there, in words; empty where the kind says it.
        **more: Other attributes of `ListColumn`.

    Returns:
        The column.
    """
    is_required, is_key = need.value
    return ListColumn(
        name,
        BilingualText(*head),
        kind,
        is_required=is_required,
        is_key=is_key,
        note=BilingualText(*note),
        **more,
    )


def day(name: str, zh: str, en: str, need: Need = Need.MAY, **more: Any) -> ListColumn:
    """Make a column of days.

    Args:
        name: Its name in data.
        zh: Its head in Chinese.
        en: Its head in English.
        need: Whether it must, and is part of the key.
        **more: As `column`.

    Returns:
        The column.
    """
    return column(name, (zh, en), CellKind.DAY, need, **more)


def text(name: str, zh: str, en: str, most: int, need: Need = Need.MAY, **more: Any) -> ListColumn:
    """Make a column of words.

    Args:
        name: Its name in data.
        zh: Its head in Chinese.
        en: Its head in English.
        most: The most signs.
        need: Whether it must, and is part of the key.
        **more: As `column`.

    Returns:
        The column.
    """
    return column(name, (zh, en), CellKind.TEXT, need, most=most, **more)


def yes_no(name: str, zh: str, en: str) -> ListColumn:
    """Make a column of yes or no that must say so.

    Args:
        name: Its name in data.
        zh: Its head in Chinese.
        en: Its head in English.

    Returns:
        The column.
    """
    return column(name, (zh, en), CellKind.YES_NO, MUST)


def whole(name: str, zh: str, en: str, bounds: tuple[int, int], need: Need = MUST) -> ListColumn:
    """Make a column of whole numbers.

    Args:
        name: Its name in data.
        zh: Its head in Chinese.
        en: Its head in English.
        bounds: The least and the largest number.
        need: Whether it must, and is part of the key.

    Returns:
        The column.
    """
    least, most = bounds
    return column(name, (zh, en), CellKind.WHOLE, need, least=least, most=most)


def one_of(
    name: str,
    head: Both,
    allowed: Mapping[Any, BilingualText] | str,
    need: Need = Need.MAY,
    **more: Any,
) -> ListColumn:
    """Make a column of one value of a list.

    Args:
        name: Its name in data.
        head: Its head.
        allowed: Code to name, or the name of a list of the ground, such as `area`.
        need: Whether it must, and is part of the key.
        **more: As `column`.

    Returns:
        The column.
    """
    if isinstance(allowed, str):
        return column(name, head, CellKind.LISTED, need, listed=allowed, **more)
    values = {str(code): said for code, said in allowed.items()}
    return column(name, head, CellKind.LISTED, need, allowed=values, **more)


def known(
    name: str, zh: str, en: str, need: Need = Need.MAY, of: str = "", **more: Any
) -> ListColumn:
    """Make a column of codes of what the register has.

    Args:
        name: Its name in data.
        zh: Its head in Chinese.
        en: Its head in English.
        need: Whether it must, and is part of the key.
        of: What is looked up; empty for what its name says.
        **more: As `column`.

    Returns:
        The column.
    """
    return column(name, (zh, en), CellKind.KNOWN, need, of=of or name, **more)


CENTRE: Final = known(
    "centre",
    "中心代码",
    "Centre",
    KEY,
    note=("名册中的中心代码", "Code of the centre in the register"),
)
WORKER: Final = known(
    "worker",
    "工作人员代码",
    "Worker",
    KEY,
    within="centre",
    note=("名册中的工作人员代码", "Code of the worker in the register"),
)
PLACE: Final = known(
    "place",
    "地区代码",
    "Place",
    KEY,
    note=("地区树中的代码", "Code of the place in the tree of places"),
)
