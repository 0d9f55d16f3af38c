"""Acts out the register of centres: papers, partners, experts, children, posts and questions."""

from collections.abc import Sequence
from datetime import date, timedelta

from qa_app.demo.acting import Stage
from qa_app.demo.dice import Dice
from qa_app.demo.founding import Founding
from qa_app.demo.network import CITY, DemoCentre, districts
from qa_app.domain.month_grid import months_on
from qa_app.domain.register_lists import CellKind, Line, Value
from qa_app.queries.consultations import cases_to_ask_about, consultations, experts_for
from qa_app.queries.register_list_tables import LIST_TABLES
from qa_app.services.register.answer_question import answer_question
from qa_app.services.register.ask_expert import NewQuestion, ask_expert
from qa_app.services.register.close_question import close_question
from qa_app.services.register.give_question import give_question
from qa_app.services.register.import_register_list import RegisterLines, import_register_list

_PARTNERS = {
    "law_firm": "law_firm",
    "legal_aid_institution": "state_body",
    "mass_organisation": "womens_federation",
    "university": "university",
    "judicial": "state_body",
    "medical_institution": "state_body",
    "rescue_or_welfare_institution": "state_body",
}
_EXPERTS = (
    ("E01", "专家甲", "云南某高校社会工作系", "social_work family_education one_stop_centre"),
    ("E02", "专家乙", "昆明某医院儿童心理科", "psychological"),
    ("E03", "专家丙", "昆明市律师协会未成年人保护委员会", "legal_aid"),
)
_LATE_PCT, _SOON_PCT, _GAP_PCT, _POST_PCT = 6, 20, 8, 30
_CHILDREN = (38_000, 120_000)
_EARLY_DAYS = 215
_QUESTIONS = (
    (
        "risk",
        "监护人拒绝入户，如何评估儿童再次受害的风险？",
        "先核实最近一次接触的情况，再按风险清单逐项记录，并在24小时内与办案机关会商。",
    ),
    (
        "law",
        "申请人身安全保护令与撤销监护人资格能否同时进行？",
        "可以同时进行，保护令先行；证据分别列明。",
    ),
    ("trauma", "儿童回避谈及事件，是否应推迟心理支持？", ""),
)


def register_centres(
    stage: Stage, founding: Founding, network: Sequence[DemoCentre], today: date
) -> None:
    """Fill the register as its keepers do, and ask experts three questions.

    Args:
        stage: What actors need.
        founding: What keeping the register needs.
        network: The centres.
        today: The last day of the story.
    """
    papers = [paper for one in network for paper in _papers(one, today)]
    # what was there half a year ago was listed then, so that ends of half-years tell of it
    early = today - timedelta(days=_EARLY_DAYS)
    _list(stage, founding, "documents", _then(papers, early), early)
    lines: dict[str, list[Line]] = {
        "centres": [_profile(one) for one in network],
        "documents": papers,
        "sanctions": [_sanction(network[-1].code, today)],
        "vacancies": [post for one in network for post in _posts(one, today)],
        "population": [line for code, _ in districts() for line in _children(code, today)],
        "experts": [_expert(*one, today) for one in _EXPERTS],
    }
    for code, every in lines.items():
        _list(stage, founding, code, every, today - timedelta(days=30))
    _ask(stage, today)


def _list(stage: Stage, founding: Founding, code: str, lines: Sequence[Line], day: date) -> None:
    import_register_list(
        stage.session,
        founding.operator,
        RegisterLines(LIST_TABLES[code], [_whole(code, one) for one in lines]),
        stage.zone,
        at=stage.instant(day, 9),
    )


def _then(papers: Sequence[Line], day: date) -> list[Line]:
    # a paper that was reviewed later had last been looked at when it was issued
    there = [one for one in papers if _known(one, "issued_on", day)]
    return [
        one if _known(one, "reviewed_on", day) else {**one, "reviewed_on": one["issued_on"]}
        for one in there
    ]


def _known(paper: Line, name: str, day: date) -> bool:
    on = paper.get(name)
    return not isinstance(on, date) or on <= day


def _whole(code: str, line: Line) -> Line:
    days = {CellKind.DAY, CellKind.MOMENT, CellKind.WHOLE}
    whole: dict[str, Value] = {}
    for one in LIST_TABLES[code].listed.columns:
        whole[one.name] = None if one.kind in days else ""
    return whole | dict(line)


def _profile(one: DemoCentre) -> Line:
    return {
        "centre": one.code,
        "partner": _PARTNERS.get(one.kind, "ngo"),
        "contact_zh": "工作日9:00—17:30，中心值班台",
        "contact_en": "Duty desk of the centre, working days 9:00–17:30",
    }


def _papers(one: DemoCentre, today: date) -> list[Line]:
    dice = Dice(f"plumbline|papers|{one.code}")
    if dice.hits(_GAP_PCT):
        return []
    is_firm = one.kind == "law_firm"
    is_founded = one.kind in {"mass_organisation", "university"}
    ends = today + timedelta(days=25 if dice.hits(_SOON_PCT) else 700)
    if dice.hits(_LATE_PCT):
        ends = today - timedelta(days=12)
    held = "practice_licence" if is_firm else "registration"
    held = "legal_person_certificate" if is_founded else held
    papers: list[Line] = [
        {
            "centre": one.code,
            "kind": held,
            "number": f"证-{one.code}",
            "issuer": "昆明市司法局" if is_firm else "昆明市民政局",
            "issued_on": months_on(ends, -60),
            "valid_until": ends,
        },
        {
            "centre": one.code,
            "kind": "pia",
            "number": f"评-{one.code}",
            "issued_on": months_on(today, -14),
        },
    ]
    if not is_founded:
        papers.extend(
            {
                "centre": one.code,
                "kind": "yearly_assessment" if is_firm else "annual_report",
                "number": str(today.year - 1 - back),
                "issuer": "昆明市司法局" if is_firm else "昆明市民政局",
                "issued_on": months_on(today, -2 - 12 * back),
                "outcome": "accepted",
            }
            for back in (1, 0)
        )
    for area in one.areas:
        papers.extend(
            {
                "centre": one.code,
                "kind": kind,
                "number": f"{kind[:2].upper()}-{area}",
                "area_code": area,
                "issued_on": months_on(today, -30),
                "reviewed_on": months_on(today, -dice.between(2, 22)),
            }
            for kind in ("procedure", "standard")
        )
    return papers


def _sanction(code: str, today: date) -> Line:
    return {
        "centre": code,
        "kind": "open_case",
        "number": "立-1",
        "body": "昆明市民政局",
        "begun_on": months_on(today, -3),
    }


def _posts(one: DemoCentre, today: date) -> list[Line]:
    dice = Dice(f"plumbline|posts|{one.code}")
    if not dice.hits(_POST_PCT):
        return []
    return [
        {
            "centre": one.code,
            "code": "P-1",
            "area_code": one.areas[0],
            "tier": "community",
            "opened_on": today - timedelta(days=dice.between(10, 200)),
        }
    ]


def _children(place: str, today: date) -> list[Line]:
    count = Dice(f"plumbline|children|{place}").between(*_CHILDREN)
    return [
        {
            "place": place,
            "year": today.year - back,
            "child_count": count * (100 - back) // 100,
            "source": "演示数据 / invented",
        }
        for back in (1, 2)
    ]


def _expert(code: str, name: str, organisation: str, areas: str, today: date) -> Line:
    return {
        "place": CITY,
        "code": code,
        "name": name,
        "organisation": organisation,
        "areas": areas,
        "from_on": months_on(today, -20),
        "until_on": months_on(today, 16),
    }


def _ask(stage: Stage, today: date) -> None:
    cases = cases_to_ask_about(stage.session, stage.manager, today)
    for back, (case, (topic, words, answer)) in enumerate(zip(cases, _QUESTIONS, strict=False)):
        day = today - timedelta(days=24 - 8 * back)
        sent = NewQuestion(case[1], topic, words)
        number = ask_expert(
            stage.session, stage.manager, sent, stage.zone, at=stage.instant(day, 9)
        )
        one = consultations(stage.session, stage.manager, number)[0]
        at = stage.instant(day + timedelta(days=1), 10)
        experts = experts_for(stage.session, one.place_path, one.area, at, today)
        if not experts:
            continue
        give_question(stage.session, stage.supervisor, number, experts[0].id, stage.zone, at=at)
        if answer:
            at = stage.instant(day + timedelta(days=3 + back), 15)
            answer_question(stage.session, stage.supervisor, number, answer, at=at)
            if not back:
                close_question(stage.session, stage.manager, number, at=at + timedelta(hours=2))
