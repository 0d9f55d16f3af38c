"""Pairs of readings as their pages show them."""

from collections.abc import Mapping
from fractions import Fraction

from babel.dates import get_timezone, get_timezone_name
from flask_babel import gettext as _

from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.domain.background import background_of
from qa_app.domain.errors import ConflictError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.reading_pairs import (
    Choice,
    ComparedItem,
    EntryKey,
    HowSettled,
    PairDecision,
    PairState,
)
from qa_app.domain.rounding import MILLION, display
from qa_app.domain.rubric import Item, Method
from qa_app.extensions import database
from qa_app.queries.bars import bar_against
from qa_app.queries.moderation import PairLine, PairPaper, ReadingOfPair
from qa_app.web.locale import babel_locale, page_language
from qa_app.web.moderation.labels import (
    alike_words,
    answer_words,
    cause_words,
    refusal,
    tag_words,
)
from qa_app.web.moderation.pages import (
    AlikeFact,
    AlikeItem,
    ComparePage,
    Difference,
    ReaderLine,
    ShownPair,
    Side,
)
from qa_app.web.moderation.values import entry_words, fact_words, value_lines
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words

_WHOLE_PCT = 100
_JUDGED = frozenset({EntryKind.ANSWER.value, EntryKind.HOLISTIC.value, EntryKind.APPLICABLE.value})


def shown_pair(line: PairLine) -> ShownPair:
    """Put a pair of a list into words.

    Args:
        line: The pair.

    Returns:
        The same with how far both are alike and for whom it waits.
    """
    if line.waits_for_me:
        waits = str(_("waits for your agreement"))
    elif line.is_proposed:
        waits = str(_("waits for the other reviewer"))
    else:
        waits = str(_("to be settled"))
    alike = alike_words(line.alike_count, line.item_count)
    return ShownPair(line, alike, cause_words(line), waits)


def compare_page(
    actor: Actor,
    paper: PairPaper,
    fault: str = "",
    typed: Mapping[EntryKey, PairDecision] | None = None,
    *,
    settles_small: bool = False,
) -> ComparePage:
    """Hold both readings of a pair against each other.

    Args:
        actor: Who looks.
        paper: The pair.
        fault: Why something was refused; empty for nothing.
        typed: What was sent and refused; None takes what was proposed or decided.
        settles_small: Whether small differences were to be settled together.

    Returns:
        The page.
    """
    items = {one.code: one for section in paper.rubric.sections for one in section.items}
    compared = {one.code: one for one in paper.items}
    decisions = paper.decisions if typed is None else typed
    first, second = (
        {(entry.kind.value, entry.key): entry for entry in reading.entries}
        for reading in (paper.first, paper.second)
    )
    differences = tuple(
        _difference(paper, place, key, (first.get(key), second.get(key)), decisions.get(key))
        for place, key in enumerate(paper.apart)
    )
    words = Words(page_language())
    same = tuple(
        AlikeItem(
            one.code,
            words.text(items[one.code].text) if one.code in items else "",
            answer_words(items.get(one.code), one.first),
        )
        for one in paper.items
        if one.is_alike
    )
    of_facts = {place for place, key in enumerate(paper.apart) if key[0] not in _JUDGED}
    may_settle, why_not = _settling(actor, paper)
    return ComparePage(
        paper=paper,
        alike=alike_words(paper.line.alike_count, paper.line.item_count),
        cause=cause_words(paper.line),
        readers=(_reader(paper.first), _reader(paper.second)),
        zone=_zone(),
        facts=tuple(one for one in differences if one.place in of_facts),
        differences=tuple(one for one in differences if one.place not in of_facts),
        same_facts=_same_facts(paper, first, second),
        same=same,
        may_settle=may_settle,
        why_not=why_not,
        alike_waits=_alike_waits(paper),
        is_mine=paper.asked_by is not None and paper.asked_by == actor.account_id,
        has_small=any(compared[key].is_small for kind, key in paper.apart if key in compared),
        settles_small=settles_small,
        settled=_settled(paper),
        result=_result(paper),
        settled_small=tuple(
            key
            for (kind, key), one in paper.decisions.items()
            # a difference settled by itself has its reason
            if paper.state is PairState.SETTLED and not one.reason and kind == EntryKind.ANSWER
        ),
        fault=fault,
    )


def _settling(actor: Actor, paper: PairPaper) -> tuple[bool, str]:
    if paper.state is not PairState.COMPLETE:
        return False, ""
    if not paper.line.is_part and not may(actor, Permission.MODERATE_DECIDE):
        return False, ""
    if not paper.is_counted:
        return False, str(
            _("The first reading is void or was replaced: there is nothing to settle any more.")
        )
    bar = bar_against(database(), actor.account_id or 0, paper.first.audit_id, local_today())
    return not bar, refusal(ConflictError(bar)) if bar else ""


def _alike_waits(paper: PairPaper) -> str:
    # why nothing settled it by itself; who read is told no more than that it waits
    if paper.state is not PairState.COMPLETE or not all(one.is_alike for one in paper.items):
        return ""
    if paper.line.is_part:
        return str(_("Both readings are alike, and are still to be settled."))
    return str(
        _(
            "Both readings are alike, but one person may be behind both accounts: when the later"
            " one was signed, nobody had confirmed who opened a link that set a password. Once an"
            " administrator confirms on the page of the account that its owner opened it, settle"
            " the pair here."
        )
    )


def _result(paper: PairPaper) -> str:
    band, millionths = paper.result
    named = "" if band is None else str(_("band %(code)s", code=band))
    if millionths is None or paper.rubric.method is not Method.WEIGHTED_SECTIONS:
        return named
    score = display(Fraction(millionths * _WHOLE_PCT, MILLION))
    if not named:
        return str(_("%(score)s points", score=score))
    return str(_("%(score)s points · %(band)s", score=score, band=named))


def _reader(one: ReadingOfPair) -> ReaderLine:
    words, zone = Words(page_language()), installation().timezone
    signed = "" if one.signed_at is None else words.instant(one.signed_at, zone)
    return ReaderLine(one.reader, signed, one.band or "")


def _zone() -> str:
    return get_timezone_name(get_timezone(installation().timezone), locale=babel_locale())


def _same_facts(
    paper: PairPaper, first: Mapping[EntryKey, Entry], second: Mapping[EntryKey, Entry]
) -> tuple[AlikeFact, ...]:
    # what both entered alike is what the file is about: it is read before any judgement
    order = [(one.kind.value, one.key) for one in background_of(paper.rubric)]
    told = []
    for key in order:
        one, other = first.get(key), second.get(key)
        if one is None or other is None or one.value is None or one.value != other.value:
            continue
        labels = fact_words(paper.rubric, *key)
        told.append(AlikeFact(entry_words(paper.rubric, *key), value_lines(one.value, labels)))
    return tuple(told)


def _difference(
    paper: PairPaper,
    place: int,
    key: EntryKey,
    entries: tuple[Entry | None, Entry | None],
    decision: PairDecision | None,
) -> Difference:
    kind, code = key
    item = _item(paper, key)
    told = next((one for one in paper.items if one.code == code), None)
    words = Words(page_language())
    options = () if item is None else item.scale.options
    labels = fact_words(paper.rubric, kind, code)
    first, second = (_side(item, one, labels) for one in entries)
    other = "" if decision is None or decision.value is None else str(decision.value)
    return Difference(
        place=place,
        code=entry_words(paper.rubric, kind, code),
        text="" if item is None else words.text(item.text),
        evidence="" if item is None else words.text(item.evidence),
        tag=tag_words(item, is_small=_is_small(told)),
        first=first,
        second=second,
        options=tuple((one.code, words.text(one.label)) for one in options),
        choice="" if decision is None else decision.choice.value,
        other=other,
        chosen=_chosen(item, decision, (first, second)),
        reason="" if decision is None else decision.reason,
    )


def _is_small(told: ComparedItem | None) -> bool:
    return told is not None and told.is_small


def _item(paper: PairPaper, key: EntryKey) -> Item | None:
    if key[0] != EntryKind.ANSWER:
        return None
    items = (one for section in paper.rubric.sections for one in section.items)
    return next((one for one in items if one.code == key[1]), None)


def _side(item: Item | None, entry: Entry | None, labels: Mapping[str, str]) -> Side:
    if entry is None or entry.value is None:
        return Side(("–",), "", "" if entry is None else entry.note)
    if item is None:
        return Side(value_lines(entry.value, labels), "", entry.note)
    words = Words(page_language())
    means = {one.code: one.means for one in item.scale.options} | dict(item.anchors)
    meaning = means.get(str(entry.value))
    said = "" if meaning is None else words.text(meaning)
    return Side((answer_words(item, entry.value),), said, entry.note)


def _chosen(item: Item | None, decision: PairDecision | None, sides: tuple[Side, Side]) -> str:
    if decision is None:
        return ""
    words = Words(page_language())
    if decision.choice is Choice.OTHER:
        return answer_words(item, decision.value)
    return words.listed(sides[0 if decision.choice is Choice.FIRST else 1].lines)


def _settled(paper: PairPaper) -> str:
    if paper.how is HowSettled.ALIKE:
        return str(_("Both readings are alike; nothing was to be decided."))
    if paper.how is HowSettled.CONSENSUS:
        return str(_("Settled by both reviewers together."))
    if paper.how is HowSettled.THIRD:
        return str(_("Settled by a third person:"))
    return ""
