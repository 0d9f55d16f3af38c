from qa_app.domain.export_requests import RefusalReason
from qa_app.wording import Words
from qa_app.wording.exports import REFUSALS
from qa_app.wording.journal import detail_value


def test_every_reason_has_words_of_its_own_in_both_languages() -> None:
    assert set(REFUSALS) == set(RefusalReason)
    for language in ("zh", "en"):
        words = Words(language)
        told = [words.say(REFUSALS[one]) for one in RefusalReason]
        assert len(set(told)) == len(told)
        # and the journal says the same
        assert [detail_value(words, "refusal", one.value) for one in RefusalReason] == told
    assert Words("zh").say(REFUSALS[RefusalReason.TALK]) != REFUSALS[RefusalReason.TALK]
