"""Beside which field of a form a refusal stands."""

from collections.abc import Iterable

from qa_app.domain.errors import RefusedError
from qa_app.web.decisions.labels import refusal
from qa_app.web.locale import page_language

Wrong = dict[str, str]
CONDITIONS = "conditions"
_FIELDS = {
    "body_missing": "issuing_body",
    "condition_day": CONDITIONS,
    "conditional_rounds": "status",
    "conditions_many": CONDITIONS,
    "conditions_missing": CONDITIONS,
    "effective_before": "effective_on",
    "effective_day": "effective_on",
    "no_such_move": "status",
    "not_free": "account",
    "number_missing": "number",
    "paper_ahead": "document_on",
    "paper_elsewhere": "covers_more",
    "paper_recorded": "number",
    "reasons_drafted": "reasons",
    "reasons_missing": "reasons",
    "comparison_missing": "scan_file",
    "scan_differs": "scan_file",
    "scan_large": "scan_file",
    "scan_missing": "scan_file",
    "set_reasons_missing": "reasons",
    "stop_still_fails": "status",
    "unknown_choice": "status",
    "unknown_ground": "ground",
    "unknown_set": "set",
    "unknown_vote": "vote",
    "until_before": "until",
    "until_far": "until",
    "until_unasked": "until",
}
_OF_TEXTS = frozenset(
    {
        "text_missing",
        "text_too_long",
        "id_number",
        "phone",
        "mail",
        "likely_name",
        "name_reason",
        "reference_named",
    }
)


def wrong_fields(faults: Iterable[RefusedError], text: str) -> tuple[Wrong, str]:
    """Sort refusals by the field that they are about.

    Args:
        faults: The refusals; one that names its `field` stands there.
        text: Field whose text a refusal of a text is about; empty where the form has none.

    Returns:
        Field to the words beside it, and the words that belong to no field.
    """
    wrong: Wrong = {}
    others: list[str] = []
    gap = "" if page_language() == "zh" else " "
    for fault in faults:
        usual = text if fault.code in _OF_TEXTS else ""
        field = str(fault.params.get("field") or _FIELDS.get(fault.code) or usual)
        if field:
            wrong[field] = gap.join(filter(None, (wrong.get(field), refusal(fault))))
        else:
            others.append(refusal(fault))
    return wrong, gap.join(others)
