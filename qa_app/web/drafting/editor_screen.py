"""What the editor shows: the check, the form of a part, the part as text, what clashes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from qa_app.domain.defaults import RUBRIC_FAULTS_TOLD_MOST
from qa_app.domain.draft_outline import outline
from qa_app.domain.draft_parts import FILE, Part, part_at, part_of, path_in_part
from qa_app.domain.part_forms import field_for
from qa_app.domain.problems import Problem, Severity, most_told
from qa_app.domain.rubric_library import Library
from qa_app.extensions import database
from qa_app.queries.rubric_drafts import DraftInHand
from qa_app.queries.rubric_list import known_areas
from qa_app.rubric_files.unreadable import UnreadableError
from qa_app.rubric_files.writer import flow_yaml, rubric_yaml
from qa_app.rubric_files.yaml_text import read_yaml
from qa_app.web.asking.background import Fields
from qa_app.web.drafting.beside import beside
from qa_app.web.drafting.clause_search import found_clauses
from qa_app.web.drafting.editor_desk import Desk
from qa_app.web.drafting.editor_pages import (
    Clash,
    EditorPage,
    FaultLine,
    Found,
    OutlineGroup,
    Trouble,
)
from qa_app.web.drafting.editor_row_words import outline_words
from qa_app.web.drafting.editor_view import part_view
from qa_app.web.drafting.editor_words import field_words, test_words, too_long_words
from qa_app.web.drafting.lagging import lags_of_draft
from qa_app.web.drafting.meant import meanings_in, value_fault
from qa_app.web.drafting.reading import ground
from qa_app.web.guard import current_actor
from qa_app.web.labels import plain as said_plain
from qa_app.web.locale import page_language
from qa_app.wording import Words
from qa_app.wording.fault_names import FIELDS
from qa_app.wording.rubric_places import fault_words, place_words

Plain = Mapping[str, Any]
_WHOLE_TITLE = 60


@dataclass(frozen=True, slots=True)
class Screen:
    """What stands on the screen of the editor.

    Attributes:
        part: The part whose form is shown.
        plain: The draft with what was typed.
        trouble: Why it was not saved.
        yaml: Text that was typed for the part and could not be read; None shows the part.
        searched: Words that clauses were searched for.
        made_up: The made-up file, as it was filled in.
        too_long: Names of lists that are longer than a form takes.
    """

    part: Part
    plain: Plain
    trouble: Trouble = field(default_factory=Trouble)
    yaml: str | None = None
    searched: str = ""
    made_up: Fields = field(default_factory=MultiDict)
    too_long: tuple[str, ...] = ()


def editor_page(draft: DraftInHand, screen: Screen) -> EditorPage:
    on = ground()
    problems = on.problems(screen.plain)
    found = found_in(screen.plain, problems)
    wrong: dict[str, list[str]] = {}
    for one in found.faults:
        if one.part == screen.part.address:
            wrong.setdefault(one.field, []).append(one.words)
    for name in screen.too_long:
        wrong.setdefault(name, []).append(too_long_words())
    desk = Desk(
        Words(page_language()),
        screen.plain,
        _with_own(screen.plain, on.library),
        known_areas(database()),
        current_actor().name,
    )
    title = said_plain(draft.line.title) or draft.line.code
    text = part_yaml(screen.plain, screen.part) if screen.yaml is None else screen.yaml
    return EditorPage(
        draft=draft,
        title=title if len(title) <= _WHOLE_TITLE else f"{title[:_WHOLE_TITLE]}…",
        found=found,
        view=part_view(desk, screen.part, wrong, found_clauses(screen.searched)),
        yaml=text,
        yaml_faults=() if screen.yaml is not None else lines_of(text, screen.part, problems),
        is_yaml_open=screen.yaml is not None or screen.part == FILE,
        trouble=screen.trouble,
        searched=screen.searched,
        tests=test_words(),
        groups=tuple(OutlineGroup(*one) for one in outline_words(screen.plain)),
        beside=beside(on, problems, screen.plain, screen.part, screen.made_up),
        lags=lags_of_draft(draft, screen.plain),
    )


def lines_of(text: str, part: Part, problems: list[Problem]) -> tuple[tuple[int, str], ...]:
    """Give the faults of a part the lines on which they stand in its text.

    Args:
        text: The part as text, as the page shows it.
        part: The part.
        problems: Faults of the whole draft.

    Returns:
        Line and words, faults before what is only pointed out, each in order; nothing for a text
        that cannot be read again.
    """
    own = [one for one in most_told(problems) if part == FILE or part_of(one.path) == part]
    try:
        places = read_yaml(text) if own else None
    except UnreadableError:
        return ()
    if places is None:
        return ()
    words = Words(page_language())
    lines = sorted(
        (
            one.severity is not Severity.ERROR,
            places.place_of(one.path if part == FILE else path_in_part(one.path))[0],
            fault_words(words, one, in_file=True),
        )
        for one in own
    )
    return tuple((line, said) for _is_doubt, line, said in lines)


def _with_own(plain: Plain, library: Library) -> Library:
    # the draft's own definitions may have any shape while it is written
    scales, bands = _named(plain, "scales"), _named(plain, "bands")
    return replace(
        library,
        scales={**library.scales, **{c: v for c, v in scales.items() if isinstance(v, dict)}},
        bands={**library.bands, **{c: v for c, v in bands.items() if isinstance(v, list)}},
    )


def _named(plain: Plain, name: str) -> Mapping[str, Any]:
    found = plain.get(name)
    return found if isinstance(found, dict) else {}


def found_in(plain: Plain, problems: list[Problem] | None = None) -> Found:
    """Check a draft as it stands on screen."""
    on = ground()
    found = on.problems(plain) if problems is None else problems
    words, meanings = Words(page_language()), meanings_in(plain, on.library.scales)
    faults = tuple(
        FaultLine(
            one.severity is Severity.ERROR,
            part_of(one.path).address,
            field_for(one),
            place_words(words, plain, one.path),
            value_fault(words, plain, meanings, one),
        )
        for one in most_told(found)
    )
    errors = sum(one.severity is Severity.ERROR for one in found)
    return Found(
        _finding(errors, len(found) - errors),
        faults,
        outline(plain, found),
    )


def _finding(errors: int, warnings: int) -> str:
    if not errors and not warnings:
        return str(_("No fault found: ready to be handed in"))
    parts = []
    if errors:
        parts.append(ngettext("%(num)d fault to mend", "%(num)d faults to mend", errors))
    if warnings:
        parts.append(ngettext("%(num)d thing to look at", "%(num)d things to look at", warnings))
    if errors + warnings > RUBRIC_FAULTS_TOLD_MOST:
        parts.append(_("the first %(count)s are listed", count=RUBRIC_FAULTS_TOLD_MOST))
    return Words(page_language()).sequence(map(str, parts))


def told(found: Found, part: Part, lags: tuple[FaultLine, ...]) -> dict[str, Any]:
    """Give what the check found to the script of the page."""
    return {
        "finding": found.finding,
        "part": part.address,
        "faults": _for_script(found.faults),
        "lags": _for_script(lags),
        "counts": {
            one.part.address: [one.errors, one.warnings]
            for one in found.outline
            if one.errors or one.warnings
        },
    }


def _for_script(lines: tuple[FaultLine, ...]) -> list[list[bool | str]]:
    return [[one.is_error, one.part, one.field, one.place, one.words] for one in lines]


def part_yaml(plain: Plain, part: Part) -> str:
    """Write a part as text, one field on each line; the whole file in the shape of the shipped."""
    holds = part_at(plain, part)
    if part == FILE:
        try:
            return rubric_yaml(plain)
        except (ValueError, TypeError, AttributeError, KeyError):
            pass  # a shape that no rubric has: field by field, so that it can be mended
    if not isinstance(holds, Mapping):
        return flow_yaml(holds)
    return "".join(f"{flow_yaml({name: value})[1:-1]}\n" for name, value in holds.items())


def clashes_of(part: Part, theirs: Any, mine: Any) -> tuple[Clash, ...]:
    """Name the fields that stand otherwise than they were typed."""
    if not isinstance(theirs, Mapping) or not isinstance(mine, Mapping):
        return ()
    words, labels = Words(page_language()), field_words(part.kind)
    return tuple(
        Clash(
            labels[name][0]
            if name in labels
            else (words.say(FIELDS[name]) if name in FIELDS else name),
            _flow(theirs.get(name)),
            _flow(mine.get(name)),
        )
        for name in dict.fromkeys([*theirs, *mine])
        if theirs.get(name) != mine.get(name)
    )


def _flow(value: Any) -> str:
    return "–" if value is None else value if isinstance(value, str) else flow_yaml(value)
