"""``--dask``: a real cluster of two worker processes gives the same bytes, and what goes wrong there is told."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hipwise import __version__
from hipwise.project.insights import on_dask
from hipwise.project.insights.options import Options, Refused, Reply
from tests.command.kit import Command, by_process, journal, write
from tests.kit.house import ROOT

CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(
        n_workers=int(sys.argv[1]), threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[str]:
    """A cluster in processes of its own, and its address. One death is enough for a file to be given up."""
    script = write(folder, "cluster.py", CLUSTER)
    env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    env["DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES"] = "0"
    with subprocess.Popen(
        [sys.executable, str(script), str(workers)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        env=env,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()
            process.wait(timeout=30)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with cluster(tmp_path_factory.mktemp("cluster"), 2) as found:
        yield found


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    folder.mkdir()
    for at in range(6):
        write(folder, f"p{at}.csv", journal(seed=at, days=60 + at))
    write(folder, "p3.csv", journal(days=40) + "soon,1,0,0,10\n")
    write(folder, "p4.csv", b"\0")
    return folder


def test_the_same_bytes_as_without(insights: Command, study: Path, address: str) -> None:
    alone = insights(study, "--format", "json", "--jobs", "1")
    there = by_process(study, "--format", "json", "--dask", address)
    assert (there.code, there.out, there.err) == (alone.code, alone.out, alone.err)
    assert len(there.objects) == 6
    assert "p3.csv:42: “soon” is not a time" in there.err


def replies(address: str, count: int) -> list[Reply]:
    """What comes back for so many files that are not there."""
    found = on_dask.replies_from(address, [Path(str(at)) for at in range(count)], Options(seed=4))
    assert not isinstance(found, Refused)
    return list(found)


def fragile(version: str, path: Path, data: object, options: Options) -> Reply:
    """Work that kills its worker over one file, and fails over another."""
    if path.name == "2":
        os._exit(9)
    if path.name == "5":
        raise ZeroDivisionError("planted")
    return Reply(True, f"{path.name} {options.seed} {os.getpid()}")


def test_a_worker_that_dies_takes_only_its_own_file_with_it(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_dask, "answer_there", fragile)
    told = replies(address, 9)
    assert [reply.answered for reply in told] == [at not in {2, 5} for at in range(9)]
    assert "its worker died" in told[2].complaints[0]
    assert "ZeroDivisionError: planted" in told[5].complaints[0]
    assert told[2].crashed
    assert [reply.text[:3] for reply in told if reply.answered] == [f"{at} 4" for at in (0, 1, 3, 4, 6, 7, 8)]
    assert str(os.getpid()) not in {reply.text.split()[-1] for reply in told if reply.answered}, "it ran elsewhere"


def test_a_worker_with_another_hipwise_answers_nothing(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_dask, "__version__", "0.0.1")
    told = replies(address, 2)
    assert [reply.answered for reply in told] == [False, False]
    assert f"a worker has Hipwise {__version__}, this is 0.0.1" in told[0].complaints[0]


def test_a_cluster_that_nobody_works_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_dask, "DESERTED", 0.2)
    monkeypatch.setattr(on_dask, "BREATH", 0.1)
    with cluster(tmp_path, 0) as address:
        told = replies(address, 3)
    assert ["the cluster is gone" in reply.complaints[0] for reply in told] == [True] * 3


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("tcp://127.0.0.1:9", "Connection refused"),
        ("scheduler", "an address is like tcp://10.0.0.5:8786"),
        ("127.0.0.1:many", "Port could not be cast"),
        ("", "an address is like"),
    ],
)
def test_no_scheduler_answers(insights: Command, diary: Path, address: str, why: str) -> None:
    ran = insights(diary, "--dask", address)
    assert (ran.code, ran.out) == (2, "")
    assert f"no Dask scheduler answers at {address}" in ran.err
    assert why in ran.err


def test_dask_that_is_not_installed(insights: Command, diary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    ran = insights(diary, "--dask", "127.0.0.1:8786")
    assert (ran.code, ran.out) == (2, "")
    assert "pip install 'hipwise[dask]'" in ran.err


def test_either_processes_or_a_cluster(insights: Command, diary: Path) -> None:
    assert "not allowed with" in insights(diary, "--dask", "127.0.0.1:8786", "--jobs", "2").err
