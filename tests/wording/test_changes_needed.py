"""What would change a proposal: who may not see a count cannot work it out of what is lacking."""

import re
from fractions import Fraction

import pytest

from qa_app.domain.criteria import rule_of
from qa_app.domain.rules.change import Standing, Way
from qa_app.domain.rules.decision import Status
from qa_app.domain.rules.evaluation import Asked, Judged
from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.sight import sight_of
from qa_app.domain.rules.tree import leaves_in
from qa_app.domain.verdicts import Verdict
from qa_app.wording import Words
from qa_app.wording.changes_needed import ways_shown
from qa_app.wording.measured_sentences import sentence_of
from tests.decisions import FILE

CRITERIA = {one.code: one for group in FILE.sets for one in group.criteria}


def lacking(code: str, found: Measurement) -> Judged:
    criterion = CRITERIA[code]
    state = Standing(code, criterion.type, Verdict.NOT_MET, Verdict.NOT_MET)
    return Judged(Asked(code, criterion.type, rule_of(criterion)), (found,), state)


def done(judged: Judged, language: str = "en", *, is_case_level: bool) -> str:
    code = judged.asked.code
    way = Way(Status.ENDORSED, (code,), ())
    (shown,) = ways_shown(
        Words(language),
        FILE.terms,
        (way,),
        (CRITERIA[code],),
        (judged,),
        is_case_level=is_case_level,
    )
    return shown.parts[0].needs[0].does


@pytest.mark.parametrize("language", ["zh", "en"])
def test_evidence_of_the_programme_tells_no_count_to_who_may_not_see_it(language: str) -> None:
    judged = lacking("E18", Measurement(Fraction(0), 158, 0))
    assert "158" in done(judged, language, is_case_level=True)
    assert set(re.findall(r"\d+", done(judged, language, is_case_level=False))) == {"5"}


def test_numbers_held_back_between_ends_of_years_are_not_called_small() -> None:
    judged = lacking("E18", Measurement(Fraction(0), 242, 0))
    (leaf,) = leaves_in(judged.asked.rule)
    sight = sight_of(leaf, judged.found[0], is_case_level=False, is_year=False)
    said = sentence_of(Words("en"), leaf, judged.found[0], Verdict.NOT_MET, sight)
    assert said.endswith("ends of years, so that two views cannot be subtracted.")
    assert not re.search(r"\d", said)
