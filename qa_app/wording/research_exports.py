"""Tables for research in words: the file to read first, and the codebook."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from qa_app.domain.defaults import FILES_PER_POINT, RESEARCH_RESTS_DAYS, SMALL_COUNT
from qa_app.domain.research_ratings import rated_blocks
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_rules import item_name, outcome_name
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

_TITLE = _("Tables for research")
_PARTS = (
    _("Project: %(project)s"),
    _("Request %(number)s, asked for on %(asked)s; read from %(since)s to %(until)s."),
    _("Approved by two people other than who asked; it may be taken until %(lapses)s."),
    _(
        "Use it for this project alone, do not try to find out which centre or child a number is"
        " about, and delete it when the project ends."
    ),
    _(
        "answers.csv: one row for each centre, quarter, rubric version, section, scale and option."
        " It counts how many items of the section were answered so in files drawn at random or all"
        " of them, whose result was final within %(days)s days after the quarter, so that everybody"
        " who takes a quarter takes the same numbers. Items that did not count are left out."
    ),
    _(
        "Centres bear made-up names that are the same within this request and others in every other"
        " one. There is no case, no worker, no reader, no date and no free text."
    ),
    _(
        "Centres with fewer than %(files)s files in a quarter are left out, and those of whose"
        " final results one was changed or made void (%(left)s centres and quarters). A number that"
        " stands on fewer than %(least)s files is held back, and at least one more of its scale"
        " with it, so that it cannot be worked out; where that is not possible the whole scale is."
        " Held back means: answers is empty and status is hidden. It is never zero."
    ),
    _(
        "Rubrics of rules have no sections: there is one row for each outcome, item and rating, and"
        " it counts files. An outcome follows from its items, so all are held back where one of"
        " their numbers, or of the files without a rating, is below %(least)s and not zero."
    ),
    _("codebook_zh.csv and codebook_en.csv explain each column, rubric, section and option."),
)
_COLUMNS: Mapping[str, str] = {
    "centre": _("Made-up name of the centre"),
    "quarter": _("Quarter in which the files were read"),
    "area": _("Code of the area of expertise"),
    "rubric": _("Code of the rubric"),
    "version": _("Version of the rubric; versions are not comparable as they stand"),
    "section": _("Code of the section; in a rubric of rules of the outcome or item"),
    "scale": _(
        "Scale of the items that are counted together; outcome or item where ratings are counted"
    ),
    "files": _("Files read in this quarter"),
    "option": _("Code of the answer or rating"),
    "answers": _(
        "How many items of this section and scale were answered so, or how many files rated so;"
        " empty where it is held back"
    ),
    "status": _("shown, or hidden where it is held back"),
}
COLUMNS = tuple(_COLUMNS)
_KINDS = {
    "column": _("column"),
    "rubric": _("rubric"),
    "section": _("section"),
    "option": _("option"),
    "outcome": _("outcome of a rubric of rules"),
    "item": _("item"),
    "rating": _("rating"),
}
CODEBOOK_HEADS = (_("What"), _("Rubric and version"), _("Code"), _("Meaning"))


@dataclass(frozen=True, slots=True)
class ResearchFacts:
    """What the file to read first says.

    Attributes:
        number: The request.
        project: What the research is.
        asked_at: When it was asked for.
        span: First and last day of reading.
        lapses_at: Until when it may be taken.
        left_out: Centres and quarters with too few files, or with a result changed since.
    """

    number: int
    project: str
    asked_at: datetime
    span: tuple[date, date]
    lapses_at: datetime
    left_out: int


def said_readme(words: Words, facts: ResearchFacts, zone: str) -> str:
    """Write the file to read first, in one language.

    Args:
        words: The language.
        facts: What it says.
        zone: Local time zone.

    Returns:
        Its text, a heading and paragraphs.
    """
    values = {
        "project": facts.project,
        "number": facts.number,
        "asked": words.instant(facts.asked_at, zone),
        "since": words.day(facts.span[0]),
        "until": words.day(facts.span[1]),
        "lapses": words.instant(facts.lapses_at, zone),
        "days": RESEARCH_RESTS_DAYS,
        "files": FILES_PER_POINT,
        "least": SMALL_COUNT,
        "left": facts.left_out,
    }
    return "\n\n".join((words.say(_TITLE), *(words.say(one, **values) for one in _PARTS)))


def codebook_rows(
    words: Words, rubrics: Mapping[tuple[str, str], Rubric]
) -> Iterator[tuple[str, str, str, str]]:
    """Explain each column, rubric, section and option, and of rules each outcome, item and rating.

    Args:
        words: The language.
        rubrics: Versions that stand in the table.

    Yields:
        Rows of `CODEBOOK_HEADS`.
    """
    for name, meaning in _COLUMNS.items():
        yield words.say(_KINDS["column"]), "", name, words.say(meaning)
    for (code, version), rubric in rubrics.items():
        where = f"{code} {version}"
        yield words.say(_KINDS["rubric"]), where, code, words.text(rubric.title)
        options: dict[str, str] = {}
        for section in rubric.sections:
            yield words.say(_KINDS["section"]), where, section.code, words.text(section.title)
            for item in section.items:
                for option in item.scale.options:
                    options.setdefault(option.code, words.text(option.label))
        for option_code, label in options.items():
            yield words.say(_KINDS["option"]), where, option_code, label
        yield from _rated(words, rubric, where)


def _rated(words: Words, rubric: Rubric, where: str) -> Iterator[tuple[str, str, str, str]]:
    titles = {outcome_name(one.code): one.title for one in rubric.outcomes}
    titles |= {item_name(one.code): one.title for one in rubric.rule_items}
    ratings: dict[str, str] = {}
    for part in (one for block in rated_blocks(rubric) for one in block):
        kind = _KINDS["outcome" if part.is_outcome else "item"]
        yield words.say(kind), where, part.code, words.text(titles[part.name])
        own = rubric.rule_words.of_outcome if part.is_outcome else rubric.rule_words.of_item
        ratings |= {one: words.rating(one, own(one)) for one in part.ratings}
    for code, label in ratings.items():
        yield words.say(_KINDS["rating"]), where, code, label
