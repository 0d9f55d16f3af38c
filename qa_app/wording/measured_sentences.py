"""What was measured for a criterion, in one sentence, with its numbers or without them."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from qa_app.domain.centre_register import PAPERS_OF_SANCTIONS
from qa_app.domain.criteria import Criterion, rule_of
from qa_app.domain.defaults import FINDINGS_LEAST
from qa_app.domain.endorsement import holds
from qa_app.domain.rounding import display, rounded_half_up
from qa_app.domain.rubric import Threshold
from qa_app.domain.rules.measurement import (
    Measurement,
    counts_as_no_change,
    interval_of,
    number_told,
    verdict_of,
)
from qa_app.domain.rules.metrics import METRICS, Scale
from qa_app.domain.rules.sight import Sight
from qa_app.domain.rules.tree import Leaf, leaves_in
from qa_app.domain.verdicts import Verdict
from qa_app.wording import (
    measured_documents,
    measured_reviews,
    measured_service,
    measured_staff,
)
from qa_app.wording.catalogue import message as _
from qa_app.wording.measured_words import OF, MetricWords
from qa_app.wording.words import Words

SAID: Mapping[str, MetricWords] = {
    **measured_documents.SAID,
    **measured_staff.SAID,
    **measured_service.SAID,
    **measured_reviews.SAID,
}
"""Metric to its words; every metric that is measured has some, by test."""

NOT_COLLECTED = "not_collected"
"""Gap of what no centre is asked for yet."""

_NOT_COLLECTED = _("Nothing of this was recorded for the centre by then, so it cannot be told.")
_UNKNOWN_GAP = _("There is nothing to tell it by.")
_NOT_SHOWN = _("number not shown")
_SANCTIONS = _("A penalty or an open case counts against the papers by which a centre exists.")
_OUTCOMES: dict[Verdict, str] = {
    Verdict.MET: _("is as the criterion asks"),
    Verdict.CONDITIONAL: _("is only as it asks for met on conditions"),
    Verdict.NOT_MET: _("is not as the criterion asks"),
    Verdict.CANNOT_TELL: _("cannot be told"),
}
_FEW_NUMBERS = _("Counts and shares of fewer than %(least)s are not shown.")
_BETWEEN_YEARS = _(
    "Counts and shares are shown as of ends of years, of that year alone, so that two views cannot"
    " be subtracted."
)
_APART = _(
    "Another criterion counts the same in another way on this day; counts and shares are not shown,"
    " so that two views cannot be subtracted."
)
_TO_ASK = _(
    "Not shown to you: it counts answers in files that you would have to ask for, and between two"
    " days those of a single file would follow."
)
_OWN = _(
    "Not shown to you: some of the files and cases that it may count are your own, and less those"
    " it would tell of a colleague's."
)
_FEW_FINDINGS = _(
    "Findings in fewer than %(least)s files, or in all but so few, are shown without numbers."
)
_NOT_ENOUGH = _("What is recorded is not enough to tell.")
_INTERVAL = _("95%% interval: %(low)s to %(high)s.")
_ENDS = _("95%%: %(low)s to %(high)s")
_NO_CHANGE = _("The interval includes 0 and counts as no change.")
VERSIONS_JOINED = _(
    "These files were read with different versions of the rubric (%(versions)s): the number puts"
    " together scores that the trend shows apart and does not compare."
)
VERSIONS_COMPARED = _(
    "These two rounds were read with different versions of the rubric (%(versions)s): the"
    " difference compares scores that the trend shows apart and does not compare."
)
_VERSION_FILES = _("version %(version)s: %(count)s")
_LOW_END = _("Lower end of its 95%% interval: %(low)s.")
_SIGNS = {">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< ", "==": ""}
_STATES: dict[str, str] = {
    "none_failed": _("no report missed or late"),
    "remedied": _("every failure remedied"),
}
_PLACES = 6


def threshold_of(words: Words, metric: str, test: Threshold | str | None) -> str:
    """Write what a test asks for.

    Args:
        words: The language.
        metric: What it measures.
        test: The test; None without one.

    Returns:
        Such as `≥ 80 points`; empty without a test.
    """
    if test is None:
        return ""
    if isinstance(test, str):
        written = words.say(_STATES[test]) if test in _STATES else test
    else:
        sign = "" if words.language == "zh" and test.operator == "==" else _SIGNS[test.operator]
        written = f"{sign}{_number(metric, test.number)}"
        written = written.replace(" ", "") if words.language == "zh" else written
    return words.say(SAID[metric].test, test=written) if metric in SAID else written


def thresholds_of(words: Words, criterion: Criterion, *, is_met: bool) -> str:
    """Write what the tests of a criterion ask for.

    Args:
        words: The language.
        criterion: The criterion.
        is_met: True for what makes it met, False for what makes it met on conditions.

    Returns:
        The tests in one line; empty where it has none of that kind.
    """
    said = (
        threshold_of(words, leaf.metric, leaf.met if is_met else leaf.conditional)
        for leaf in leaves_in(rule_of(criterion))
    )
    return words.listed(one for one in said if one)


def value_of(words: Words, leaf: Leaf, found: Measurement, sight: Sight) -> str:
    """Write what was measured in few words.

    Args:
        words: The language.
        leaf: The test.
        found: What was measured.
        sight: What of it may be shown.

    Returns:
        Such as `84%, 21 of 25`; empty where nothing was.
    """
    if sight.held_below:
        return words.say(_NOT_SHOWN)
    if found.gap or found.is_vacuous or found.value is None:
        return ""
    if isinstance(found.value, str):
        return words.say(_STATES[found.value]) if found.value in _STATES else ""
    if _scale(leaf.metric) in {Scale.FLAG, Scale.COUNT} and found.count is not None:
        return _of(words, leaf.metric, found) if found.n else str(found.count)
    number = number_told(leaf, found)
    written = written_value(leaf, found.value if number is None else number)
    if found.count is None:
        return f"{written} (n = {found.n})"
    return f"{written} ({_of(words, leaf.metric, found)})"


def ends_of(words: Words, leaf: Leaf, found: Measurement) -> str:
    """Write the interval of what was measured in few words.

    Args:
        words: The language.
        leaf: The test.
        found: What was measured, of which everything may be shown.

    Returns:
        Such as `95%: 71 to 82`, or its lower end alone where that is all there is; empty for what
        has none.
    """
    ends, number = _ends_told(leaf, found, Sight()), number_told(leaf, found)
    if not ends or number is None:
        return ""
    _value, low, *high = _alike(leaf, number, ends)
    return words.say(_ENDS, low=low, high=high[0]) if high else words.say(_LOW_END, low=low)


def _of(words: Words, metric: str, found: Measurement) -> str:
    of = SAID[metric].of if metric in SAID else OF
    return words.say(of, count=found.count, n=found.n)


def sentence_of(
    words: Words, leaf: Leaf, found: Measurement, verdict: Verdict, sight: Sight
) -> str:
    """Say why a test came out as it did.

    Args:
        words: The language.
        leaf: The test.
        found: What was measured.
        verdict: What follows from it.
        sight: What of it may be shown.

    Returns:
        Sentences, each with its full stop; the last one tells where versions are put together
        that charts keep apart.
    """
    said = SAID.get(leaf.metric)
    if said is None or found.gap == NOT_COLLECTED:
        return words.say(_NOT_COLLECTED)
    values: dict[str, object] = {
        "first": words.day(found.first_day) if found.first_day else "",
        "last": words.day(found.last_day) if found.last_day else "",
        "n": found.n,
        "count": found.count if found.count is not None else 0,
        "least": leaf.min_n or 1,
        "outcome": words.say(_OUTCOMES[verdict]),
    }
    if sight.held_below:
        few = _FEW_FINDINGS if sight.held_below == FINDINGS_LEAST else _FEW_NUMBERS
        few = _TO_ASK if sight.is_to_ask else _OWN if sight.is_own else few
        few = _BETWEEN_YEARS if sight.is_between else _APART if sight.is_apart else few
        parts = [
            *(words.say(one, **values) for one in _why_held(leaf, said, found)),
            words.say(few, least=sight.held_below),
        ]
    else:
        ends: list[str] = []
        number = number_told(leaf, found)
        if number is not None:
            values["value"], *ends = _alike(leaf, number, _ends_told(leaf, found, sight))
        parts = [words.say(_message(said, leaf, found), **values)]
        if found.value is not None and PAPERS_OF_SANCTIONS & set(leaf.params.get("docs", ())):
            parts.append(words.say(_SANCTIONS))
        if ends:
            parts.append(words.say(_INTERVAL if ends[1:] else _LOW_END, low=ends[0], high=ends[-1]))
        if ends and counts_as_no_change(leaf, found):
            parts.append(words.say(_NO_CHANGE))
        if found.versions and found.value is not None and found.n >= (leaf.min_n or 0):
            mixed = versions_message(leaf.metric)
            parts.append(words.say(mixed, versions=_versions(words, found, sight)))
    return ("" if words.language == "zh" else " ").join(parts)


def versions_message(metric: str) -> str:
    """Choose how it is said that versions of a rubric are put together.

    Args:
        metric: The metric.

    Returns:
        A message with the versions as `%(versions)s`.
    """
    return VERSIONS_COMPARED if _scale(metric) is Scale.CHANGE else VERSIONS_JOINED


def _versions(words: Words, found: Measurement, sight: Sight) -> str:
    if sight.are_parts_held:
        return words.listed(version for version, _count in found.versions)
    return words.listed(
        words.say(_VERSION_FILES, version=version, count=count) for version, count in found.versions
    )


def _why_held(leaf: Leaf, said: MetricWords, found: Measurement) -> tuple[str, ...]:
    metric = METRICS.get(leaf.metric)
    is_owed = metric is not None and metric.is_of_programme
    # by the verdict alone: what is lacking would tell of single events, and nothing from few
    is_open = verdict_of(leaf, found) is Verdict.CANNOT_TELL and not is_owed
    return (said.held, _NOT_ENOUGH) if is_open else (said.held,)


def _ends_told(leaf: Leaf, found: Measurement, sight: Sight) -> tuple[Fraction, ...]:
    if sight.is_spread_held:
        return ()
    ends = interval_of(leaf, found)
    if ends is not None:
        return ends
    if found.low is None or found.n < (leaf.min_n or 0) or found.gap:
        return ()
    return (found.low,)


def _message(said: MetricWords, leaf: Leaf, found: Measurement) -> str:
    if found.gap:
        return said.gaps.get(found.gap, _UNKNOWN_GAP)
    if found.n < (leaf.min_n or 0):
        return said.few
    if found.is_vacuous and said.vacuous:
        return said.vacuous
    if isinstance(found.value, str):
        return said.states.get(found.value, said.told)
    return _UNKNOWN_GAP if found.value is None else said.told


def written_value(leaf: Leaf, value: Fraction) -> str:
    """Write the number that was tested.

    Rounding may not carry it over a threshold that it did not reach: then it gets more digits.

    Args:
        leaf: The test.
        value: The number, exact.

    Returns:
        Digits, with a percent sign for a share.
    """
    return _alike(leaf, value, ())[0]


def _alike(leaf: Leaf, value: Fraction, ends: Iterable[Fraction]) -> list[str]:
    # a number and the ends of its interval have the same decimals
    numbers = [value, *ends]
    is_share = _scale(leaf.metric) is Scale.SHARE
    if all((100 * one if is_share else one).denominator == 1 for one in numbers):
        return [_number(leaf.metric, one, 0) for one in numbers]
    places = 2 if _scale(leaf.metric) is Scale.COEFFICIENT else 1
    while places < _PLACES and not _tells(leaf, value, places):
        places += 1
    return [_number(leaf.metric, one, places) for one in numbers]


def _tells(leaf: Leaf, value: Fraction, places: int) -> bool:
    factor = 100 if _scale(leaf.metric) is Scale.SHARE else 1
    shown = rounded_half_up(value * factor, places) / factor
    tests = [test for test in (leaf.met, leaf.conditional) if isinstance(test, Threshold)]
    return all(holds(test, shown) == holds(test, value) for test in tests)


def _number(metric: str, value: Fraction, places: int | None = None) -> str:
    is_share = _scale(metric) is Scale.SHARE
    number = value * 100 if is_share else value
    if places is None:
        places = 0 if number.denominator == 1 else 2
    written = display(abs(number), places)
    signed = f"-{written}" if number < 0 and written.strip("0.") else written
    return f"{signed}%" if is_share else signed


def _scale(metric: str) -> Scale | None:
    found = METRICS.get(metric)
    return None if found is None else found.scale
