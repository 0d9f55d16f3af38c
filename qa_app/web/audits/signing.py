"""Puts the page together on which a draft is checked and signed."""

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.asked import asked_sections
from qa_app.domain.audit_entries import EntryKind, Gap, Lack
from qa_app.domain.background import background_of
from qa_app.domain.case_sampling import sampled_cases
from qa_app.domain.defaults import FINDINGS_MOST
from qa_app.domain.draft import Draft, entry_of
from qa_app.domain.findings import FindingKind, covered_items, owed_items
from qa_app.domain.follow_up import FollowUp
from qa_app.extensions import database
from qa_app.queries import drafts
from qa_app.queries.follow_up import follow_up
from qa_app.web.asking.answers import answer_words
from qa_app.web.asking.result import caps_in_words, result_words, section_scores
from qa_app.web.asking.written import (
    AnsweredItem,
    answered,
    fault_words,
    sheet_faults,
    written,
)
from qa_app.web.audits.pages import CheckPage, LackLine
from qa_app.web.audits.section_html import BACKGROUND, WHOLE
from qa_app.web.audits.views import alert_words
from qa_app.web.clause_links import clauses_behind
from qa_app.web.session_labels import near_day, sentences
from qa_app.web.settings import local_today
from qa_app.wording import Words
from qa_app.wording.case_sampling import said_sampling
from qa_app.wording.drafts import GAPS, DraftWords

STATEMENTS = ("read", "independent", "anonymous")


def statement_words(*, of_file: bool) -> dict[str, str]:
    if not of_file:
        return {
            "read": _("I was there myself; the ratings rest on what I saw and read."),
            "independent": _("I do not work for this centre and supervise nobody there."),
            "anonymous": _("My notes hold no name, ID number, address or phone number."),
        }
    return {
        "read": _("I read the material myself; the ratings rest on what is in the file."),
        "independent": _("I did not work on this case and do not supervise the worker in charge."),
        "anonymous": _("My notes hold no name, ID number, address or phone number."),
    }


def check_page(
    head: drafts.DraftAudit, draft: Draft, language: str, ticked: frozenset[str], fault: str
) -> CheckPage:
    """Put the page together.

    Args:
        head: The draft as it was found.
        draft: The draft, scored.
        language: Language of the page.
        ticked: Statements that are ticked.
        fault: Why it was not signed; empty when nobody tried.

    Returns:
        The page.
    """
    lacks = draft.lacks()
    told, words = follow_up(database(), head.id), Words(language)
    faults = sheet_faults(draft, told)
    sampled = sampled_cases(draft.rubric, draft.entries)
    return CheckPage(
        draft=head,
        rubric=draft.rubric,
        heading=_heading(head, draft, lacks, len(faults)),
        lacks=_lack_lines(draft, lacks, language),
        result=result_words(draft, language),
        band=draft.score.band or "",
        caps=caps_in_words(draft, language),
        sections=section_scores(draft, language),
        findings=written(draft, told, FindingKind.FINDING, words),
        strengths=written(draft, told, FindingKind.STRENGTH, words),
        owed=_owed(head, draft, told, words),
        contradictions=tuple(
            line
            for kind in FindingKind
            for line in fault_words(faults, kind, range(1, FINDINGS_MOST + 1), words)
        ),
        statements=tuple(statement_words(of_file=head.reference is not None).items()),
        ticked=ticked,
        fault=fault,
        alert=sentences(ahead_words(head), alert_words(draft)),
        can_sign=_can_sign(head, draft) and not lacks and not faults,
        rests_on=clauses_behind(
            draft.rubric, (code for one in told.findings for code in one.items)
        ),
        sampled="" if sampled is None else said_sampling(words, sampled),
        is_sample_doubtful=sampled is not None
        and (sampled.is_short or sampled.is_beyond or sampled.needed is None),
    )


def _can_sign(head: drafts.DraftAudit, draft: Draft) -> bool:
    return draft.is_whole and not ahead_words(head) and head.open_harm is None


def _owed(
    head: drafts.DraftAudit, draft: Draft, told: FollowUp, words: Words
) -> tuple[AnsweredItem, ...]:
    # what only supplements another reading asks for nothing
    if head.supplements_id is not None:
        return ()
    lines = told.of_kind(FindingKind.FINDING)
    covered = covered_items((one.items, one.plan is not None) for one in lines)
    owed = owed_items((*draft.score.stop, *draft.score.gate), covered)
    return tuple(answered(draft, code, words) for code in owed)


def contradiction_words() -> str:
    """Say that findings speak against the answers.

    Returns:
        What to do first.
    """
    return str(_("Findings and answers contradict each other; nothing was signed. See below."))


def harm_words() -> str:
    """Say that possible harm keeps a draft from being signed.

    Returns:
        What to do first.
    """
    return str(_("Possible unreported harm is still without an outcome: say first what was done."))


def ahead_words(head: drafts.DraftAudit) -> str:
    """Say that the day of the draft's session has not come.

    Args:
        head: The draft as it was found.

    Returns:
        From which day on it can be signed; empty when that day has come or there is none.
    """
    today = local_today()
    if head.session_on is None or head.session_on <= today:
        return ""
    day = near_day(head.session_on, today)
    return str(
        _("The supervision session is planned for %(day)s: sign on that day or later.", day=day)
    )


def _heading(head: drafts.DraftAudit, draft: Draft, lacks: tuple[Lack, ...], faults: int) -> str:
    if not lacks and faults:
        return str(
            ngettext(
                "%(num)s finding contradicts the answers",
                "%(num)s findings contradict the answers",
                faults,
            )
        )
    if not lacks and draft.is_whole:
        if ahead_words(head):
            return str(_("Everything is there; the session is still to come"))
        return str(_("Everything is there: ready to sign"))
    # one number, that of everything which the list below names
    if lacks and all(lack.gap is Gap.OPEN for lack in lacks):
        return str(
            ngettext("%(num)s item is still open", "%(num)s items are still open", len(lacks))
        )
    return str(ngettext("%(num)s thing is missing", "%(num)s things are missing", len(lacks)))


def _lack_lines(draft: Draft, lacks: tuple[Lack, ...], language: str) -> tuple[LackLine, ...]:
    """Say what is missing; open items of one section share a line."""
    sections = {
        item.code: section.code
        for section in asked_sections(draft.rubric)
        for item in section.items
    }
    lines: dict[tuple[str, str], LackLine] = {}
    for lack in lacks:
        waits = _waits(draft, lack, language)
        section = BACKGROUND if waits else sections.get(lack.item, lack.item or WHOLE)
        words = waits or _lack_words(draft, lack, language)
        # only what reads the same may share a line
        key = (section, words if lack.gap is Gap.OPEN else lack.item)
        before = lines.get(key)
        codes = (*(before.codes if before else ()), *([lack.item] if lack.item else []))
        lines[key] = LackLine(codes, section, words, _anchor(draft, lack) if waits else "")
    return tuple(lines.values())


def _anchor(draft: Draft, lack: Lack) -> str:
    asked = {one.key for one in background_of(draft.rubric)}
    missing = [code for code in draft.told[lack.item].because if code in asked]
    return f"f-{missing[0]}" if missing else f"s-{BACKGROUND}"


def _waits(draft: Draft, lack: Lack, language: str) -> str:
    told = draft.told.get(lack.item)
    if lack.gap is not Gap.OPEN or told is None or not told.because:
        return ""
    return DraftWords(Words(language), draft).caption(lack.item)


def _lack_words(draft: Draft, lack: Lack, language: str) -> str:
    told = draft.told.get(lack.item)
    option = ""
    if told is not None and told.code is not None:
        stands = entry_of(draft.entries, EntryKind.ANSWER, lack.item)
        option = answer_words(draft.rubric, stands, language, "")
    return Words(language).say(GAPS[lack.gap], option=option)
