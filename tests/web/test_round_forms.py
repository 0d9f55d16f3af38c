"""Where a round would read centres by more than one rubric of an area, and what is asked of that."""

from datetime import date

from flask import Flask
from werkzeug.datastructures import MultiDict

from qa_app.domain.rounds import RoundPlan
from qa_app.domain.sample_design import SampleDesign
from qa_app.domain.text import BilingualText
from qa_app.queries.round_planning import RoundCentreChoice, RoundOptions, RoundRubricChoice
from qa_app.web.rounds.forms import RoundForm

NAME, PLACE = BilingualText("甲", "A"), BilingualText("某市", "City")
OF_CITY, OF_PLACE = 7, 8
CENTRES = tuple(RoundCentreChoice(one, NAME, ("legal_aid",), 1, PLACE) for one in (1, 2, 3))
OPTIONS = RoundOptions(
    centres=CENTRES,
    rubrics=(
        RoundRubricChoice(OF_CITY, NAME, "legal_aid", NAME),
        RoundRubricChoice(OF_PLACE, NAME, "legal_aid", NAME, PLACE, (2, 3)),
    ),
    readers=(), reader_areas={}, barred={}, owners=(), moderators=(),
)  # fmt: skip


def asked(app: Flask, centres: tuple[int, ...], before: RoundPlan | None = None, **more: str):
    """Whether it asks, and of what."""
    sent = MultiDict([*(("centres", one) for one in centres), ("rubrics", OF_CITY),
                      ("rubrics", OF_PLACE), *more.items()])  # fmt: skip
    with app.test_request_context(method="POST", data=sent):
        form = RoundForm()
        return form.asks_about(OPTIONS, before), form.meant_of.data


def stood(*centres: int) -> RoundPlan:
    days = (date(2026, 1, 1),) * 4
    return RoundPlan(*days, centres, (OF_CITY, OF_PLACE), SampleDesign(), 1)


def test_a_rubric_of_a_place_fits_its_centres_alone() -> None:
    assert [one.id for one in OPTIONS.fitting({OF_PLACE})] == [2, 3]
    assert OPTIONS.fitting({OF_CITY}) == OPTIONS.fitting(()) == CENTRES


def test_a_tick_is_good_for_what_it_was_asked_about(app: Flask) -> None:
    assert asked(app, (1, 2)) == (True, "7.8@2")
    assert asked(app, (1, 2), meant="y", meant_of="7.8@2") == (False, "7.8@2")
    # a third centre after the tick is asked about, and so is a tick that was asked of nothing
    assert asked(app, (1, 2, 3), meant="y", meant_of="7.8@2") == (True, "7.8@2 7.8@3")
    assert asked(app, (1, 2), meant="y") == (True, "7.8@2")
    assert asked(app, (1,)) == (False, None)


def test_what_a_round_reads_so_already_is_not_asked_about_again_but_another_centre_is(
    app: Flask,
) -> None:
    assert asked(app, (1, 2), stood(1, 2)) == (False, None)
    assert asked(app, (2, 3), stood(1, 2)) == (True, "7.8@2 7.8@3")
