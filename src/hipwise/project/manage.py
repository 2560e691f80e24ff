"""``hipwise manage``: Django's own commands against this installation."""

from __future__ import annotations

import argparse
import os
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing of our own: everything after ``manage`` is Django's, its ``--help`` too."""
    parser.add_argument("words", nargs="*")


def run(args: argparse.Namespace) -> int:
    """Hand over to Django, which leaves by SystemExit when a command fails."""
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hipwise.project.settings")
    sys.argv[1:] = args.words
    execute_from_command_line(["hipwise manage", *args.words])
    return 0
