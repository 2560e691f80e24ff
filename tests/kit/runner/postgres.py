"""A PostgreSQL of the tests' own: made in a temporary folder, reached by a socket in it, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.kit.runner import apt

HURRY = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in folder.parent.name.split(".") if part.isdigit())


def _programs() -> Path | None:
    """The folder that holds initdb and postgres: on the path, or where Debian hides it."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    hidden = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    return max(hidden, key=_version, default=None)


def find_or_install() -> Path | None:
    """The folder of PostgreSQL's programs, or None where there is none and none may be installed."""
    return _programs() or (_programs() if apt.install("postgresql") else None)


def _unprivileged() -> dict[str, Any]:
    """Whom the server runs as, for it refuses root."""
    if os.geteuid() != 0:
        return {}
    try:
        who = pwd.getpwnam("postgres")
    except KeyError:
        who = pwd.getpwnam("nobody")
    return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}


@contextmanager
def throwaway_cluster(programs: Path) -> Iterator[str]:
    """Yield the ``DATABASE_URL`` of a fresh cluster that forgets everything when the block ends."""
    place = Path(tempfile.mkdtemp(prefix="hipwise-pg-"))
    who = _unprivileged()
    if who:
        os.chown(place, who["user"], who["group"])
    data = str(place / "data")

    def run(*words: str) -> None:
        log = (place / "setup.log").open("ab")
        with log:
            subprocess.run([*words], check=True, cwd=place, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **who)

    try:
        kind = ("-U", "hipwise", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        run(str(programs / "initdb"), "-D", data, "--no-sync", *kind)
        options = " ".join(("-c", "listen_addresses=", "-k", str(place), *HURRY))
        run(str(programs / "pg_ctl"), "-D", data, "-l", str(place / "server.log"), "-o", options, "-w", "start")
        try:
            yield f"postgres://hipwise@{quote(str(place), safe='')}/postgres"
        finally:
            run(str(programs / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
    except subprocess.CalledProcessError:
        print((place / "setup.log").read_text(errors="replace")[-3000:], flush=True)
        raise
    finally:
        shutil.rmtree(place, ignore_errors=True)
