"""Who stands in the register at the end of the story: one waits, one is proposed, one on paper.

Two more stand in it because their evidence says so: the first that the full set lets in, and the
first other one that the set after a first round does, if there are any.
About either decision a letter was issued; that about the paper was lost and issued anew. A draft of
criteria was tried and waits for somebody who looks at what came out.
"""

from datetime import date, timedelta
from hashlib import sha256

from qa_app.demo.acting import Stage
from qa_app.domain.papers import TOKEN_BITS, Revoked
from qa_app.domain.people import Actor, system_actor
from qa_app.domain.permissions import Permission
from qa_app.domain.register_decisions import Condition, Paper, Proposal
from qa_app.domain.register_names import NAMED
from qa_app.domain.register_status import Mover
from qa_app.domain.rules.decision import PROPOSED, Status
from qa_app.domain.rules.evaluation import evidence_of
from qa_app.domain.second_reading import Retyped
from qa_app.domain.signatures import SEED_BYTES
from qa_app.domain.text import BilingualText
from qa_app.paths import resource
from qa_app.queries.criteria_trials import month_ends
from qa_app.queries.criteria_versions import SetInForce, sets_in_force
from qa_app.queries.evaluations import asking_of, evaluate_area, evaluate_areas
from qa_app.queries.reach import centres_within
from qa_app.queries.register_standings import AreaPlace, area_standings
from qa_app.queries.staff import people_with
from qa_app.queries.try_criteria import TrialSize
from qa_app.rubric_files.criteria import read_criteria_plain
from qa_app.services.criteria.ask_criteria_trial import ask_criteria_trial
from qa_app.services.criteria.hand_in_criteria import hand_in_criteria
from qa_app.services.criteria.run_criteria_trial import run_criteria_trial
from qa_app.services.decisions.answer_names import answer_names
from qa_app.services.decisions.apply_for_register import ApplicationSent, apply_for_register
from qa_app.services.decisions.confirm_decision import confirm_decision
from qa_app.services.decisions.freeze_evidence import freeze_evidence
from qa_app.services.decisions.propose_names import propose_names
from qa_app.services.decisions.put_forward_decision import DecisionSent, put_forward_decision
from qa_app.services.decisions.take_up_application import take_up_application
from qa_app.services.papers.issue_paper import NewPaper, PaperTerms, issue_paper
from qa_app.services.papers.rotate_key import rotate_key

_SET, _FULL = "provisional", "full"
_STATEMENT = "本中心已按标准运行满一年，文件齐备，愿接受评估。"
_WHY = "书面材料已当面核对，其余证据按期补充，条件所列各项由中心限期完成。"
_NOT_YET = "部分必达类标准尚未达标或证据不足，待中心补充材料、评查核实后再行评估。"
_CONDITION = "补齐尚未收集的材料并报送复核"
_BODY, _BODY_IN_ENGLISH = "昆明市人民检察院", "People's Procuratorate of Kunming"
_PREFIX = "PL"
_CHANGED = {
    "E09": {"met": ">=92", "conditional": ">=85"},
    "E22": {"met": ">=0.9", "conditional": ">=0.7"},
}
"""What the draft asks otherwise: of one more, so that the past would have differed; of one less."""


def tell_decisions(stage: Stage, today: date, tried: tuple[int, int]) -> None:
    """Let centres apply, one be proposed, one be decided on paper and one on screen.

    Args:
        stage: The network with its people.
        today: The last day of the story.
        tried: On how many simulated centres, and over how many past months, a draft is tried.
    """
    session = stage.session
    places = [one.place for one in area_standings(session, stage.director)]
    sets = {one.set.code: one for one in sets_in_force(session, today).sets}
    found, full = sets.get(_SET), sets.get(_FULL)
    registrars = people_with(session, Permission.STANDING_RECORD)
    session.rollback()
    if found is None or full is None or len(registrars) < 2 or len(places) < 3:  # noqa: PLR2004 - two read a paper
        return
    _names(stage, found, today)
    _applies(stage, places[2], found, today)
    _proposed(stage, places[0], found, today)
    made = _on_paper(stage, places[1], found, registrars, today)
    _papers(stage, registrars[0], made, today)
    left = places[3:]
    for one in (full, found):
        entered = _entered(stage, left, one, registrars[0], today)
        left = [place for place in left if place != entered]
    _draft(stage, today, tried)


def _names(stage: Stage, found: SetInForce, today: date) -> None:
    # on the platform nothing is decided before two people agree on who decides
    names = {name: getattr(found.file.terms.names, name) for name in NAMED}
    names["body"] = BilingualText(_BODY, _BODY_IN_ENGLISH)
    at = stage.instant(today - timedelta(days=30), 9)
    made = propose_names(stage.session, stage.supervisor, names, at=at)
    other = next(
        one
        for one in people_with(stage.session, Permission.STANDING_NAME)
        if one.account_id != stage.supervisor.account_id
    )
    stage.session.rollback()
    answer_names(stage.session, other, made, is_agreed=True, at=at)


def _applies(stage: Stage, place: AreaPlace, found: SetInForce, today: date) -> int:
    code = found.set.code
    sent = ApplicationSent(place.centre_id, place.area_code, code, _STATEMENT)
    at = stage.instant(today - timedelta(days=9), 9)
    return apply_for_register(stage.session, stage.director, sent, (code,), stage.zone, at=at)


def _proposed(stage: Stage, place: AreaPlace, found: SetInForce, today: date) -> int:
    made = _applies(stage, place, found, today)
    at = stage.instant(today - timedelta(days=8), 9)
    take_up_application(stage.session, stage.supervisor, made, at=at)
    snapshot, status = _frozen(stage, stage.supervisor, place, found, today, Mover.SCREEN)
    why = _WHY if status is Status.CONDITIONAL else _NOT_YET
    reasons = "" if status is Status.ENDORSED else why
    proposal = Proposal(status, today, reasons, _conditions(status, today))
    sent = DecisionSent(place.centre_id, place.area_code, snapshot, proposal)
    at = stage.instant(today, 0)
    return put_forward_decision(stage.session, stage.supervisor, sent, stage.zone, at=at)


def _entered(
    stage: Stage, places: list[AreaPlace], found: SetInForce, registrar: Actor, today: date
) -> AreaPlace | None:
    session, at = stage.session, stage.instant(today, 0)
    within = centres_within(stage.director, Permission.STANDING_APPLY)
    asking = asking_of(found, today, at, stage.zone, is_now=True)
    fits = {
        (one.centre_id, one.evaluation.subject.area)
        for one in evaluate_areas(session, within, asking)
        if one.evaluation.status is Status.ENDORSED
    }
    deciders = people_with(session, Permission.STANDING_DECIDE)
    session.rollback()
    place = next((one for one in places if (one.centre_id, one.area_code) in fits), None)
    if place is None or not deciders:
        return None
    made = _proposed(stage, place, found, today)
    confirm_decision(session, deciders[0], made, stage.zone, at=at)
    new = NewPaper(made, _chance(f"entered {found.set.code}", TOKEN_BITS // 8))
    issue_paper(session, registrar, new, PaperTerms(_PREFIX, stage.zone), at=at)
    return place


def _on_paper(
    stage: Stage, place: AreaPlace, found: SetInForce, people: tuple[Actor, ...], today: date
) -> int:
    snapshot, _status = _frozen(stage, people[0], place, found, today, Mover.PAPER)
    scan = sha256(_BODY.encode()).hexdigest()
    paper = Paper(_BODY, f"昆检未〔{today.year}〕12号", today, scan)
    conditional = Status.CONDITIONAL
    proposal = Proposal(conditional, today, _WHY, _conditions(conditional, today), paper)
    sent = DecisionSent(place.centre_id, place.area_code, snapshot, proposal)
    at = stage.instant(today, 0)
    made = put_forward_decision(stage.session, people[0], sent, stage.zone, at=at)
    typed = Retyped(paper.number, paper.on, conditional, scan)
    confirm_decision(stage.session, people[1], made, stage.zone, at=at, typed=typed)
    return made


def _papers(stage: Stage, registrar: Actor, made: int, today: date) -> None:
    session, at = stage.session, stage.instant(today, 0)
    terms = PaperTerms(_PREFIX, stage.zone)
    rotate_key(session, system_actor("qa demo"), _chance("key", SEED_BYTES), at=at)
    first = NewPaper(made, _chance("first", TOKEN_BITS // 8))
    issue_paper(session, registrar, first, terms, at=at)
    again = NewPaper(made, _chance("again", TOKEN_BITS // 8), Revoked.LOST)
    issue_paper(session, registrar, again, terms, at=at)


def _chance(name: str, size: int) -> int:
    # a demonstration is the same every time; elsewhere these bits are drawn
    return int.from_bytes(sha256(f"demonstration {name}".encode()).digest()[:size], "big")


def _draft(stage: Stage, today: date, tried: tuple[int, int]) -> None:
    plain = read_criteria_plain(resource("rubrics") / "endorsement_criteria.yaml")
    criteria = [one | _CHANGED.get(one["id"], {}) for one in plain["criteria"]]
    draft = {**plain, "version": "1.1.0", "criteria": criteria}
    at = stage.instant(today, 0)
    found = hand_in_criteria(stage.session, stage.supervisor, draft, at=at)
    size = TrialSize(today, stage.zone, tried[0], month_ends(today, tried[1]))
    ask_criteria_trial(stage.session, stage.supervisor, found, at=at)
    run_criteria_trial(stage.session, stage.supervisor, found, size, at=at)


def _frozen(
    stage: Stage, actor: Actor, place: AreaPlace, found: SetInForce, today: date, mover: Mover
) -> tuple[int, Status]:
    at = stage.instant(today, 0)
    asking = asking_of(found, today, at, stage.zone, is_now=True)
    area = evaluate_area(stage.session, place.centre_id, place.area_code, asking)
    if area is None:
        raise LookupError(place.centre_code)
    evidence = evidence_of(area.evaluation)
    stage.session.rollback()
    made = freeze_evidence(stage.session, actor, place.centre_id, evidence, at=at, mover=mover)
    status = area.evaluation.status
    return made, status if status in PROPOSED else Status.DEFERRED


def _conditions(status: Status, today: date) -> tuple[Condition, ...]:
    if status is not Status.CONDITIONAL:
        return ()
    return (Condition(_CONDITION, today + timedelta(days=60)),)
