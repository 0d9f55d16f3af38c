"""Ed25519 as published, and what is no key or signature."""

from qa_app.domain.signatures import is_named, is_signed, key_code, public_part, signature_of

# RFC 8032, 7.1, TEST 1 (the empty message) and TEST 2
SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
PUBLIC = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
SIGNATURE = (
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
    "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
)
SECOND = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
OF_R = (
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


def test_the_published_vectors() -> None:
    assert public_part(SEED) == PUBLIC
    assert signature_of(SEED, "") == SIGNATURE
    assert signature_of(SECOND, "r") == OF_R
    assert is_signed(PUBLIC, "", SIGNATURE)


def test_anything_else_does_not_hold() -> None:
    other = public_part(SECOND)
    assert not is_signed(PUBLIC, "x", SIGNATURE)
    assert not is_signed(other, "", SIGNATURE)
    for wrong in ("", "zz", SIGNATURE[:-2], SIGNATURE[:-1] + "0" * 3, "签" * 128):
        assert not is_signed(PUBLIC, "", wrong)
    assert not is_signed("00", "", SIGNATURE)


def test_a_key_has_one_name() -> None:
    code = key_code(PUBLIC)
    assert is_named(PUBLIC, code)
    assert not is_named(public_part(SECOND), code)
    assert not is_named("no", code)
