"""The 25-item rubric of the measurements: a shipped rubric cut after its 25th item."""

from copy import deepcopy
from functools import cache

from qa_app.domain.rubric_check import check_rubric
from qa_app.domain.rubric_freeze import fingerprint_of, resolve
from qa_app.domain.rubric_thaw import thaw
from qa_app.paths import resource
from qa_app.rubric_files.reader import RubricFile, load_library, read_plain

SOURCE = "legal_aid.yaml"
ITEMS = 25


@cache
def bench_rubric() -> RubricFile:
    shipped = resource("rubrics")
    plain = deepcopy(read_plain(shipped / SOURCE).plain)
    plain["id"] = "bench_25"
    left = ITEMS
    for section in plain["sections"]:
        section["items"] = section["items"][:left]
        left -= len(section["items"])
    library = load_library(shipped / SOURCE, shipped)
    errors = [p for p in check_rubric(plain, library) if p.severity == "error"]
    if errors or left:
        raise SystemExit(f"the rubric of the measurements does not stand: {errors}")
    content = resolve(plain, library)
    return RubricFile(thaw(content, fingerprint_of(content)), content, ())
