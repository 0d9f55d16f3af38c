"""The criteria in force, and how verdicts look; read by every page that names them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from qa_app.domain.criteria import CriteriaFile
from qa_app.domain.criteria_versions import Stage
from qa_app.domain.text import NO_TEXT, BilingualText
from qa_app.domain.verdicts import Verdict
from qa_app.extensions import database
from qa_app.paths import resource
from qa_app.queries.criteria_versions import InForceSets, SetInForce, sets_in_force
from qa_app.rubric_files.criteria import read_criteria
from qa_app.web.settings import local_today
from qa_app.wording import Words

FIRST_SET = "full"
"""Set shown when the address names none: the one that holds every criterion."""

_KEPT = "criteria_in_force"
_LOOKS = {
    Verdict.MET: ("ok", "met"),
    Verdict.CONDITIONAL: ("part", "conditional"),
    Verdict.NOT_MET: ("no", "failed"),
    Verdict.CANNOT_TELL: ("cant", "cannot_tell"),
}


@dataclass(frozen=True, slots=True)
class VerdictWord:
    """A verdict as it looks: shape and word.

    Attributes:
        verdict: The verdict.
        mark: Name of its shape.
        word: Its word.
    """

    verdict: Verdict
    mark: str
    word: BilingualText


def criteria_in_force() -> CriteriaFile:
    """Give the criteria that are in force everywhere today, asked for once in a request.

    Returns:
        The version's content; what the product brings along until one is published.
    """
    kept = database().info
    if _KEPT not in kept:
        found = sets_in_force(database(), local_today()).of("", Stage.FULL)
        kept[_KEPT] = _shipped() if found is None else found.file
    told: CriteriaFile = kept[_KEPT]
    return told


def shipped_sets() -> InForceSets:
    """Give the sets that the product brings along.

    Returns:
        One for each stage, everywhere; without a fingerprint, since nobody published them.
    """
    file = _shipped()
    found = ((stage, file.set_of(stage.value)) for stage in Stage)
    return InForceSets(
        tuple(
            SetInForce(0, "", file, one, stage, date.min, "")
            for stage, one in found
            if one is not None
        )
    )


@lru_cache(maxsize=1)
def _shipped() -> CriteriaFile:
    return read_criteria(resource("rubrics") / "endorsement_criteria.yaml")


def verdict_word(verdict: Verdict) -> VerdictWord:
    """Give a verdict its shape and its word.

    Args:
        verdict: The verdict.

    Returns:
        As every page shows it.
    """
    mark, level = _LOOKS[verdict]
    return VerdictWord(verdict, mark, criteria_in_force().levels.get(level, NO_TEXT))


def counts_listed(words: Words, counts: Mapping[Verdict, int]) -> str:
    """List how often each verdict was given.

    Args:
        words: The language.
        counts: How often, by verdict, in the order of the list.

    Returns:
        Such as `Met 8, Not met 1` or `达标8项、未达标1项`; verdicts that nobody gave are left out.
    """
    said = "%(verdict)s%(count)s项" if words.language == "zh" else "%(verdict)s %(count)s"
    return words.listed(
        said % {"verdict": words.text(verdict_word(verdict).word), "count": count}
        for verdict, count in counts.items()
        if count
    )
