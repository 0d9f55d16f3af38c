"""So many questions a minute, each asker alone."""

from datetime import timedelta

from qa_app.web.papers_public.asked_lately import KEPT_MOST, AskedLately
from tests.people import NOON

MINUTE = timedelta(minutes=1)


def test_the_bound_holds_in_every_minute() -> None:
    lately = AskedLately(3, MINUTE)
    heard = [lately.may_ask("a", NOON + timedelta(seconds=20 * at)) for at in range(7)]
    assert heard == [True] * 7
    heard = [lately.may_ask("b", NOON + timedelta(seconds=at)) for at in range(60)]
    assert sum(heard) == 3
    assert lately.may_ask("b", NOON + MINUTE)
    assert not lately.may_ask("b", NOON + MINUTE - timedelta(microseconds=1))


def test_askers_do_not_hinder_each_other_and_few_are_remembered() -> None:
    lately = AskedLately(1, MINUTE)
    assert lately.may_ask("first", NOON)
    assert not lately.may_ask("first", NOON)
    assert all(lately.may_ask(str(at), NOON) for at in range(KEPT_MOST))
    assert len(lately._asked) == KEPT_MOST
