import logging
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier, get_ident

import pytest
from reportlab.pdfbase import pdfmetrics

from qa_app.reports.fonts import BOLD, MISSING, REGULAR, drawable, markup, register_fonts


def test_a_face_falls_back_to_the_regular_one_then_to_a_sign(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        # 㛃 is a name character that only the regular face has; 𠮷 is in neither
        assert drawable("中㛃𠮷", BOLD) == [("中", BOLD), ("㛃", REGULAR), (MISSING, BOLD)]
    assert "U+20BB7" in caplog.text
    assert drawable("中㛃", REGULAR) == [("中㛃", REGULAR)]


def test_text_is_never_markup() -> None:
    hostile = "<b>&\"'</b><para><img src='x'/>&#65;"
    said = markup(hostile)
    assert "<" not in said.replace("&lt;", "")
    assert said == "&lt;b&gt;&amp;\"'&lt;/b&gt;&lt;para&gt;&lt;img src='x'/&gt;&amp;#65;"


def test_line_breaks_are_kept_and_control_characters_are_not() -> None:
    assert markup("一\n二\x07三") == "一<br/>二 三"
    assert markup("㛃", BOLD) == f'<font name="{REGULAR}">㛃</font>'


def test_papers_made_at_the_same_time_read_a_face_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    register_fonts()
    face = pdfmetrics.getFont(REGULAR).face
    alone = [face.makeSubset(list(map(ord, text))) for text in ("一二三", "四五六")]
    together, seek, turns = Barrier(2), face.seek, []

    def noted(place: int) -> None:
        turns.append(get_ident())
        time.sleep(0.01)  # whoever else may read does so now
        seek(place)

    def made(text: str) -> bytes:
        together.wait(10)
        subset: bytes = face.makeSubset(list(map(ord, text)))
        return subset

    monkeypatch.setattr(face, "seek", noted)
    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(made, ("一二三", "四五六"))) == alone
    assert sum(one != other for one, other in pairwise(turns)) == 1
