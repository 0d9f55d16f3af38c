"""What a draft of criteria asks otherwise than the criteria in force, as a table of words."""

from qa_app.domain.criteria import CriteriaFile, Criterion
from qa_app.domain.criteria_changes import Aspect, criteria_changes
from qa_app.wording.catalogue import message as _
from qa_app.wording.criteria import TYPES
from qa_app.wording.measured_sentences import thresholds_of
from qa_app.wording.sandbox import Table
from qa_app.wording.words import Words

_ASPECTS: dict[Aspect, str] = {
    Aspect.NEW: _("a new criterion"),
    Aspect.GONE: _("left out"),
    Aspect.SETS: _("sets that ask it"),
    Aspect.TYPE: _("kind of criterion"),
    Aspect.MET: _("threshold for met"),
    Aspect.CONDITIONAL: _("threshold for met on conditions"),
    Aspect.LEAST: _("fewest files or items that can tell"),
    Aspect.TEXT: _("words of the requirement"),
    Aspect.ELSE: _("what is measured, of whom or on what ground"),
}
_SEE = _("see both files")


def changes_table(words: Words, before: CriteriaFile, after: CriteriaFile) -> Table:
    """Say what a draft changes.

    Args:
        words: The page's language.
        before: The criteria in force.
        after: The draft.

    Returns:
        A row for each change; none where every criterion asks the same. Another decision table and
        other terms are told in a row each.
    """
    heads = tuple(
        words.say(one) for one in (_("Criterion"), _("What changes"), _("In force now"), _("Draft"))
    )
    rows = [
        (
            one.code,
            words.say(_ASPECTS[one.aspect]),
            _said(words, one.aspect, one.before, before),
            _said(words, one.aspect, one.after, after),
        )
        for one in criteria_changes(before, after)
    ]
    for message, is_same in (
        (_("the decision table"), before.decision == after.decision),
        (_("names, limits in time, papers or objections"), before.terms == after.terms),
    ):
        if not is_same:
            rows.append(("–", words.say(message), words.say(_SEE), words.say(_SEE)))
    return Table(heads, tuple(rows))


def _said(words: Words, aspect: Aspect, one: Criterion | None, file: CriteriaFile) -> str:
    if one is None:
        return "–"
    if aspect is Aspect.SETS:
        named = {each.code: words.text(each.name) for each in file.sets}
        return words.listed(named.get(code, code) for code in one.sets)
    if aspect is Aspect.ELSE:
        return words.say(_SEE)
    said = {
        Aspect.TYPE: words.say(TYPES[one.type]),
        Aspect.MET: thresholds_of(words, one, is_met=True),
        Aspect.CONDITIONAL: thresholds_of(words, one, is_met=False),
        Aspect.LEAST: "" if one.min_n is None else str(one.min_n),
    }
    return said.get(aspect, words.text(one.text)) or "–"
