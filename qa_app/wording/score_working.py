"""How a score came about, in words of one language."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from qa_app.domain.audit_report import AuditReport
from qa_app.domain.report_parts import ReportItem
from qa_app.domain.report_working import WorkingLimit, WorkingRule, WorkingSection
from qa_app.domain.rounding import display, trimmed
from qa_app.domain.rubric import Band, Method
from qa_app.domain.scoring_result import LimitKind, State
from qa_app.wording.audit_items import WHYS, Items
from qa_app.wording.catalogue import message as _
from qa_app.wording.law_basis import said_bases
from qa_app.wording.said import SaidWorking, SaidWorkingItem, SaidWorkingSection
from qa_app.wording.words import Words

_METHODS: dict[Method, str] = {
    Method.WEIGHTED_SECTIONS: _(
        "A section's result is the mean of its scored items by weight. The score is the mean of"
        " the sections by weight; items and sections that are left out move theirs to the others."
    ),
    Method.DEDUCTION: _(
        "The score is 100 less what scored items miss; an item without a score takes nothing off."
    ),
    Method.DIMENSION_PROFILE: _(
        "A dimension's level is the mean of its items, a half going down. The lowest level counts."
    ),
    Method.LOWEST: _("The lowest value of an item in force counts."),
    Method.RULES: _("Each item and outcome is rated by the first of its rules that holds."),
}
_COVERED = _("Coverage: %(percent)s%% of the weight in force was scored")
_FLOOR = _("at least %(percent)s%% is needed for a result")
_NO_FLOOR = _("no least share is set")
_LIMITS: dict[LimitKind, str] = {
    LimitKind.STOP: _("Red line %(items)s failed: at most %(band)s"),
    LimitKind.GATE: _("Must-pass item %(items)s failed: at most %(band)s"),
    LimitKind.CAP: _("Cap because of %(items)s: at most %(band)s"),
}
_LOWERS, _LOWERS_NOT = _("it lowers the band"), _("the band is not better by points alone")
_BANDED = _("%(code)s %(label)s")
_SECTION = _("weight %(weight)s; %(scored)s of %(full)s weight of items scored")
_OF_ITEMS = _("%(scored)s of %(full)s weight of items scored")
_SECTION_PERCENT = _("own result %(percent)s%%")
_SECTION_MEAN = _("mean %(mean)s")
_UNSCORED = _("%(weight)s in force but outside the score")
_POINTS = _("%(earned)s of %(possible)s")
_ROUNDED = _("Points are shown to two decimals; the score is worked out from exact ones")
_DIFFERS = _("those shown add up to %(shown)s, the exact ones to %(exact)s")
_MISSED = _("items without a score take nothing off: 100 less the %(missed)s missed is %(percent)s")
_RULE = _("%(rating)s, by rule %(number)s")
_UNRATED = _("not rated: rule %(number)s cannot be judged yet")
_RATED, _NO_RULE = _("%(rating)s: does not apply"), _("not rated: no rule holds")
HEADS = {
    "working": _("How this score came about"),
    "value": _("Item value"),
    "weight": _("Weight"),
    "share": _("Points of the overall"),
    "total": _("Total"),
}


def said_working(words: Words, report: AuditReport) -> SaidWorking:
    """Say how a score came about.

    Args:
        words: The language.
        report: The report.

    Returns:
        What the page and the paper unfold.
    """
    return SaidWorking(
        tuple(_sentences(words, report)),
        tuple(
            SaidWorkingSection(
                one.code,
                words.text(one.title),
                _how(words, report, one),
                _points(words, one.earned, one.possible),
                tuple(_item(words, item) for item in report.items if item.section == one.code),
            )
            for one in report.working.sections
        ),
        _total(words, report),
        _rounding(words, report),
        said_rules(words, report.working.rules),
        {name: words.say(message) for name, message in HEADS.items()},
    )


def _sentences(words: Words, report: AuditReport) -> Iterator[str]:
    working, method = report.working, report.rubric.method
    yield words.say(_METHODS[method])
    if working.coverage is not None:
        floor = working.floor
        least = _NO_FLOOR if floor is None else _FLOOR
        values = {} if floor is None else {"percent": _percent(floor)}
        covered = words.say(_COVERED, percent=_percent(working.coverage))
        yield words.sequence((covered, words.say(least, **values)))
    for limit in working.limits:
        yield _limit(words, limit)
    yield from said_bases(words, report.rubric, report.head.centre_kind)


def _sums(report: AuditReport) -> tuple[Fraction, Fraction] | None:
    sections = [one for one in report.working.sections if one.earned is not None]
    if not sections:
        return None
    earned = sum((one.earned or Fraction(0) for one in sections), Fraction(0))
    return earned, sum((one.possible or Fraction(0) for one in sections), Fraction(0))


def _total(words: Words, report: AuditReport) -> str:
    sums = _sums(report)
    return "" if sums is None else _points(words, *sums)


def _rounding(words: Words, report: AuditReport) -> str:
    sums = _sums(report)
    if sums is None:
        return ""
    earned, possible = sums
    shown = [display(item.earned, 2) for item in report.items if item.earned is not None]
    shown_sum = sum(map(Fraction, shown), Fraction(0))
    parts = [words.say(_ROUNDED)]
    if display(shown_sum, 2) != display(earned, 2):
        sums_said = {"shown": display(shown_sum, 2), "exact": display(earned, 2)}
        parts.append(words.say(_DIFFERS, **sums_said))
    percent = report.percent
    if percent is not None and percent != earned:
        missed = display(possible - earned, 2)
        parts.append(words.say(_MISSED, missed=missed, percent=display(percent, 2)))
    return words.sequence(parts)


def _limit(words: Words, limit: WorkingLimit) -> str:
    said = words.say(
        _LIMITS[limit.kind], items=words.listed(limit.items), band=banded(words, limit.band)
    )
    return words.sequence((said, words.say(_LOWERS if limit.lowers else _LOWERS_NOT)))


def banded(words: Words, band: Band) -> str:
    """Name a band.

    Args:
        words: The language.
        band: The band.

    Returns:
        Its code and what it is called.
    """
    return words.say(_BANDED, code=band.code, label=words.text(band.label))


def _how(words: Words, report: AuditReport, one: WorkingSection) -> str:
    if one.why is not None:
        return words.say(WHYS[one.why])
    method = report.rubric.method
    weights = {"scored": trimmed(one.scored_weight), "full": trimmed(one.full_weight)}
    is_weighted = method is Method.WEIGHTED_SECTIONS
    parts = [
        words.say(_SECTION, weight=trimmed(one.weight), **weights)
        if is_weighted
        else words.say(_OF_ITEMS, **weights)
    ]
    if one.unscored_weight:
        parts.append(words.say(_UNSCORED, weight=trimmed(one.unscored_weight)))
    if one.value is not None and method is Method.DIMENSION_PROFILE:
        parts.append(words.say(_SECTION_MEAN, mean=display(one.value)))
    elif one.value is not None:
        parts.append(words.say(_SECTION_PERCENT, percent=_percent(one.value)))
    return words.sequence(parts)


def _item(words: Words, item: ReportItem) -> SaidWorkingItem:
    said = Items(words).said(item)
    is_scored = item.state is State.SCORED
    why = "" if item.why is None else words.say(WHYS[item.why])
    return SaidWorkingItem(
        item.code,
        said.answer,
        "" if why == said.answer else why,
        f"{_percent(item.value)}%" if item.value is not None else "",
        trimmed(item.weight) if is_scored else "",
        _points(words, item.earned, item.possible),
        counts=is_scored,
    )


def _points(words: Words, earned: Fraction | None, possible: Fraction | None) -> str:
    if earned is None or possible is None:
        return ""
    return words.say(_POINTS, earned=display(earned, 2), possible=display(possible, 2))


def _percent(ratio: Fraction) -> str:
    return trimmed(Fraction(display(100 * ratio)))


def said_rules(words: Words, rules: Iterable[WorkingRule]) -> tuple[tuple[str, str, str], ...]:
    """Say which rule rated what.

    Args:
        words: The language.
        rules: Items, sub-items and outcomes.

    Returns:
        Code, title, and rating with the rule and what decided it.
    """
    return tuple((one.code, words.text(one.title), _ruled(words, one)) for one in rules)


def _ruled(words: Words, one: WorkingRule) -> str:
    rating = "" if one.rating is None else words.rating(one.rating, one.label)
    if one.number is None:
        said = words.say(_RATED, rating=rating) if rating else words.say(_NO_RULE)
    elif one.rating is None:
        said = words.say(_UNRATED, number=one.number)
    else:
        said = words.say(_RULE, rating=rating, number=one.number)
    because = words.listed(one.because)
    return words.pair(said, because) if because else said
