"""The ``hipwise`` command. Each subcommand's module is loaded only when it is the one asked for."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from hipwise import __version__
from hipwise.project.config import Halt

BLAS_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""Set to one before numpy is loaded: on matrices as small as a journal's, several threads only wait for each other."""

COMMANDS = {
    "demo": ("hipwise.project.demo.command", "try Hipwise: a made-up clinic with made-up people, on this machine only"),
    "init": ("hipwise.project.init", "set up a real, empty clinic and its owner's account"),
    "serve": ("hipwise.project.serve", "serve the clinic that was set up"),
    "work": ("hipwise.project.work", "run background jobs in a process of their own"),
    "insights": ("hipwise.project.insights.command", "say what a pain diary (CSV) can and can't tell"),
    "manage": ("hipwise.project.manage", "Django's own commands, such as migrate or dumpdata"),
}

EXAMPLES = """examples:
  hipwise demo                             look around at http://127.0.0.1:8000
  hipwise init                             set up a clinic; asks what it needs to know
  hipwise serve --host 0.0.0.0 --port 80   serve it
  hipwise insights diary.csv               what moves the pain in this diary?

settings, from the environment:
  HIPWISE_DATA    where everything is kept (default: ~/.local/share/hipwise)
  DATABASE_URL    postgres://user:password@host/name instead of a SQLite file
  more of them: docs/running.md
"""


class Command(Protocol):
    """What the module of a subcommand offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare its arguments, description and examples."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it; the exit code."""


def _parser(asked: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hipwise",
        description="A self-hosted system for people with hip pain and the clinics that treat them.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="store_true", help="print the version and stop")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name, (module, summary) in COMMANDS.items():
        one = commands.add_parser(
            name, help=summary, description=summary, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        if name == asked:
            cast(Command, import_module(module)).add_arguments(one)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code: 0 done, 1 stopped with a reason, 2 unusable input."""
    for name in BLAS_THREADS:
        os.environ.setdefault(name, "1")
    words = list(sys.argv[1:] if argv is None else argv)
    asked = words[0] if words and words[0] in COMMANDS else None
    parser = _parser(asked)
    args = argparse.Namespace(words=words[1:], version=False) if asked == "manage" else parser.parse_args(words)
    if args.version:
        print(f"hipwise {__version__}")
        return 0
    if not asked:
        parser.print_help()
        return 0
    try:
        return cast(Command, import_module(COMMANDS[asked][0])).run(args)
    except Halt as reason:
        print(f"hipwise: {reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
