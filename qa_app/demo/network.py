"""The places, centres and people of the demonstration network.

The places are those of Kunming with their official names and codes; every centre, worker
and file in them is invented, and every centre says so in its name.
"""

from dataclasses import dataclass

from qa_app.domain.people import Role
from qa_app.domain.text import BilingualText
from qa_app.services.places.add_place import NewPlace

PROVINCE, CITY = "530000", "530100"
_DISTRICTS = (
    ("530102", "五华区", "Wuhua District"),
    ("530103", "盘龙区", "Panlong District"),
    ("530111", "官渡区", "Guandu District"),
    ("530112", "西山区", "Xishan District"),
    ("530113", "东川区", "Dongchuan District"),
    ("530114", "呈贡区", "Chenggong District"),
    ("530115", "晋宁区", "Jinning District"),
    ("530181", "安宁市", "Anning City"),
    ("530124", "富民县", "Fumin County"),
    ("530125", "宜良县", "Yiliang County"),
    ("530126", "石林彝族自治县", "Shilin Yi Autonomous County"),
    ("530127", "嵩明县", "Songming County"),
    ("530128", "禄劝彝族苗族自治县", "Luquan Yi and Miao Autonomous County"),
    ("530129", "寻甸回族彝族自治县", "Xundian Hui and Yi Autonomous County"),
)
_LETTERS = (("甲", "A"), ("乙", "B"), ("丙", "C"))
_ROTATION = (
    (
        ("social_work_agency", ("social_work", "family_education")),
        ("law_firm", ("legal_aid",)),
        ("counselling_provider", ("psychological",)),
    ),
    (
        ("social_work_agency", ("social_work",)),
        ("legal_aid_institution", ("legal_aid",)),
        ("family_education_body", ("family_education", "psychological")),
    ),
)
"""Kinds and areas of a district's three centres, in turn."""


@dataclass(frozen=True, slots=True)
class DemoCentre:
    """A centre to be invented.

    Attributes:
        code: Its code, such as `530102-A`.
        name: Its name, which says that it is for demonstration.
        place: Code of its district.
        kind: Kind of organisation.
        areas: Codes of its areas.
    """

    code: str
    name: BilingualText
    place: str
    kind: str
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A person to be invented, by a placeholder and not by a name.

    Attributes:
        login_name: Name typed at sign-in.
        display_name: Placeholder shown.
        role: Role held.
        place: Code of the branch covered; None when another reach is meant.
        centre: Code of the one centre covered; None likewise.
        also: Roles held besides, over the same reach.
    """

    login_name: str
    display_name: str
    role: Role
    place: str | None = None
    centre: str | None = None
    also: tuple[Role, ...] = ()


FIRST_CENTRE = "530102-A"
STEADY = ("530112-C", "psychological")
"""Centre and area that meet every criterion of the full set, whatever day the story ends on."""
ACCOUNTS = (
    DemoAccount("supervisor", "督导甲", Role.SENIOR_SUPERVISOR, CITY, also=(Role.MODERATOR,)),
    DemoAccount("supervisor2", "督导乙", Role.SENIOR_SUPERVISOR, CITY),
    DemoAccount("moderator", "评议人壬", Role.AUDITOR, CITY, also=(Role.MODERATOR,)),
    DemoAccount("reviewer", "评查员己", Role.AUDITOR, CITY),
    DemoAccount("manager", "主任丙", Role.CENTRE_MANAGER, centre=FIRST_CENTRE),
    DemoAccount("manager2", "主任酉", Role.CENTRE_MANAGER, centre=STEADY[0]),
    DemoAccount("director", "总干事辛", Role.CENTRE_MANAGER, CITY),
    DemoAccount("caseworker", "社工乙", Role.CASEWORKER, centre=FIRST_CENTRE),
    DemoAccount("judicial", "检察官丁", Role.JUDICIAL_READER, CITY),
    DemoAccount("decider", "检察官卯", Role.JUDICIAL_DECIDER, CITY),
    DemoAccount("decider2", "检察官辰", Role.JUDICIAL_DECIDER, CITY),
    DemoAccount("registrar", "登记员巳", Role.REGISTRAR, CITY),
    DemoAccount("registrar2", "登记员午", Role.REGISTRAR, CITY),
    DemoAccount("authority", "民政局寅", Role.AUTHORITY_READER, "530102"),
    DemoAccount("admin", "内勤戊", Role.SYS_ADMIN),
    DemoAccount("security", "安全员未", Role.SEC_ADMIN),
    DemoAccount("logkeeper", "日志员庚", Role.AUDIT_ADMIN),
    DemoAccount("logkeeper2", "日志员癸", Role.AUDIT_ADMIN),
)
"""One for each role; a second senior supervisor to confirm what the first one asks, a
moderator who had no hand in any result and decides about what others read, a director of the
organisation that runs the centres, a second manager, of the centre that meets every criterion, and
a second keeper of the log, because tables for research need two approvals.

The caseworker is the first practitioner of the first centre.
"""


def districts() -> tuple[tuple[str, str], ...]:
    """List the districts.

    Returns:
        Code and Chinese name.
    """
    return tuple((code, zh) for code, zh, _en in _DISTRICTS)


def places() -> tuple[NewPlace, ...]:
    """List the area tree from the top.

    Returns:
        Yunnan, Kunming and its fourteen districts.
    """
    return (
        NewPlace(PROVINCE, BilingualText("云南省", "Yunnan Province"), "province"),
        NewPlace(CITY, BilingualText("昆明市", "Kunming City"), "city", PROVINCE),
        *(NewPlace(code, BilingualText(zh, en), "district", CITY) for code, zh, en in _DISTRICTS),
    )


def centres() -> tuple[DemoCentre, ...]:
    """List the centres, three in each district.

    Returns:
        42 centres.
    """
    found = []
    for number, (district, zh, en) in enumerate(_DISTRICTS):
        kinds = _ROTATION[number % len(_ROTATION)]
        short = en.rsplit(" ", 1)[0].split(" ")[0]
        for (letter_zh, letter_en), (kind, areas) in zip(_LETTERS, kinds, strict=True):
            name = BilingualText(
                f"{zh}中心{letter_zh}（演示）", f"{short} Centre {letter_en} (demonstration)"
            )
            found.append(DemoCentre(f"{district}-{letter_en}", name, district, kind, areas))
    return tuple(found)
