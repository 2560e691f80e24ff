"""The arguments of ``hipwise insights`` and the run itself; everything heavy is imported when it is needed."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from hipwise.project.insights.options import EARLY, FORMATS, MOST_SUSPECTS, Options, Refused, Reply

if TYPE_CHECKING:
    from hipwise.domain.insight.prior import Prior

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
  hipwise insights diary.csv --suspect stress --began 2026-03-02
  hipwise insights study/ --format json --out answers.jsonl --jobs 8
  hipwise insights --again answers.jsonl
  hipwise insights study/ --format prior --out prior.json
  hipwise insights new.csv --prior prior.json

exit codes:
  0 answered (of several files: at least one); with --again: all the same
  2 nothing usable came in; with --strict: something was wrong with a file;
    with --again: something differs
  1 hipwise itself failed, or could not write the answer
  130 stopped by Ctrl-C
"""
_SUSPECT = "named before looking, so that it needs a little less evidence; may be given again, up to three times"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give a parser the arguments of this command."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description, parser.epilog = _ABOUT, _MORE
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="a CSV file, or a folder of .csv and .tsv files")
    add("--outcome", metavar="COLUMN", help="the column asked about (default: the first of pain, hip_pain, nprs)")
    add("--ignore", metavar="COLUMN", action="append", default=[], help="leave a column out; may be given again")
    add("--suspect", metavar="COLUMN", action="append", default=[], help=_SUSPECT)
    add("--began", type=_day, metavar="DATE", help="also compare the time from this day on with the time before")
    add("--prior", type=Path, metavar="FILE", help="borrow from what many other people's journals say")
    add("--fdr", type=_share, default=0.05, metavar="SHARE", help="of clear findings that may be false (default 0.05)")
    add("--seed", type=_whole, default=0, metavar="N", help="kept with the answer; nothing is drawn by chance")
    add("--format", choices=FORMATS, default="text", help="how to answer (default text)")
    add("--out", type=Path, metavar="FILE", help="write here; for html or svg with several files, a folder")
    add("--strict", action="store_true", help="refuse a file in which any row or cell is wrong")
    add("--again", type=Path, metavar="ANSWER", help="come to stored JSON answers again; say whether they are the same")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--jobs", type=_jobs, metavar="N", help="files looked at side by side (default: all cores)")
    where.add_argument("--dask", metavar="ADDRESS", help="look at the files on the Dask cluster of this scheduler")


def run(args: argparse.Namespace) -> int:
    """Answer all files that were named and return the exit code."""
    try:
        return _again(args) if args.again else _answer_all(args)
    except KeyboardInterrupt:
        print("hipwise: stopped", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return FAILED
    except OSError as error:
        print(f"hipwise: the answer could not be written: {error}", file=sys.stderr)
        return FAILED


def _again(args: argparse.Namespace) -> int:
    from hipwise.project.insights.again import compare

    if any((args.outcome, args.ignore, args.suspect, args.began, args.out, args.dask, args.format != "text")):
        return _refused(Refused("with --again, all that was asked stands in the answers; name only PATH and --prior"))
    prior = _prior(args.prior)
    return _refused(prior) if isinstance(prior, Refused) else compare(args.again, args.paths, prior)


def _answer_all(args: argparse.Namespace) -> int:
    from hipwise.project.insights.outlet import open_outlet
    from hipwise.project.insights.progress import Progress
    from hipwise.project.insights.sources import find_sources

    sources = find_sources(args.paths)
    options = _options(args, several=len(sources) > 1)
    if isinstance(options, Refused):
        return _refused(options)
    outlet = open_outlet(args.out, sources, options)
    if isinstance(outlet, Refused):
        return _refused(outlet)
    replies = _replies(sources, options, args)
    if isinstance(replies, Refused):
        return _refused(replies)
    answered = crashed = 0
    with ExitStack() as stack:
        stack.enter_context(outlet)
        progress = stack.enter_context(Progress(len(sources)))
        for source, reply in zip(sources, replies, strict=True):
            progress.step(reply.complaints)
            with progress.paused():
                outlet.take(source, reply)
            answered += reply.answered
            crashed += reply.crashed
        if answered and (refusal := outlet.finish()):
            return _refused(refusal)
    if answered >= (len(sources) if options.strict else 1):
        return ANSWERED
    return FAILED if crashed else UNUSABLE


def _options(args: argparse.Namespace, *, several: bool) -> Options | Refused:
    suspects = tuple(dict.fromkeys(args.suspect))
    if len(suspects) > MOST_SUSPECTS:
        return Refused(f"{len(suspects)} suspects are too many: name up to three, or none")
    if not args.paths:
        return Refused("name a journal (a CSV file) or a folder of them")
    prior = _prior(args.prior)
    if isinstance(prior, Refused):
        return prior
    return Options(
        outcome=args.outcome,
        ignore=tuple(args.ignore),
        fdr=args.fdr,
        early=max(EARLY, args.fdr),
        seed=args.seed,
        suspects=suspects,
        prior=prior,
        began=args.began,
        format=args.format,
        strict=args.strict,
        several=several,
    )


def _prior(path: Path | None) -> Prior | Refused | None:
    if path is None:
        return None
    from hipwise.project.insights.borrowing import read_prior

    return read_prior(path)


def _replies(sources: list[Path], options: Options, args: argparse.Namespace) -> Iterator[Reply] | Refused:
    if args.dask is not None:
        from hipwise.project.insights.on_dask import replies_from

        return replies_from(args.dask, sources, options)
    from hipwise.project.insights.reply import reply_to
    from hipwise.project.insights.workers import replies

    return replies(sources, options, reply_to, jobs=args.jobs or _cores())


def _refused(refusal: Refused) -> int:
    print(f"hipwise: {refusal.reason}", file=sys.stderr)
    return UNUSABLE


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


def _day(text: str) -> float:
    try:
        return float((date.fromisoformat(text) - date(1970, 1, 1)).days)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2026-03-02") from None


def _jobs(text: str) -> int:
    value = _whole(text)
    if not 1 <= value <= 512:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 512")
    return value
