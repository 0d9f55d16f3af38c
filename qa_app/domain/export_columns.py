"""Columns of the export item by item, and what each holds."""

from dataclasses import dataclass
from enum import StrEnum

from qa_app.domain.text import BilingualText


class CellKind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    INSTANT = "instant"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: Its name in the file, the same in every language.
        kind: What it holds.
        means: What that tells.
    """

    name: str
    kind: CellKind
    means: BilingualText


def _text(name: str, zh: str, en: str) -> Column:
    return Column(name, CellKind.TEXT, BilingualText(zh, en))


def _number(name: str, zh: str, en: str) -> Column:
    return Column(name, CellKind.NUMBER, BilingualText(zh, en))


COLUMNS = (
    _text(
        "export",
        "导出编号，操作日志中可查是谁、为何导出",
        "Mark of the export; the journal tells who took it and why",
    ),
    _number("review", "评查编号", "Number of the review"),
    _text(
        "case_file",
        "案卷编号；整个中心的评查为空",
        "Reference of the file; empty for a whole centre",
    ),
    _text("centre", "中心代码", "Code of the centre"),
    _text("area", "专业领域代码", "Code of the expertise area"),
    _text("rubric", "评分细则代码", "Code of the rubric"),
    _text("version", "评分细则版本", "Version of the rubric"),
    _text(
        "sample_type",
        "抽样方式：random、census 可用于推算，purposive 不可",
        "Random and census may be estimated from, purposive not",
    ),
    _text(
        "standing",
        "provisional 暂定，final 已定，replaced 已被替代，void 作废",
        "provisional, final, replaced or void",
    ),
    Column("reviewed_on", CellKind.DAY, BilingualText("阅卷日期", "Day the file was read")),
    Column(
        "signed_at",
        CellKind.INSTANT,
        BilingualText("签署时间（含时区）", "When it was signed, with its offset"),
    ),
    Column(
        "final_at", CellKind.INSTANT, BilingualText("定为最终结果的时间", "When it became final")
    ),
    _text("reviewer", "评查员姓名", "Who read the file"),
    _text("band", "等级", "Grade band"),
    _number("percent", "总得分（百分数）", "Score of the whole, in per cent"),
    _text(
        "kind",
        "item 条目，rule 规则结论，其余为所填的案情事项、时点与日期清单",
        "item, rule, or what else was entered, such as fact or clock",
    ),
    _text("section", "部分代码", "Code of the section"),
    _text("item", "条目、案情事项或时点的代码", "Code of the item, fact or event"),
    _text("text_zh", "条目的中文文字", "Text of the item in Chinese"),
    _text("text_en", "条目的英文文字", "Text of the item in English"),
    _text("state", "scored 计分，off 不适用于本案，na 不适用，等", "scored, off, na and so on"),
    _text(
        "code",
        "选项代码；kind 不是 item 时为所填的值（JSON）",
        "Code of the option; for other kinds the value (JSON)",
    ),
    _text("label_zh", "选项的中文文字", "Label of the option in Chinese"),
    _text("label_en", "选项的英文文字", "Label of the option in English"),
    _text(
        "source",
        "reader 评查员所评，clock 由时点算出，frequency 由日期清单算出，等",
        "Where the code comes from: reader, clock, frequency and so on",
    ),
    _number("value", "选项得分，0 至 1", "Value of the option, 0 to 1"),
    _number("weight", "条目权重", "Weight of the item"),
    _number("possible", "可得的总分点数", "Points of the whole that could be earned"),
    _number("earned", "得到的总分点数", "Points of the whole that were earned"),
    _text("excluded", "未计分的原因", "Why it does not count"),
    _number("rule", "作出结论的规则序号", "Number of the rule that decided"),
)
"""Columns of the export. Notes are not among them: free text stays in the platform."""
