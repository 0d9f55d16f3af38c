"""Words of the library's pages."""

from datetime import date

from flask import url_for
from flask_babel import gettext as _

from qa_app.domain.answer_counts import Held, ItemUse, Shown
from qa_app.domain.centre_register import PAPERS
from qa_app.domain.coverage import CriterionUse, DataState
from qa_app.domain.criterion_data import DataKey, DataSource, DataSpan
from qa_app.domain.defaults import EVIDENCE_MONTHS, FINDINGS_LEAST, SHARE_DENOMINATOR
from qa_app.domain.rubric_shapes import TAGS
from qa_app.domain.standards import About, remind_until
from qa_app.domain.text import LANGUAGES
from qa_app.queries.library import StoredDocument
from qa_app.web.held_criteria import FIRST_SET, criteria_in_force
from qa_app.web.library.pages import CriterionLine, ItemName
from qa_app.web.locale import page_language
from qa_app.wording import Words
from qa_app.wording.coverage import month_words
from qa_app.wording.standards import KINDS, SEEN, STATES


def kinds(words: Words) -> dict[str, str]:
    """Name the kinds of document.

    Args:
        words: The page's language.

    Returns:
        Code to words, in order.
    """
    return {code: words.say(message) for code, message in KINDS.items()}


def states(words: Words) -> dict[str, str]:
    """Name the states of a document.

    Args:
        words: The page's language.

    Returns:
        Code to words, in order.
    """
    return {code: words.say(message) for code, message in STATES.items()}


def seen(words: Words) -> dict[str, str]:
    """Name how much of a text may have been read.

    Args:
        words: The page's language.

    Returns:
        Code to words, in order.
    """
    return {code: words.say(message) for code, message in SEEN.items()}


def seen_note(words: Words, code: str) -> str:
    """Say what must be known of how much was read.

    Args:
        words: The page's language.
        code: How much was read.

    Returns:
        The words; empty when all of it was.
    """
    return "" if code in {"", "read"} else words.say(SEEN[code])


def why_empty(about: About) -> str:
    """Say why a document has no clause, and what follows from it.

    Args:
        about: The document.

    Returns:
        The words.
    """
    if about.seen == "title-only":
        return str(
            _(
                "No clause is written, because nobody who filled this library has had the text"
                " itself: only its title is known, and nothing of what it says is shown as fact."
                " Every item that names it counts as a gap in the coverage until somebody obtains"
                " the text and adds its clauses here."
            )
        )
    return str(
        _(
            "No clause is written yet: what rests on this document counts as a gap until its"
            " clauses are filled in."
        )
    )


def region(code: str) -> str:
    """Name a region.

    Args:
        code: Its code.

    Returns:
        Its name; the code itself when it has none here.
    """
    names = {
        "CN": _("China"),
        "CN-11": _("Beijing"),
        "CN-33": _("Zhejiang"),
        "CN-53": _("Yunnan"),
        "INT": _("international"),
        "US": _("United States"),
        "GB": _("United Kingdom"),
        "CA": _("Canada"),
        "AU": _("Australia"),
    }
    return str(names.get(code, code))


def facts(words: Words, stored: StoredDocument) -> tuple[tuple[str, str], ...]:
    """Say what is known of a document.

    Args:
        words: The page's language.
        stored: The document.

    Returns:
        Label and words; what is not known is left out, the days in force excepted.
    """
    about = stored.about
    pairs = (
        (_("Issuer"), words.text(about.issuer)),
        (_("Official number"), about.number),
        (_("Version"), about.version),
        (_("Where it holds"), region(about.region)),
        (_("Area"), words.text(stored.area_name)),
        (_("In force"), _days(words, about)),
        (_("Review date"), "" if about.review_on is None else words.day(about.review_on)),
        (_("Where to read the rest"), words.text(about.where)),
    )
    return tuple((label, said) for label, said in pairs if said)


def _days(words: Words, about: About) -> str:
    start = (
        _("first day not known")
        if about.in_force_from is None
        else _("from %(day)s", day=words.day(about.in_force_from))
    )
    if about.in_force_until is None:
        return str(start)
    return words.listed((start, _("no longer from %(day)s", day=words.day(about.in_force_until))))


def review_note(words: Words, about: About, today: date) -> str:
    """Say that a document is to be looked at.

    Args:
        words: The page's language.
        about: The document.
        today: The local date.

    Returns:
        The words; empty while the review date is far away.
    """
    on = about.review_on
    if on is None or on > remind_until(today):
        return ""
    if on < today:
        return str(_("The review date %(day)s is over.", day=words.day(on)))
    return str(_("To be reviewed by %(day)s.", day=words.day(on)))


def counted() -> str:
    """Say what the counts of answers are.

    Returns:
        One sentence.
    """
    return str(
        _(
            "Answers of random and full samples of the last %(months)s months in your reach, under"
            " the versions in force; “not applicable” and “not enough to tell” do not count.",
            months=EVIDENCE_MONTHS,
        )
    )


def found_words(told: Shown, *, is_sum: bool = False) -> str:
    """Say how many answers are below the top option.

    Args:
        told: As much of the answers as may be shown.
        is_sum: True for answers to several items; of one item every file has one.

    Returns:
        The count, or why none is shown.
    """
    if told.held is not None:
        words = {
            Held.FEW_ANSWERS: _("not shown: fewer than %(least)s", least=SHARE_DENOMINATOR),
            Held.FEW_FINDINGS: _("not shown: fewer than %(least)s", least=FINDINGS_LEAST),
            Held.PART: _("not shown: one item by itself has too few answers"),
            Held.GIVES_AWAY: _("not shown: it would give a smaller number away"),
            Held.SEALED: _("sealed: counted in no sum"),
            Held.TO_ASK: _("not shown: it would tell of few files for which you would have to ask"),
            Held.OUT_OF_REACH: _("not shown: you may read no reviews of centres"),
        }
        return str(words[told.held])
    if not told.n:
        return str(_("no answer yet"))
    if is_sum:
        return str(_("%(below)s of %(n)s answers", below=told.below, n=told.n))
    return str(_("%(below)s of %(n)s files", below=told.below, n=told.n))


def data_words(state: DataState) -> str:
    """Say whether a criterion has data.

    Args:
        state: The state.

    Returns:
        The words.
    """
    words = {
        DataState.PRESENT: _("has data"),
        DataState.NONE: _("no data that can be read today"),
        DataState.NOT_COLLECTED: _("measured by nothing yet"),
        DataState.OUT_OF_REACH: _("not shown: you may read no reviews of centres"),
    }
    return str(words[state])


def source_words(words: Words, key: DataKey) -> str:
    """Name what a criterion is read from.

    Args:
        words: The page's language.
        key: What it is.

    Returns:
        Such as `offence-record checks of workers`; of papers the kind.
    """
    named = {
        DataSource.REVIEWS: _("signed reviews of files"),
        DataSource.TAGGED_ITEMS: _("items of reviews with the label"),
        DataSource.SECOND_READINGS: _("files read twice"),
        DataSource.ACTIONS: _("actions to correct"),
        DataSource.CHECKS: _("offence-record checks of workers"),
        DataSource.LICENCES: _("certificates of workers"),
        DataSource.TRAININGS: _("trainings and who attended them"),
        DataSource.CASE_LISTS: _("case lists taken in"),
        DataSource.SESSIONS: _("individual supervision sessions"),
        DataSource.CONSULTATIONS: _("questions to experts"),
        DataSource.AGREEMENTS: _("supervision agreements"),
        DataSource.REFERRALS: _("referrals of the bodies handling cases"),
        DataSource.FEEDBACK: _("feedback of children and caregivers"),
        DataSource.COMPLAINTS: _("complaints"),
        DataSource.INCIDENTS: _("incidents and statements about them"),
    }
    if key.source is DataSource.PAPERS:
        return words.text(PAPERS[key.part].name) if key.part in PAPERS else key.part
    if key.part:
        return words.pair(str(named[key.source]), words.named("tag", key.part))
    return str(named[key.source])


def span_words(words: Words, key: DataKey, span: DataSpan | None) -> str:
    """Say since when there is something.

    Args:
        words: The page's language.
        key: What it is.
        span: The days; None where there is nothing.

    Returns:
        Months alone: a day could tell of one child's answer. Of what holds until it ends only the
        first one counts.
    """
    if span is None:
        return str(_("nothing recorded"))
    first, last = month_words(words, span.first), month_words(words, span.last)
    if key.is_standing or first == last:
        return str(_("since %(month)s", month=first)) if key.is_standing else first
    return str(_("%(first)s to %(last)s", first=first, last=last))


def criterion_line(use: CriterionUse) -> CriterionLine:
    """Lay a criterion out.

    Args:
        use: The criterion with its data.

    Returns:
        Its line; of what a reader is not told, only what it is read from.
    """
    words = Words(page_language())
    is_told = use.data is not DataState.OUT_OF_REACH
    return CriterionLine(
        use.criterion.code,
        use.criterion.text,
        data_words(use.data),
        use.data is DataState.PRESENT,
        criterion_address(use.criterion.code),
        tuple(
            (source_words(words, key), span_words(words, key, span) if is_told else "")
            for key, span in use.kept
        ),
    )


def criterion_address(code: str) -> str:
    """Give the address of a criterion on the page of the register's criteria.

    Args:
        code: The criterion.

    Returns:
        The address, with a set that holds it.
    """
    sets = criteria_in_force().sets
    holding = [one.code for one in sets if any(each.code == code for each in one.criteria)]
    chosen = None if FIRST_SET in holding else next(iter(holding), None)
    return url_for("endorsement.criteria", set=chosen, _anchor=code)


def item_address(use: ItemUse) -> str:
    """Give the address of an item on the page of its version.

    Args:
        use: The item.

    Returns:
        The address.
    """
    page = url_for("standards.version", code=use.rubric, version=use.version)
    return f"{page}#item-{use.item.code}"


def item_name(use: ItemUse) -> ItemName:
    """Name an item as pages do: the rubric's title, the item's code beside it.

    Args:
        use: The item.

    Returns:
        Title, code, address.
    """
    return ItemName(use.title, use.item.code, item_address(use))


def tag_words() -> dict[str, tuple[str, ...]]:
    """Name the labels that items may carry.

    Returns:
        Label to its names in every language, whatever the page's own one is: who reads
        Chinese and types an English word finds the same.
    """
    every = [Words(language) for language in LANGUAGES]
    return {tag: tuple(words.named("tag", tag) for words in every) for tag in TAGS}


def fault_words(code: str) -> str:
    """Say why something was refused.

    Args:
        code: Why.

    Returns:
        The words.
    """
    words = {
        "code": _("Letters, digits, dot, dash, underscore; at most 32"),
        "kind": _("Choose one of the kinds"),
        "region": _("Write a code such as CN, CN-53 or INT"),
        "seen": _("Choose one of these"),
        "title": _("The title is needed"),
        "dates": _("The last day must come after the first"),
        "too_long": _("Something here is too long: keep to what binds"),
        "area": _("Choose one of the areas"),
        "from": _("Say from which day it is in force"),
        "locus": _("Letters, digits, dot, dash, underscore; at most 64"),
        "text": _("What it says is needed"),
        "quote_long": _("Quote only the words that bind; at most 500 characters"),
        "successor": _("Choose a document that is not superseded itself"),
        "code_taken": _("Another document has this code"),
        "locus_taken": _("Another clause of this document has this number"),
        "superseded": _("The document is superseded: it stays as it is"),
        "draft": _("A draft is not superseded: change it instead"),
        "stale": _(
            "Somebody changed this since you opened it. What stands now is shown beside your"
            " words; send again to keep yours."
        ),
    }
    return str(words[code])
