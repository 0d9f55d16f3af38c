"""Puts the pages of workers' competencies together."""

from collections.abc import Mapping, Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.competencies import CAPACITY_PARTS, NAMED_LEVELS, Competency, Level
from qa_app.domain.competencies import expected_level as expected_of
from qa_app.domain.competency_answers import LEAST_MARK, MOST_MARK, AssessmentKind, Marks
from qa_app.domain.competency_gaps import Gap, WorkerStanding, gaps_of
from qa_app.domain.people import Actor
from qa_app.extensions import database
from qa_app.queries.competencies import (
    Assessed,
    WorkerRead,
    assessable,
    assessments_of,
    survey_of,
)
from qa_app.queries.competency_frameworks import (
    KeptFramework,
    Training,
    framework_of_area,
    frameworks_in_force,
    training_of,
)
from qa_app.queries.competency_items import worker_item_standings
from qa_app.web.competencies import pages
from qa_app.web.competencies.forms import AssessForm, SurveyForm
from qa_app.web.locale import page_language
from qa_app.web.settings import local_today
from qa_app.wording import Words
from qa_app.wording import competencies as wording


def index_page(
    found: Sequence[WorkerRead], *, has_more: bool, gaps_address: str
) -> pages.IndexPage:
    """Put the list of workers together.

    Args:
        found: The workers of this page.
        has_more: True when there are more.
        gaps_address: Where gaps of centres stand; empty for who reads none.

    Returns:
        The page.
    """
    words = Words(page_language())
    kept = frameworks_in_force(database())
    areas = {one.framework.area for one in kept}
    rows = tuple(_subject(words, one, has_framework=one.area in areas) for one in found)
    said = ngettext(
        "%(num)d worker whose competencies you read",
        "%(num)d workers whose competencies you read",
        len(found),
    )
    return pages.IndexPage(
        heading=str(said),
        rows=rows,
        next_after=found[-1].code if has_more else None,
        frameworks=tuple(
            pages.Link(
                url_for("competencies.framework", framework_id=one.id),
                words.text(one.framework.title),
            )
            for one in kept
        ),
        gaps_address=gaps_address,
    )


def _subject(words: Words, one: WorkerRead, *, has_framework: bool) -> pages.SubjectShown:
    if not has_framework:
        return pages.SubjectShown(one, str(_("no framework of this area")), "–", is_late=False)
    never = str(_("never"))
    return pages.SubjectShown(
        one,
        never if one.assessed_on is None else words.day(one.assessed_on),
        "" if one.next_on is None else words.day(one.next_on),
        is_late=one.next_on is None or one.next_on < local_today(),
    )


def framework_page(kept: KeptFramework) -> pages.FrameworkPage:
    """Put a framework together.

    Args:
        kept: The framework.

    Returns:
        The page.
    """
    words, framework = Words(page_language()), kept.framework
    training = training_of(database(), framework)
    return pages.FrameworkPage(
        title=words.text(framework.title),
        version=framework.version,
        published=words.day(kept.published_at.date()),
        count=len(framework.competencies),
        groups=tuple(
            pages.GroupShown(
                words.text(title),
                tuple(
                    _competency(words, one, training)
                    for one in framework.competencies.values()
                    if one.group == group
                ),
            )
            for group, title in framework.groups.items()
        ),
    )


def _competency(
    words: Words, one: Competency, training: Mapping[str, Training]
) -> pages.CompetencyShown:
    parts = {"attitudes": _("attitudes"), "knowledge": _("knowledge"), "skills": _("skills")}
    return pages.CompetencyShown(
        one.code,
        words.text(one.title),
        _levels(words, one, None, NAMED_LEVELS),
        words.listed(f"{rubric} {' '.join(codes)}" for rubric, codes in one.items.items()),
        words.listed(str(parts[part]) for part in CAPACITY_PARTS if part in one.capacity),
        words.listed(words.text(training[code].title) for code in one.modules),
        words.listed(one.sources),
    )


def _levels(
    words: Words, one: Competency, chosen: Level | None, levels: Sequence[Level]
) -> tuple[pages.LevelShown, ...]:
    return tuple(
        pages.LevelShown(
            int(level),
            words.say(wording.LEVELS[level]),
            words.text(one.levels[level]) if level in one.levels else "",
            level is chosen,
        )
        for level in levels
    )


def worker_page(actor: Actor, subject: WorkerRead, fault: str = "") -> pages.WorkerPage:
    """Put one worker's page together.

    Args:
        actor: Who looks.
        subject: The worker, whose results the actor reads.
        fault: Why something was refused; empty for nothing.

    Returns:
        The page.
    """
    words, today = Words(page_language()), local_today()
    kept = framework_of_area(database(), subject.area)
    held = assessments_of(database(), subject.id)
    survey = survey_of(database(), subject.id)
    by_kind = {kind: _newest(held, kind) for kind in AssessmentKind}
    levels, own = by_kind[AssessmentKind.SUPERVISOR], by_kind[AssessmentKind.SELF]
    marks: Mapping[str, Marks] = {} if survey is None else survey.marks
    is_own = actor.practitioner_id == subject.id
    may_assess = assessable(database(), actor, today, subject.id) is not None
    gaps: tuple[pages.GapShown, ...] = ()
    if kept is not None:
        standing = WorkerStanding(
            subject.centre_id, subject.tier, is_open=True, levels=levels, marks=marks
        )
        items = worker_item_standings(
            database(), actor, subject.id, kept.framework, today, at=clock.now()
        )
        gaps = gaps_shown(words, kept, gaps_of(kept.framework, items, (standing,)))
    results = () if kept is None else _results(words, kept, subject, levels, own, marks)
    below = sum(one.is_below for one in results)
    return pages.WorkerPage(
        subject=subject,
        is_own=is_own,
        heading=_heading(kept, below, len(gaps)),
        tier=words.say(wording.TIERS[subject.tier]) if subject.tier in wording.TIERS else "",
        due="" if subject.next_on is None else words.day(subject.next_on),
        is_late=subject.next_on is not None and subject.next_on < today,
        results=results,
        gaps=gaps,
        assessed=tuple(_assessed(words, one, is_own=is_own, may_assess=may_assess) for one in held),
        surveyed="" if survey is None else words.day(survey.on),
        surveyed_by="" if survey is None else survey.entered_by,
        framework_address=framework_address(kept),
        assess_address=_assess_address(kept, subject, is_own=is_own, may_assess=may_assess),
        survey_address=url_for("competencies.survey") if kept is not None and is_own else "",
        fault=fault,
    )


def framework_address(kept: KeptFramework | None) -> str:
    """Give the address of a framework.

    Args:
        kept: The framework; None without one.

    Returns:
        The address; empty without one.
    """
    return "" if kept is None else url_for("competencies.framework", framework_id=kept.id)


def _assess_address(
    kept: KeptFramework | None, subject: WorkerRead, *, is_own: bool, may_assess: bool
) -> str:
    if kept is None:
        return ""
    if may_assess:
        return url_for("competencies.assess", practitioner_id=subject.id)
    return url_for("competencies.assess_self") if is_own else ""


def _newest(held: Sequence[Assessed], kind: AssessmentKind) -> Mapping[str, Level]:
    return next((one.levels for one in held if one.kind is kind), {})


def _heading(kept: KeptFramework | None, below: int, gaps: int) -> str:
    if kept is None:
        return str(_("No framework of competencies for this area yet"))
    if not gaps:
        return str(_("No gap is known"))
    said = ngettext("%(num)d gap of competency", "%(num)d gaps of competency", gaps)
    short = ngettext("%(num)d below what is expected", "%(num)d below what is expected", below)
    return str(_("%(found)s, %(late)s", found=said, late=short)) if below else str(said)


def _results(
    words: Words,
    kept: KeptFramework,
    subject: WorkerRead,
    levels: Mapping[str, Level],
    own: Mapping[str, Level],
    marks: Mapping[str, Marks],
) -> tuple[pages.ResultShown, ...]:
    found = []
    for one in kept.framework.competencies.values():
        level, expected = levels.get(one.code), expected_of(one, subject.tier)
        mark = marks.get(one.code)
        found.append(
            pages.ResultShown(
                one.code,
                words.text(one.title),
                "" if level is None else words.say(wording.LEVELS[level]),
                "" if expected is None else words.say(wording.LEVELS[expected]),
                level is not None and expected is not None and level < expected,
                words.say(wording.LEVELS[own[one.code]]) if one.code in own else "",
                "" if mark is None else f"{mark.confidence} / {mark.importance}",
            )
        )
    return tuple(found)


def gaps_shown(
    words: Words, kept: KeptFramework, found: Sequence[Gap]
) -> tuple[pages.GapShown, ...]:
    """Put gaps into words.

    Args:
        words: The language.
        kept: Their framework.
        found: The gaps in their order.

    Returns:
        The same with sources, n and training.
    """
    training = training_of(database(), kept.framework)
    return tuple(
        pages.GapShown(
            one.competency.code,
            words.text(one.competency.title),
            wording.said_sources(words, one.sources),
            tuple(
                pages.SourceShown(
                    words.say(wording.SOURCES[said.source]),
                    wording.said_by(words, said),
                    said.is_gap is True,
                    tuple(wording.said_item(words, item) for item in said.items),
                )
                for said in one.said
            ),
            tuple(_said_training(words, training[code]) for code in one.competency.modules),
        )
        for one in found
    )


def _said_training(words: Words, one: Training) -> str:
    return wording.said_training(words, one.title, one.hours, is_offered=one.is_offered)


def _assessed(
    words: Words, one: Assessed, *, is_own: bool, may_assess: bool
) -> pages.AssessedShown:
    may_end = is_own if one.kind is AssessmentKind.SELF else may_assess
    return pages.AssessedShown(
        one.id,
        words.day(one.on),
        words.say(wording.KINDS[one.kind]),
        words.day(one.next_on),
        one.note,
        may_end,
        one.entered_by,
    )


def assess_page(
    subject: WorkerRead,
    kept: KeptFramework,
    form: AssessForm,
    chosen: Mapping[str, Level],
    *,
    is_own: bool,
) -> pages.AssessPage:
    """Put the form of an assessment together.

    Args:
        subject: The worker.
        kept: The framework.
        form: The form, fresh or refused.
        chosen: Competency to the level that is chosen.
        is_own: True for an assessment of oneself.

    Returns:
        The page.
    """
    words = Words(page_language())
    return pages.AssessPage(
        subject=subject,
        is_own=is_own,
        asked=tuple(
            pages.AskedShown(
                one.code,
                words.text(one.title),
                _levels(words, one, chosen.get(one.code), tuple(Level)),
            )
            for one in kept.framework.competencies.values()
        ),
        form=form,
    )


def survey_page(
    kept: KeptFramework, form: SurveyForm, marks: Mapping[str, Marks]
) -> pages.SurveyPage:
    """Put the form of a survey together.

    Args:
        kept: The framework.
        form: The form, fresh or refused.
        marks: Competency to the marks that are chosen.

    Returns:
        The page.
    """
    words = Words(page_language())
    return pages.SurveyPage(
        asked=tuple(
            pages.MarkedShown(
                one.code,
                words.text(one.title),
                _marks(marks[one.code].confidence if one.code in marks else 0),
                _marks(marks[one.code].importance if one.code in marks else 0),
            )
            for one in kept.framework.competencies.values()
        ),
        form=form,
    )


def _marks(chosen: int) -> tuple[pages.LevelShown, ...]:
    return tuple(
        pages.LevelShown(mark, str(mark), "", mark == chosen)
        for mark in range(LEAST_MARK, MOST_MARK + 1)
    )
