"""What the documents claim about files, links and commands, and which of it is not so."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.kit.house import PACKAGE, ROOT, files, said_by

FENCED = re.compile(r"^```(?:console|sh|bash|shell)?\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!\!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
NAMED_FILE = re.compile(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|html|css|js|md|toml|lock|yaml|svg))`")
ELSEWHERE = ("http:", "https:", "mailto:", "#")


def documents(root: Path = ROOT) -> Iterator[Path]:
    """Every document of the project."""
    return files(".md", below=root)


def commands(text: str) -> Iterator[list[str]]:
    """The words of each command in a document that is ours: a script, or ``hipwise``."""
    for block in FENCED.findall(text):
        for line in block.splitlines():
            words = shlex.split(line.removeprefix("$ "), comments=True) if line.count("'") % 2 == 0 else []
            while words and re.match(r"[A-Z_]+=", words[0]):
                words.pop(0)
            for alone in " ".join(words).split(" && "):
                if re.match(r"(\./)?script/|hipwise( |$)", alone):
                    yield alone.split()


def wrong_commands(text: str, help_of: Callable[[tuple[str, ...]], str]) -> list[str]:
    """Commands that do not exist, or with options that their help does not know."""
    wrong = []
    for words in commands(text):
        program = words[0].removeprefix("./")
        if program == "hipwise":
            options = [word.partition("=")[0] for word in words if word.startswith("--")]
            named = tuple(word for word in words[1:2] if not word.startswith("-"))
            said = help_of(named)
            fine = bool(said) and all(option in said for option in options if option != "--help")
        else:
            fine = os.access(ROOT / program, os.X_OK)
        if not fine:
            wrong.append(" ".join(words))
    return wrong


def dead_links(document: Path) -> list[str]:
    """Links of a document that lead to no file."""
    targets = [one or other for one, other in LINK.findall(document.read_text(encoding="utf-8"))]
    local = [target.partition("#")[0] for target in targets if not target.startswith(ELSEWHERE)]
    return [target for target in local if not (document.parent / target).exists()]


def missing_files(document: Path) -> list[str]:
    """Files named in code letters that are not there: below the root, the package or its tests."""
    named = NAMED_FILE.findall(document.read_text(encoding="utf-8"))
    templates = PACKAGE.rglob("templates")
    places = (ROOT, PACKAGE, PACKAGE / "apps", PACKAGE / "domain", document.parent, *templates)
    return [name for name in named if not any((place / name).exists() for place in places)]


def help_of(words: tuple[str, ...]) -> str:
    """What ``hipwise … --help`` says at 80 columns; empty where it knows no such command."""
    code, said = said_by("-m", "hipwise.project", *words, "--help", columns=80)
    return said if code == 0 else ""
