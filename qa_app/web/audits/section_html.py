"""Sections of the workspace as HTML; what every draft of a rubric has is rendered once and kept."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from markupsafe import Markup

from qa_app.domain.asked import asked_sections
from qa_app.domain.rubric import Rubric
from qa_app.domain.text import NO_TEXT
from qa_app.web.asking.item_html import filled_in
from qa_app.web.audits.pages import FormsPart, LinksPart, SectionHead, SectionView
from qa_app.web.session import form_token
from qa_app.web.steady import address

WHOLE = "whole"
"""Code of the judgement of the whole among the sections."""

_MARK = "\x00"
_CURRENT, _AWAY = Markup(' aria-current="true"'), Markup(" data-away")


@lru_cache(maxsize=256)
def section_heads(rubric: Rubric) -> tuple[SectionHead, ...]:
    """List the sections of the workspace.

    Args:
        rubric: The rubric.

    Returns:
        In order, the judgement of the whole last where there is one.
    """
    heads = [SectionHead(one.code, one.title) for one in asked_sections(rubric)]
    if rubric.holistic is not None:
        heads.append(SectionHead(WHOLE, NO_TEXT, is_whole=True))
    return tuple(heads)


def section_links(rubric: Rubric, language: str, sections: Sequence[SectionView]) -> Markup:
    """Give the ways to the sections.

    Args:
        rubric: The rubric.
        language: Language of the page.
        sections: Each of `section_heads` as the draft has it.

    Returns:
        The HTML.
    """
    filled = {}
    for one in sections:
        filled[f"current {one.code}"] = _CURRENT if one.is_current else ""
        filled[f"count {one.code}"] = f"{one.progress.done}/{one.progress.of}"
    return _filled(_kept(rubric, language, LinksPart), filled)


def section_forms(
    rubric: Rubric, language: str, audit_id: int, sections: Sequence[SectionView]
) -> Markup:
    """Give the sections as forms.

    Args:
        rubric: The rubric.
        language: Language of the page.
        audit_id: The draft.
        sections: Each of `section_heads` as the draft has it.

    Returns:
        The HTML.
    """
    filled, token = {}, form_token()
    for one in sections:
        code = one.code
        filled[f"action {code}"] = address("audits.save_section", audit_id=audit_id, section=code)
        filled[f"away {code}"] = "" if one.is_current else _AWAY
        filled[f"token {code}"] = token
        filled[f"base {code}"] = one.base
        filled[f"hint {code}"] = one.hint
        filled[f"items {code}"] = one.items
    return _filled(_kept(rubric, language, FormsPart), filled)


def _filled(parts: tuple[str, ...], filled: Mapping[str, str]) -> Markup:
    # the parts were escaped when they were rendered, what fills them is escaped there
    return Markup("".join(filled_in(parts, filled)))  # noqa: S704 - escaped


@lru_cache(maxsize=400)
def _kept(
    rubric: Rubric, _language: str, part: type[FormsPart] | type[LinksPart]
) -> tuple[str, ...]:
    return tuple(part(sections=section_heads(rubric), slot=_slot).render().split(_MARK))


def _slot(name: str, code: str) -> Markup:
    return Markup(f"{_MARK}{name} {code}{_MARK}")  # noqa: S704 - codes are of a checked rubric
