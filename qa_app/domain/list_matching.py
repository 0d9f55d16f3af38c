"""Which column of a real spreadsheet is which of ours: heads found, guessed, and what is left."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from qa_app.domain.case_cells import Cell, has_control, is_blank
from qa_app.domain.case_entries import HEADS, REQUIRED, Column
from qa_app.domain.defaults import IMPORT_REMEMBERED_MOST

Row = tuple[int, tuple[Cell, ...]]
"""Number of a row in the sheet, from 1, and its cells."""

NOT_READ = ""
"""What a column is matched to that is not read."""

_OTHER_HEADS: dict[Column, tuple[str, ...]] = {
    Column.NUMBER: ("编号", "案号", "个案编号", "档案编号", "案卷编号", "number", "case number"),
    Column.AREA: ("领域", "类别", "area"),
    Column.OPENED: ("立案日期", "开案日期", "接案时间", "接案", "立案", "opened", "date opened"),
    Column.CLOSED: ("结案时间", "结案", "closed", "date closed"),
    Column.PRACTITIONER: (
        "工作人员",
        "社工代码",
        "负责人代码",
        "从业者代码",
        "practitioner",
        "practitioner code",
    ),
    Column.STAGE: ("阶段", "stage"),
    Column.RISK: ("风险", "risk"),
    Column.SHELF: ("柜号", "盒号", "档案位置", "柜盒号"),
    Column.SEALED: ("封存", "is sealed"),
    Column.STATE: ("状态", "状况", "state", "status"),
}
_LIKELY: tuple[tuple[Column, re.Pattern[str]], ...] = tuple(
    (column, re.compile(pattern, re.IGNORECASE))
    for column, pattern in (
        (
            Column.CLOSED,
            r"(结案|办结|终结|结束|完成|归档).{0,4}(日期|时间|日)|clos.*(date|on)|date.*clos",
        ),
        (
            Column.OPENED,
            (
                r"(接案|立案|开案|受理|收案|建档|登记|接收|受案|接受).{0,4}(日期|时间|日)"
                r"|(open|receiv|start|intake).*(date|on)|date.*(open|receiv|start|intake)"
            ),
        ),
        (Column.SEALED, r"封存|\bsealed\b"),
        (Column.RISK, r"风险|危险等级|\brisk\b"),
        (Column.STAGE, r"阶段|诉讼程序|\bstage\b"),
        (
            Column.AREA,
            r"领域|(业务|服务|案件|个案|专业)(类别|类型|种类)|(service|case) (type|area)",
        ),
        (Column.SHELF, r"柜|盒|存放|架号|位置|\bshelf\b|\bcabinet\b|\bbox\b|\bfolder\b"),
        (
            Column.PRACTITIONER,
            (
                r"(社工|承办人?|经办人?|工作人员|办案人员?|律师|负责人|咨询师).{0,2}"
                r"(代码|代号|编号|工号)|(worker|practitioner|staff).*(code|id|no)"
            ),
        ),
        (Column.STATE, r"状态|是否结案|结案情况|办理情况|在办|\bstatus\b"),
        (
            Column.NUMBER,
            (
                r"(案件?|个案|档案?|案卷|卷宗?|文书|收案|立案).{0,3}(编?号|号码)"
                r"|(case|file) ?(no|number|id)"
            ),
        ),
    )
)
_IDENTITY_HEAD = re.compile(
    r"姓名|名字|身份证|证件号|电话|手机|联系方式|住址|地址|学校|出生|生日|微信|邮箱|户籍|监护人|当事人"
    r"|\bnames?\b|\bid (card|number)|\bphone|\bmobile|\baddress|\bschool|\bbirth|\be-?mail"
    r"|\bguardian|\bparent",
    re.IGNORECASE,
)
_DATA = re.compile(r"\d{2}")
_HEAD_WITHIN = 10
_HEADS_LEAST = 2
_SHOWN_MOST = 40
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class ListShape:
    """Where the heads of a sheet stand.

    Attributes:
        row: Number of the row of heads in the sheet, the lower one of two; None in a sheet
            without any cell.
        body: Place of the first row below them, from 0.
        heads: What each column is headed, from the first on; empty where nothing stands.
            A control character makes it the letter of the column.
        faulty: Places of heads that hold a control character.
    """

    row: int | None
    body: int
    heads: tuple[str, ...]
    faulty: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ListMatch:
    """How a person, or an earlier import, reads a sheet.

    Attributes:
        columns: Place of a column, from 0, to what it is; columns left out are not read.
        values: For a column of listed values, what stands in cells (see `alike`) to a code.
        year: Year of days that are written without one; None makes each of them a fault.
    """

    columns: Mapping[int, Column]
    values: Mapping[Column, Mapping[str, str]] = field(default_factory=dict)
    year: int | None = None


@dataclass(frozen=True, slots=True)
class RememberedMatch:
    """What a centre last said about its lists.

    Attributes:
        heads: Head (see `head_key`) to column, or to `NOT_READ`.
        said: Column to what stands in cells (see `alike`) to a code.
    """

    heads: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def values(self) -> dict[Column, dict[str, str]]:
        """Give what was said of values, of the columns that still are.

        Returns:
            Column to value to code.
        """
        known = set(Column)
        return {Column(name): dict(said) for name, said in self.said.items() if name in known}


def shape_of(rows: Sequence[Row]) -> ListShape:
    """Find the row of heads, below titles, over one row or two.

    Args:
        rows: The rows of the sheet, those without any cell left out.

    Returns:
        The row among the first ten in which most heads are known or likely; where none has
        two, the first.
    """
    if not rows:
        return ListShape(None, 0, ())
    best, most = (0, 1), 0
    for tall in (1, 2):
        for at in range(min(len(rows), _HEAD_WITHIN)):
            if at + tall > len(rows) or (tall > 1 and not _is_under(rows[at], rows[at + 1])):
                continue
            found = _count(_joined(rows[at : at + tall])[0])
            # heads over two rows may be known by their upper row alone
            goes_on = tall > 1 and at == best[0] and _is_split(rows[at], rows[at + 1])
            if found >= _HEADS_LEAST and found >= most + (0 if goes_on else 1):
                best, most = (at, tall), found
    at, tall = best
    heads, faulty = _joined(rows[at : at + tall])
    return ListShape(rows[at + tall - 1][0], at + tall, heads, faulty)


def _count(heads: Sequence[str]) -> int:
    # as many different columns as it may stand for: a row of data repeats itself
    return len({column for column in map(likely_column, heads) if column})


def _is_under(upper: Row, lower: Row) -> bool:
    # the lower row of merged heads follows at once and holds words, no case
    # and what stands alone in its row is a title
    if lower[0] != upper[0] + 1 or sum(not is_blank(cell) for cell in upper[1]) < _HEADS_LEAST:
        return False
    held = [cell for cell in lower[1] if not is_blank(cell)]
    return all(isinstance(cell, str) and not _DATA.search(plain_head(cell)) for cell in held)


def _is_split(upper: Row, lower: Row) -> bool:
    # heads merged over columns have words below their blanks, those merged over rows have none
    pairs = list(zip_longest(upper[1], lower[1]))
    return any(is_blank(a) and not is_blank(b) for a, b in pairs) and any(
        is_blank(b) and not is_blank(a) for a, b in pairs
    )


def _joined(rows: Sequence[Row]) -> tuple[tuple[str, ...], frozenset[int]]:
    width = max(len(cells) for _, cells in rows)
    heads = [""] * width
    faulty = set()
    for _, cells in rows:
        group = ""
        for index in range(width):
            cell = cells[index] if index < len(cells) else None
            if has_control(cell):
                faulty.add(index)
                heads[index] = column_letter(index)
                continue
            head = plain_head(cell)[:_SHOWN_MOST]
            group = heads[index] or group  # a head merged over several columns stands in the first
            if not head:
                continue
            is_whole = known_column(head) is not None or not group
            heads[index] = head if is_whole else f"{group} {head}"
    return tuple(heads), frozenset(faulty)


def plain_head(cell: Cell) -> str:
    """Read a head as people do.

    Args:
        cell: The cell.

    Returns:
        Its text with one blank where there are several, in ordinary width, without signs that
        show nothing; empty for none.
    """
    text = unicodedata.normalize("NFKC", "" if cell is None else str(cell))
    return " ".join("".join(one for one in text if unicodedata.category(one) != "Cf").split())


def head_key(cell: Cell) -> str:
    """Bring a head into the form by which it is known again.

    Args:
        cell: The cell.

    Returns:
        Without blanks, stars at either end and capital letters.
    """
    return plain_head(cell).replace(" ", "").strip("*").casefold()


_KNOWN_HEADS = {
    head_key(head): column
    for column, name in HEADS.items()
    for head in (column.value, name.zh, name.en, *_OTHER_HEADS[column])
}


def known_column(cell: Cell) -> Column | None:
    """Tell which column a head names without doubt.

    Args:
        cell: The head.

    Returns:
        The column; None when it is none of those that a list may be headed with.
    """
    return _KNOWN_HEADS.get(head_key(cell))


def is_identity(head: str) -> bool:
    """Tell whether a column seems to say who a person is; such a column is never read.

    Args:
        head: Its head.

    Returns:
        True for names, numbers of papers, phones, addresses, schools, days of birth.
    """
    return known_column(head) is None and _IDENTITY_HEAD.search(plain_head(head)) is not None


def likely_column(head: str) -> Column | None:
    """Guess what a column is by its head.

    Args:
        head: Its head, in Chinese or English.

    Returns:
        The column; None without a guess, and for what seems to say who a person is.
    """
    found = known_column(head)
    if found is not None or not head or is_identity(head):
        return found
    return next((column for column, pattern in _LIKELY if pattern.search(head)), None)


def is_understood(shape: ListShape) -> bool:
    """Tell whether a list needs nobody to match its columns.

    Args:
        shape: Its heads.

    Returns:
        True when every head is known, none stands twice and no required one is missing.
    """
    found = [known_column(head) for head in shape.heads if head]
    return None not in found and len(set(found)) == len(found) and set(found) >= REQUIRED


def guessed(shape: ListShape, remembered: Mapping[str, str]) -> dict[int, Column]:
    """Propose what each column is.

    Args:
        shape: The heads.
        remembered: Head (see `head_key`) to column, or to `NOT_READ`, as the centre last
            matched it.

    Returns:
        Place to column, each column once: what is remembered first, then what is known, then
        what is likely; columns that say who a person is never.
    """
    proposals: list[tuple[int, int, Column]] = []
    for index, head in enumerate(shape.heads):
        if not head or index in shape.faulty or is_identity(head):
            continue
        before = remembered.get(head_key(head))
        if before is not None:
            if before in set(Column):
                proposals.append((0, index, Column(before)))
            continue
        known, likely = known_column(head), likely_column(head)
        if known or likely:
            proposals.append((1 if known else 2, index, known or likely or Column.NUMBER))
    columns: dict[int, Column] = {}
    for _, index, column in sorted(proposals):
        if column not in columns.values():
            columns[index] = column
    return columns


def remembered_heads(shape: ListShape, match: ListMatch) -> dict[str, str]:
    """Tell what to remember of a match.

    Args:
        shape: The heads.
        match: What was decided.

    Returns:
        Head to column or `NOT_READ`; heads of columns that say who a person is stay out.
    """
    return {
        head_key(head): match.columns[index].value if index in match.columns else NOT_READ
        for index, head in enumerate(shape.heads)
        if head and index not in shape.faulty and not is_identity(head)
    }


def remembered_after(
    shape: ListShape, match: ListMatch, before: RememberedMatch
) -> RememberedMatch:
    """Add what a match says to what was said before.

    Args:
        shape: The heads.
        match: What was decided.
        before: What is remembered so far.

    Returns:
        Both, the later word counting; of each the last `IMPORT_REMEMBERED_MOST`.
    """
    heads = {**before.heads, **remembered_heads(shape, match)}
    said = {name: dict(values) for name, values in before.said.items()}
    for column, values in match.values.items():
        said[column.value] = _last({**said.get(column.value, {}), **values})
    return RememberedMatch(_last(heads), said)


def _last(said: dict[str, str]) -> dict[str, str]:
    return dict(list(said.items())[-IMPORT_REMEMBERED_MOST:])


def column_letter(index: int) -> str:
    """Name a column as spreadsheets do.

    Args:
        index: Its place, from 0.

    Returns:
        `A` to `Z`, then `AA` and so on.
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters
