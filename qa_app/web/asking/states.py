"""How every item of a draft stands, for a page."""

from qa_app.domain.asked import HOLISTIC_KEY, AskedItem, asked_sections
from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.draft import Draft, entry_of
from qa_app.domain.scoring_result import CodeSource, ItemExplanation, State
from qa_app.web.asking.item_html import ItemView
from qa_app.wording import Words
from qa_app.wording.drafts import DraftWords

_FOUND = frozenset({CodeSource.CLOCK, CodeSource.FREQUENCY, CodeSource.MEASURE})


def item_views(draft: Draft, language: str) -> dict[tuple[EntryKind, str], ItemView]:
    """Tell how every item stands.

    Args:
        draft: The draft.
        language: Language of the page.

    Returns:
        What is asked to how it stands.
    """
    words = DraftWords(Words(language), draft)
    saved = {(entry.kind, entry.key): entry.value for entry in draft.entries}
    views = {}
    for section in asked_sections(draft.rubric):
        for asked in section.items:
            told = draft.told.get(asked.code) if asked.kind is EntryKind.ANSWER else None
            value = saved.get((asked.kind, asked.code))
            views[asked.kind, asked.code] = (
                ItemView(chosen=chosen_code(value))
                if told is None
                else view_of(words, asked, told, value)
            )
    if draft.rubric.holistic is not None:
        judged = entry_of(draft.entries, EntryKind.HOLISTIC, HOLISTIC_KEY).value
        views[EntryKind.HOLISTIC, HOLISTIC_KEY] = ItemView(chosen=chosen_code(judged))
    return views


def chosen_code(value: object) -> str | None:
    """Name the key that an answer chooses.

    Args:
        value: A saved answer.

    Returns:
        Its code; None for no answer.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def view_of(words: DraftWords, asked: AskedItem, told: ItemExplanation, value: object) -> ItemView:
    mode = mode_of(asked, told)
    if mode == "plain" and told.started_at is None:  # most items: nothing to say of them
        return ItemView(chosen=told.code if told.code is not None else chosen_code(value))
    line, caption = words.said(asked.code)
    is_off = mode == "off"
    return ItemView(
        mode,
        told.code if told.code is not None else chosen_code(value),
        "" if is_off else line,
        caption,
        line if is_off else "",
    )


def mode_of(asked: AskedItem, told: ItemExplanation) -> str:
    if told.state is State.OFF:
        return "off"
    if told.state is State.REPORTED:
        return "reported"
    if asked.is_per_case:
        return "cases"
    if told.source in _FOUND:
        return "found"
    if told.source is CodeSource.READER and asked.is_found:
        return "over"
    return "wait" if told.state is State.OPEN and told.because else "plain"
