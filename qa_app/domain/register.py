"""Places, centres and workers as they are added to the register."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from qa_app.domain.defaults import POST_AHEAD_DAYS
from qa_app.domain.text import BilingualText

LEVELS: Final = ("province", "city", "district")
"""Levels of the area tree, from the top down."""

KINDS: Final = {
    "social_work_agency": BilingualText("社会工作服务机构", "Social work agency"),
    "law_firm": BilingualText("律师事务所", "Law firm"),
    "legal_aid_institution": BilingualText("法律援助机构", "Legal aid institution"),
    "counselling_provider": BilingualText("心理服务机构", "Counselling provider"),
    "family_education_body": BilingualText("家庭教育指导机构", "Family education body"),
    "one_stop_operator": BilingualText("“一站式”中心运营单位", "Operator of a one-stop centre"),
    "rescue_or_welfare_institution": BilingualText(
        "救助保护或福利机构", "Rescue or welfare institution"
    ),
    "medical_institution": BilingualText("医疗机构", "Medical institution"),
    "mass_organisation": BilingualText("群团组织", "Mass organisation"),
    "university": BilingualText("高等院校", "University"),
    "judicial": BilingualText("司法机关", "Judicial body"),
}
"""Kinds of organisation, as rubrics and criteria name them."""

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A node to be added.

    Attributes:
        code: Its code, unique in the tree.
        name: Its name.
        level: `province`, `city` or `district`.
        parent: Code of the node above; None for a province.
    """

    code: str
    name: BilingualText
    level: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class NewCentre:
    """A centre to be added.

    Attributes:
        code: Its code, unique in the network.
        name: Its name.
        place: Code of the place it stands in.
        kind: Kind of organisation, as rubrics name them.
        areas: Codes of its areas, at least one.
        onboarded_on: When it joined; None when unknown.
    """

    code: str
    name: BilingualText
    place: str
    kind: str
    areas: tuple[str, ...]
    onboarded_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewPractitioner:
    """A worker to be added.

    Attributes:
        centre: Code of the centre.
        code: The worker's code, unique in the centre.
        area: Code of the area, one of the centre's.
        started_on: First day in post.
    """

    centre: str
    code: str
    area: str
    started_on: date


def is_register_code(code: str) -> bool:
    """Tell whether a code of the register can be one.

    Args:
        code: As given for a place, a centre or a worker.

    Returns:
        True for letters, digits, dot, dash and underscore, 40 at most. Hanzi are no
        part of codes, because they may be a name.
    """
    return _CODE.fullmatch(code) is not None


def is_first_day(day: date, today: date) -> bool:
    """Tell whether a worker may be entered with a first day in post.

    Args:
        day: The first day.
        today: Local day.

    Returns:
        False for one more than `POST_AHEAD_DAYS` ahead, which is a slip.
    """
    return day <= today + timedelta(days=POST_AHEAD_DAYS)
