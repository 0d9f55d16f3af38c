"""What is sent packed is never unpacked beyond what is asked for (FU-02)."""

import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest

from qa_app.domain.list_faults import Flaw, UnreadableListError
from qa_app.rubric_files.packed import unpacked
from qa_app.rubric_files.workbook_guard import Limits, checked_workbook

MEGABYTE = 1_000_000
LIMITS = Limits(100 * MEGABYTE, 100, 1_000, 1_000, 1_000, ratio=10_000_000)
TRUE = b"a" * 30 * MEGABYTE


def archive_of(kind: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", kind) as made:
        made.writestr("xl/a.xml", TRUE)
    return file.getvalue()


def said_to_be(data: bytes, size: int) -> bytes:
    """Let an archive of one part say that it holds the first bytes alone, and their checksum."""
    told = struct.pack("<I", zlib.crc32(TRUE[:size]))
    true_size, true_sum = struct.pack("<I", len(TRUE)), struct.pack("<I", zlib.crc32(TRUE))
    assert data.count(true_size) == data.count(true_sum) == 2  # at the part and in the list
    return data.replace(true_size, struct.pack("<I", size)).replace(true_sum, told)


@pytest.mark.parametrize(
    "data",
    [
        archive_of(zipfile.ZIP_BZIP2),
        archive_of(zipfile.ZIP_LZMA),
        said_to_be(archive_of(zipfile.ZIP_DEFLATED), 100),
    ],
    ids=["bzip2", "lzma", "deflated"],
)
def test_a_part_that_holds_more_than_it_says_is_refused_unseen(data: bytes) -> None:
    tracemalloc.start()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, pytest.raises(zipfile.BadZipFile):
        unpacked(archive, archive.infolist()[0], 1_000)
    with pytest.raises(UnreadableListError) as refused:
        checked_workbook(data, LIMITS)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refused.value.fault.flaw is Flaw.BROKEN_WORKBOOK
    assert most < 5 * MEGABYTE


def test_what_is_true_is_unpacked_up_to_what_is_asked_for() -> None:
    for kind in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
        with zipfile.ZipFile(io.BytesIO(archive_of(kind))) as archive:
            part = archive.infolist()[0]
            assert unpacked(archive, part, 1_000) == TRUE[:1_000]
            assert unpacked(archive, part, len(TRUE)) == TRUE
            assert unpacked(archive, part, len(TRUE) + 1_000) == TRUE
