"""Puts the page together on which a draft is checked and signed."""

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.asked import asked_items, asked_sections
from qa_app.domain.audit_entries import EntryKind, Gap, Lack
from qa_app.domain.background import background_of
from qa_app.domain.draft import Draft, entry_of
from qa_app.domain.draft_summary import (
    Cap,
    SectionSays,
    SectionSum,
    capped_band,
    caps_of,
    section_sums,
)
from qa_app.domain.rounding import display, rounded_half_up
from qa_app.domain.rubric import Critical, Method
from qa_app.domain.scoring_result import AppliedCap, Status
from qa_app.domain.text import BilingualText
from qa_app.queries import drafts
from qa_app.web.audits.entry_json import answer_words
from qa_app.web.audits.pages import CheckPage, LackLine, SectionScore
from qa_app.web.audits.views import BACKGROUND, WHOLE, alert_words
from qa_app.web.session_labels import near_day, sentences
from qa_app.web.settings import local_today
from qa_app.wording import Words
from qa_app.wording.drafts import GAPS, DraftWords

STATEMENTS = ("read", "independent", "anonymous")
_HUNDRED = 100


def statement_words() -> dict[str, str]:
    return {
        "read": _("I read the material myself; the ratings rest on what is in the file."),
        "independent": _("I did not work on this case and do not supervise the worker in charge."),
        "anonymous": _("My notes hold no name, ID number, address or phone number."),
    }


def check_page(
    head: drafts.DraftHead, draft: Draft, language: str, ticked: frozenset[str], fault: str
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
    titles = {section.code: section.title for section in asked_sections(draft.rubric)}
    return CheckPage(
        draft=head,
        rubric=draft.rubric,
        heading=_heading(head, draft, lacks),
        lacks=_lack_lines(draft, lacks, language),
        result=_result(draft, language),
        band=draft.score.band or "",
        caps=(
            *(_cap(draft, cap, language) for cap in caps_of(draft)),
            *(_held_down(draft, cap, language) for cap in draft.score.caps or ()),
        ),
        sections=tuple(
            _section(draft, one, titles[one.code], language) for one in section_sums(draft)
        ),
        statements=tuple(statement_words().items()),
        ticked=ticked,
        fault=fault,
        alert=sentences(ahead_words(head), alert_words(draft)),
        can_sign=not lacks and draft.is_whole and not ahead_words(head),
    )


def ahead_words(head: drafts.DraftHead) -> str:
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


def _heading(head: drafts.DraftHead, draft: Draft, lacks: tuple[Lack, ...]) -> str:
    if not lacks and draft.is_whole:
        if ahead_words(head):
            return str(_("Everything is there; the session is still to come"))
        return str(_("Everything is there: ready to sign"))
    waiting = [lack.item for lack in lacks if lack.gap is Gap.OPEN]
    if waiting:
        return str(
            ngettext("%(num)s item is still open", "%(num)s items are still open", len(waiting))
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


def _result(draft: Draft, language: str) -> str:
    words, score = Words(language), draft.score
    if score.status is Status.INCOMPLETE:
        return str(_("No result yet: items are open."))
    if score.status is Status.NOT_RATED:
        return str(_("Not rated: too little of the file could be scored."))
    if score.percent is not None:
        band = next((b for b in draft.rubric.bands if b.code == score.band), None)
        label = "" if band is None else words.text(band.label)
        return str(_("%(percent)s %% · %(band)s", percent=display(score.percent), band=label))
    if draft.rubric.method is Method.DIMENSION_PROFILE:
        return str(_("Lowest level: %(level)s", level=score.overall))
    if score.grade is not None:
        return str(_("Lowest grade: %(grade)s", grade=_grade(draft, language)))
    return str(_("Rated by rules: %(n)s outcomes", n=len(score.outcomes)))


def _grade(draft: Draft, language: str) -> str:
    options = asked_items(draft.rubric)[draft.score.lowest_items[0]].options
    found = next(one for one in options if one.code == draft.score.grade)
    return Words(language).text(found.label)


def _cap(draft: Draft, cap: Cap, language: str) -> str:
    stands = entry_of(draft.entries, EntryKind.ANSWER, cap.item)
    told = draft.told[cap.item]
    item = draft.rubric.items[cap.item]
    words = Words(language)
    code = told.code if stands.value is None else stands.value
    label = next((o.label for o in item.scale.options if o.code == code), BilingualText())
    values = {"item": cap.item, "option": words.text(label), "band": capped_band(draft.rubric)}
    if cap.critical is Critical.STOP:
        return str(
            _("%(item)s (%(option)s) crosses a red line: the file gets the lowest band.", **values)
        )
    return str(
        _(
            "%(item)s (%(option)s) fails a must-pass item: the file gets band %(band)s at best.",
            **values,
        )
    )


def _held_down(draft: Draft, cap: AppliedCap, language: str) -> str:
    words = Words(language)
    band = next(band for band in draft.rubric.bands if band.code == cap.at_most)
    items = words.listed(cap.items)
    return str(
        _(
            "A cap holds because of %(items)s: the file gets “%(band)s” at best.",
            items=items,
            band=words.text(band.label),
        )
    )


def _section(draft: Draft, one: SectionSum, title: BilingualText, language: str) -> SectionScore:
    score, width = "", None
    if one.ratio is not None:
        score = f"{display(one.ratio * _HUNDRED)}%"
        width = int(rounded_half_up(one.ratio * _HUNDRED))
    return SectionScore(one.code, title, score, width, _sentence(draft, one, language))


def _sentence(draft: Draft, one: SectionSum, language: str) -> str:
    words = Words(language)
    match one.says:
        case SectionSays.OPEN:
            return str(_("Still open: %(items)s", items=words.listed(one.items)))
        case SectionSays.NOT_ASSESSED:
            return str(_("Not assessed: nobody who may read it took part."))
        case SectionSays.NOTHING_SCORED:
            return str(_("Nothing here could be scored."))
        case SectionSays.ALL_AT_BEST:
            return str(_("Every item in force is at its best."))
        case SectionSays.LOST:
            named = words.listed(_rated(draft, item, language) for item in one.items)
            return str(_("Most points were lost on %(items)s.", items=named))


def _rated(draft: Draft, code: str, language: str) -> str:
    words, told = Words(language), draft.told[code]
    label = next(
        (o.label for o in draft.rubric.items[code].scale.options if o.code == told.code), None
    )
    return (
        code
        if label is None
        else str(_("%(item)s (%(option)s)", item=code, option=words.text(label)))
    )
