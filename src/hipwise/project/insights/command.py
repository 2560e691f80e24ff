"""The arguments of ``hipwise insights`` and the run itself; everything heavy is imported when it is needed."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import ExitStack
from pathlib import Path

from hipwise.project.insights.options import FORMATS, Options

ANSWERED, FAILED, UNUSABLE, STOPPED = 0, 1, 2, 130
"""Exit codes; ``hipwise insights --help`` says what each means."""

_ABOUT = """\
Reads pain journals kept as tables and says what goes along with the pain, how
sure that is, and what can't be told yet.

A journal is a CSV file (commas, semicolons or tabs). Its first row names the
columns: one is called time, date, datetime or timestamp and holds ISO 8601
times (a date alone is enough); the others hold numbers, 1 and 0 for things
that happened or not. An empty cell means that nothing was written.
"""
_MORE = """\
examples:
  hipwise insights diary.csv
  hipwise insights diary.csv --outcome hip_pain --format html --out report.html
  hipwise insights study/ --format json --out answers.jsonl --jobs 8

exit codes:
  0 answered (of several files: at least one)
  2 nothing usable came in; with --strict: something was wrong with a file
  1 hipwise itself failed, or could not write the answer
  130 stopped by Ctrl-C
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give a parser the arguments of this command."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description, parser.epilog = _ABOUT, _MORE
    add = parser.add_argument
    add("paths", nargs="+", metavar="PATH", help="a CSV file, or a folder of .csv and .tsv files")
    add("--outcome", metavar="COLUMN", help="the column asked about (default: the first of pain, hip_pain, nprs)")
    add("--ignore", metavar="COLUMN", action="append", default=[], help="leave a column out; may be given again")
    add("--fdr", type=_share, default=0.05, metavar="SHARE", help="of clear findings that may be false (default 0.05)")
    add("--seed", type=_whole, default=0, metavar="N", help="kept with the answer; nothing is drawn by chance")
    add("--format", choices=FORMATS, default="text", help="how to answer (default text)")
    add("--out", type=Path, metavar="FILE", help="write here; for html with several files, a folder of reports")
    add("--jobs", type=_jobs, default=None, metavar="N", help="files looked at side by side (default: all cores)")
    add("--strict", action="store_true", help="refuse a file in which any row or cell is wrong")


def run(args: argparse.Namespace) -> int:
    """Answer all files that were named and return the exit code."""
    from hipwise.project.insights.sources import find_sources

    sources = find_sources(args.paths)
    options = Options(
        outcome=args.outcome,
        ignore=tuple(args.ignore),
        fdr=args.fdr,
        seed=args.seed,
        format=args.format,
        strict=args.strict,
        several=len(sources) > 1,
    )
    try:
        return _answer_all(sources, options, args)
    except KeyboardInterrupt:
        print("hipwise: stopped", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return FAILED
    except OSError as error:
        print(f"hipwise: the answer could not be written: {error}", file=sys.stderr)
        return FAILED


def _answer_all(sources: list[Path], options: Options, args: argparse.Namespace) -> int:
    from hipwise.project.insights.outlet import Refused, open_outlet
    from hipwise.project.insights.progress import Progress
    from hipwise.project.insights.reply import reply_to
    from hipwise.project.insights.workers import replies

    outlet = open_outlet(args.out, sources, options)
    if isinstance(outlet, Refused):
        print(f"hipwise: {outlet.reason}", file=sys.stderr)
        return UNUSABLE
    answered = crashed = 0
    jobs = args.jobs or _cores()
    with ExitStack() as stack:
        stack.enter_context(outlet)
        progress = stack.enter_context(Progress(len(sources)))
        for source, reply in zip(sources, replies(sources, options, reply_to, jobs=jobs), strict=True):
            progress.step(reply.complaints)
            with progress.paused():
                outlet.take(source, reply)
            answered += reply.answered
            crashed += reply.crashed
    if answered >= (len(sources) if options.strict else 1):
        return ANSWERED
    return FAILED if crashed else UNUSABLE


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number between 0 and 1")
    return value


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 0 or more")
    return int(text)


def _jobs(text: str) -> int:
    value = _whole(text)
    if not 1 <= value <= 512:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 512")
    return value
