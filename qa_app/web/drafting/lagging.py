"""Texts of a draft that were changed in one language only, with the way to them."""

from collections.abc import Mapping
from typing import Any

from qa_app.domain.draft_parts import part_of
from qa_app.domain.one_sided import changed_in_one
from qa_app.domain.part_forms import field_for
from qa_app.domain.problems import Problem
from qa_app.extensions import database
from qa_app.queries.rubric_drafts import Draft
from qa_app.queries.rubric_standing import version_content
from qa_app.web.drafting.editor_pages import FaultLine
from qa_app.web.locale import page_language
from qa_app.wording import Words
from qa_app.wording.one_sided import one_sided_words
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
    words = Words(page_language())
    return tuple(
        FaultLine(
            is_error=False,
            part=part_of(one.path).address,
            field=field_for(Problem("one_sided", one.path)),
            place=place_words(words, after, one.path),
            words=one_sided_words(words, one),
        )
        for one in changed_in_one(before, after)
    )


def lags_of_draft(draft: Draft, plain: Content) -> tuple[FaultLine, ...]:
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
