"""The chat stays small: what a page loads before anybody asks for it, and what opening the window loads."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client

import hipwise.apps.frontdesk
from hipwise.project.setup_static import Storage, is_our_script, squeezed

STATIC = Path(hipwise.apps.frontdesk.__file__).parent / "static/frontdesk"
IMPORTED = re.compile(r'^import .*?from "\./([\w.]+)";', re.MULTILINE)


def packed(name: str) -> int:
    """Bytes of a file as it travels."""
    content = (STATIC / name).read_bytes()
    return len(gzip.compress(squeezed(content) if name.endswith(".js") else content, 9))


def with_imports(name: str) -> set[str]:
    """A script and everything it cannot start without."""
    found = IMPORTED.findall((STATIC / name).read_text("utf-8"))
    return {name}.union(*(with_imports(one) for one in found)) if found else {name}


def test_a_page_loads_next_to_nothing() -> None:
    assert with_imports("launch.js") == {"launch.js"} and packed("launch.js") <= 1000


@pytest.mark.django_db
@pytest.mark.usefixtures("clinic")
def test_opening_the_window_loads_little(client: Client) -> None:
    scripts = with_imports("chat_sheet.js")
    assert {"chat.js", "chat_line.js", "chat_outbox.js"} < scripts
    html = client.get("/chat/window/").content
    styles = re.findall(r'href="/static/frontdesk/([\w.]+\.css)"', html.decode())
    assert "chat.css" in styles
    sizes = {name: packed(name) for name in (*scripts, *styles, "launch.js")}
    assert sum(sizes.values()) + len(gzip.compress(html, 9)) <= 12_000, sizes


def test_squeezing_takes_comments_alone() -> None:
    script = b'// one\n  // two\nconst a = "https://x"; // three\n  b();\n'
    assert squeezed(script) == b'const a = "https://x"; // three\nb();\n'
    assert is_our_script("frontdesk/chat.js")
    assert not is_our_script("frontdesk/vendor/x.js") and not is_our_script("wagtailadmin/js/x.js")


def test_what_was_read_before_is_gathered_whole(tmp_path: Path) -> None:
    content = ContentFile(b"// one\na();\n")
    content.read()
    Storage(location=tmp_path).save("frontdesk/a.js", content)
    assert (tmp_path / "frontdesk/a.js").read_bytes() == b"a();\n"
