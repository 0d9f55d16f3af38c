from datetime import date

import pytest

from qa_app.domain.referrals import Body, Decline
from qa_app.domain.register_lists import Line, key_of
from qa_app.domain.service_lists import REFERRALS

ON = date(2026, 3, 2)


def line(**changes: object) -> Line:
    return {one.name: "" for one in REFERRALS.columns} | {"received_on": ON} | changes


def test_every_body_and_reason_can_be_written() -> None:
    assert set(REFERRALS.column("body").allowed) == {one.value for one in Body}
    assert set(REFERRALS.column("decline_reason").allowed) == {one.value for one in Decline}
    assert len(key_of(REFERRALS, line())) == 3


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, None),
        ({"accepted_on": ON, "started_on": ON, "closed_on": ON}, None),
        ({"declined_on": ON, "decline_reason": "other"}, None),
        ({"declined_on": ON}, ("decline_reason", "declined_on")),
        ({"decline_reason": "other"}, ("decline_reason", "declined_on")),
        (
            {"declined_on": ON, "decline_reason": "other", "accepted_on": ON},
            ("declined_on", "accepted_on"),
        ),
        ({"started_on": ON}, ("started_on", "accepted_on")),
        ({"accepted_on": ON, "met_on": ON}, ("met_on", "assigned_on")),
    ],
)
def test_steps_stand_on_those_before(
    changes: dict[str, object], fault: tuple[str, str] | None
) -> None:
    found = [one for rule in REFERRALS.rules if (one := rule(line(**changes)))]
    assert (found[0] if found else None) == fault
