"""Several files: their order, their processes, and one that goes wrong among others that do not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hipwise.project.insights.options import Options, Reply
from hipwise.project.insights.workers import replies
from tests.command.kit import Command, by_process, journal, write


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    folder.mkdir()
    for at in range(5):
        write(folder, f"p{at}.csv", journal(seed=at, days=60 + at))
    write(folder, "notes.txt", "not a journal")
    write(folder, "p5.TSV", journal().replace(",", "\t"))
    return folder


def test_a_folder_in_order_one_line_each(study: Path) -> None:
    ran = by_process(study, "--format", "json", "--jobs", "3")
    assert (ran.code, ran.err) == (0, "")
    assert [Path(said["file"]).name for said in ran.objects] == [
        "p0.csv",
        "p1.csv",
        "p2.csv",
        "p3.csv",
        "p4.csv",
        "p5.TSV",
    ]
    assert [said["days"] for said in ran.objects] == [60, 61, 62, 63, 64, 150]


def test_any_number_of_processes_gives_the_same_bytes(insights: Command, study: Path) -> None:
    alone = insights(study, "--format", "json", "--jobs", "1")
    assert alone.out == by_process(study, "--format", "json", "--jobs", "2").out


def test_one_bad_file_among_good_ones(insights: Command, study: Path) -> None:
    write(study, "p2.csv", b"\0")
    ran = insights(study, "--format", "json", "--jobs", "1")
    assert ran.code == 0
    assert [("error" in said) for said in ran.objects] == [False, False, True, False, False, False]
    assert "p2.csv: this is not a text file" in ran.err
    assert insights(study, "--format", "json", "--jobs", "1", "--strict").code == 2


def test_none_good(insights: Command, study: Path) -> None:
    ran = insights(study, "--outcome", "mood", "--jobs", "1")
    assert (ran.code, ran.out) == (2, "")


def test_texts_stand_apart(insights: Command, study: Path) -> None:
    ran = insights(study / "p0.csv", study / "p1.csv", "--jobs", "1")
    assert ran.out.count("─" * 80) == 1


def fragile(path: Path, options: Options) -> Reply:
    """Work that dies on one file, as when memory runs out."""
    if path.name == "2":
        os._exit(9)
    return Reply(True, f"{path.name} {options.seed} {os.environ.get('OPENBLAS_NUM_THREADS', '')}")


def test_a_process_that_dies_takes_only_its_own_file_with_it() -> None:
    paths = [Path(str(at)) for at in range(9)]
    told = list(replies(paths, Options(seed=4), fragile, jobs=2))
    assert [reply.answered for reply in told] == [at != 2 for at in range(9)]
    assert told[2].crashed
    assert "its process died" in told[2].complaints[0]
    assert [reply.text.split()[0] for reply in told if reply.answered] == list("01345678")


def slow(path: Path, options: Options) -> Reply:
    """Work whose first file is the last to be done."""
    time.sleep(0.3 if path.name == "0" else 0)
    return Reply(True, path.name)


def test_order_is_kept_when_the_first_is_slow() -> None:
    paths = [Path(str(at)) for at in range(30)]
    assert [reply.text for reply in replies(paths, Options(), slow, jobs=3)] == [path.name for path in paths]


def test_a_failure_inside_is_told_for_its_file(insights: Command, study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import hipwise.domain.insight.explore as engine

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(engine, "explore", broken)
    ran = insights(study / "p0.csv")
    assert (ran.code, ran.out) == (1, "")
    assert "ZeroDivisionError: planted" in ran.err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_it_cleanly(study: Path, jobs: str) -> None:
    words = [sys.executable, "-m", "hipwise.project", "insights", *[str(study)] * 200, "--jobs", jobs]
    process = subprocess.Popen(
        words,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        encoding="utf-8",
        # Whoever started these tests in the background may have taught us to ignore Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - nothing else runs here
    )
    assert process.stdout is not None
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert err == "hipwise: stopped\n"


def test_a_reader_that_goes_away(study: Path) -> None:
    words = [sys.executable, "-m", "hipwise.project", "insights", *[str(study)] * 50, "--jobs", "1"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait(timeout=20) == 1
    process.stderr.close()


def test_nothing_of_django_is_loaded(study: Path) -> None:
    code = (
        "import sys; from hipwise.project.__main__ import main; "
        f"code = main(['insights', {str(study / 'p0.csv')!r}, '--format', 'json']); "
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'django', 'wagtail', 'tqdm', 'allauth'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"
