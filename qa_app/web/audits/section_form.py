"""One section of the workspace as a plain form, for browsers without scripts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from qa_app import clock
from qa_app.domain.asked import HOLISTIC_KEY, AskedItem, asked_sections
from qa_app.domain.audit_entries import Entry, EntryChange, EntryKind
from qa_app.domain.background import background_of
from qa_app.domain.draft import Draft, entry_of
from qa_app.domain.rubric import Rubric
from qa_app.domain.supervisor_quarter import FROM_RECORDS
from qa_app.web.asking.answers import typed_answer
from qa_app.web.asking.background import Fields, read_base, value_of
from qa_app.web.audits.section_html import BACKGROUND, WHOLE


def changes_from(draft: Draft, section: str, form: Fields) -> tuple[EntryChange, ...]:
    """Read what a section's form changes.

    Args:
        draft: The draft as it stands.
        section: Code of the section, `background` or `whole`.
        form: What was sent.

    Returns:
        Only entries that the form holds otherwise than they stand.

    Raises:
        InvalidError: The form was tampered with.
    """
    base = read_base(form.get("base", "{}"))
    return tuple(
        EntryChange(
            kind=entry.kind,
            key=entry.key,
            value=entry.value,
            base_revision=base.get(f"{entry.kind.value}/{entry.key}", 0),
            operation_id=clock.random_token()[:32],
            note=entry.note,
            read=entry.read,
            name_reason=form.get(f"name_reason.{entry.key}", ""),
        )
        for entry in _filled(draft, section, form)
        if _differs(entry, entry_of(draft.entries, entry.kind, entry.key))
    )


def typed_entries(draft: Draft, changes: Sequence[EntryChange]) -> tuple[Entry, ...]:
    """Give what a refused form holds, based on what stands now.

    Args:
        draft: The draft as it stands.
        changes: What was refused.

    Returns:
        The entries, so that sending the form again saves them.
    """
    return tuple(
        replace(
            entry_of(draft.entries, change.kind, change.key),
            value=change.value,
            note=change.note,
            read=change.read,
        )
        for change in changes
    )


def _differs(typed: Entry, stands: Entry) -> bool:
    return (typed.value, typed.note.strip(), set(typed.read)) != (
        stands.value,
        stands.note.strip(),
        set(stands.read),
    )


def _filled(draft: Draft, section: str, form: Fields) -> Iterator[Entry]:
    rubric = draft.rubric
    if section == BACKGROUND:
        given = {(one.kind, one.key) for one in draft.entries if FROM_RECORDS in one.read}
        for asked in background_of(rubric):
            if (asked.kind, asked.key) in given:
                continue  # no field of this form
            yield Entry(asked.kind, asked.key, value_of(asked, form))
    elif section == WHOLE and rubric.holistic is not None:
        value = form.get(f"holistic.{HOLISTIC_KEY}") or None
        yield Entry(EntryKind.HOLISTIC, HOLISTIC_KEY, value)
    else:
        yield from _answers(draft, section, form)


def _answers(draft: Draft, section: str, form: Fields) -> Iterator[Entry]:
    for item in _items(draft.rubric, section):
        if item.is_per_case:
            continue
        value = form.get(f"{item.kind.value}.{item.code}")
        stands = entry_of(draft.entries, item.kind, item.code)
        if item.code in form.getlist("clear"):
            value = None
        elif _is_found(draft, item, value, stands):
            # the key that the dates chose is no answer of the reader's
            value = stands.value
        yield Entry(
            item.kind,
            item.code,
            typed_answer(draft.rubric, item.kind, item.code, value),
            form.get(f"note.{item.code}", ""),
            tuple(form.getlist(f"read.{item.code}")),
        )


def _is_found(draft: Draft, item: AskedItem, value: str | None, stands: Entry) -> bool:
    return item.is_found and stands.value is None and value == draft.found.get(item.code)


def _items(rubric: Rubric, code: str) -> Sequence[AskedItem]:
    found: Mapping[str, Sequence[AskedItem]] = {
        section.code: section.items for section in asked_sections(rubric)
    }
    return found.get(code, ())
