"""An evaluation of a past day stays as it was, whatever is recorded afterwards."""

import json
import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.action_steps import StepSent
from qa_app.domain.actions import ActionStep
from qa_app.domain.endorsement import Evidence
from qa_app.domain.errors import RefusedError
from qa_app.domain.register import NewCentre
from qa_app.domain.rules.evaluation import digest_of_evaluation, plain_evaluation, recomputed
from qa_app.domain.text import BilingualText
from qa_app.domain.verdicts import Verdict
from qa_app.models.audits import AuditRow
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.places import CentreRow
from qa_app.models.training_rows import ActionTrainingRow
from qa_app.queries.area_evidence import evidence_within
from qa_app.queries.criteria_versions import sets_in_force
from qa_app.queries.evaluations import Asking, evaluate_area, evaluate_areas
from qa_app.queries.measures.ground import MeasureGround
from qa_app.queries.measures.reviews import period_of
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.confirm_void import confirm_void
from qa_app.services.audits.finalise_audits import finalise_audits
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.criteria.publish_criteria import publish_criteria
from qa_app.services.findings.record_retraining import record_retraining
from qa_app.services.findings.take_back_retraining import take_back_retraining
from qa_app.services.findings.work_action import work_action
from qa_app.services.places.add_centre import add_centre
from tests.audits import ZONE, a_case_file, a_draft
from tests.criteria_drafts import TODAY, the_file
from tests.follow_up import Followed, a_followed, a_training, failing, sign
from tests.people import NOON, OPERATOR
from tests.statements import counted

TAGS = ("mandatory_report", "timeliness")


def asking(session: Session, at: datetime, *, is_now: bool = False, code: str = "full") -> Asking:
    file = sets_in_force(session, TODAY).sets[0].file
    found = next(one for one in sets_in_force(session, TODAY).sets if one.set.code == code)
    return Asking(file, found.set, found.version, local_day(at, ZONE), at, ZONE, is_now)


def evaluated(session: Session, one: Followed, at: datetime) -> dict[str, Any]:
    found = evaluate_area(session, one.desk.centre, "social_work", asking(session, at))
    assert found is not None
    session.rollback()
    return plain_evaluation(found.evaluation)


def both_ways(session: Session, one: Followed, at: datetime) -> None:
    """Totals and records say the same as of the present."""
    within = CentreRow.id == one.desk.centre
    period = period_of(MeasureGround(within, local_day(at, ZONE), at))
    now = evidence_within(session, period, within, TAGS)
    known = evidence_within(session, period, within, TAGS, known_at=at)
    for a, b in zip(known, now, strict=True):
        for name in Evidence.__dataclass_fields__:
            assert getattr(a.evidence, name) == getattr(b.evidence, name), name
    asked = asking(session, at)
    told = evaluate_areas(session, within, asked)
    session.rollback()
    of_totals = evaluate_areas(session, within, asking(session, at, is_now=True))
    assert [a.evaluation.judged for a in told] == [a.evaluation.judged for a in of_totals]
    session.rollback()


class Acting:
    """Somebody does one thing after another at a centre."""

    def __init__(self, session: Session, one: Followed, chance: random.Random) -> None:
        self.session, self.one, self.chance, self.count = session, one, chance, 0
        self.done, self.refused = Counter[str](), Counter[str]()

    def step(self, act: str, at: datetime) -> None:
        """Try one act: what it did is counted in `done`, what was refused by its reason."""
        try:
            self.done[act] += getattr(self, act)(at)
        except RefusedError as refusal:
            self.session.rollback()
            self.refused[refusal.code] += 1

    def read(self, at: datetime) -> bool:
        desk = self.one.desk
        self.count += 1
        file = a_case_file(self.session, desk.centre, f"KM-26-0001-{self.count:05}")
        audit = a_draft(self.session, desk.centre, desk.rubric, desk.reader, file)
        codes = self.chance.sample(("A1", "A2", "B1"), self.chance.randint(0, 2))
        save_entries(self.session, desk.reader, audit, failing(*codes), ZONE, at=at)
        sign_audit(self.session, desk.reader, audit, ZONE, at=at)
        return True

    def finalise(self, at: datetime) -> bool:
        return finalise_audits(self.session, OPERATOR, ZONE, at=at) > 0

    def work(self, at: datetime) -> bool:
        rows = self.session.execute(
            select(CorrectiveActionRow.id, CorrectiveActionRow.revision)
        ).all()
        self.session.rollback()
        if rows:
            row = self.chance.choice(rows)
            # what the centre has to do next is done; the wrong step is refused
            step = self.chance.choice((ActionStep.CONTAIN, ActionStep.PLAN, ActionStep.DO))
            sent = StepSent(step, "已办", row.revision)
            work_action(self.session, self.one.desk.manager, row.id, sent, ZONE, at=at)
        return bool(rows)

    def train(self, at: datetime) -> bool:
        """Record a training and who attended it, join it to an action, or take that back."""
        ids = self.session.execute(select(CorrectiveActionRow.id)).scalars().all()
        links = self.session.execute(select(ActionTrainingRow.id, ActionTrainingRow.action_id))
        links = links.all()
        self.session.rollback()
        manager = self.one.desk.manager
        if links and self.chance.random() < 0.3:
            link = self.chance.choice(links)
            take_back_retraining(self.session, manager, link.action_id, link.id, at=at)
        elif ids:
            self.count += 1
            event = a_training(self.session, manager, f"T{self.count}", local_day(at, ZONE), at)
            record_retraining(self.session, manager, self.chance.choice(ids), event, at=at)
        return bool(ids)

    def void(self, at: datetime) -> bool:
        rows = self.session.execute(select(AuditRow.id).where(AuditRow.state == "signed")).all()
        self.session.rollback()
        if rows:
            audit = self.chance.choice(rows).id
            ask_void(self.session, self.one.desk.second, audit, "wrong_file", at=at)
            confirm_void(self.session, self.one.third, audit, ZONE, at=at)
        return bool(rows)


def said(plain: dict[str, Any]) -> str:
    """What an evaluation says, without its instant and the days that follow from it."""
    days = {"first_day", "last_day", "records"}
    found = [
        (
            one["code"],
            one["verdict"],
            [{k: one_[k] for k in one_.keys() - days} for one_ in one["found"]],
        )
        for one in plain["criteria"]
    ]
    return json.dumps([plain["status"], found], sort_keys=True)


DAILY = 2
ACTS = ("read", "read", "finalise", "finalise", "work", "work", "work", "void", "train")


@pytest.mark.parametrize(
    ("seed", "times"),
    [(DAILY, 1), *(pytest.param(seed, 3, marks=pytest.mark.nightly) for seed in (1, 2))],
)
def test_no_later_act_changes_what_was_said_of_a_past_day(
    session: Session, seed: int, times: int
) -> None:
    publish_criteria(session, OPERATOR, the_file(), TODAY, at=NOON)
    one = a_followed(session)
    sign(session, one, "B1")
    acting = Acting(session, one, random.Random(seed))
    kept: list[tuple[datetime, dict[str, Any]]] = []
    at = NOON
    for act in acting.chance.sample(ACTS * times, len(ACTS) * times):
        at += timedelta(days=acting.chance.choice([1, 6, 13]), hours=1)
        acting.step(act, at)
        both_ways(session, one, at)
        kept.append((at, evaluated(session, one, at)))
    for then, plain in kept:
        again = evaluated(session, one, then)
        assert again == plain
        assert digest_of_evaluation(again) == digest_of_evaluation(plain)
    # nothing was left undone, and what was said did change with what was done
    assert min(acting.done[act] for act in ACTS) > 0, (acting.done, acting.refused)
    assert acting.refused.total() <= acting.done.total(), acting.refused
    assert len({said(plain) for _, plain in kept}) > 2


def test_what_is_kept_says_everything_that_verdicts_follow_from(session: Session) -> None:
    publish_criteria(session, OPERATOR, the_file(), TODAY, at=NOON)
    one = a_followed(session)
    sign(session, one, "B1")
    later = NOON + timedelta(days=40)
    finalise_audits(session, OPERATOR, ZONE, at=later)
    plain = evaluated(session, one, later)
    assert recomputed(plain) == plain
    by_code = {entry["code"]: entry for entry in plain["criteria"]}
    assert by_code["E12"]["verdict"] == Verdict.NOT_MET
    (record,) = by_code["E12"]["found"][0]["records"]
    assert record[:2] == ["audit", str(one.audit)]
    assert len(record[2]) == 64
    assert by_code["E01"]["found"][0]["gap"] == "not_collected"
    assert plain["status"] == "not_endorsed"


def test_the_price_does_not_grow_with_centres(session: Session) -> None:
    publish_criteria(session, OPERATOR, the_file(), TODAY, at=NOON)
    one = a_followed(session)
    sign(session, one, "B1")
    asked = asking(session, NOON, is_now=True)
    with counted(session) as of_two:
        assert len(evaluate_areas(session, CentreRow.id > 0, asked)) == 3
    for code in ("C", "D"):
        name = BilingualText(code, code)
        areas = ("social_work", "legal_aid")
        add_centre(
            session, OPERATOR, NewCentre(code, name, "PL", "social_work_agency", areas), at=NOON
        )
    with counted(session) as of_four:
        assert len(evaluate_areas(session, CentreRow.id > 0, asked)) == 7
    assert len(of_four) == len(of_two)


def test_a_fault_stops_the_evaluation(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_criteria(session, OPERATOR, the_file(), TODAY, at=NOON)
    one = a_followed(session)

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(
        __import__("qa_app.queries.measures.registry", fromlist=["REGISTRY"]).REGISTRY,
        "lqas_pass",
        broken,
    )
    with pytest.raises(ZeroDivisionError):
        evaluate_area(session, one.desk.centre, "social_work", asking(session, NOON))
