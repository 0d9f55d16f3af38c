from datetime import UTC, datetime, timedelta

from qa_app.domain.start_check import (
    file_system_of,
    is_clock_behind,
    is_debugging,
    is_network,
    is_open_to_others,
)

MOUNTS = """\
21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 21 0:40 / /srv rw,relatime shared:2 - nfs4 files:/srv rw,vers=4.2
31 30 8:2 / /srv/local rw - xfs /dev/sdb1 rw
32 21 0:41 / /mnt/my\\040share rw - cifs //files/share rw
broken line
""".splitlines()


def test_a_path_lies_on_the_nearest_mount_above_it() -> None:
    for path, kind in (
        ("/var/lib/plumbline/plumbline.db", "ext4"),
        ("/srv/plumbline.db", "nfs4"),
        ("/srv", "nfs4"),
        ("/srvx/plumbline.db", "ext4"),
        ("/srv/local/plumbline.db", "xfs"),
        ("/mnt/my share/plumbline.db", "cifs"),
    ):
        assert file_system_of(MOUNTS, path) == kind
    assert file_system_of([], "/srv") == ""
    assert [is_network(kind) for kind in ("ext4", "xfs", "overlay", "tmpfs", "")] == [False] * 5
    assert is_network("nfs4")
    assert is_network("fuse.sshfs")


def test_one_closed_folder_keeps_others_out() -> None:
    assert is_open_to_others(0o100644, [0o40755, 0o41777, 0o40755])
    assert not is_open_to_others(0o100644, [0o40700, 0o40755])
    assert not is_open_to_others(0o100640, [0o40755])


def test_the_clock_may_be_five_minutes_behind_the_last_act() -> None:
    now = datetime(2026, 3, 23, 4, 0, tzinfo=UTC)
    assert not is_clock_behind(now, None)
    assert not is_clock_behind(now, now + timedelta(minutes=5))
    assert is_clock_behind(now, now + timedelta(minutes=5, microseconds=1))


def test_words_that_switch_debugging_on() -> None:
    assert all(map(is_debugging, ("1", "true", "TRUE", " on ", "yes")))
    assert not any(map(is_debugging, (None, "", "0", "false", "off", "no")))
