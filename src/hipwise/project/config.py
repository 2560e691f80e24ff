"""What an installation is told from outside, read once: environment variables and the data directory.

Nothing here imports Django, so that the ``hipwise`` command can refuse in one plain sentence before
anything heavy is loaded.
"""

from __future__ import annotations

import errno
import logging
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


class Halt(Exception):
    """A reason not to go on, as one sentence for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Config:
    """One installation. Paths are absolute; ``field_keys`` newest first."""

    data: Path
    static: Path | None
    demo: bool
    debug: bool
    database_url: str
    secret_key: str
    field_keys: tuple[str, ...]
    hosts: tuple[str, ...]
    origin: str
    email_url: str
    email_from: str


def data_directory(environ: dict[str, str]) -> Path:
    """Where an installation keeps everything it writes: ``HIPWISE_DATA``, or a place the system names."""
    given = environ.get("HIPWISE_DATA")
    if given:
        return Path(given).expanduser().resolve()
    home = Path(environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return home / ("hipwise-demo" if environ.get("HIPWISE_DEMO") == "1" else "hipwise")


def static_directory(environ: dict[str, str]) -> Path | None:
    """Where the gathered static files lie; None where nobody gathered them, and they are found one by one.

    ``HIPWISE_STATIC`` names a place to gather into; a wheel carries its own; a checkout keeps them in its data.
    """
    given = environ.get("HIPWISE_STATIC")
    if given:
        return Path(given).expanduser().resolve()
    built = (PACKAGE / "_static", data_directory(environ) / "static")
    return next((place for place in built if (place / "staticfiles.json").exists()), None)


def _kept(path: Path, made: str) -> str:
    """A secret in a file that only its owner reads; made whole or not at all, and once, also by two first starts."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(made + "\n")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def _field_key() -> str:
    from base64 import urlsafe_b64encode

    return urlsafe_b64encode(secrets.token_bytes(32)).decode()


def read(environ: dict[str, str]) -> Config:
    """Read the configuration, making the data directory and its secrets where they are missing.

    Raises:
        Halt: when the data directory cannot be written.
    """
    data = data_directory(environ)
    try:
        return _read(environ, data)
    except OSError as wrong:
        raise Halt(
            f"The data directory {data} cannot be used ({wrong.strerror}). "
            "Make it writable, or name another one in HIPWISE_DATA."
        ) from wrong


def _read(environ: dict[str, str], data: Path) -> Config:
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not os.access(data, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    keys = environ.get("HIPWISE_FIELD_KEYS") or _kept(data / "field-keys", _field_key())
    return Config(
        data=data,
        static=static_directory(environ),
        demo=environ.get("HIPWISE_DEMO") == "1",
        debug=environ.get("HIPWISE_DEBUG") == "1",
        database_url=environ.get("DATABASE_URL") or f"sqlite:///{data / 'hipwise.sqlite3'}",
        secret_key=environ.get("HIPWISE_SECRET_KEY") or _kept(data / "secret-key", secrets.token_urlsafe(48)),
        field_keys=tuple(keys.replace(",", " ").split()),
        hosts=tuple(environ.get("HIPWISE_HOSTS", "127.0.0.1,localhost,[::1]").split(",")),
        origin=environ.get("HIPWISE_ORIGIN", "http://127.0.0.1:8000"),
        email_url=environ.get("HIPWISE_EMAIL_URL", ""),
        email_from=environ.get("HIPWISE_EMAIL_FROM", "clinic@localhost"),
    )


def limits_hold(environ: dict[str, str], *, demo: bool) -> bool:
    """Whether rate limits hold. ``HIPWISE_RATE_LIMITS=off`` lifts them for load tests, in a demo alone."""
    asked = environ.get("HIPWISE_RATE_LIMITS", "")
    lifted = demo and asked == "off"
    if asked and not lifted:
        said = (
            "HIPWISE_RATE_LIMITS is ignored: the one word it knows is off, and a clinic that is no demo keeps limits."
        )
        logging.getLogger(__name__).warning(said)
    return not lifted
