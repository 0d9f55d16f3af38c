"""Lists of what centres are and have, and of who advises them: their columns."""

from typing import Final

from qa_app.domain.centre_register import OUTCOMES, PAPERS, PARTNERS, SANCTIONS
from qa_app.domain.list_columns import CENTRE, KEY, MUST, PLACE, column, day, one_of, text, whole
from qa_app.domain.register_lists import CellKind, Line, RegisterList
from qa_app.domain.text import BilingualText
from qa_app.domain.workers import Tier

_NUMBER = text(
    "number",
    "文号或编号",
    "Number",
    80,
    KEY,
    note=("文号，或年份等", "Number on the paper, or its year"),
)
_TIERS = {
    Tier.SUPERVISION.value: BilingualText("督导", "Supervision"),
    Tier.STATUTORY.value: BilingualText("法定职责", "Statutory"),
    Tier.COMMUNITY.value: BilingualText("社区", "Community"),
}
VACANCY_TIERS: Final = _TIERS
"""Tiers of the workforce that posts belong to, with their names."""


def _outcome_fits(line: Line) -> tuple[str, str] | None:
    known = PAPERS.get(str(line["kind"]))
    if known is None or known.has_outcome == bool(line["outcome"]):
        return None
    return "outcome", "kind"


def _closing_fits(line: Line) -> tuple[str, str] | None:
    return ("closed_on", "kind") if line["closed_on"] and line["kind"] == "penalty" else None


PROFILES: Final = RegisterList(
    "centres",
    BilingualText("中心性质和联系途径", "Partners and contact routes"),
    (
        CENTRE,
        one_of("partner", ("合作方性质", "Kind of partner"), PARTNERS, MUST),
        text(
            "contact_zh",
            "联系途径（中文）",
            "Contact route in Chinese",
            200,
            note=(
                "单位的值班电话、公务邮箱或地址；不写个人",
                "Line, mailbox or address of the office; no person",
            ),
            lets=frozenset({"phone", "mail"}),
        ),
        text(
            "contact_en",
            "联系途径（英文）",
            "Contact route in English",
            200,
            note=("同上", "Likewise"),
            lets=frozenset({"phone", "mail"}),
        ),
    ),
    note=BilingualText("每个中心一行", "A line for each centre"),
)
DOCUMENTS: Final = RegisterList(
    "documents",
    BilingualText("机构证照和文件", "Papers of centres"),
    (
        CENTRE,
        one_of(
            "kind",
            ("文件种类", "Kind of paper"),
            {code: kind.name for code, kind in PAPERS.items()},
            KEY,
        ),
        _NUMBER,
        one_of(
            "area_code",
            ("领域", "Area"),
            "area",
            note=(
                "工作流程和服务标准适用的领域；空白为全部",
                "Area of a procedure or standard; blank for all",
            ),
        ),
        text("issuer", "出具单位", "Issued by", 120),
        day("issued_on", "出具日期", "Issued on", MUST),
        day("valid_until", "有效期至", "Valid until", may_lie_ahead=True),
        day("reviewed_on", "最近复核日期", "Reviewed on"),
        one_of(
            "outcome",
            ("结论", "Outcome"),
            OUTCOMES,
            note=(
                "仅年度报告、年度考核、消防检查填写",
                "Of annual reports, yearly assessments and inspections alone",
            ),
        ),
        column("digest", ("文件校验值", "Digest"), CellKind.DIGEST),
    ),
    orders=(("issued_on", "valid_until"), ("issued_on", "reviewed_on")),
    rules=(_outcome_fits,),
    note=BilingualText("每份文件一行", "A line for each paper"),
)
SANCTION_LIST: Final = RegisterList(
    "sanctions",
    BilingualText("行政处罚和立案", "Penalties and cases against centres"),
    (
        CENTRE,
        one_of("kind", ("种类", "Kind"), SANCTIONS, KEY),
        _NUMBER,
        text("body", "作出单位", "By which body", 120, MUST),
        day("begun_on", "处罚或立案日期", "Imposed or opened on", MUST),
        day("closed_on", "结案日期", "Closed on", note=("仅立案填写", "Of a case alone")),
    ),
    orders=(("begun_on", "closed_on"),),
    rules=(_closing_fits,),
    note=BilingualText("每项一行", "A line for each"),
)
VACANCIES: Final = RegisterList(
    "vacancies",
    BilingualText("岗位空缺", "Vacancies"),
    (
        CENTRE,
        column("code", ("岗位代码", "Post"), CellKind.CODE, KEY),
        one_of("area_code", ("领域", "Area"), "area", MUST),
        one_of("tier", ("层级", "Tier"), _TIERS, MUST),
        day("opened_on", "空缺日期", "Vacant since", MUST),
        day("filled_on", "补充日期", "Filled on"),
    ),
    orders=(("opened_on", "filled_on"),),
    note=BilingualText("每个岗位一行", "A line for each post"),
)
POPULATION: Final = RegisterList(
    "population",
    BilingualText("未成年人口", "Children by place and year"),
    (
        PLACE,
        whole("year", "年份", "Year", (1990, 2100), KEY),
        whole("child_count", "未满18周岁人口", "Children under 18", (0, 200000000)),
        text("source", "数据来源", "Source", 200, MUST),
    ),
    note=BilingualText("每个地区每年一行", "A line for each place and year"),
)
EXPERTS: Final = RegisterList(
    "experts",
    BilingualText("专家组", "Technical experts"),
    (
        PLACE,
        column("code", ("专家代码", "Expert"), CellKind.CODE, KEY),
        text("name", "专家", "Called", 80, MUST, lets=frozenset({"name"})),
        text("organisation", "工作单位", "Organisation", 120, MUST),
        column(
            "areas",
            ("领域", "Areas"),
            CellKind.SEVERAL,
            MUST,
            note=("多个领域以分号隔开", "Several with a semicolon between"),
            listed="area",
        ),
        day("from_on", "聘任日期", "From", MUST),
        day("until_on", "聘任截止", "Until", may_lie_ahead=True),
    ),
    orders=(("from_on", "until_on"),),
    note=BilingualText("每位专家一行", "A line for each expert"),
)
