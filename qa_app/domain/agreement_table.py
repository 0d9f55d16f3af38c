"""How far readers agree: for each item, section and pair of readers, and for the whole rubric."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from qa_app.domain.defaults import (
    AGREEMENT_AC_LEAST_PCT,
    AGREEMENT_FILES_LEAST,
    AGREEMENT_LOW_PCT,
    AGREEMENT_USUAL_PCT,
    ALPHA_RELY_PCT,
    ALPHA_TENTATIVE_PERMILLE,
    FILES_PER_POINT,
)
from qa_app.domain.option_worth import worths
from qa_app.domain.rounding import MILLION
from qa_app.domain.rubric import Item, Rubric
from qa_app.domain.statistics.agreement import fleiss_kappa, gwet_ac
from qa_app.domain.statistics.agreement_parts import Coefficient, Weights, WhyUndefined
from qa_app.domain.statistics.disclosure import is_told
from qa_app.domain.statistics.intraclass import icc1_1
from qa_app.domain.statistics.krippendorff import Level, alpha_of_files

_GRADES = 2
_PERMILLE = 1000


@dataclass(frozen=True, slots=True)
class DoubleRead:
    """A file as two people read it, blind.

    Attributes:
        readers: Who read first and who second.
        codes: Item to code, of the first reading and of the second.
        scores: Score of both, 0..1 in millionths; None without a number.
    """

    readers: tuple[int, int]
    codes: tuple[dict[str, str], dict[str, str]]
    scores: tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class ItemAgreement:
    """How far readers agree on one item.

    Attributes:
        code: The item.
        section: Its section.
        read: Files in which it was in force for both.
        applies_alike: Those in which both gave a scored answer, or neither did.
        scored: Those in which both gave a scored answer.
        alike: Those of them in which both gave the same.
        coefficient: AC1, or AC2 on a graded scale; None below the floor of files.
        is_weighted: True for AC2.
        kappa: Kappa of the same answers with the same weights; None below the floor.
        is_low: True when the item should go to the rubric's owner.
        is_kappa_mute: True when kappa is low although nearly everybody gave the same answer.
    """

    code: str
    section: str
    read: int
    applies_alike: int
    scored: int
    alike: int
    coefficient: Coefficient | None
    is_weighted: bool
    kappa: Coefficient | None
    is_low: bool
    is_kappa_mute: bool = False


@dataclass(frozen=True, slots=True)
class SharedCount:
    """How many answers are alike in a part.

    Attributes:
        files: Files that both read.
        scored: Answers that both scored.
        alike: Those of them that are the same.
        usual: Of the twice as many single answers, those that are worth what most are worth.
        alpha: Alpha of these answers, ordinal; None below the floor of files.
    """

    files: int
    scored: int
    alike: int
    usual: int
    alpha: Coefficient | None


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """How far two readers agree: accounts, the smaller first, and their counts."""

    readers: tuple[int, int]
    count: SharedCount


@dataclass(frozen=True, slots=True)
class Leniency:
    """How much more a reader gives than whoever read the same files.

    Attributes:
        files: Files with a score of both.
        mean: Mean of own less other score, -1..1, exact; None below the floor of files.
    """

    files: int
    mean: Fraction | None


@dataclass(frozen=True, slots=True)
class AgreementTable:
    """Everything that is told of one version of a rubric.

    Attributes:
        items: In the order of the rubric.
        sections: Section to its counts, in the same order.
        pairs: Pairs of readers, those with most files first.
        whole: All items together.
        totals: ICC of the scores; None below the floor of files.
    """

    items: tuple[ItemAgreement, ...]
    sections: tuple[tuple[str, SharedCount], ...]
    pairs: tuple[PairAgreement, ...]
    whole: SharedCount
    totals: Coefficient | None


class AgreementVerdict(StrEnum):
    """What agreement on a whole rubric comes to."""

    FEW = "few"
    LOW_ITEMS = "low_items"
    NO_VARIATION = "no_variation"
    ALL_THE_SAME = "all_the_same"
    APART = "apart"
    TENTATIVE = "tentative"
    RELY = "rely"


def told_in_batches(files: Sequence[DoubleRead], reader: int | None) -> tuple[DoubleRead, ...]:
    """Leave out files that somebody did not read until there are enough of them.

    Counted one by one, the page of yesterday less that of today would tell of a single file which
    items were answered and what was found different.

    Args:
        files: Newest first.
        reader: Account of who is told; what they read twice themselves is always counted.

    Returns:
        The same without the newest of others, so that those are a multiple of `FILES_PER_POINT`.
    """
    late = sum(reader not in one.readers for one in files) % FILES_PER_POINT
    told = []
    for one in files:
        if late and reader not in one.readers:
            late -= 1
        else:
            told.append(one)
    return tuple(told)


def items_told(
    rubric: Rubric, table: AgreementTable, files: Iterable[DoubleRead], reader: int | None
) -> frozenset[str]:
    """Find the items of which it is told how many files had them scored and alike.

    Args:
        rubric: The version.
        table: Its figures over these files.
        files: From `told_in_batches`.
        reader: Account of who is told.

    Returns:
        Items scored in files of their own alone, and those scored in `AGREEMENT_FILES_LEAST`, of
        which `FILES_PER_POINT` or more are of others.
    """
    others = agreement_table(rubric, [one for one in files if reader not in one.readers])
    closed = {one.code: one.scored for one in others.items}
    return frozenset(
        one.code
        for one in table.items
        if not others.whole.files
        or (
            one.scored >= AGREEMENT_FILES_LEAST
            and is_told(closed.get(one.code, 0), FILES_PER_POINT)
        )
    )


def verdict(table: AgreementTable, files: int) -> AgreementVerdict:
    """Sum up how far readers agree; shares of agreement and AC1 come before alpha.

    Args:
        table: The figures.
        files: Files read twice.

    Returns:
        Items that stand out first. Without them: that nothing varies, so that alpha is not
        defined; that nearly all answers are the same and most of them alike, so that a low alpha
        speaks against nobody; else what alpha says.

    Source: docs/methods/agreement.md.
    """
    whole = table.whole
    alpha = whole.alpha
    if files < AGREEMENT_FILES_LEAST or alpha is None:
        return AgreementVerdict.FEW
    if any(one.is_low for one in table.items):
        return AgreementVerdict.LOW_ITEMS
    if alpha.value is None:
        is_same = alpha.why is WhyUndefined.NO_VARIATION
        return AgreementVerdict.NO_VARIATION if is_same else AgreementVerdict.FEW
    if alpha.value * 100 >= ALPHA_RELY_PCT:
        return AgreementVerdict.RELY
    if alpha.value * _PERMILLE >= ALPHA_TENTATIVE_PERMILLE:
        return AgreementVerdict.TENTATIVE
    return AgreementVerdict.ALL_THE_SAME if is_mute(whole) else AgreementVerdict.APART


def is_mute(count: SharedCount) -> bool:
    """Tell whether alpha says little, because nearly everybody gave the same answer.

    Args:
        count: Answers of both readers, and alpha of them.

    Returns:
        True for an alpha too low even for tentative conclusions where at least
        `AGREEMENT_LOW_PCT` of the answers are alike and `AGREEMENT_USUAL_PCT` of the single
        answers are worth the same: chance alone then brings nearly all of them together, and
        what is left to tell readers apart by is next to nothing. False without an alpha.

    Source: Feinstein and Cicchetti 1990; docs/methods/agreement.md.
    """
    return _says_little(count.alpha, count.alike, count.usual, count.scored)


def _says_little(found: Coefficient | None, alike: int, usual: int, scored: int) -> bool:
    if found is None or found.value is None:
        return False
    is_alike = alike * 100 >= AGREEMENT_LOW_PCT * scored
    is_usual = usual * 100 >= AGREEMENT_USUAL_PCT * 2 * scored
    return found.value * _PERMILLE < ALPHA_TENTATIVE_PERMILLE and is_alike and is_usual


def agreement_table(rubric: Rubric, files: Sequence[DoubleRead]) -> AgreementTable:
    """Compute how far readers agree on one version of a rubric.

    Below `AGREEMENT_FILES_LEAST` files there are counts only.

    Args:
        rubric: The version all were read against.
        files: Files read twice, both readings locked.

    Returns:
        The figures.

    Source: docs/methods/agreement.md.
    """
    items = [(section.code, item) for section in rubric.sections for item in section.items]
    by_section = [
        (section.code, _shared(list(section.items), files)) for section in rubric.sections
    ]
    every = [item for _, item in items]
    together: dict[tuple[int, int], list[DoubleRead]] = {}
    for one in files:
        together.setdefault((min(one.readers), max(one.readers)), []).append(one)
    pairs = [PairAgreement(who, _shared(every, theirs)) for who, theirs in together.items()]
    scores = [one.scores for one in files]
    return AgreementTable(
        items=tuple(_item(section, item, files) for section, item in items),
        sections=tuple(by_section),
        pairs=tuple(sorted(pairs, key=lambda one: (-one.count.files, one.readers))),
        whole=_shared(every, files),
        totals=_from_floor(sum(None not in pair for pair in scores), lambda: icc1_1(scores)),
    )


def leniency(files: Iterable[DoubleRead], reader: int) -> Leniency:
    """Tell how much more a reader gives than whoever read the same files.

    Args:
        files: Files read twice.
        reader: The reader.

    Returns:
        The mean difference, and of how many files.
    """
    apart: list[int] = []
    for one in files:
        first, second = one.scores
        if reader in one.readers and first is not None and second is not None:
            apart.append(first - second if reader == one.readers[0] else second - first)
    if len(apart) < AGREEMENT_FILES_LEAST:
        return Leniency(len(apart), None)
    return Leniency(len(apart), Fraction(sum(apart), len(apart) * MILLION))


def _item(section: str, item: Item, files: Sequence[DoubleRead]) -> ItemAgreement:
    worth = worths(item)
    both = [
        (one.codes[0][item.code], one.codes[1][item.code])
        for one in files
        if item.code in one.codes[0] and item.code in one.codes[1]
    ]
    scored = [(worth[a], worth[b]) for a, b in both if a in worth and b in worth]
    alike = sum(a == b for a, b in both if a in worth and b in worth)
    scale = sorted(set(worth.values()))
    is_weighted = len(scale) > _GRADES
    weights = Weights.QUADRATIC if is_weighted else Weights.UNWEIGHTED
    found = _from_floor(len(scored), lambda: gwet_ac(scored, scale, weights))
    kappa = _from_floor(len(scored), lambda: fleiss_kappa(scored, scale, weights))
    return ItemAgreement(
        code=item.code,
        section=section,
        read=len(both),
        applies_alike=sum((a in worth) == (b in worth) for a, b in both),
        scored=len(scored),
        alike=alike,
        coefficient=found,
        is_weighted=is_weighted,
        kappa=kappa,
        is_low=found is not None and _is_low(alike, len(scored), found),
        is_kappa_mute=_says_little(kappa, alike, _usual([scored]), len(scored)),
    )


def _is_low(alike: int, scored: int, found: Coefficient) -> bool:
    is_seldom = alike * 100 < AGREEMENT_LOW_PCT * scored
    return is_seldom or (found.low is not None and found.low * 100 < AGREEMENT_AC_LEAST_PCT)


def _shared(items: Sequence[Item], files: Sequence[DoubleRead]) -> SharedCount:
    rated: list[list[tuple[Fraction, Fraction]]] = []
    alike = 0
    for one in files:
        first, second = one.codes
        pairs = []
        for item in items:
            worth = worths(item)
            a, b = first.get(item.code), second.get(item.code)
            if a in worth and b in worth:
                most = max(worth.values()) or Fraction(1)
                pairs.append((worth[a] / most, worth[b] / most))
                alike += a == b
        rated.append(pairs)
    count = sum(map(len, rated))
    read = sum(map(bool, rated))
    alpha = _from_floor(read, lambda: alpha_of_files(rated, Level.ORDINAL))
    return SharedCount(read, count, alike, _usual(rated), alpha)


def _usual(rated: Sequence[Sequence[tuple[Fraction, Fraction]]]) -> int:
    worths = Counter(worth for pairs in rated for pair in pairs for worth in pair)
    return max(worths.values(), default=0)


def _from_floor(files: int, compute: Callable[[], Coefficient]) -> Coefficient | None:
    return compute() if files >= AGREEMENT_FILES_LEAST else None
