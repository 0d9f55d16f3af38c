"""Signed audits scored once more under a draft, on the items that both versions share."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qa_app.domain.case_plain import CaseInputError, case_from
from qa_app.domain.defaults import FINDINGS_LEAST, SHARE_DENOMINATOR
from qa_app.domain.item_meaning import items_of
from qa_app.domain.rubric import Method, Rubric
from qa_app.domain.rubric_thaw import thaw
from qa_app.domain.scoring import score_audit
from qa_app.domain.scoring_result import AuditScore
from qa_app.domain.working_days import CalendarYearMissingError, WorkingCalendar

Content = Mapping[str, Any]
_NO_FINGERPRINT = ""  # neither side is a version: nothing is ever kept of it


@dataclass(frozen=True, slots=True)
class Sides:
    """Two versions, each cut down to the items that they share.

    Both keep their own weights, bands, floors and caps; the overall judgement is left out,
    because it is no part of the score.

    Attributes:
        before: The version that stands.
        after: The draft.
        items: Codes of the shared items, in the order of the draft.
        left_out: Comparable items that lean on answers to items that are not shared.
    """

    before: Rubric
    after: Rubric
    items: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recast:
    """One signed audit under both sides.

    Attributes:
        before: Band, grade or level on the shared items under the version that stands; None
            when the audit gets none on them.
        after: The same under the draft.
    """

    before: str | None
    after: str | None

    @property
    def is_compared(self) -> bool:
        """Tell whether both sides give a band."""
        return self.before is not None and self.after is not None

    @property
    def moves(self) -> bool:
        """Tell whether the audit would change its band."""
        return self.is_compared and self.before != self.after


def two_sides(before: Content, after: Content, comparable: Collection[str]) -> Sides | None:
    """Cut two contents down to what they share.

    Args:
        before: Resolved content of the version that stands.
        after: Resolved content of the draft.
        comparable: Codes of the items that stayed the same, or were confirmed as comparable.

    Returns:
        The two sides; None for rubrics of rules, which have no common score, and when the
        method of scoring changed or nothing is shared.
    """
    methods = {content["scoring"]["method"] for content in (before, after)}
    if len(methods) > 1 or Method.RULES.value in methods:
        return None
    shared = _shared(before, after, comparable)
    if not shared:
        return None
    return Sides(
        thaw(_cut(before, shared), _NO_FINGERPRINT),
        thaw(_cut(after, shared), _NO_FINGERPRINT),
        tuple(code for code in items_of(after) if code in shared),
        tuple(code for code in items_of(after) if code in comparable and code not in shared),
    )


def recast(sides: Sides, case: Mapping[str, Any], calendar: WorkingCalendar) -> Recast:
    """Score one audit on both sides; nothing is written.

    Args:
        sides: The two versions on what they share.
        case: What the reader entered, as a line of cases.
        calendar: Working days of the rubric's region.

    Returns:
        The two bands; None on a side on which the entries give none.
    """
    return Recast(_band(sides.before, case, calendar), _band(sides.after, case, calendar))


def moves_of(recasts: Collection[Recast]) -> dict[tuple[str, str], int]:
    """Count the audits by their two bands.

    Args:
        recasts: The audits; those without two bands are left out.

    Returns:
        Band under the version that stands and band under the draft, to how many.
    """
    return dict(
        Counter(
            (one.before, one.after)
            for one in recasts
            if one.before is not None and one.after is not None
        )
    )


def moved_about(recasts: Collection[Recast]) -> int | None:
    """Say of sealed audits about how many would change their band.

    A draft can be written so that one fact of a file decides its band, and a second one so that
    it differs by one file; an exact number would tell the fact.

    Args:
        recasts: The audits; those without two bands count among the rest.

    Returns:
        Rounded down to a multiple of `FINDINGS_LEAST`; None for fewer than
        `SHARE_DENOMINATOR` audits, and when fewer than `FINDINGS_LEAST` would change or
        fewer than that would not.
    """
    moved = sum(one.moves for one in recasts)
    if len(recasts) < SHARE_DENOMINATOR or min(moved, len(recasts) - moved) < FINDINGS_LEAST:
        return None
    return moved - moved % FINDINGS_LEAST


def _shared(before: Content, after: Content, comparable: Collection[str]) -> set[str]:
    shared = set(items_of(before)) & set(items_of(after)) & set(comparable)
    places = [
        (item["id"], {*answers_in(item.get("applies_if")), *answers_in(part.get("applies_if"))})
        for content in (before, after)
        for part in content["sections"]
        for item in part["items"]
    ]
    while True:
        # an item that waits for an answer which is not shared cannot be judged without it
        leaning = {code for code, answers in places if code in shared and not answers <= shared}
        if not leaning:
            return shared
        shared -= leaning


def answers_in(condition: Any) -> Iterator[str]:
    """Find the items whose answers a condition asks for.

    Args:
        condition: A condition as plain data; None for none.

    Yields:
        Codes of items, as often as they stand there.
    """
    if isinstance(condition, Mapping):
        for name, entry in condition.items():
            if name in {"answer", "item"} and isinstance(entry, str):
                yield entry
            else:
                yield from answers_in(entry)
    elif isinstance(condition, list):
        for entry in condition:
            yield from answers_in(entry)


def _cut(content: Content, shared: Collection[str]) -> dict[str, Any]:
    sections = [
        {**section, "items": [item for item in section["items"] if item["id"] in shared]}
        for section in content["sections"]
    ]
    caps = [
        cap
        for cap in content["scoring"].get("caps", ())
        if set(answers_in(cap["when"])) <= set(shared)
    ]
    scoring = {name: entry for name, entry in content["scoring"].items() if name != "caps"}
    return {
        **{name: entry for name, entry in content.items() if name != "holistic"},
        "scoring": {**scoring, "caps": caps} if caps else scoring,
        "sections": [section for section in sections if section["items"]],
    }


def _band(rubric: Rubric, case: Mapping[str, Any], calendar: WorkingCalendar) -> str | None:
    try:
        entered = case_from(rubric, _fitted(rubric, case))
        score = score_audit(rubric, entered, calendar)
    except (CaseInputError, CalendarYearMissingError):
        return None
    return _class_of(score)


def _class_of(score: AuditScore) -> str | None:
    if score.overall is not None:
        return str(score.overall)
    return score.band or score.grade


def _fitted(rubric: Rubric, case: Mapping[str, Any]) -> dict[str, Any]:
    known = {
        "answers": {code for code, item in rubric.items.items() if not item.per_case},
        "facts": {fact.code for fact in rubric.facts},
        "clocks": {event.code for event in rubric.clocks},
        "logs": {log.code for log in rubric.logs},
        "measures": {item.measure.name for item in rubric.items.values() if item.measure},
    }
    fitted = {
        name: {key: value for key, value in entry.items() if key in known[name]}
        if name in known
        else entry
        for name, entry in case.items()
    }
    if "sample" in fitted:
        own = {code for code, item in rubric.items.items() if item.per_case}
        fitted["sample"] = [
            {**one, "answers": {k: v for k, v in one.get("answers", {}).items() if k in own}}
            for one in fitted["sample"]
        ]
    return fitted
