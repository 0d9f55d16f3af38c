"""The made-up file beside the form of a part: what that part asks, and what the file comes to."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from qa_app.domain.asked import AskedItem, asked_sections, asked_whole
from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.draft_parts import Part, PartKind, code_of, part_at, parts_of
from qa_app.domain.item_needs import Needs, needs_of
from qa_app.domain.problems import Problem, Severity
from qa_app.domain.rubric_ground import Ground
from qa_app.web.asking.background import Fields
from qa_app.web.drafting.editor_pages import Beside
from qa_app.web.drafting.made_up import FOUND, MadeUp, made_up
from qa_app.web.settings import local_today

Plain = Mapping[str, Any]
_SETTINGS = frozenset({PartKind.SETTINGS, PartKind.FILE})
_OWN = frozenset({*(kind.value for kind in EntryKind), "note", "read", FOUND})


def beside(on: Ground, problems: list[Problem], plain: Plain, part: Part, form: Fields) -> Beside:
    """Put together what stands beside a part.

    Args:
        on: What the draft is checked and resolved on.
        problems: What is wrong with it.
        plain: The draft as it stands on screen.
        part: The part whose form is shown.
        form: The made-up file; empty before anybody filled it in.

    Returns:
        Its fields and items, and what the whole file comes to; with faults nothing can be
        scored, and what was filled in is only carried along.
    """
    before, after = _neighbours(plain, part)
    errors = sum(one.severity is Severity.ERROR for one in problems)
    view = Beside(
        part=part.address,
        errors=errors,
        is_rules="sections" not in plain,
        read_on=local_today(),
        before=before,
        after=after,
        carried=tuple(_carried(form, frozenset(), frozenset())),
    )
    if errors:
        return view
    content = on.content(plain)
    made = made_up(content, form)
    return _filled(view, made, needs_of(content, part.kind, code_of(part_at(plain, part))), form)


def _filled(view: Beside, made: MadeUp, needs: Needs, form: Fields) -> Beside:
    fields = [
        one
        for one in made.fields()
        if one.asked.key in needs.fields
        or (needs.has_sample and one.asked.kind is EntryKind.SAMPLE)
    ]
    items = tuple(_asked(made, needs, view.part))
    names = frozenset(one.name for one in fields)
    codes = frozenset((one.kind.value, one.code) for one in items)
    return replace(
        view,
        controls=tuple(made.control(one) for one in fields),
        items=made.shown(items),
        came=made.came(),
        refused=made.left_out(),
        read_on=made.read_on,
        is_empty=made.is_empty,
        carried=tuple(_carried(form, names, codes)),
    )


def _asked(made: MadeUp, needs: Needs, part: str) -> Iterator[AskedItem]:
    for section in asked_sections(made.rubric):
        for item in section.items:
            if item.code in needs.items:
                yield item
    whole = asked_whole(made.rubric)
    if whole is not None and part in _SETTINGS:
        yield whole


def _carried(
    form: Fields, fields: frozenset[str], codes: frozenset[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """Bring along what was filled in for other parts."""
    shown = {f"{name}.{code}" for kind, code in codes for name in (kind, "note", "read", FOUND)}
    for name, value in form.items(multi=True):
        if name.partition(".")[0] not in _OWN:
            continue
        is_field = any(name == one or name.startswith(f"{one}.") for one in fields)
        if not is_field and name not in shown:
            yield name, value


def _neighbours(plain: Plain, part: Part) -> tuple[str, str]:
    """Name the items before and after a part, for whoever goes on without a script."""
    parts = parts_of(plain)
    items = [at for at, one in enumerate(parts) if one.kind is PartKind.ITEM]
    here = parts.index(part) if part in parts else 0
    before = [at for at in items if at < here]
    after = [at for at in items if at > here]
    return (
        parts[before[-1]].address if before else "",
        parts[after[0]].address if after else "",
    )
