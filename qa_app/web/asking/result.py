"""What a draft comes to, in words: its result, what keeps it down, section by section."""

from dataclasses import dataclass

from flask_babel import gettext as _

from qa_app.domain.asked import asked_items, asked_sections
from qa_app.domain.audit_entries import EntryKind
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
from qa_app.wording import Words

_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class SectionScore:
    """A section on the check page.

    Attributes:
        code: Its code.
        title: Its title.
        score: Its score as shown; empty without one.
        width: 0..100 for the bar; None without a score.
        sentence: What it says.
    """

    code: str
    title: BilingualText
    score: str
    width: int | None
    sentence: str


def caps_in_words(draft: Draft, language: str) -> tuple[str, ...]:
    """Say what lowers the band.

    Args:
        draft: The draft, scored.
        language: Language of the page.

    Returns:
        A sentence for each red line crossed, must-pass item failed and cap that holds.
    """
    return (
        *(_cap(draft, cap, language) for cap in caps_of(draft)),
        *(_held_down(draft, cap, language) for cap in draft.score.caps or ()),
    )


def section_scores(draft: Draft, language: str) -> tuple[SectionScore, ...]:
    """Say what every section comes to.

    Args:
        draft: The draft, scored.
        language: Language of the page.

    Returns:
        In the rubric's order; empty for rule rubrics.
    """
    titles = {section.code: section.title for section in asked_sections(draft.rubric)}
    return tuple(_section(draft, one, titles[one.code], language) for one in section_sums(draft))


def result_words(draft: Draft, language: str) -> str:
    """Say what a draft comes to.

    Args:
        draft: The draft, scored.
        language: Language of the page.

    Returns:
        Points of 100 and band, a level, a grade or how it is rated; why there is no result yet.
    """
    words, score = Words(language), draft.score
    if score.status is Status.INCOMPLETE:
        return str(_("No result yet: items are open."))
    if score.status is Status.NOT_RATED:
        return str(_("Not rated: too little of the file could be scored."))
    if score.percent is not None:
        band = next((b for b in draft.rubric.bands if b.code == score.band), None)
        points = display(score.percent)
        if band is None:
            return str(_("%(score)s points", score=points))
        return str(_("%(score)s points · %(band)s", score=points, band=words.text(band.label)))
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
            _("%(item)s (%(option)s) crosses a red line: the result is the lowest band.", **values)
        )
    return str(
        _(
            "%(item)s (%(option)s) fails a must-pass item: the result is band %(band)s at best.",
            **values,
        )
    )


def _held_down(draft: Draft, cap: AppliedCap, language: str) -> str:
    words = Words(language)
    band = next(band for band in draft.rubric.bands if band.code == cap.at_most)
    items = words.listed(cap.items)
    if not cap.lowers:
        return str(
            _(
                "A cap at “%(band)s” holds because of %(items)s; the result is no better anyway.",
                items=items,
                band=words.text(band.label),
            )
        )
    return str(
        _(
            "A cap holds because of %(items)s: the result is “%(band)s” at best.",
            items=items,
            band=words.text(band.label),
        )
    )


def _section(draft: Draft, one: SectionSum, title: BilingualText, language: str) -> SectionScore:
    score, width = "", None
    if one.ratio is not None:
        score = display(one.ratio * _HUNDRED)
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


def missing_year_words(year: int) -> str:
    """Say which year the holiday table lacks and who adds it.

    Args:
        year: The year.

    Returns:
        What happened and what to do.
    """
    return str(
        _(
            "The holiday table has no year %(year)s: time limits in it cannot be judged."
            " A system administrator adds the year under “Holiday table”.",
            year=year,
        )
    )
