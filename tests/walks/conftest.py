"""One demo clinic for all walks of a run: its first start is the slow part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from hipwise.project.demo.cast import PASSWORD
from hipwise.project.setup_static import gather
from tests.walks.browser import Browser
from tests.walks.running import Running, database, environ, running


@dataclass(frozen=True, slots=True)
class Clinic:
    """A demo clinic that is open."""

    origin: str
    server: Running
    env: dict[str, str]

    def visitor(self) -> Browser:
        """Somebody who just came to its site."""
        return Browser(self.origin)

    def signed_in(self, name: str) -> Browser:
        """One of its demo people."""
        browser = self.visitor()
        page = browser.sign_in(f"{name}@demo.example", PASSWORD)
        assert page.status == 200, page.text
        return browser


@pytest.fixture(scope="session")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Static files gathered once, for servers of whose look a walk says nothing."""
    data = tmp_path_factory.mktemp("gathered")
    gather(environ(data), lambda _: None)
    return {"HIPWISE_STATIC": str(data / "static")}


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """``hipwise demo`` with nothing but its tables, on a port that was free."""
    data = tmp_path_factory.mktemp("walks") / "data"
    with database(data) as engine, running("demo", "--port", "0", env=environ(data, **engine)) as server:
        origin = server.wait_for(r"open at (\S+)")
        server.wait_for("Ctrl-C")
        yield Clinic(origin, server, environ(data, **engine))
        assert "ERROR" not in server.said, server.said
        assert server.stop() == -15
        assert "Traceback" not in server.said
