"""How a draft stands, for the script of its page."""

from qa_app.domain.asked import asked_items
from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.background import background_of
from qa_app.domain.draft import Draft, progress_of, whole_progress
from qa_app.web.asking.states import mode_of, view_of
from qa_app.wording import Words
from qa_app.wording.drafts import DraftWords


def rating_words(draft: Draft, language: str) -> dict[str, str]:
    """Say how a rule rubric rates its items so far.

    Args:
        draft: The draft.
        language: Language of the page.

    Returns:
        Item to the words of its rating, empty while it is open; empty for other methods.
    """
    words, ratings, own = Words(language), draft.score.ratings, draft.rubric.rule_words
    return {
        item.code: words.rating(rating, own.of_item(rating))
        if (rating := ratings.get(item.code))
        else ""
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
        code: view_of(words, asked[code], told, values.get(code)).plain()
        for code, told in draft.told.items()
        if mode_of(asked[code], told) != "plain"  # nearly all are, and the script knows those
    }
