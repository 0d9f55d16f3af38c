"""Case lists with faults put in on purpose: 25 kinds, seven encodings, and where each stands."""

import codecs
from dataclasses import dataclass
from datetime import date
from random import Random

from qa_app.domain.case_list import Register
from qa_app.domain.list_faults import Flaw
from qa_app.domain.text import BilingualText

HEADS = (
    "本中心编号",
    "专业领域",
    "接案日期",
    "结案日期",
    "工作人员代码",
    "诉讼阶段",
    "风险等级",
    "柜/盒号",
    "是否封存",
    "办理状态",
)
REGISTER = Register(
    {
        "social_work": BilingualText("社会工作/个案管理", "Social work / case management"),
        "legal_aid": BilingualText("法律援助", "Legal aid"),
    },
    frozenset({"W1", "W2"}),
    date(2026, 3, 23),
)
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16-le", "utf-16-be")
_MARKS = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
KINDS: tuple[tuple[Flaw, int, str], ...] = (
    (Flaw.MISSING, 0, ""),
    (Flaw.ID_NUMBER, 0, "530102201504011237"),
    (Flaw.PHONE, 0, "13888123456"),
    (Flaw.MAIL, 0, "a@b.example.cn"),
    (Flaw.HANZI, 0, "王某2026"),
    (Flaw.NOT_A_CODE, 0, "(2026)12"),
    (Flaw.TOO_LONG, 0, "a" * 41),
    (Flaw.NUMBER_TWICE, 0, "N-1"),
    (Flaw.FORMULA, 0, "=A1&B1"),
    (Flaw.TOTALS, 0, "合计A"),
    (Flaw.MISSING, 1, ""),
    (Flaw.FOREIGN_AREA, 1, "心理支持"),
    (Flaw.MISSING, 2, ""),
    (Flaw.NOT_A_DATE, 2, "昨天"),
    (Flaw.NO_SUCH_DAY, 2, "2026-02-30"),
    (Flaw.NO_YEAR, 2, "3月7日"),
    (Flaw.DAY_TOO_EARLY, 2, "1026.1.5"),
    (Flaw.DAY_TO_COME, 2, "2027年1月5日"),
    (Flaw.CLOSED_BEFORE_OPENED, 3, "1999-1-1"),
    (Flaw.UNKNOWN_PRACTITIONER, 4, "W9"),
    (Flaw.NOT_IN_LIST, 5, "再审"),
    (Flaw.NOT_IN_LIST, 6, "不明"),
    (Flaw.HANZI, 7, "三号柜"),
    (Flaw.NOT_YES_OR_NO, 8, "也许"),
    (Flaw.OPEN_WITH_DAY, 9, "在办"),
)
"""What is wrong, in which column, and what is written there; each alone in its row."""


@dataclass(frozen=True)
class Faulty:
    """A list as bytes, and what has to be told of it: row, column, flaw."""

    data: bytes
    faults: tuple[tuple[int, str, Flaw], ...]


def good_row(number: int, chance: Random) -> list[str]:
    opened = date(2026, 1 + chance.randrange(2), 1 + chance.randrange(28))
    written = chance.choice(["{0}-{1:02}-{2:02}", "{0}/{1}/{2}", "{0}.{1}.{2}", "{0}年{1}月{2}日"])
    return [
        f"N-{number}",
        chance.choice(["法律援助", "legal_aid", "社会工作/个案管理"]),
        written.format(opened.year, opened.month, opened.day),
        "2026-03-20",
        chance.choice(["W1", "w2", ""]),
        chance.choice(["侦查", "一审", ""]),
        chance.choice(["高", "中", "低", "高风险", ""]),
        chance.choice(["3-12", "A1", ""]),
        chance.choice(["是", "否", ""]),
        "已结案",
    ]


def faulty_list(seed: int, rows: int, faults: int, encoding: str) -> Faulty:
    """Write a list with that many faults, blank rows, a title and a row of totals between."""
    chance = Random(seed)
    wrong = dict(
        zip(
            sorted(chance.sample(range(2, rows + 1), faults)),
            (KINDS[at % len(KINDS)] for at in range(faults)),
            strict=True,
        )
    )
    lines = ["某中心个案台账", ",".join(HEADS)]
    told = []
    for number in range(1, rows + 1):
        if chance.random() < 0.01:
            lines.append("," * (len(HEADS) - 1))
        if chance.random() < 0.002:
            lines.append("合计,,,,,,,,,")
        cells = good_row(number, chance)
        if number in wrong:
            flaw, column, text = wrong[number]
            cells[column] = text
            told.append((len(lines) + 1, HEADS[column], flaw))
        lines.append(",".join(cells))
    text = "\r\n".join([*lines, f"总计 {rows},,,,,,,,,"]) + "\r\n"
    return Faulty(_MARKS.get(encoding, b"") + text.encode(encoding), tuple(told))
