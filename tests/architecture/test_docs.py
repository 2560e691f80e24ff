"""What the documents say about files and commands is so."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest

from tests.kit import docs
from tests.kit.house import ROOT, plant

help_of = functools.cache(docs.help_of)
SHOWN_HELP = re.compile(r"^```\w*\n\$ hipwise ?([a-z]*) --help\n(.*?)^```", re.MULTILINE | re.DOTALL)
DOCUMENTS = [path.relative_to(ROOT).as_posix() for path in docs.documents()]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_files_and_commands_of_a_document_exist(name: str) -> None:
    document = ROOT / name
    assert docs.dead_links(document) == []
    assert docs.missing_files(document) == []
    assert docs.wrong_commands(document.read_text(encoding="utf-8"), help_of) == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_help_shown_in_a_document_is_what_the_command_says(name: str) -> None:
    for command, shown in SHOWN_HELP.findall((ROOT / name).read_text(encoding="utf-8")):
        assert shown.strip() == help_of((command,) if command else ()).strip()


def test_the_readme_names_the_two_commands() -> None:
    words = list(docs.commands((ROOT / "README.md").read_text(encoding="utf-8")))
    assert ["script/server"] in words
    assert ["script/test"] in words


def test_planted_falsehoods_are_found(tmp_path: Path) -> None:
    text = (
        "[gone](docs/gone.md) ![gone](gone.png) [here](fine.md) [web](https://example.org)\n"
        "`apps/people/gone.py` and `apps/people/models.py`\n"
        "```sh\nPORT=1 script/gone\nscript/test domain\nhipwise juggle\nhipwise insights a.csv --sing\n"
        "hipwise insights a.csv --outcome pain\n```\n"
    )
    plant(tmp_path, "fine.md", "")
    document = plant(tmp_path, "planted.md", text)
    assert docs.dead_links(document) == ["docs/gone.md", "gone.png"]
    assert docs.missing_files(document) == ["apps/people/gone.py"]
    wrong = docs.wrong_commands(text, help_of)
    assert wrong == ["script/gone", "hipwise juggle", "hipwise insights a.csv --sing"]
