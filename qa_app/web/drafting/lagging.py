"""Texts of a draft that were changed in one language only, with the way to them."""

from collections.abc import Iterable, Mapping
from typing import Any

from qa_app.domain.draft_parts import part_of
from qa_app.domain.one_sided import OneSided, changed_in_one, missing_in_one
from qa_app.domain.part_forms import field_for
from qa_app.domain.problems import Problem
from qa_app.extensions import database
from qa_app.queries.rubric_drafts import DraftInHand
from qa_app.queries.rubric_standing import version_content
from qa_app.web.drafting.editor_pages import FaultLine
from qa_app.web.locale import page_language
from qa_app.wording import Words
from qa_app.wording.one_sided import lag_summary, one_sided_words
from qa_app.wording.rubric_places import place_words

Content = Mapping[str, Any]


def lags_of(before: Content, after: Content) -> tuple[FaultLine, ...]:
    """Compare the languages of two contents.

    Args:
        before: The version that stands.
        after: What follows it.

    Returns:
        A line for each text of which one language moved on; none of them is a fault.
    """
    return _lines(changed_in_one(before, after), after)


def left_behind(before: Content, after: Content) -> tuple[str, tuple[FaultLine, ...]]:
    """Say which language lags behind between two versions that stand.

    Args:
        before: The earlier one.
        after: The later one.

    Returns:
        A heading, empty when nothing lags behind; a line for each text of which one language
        moved on while the other stayed, or is not written.
    """
    found = (*changed_in_one(before, after), *missing_in_one(before, after))
    return lag_summary(Words(page_language()), found), _lines(found, after)


def _lines(found: Iterable[OneSided], after: Content) -> tuple[FaultLine, ...]:
    words = Words(page_language())
    return tuple(
        FaultLine(
            is_error=False,
            part=part_of(one.path).address,
            field=field_for(Problem("one_sided", one.path)),
            place=place_words(words, after, one.path),
            words=one_sided_words(words, one),
        )
        for one in found
    )


def lags_of_draft(draft: DraftInHand, plain: Content) -> tuple[FaultLine, ...]:
    """Compare the languages of a draft with the version that it follows.

    Args:
        draft: The draft.
        plain: Its data as it stands on screen.

    Returns:
        As `lags_of`; nothing for the first version of a rubric.
    """
    if draft.base_version_id is None:
        return ()
    base = version_content(database(), draft.base_version_id)
    return () if base is None else lags_of(base.content, plain)
