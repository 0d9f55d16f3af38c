"""Records that measurements name: listed, or summed where they are too many."""

import hashlib
from fractions import Fraction

from qa_app.domain.rubric import Threshold
from qa_app.domain.rules.measurement import (
    Measurement,
    measurement_from,
    plain_measurement,
    summed_up,
    with_records,
    without_records,
)
from qa_app.domain.rules.records import Record
from qa_app.domain.rules.tree import Leaf

HALF = Threshold(">=", Fraction(1, 2))


def test_more_records_than_are_listed_are_summed_alike_in_every_order() -> None:
    leaf = Leaf("agreement_ac2", HALF)
    found = Measurement(Fraction(1, 2), n=402, count=201)
    named = [Record("reading_pair", str(number), f"{number:064x}") for number in range(1, 202)]
    few = summed_up(leaf, with_records(found, reversed(named[:200])))
    assert (few.records, few.record_count, few.summed) == (tuple(named[:200]), 200, None)
    many = summed_up(leaf, with_records(found, reversed(named)))
    # what counts the centre's own is listed, however long
    assert (
        len(summed_up(Leaf("share_staff_certified", HALF), with_records(found, named)).records)
        == 201
    )
    # the list as text, by number: 9 before 10
    listed = ",".join(f'["reading_pair","{one.key}","{one.digest}"]' for one in named)
    digest = hashlib.sha256(f"[{listed}]".encode()).hexdigest()
    assert plain_measurement(many) == {
        **plain_measurement(found), "records_sum": {"count": 201, "digest": digest}
    }  # fmt: skip
    assert measurement_from(plain_measurement(many)) == many
    assert many.record_count == 201
    assert without_records(many) == without_records(few) == found
