"""Indicators of the workforce in words: definitions, sources, gaps and tables."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from qa_app.domain.defaults import SHARE_DENOMINATOR, SMALL_COUNT
from qa_app.domain.indicators import Counted, Year, rate_of
from qa_app.domain.rounding import display, grouped
from qa_app.domain.text import BilingualText
from qa_app.domain.workers import Tier
from qa_app.wording.catalogue import message as _
from qa_app.wording.sandbox import Table
from qa_app.wording.words import Words
from qa_app.wording.workers import TIERS

_WHOLE_PCT = 100
_UNKNOWN = "–"
Write = Callable[[int], str]


def said_heading(words: Words, year: Year) -> str:
    """Say the first indicator of a year, as a heading.

    Args:
        words: The page's language.
        year: The year.

    Returns:
        One sentence.
    """
    if year.rate is None:
        return words.say(_("Workers for children: not every number is known yet"))
    return words.say(
        _("%(rate)s workers for every 100,000 children, as far as districts gave numbers"),
        rate=display(year.rate, 1),
    )


def said_gaps(words: Words, year: Year) -> tuple[str, ...]:
    """Say how many districts gave which number.

    Args:
        words: The page's language.
        year: The year.

    Returns:
        A sentence for each kind of number.
    """
    count = len(year.districts)
    given = sum(one.is_given for one in year.districts.values())
    licensed = sum(one.has_licences for one in year.districts.values())
    return (
        words.say(
            _("%(given)s of %(count)s districts gave numbers of workers."), given=given, count=count
        ),
        words.say(
            _("%(given)s of %(count)s districts gave numbers of children."),
            given=len(year.populations.keys() & year.districts.keys()),
            count=count,
        ),
        words.say(
            _("%(given)s of %(count)s districts recorded certificates."),
            given=licensed,
            count=count,
        ),
    )


def said_definitions(words: Words) -> tuple[tuple[str, str, str], ...]:
    """Define each indicator.

    Args:
        words: The page's language.

    Returns:
        Its name, what it is, and where its numbers come from.
    """
    return tuple(tuple_of(words, *one) for one in _DEFINITIONS)


def tuple_of(words: Words, name: str, what: str, source: str) -> tuple[str, str, str]:
    """Put one definition into the page's language.

    Args:
        words: The page's language.
        name: Message of its name.
        what: Message of what it is.
        source: Message of where its numbers come from.

    Returns:
        The three in words.
    """
    return words.say(name), words.say(what), words.say(source)


_DEFINITIONS = (
    (
        _("Workers for every 100,000 children"),
        _(
            "Workers in post on the last day of the year who meet children, students and volunteers"
            " left out, over children under 18; districts that gave both numbers."
        ),
        _("Register of workers; number of children with the source that each district names."),
    ),
    (
        _("Certified to work with child victims"),
        _(
            "Of these workers, those with a certificate in force that the city's table accepts for"
            " their area."
        ),
        _("Register of workers, certificates; table of certificates in the criteria."),
    ),
    (
        _("With a supervision agreement"),
        _(
            "Of these workers, those with a supervision agreement in force on that day, not those"
            " with whom a session was held; a dash stands for years before the first agreement."
        ),
        _("Supervision agreements."),
    ),
    (
        _("Levels of the workforce"),
        _(
            "The same workers by level, as their profile says; for every 100,000 children. Who"
            " supervises with an account and holds no post at a centre stands in no level."
        ),
        _("Register of workers, profiles."),
    ),
    (
        _("Maturity of quality assurance"),
        _("The lowest of the four dimensions of the system review; final reviews only."),
        _("Signed reviews of a region's year."),
    ),
)


def said_small(words: Words, *, is_open: bool) -> str:
    """Say which numbers are hidden.

    Args:
        words: The page's language.
        is_open: True for who may read the workers themselves.

    Returns:
        One sentence.
    """
    if is_open:
        return words.say(_("A share is told from %(least)s workers on."), least=SHARE_DENOMINATOR)
    return words.say(
        _(
            "Numbers of 1 to %(most)s people are hidden, with as many others as would give them"
            " away; a share is told from %(least)s workers on."
        ),
        most=SMALL_COUNT - 1,
        least=SHARE_DENOMINATOR,
    )


def district_table(
    words: Words,
    year: Year,
    names: Mapping[int, BilingualText],
    write: Write = grouped,
) -> Table:
    """List the districts of a year with the number behind each share.

    Args:
        words: The page's language.
        year: The year.
        names: District to its name.
        write: How counts are written: in groups on a page, plain in a file.

    Returns:
        A row for each district, then all together.
    """
    heads = (
        _("District"),
        _("Children"),
        _("Source"),
        _("Workers"),
        _("For every 100,000 children"),
        _("Certified"),
        _("With a supervision agreement"),
    )
    rows = [_district(words, year, one, names[one], write) for one in year.districts]
    total = (
        words.say(_("All together")),
        write(year.covered_children) if year.covered_children else words.say(_("number not given")),
        words.say(
            _("%(given)s of %(count)s districts gave both numbers"),
            given=year.both_count,
            count=len(year.districts),
        ),
        _number(words, year.total.workers, write),
        _rate(words, year.rate),
        _part(words, year.total.certified, year.total, write),
        _supervised(words, year, year.total, write),
    )
    return Table(tuple(words.say(one) for one in heads), (*rows, total))


def _district(
    words: Words, year: Year, district: int, name: BilingualText, write: Write
) -> tuple[str, ...]:
    of, population = year.districts[district], year.populations.get(district)
    gap = words.say(_("number not given"))
    if population is None:
        children, source, rate = gap, "", gap
    else:
        children = write(population.children)
        source = words.say(
            _("%(source)s, %(year)s"), source=population.source, year=str(population.year)
        )
        rate = _rate(words, rate_of(of.workers, population.children)) if of.is_given else gap
    return (
        words.text(name),
        children,
        source,
        _number(words, of.workers, write) if of.is_given else gap,
        rate,
        _part(words, of.certified, of, write) if of.has_licences else gap,
        _supervised(words, year, of, write) if of.is_given else gap,
    )


def _number(words: Words, count: int | None, write: Write) -> str:
    return words.say(_("hidden")) if count is None else write(count)


def _rate(words: Words, rate: Fraction | None) -> str:
    return words.say(_("not told")) if rate is None else display(rate, 1)


def _part(words: Words, part: int | None, of: Counted, write: Write) -> str:
    if part is None or of.workers is None:
        return words.say(_("hidden"))
    said = words.say(_("%(part)s of %(count)s"), part=write(part), count=write(of.workers))
    if of.workers < SHARE_DENOMINATOR:
        return said
    share = display(Fraction(_WHOLE_PCT * part, of.workers), 0)
    return words.say(_("%(parts)s (%(share)s %%)"), parts=said, share=share)


def _supervised(words: Words, year: Year, of: Counted, write: Write) -> str:
    return _part(words, of.supervised, of, write) if year.has_agreements else _UNKNOWN


def tier_table(words: Words, year: Year) -> Table:
    """List the levels of the workforce.

    Args:
        words: The page's language.
        year: The year.

    Returns:
        A row for each level, then workers whose level nobody recorded.
    """
    heads = (_("Level"), _("Workers"), _("For every 100,000 children"))
    codes = [*(one.value for one in Tier), *([""] if "" in year.tiers else [])]
    # a rate over children needs that every worker stands in a district with a number of them
    is_covered = year.covered_workers is not None and year.covered_workers == year.total.workers
    rows = []
    for code in codes:
        count = year.tiers.get(code, 0)
        rate = rate_of(count, year.covered_children if is_covered else 0)
        name = words.say(TIERS[Tier(code)]) if code else words.say(_("not recorded"))
        rows.append((name, _number(words, count, grouped), _rate(words, rate)))
    return Table(tuple(words.say(one) for one in heads), tuple(rows))


def year_table(words: Words, years: tuple[Year, ...], write: Write = grouped) -> Table:
    """Lay the years beside each other.

    Args:
        words: The page's language.
        years: The latest first.
        write: How counts are written: in groups on a page, plain in a file.

    Returns:
        A row for each year, with both numbers of which the rate is made.
    """
    heads = (
        _("Year"),
        _("Workers"),
        _("Workers in districts with both numbers"),
        _("Children in districts with both numbers"),
        _("For every 100,000 children"),
        _("Certified"),
        _("With a supervision agreement"),
        _("Districts with both numbers"),
    )
    return Table(
        tuple(words.say(one) for one in heads),
        tuple(
            (
                str(one.year),
                _number(words, one.total.workers, write),
                _number(words, one.covered_workers, write),
                write(one.covered_children),
                _rate(words, one.rate),
                _part(words, one.total.certified, one.total, write)
                if one.total.has_licences
                else words.say(_("number not given")),
                _supervised(words, one, one.total, write),
                words.say(
                    _("%(part)s of %(count)s"), part=one.both_count, count=len(one.districts)
                ),
            )
            for one in years
        ),
    )


def said_per(words: Words) -> str:
    """Name the unit of the chart.

    Args:
        words: The page's language.

    Returns:
        The unit.
    """
    return words.say(_("Workers for every 100,000 children"))
