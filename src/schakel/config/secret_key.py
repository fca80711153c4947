"""Each door signs its forms and sessions with its own secret, made at the first start."""

import os
import secrets

from schakel.config.environment import Environment, SettingError


def read(environment: Environment, door: str) -> str:
    """The door's secret. Raises SettingError when it was never made or can't be read."""
    path = environment.keys / f"{door}.secret"
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise SettingError(
            f"There is no installation in {environment.home} yet: run 'schakel prepare' first."
        ) from error
    except OSError as error:
        raise SettingError(f"The file {path} can't be read: {error.strerror}.") from error


def create(environment: Environment, door: str) -> None:
    """Write the door's secret, for its owner alone, if it is not there yet."""
    path = environment.keys / f"{door}.secret"
    if path.exists():
        return
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secrets.token_urlsafe(48))
