"""What would change a proposal about an area, in words that a manager can act on."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa_app.domain.criteria import Criterion
from qa_app.domain.register_terms import Terms
from qa_app.domain.rules.change import Part, Way
from qa_app.domain.rules.evaluation import Judged
from qa_app.domain.rules.needs import Lack, Need, need_of
from qa_app.domain.rules.tree import leaves_in
from qa_app.domain.verdicts import Verdict
from qa_app.wording.catalogue import message as _
from qa_app.wording.measured_sentences import SAID, column_of, threshold_of
from qa_app.wording.words import Words

_TO = _("To be proposed as “%(status)s”:")
_ALL = _("Each of these %(number)s")
_SOME = _("Any %(number)s of these %(of)s")
_ONE = _("This one")
_EVIDENCE = _("The review programme brings this evidence; the centre can do nothing about it")
_MILDER = _("met on conditions is enough")
_RECORDS = _("records that tell it: %(test)s")
_NO_TEST = _("records that tell it")
_CASES = _("%(number)s more to tell it by (%(n)s until now)")
_MORE = _("%(number)s more of the %(n)s: %(test)s")
_FEWER = _("close %(number)s that are open")
_VALUE = _("reach %(test)s")
_HIDDEN = _("reach the threshold: %(test)s")


@dataclass(frozen=True, slots=True)
class NeedShown:
    """One criterion that would have to come out otherwise.

    Attributes:
        code: The criterion.
        name: What it asks, in a few words.
        does: What is to be done; empty where nothing can be said.
    """

    code: str
    name: str
    does: str


@dataclass(frozen=True, slots=True)
class PartShown:
    """Some criteria of which a number is needed.

    Attributes:
        head: How many of them.
        needs: The criteria.
    """

    head: str
    needs: tuple[NeedShown, ...]


@dataclass(frozen=True, slots=True)
class WayShown:
    """One smallest way to a better proposal.

    Attributes:
        head: Which proposal.
        parts: What it takes, all of it.
    """

    head: str
    parts: tuple[PartShown, ...]


def ways_shown(
    words: Words,
    terms: Terms,
    ways: Sequence[Way],
    criteria: Sequence[Criterion],
    judged: Sequence[Judged],
    *,
    is_case_level: bool,
) -> tuple[WayShown, ...]:
    """Say what would change a proposal.

    Args:
        words: The language.
        terms: Names of statuses.
        ways: What `rules.change.ways_to_better` found.
        criteria: The criteria that are asked.
        judged: How they stand.
        is_case_level: True for people who may see small numbers; others are told thresholds only.

    Returns:
        Each way with what it takes, the smallest first.
    """
    texts = {one.code: one for one in criteria}
    found = {one.asked.code: one for one in judged}

    def shown(part: Part) -> PartShown:
        return PartShown(
            _head(words, part),
            tuple(
                _need(words, texts[code], found[code], part.degree, is_case_level=is_case_level)
                for code in part.codes
            ),
        )

    return tuple(
        WayShown(
            words.say(_TO, status=words.text(terms.states[way.status])),
            (
                *(
                    [
                        PartShown(
                            words.say(_EVIDENCE),
                            tuple(
                                _need(
                                    words,
                                    texts[code],
                                    found[code],
                                    Verdict.CONDITIONAL,
                                    is_case_level=is_case_level,
                                )
                                for code in way.evidence
                            ),
                        )
                    ]
                    if way.evidence
                    else []
                ),
                *(shown(part) for part in way.parts),
            ),
        )
        for way in ways
    )


def _head(words: Words, part: Part) -> str:
    of = len(part.codes)
    if part.number == of:
        said = words.say(_ONE) if of == 1 else words.say(_ALL, number=of)
    else:
        said = words.say(_SOME, number=part.number, of=of)
    return words.pair(said, words.say(_MILDER)) if part.degree is Verdict.CONDITIONAL else said


def _need(
    words: Words, criterion: Criterion, judged: Judged, degree: Verdict, *, is_case_level: bool
) -> NeedShown:
    leaves = tuple(leaves_in(judged.asked.rule))
    said = []
    for leaf, found in zip(leaves, judged.found, strict=True):
        need = need_of(leaf, found, degree)
        if need is not None:
            said.append(_done(words, leaf.metric, need, is_case_level=is_case_level))
    name = column_of(words, leaves[0].metric) if leaves else words.text(criterion.text)
    is_named = bool(leaves) and leaves[0].metric in SAID
    joined = ("；" if words.language == "zh" else "; ").join(said)
    return NeedShown(criterion.code, name if is_named else words.text(criterion.text), joined)


def _done(words: Words, metric: str, need: Need, *, is_case_level: bool) -> str:
    test = threshold_of(words, metric, need.test)
    if need.lack is Lack.RECORDS:
        return words.say(_RECORDS, test=test) if test else words.say(_NO_TEST)
    if not is_case_level and need.lack in {Lack.CASES, Lack.MORE, Lack.FEWER}:
        return words.say(_HIDDEN, test=test)
    said = SAID.get(metric)
    if need.lack in {Lack.MORE, Lack.FEWER} and said is not None and said.can_do:
        return words.say(said.can_do, more=need.number)
    message = {Lack.CASES: _CASES, Lack.MORE: _MORE, Lack.FEWER: _FEWER}.get(need.lack, _VALUE)
    return words.say(message, number=need.number, n=need.n, test=test)
