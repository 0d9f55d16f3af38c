"""Synthetic scans of score sheets: no row is misread without being shown as unsure."""

from collections import Counter
from random import Random

import pytest

from qa_app.domain.box_readings import BoxState
from qa_app.scans.images import UnreadableScanError
from qa_app.scans.sheets import read_rows, sheet_image
from tests.paper_scans import LAYOUT, filled, mark_of, scanned


def counted(seeds: range) -> Counter[str]:
    told: Counter[str] = Counter()
    for seed in seeds:
        chance = Random(seed)
        page = 1 + seed % LAYOUT.pages
        paper, meant = filled(page, chance)
        try:
            image = sheet_image(scanned(paper, chance))
        except UnreadableScanError as refused:
            told[f"refused {refused.code}"] += 1
            continue
        assert image.mark == mark_of(page)
        for row in read_rows(image, LAYOUT.on_page(page)):
            told["rows"] += 1
            told["boxes"] += len(row.states)
            told["boxes unsure"] += row.states.count(BoxState.UNSURE)
            told["unsure"] += not row.is_sure
            told["misread"] += row.is_sure and row.option != meant[row.item]
    return told


def test_three_scans_without_a_silent_misread() -> None:
    told = counted(range(3))
    assert told["misread"] == 0
    assert told["rows"] >= 17
    assert told["unsure"] < told["rows"] / 4


@pytest.mark.nightly
def test_a_thousand_scans_without_a_silent_misread() -> None:
    told = counted(range(1000))
    assert told["misread"] == 0, told
    refused = sum(count for name, count in told.items() if name.startswith("refused"))
    assert refused <= 50, told
    assert told["unsure"] < told["rows"] / 4, told
