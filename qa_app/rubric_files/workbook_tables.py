"""The sheets and columns of a rubric's workbook: the shape of XLSForm, with columns of our own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

LANGUAGE_HEADS = {"zh": "简体中文 (zh)", "en": "English (en)"}
"""Language to what stands after the two colons of a heading."""
_LANGUAGES = {
    **dict.fromkeys(("简体中文(zh)", "中文(zh)", "chinese(zh)", "zh", "zh-hans", "中文"), "zh"),
    **dict.fromkeys(("english(en)", "en", "英文", "english"), "en"),
}


class Kind(StrEnum):
    """What the cells of a column hold."""

    CODE = "code"
    WORDS = "words"
    TEXT = "text"
    FLAG = "flag"
    NUMBER = "number"
    CODES = "codes"
    REFERENCES = "references"
    CONDITION = "condition"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class Field:
    """A column.

    Attributes:
        head: Its heading.
        path: Where its cells go in the entry of their row; a text goes there by language.
        kind: What they hold.
        named: Headings in Chinese that mean the same.
    """

    head: str
    path: tuple[str, ...]
    kind: Kind = Kind.CODE
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet.

    Attributes:
        name: Its name.
        fields: Its columns.
        named: Names in Chinese that mean the same.
    """

    name: str
    fields: tuple[Field, ...]
    named: tuple[str, ...] = ()


def _field(head: str, kind: Kind = Kind.CODE, *named: str, path: str = "") -> Field:
    return Field(head, tuple(path.split(".")) if path else (head,), kind, named)


_LABEL = Field("label", (), Kind.TEXT, ("名称", "标签"))
_NAME = _field("name", Kind.CODE, "代码", path="id")
_LIST = _field("list_name", Kind.CODE, "选项组", path="list")
_ITEM = _field("item", Kind.CODE, "条目")
_WHEN = _field("when", Kind.CONDITION, "条件")
_RATE = _field("rate", Kind.CODE, "评级")
_APPLIES = _field("relevant", Kind.CONDITION, "适用条件", path="applies_if")
_VERIFIED = _field("verified", Kind.FLAG, "已核对")
_REMARK = _field("remark", Kind.WORDS, "备注", path="note")

SETTINGS = Table(
    "settings",
    (
        _field("form_id", Kind.CODE, "细则代码", path="id"),
        _field("form_title", Kind.TEXT, "细则名称", path="title"),
        _field("version", Kind.CODE, "版本"),
        _field("default_language", Kind.WORDS, "默认语言", path="default_language"),
        _field("schema", Kind.CODE, "格式"),
        _field("status", Kind.CODE, "状态"),
        _field("hidden", Kind.FLAG, "隐藏"),
        _field("kind", Kind.CODE, "种类"),
        _field("area", Kind.CODE, "领域"),
        _field("unit", Kind.CODE, "评查单位"),
        _field("access", Kind.CODE, "查阅权限"),
        _field("region", Kind.CODE, "地区"),
        _field("purpose", Kind.TEXT, "目的"),
        _field("note", Kind.TEXT, "说明"),
        _field("method", Kind.CODE, "计分方法", path="scoring.method"),
        _field("scale", Kind.CODE, "默认选项组", path="scoring.scale"),
        _field("na", Kind.CODE, "不适用的处理", path="scoring.na"),
        _field("no_record", Kind.CODE, "无记录的处理", path="scoring.no_record"),
        _field("min_applicable", Kind.NUMBER, "最低适用比例", path="scoring.min_applicable"),
        _field("total", Kind.NUMBER, "满分", path="scoring.total"),
        _field("round", Kind.CODE, "取整", path="scoring.round"),
        _field("bands", Kind.DATA, "等级", path="scoring.bands"),
        _field("dimension", Kind.CODE, "维度等级", path="scoring.dimension"),
        _field("overall", Kind.CODE, "总体等级", path="scoring.overall"),
        _field("also_report", Kind.CODES, "另行报告", path="scoring.also_report"),
        _field("rate_items", Kind.CODE, "条目评级方式", path="scoring.rate_items"),
        _field("rate_outcomes", Kind.CODE, "结果评级方式", path="scoring.outcomes"),
        _field("arithmetic", Kind.CODE, "计算方式", path="scoring.arithmetic"),
        _field("holistic_scale", Kind.CODE, "总体判断选项组", path="holistic.scale"),
        _field("holistic_required", Kind.FLAG, "总体判断必填", path="holistic.required"),
        _field("holistic_differ_by", Kind.NUMBER, "总体判断相差", path="holistic.differ_by"),
        _field("holistic_then", Kind.CODE, "总体判断相差后", path="holistic.then"),
        _field("holistic_map", Kind.DATA, "总体判断对应等级", path="holistic.map"),
        _field("ratings", Kind.CODES, "条目评级"),
        _field("outcome_ratings", Kind.CODES, "结果评级"),
        _field("narrative", Kind.DATA, "说明要求"),
        _field("aggregate", Kind.DATA, "地区汇总"),
    ),
    ("设置",),
)
_TYPE = _field("type", Kind.WORDS, "类型")
GROUP = (_NAME, Field("label", ("title",), Kind.TEXT, _LABEL.named))
SECTION_FIELDS = (
    *GROUP,
    _field("weight", Kind.NUMBER, "权重"),
    _APPLIES,
    _field("assessor", Kind.CODE, "评查人"),
)
ITEM_FIELDS = (
    _NAME,
    Field("label", ("text",), Kind.TEXT, (*_LABEL.named, "要求")),
    Field("hint", ("evidence",), Kind.TEXT, ("佐证材料", "证据", "提示")),
    _field("weight", Kind.NUMBER, "权重"),
    _APPLIES,
    _field("critical", Kind.CODE, "关键"),
    _field("critical_fail", Kind.CODES, "触发答案"),
    _field("per_case", Kind.FLAG, "逐案"),
    _field("share_met", Kind.NUMBER, "符合比例", path="share.met"),
    _field("share_partly", Kind.NUMBER, "部分符合比例", path="share.partly"),
    _field("trips_at", Kind.NUMBER, "触发案数"),
    _field("clock", Kind.DATA, "时限"),
    _field("frequency", Kind.DATA, "频次"),
    _field("measure", Kind.DATA, "指标"),
    _field("std", Kind.REFERENCES, "出处"),
    _field("basis", Kind.CODE, "依据"),
    _field("quote", Kind.WORDS, "原文"),
    _field("addressee", Kind.TEXT, "约束对象"),
    _field("confirmed_for", Kind.DATA, "已确认适用"),
    _field("tags", Kind.CODES, "标签代码"),
)
RULE_GROUP_FIELDS = (
    *GROUP,
    _APPLIES,
    _field("applicable_question", Kind.FLAG, "询问是否适用"),
    _field("never_na", Kind.FLAG, "不得为不适用"),
    _VERIFIED,
    _REMARK,
)
QUESTION_FIELDS = (
    _NAME,
    _LABEL,
    _field("reverse", Kind.FLAG, "反向"),
    _field("not_rated", Kind.FLAG, "不评级"),
    _field("options", Kind.CODES, "选项"),
)


def _all_fields(*groups: tuple[Field, ...]) -> tuple[Field, ...]:
    seen: dict[str, Field] = {}
    for field in (field for group in groups for field in group):
        known = seen.setdefault(field.head, field)
        if len(field.named) > len(known.named):
            seen[field.head] = field
    return tuple(seen.values())


SURVEY = Table(
    "survey",
    _all_fields((_TYPE,), ITEM_FIELDS, SECTION_FIELDS, RULE_GROUP_FIELDS, QUESTION_FIELDS),
    ("题目", "条目"),
)
CHOICES = Table(
    "choices",
    (
        _LIST,
        _field("kind", Kind.CODE, "种类"),
        _field("auto", Kind.CODE, "自动判定"),
        _field("name", Kind.CODE, "代码", path="code"),
        _LABEL,
        _field("score", Kind.NUMBER, "分值"),
        _field("rank", Kind.NUMBER, "名次"),
        _field("key", Kind.WORDS, "按键"),
        _field("means", Kind.TEXT, "含义"),
    ),
    ("选项",),
)
BANDS = Table(
    "bands",
    (
        _LIST,
        _field("name", Kind.CODE, "代码", path="code"),
        _field("from", Kind.NUMBER, "起点"),
        _LABEL,
    ),
    ("等级",),
)
CAPS = Table("caps", (_WHEN, _field("at_most", Kind.CODE, "最高等级")), ("封顶",))
_FACT = (_NAME, _field("type", Kind.CODE, "类型"), _LABEL)
FACTS = Table("facts", _FACT, ("案情事项", "事实", "情况"))
CLOCKS = Table("clocks", (_NAME, _LABEL), ("时点", "日期", "时间点"))
LOGS = Table(
    "logs", (_NAME, _field("value", Kind.CODE, "数值"), _LABEL), ("日期清单", "记录", "清单")
)
SAMPLE_FIELDS = (
    _field("unit", Kind.CODE, "单位"),
    _field("size", Kind.NUMBER, "数量"),
    _field("from", Kind.TEXT, "来源"),
)
CASE_SAMPLE = Table("case_sample", (*SAMPLE_FIELDS, *_FACT), ("抽样", "抽样个案"))
READ = Table("read", (_ITEM, _NAME, _LABEL), ("查阅材料",))
ANCHORS = Table(
    "anchors", (_ITEM, _field("name", Kind.CODE, "代码", path="code"), _LABEL), ("答案说明",)
)
RULES = Table("rules", (_ITEM, _WHEN, _RATE), ("规则",))
OUTCOMES = Table(
    "outcomes",
    (*GROUP, _field("items", Kind.CODES, "条目"), _VERIFIED, _REMARK),
    ("结果",),
)
OUTCOME_RULES = Table(
    "outcome_rules", (_field("outcome", Kind.CODE, "结果"), _WHEN, _RATE), ("结果规则",)
)
TABLES = (
    SETTINGS,
    SURVEY,
    CHOICES,
    BANDS,
    CAPS,
    FACTS,
    CLOCKS,
    LOGS,
    CASE_SAMPLE,
    READ,
    ANCHORS,
    RULES,
    OUTCOMES,
    OUTCOME_RULES,
)
"""Every sheet, in the order in which they are written."""
FACT_LIST, CASE_FACT_LIST = "fact:", "case_fact:"
"""What stands before the name of a fact in `list_name`."""
RATING_LISTS = {
    "ratings:": "ratings",
    "outcome_ratings:": "outcome_ratings",
    "answers:": "answer_words",
}
"""`list_name` of the ratings and answers of a rule rubric that have words, to their field."""


def table_named(name: str) -> Table | None:
    """Find what a sheet is.

    Args:
        name: Its name, in English or Chinese.

    Returns:
        The sheet; None for one that a rubric does not have.
    """
    wanted = _plain(name)
    return next((t for t in TABLES if wanted in {t.name, *t.named}), None)


def heads_of(table: Table) -> Mapping[str, Field]:
    """Give the headings by which the columns of a sheet are known.

    Args:
        table: The sheet.

    Returns:
        Heading in small letters, without language, to column.
    """
    return {name: field for field in table.fields for name in (field.head, *field.named)}


def head_and_language(words: str) -> tuple[str, str]:
    """Take a heading apart.

    Args:
        words: Such as `label::English (en)`, `label::zh` or `名称（中文）`.

    Returns:
        The heading in small letters, and `zh`, `en`, or nothing when no language is named; a
        language that is not known comes back as it is written.
    """
    text = _plain(words)
    head, colons, language = text.partition("::")
    if not colons and text.endswith(")"):
        head, _, language = text[:-1].rpartition("(")
        if language not in _LANGUAGES:
            return text, ""
    key = language.replace(" ", "")
    return head.strip(), _LANGUAGES.get(key, key)


def _plain(words: str) -> str:
    return words.strip().replace("（", "(").replace("）", ")").replace("：", ":").casefold()


def columns_of(table: Table) -> Iterator[tuple[Field, str]]:
    """List the columns of a sheet as they are written.

    Args:
        table: The sheet.

    Yields:
        A column and, for texts, its language; else nothing.
    """
    for field in table.fields:
        if field.kind is Kind.TEXT:
            yield from ((field, language) for language in LANGUAGE_HEADS)
        else:
            yield field, ""


def heading(field: Field, language: str, said_in: str) -> str:
    """Write the heading of a column.

    Args:
        field: The column.
        language: `zh` or `en` for texts; else nothing.
        said_in: Language of headings.

    Returns:
        Such as `label::简体中文 (zh)` or, in Chinese, `名称::简体中文 (zh)`.
    """
    head = _in_language(field.head, field.named, said_in)
    return f"{head}::{LANGUAGE_HEADS[language]}" if language else head


def sheet_name(table: Table, said_in: str) -> str:
    """Write the name of a sheet.

    Args:
        table: The sheet.
        said_in: Language of names.

    Returns:
        Such as `survey` or, in Chinese, `题目`.
    """
    return _in_language(table.name, table.named, said_in)


def _in_language(name: str, named: tuple[str, ...], said_in: str) -> str:
    # the first of the Chinese names is the one that is written; all are read
    return next(iter(named), name) if said_in == "zh" else name
