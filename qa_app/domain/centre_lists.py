"""Lists of what centres are and have, and of who advises them: their columns."""

from typing import Final

from qa_app.domain.centre_register import OUTCOMES, PAPERS, PARTNERS, SANCTIONS
from qa_app.domain.register_lists import CellKind, Line, ListColumn, RegisterList
from qa_app.domain.text import BilingualText
from qa_app.domain.workers import Tier

_CENTRE = ListColumn(
    "centre",
    BilingualText("机构代码", "Centre"),
    CellKind.KNOWN,
    is_required=True,
    is_key=True,
    of="centre",
    note=BilingualText("名册中的机构代码", "Code of the centre in the register"),
)
_PLACE = ListColumn(
    "place",
    BilingualText("地区代码", "Place"),
    CellKind.KNOWN,
    is_required=True,
    is_key=True,
    of="place",
    note=BilingualText("地区树中的代码", "Code of the place in the tree of places"),
)
_NUMBER = ListColumn(
    "number",
    BilingualText("文号或编号", "Number"),
    CellKind.TEXT,
    is_required=True,
    is_key=True,
    most=80,
    note=BilingualText("文号，或年份等", "Number on the paper, or its year"),
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
    BilingualText("机构性质和联系途径", "Partners and contact routes"),
    (
        _CENTRE,
        ListColumn(
            "partner",
            BilingualText("合作方性质", "Kind of partner"),
            CellKind.LISTED,
            is_required=True,
            allowed=PARTNERS,
        ),
        ListColumn(
            "contact_zh",
            BilingualText("联系途径（中文）", "Contact route in Chinese"),
            CellKind.TEXT,
            most=200,
            lets=frozenset({"phone", "mail"}),
            note=BilingualText(
                "单位的值班电话、公务邮箱或地址；不写个人",
                "Line, mailbox or address of the office; no person",
            ),
        ),
        ListColumn(
            "contact_en",
            BilingualText("联系途径（英文）", "Contact route in English"),
            CellKind.TEXT,
            most=200,
            lets=frozenset({"phone", "mail"}),
            note=BilingualText("同上", "Likewise"),
        ),
    ),
    note=BilingualText("每个机构一行", "A line for each centre"),
)
DOCUMENTS: Final = RegisterList(
    "documents",
    BilingualText("机构证照和文件", "Papers of centres"),
    (
        _CENTRE,
        ListColumn(
            "kind",
            BilingualText("文件种类", "Kind of paper"),
            CellKind.LISTED,
            is_required=True,
            is_key=True,
            allowed={code: kind.name for code, kind in PAPERS.items()},
        ),
        _NUMBER,
        ListColumn(
            "area_code",
            BilingualText("领域", "Area"),
            CellKind.LISTED,
            listed="area",
            note=BilingualText(
                "工作流程和服务标准适用的领域；空白为全部",
                "Area of a procedure or standard; blank for all",
            ),
        ),
        ListColumn("issuer", BilingualText("出具单位", "Issued by"), CellKind.TEXT, most=120),
        ListColumn(
            "issued_on", BilingualText("出具日期", "Issued on"), CellKind.DAY, is_required=True
        ),
        ListColumn(
            "valid_until",
            BilingualText("有效期至", "Valid until"),
            CellKind.DAY,
            may_lie_ahead=True,
        ),
        ListColumn("reviewed_on", BilingualText("最近复核日期", "Reviewed on"), CellKind.DAY),
        ListColumn(
            "outcome",
            BilingualText("结论", "Outcome"),
            CellKind.LISTED,
            allowed=OUTCOMES,
            note=BilingualText(
                "仅年度报告、年度考核、消防检查填写",
                "Of annual reports, yearly assessments and inspections alone",
            ),
        ),
        ListColumn("digest", BilingualText("文件校验值", "Digest"), CellKind.DIGEST),
    ),
    orders=(("issued_on", "valid_until"), ("issued_on", "reviewed_on")),
    rules=(_outcome_fits,),
    note=BilingualText("每份文件一行", "A line for each paper"),
)
SANCTION_LIST: Final = RegisterList(
    "sanctions",
    BilingualText("行政处罚和立案", "Penalties and cases against centres"),
    (
        _CENTRE,
        ListColumn(
            "kind",
            BilingualText("种类", "Kind"),
            CellKind.LISTED,
            is_required=True,
            is_key=True,
            allowed=SANCTIONS,
        ),
        _NUMBER,
        ListColumn(
            "body",
            BilingualText("作出单位", "By which body"),
            CellKind.TEXT,
            is_required=True,
            most=120,
        ),
        ListColumn(
            "begun_on",
            BilingualText("处罚或立案日期", "Imposed or opened on"),
            CellKind.DAY,
            is_required=True,
        ),
        ListColumn(
            "closed_on",
            BilingualText("结案日期", "Closed on"),
            CellKind.DAY,
            note=BilingualText("仅立案填写", "Of a case alone"),
        ),
    ),
    orders=(("begun_on", "closed_on"),),
    rules=(_closing_fits,),
    note=BilingualText("每项一行", "A line for each"),
)
VACANCIES: Final = RegisterList(
    "vacancies",
    BilingualText("岗位空缺", "Vacancies"),
    (
        _CENTRE,
        ListColumn(
            "code", BilingualText("岗位代码", "Post"), CellKind.CODE, is_required=True, is_key=True
        ),
        ListColumn(
            "area_code",
            BilingualText("领域", "Area"),
            CellKind.LISTED,
            is_required=True,
            listed="area",
        ),
        ListColumn(
            "tier",
            BilingualText("层级", "Tier"),
            CellKind.LISTED,
            is_required=True,
            allowed=_TIERS,
        ),
        ListColumn(
            "opened_on", BilingualText("空缺日期", "Vacant since"), CellKind.DAY, is_required=True
        ),
        ListColumn("filled_on", BilingualText("补充日期", "Filled on"), CellKind.DAY),
    ),
    orders=(("opened_on", "filled_on"),),
    note=BilingualText("每个岗位一行", "A line for each post"),
)
POPULATION: Final = RegisterList(
    "population",
    BilingualText("未成年人口", "Children by place and year"),
    (
        _PLACE,
        ListColumn(
            "year",
            BilingualText("年份", "Year"),
            CellKind.WHOLE,
            is_required=True,
            is_key=True,
            least=1990,
            most=2100,
        ),
        ListColumn(
            "child_count",
            BilingualText("未满18周岁人口", "Children under 18"),
            CellKind.WHOLE,
            is_required=True,
            most=200_000_000,
        ),
        ListColumn(
            "source",
            BilingualText("数据来源", "Source"),
            CellKind.TEXT,
            is_required=True,
            most=200,
        ),
    ),
    note=BilingualText("每个地区每年一行", "A line for each place and year"),
)
EXPERTS: Final = RegisterList(
    "experts",
    BilingualText("专家组", "Technical experts"),
    (
        _PLACE,
        ListColumn(
            "code",
            BilingualText("专家代码", "Expert"),
            CellKind.CODE,
            is_required=True,
            is_key=True,
        ),
        ListColumn(
            "name",
            BilingualText("专家", "Called"),
            CellKind.TEXT,
            is_required=True,
            most=80,
            lets=frozenset({"name"}),
        ),
        ListColumn(
            "organisation",
            BilingualText("工作单位", "Organisation"),
            CellKind.TEXT,
            is_required=True,
            most=120,
        ),
        ListColumn(
            "areas",
            BilingualText("领域", "Areas"),
            CellKind.SEVERAL,
            is_required=True,
            listed="area",
            note=BilingualText("多个领域以分号隔开", "Several with a semicolon between"),
        ),
        ListColumn("from_on", BilingualText("聘任日期", "From"), CellKind.DAY, is_required=True),
        ListColumn(
            "until_on",
            BilingualText("聘任截止", "Until"),
            CellKind.DAY,
            may_lie_ahead=True,
        ),
    ),
    orders=(("from_on", "until_on"),),
    note=BilingualText("每位专家一行", "A line for each expert"),
)
