"""What would change a proposal about an area, in words that a manager can act on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qa_app.domain.centre_register import PAPERS
from qa_app.domain.criteria import Criterion
from qa_app.domain.criteria_period import owed_until
from qa_app.domain.criterion_data import OWN_ENTRIES, OwnEntry
from qa_app.domain.defaults import EVIDENCE_MONTHS, ROUND_FILES
from qa_app.domain.month_grid import months_on
from qa_app.domain.register_terms import Terms
from qa_app.domain.rules.change import Part, Way
from qa_app.domain.rules.evaluation import Judged
from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.needs import Lack, Need, need_of
from qa_app.domain.rules.sight import sight_of
from qa_app.domain.rules.tree import Leaf, leaves_in
from qa_app.domain.text import BilingualText
from qa_app.domain.verdicts import Verdict
from qa_app.wording.acts_without_numbers import PLAINLY
from qa_app.wording.catalogue import message as _
from qa_app.wording.criterion_names import name_of
from qa_app.wording.measured_actions import ACTS, COLLECT, COLLECT_BY_OTHERS, LATER, Acts
from qa_app.wording.measured_sentences import NOT_COLLECTED, threshold_of
from qa_app.wording.words import Words

_TO = _("To be proposed as “%(status)s”:")
_ALL = _("Each of these %(number)s")
_SOME = _("Any %(number)s of these %(of)s")
_ONE = _("This one")
_EVIDENCE = _("The review programme brings this evidence; the centre can do nothing about it")
_MILDER = _("%(which)s (met on conditions is enough)")
_REACH = _("reach the threshold: %(test)s")
_TELL = _("records that tell it: %(test)s")
_PENALTY = _("the penalty counts until %(day)s, and nothing can be done before")
_OPEN_CASE = _("the case against the centre is closed; it counts until %(day)s at least")
_RUBRIC = _("the rubric of this area")
_SANCTIONS = {"penalty": _PENALTY, "open_case": _OPEN_CASE}


@dataclass(frozen=True, slots=True)
class Scene:
    """Where and when something is to be done.

    Attributes:
        as_of: The day of the evaluation.
        rubrics: Titles of the rubrics by which files of the area are read.
        is_case_level: True for people who may see small numbers; others are told thresholds only.
        is_year: True as of the end of a year.
        apart: Metrics that are counted in two ways on the day.
        is_closed: True where they know some of the files that are counted and not all.
    """

    as_of: date
    rubrics: tuple[BilingualText, ...] = ()
    is_case_level: bool = True
    is_year: bool = True
    apart: frozenset[str] = frozenset()
    is_closed: bool = False


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
    scene: Scene,
) -> tuple[WayShown, ...]:
    """Say what would change a proposal.

    Args:
        words: The language.
        terms: Names of statuses.
        ways: What `rules.change.ways_to_better` found.
        criteria: The criteria that are asked.
        judged: How they stand.
        scene: Where and when, and for whom.

    Returns:
        Each way with what it takes, the smallest first.
    """
    texts = {one.code: one for one in criteria}
    found = {one.asked.code: one for one in judged}

    def shown(part: Part) -> PartShown:
        return PartShown(
            _head(words, part),
            tuple(
                _need(words, texts[code], found[code], part.degree, scene) for code in part.codes
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
                                _need(words, texts[code], found[code], Verdict.CONDITIONAL, scene)
                                for code in way.evidence
                            ),
                        )
                    ]
                    if way.evidence
                    else []
                ),
                *(shown(part) for part in _joined(way.parts)),
            ),
        )
        for way in ways
    )


def _joined(parts: Sequence[Part]) -> tuple[Part, ...]:
    # of what is needed as a whole it is said once that all of it is
    joined: list[Part] = []
    for degree in (Verdict.MET, Verdict.CONDITIONAL):
        codes = [
            code
            for part in parts
            if part.degree is degree and part.number == len(part.codes)
            for code in part.codes
        ]
        if codes:
            joined.append(Part(len(codes), tuple(codes), degree))
    return (*joined, *(part for part in parts if part.number < len(part.codes)))


def _head(words: Words, part: Part) -> str:
    of = len(part.codes)
    if part.number == of:
        said = words.say(_ONE) if of == 1 else words.say(_ALL, number=of)
    else:
        said = words.say(_SOME, number=part.number, of=of)
    return words.say(_MILDER, which=said) if part.degree is Verdict.CONDITIONAL else said


def _need(
    words: Words, criterion: Criterion, judged: Judged, degree: Verdict, scene: Scene
) -> NeedShown:
    leaves = tuple(leaves_in(judged.asked.rule))
    said = []
    for leaf, found in zip(leaves, judged.found, strict=True):
        need = need_of(leaf, found, degree)
        if need is not None:
            said.append(_done(words, leaf, found, need, scene))
    joined = ("；" if words.language == "zh" else "; ").join(said)
    return NeedShown(criterion.code, name_of(words, criterion), joined)


def _done(words: Words, leaf: Leaf, found: Measurement, need: Need, scene: Scene) -> str:
    test = threshold_of(words, leaf.metric, need.test)
    message = _message(leaf.metric, need)
    sight = sight_of(
        leaf,
        found,
        is_case_level=scene.is_case_level,
        is_year=scene.is_year,
        is_apart=leaf.metric in scene.apart,
        is_closed=scene.is_closed,
    )
    sees_numbers = scene.is_case_level and not sight.is_to_ask
    counts = need.lack not in {Lack.VALUE, Lack.STATE, Lack.RECORDS}
    if (not sees_numbers and (counts or sight.held_below)) or not message:
        is_open = need.lack in {Lack.RECORDS, Lack.CASES}
        return words.say(_TELL if is_open else PLAINLY.get(leaf.metric, _REACH), test=test)
    gone = need.not_before or found.last_day or scene.as_of
    values = {
        "more": need.number,
        "n": need.n,
        "files": ROUND_FILES,
        "test": test,
        "round": words.day(owed_until(scene.as_of)),
        "rubrics": words.listed(words.text(one) for one in scene.rubrics) or words.say(_RUBRIC),
        "day": words.day(gone),
        "gone": words.day(months_on(gone + timedelta(days=1), EVIDENCE_MONTHS)),
    }
    if need.lack is not Lack.NAMED:
        return words.say(message, **values)
    papers = [words.text(PAPERS[one].name) for one in need.names if one in PAPERS]
    parts = [words.say(message, names=words.listed(papers))] if papers else []
    parts += [words.say(_SANCTIONS[one], **values) for one in need.names if one in _SANCTIONS]
    return ("；" if words.language == "zh" else "; ").join(parts)


def _message(metric: str, need: Need) -> str:
    if need.lack is Lack.LATER:
        return LATER
    acts = ACTS.get(metric, Acts())
    if need.lack is Lack.RECORDS:
        is_begun = OWN_ENTRIES.get(metric) in {OwnEntry.ALONE, OwnEntry.JUDGED}
        collected = COLLECT if is_begun else COLLECT_BY_OTHERS
        return acts.by_gap.get(need.gap, collected if need.gap == NOT_COLLECTED else "")
    if need.lack is Lack.STATE and isinstance(need.test, str):
        return acts.by_state.get(need.test, "")
    return acts.by_lack.get(need.lack, "")
