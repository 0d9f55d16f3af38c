"""What a reader fills in before the items: facts, dated events, logs, numbers, sampled cases."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.rubric import Assessor, Fact, Item, Rubric
from qa_app.domain.text import NO_TEXT, BilingualText

SAMPLE_KEY, POOL_KEY = "sample", "pool"


class Shape(StrEnum):
    """What a form offers for an entry."""

    BOOL = "bool"
    INT = "int"
    DATE = "date"
    CHOICE = "choice"
    MULTI = "multi"
    HISTORY = "history"
    MOMENT = "moment"
    LOG = "log"
    NUMBER = "number"
    SAMPLE = "sample"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Asked:
    """One entry of the background.

    Attributes:
        kind: What it is saved as.
        key: Fact, event, log, measure, `pool`, `sample`, or who assessed sections on site.
        shape: What a form offers.
        label: The words.
        options: Codes to choose from.
        has_number: Logs: True when entries carry a number.
        is_share: Measures: True when the number is a share from 0 to 1.
        of_each: Sample: facts of each case, and the events and logs that its items read; what is
            left empty is as entered for the whole audit.
        items: Sample: the per-case items that a reader answers.
    """

    kind: EntryKind
    key: str
    shape: Shape
    label: BilingualText
    options: tuple[tuple[str, BilingualText], ...] = ()
    has_number: bool = False
    is_share: bool = False
    of_each: tuple["Asked", ...] = ()
    items: tuple[Item, ...] = ()


@lru_cache(maxsize=256)
def background_of(rubric: Rubric) -> tuple[Asked, ...]:
    """List what is asked before the items; the answer for the same rubric is kept.

    Args:
        rubric: The rubric.

    Returns:
        Facts, events, logs, measures, the paper of who assesses sections on site, then how many
        cases there are and the sampled ones, of which that paper opens columns.
    """
    facts = tuple(asked_fact(fact) for fact in rubric.facts)
    dated = _events(rubric) + _logs(rubric)
    return facts + dated + _measures(rubric) + _on_paper(rubric) + _sample(rubric, dated)


def asked_fact(fact: Fact) -> Asked:
    """Give the entry of a fact.

    Args:
        fact: The fact.

    Returns:
        What is asked.
    """
    return Asked(EntryKind.FACT, fact.code, Shape(fact.type.value), fact.label, fact.options)


def _events(rubric: Rubric) -> tuple[Asked, ...]:
    return tuple(
        Asked(EntryKind.CLOCK, event.code, Shape.MOMENT, event.label) for event in rubric.clocks
    )


def _logs(rubric: Rubric) -> tuple[Asked, ...]:
    return tuple(
        Asked(EntryKind.LOG, log.code, Shape.LOG, log.label, has_number=log.value is not None)
        for log in rubric.logs
    )


def _measures(rubric: Rubric) -> tuple[Asked, ...]:
    # a measure has no words of its own: the item that uses it says what is counted
    return tuple(
        Asked(
            EntryKind.MEASURE,
            item.measure.name,
            Shape.NUMBER,
            item.text,
            is_share=item.measure.is_share,
        )
        for item in rubric.items.values()
        if item.measure is not None
    )


def _sample(rubric: Rubric, dated: tuple[Asked, ...]) -> tuple[Asked, ...]:
    items = tuple(item for item in rubric.items.values() if item.per_case)
    if not items:
        return ()
    sample = rubric.case_sample
    label = NO_TEXT if sample is None else sample.source
    pool = () if sample is None else (_pool(label),)
    facts = () if sample is None else tuple(asked_fact(fact) for fact in sample.facts)
    read = frozenset[str]().union(*(_read_by(item) for item in items))
    return (
        *pool,
        Asked(
            EntryKind.SAMPLE,
            SAMPLE_KEY,
            Shape.SAMPLE,
            label,
            of_each=facts + tuple(one for one in dated if one.key in read),
            items=tuple(item for item in items if item.scale.auto is None),
        ),
    )


def _on_paper(rubric: Rubric) -> tuple[Asked, ...]:
    # a judicial officer has no account: their signed paper stands for them
    sections = [one.code for one in rubric.sections if one.assessor is Assessor.JUDICIAL]
    if not sections:
        return ()
    codes = ", ".join(sections)
    zh = (
        f"司法人员现场评查的部分（{'、'.join(sections)}）：其签字评查表的机关、编号和日期（不写姓名）。"
        "填写后由您照其评查表录入答案；司法人员未到场的留空，该部分不评估"
    )
    en = (
        f"Sections for a judicial officer on site ({codes}): office, number and day of the paper"
        " that they signed (no name). With it you enter their answers as the paper has them;"
        " left empty, nobody came and the sections are not assessed"
    )
    return (Asked(EntryKind.ASSESSOR, "judicial", Shape.WORDS, BilingualText(zh, en)),)


def _pool(source: BilingualText) -> Asked:
    # how many are to be sampled follows from how many there are
    zh = f"可供抽样的总数（{source.zh}）"
    en = f"How many there are to sample from ({source.en})" if source.en else ""
    return Asked(EntryKind.POOL, POOL_KEY, Shape.INT, BilingualText(zh, en))


def _read_by(item: Item) -> frozenset[str]:
    # events and the log from which the code of an item is found
    names = {name for clock in item.clocks for name in (clock.start, clock.end)}
    if item.frequency is not None:
        one = item.frequency
        names |= {name for name in (one.log, one.start, one.end, one.tenure_from) if name}
    return frozenset(names)
