"""Acts out competencies: frameworks published, workers assessed, what some say they need."""

from datetime import date, timedelta
from typing import Any

from qa_app.demo.acting import Stage
from qa_app.demo.dice import Dice
from qa_app.demo.founding import Founding
from qa_app.demo.network import FIRST_CENTRE
from qa_app.domain.competencies import Competency, Level
from qa_app.domain.competency_answers import AssessmentKind, Marks, NewAssessment, NewSurvey
from qa_app.domain.people import Actor, NewGrant, Role
from qa_app.paths import resource
from qa_app.queries.competency_frameworks import KeptFramework, frameworks_in_force
from qa_app.queries.staff import account_as_actor, everyone
from qa_app.rubric_files.competencies import read_framework_plain
from qa_app.services.accounts.add_account import NewAccount, add_account
from qa_app.services.competencies.answer_survey import answer_survey
from qa_app.services.competencies.assess_worker import assess_worker
from qa_app.services.competencies.publish_framework import publish_framework

_ASSESSED_DAYS_AGO, _SURVEYED_DAYS_AGO = 150, 40
_NOTE = "强项是与儿童建立信任；下一步练习把目标写得具体、有时限。"
_WEAK = frozenset({"SW06", "SW15", "LA05", "LA11"})
"""What many workers of the story find hard."""
_SURE_PCT, _HARD_PCT, _LEADS_PCT = 25, 65, 15


def tell_competencies(stage: Stage, founding: Founding, led: dict[int, int], today: date) -> None:
    """Publish the shipped frameworks, assess workers by who supervises them, ask a few.

    Args:
        stage: What actors need.
        founding: What appointing needs.
        led: Practitioner to the account of who supervises them, by agreement.
        today: The last day of the story.
    """
    for plain in _shipped():
        publish_framework(stage.session, founding.operator, plain, at=founding.at)
    kept = {one.framework.area: one for one in frameworks_in_force(stage.session)}
    for (centre, area), workers in stage.workers.items():
        if area not in kept:
            continue
        for worker, code in workers:
            dice = Dice(f"plumbline|competencies|{centre}|{code}")
            if worker in led:
                _assess(stage, led[worker], worker, kept[area], dice, today)
            if centre == FIRST_CENTRE:
                _survey(stage, founding, (worker, code), kept[area], dice, today)


def _shipped() -> list[dict[str, Any]]:
    folder = resource("rubrics") / "competencies"
    return [read_framework_plain(file) for file in sorted(folder.glob("*.yaml"))]


def _assess(
    stage: Stage, account: int, worker: int, kept: KeptFramework, dice: Dice, today: date
) -> None:
    lead = account_as_actor(stage.session, account)
    if lead is None:
        raise LookupError(account)
    on = today - timedelta(days=_ASSESSED_DAYS_AGO - dice.below(30))
    framework = kept.framework
    made = NewAssessment(
        kept.id,
        AssessmentKind.SUPERVISOR,
        on,
        {code: _level(one, dice) for code, one in framework.competencies.items()},
        note=_NOTE,
    )
    at = stage.instant(on, 15)
    assess_worker(stage.session, lead, worker, made, stage.zone, at=at)


def _level(one: Competency, dice: Dice) -> Level:
    if one.code in _WEAK:
        return Level.BASIC if dice.hits(_HARD_PCT) else Level.PROFICIENT
    return Level.LEADING if dice.hits(_LEADS_PCT) else Level.PROFICIENT


def _survey(
    stage: Stage,
    founding: Founding,
    who: tuple[int, str],
    kept: KeptFramework,
    dice: Dice,
    today: date,
) -> None:
    known = (one for one in everyone(stage.session) if one.practitioner_id == who[0])
    actor = next(known, None) or _appointed(stage, founding, *who)
    marks = {
        code: Marks(2 if code in _WEAK or dice.hits(_SURE_PCT) else 3, 4 if code in _WEAK else 2)
        for code in kept.framework.competencies
    }
    on = today - timedelta(days=_SURVEYED_DAYS_AGO)
    at = stage.instant(on, 11)
    answer_survey(stage.session, actor, NewSurvey(kept.id, marks), stage.zone, at=at)


def _appointed(stage: Stage, founding: Founding, worker: int, code: str) -> Actor:
    login = f"worker-{code}".lower()
    grants = (NewGrant(Role.CASEWORKER, None, FIRST_CENTRE),)
    # they sign in with the password of the first supervisor, which is told when it is made
    new = NewAccount(login, f"社工 {code}", founding.passwords["supervisor"], grants, worker)
    made = add_account(stage.session, founding.operator, new, founding.hasher, at=founding.at)
    actor = account_as_actor(stage.session, made)
    if actor is None:
        raise LookupError(login)
    return actor
