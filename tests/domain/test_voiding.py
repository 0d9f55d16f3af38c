from qa_app.domain.voiding import VOID_REASONS, VoidReason


def test_every_reason_is_called_something_in_both_languages() -> None:
    assert set(VOID_REASONS) == set(VoidReason)
    for name in VOID_REASONS.values():
        assert name.has("zh")
        assert name.has("en")
    assert len({name.zh for name in VOID_REASONS.values()}) == len(VoidReason)
