"""Words of the editor for lists with their own fields and for rubrics of rules."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from qa_app.domain.draft_parts import SAMPLED, value_at
from qa_app.domain.form_fields import Field, FieldKind
from qa_app.domain.rubric_shapes import shape_of
from qa_app.wording import Words
from qa_app.wording.fault_names import FIELDS

Plain = Mapping[str, Any]
Choices = tuple[tuple[str, str], ...]


def row_words(key: str, field: Field, words: Words) -> tuple[str, str]:
    """Name a field by what the file calls it, unless it has words of its own here.

    Args:
        key: Its name without places in lists, such as `clock.within_if.when`.
        field: The field.
        words: The language.

    Returns:
        Its label, and what helps to fill it in; empty where nothing does.
    """
    if field.kind is FieldKind.LABEL:
        return str(_("Words on screen")), ""
    last = key.rpartition(".")[2]
    name = words.say(FIELDS[last]) if last in FIELDS else last
    own = _labels().get(key)
    return own or f"{name[:1].upper()}{name[1:]}", _hints().get(key, "")


def _labels() -> dict[str, str]:
    said = {
        "region": _("Only for one region"),
        "grades": _("Grades, best first"),
        "grades.code": _("Code"),
        "grades.from": _("From how many per cent"),
        "options": _("Answers"),
        "options.code": _("Code"),
        "answers.id": _("Name of the list"),
        "answer_words": _("Words of answers"),
        "answer_words.code": _("Code"),
        "answers.values": _("Answers of the list"),
        "clock.any_of.from": _("Runs from"),
        "questions.id": _("Code"),
        "questions.options": _("Answers of this question alone"),
        "items": _("Items that count for it"),
        "narrative.required_when.answer": _("A note is asked for"),
        "narrative.required_when.is": _("when the answer is"),
        "narrative.also": _("Notes besides"),
        "narrative.sources": _("Sources to choose from"),
        "aggregate.outcome.measure": _("Outcomes: what is counted"),
        "aggregate.outcome.value": _("Outcomes: the rating that counts"),
        "aggregate.outcome.conform_from": _("Outcomes: reached from"),
        "aggregate.outcome.verified": _("Outcomes: verified"),
        "aggregate.item.measure": _("Items: what is counted"),
        "aggregate.item.value": _("Items: the rating that counts"),
        "aggregate.item.strength_from": _("Items: a strength from"),
        "aggregate.item.single_item_outcomes_from": _("Items that are an outcome alone: from"),
        "aggregate.item.verified": _("Items: verified"),
    }
    return {key: str(words) for key, words in said.items()}


def _hints() -> dict[str, str]:
    made = _("Empty: made by itself.")
    said = {
        "region": _("Chosen: it counts at the centres of that place alone."),
        "auto": _("Empty: the reviewer chooses the answer."),
        "options.score": _("For a scale of points. Empty: the answer does not count."),
        "options.rank": _("For a judgement of the whole; 1 is best."),
        "options.key": _("One key of the keyboard."),
        "options": _("In the order in which they stand on screen."),
        "grades": _("The last one begins at 0."),
        "answers": _("Questions choose among these lists."),
        "options.code": made,
        "grades.code": made,
        "answers.id": made,
        "questions.id": made,
        "answers.values": _("Words with commas between: Yes, No, Not applicable."),
        "answer_words": _("What an answer is called here; Yes, No, Not applicable need no words."),
        "ratings": _("Best first. A code left empty is made by itself."),
        "outcome_ratings": _("Best first. A code left empty is made by itself."),
        "narrative.also": _("A code left empty is made by itself."),
        "narrative.sources": _("Offered beside each question. A code left empty makes itself."),
        "questions.options": _("Codes with commas between; only for one of several."),
        "rules": _(
            "The first rule that holds gives the rating. One without a condition holds in all "
            "other cases and stands last."
        ),
        "rules.when": _("Empty: in all other cases."),
        "clock.within_if": _("The first condition that holds gives the limit."),
        "clock.any_of": _("Instead of the limit above: several, of which one suffices."),
        "frequency.by_tenure": _("Instead of “how often”: by days since the date above."),
        "frequency.by_tenure.to_day": _("Empty: from then on."),
        "aggregate.outcome.conform_from": _("Such as 95%."),
        "aggregate.item.strength_from": _("Such as 90%."),
        "aggregate.item.single_item_outcomes_from": _("Such as 95%."),
    }
    return {key: str(words) for key, words in said.items()}


def rule_words(name: str) -> Choices:
    """Give the choices of a field that has only these.

    Args:
        name: Name of the field without places in lists.

    Returns:
        Codes and words.
    """
    truths = (("true", _("yes")), ("false", _("no")))
    shares = (("share_of_applicable_cases", _("share of the cases to which it applies")),)
    said = {
        "verified": truths,
        "aggregate.outcome.verified": truths,
        "aggregate.item.verified": truths,
        "aggregate.outcome.measure": shares,
        "aggregate.item.measure": shares,
        "narrative.required_when.answer": (("any", _("for every question")),),
        "questions.type": (("count", _("a number")), ("choice", _("one of several"))),
        "scoring.dimension": (("mean_round_half_down", _("mean of its items, half rounded down")),),
        "scoring.overall": (("min_of_dimensions", _("the lowest of its dimensions")),),
        "scoring.also_report": (("mean", _("the mean, beside the grade")),),
    }
    return tuple((code, str(words)) for code, words in said[name])


def outline_words(plain: Plain) -> tuple[tuple[str, str, str], ...]:
    """Name the lists of a draft.

    Args:
        plain: The draft's data.

    Returns:
        Code, words and the words that add an entry, of the lists that its method of scoring has;
        others only while something stands in them, without a way to add.
    """
    listed = (
        ("facts", _("Facts"), _("Add a fact")),
        (".".join(SAMPLED), _("Facts of sampled cases"), _("Add a fact of a case")),
        ("clocks", _("Dates"), _("Add a date")),
        ("logs", _("Dated lists"), _("Add a dated list")),
        ("scales", _("Scales of this rubric"), _("Add a scale")),
        ("bands", _("Grade bands of this rubric"), _("Add grade bands")),
        ("sections", _("Sections and items"), _("Add a section")),
        ("items", _("Items"), _("Add an item")),
        ("outcomes", _("Outcomes"), _("Add an outcome")),
    )
    fields = shape_of(value_at(plain, ("scoring", "method"))).fields
    is_sampled = isinstance(plain.get(SAMPLED[0]), Mapping)
    made = []
    for code, words, add in listed:
        path = tuple(code.split("."))
        has = path[0] in fields and (path != SAMPLED or is_sampled)
        if has or value_at(plain, path):
            made.append((code, str(words), str(add) if has else ""))
    return tuple(made)
