import pytest

from qa_app.domain.centre_keys import KEY_BITS, key_fingerprint, read_key, written_key


def test_a_key_is_written_in_groups_with_a_check_sign() -> None:
    assert written_key(0) == "00000-00000-00000-00000-00000-0"
    assert written_key(63) == "00000-00000-00000-00000-0001Z-1"  # 63 = 32 + 31; 63 mod 31 = 1
    assert len(written_key(2**KEY_BITS - 1)) == 31


def test_a_key_is_read_as_people_type_it() -> None:
    key = written_key(0x1F2E3D4C5B6A79881122334455667788)
    assert read_key(key) == key
    assert read_key(f" {key.lower().replace('-', ' ')} ") == key
    assert read_key(key.replace("0", "O").replace("1", "l")) == key


@pytest.mark.parametrize("place", range(26))
def test_one_wrong_sign_is_noticed(place: int) -> None:
    signs = written_key(0x1F2E3D4C5B6A79881122334455667788).replace("-", "")
    other = "Z" if signs[place] not in "Z0" else "7"
    assert read_key(signs[:place] + other + signs[place + 1 :]) is None


@pytest.mark.parametrize("text", ["", "our secret", "0" * 25, "U" * 26, "密钥"])
def test_keys_of_ones_own_making_are_none(text: str) -> None:
    assert read_key(text) is None


def test_a_fingerprint_tells_keys_apart() -> None:
    assert len(key_fingerprint(written_key(1))) == 32
    assert key_fingerprint(written_key(1)) != key_fingerprint(written_key(2))
