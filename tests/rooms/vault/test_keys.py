"""The key files: made once, for their owner alone, opened by the master key, and one clear sentence when something is wrong."""

import base64
import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from schakel.vault import keyring, keys, master, sealing
from schakel.vault.keys import KeyFileError
from schakel.vault.master import Provider, Source
from tests.rooms.vault.conftest import fresh


def refusal(read: Any = keys.desk_keys) -> str:
    """The one sentence with which the keys are refused."""
    fresh()
    with pytest.raises(KeyFileError) as caught:
        read()
    words = str(caught.value)
    assert words.endswith(".")
    assert "\n" not in words
    return words


def reseal(folder: Path, change: Any) -> None:
    """Write the keyring anew with something in it changed, sealed as it should be."""
    source = keys.source()
    ring = keyring.read(folder / "desk.json", source)
    raw = change(keyring.to_json(ring))
    nonce = os.urandom(12)
    sealed = nonce + keyring.AESGCM(master.read(source)).encrypt(nonce, json.dumps(raw).encode(), keyring.CONTEXT)
    content = {"version": 1, "keyring": base64.b64encode(sealed).decode()}
    (folder / "desk.json").write_text(json.dumps(content))


def test_the_private_files_are_for_their_owner_alone(folder: Path) -> None:
    for name in ("desk.json", "master.key"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["desk.json", "master.key"])
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_private_file_that_others_can_read_is_refused(folder: Path, name: str, mode: int) -> None:
    (folder / name).chmod(mode)
    assert f"chmod 600 {folder / name}" in refusal()
    (folder / name).chmod(0o600)
    assert keys.desk_keys()


def test_what_the_public_half_seals_the_private_half_opens(folder: Path) -> None:
    public, desk = keys.public_keys(), keys.desk_keys()
    envelope = sealing.seal(b"loon", public.intake, info=b"here")
    assert sealing.unseal(envelope, desk.intake[public.intake_key_id], info=b"here") == b"loon"
    signature = desk.reply_signature.sign(b"antwoord")
    public.reply_signature.verify(signature, b"antwoord")


def test_no_key_stands_readable_in_any_file_but_the_master_key(folder: Path) -> None:
    ring = keyring.read(folder / "desk.json", keys.source())
    private = [*ring.intake.values(), *ring.wrapping.values()]
    secrets = [*(key.key for key in private), ring.tokens, ring.reply_signature]
    assert len(secrets) == 4
    for name in ("desk.json", "public.json"):
        text = (folder / name).read_text()
        assert not [secret for secret in secrets if base64.b64encode(secret).decode() in text]
    assert keys.master.read(keys.source()) not in (folder / "desk.json").read_bytes()


def test_keys_are_never_overwritten(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(FileExistsError):
        keys.create(folder, keys.source())
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("left", ["desk.json", "public.json"])
def test_half_a_pair_is_never_completed_with_a_half_that_does_not_fit(folder: Path, left: str) -> None:
    (gone,) = {"desk.json", "public.json"} - {left}
    (folder / gone).unlink()
    with pytest.raises(FileExistsError):
        keys.create(folder, keys.source())
    assert not (folder / gone).exists()


def test_the_public_process_can_not_read_desk_keys_even_where_the_file_lies(folder: Path, settings: Any) -> None:
    settings.SCHAKEL_DESK_KEYS = None
    assert "holds no key" in refusal()


def test_a_missing_file_is_named_in_one_sentence(folder: Path) -> None:
    for name, read in (
        ("public.json", keys.public_keys),
        ("master.key", keys.desk_keys),
        ("desk.json", keys.desk_keys),
    ):
        (folder / name).rename(folder / "elsewhere")
        assert f"{folder / name} can't be read" in refusal(read)
        (folder / "elsewhere").rename(folder / name)


def test_a_running_process_keeps_its_keys_when_the_files_are_taken_away(folder: Path) -> None:
    before = keys.desk_keys()
    (folder / "desk.json").unlink()
    assert keys.desk_keys() is before


class TestMasterKey:
    """Where the master key comes from, and what is said when it is not the right one."""

    def test_another_master_key_is_refused(self, folder: Path) -> None:
        (folder / "master.key").write_text(base64.b64encode(os.urandom(32)).decode())
        assert "master key does not open" in refusal()

    @pytest.mark.parametrize("text", ["", "geheim", "c2hvcnQ=", "\u20ac", base64.b64encode(bytes(33)).decode()])
    def test_what_is_no_key_is_refused(self, folder: Path, text: str, settings: Any) -> None:
        (folder / "master.key").write_text(text)
        assert "32 bytes in base64" in refusal()
        settings.SCHAKEL_MASTER_KEY = ("environment", text)
        assert refusal() == "SCHAKEL_MASTER_KEY is no master key: it must be 32 bytes in base64."

    def test_from_the_environment(self, folder: Path, settings: Any) -> None:
        settings.SCHAKEL_MASTER_KEY = ("environment", (folder / "master.key").read_text())
        (folder / "master.key").unlink()
        fresh()
        assert keys.desk_keys().current_wrapping

    def test_from_a_command(self, folder: Path, settings: Any) -> None:
        settings.SCHAKEL_MASTER_KEY = ("command", f"cat '{folder / 'master.key'}'")
        fresh()
        assert keys.desk_keys().current_wrapping

    @pytest.mark.parametrize(
        ("command", "words"),
        [
            ("false", "failed with exit code 1"),
            ("/nowhere/kms", "can't be run: No such file"),
            ("'", "can't be run: No closing quotation"),
            ("true", "printed is no master key"),
        ],
    )
    def test_a_command_that_gives_no_key(self, folder: Path, settings: Any, command: str, words: str) -> None:
        settings.SCHAKEL_MASTER_KEY = ("command", command)
        assert words in refusal()

    def test_a_command_is_asked_once_in_a_process(self, folder: Path, settings: Any) -> None:
        asked = folder / "asked"
        program = f"open({str(asked)!r}, 'a').write('x'); print(open({str(folder / 'master.key')!r}).read())"
        settings.SCHAKEL_MASTER_KEY = ("command", f'{sys.executable} -c "{program}"')
        fresh()
        for _ in range(3):
            keys.desk_keys()
            keys.forget()
        assert asked.read_text() == "x"

    def test_the_key_never_stands_in_what_is_printed_of_a_source(self) -> None:
        assert "geheim" not in repr(Source(Provider.ENVIRONMENT, "geheim"))


def _changed(place: str, value: Any) -> Any:
    return lambda raw: {**raw, place: value}


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: [],
        lambda raw: {},
        _changed("intake", 5),
        _changed("intake", {}),
        _changed("intake", {"abc": 5}),
        _changed("intake", {"abc": {"key": "c2hvcnQ=", "since": "2026-01-01T00:00:00+00:00", "retired_at": None}}),
        _changed("wrapping", {}),
        _changed("tokens", None),
        _changed("reply_signature", "c2hvcnQ="),
    ],
)
def test_a_keyring_with_something_wrong_in_it_is_named_in_one_sentence(folder: Path, change: Any) -> None:
    reseal(folder, change)
    assert f"{folder / 'desk.json'} is damaged" in refusal()


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"keyring": 5}', '{"keyring": "~"}', "\0"])
def test_a_damaged_desk_file_is_named_in_one_sentence(folder: Path, content: str) -> None:
    (folder / "desk.json").write_text(content)
    assert f"{folder / 'desk.json'} is damaged" in refusal()


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "{}", '{"intake": 5, "reply_signature": 5}', '{"intake": "AAAA", "reply_signature": "AAAA"}', "\0"],
)
def test_a_damaged_public_file_is_named_in_one_sentence(folder: Path, content: str) -> None:
    (folder / "public.json").write_text(content)
    assert str(folder / "public.json") in refusal(keys.public_keys)
