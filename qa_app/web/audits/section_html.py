"""Sections of the workspace as HTML; what every draft of a rubric has is rendered once and kept."""

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup

from qa_app.domain.asked import asked_sections
from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.rubric import Rubric
from qa_app.domain.text import NO_TEXT
from qa_app.web.audits.pages import BackgroundPart, FormsPart, LinksPart, SectionHead, SectionView
from qa_app.web.audits.slots import slot, split_at_slots, with_slots_filled
from qa_app.web.session import form_token
from qa_app.web.steady import address

WHOLE = "whole"
"""Code of the judgement of the whole among the sections."""

BACKGROUND = "background"
"""Code of the case facts among the sections."""

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
    return with_slots_filled(_kept(rubric, language, LinksPart), filled)


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
    return with_slots_filled(_kept(rubric, language, FormsPart), filled)


@lru_cache(maxsize=400)
def _kept(
    rubric: Rubric, _language: str, part: type[FormsPart] | type[LinksPart]
) -> tuple[str, ...]:
    return split_at_slots(part(sections=section_heads(rubric), slot=slot))


def background_form(
    rubric: Rubric,
    language: str,
    audit_id: int,
    view: SectionView,
    controls: Sequence[tuple[EntryKind, Markup]],
    sampled: str,
) -> Markup:
    """Give the case facts as a form.

    Args:
        rubric: The rubric.
        language: Language of the page.
        audit_id: The draft.
        view: The section as the draft has it.
        controls: Kind and HTML of each field.
        sampled: How cases were sampled, as a sentence; empty otherwise.

    Returns:
        The HTML.
    """
    kinds = tuple(kind for kind, _html in controls)
    parts = _kept_background(rubric, language, kinds, is_sampled=bool(sampled))
    filled = {
        "action": address("audits.save_section", audit_id=audit_id, section=BACKGROUND),
        "away": "" if view.is_current else _AWAY,
        "token": form_token(),
        "base": view.base,
        "sampled": sampled,
    }
    filled |= {f"control {number}": html for number, (_kind, html) in enumerate(controls)}
    return with_slots_filled(parts, filled)


@lru_cache(maxsize=400)
def _kept_background(
    rubric: Rubric, _language: str, kinds: tuple[EntryKind, ...], *, is_sampled: bool
) -> tuple[str, ...]:
    following = next(iter(section_heads(rubric)), None)
    part = BackgroundPart(kinds=kinds, is_sampled=is_sampled, following=following, slot=slot)
    return split_at_slots(part)
