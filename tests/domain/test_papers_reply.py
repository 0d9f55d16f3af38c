"""The code of the reply form: whole, mistyped, cut."""

from datetime import date

import pytest

from qa_app.domain.papers_reply import Reply, read_reply, reply_text

REPLY = Reply("8f" * 8, "KM-01", "social_work", "full", date(2026, 11, 28))


def test_it_comes_back() -> None:
    text = reply_text(REPLY)
    assert text.startswith("PLD1|8f8f8f8f8f8f8f8f|KM-01|social_work|full|2026-11-28|")
    assert read_reply(f"  {text}\n") == REPLY


def test_every_single_slip_is_seen() -> None:
    text = reply_text(REPLY)
    for at, sign in enumerate(text):
        other = "7" if sign != "7" else "8"
        assert read_reply(text[:at] + other + text[at + 1 :]) is None, at
        assert read_reply(text[:at] + text[at + 1 :]) is None, at
    for cut in ("", "|", text[:20], text + "0", "PLD2" + text[4:]):
        assert read_reply(cut) is None


def test_a_bar_inside_is_refused() -> None:
    with pytest.raises(ValueError):
        reply_text(Reply("8f", "KM|01", "social_work", "full", date(2026, 11, 28)))
