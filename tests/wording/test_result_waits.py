from datetime import date

import pytest

from qa_app.domain.result_waits import Awaited, ResultWait
from qa_app.wording import Words
from qa_app.wording.result_waits import said_wait, short_wait


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("awaited", Awaited)
def test_everything_awaited_has_a_sentence_and_a_few_words(awaited: Awaited, language: str) -> None:
    wait = ResultWait(awaited, date(2026, 4, 7) if awaited is Awaited.ANSWER else None)
    whole, short = (say(Words(language), wait) for say in (said_wait, short_wait))
    assert len(short) < len(whole)
    assert "%" not in whole + short
    assert awaited is not Awaited.ANSWER or all("7" in one for one in (whole, short))
