"""Words of the editor: fields, what stands beside them, groups of fields."""

from flask_babel import gettext as _

from qa_app.domain.defaults import DRAFT_ROWS_MOST
from qa_app.domain.draft_parts import PartKind
from qa_app.wording.fault_names import TESTS, VALUES

_TOLD = (
    "access",
    "holistic.then",
    "type",
    "value",
    "clock.count_from",
    "clock.end_on",
    "frequency.every",
    "measure.unit",
)
Labels = dict[str, tuple[str, str]]
"""Name of a field to its label and to what helps to fill it in; empty where nothing does."""


def field_words(kind: PartKind) -> Labels:
    return {
        PartKind.SETTINGS: _settings,
        PartKind.FACT: _fact,
        PartKind.CASE_FACT: _fact,
        PartKind.SCALE: _scale,
        PartKind.BANDS: _scale,
        PartKind.RULE_ITEM: _rule_item,
        PartKind.SUB_ITEM: _rule_item,
        PartKind.OUTCOME: _rule_item,
        PartKind.EVENT: _named,
        PartKind.LOG: _log,
        PartKind.SECTION: _section,
        PartKind.ITEM: _item,
        PartKind.FILE: dict,
    }[kind]()


def part_words(kind: PartKind) -> str:
    words = {
        PartKind.SETTINGS: _("Settings"),
        PartKind.FACT: _("Fact"),
        PartKind.CASE_FACT: _("Fact of a sampled case"),
        PartKind.SCALE: _("Scale"),
        PartKind.BANDS: _("Grade bands"),
        PartKind.RULE_ITEM: _("Item with questions and rules"),
        PartKind.SUB_ITEM: _("Part of an item"),
        PartKind.OUTCOME: _("Outcome"),
        PartKind.EVENT: _("Date"),
        PartKind.LOG: _("Dated list"),
        PartKind.SECTION: _("Section"),
        PartKind.ITEM: _("Item"),
        PartKind.FILE: _("The whole file as text"),
    }
    return str(words[kind])


def _settings() -> Labels:
    return {
        "version": (_("Version number"), _("Such as 1.0.0; higher than the version before.")),
        "title": (_("Title"), ""),
        "purpose": (_("What it is for"), ""),
        "note": (_("Remark"), ""),
        "area": (_("Area"), ""),
        "kind": (_("What is reviewed"), ""),
        "unit": (_("What one review covers"), ""),
        "access": (_("Who may read it"), ""),
        "hidden": (_("Keep it off the everyday lists"), ""),
        "scoring.method": (_("Method of scoring"), ""),
        "scoring.scale": (_("Scale of the items"), _("An item can have another one.")),
        "scoring.min_applicable": (
            _("Least share that must apply"),
            _("Of the weight, such as 60%; below it the file is not rated."),
        ),
        "scoring.bands": (_("Grade bands"), ""),
        "scoring.total": (_("Full points"), _("Only when points are taken off.")),
        "scoring.caps": (
            _("What keeps the band down"),
            _("When the item has one of these answers, the result is this band at best."),
        ),
        "holistic.scale": (_("Judgement of the whole"), ""),
        "holistic.required": (_("The judgement must be given"), ""),
        "holistic.differ_by": (
            _("Bands apart that call for moderation"),
            _("How far judgement and score may lie apart."),
        ),
        "holistic.then": (_("What follows when they lie apart"), ""),
        "holistic.map": (_("Grades that stand for each band"), _("Such as A=1, B=2, C=3, D=4 5.")),
        "case_sample.unit": (_("What is sampled"), ""),
        "case_sample.size": (
            _("How many are sampled"),
            _("A number, all of them, or lot quality screen."),
        ),
        "case_sample.from": (_("From what it is sampled"), ""),
    }


def _fact() -> Labels:
    return {
        **_named(),
        "type": (_("Kind of answer"), ""),
        "options": (
            _("Answers to choose from"),
            _("Only for one of several, several of several, and values with dates."),
        ),
    }


def _named() -> Labels:
    return {
        "id": (_("Code"), _("Conditions and time limits name it; letters and digits.")),
        "label": (_("Words on screen"), ""),
    }


def _log() -> Labels:
    return {**_named(), "value": (_("Each entry carries"), "")}


def _scale() -> Labels:
    return {"id": (_("Code"), _("Items and scoring name it; letters and digits."))}


def _rule_item() -> Labels:
    return {
        "id": (_("Code"), _("Conditions and outcomes name it; letters and digits.")),
        "title": (_("Title"), ""),
        "applies_if": (_("When it applies"), _("Empty: always.")),
    }


def _section() -> Labels:
    return {
        "id": (_("Code"), ""),
        "title": (_("Title"), ""),
        "weight": (_("Weight"), _("Its share against the other sections.")),
        "assessor": (_("Who reads it"), ""),
        "applies_if": (_("When it applies"), _("Empty: always.")),
    }


def _item() -> Labels:
    return {**_item_basics(), **_item_limits(), **_item_law()}


def _item_basics() -> Labels:
    return {
        "id": (_("Code"), _("Never the code of an item that left.")),
        "text": (_("Requirement"), ""),
        "evidence": (_("Where to look"), ""),
        "scale": (_("Scale"), _("Empty: the scale of the rubric.")),
        "weight": (_("Weight in the section"), _("Empty: 1.")),
        "read": (_("What must be read"), _("Only for what must not happen; the reader ticks it.")),
        "anchors": (_("What each answer means here"), _("Empty: what the scale says.")),
        "critical": (_("Red line or must pass"), ""),
        "critical_fail": (_("Answers that fail it"), _("None ticked: the lowest ones.")),
        "applies_if": (_("When it applies"), _("Empty: always.")),
        "basis": (_("Basis"), ""),
        "std": (_("Sources"), _("Document and clause, such as MPL#11; search below.")),
        "tags": (_("Labels for reports"), ""),
    }


def _item_limits() -> Labels:
    return {
        "clock.from": (_("Runs from"), ""),
        "clock.to": (_("Until"), ""),
        "clock.within": (_("Within"), _("Such as 24 hours, 7 days, 5 working days.")),
        "clock.late_until": (_("Late until"), _("After this it counts as not done.")),
        "clock.count_from": (_("Counted from"), ""),
        "clock.end_on": (_("When the last day is a day off"), ""),
        "clock.responsible": (_("Whose limit it is"), ""),
        "frequency.log": (_("Dated list"), ""),
        "frequency.start": (_("Counted from the date"), ""),
        "frequency.end": (_("Up to the date"), ""),
        "frequency.every": (
            _("How often"),
            _("Such as 14 days, calendar month, or by value: high=7 days, low=31 days."),
        ),
        "frequency.by_fact": (_("By the value of"), ""),
        "frequency.minimum": (_("At least so many in each period"), _("Empty: 1.")),
        "measure.name": (_("Name of the number"), _("Letters and digits.")),
        "measure.unit": (_("What the number is"), ""),
        "measure.met": (_("Met at"), _("Such as 90% or at least 0.9.")),
        "measure.partly": (_("Partly met at"), _("Such as 60% or at least 0.6.")),
        "per_case": (_("Answered for each sampled case"), ""),
        "share.met": (_("Share of cases for met"), _("Such as 90%.")),
        "share.partly": (_("Share of cases for partly met"), _("Such as 70%.")),
        "trips_at": (_("Failing cases that fail the item"), _("Empty: 1.")),
    }


def _item_law() -> Labels:
    return {
        "quote": (_("Words of the law"), _("Word for word, only the sentence that binds.")),
        "addressee": (_("Whom it binds"), ""),
        "confirmed_for.kinds": (_("Organisations that this is"), ""),
        "confirmed_for.article": (_("Article"), _("Such as MPL#11.")),
        "confirmed_for.by": (_("Who confirms it"), ""),
    }


def group_words(group: str) -> str:
    words = {
        "main": "",
        "scoring": _("Scoring"),
        "whole": _("Judgement of the whole"),
        "sample": _("Sample of cases"),
        "rating": _("Rating"),
        "meaning": _("What must be read, and what answers mean"),
        "applies": _("When it applies"),
        "clock": _("Time limit"),
        "frequency": _("Frequency"),
        "measure": _("Number"),
        "cases": _("Sampled cases"),
        "law": _("Words of the law"),
        "tags": _("Labels for reports"),
        "ratings": _("Answers and ratings"),
        "notes": _("Notes on questions"),
        "regions": _("Summary of many cases"),
        "checked": _("Remark"),
    }
    return str(words[group])


def test_words() -> dict[str, str]:
    return {code: str(_(words)) for code, words in TESTS.items()}


def choice_words() -> dict[str, dict[str, str]]:
    """Words of choices that stand nowhere else; field to code to words."""
    return {
        name: {code: str(_(words)) for code, words in VALUES[name.rpartition(".")[2]].items()}
        for name in _TOLD
    }


def statute_words() -> str:
    return str(_("the words of the statute itself"))


def refusal_of_save(code: str) -> str:
    """Say why what was typed was not saved."""
    words = {
        "draft_too_large": _("This is larger than a rubric may be."),
        "draft_unreadable": _("One of the texts holds signs that no text has."),
        "code_taken": _("Something else in this rubric has this code."),
        "code_fixed": _("The code of a rubric cannot be changed."),
        "list_too_long": _("A list in this form is too long; nothing was saved."),
    }
    return str(words[code])


def too_long_words() -> str:
    return str(
        _(
            "A list takes %(count)s rows here, with what stands inside them; write a longer one "
            "as text.",
            count=DRAFT_ROWS_MOST,
        )
    )
