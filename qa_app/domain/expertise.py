"""Areas of expertise, and which of them a resource centre works in."""

from dataclasses import dataclass

from qa_app.domain.text import BilingualText


@dataclass(frozen=True, slots=True)
class Area:
    """An area of expertise.

    Attributes:
        code: Code in rubric files.
        name: Its name.
        is_resource_area: One of the four areas of resource centres.
    """

    code: str
    name: BilingualText
    is_resource_area: bool = False


AREAS = (
    Area(
        "social_work",
        BilingualText("社会工作/个案管理", "Social work / case management"),
        is_resource_area=True,
    ),
    Area("legal_aid", BilingualText("法律援助", "Legal aid"), is_resource_area=True),
    Area(
        "psychological", BilingualText("心理支持", "Psychological support"), is_resource_area=True
    ),
    Area(
        "family_education",
        BilingualText("家庭教育指导", "Family education guidance"),
        is_resource_area=True,
    ),
    Area("one_stop_centre", BilingualText("“一站式”办案（救助）中心", "One-stop centre")),
    Area(
        "child_justice", BilingualText("涉案未成年人司法保护", "Children in conflict with the law")
    ),
    Area("supervision", BilingualText("督导", "Supervision")),
    Area("qa_system", BilingualText("质量保障体系", "Quality-assurance system")),
    Area("child_welfare_us", BilingualText("美国儿童福利（参考）", "US child welfare (reference)")),
)
