from dataclasses import replace
from datetime import date

from qa_app.domain.standards import (
    Clause,
    Document,
    DocumentState,
    faults_of_about,
    faults_of_clause,
    remind_until,
    tidied_about,
    tidied_clause,
)
from qa_app.domain.text import BilingualText
from tests.library import about, clause, document


def test_what_is_in_order_has_no_faults() -> None:
    assert faults_of_about(about()) == ()
    assert faults_of_clause(clause()) == ()
    for region in ("CN", "CN-53", "INT", "CN-5301"):
        assert faults_of_about(about(region=region)) == ()
    for locus in ("11", "37-1", "5.2.1", "A_b"):
        assert faults_of_clause(clause(locus)) == ()


def test_the_required_language_may_be_another() -> None:
    english = about(title=BilingualText("", "Act"))
    assert faults_of_about(english) == ("title",)
    assert faults_of_about(english, "en") == ()
    only = clause(text=BilingualText("", "Report"))
    assert faults_of_clause(only) == ("text",)
    assert faults_of_clause(only, "en") == ()


def test_a_document_that_ends_before_it_begins() -> None:
    day = date(2026, 1, 1)
    assert faults_of_about(about(in_force_from=day, in_force_until=day)) == ("dates",)
    assert faults_of_about(about(in_force_from=None, in_force_until=day)) == ()


def test_blanks_around_what_was_typed_go() -> None:
    typed = about(" LAW ", area=" ", number=" 1 ", where=BilingualText(" 一\r\n二 ", ""))
    tidy = tidied_about(typed)
    assert (tidy.code, tidy.area, tidy.number, tidy.where.zh) == ("LAW", None, "1", "一\n二")
    assert tidied_clause(Clause(" 1 ", BilingualText(" 一 "), quote=" 应当 ")) == Clause(
        "1", BilingualText("一"), quote="应当"
    )


def test_the_digest_knows_text_but_not_the_life_of_a_document() -> None:
    known = document()
    assert Document(known.about, DocumentState.DRAFT, known.clauses).digest == known.digest
    later = replace(known.about, in_force_from=date(2030, 1, 1))
    assert replace(known, about=later).digest == known.digest
    assert replace(known, about=replace(known.about, number="1")).digest != known.digest
    assert replace(known, clauses=(clause("12"),)).digest != known.digest
    assert replace(known, clauses=()).digest != known.digest


def test_reminders_reach_sixty_days_ahead() -> None:
    assert remind_until(date(2026, 11, 28)) == date(2027, 1, 27)
