"""A scene for decisions about the register: two centres, evidence, and everybody who decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.criteria import CriteriaFile
from qa_app.domain.criteria_versions import content_of, fingerprint_of
from qa_app.domain.people import Actor, Role
from qa_app.domain.register_decisions import Condition, Paper, Proposal
from qa_app.domain.register_names import NAMED
from qa_app.domain.register_status import Mover, choices
from qa_app.domain.rules.decision import Status
from qa_app.domain.rules.evaluation import (
    Asked,
    Evidence,
    Subject,
    evaluate,
    plain_evaluation,
)
from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.tree import rule_from
from qa_app.domain.second_reading import Retyped
from qa_app.domain.text import BilingualText
from qa_app.domain.verdicts import CriterionType
from qa_app.models.criteria_versions import CriteriaInForceRow
from qa_app.models.register_decisions import RegisterNamesRow
from qa_app.paths import resource
from qa_app.queries.register_standings import area_standing
from qa_app.rubric_files.criteria import read_criteria
from qa_app.services.criteria.publish_criteria import publish_criteria
from qa_app.services.decisions.answer_names import answer_names
from qa_app.services.decisions.apply_for_register import ApplicationSent, apply_for_register
from qa_app.services.decisions.confirm_decision import confirm_decision
from qa_app.services.decisions.freeze_evidence import freeze_evidence
from qa_app.services.decisions.propose_names import propose_names
from qa_app.services.decisions.put_forward_decision import DecisionSent, put_forward_decision
from qa_app.services.decisions.take_up_application import take_up_application
from tests.audits import ZONE, someone
from tests.criteria_drafts import the_file
from tests.people import NOON, OPERATOR
from tests.register import two_centres

AREA = "social_work"
SETS = ("candidate", "provisional", "full")
TODAY = NOON.date()
WHY = "两次复查都显示同一问题已经解决，书面材料齐全。"
PAPER = Paper("昆明市人民检察院", "昆检未〔2026〕12号", TODAY, "a" * 64)
READ = Retyped("昆检未[2026]12号", TODAY, Status.ENDORSED, PAPER.scan_digest)
FILE: CriteriaFile = read_criteria(resource("rubrics") / "endorsement_criteria.yaml")
TERMS = FILE.terms
VERSION = (FILE.code, FILE.version, fingerprint_of(content_of(the_file())))


@dataclass(frozen=True, slots=True)
class Desk:
    """The scene.

    Attributes:
        a: The centre that applies.
        b: Another centre.
        people: Actor by a word for them.
    """

    a: int
    b: int
    people: Mapping[str, Actor]

    def __getitem__(self, name: str) -> Actor:
        return self.people[name]


_PEOPLE = {
    "manager": (Role.CENTRE_MANAGER, "A"),
    "manager_b": (Role.CENTRE_MANAGER, "B"),
    "senior": (Role.SENIOR_SUPERVISOR, "A"),
    "senior2": (Role.SENIOR_SUPERVISOR, "A"),
    "decider": (Role.JUDICIAL_DECIDER, "A"),
    "decider2": (Role.JUDICIAL_DECIDER, "A"),
    "decider_b": (Role.JUDICIAL_DECIDER, "B"),
    "registrar": (Role.REGISTRAR, "A"),
    "registrar2": (Role.REGISTRAR, "A"),
    "reader": (Role.JUDICIAL_READER, "A"),
    "auditor": (Role.AUDITOR, "A"),
}


def a_desk(session: Session, before: str = "") -> Desk:
    """Two centres and the cast, their names after a few signs; criteria are published."""
    a, b = two_centres(session)
    ids = {"A": a, "B": b}
    people = {
        name: someone(session, before + name, role, centre, ids[centre])
        for name, (role, centre) in _PEOPLE.items()
    }
    publish_criteria(session, OPERATOR, the_file(), TODAY, at=NOON)
    named(session, people["senior"], people["senior2"])
    return Desk(a, b, people)


def named(session: Session, first: Actor, second: Actor) -> None:
    """Two people agree on what the register, the act, the paper and the bodies are called."""
    names = {name: getattr(TERMS.names, name) for name in NAMED}
    names["body"] = BilingualText("昆明市人民检察院", "People's Procuratorate of Kunming")
    made = propose_names(session, first, names, at=NOON)
    answer_names(session, second, made, is_agreed=True, at=NOON)


def unnamed(session: Session, by: Actor) -> None:
    """As before anybody named the body: names were agreed on that leave it out."""
    values = {"names": {}, "proposed_at": NOON, "proposed_by": by.account_id}
    session.execute(insert(RegisterNamesRow).values(**values, is_agreed=True, answered_at=NOON))
    session.commit()


def later_version(session: Session, day: date) -> None:
    """Other criteria come into force: they name the body, leave ten days to object, and one year."""
    own = the_file()
    names = own["names"] | {"body": {"zh": "昆明市检察院", "en": "Procuratorate of Kunming"}}
    shorter = {
        "appeal": own["appeal"] | {"days_to_file": 10},
        "validity": own["validity"] | {"endorsed_months": 12},
    }
    later = the_file("1.1.0", names=names, **shorter)
    made = publish_criteria(session, OPERATOR, later, day, at=NOON).version_id
    values = {"version_id": made, "from_day": day, "proposed_at": NOON, "settled_at": NOON}
    rows = [{"stage": one, "set_code": one, "state": "in_force", **values} for one in SETS]
    session.execute(insert(CriteriaInForceRow), rows)
    session.commit()


def evidence(
    *, stop: int = 0, must: int = 1, at: datetime = NOON, in_register: bool = False
) -> dict[str, Any]:
    """An evaluation of a stop and a must criterion: open findings, and a share met or not."""
    asked = (
        Asked("E12", CriterionType.STOP, rule_from({"metric": "open_stop_findings", "met": "==0"})),
        Asked(
            "E02",
            CriterionType.MUST,
            rule_from({"metric": "share_staff_checked_12m", "met": ">=1.0"}),
        ),
    )
    found = {"E12": Measurement(Fraction(stop), 9), "E02": Measurement(Fraction(must), 9)}
    day = local_day(at, ZONE)
    subject = Subject("A", AREA, "social_work_agency", "full", VERSION, day, at, in_register)
    return plain_evaluation(
        evaluate(subject, FILE.decision, asked, lambda one, _leaf: found[one.code])
    )


def frozen(session: Session, desk: Desk, plain: dict[str, Any] | None = None) -> int:
    """By a senior, or by a registrar where only a paper can decide."""
    plain = plain or evidence()
    one = area_standing(session, desk["senior"], desk.a, AREA)
    assert one is not None
    session.rollback()
    is_on_screen = choices(one.on(date.fromisoformat(plain["as_of"])), Mover.SCREEN)
    who, mover = ("senior", Mover.SCREEN) if is_on_screen else ("registrar", Mover.PAPER)
    found = Evidence(plain)
    return freeze_evidence(session, desk[who], desk.a, found, at=NOON, mover=mover)


def applied(session: Session, desk: Desk, *, under_review: bool = True) -> int:
    sent = ApplicationSent(desk.a, AREA, "full", "我们已运行两年，愿接受评估。")
    made = apply_for_register(session, desk["manager"], sent, SETS, ZONE, at=NOON)
    if under_review:
        take_up_application(session, desk["senior"], made, at=NOON)
    return made


def proposed(
    session: Session,
    desk: Desk,
    proposal: Proposal,
    snapshot_id: int | None = None,
    *,
    by: str = "",
    at: datetime = NOON,
) -> int:
    snapshot_id = snapshot_id or frozen(session, desk)
    who = by or ("senior" if proposal.paper is None else "registrar")
    sent = DecisionSent(desk.a, AREA, snapshot_id, proposal)
    return put_forward_decision(session, desk[who], sent, ZONE, at=at)


def decided(
    session: Session,
    desk: Desk,
    proposal: Proposal,
    snapshot_id: int | None = None,
    *,
    at: datetime = NOON,
) -> int:
    """Proposed and confirmed, on screen or on paper."""
    made = proposed(session, desk, proposal, snapshot_id, at=at)
    if proposal.paper is None:
        confirm_decision(session, desk["decider"], made, ZONE, at=at)
    else:
        paper = proposal.paper
        typed = Retyped(paper.number, paper.on, proposal.status, paper.scan_digest)
        confirm_decision(session, desk["registrar2"], made, ZONE, at=at, typed=typed)
    return made


def endorsed(session: Session, desk: Desk) -> int:
    applied(session, desk)
    return decided(session, desk, Proposal(Status.ENDORSED, TODAY))


def suspended(session: Session, desk: Desk, *, at: datetime = NOON + timedelta(days=30)) -> int:
    """Entered, then suspended for an open red line."""
    endorsed(session, desk)
    stop = frozen(session, desk, evidence(stop=1, at=at, in_register=True))
    return decided(session, desk, Proposal(Status.SUSPENDED, at.date()), stop, at=at)


def on_conditions(days: int = 60, day: datetime = NOON) -> Proposal:
    asked = (Condition("补齐三份档案的安全计划", day.date() + timedelta(days=days)),)
    return Proposal(Status.CONDITIONAL, day.date(), WHY, asked)
