"""The key files: made once, for their owner alone, and one clear sentence when something is wrong with them."""

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from schakel.vault import keys, sealing
from schakel.vault.keys import KeyFileError


@pytest.fixture
def files(tmp_path: Path, settings: Any) -> Iterator[tuple[Path, Path]]:
    desk, public = tmp_path / "desk.json", tmp_path / "public.json"
    keys.create(desk, public)
    settings.SCHAKEL_DESK_KEYS, settings.SCHAKEL_PUBLIC_KEYS = str(desk), str(public)
    keys.forget()
    yield desk, public
    keys.forget()


def test_the_private_file_is_for_its_owner_alone(files: tuple[Path, Path]) -> None:
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600


def test_what_the_public_half_seals_the_private_half_opens(files: tuple[Path, Path]) -> None:
    public, desk = keys.public_keys(), keys.desk_keys()
    envelope = sealing.seal(b"loon", public.intake, info=b"here")
    assert sealing.unseal(envelope, desk.intake[public.intake_key_id], info=b"here") == b"loon"
    signature = desk.reply_signature.sign(b"antwoord")
    public.reply_signature.verify(signature, b"antwoord")


def test_the_public_file_holds_nothing_of_the_private_one(files: tuple[Path, Path]) -> None:
    private, public = json.loads(files[0].read_text()), files[1].read_text()
    secrets = [*private["intake"].values(), private["wrapping"], private["tokens"], private["reply_signature"]]
    assert all(len(secret) == 44 and secret not in public for secret in secrets)


def test_keys_are_never_overwritten(files: tuple[Path, Path]) -> None:
    before = [file.read_bytes() for file in files]
    with pytest.raises(FileExistsError):
        keys.create(*files)
    assert [file.read_bytes() for file in files] == before


@pytest.mark.parametrize("left", [0, 1])
def test_half_a_pair_is_never_completed_with_a_half_that_does_not_fit(files: tuple[Path, Path], left: int) -> None:
    files[1 - left].unlink()
    with pytest.raises(FileExistsError):
        keys.create(*files)
    assert not files[1 - left].exists()


def test_the_public_process_can_not_read_desk_keys_even_where_the_file_lies(files: Any, settings: Any) -> None:
    settings.SCHAKEL_DESK_KEYS = None
    keys.forget()
    with pytest.raises(KeyFileError, match="holds no key"):
        keys.desk_keys()


def test_a_missing_file_is_named_in_one_sentence(files: tuple[Path, Path]) -> None:
    for file, read in zip(files, (keys.desk_keys, keys.public_keys), strict=True):
        file.unlink()
        with pytest.raises(KeyFileError) as caught:
            read()
        assert_one_sentence(caught.value, file)


def _changed(place: str, value: Any) -> Any:
    def change(raw: dict[str, Any]) -> dict[str, Any]:
        return {**raw, place: value}

    return change


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: [],
        lambda raw: {},
        _changed("intake", 5),
        _changed("intake", {"abc": 5}),
        _changed("intake", {"abc": "c2hvcnQ="}),
        _changed("intake", "not base64 ~"),
        _changed("wrapping", "c2hvcnQ="),
        _changed("tokens", None),
        _changed("reply_signature", "c2hvcnQ="),
    ],
)
def test_a_damaged_desk_file_is_named_in_one_sentence(files: tuple[Path, Path], change: Any) -> None:
    files[0].write_text(json.dumps(change(json.loads(files[0].read_text()))))
    with pytest.raises(KeyFileError) as caught:
        keys.desk_keys()
    assert_one_sentence(caught.value, files[0])


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "{}", '{"intake": 5, "reply_signature": 5}', '{"intake": "AAAA", "reply_signature": "AAAA"}', "\0"],
)
def test_a_damaged_public_file_is_named_in_one_sentence(files: tuple[Path, Path], content: str) -> None:
    files[1].write_text(content)
    with pytest.raises(KeyFileError) as caught:
        keys.public_keys()
    assert_one_sentence(caught.value, files[1])


def assert_one_sentence(error: KeyFileError, file: Path) -> None:
    words = str(error)
    assert str(file) in words
    assert words.endswith(".")
    assert "\n" not in words
