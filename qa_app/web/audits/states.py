"""How every item of a draft stands, for the page and for its script."""

from qa_app.domain.asked import HOLISTIC_KEY, AskedItem, asked_items, asked_sections
from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.background import background_of
from qa_app.domain.draft import Draft, entry_of, progress_of, whole_progress
from qa_app.domain.scoring_result import CodeSource, ItemExplanation, State
from qa_app.web.audits.item_html import ItemView
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
                else _view(words, asked, told, value)
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


def _view(words: DraftWords, asked: AskedItem, told: ItemExplanation, value: object) -> ItemView:
    mode = _mode(asked, told)
    line = words.line(asked.code)
    is_off = mode == "off"
    return ItemView(
        mode,
        told.code if told.code is not None else chosen_code(value),
        "" if is_off else line,
        words.caption(asked.code),
        line if is_off else "",
    )


def _mode(asked: AskedItem, told: ItemExplanation) -> str:
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


def rating_words(draft: Draft, language: str) -> dict[str, str]:
    """Say how a rule rubric rates its items so far.

    Args:
        draft: The draft.
        language: Language of the page.

    Returns:
        Item to the words of its rating, empty while it is open; empty for other methods.
    """
    words, ratings = Words(language), draft.score.ratings
    return {
        item.code: words.named("rating", rating) if (rating := ratings.get(item.code)) else ""
        for item in draft.rubric.rule_items
    }


def standing(draft: Draft, language: str) -> dict[str, object]:
    """Tell a script how the draft stands.

    Args:
        draft: The draft.
        language: Language of the page.

    Returns:
        JSON values: items that are not simply rated by the reader, and progress by section.
    """
    progress = progress_of(draft)
    whole = whole_progress(progress.values())
    asked = {(one.kind, one.key) for one in background_of(draft.rubric)}
    filled = {(one.kind, one.key) for one in draft.entries if one.value is not None}
    return {
        "items": _moved_items(draft, language),
        "sections": {code: [part.done, part.of] for code, part in progress.items()},
        "progress": [whole.done, whole.of],
        "ratings": rating_words(draft, language),
        "background": [sum(1 for one in asked if one in filled), len(asked)],
    }


def _moved_items(draft: Draft, language: str) -> dict[str, list[str | None]]:
    words = DraftWords(Words(language), draft)
    values = {one.key: one.value for one in draft.entries if one.kind is EntryKind.ANSWER}
    asked = asked_items(draft.rubric)
    return {
        code: _view(words, asked[code], told, values.get(code)).plain()
        for code, told in draft.told.items()
        if _mode(asked[code], told) != "plain"  # nearly all are, and the script knows those
    }
