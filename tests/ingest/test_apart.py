"""Reading apart: a file that asks too much is ended with a sentence, and costs nobody else anything."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import ingest.apart
from ingest import inside
from ingest.apart import Apart, Readers
from ingest.limits import Bounds, bounds_of
from ingest.pipeline import run
from ingest.read import Read, read_document
from knowledge.errors import UnreadableFile
from knowledge.store import Store
from tests.conftest import ROOT

PATIENT = Bounds(seconds=1, seconds_per_mb=10_000, memory=400_000_000)
"""Two seconds for a file of one line, half a minute for the others: a busy machine ends no file that behaves."""
TEXT = "Nota over werk\n\nDe dienst telde vorig jaar {} bedrijven die hun werk uit het buitenland terughaalden.\n"


@pytest.fixture(autouse=True)
def own_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here each process is of one test; elsewhere they are kept for the next."""
    monkeypatch.setattr(ingest.apart, "Apart", Apart)


def write(folder: Path, name: str, word: str = "twaalf") -> Path:
    """A text file, of one line when it is one that will not end."""
    path = folder / name
    path.write_text(TEXT.format(word) * (1 if path.stem in ("eindeloos", "slapend", "ouder") else 30), encoding="utf-8")
    return path


def misbehave(path: Path, **given: object) -> Read:
    """A reader that does what the name of the file says."""
    with (path.parent / "pids").open("a") as file:
        file.write(f"{os.getpid()} {path.stem}\n")
    match path.stem:
        case "eindeloos":
            while True:
                pass
        case "slapend":
            time.sleep(600)
        case "vraatzuchtig":
            hoard = [bytes(10_000_000)]
            while True:
                hoard.append(bytes(10_000_000))
        case "ouder":
            other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
            with (path.parent / "pids").open("a") as file:
                file.write(f"{other.pid} kind\n")
            other.wait()
        case "dood":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "spraakzaam":
            print("ruis op de lijn")
            os.write(1, b"\0" * 4096)
        case "fout":
            raise KeyError("oei\noei")
        case "geweigerd":
            raise UnreadableFile("geweigerd.txt: is\n\x9b31mleeg.", cure="Haal het opnieuw.")
        case "tweede":
            if (path.parent / "pids").read_text().count(str(os.getpid())) > 1:
                os._exit(9)  # only a process that has read another file dies on it
    return read_document(path, **given)  # type: ignore[arg-type]


def pids(folder: Path) -> dict[str, list[int]]:
    """By file the processes that read it."""
    found: dict[str, list[int]] = {}
    for line in (folder / "pids").read_text().splitlines():
        pid, name = line.split()
        found.setdefault(name, []).append(int(pid))
    return found


def alive(pid: int) -> bool:
    """Whether a process is still there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def running(pid: int) -> bool:
    """Whether a process that is not our own child still runs; one that nobody collected does not."""
    state = Path(f"/proc/{pid}/stat")
    if not Path("/proc/self").exists():
        return alive(pid)
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def read_all(folder: Path, names: list[str], bounds: Bounds) -> dict[str, Read | str]:
    """What one process makes of files of these names."""
    with Apart(bounds) as apart:
        return {name: apart.read(misbehave, write(folder, f"{name}.txt"), name, {}) for name in names}


def test_a_large_file_may_take_longer_unless_a_time_is_given() -> None:
    assert Bounds().seconds_for(50_000_000) == Bounds().seconds_for(0) + 500
    given = bounds_of(seconds=7, megabytes=300)
    assert (given.seconds_for(50_000_000), given.memory) == (7, 300_000_000)
    assert bounds_of(seconds=None, megabytes=None) == Bounds()


@pytest.mark.parametrize("name", ["eindeloos", "slapend"])
def test_too_long_is_ended_and_told(tmp_path: Path, name: str) -> None:
    # the first file imports this module into the process that reads, so that the next has its two seconds for itself
    found = read_all(tmp_path, ["eerst", name, "gewoon"], PATIENT)
    assert found[name] == (
        f"{name}.txt: took longer than 2 seconds and was ended. Split it, or allow more with --max-seconds."
    )
    assert pids(tmp_path)["eerst"] == pids(tmp_path)[name]
    assert not any(alive(pid) for pid in pids(tmp_path)[name])
    assert isinstance(found["gewoon"], Read)


def test_too_much_memory_is_ended_and_told(tmp_path: Path) -> None:
    found = read_all(tmp_path, ["vraatzuchtig", "gewoon"], Bounds(memory=400_000_000))
    assert found["vraatzuchtig"] == (
        "vraatzuchtig.txt: needs more than 400 MB of memory and was ended. Split it, or allow more with --max-memory."
    )
    assert isinstance(found["gewoon"], Read)


def test_where_the_kernel_keeps_no_limit_a_thread_looks(tmp_path: Path) -> None:
    code = (
        "from ingest import inside\n"
        "inside._bound_memory(200_000_000, by_limit=False)\n"
        "hoard = []\n"
        "while True: hoard.append(bytes(b'x' * 1_000_000))\n"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, timeout=120)
    assert told.returncode == inside.MEMORY_EXIT


def test_a_breakdown_costs_its_own_file_only(tmp_path: Path) -> None:
    found = read_all(tmp_path, ["een", "dood", "drie"], Bounds())
    assert found["dood"] == "dood.txt: the reader broke down on it. The file is damaged, or there is too little memory."
    assert [len(pids(tmp_path)[name]) for name in ("een", "dood", "drie")] == [1, 2, 1]
    assert isinstance(found["een"], Read)
    assert isinstance(found["drie"], Read)


def test_what_becomes_of_a_file_does_not_depend_on_the_files_before_it(tmp_path: Path) -> None:
    found = read_all(tmp_path, ["een", "tweede"], Bounds())
    assert isinstance(found["tweede"], Read)
    assert len(pids(tmp_path)["tweede"]) == 2


def test_one_process_reads_many_files_and_is_renewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.apart.RENEW_AFTER", 3)
    read_all(tmp_path, [f"n{i}" for i in range(7)], Bounds())
    used = [pids(tmp_path)[f"n{i}"] for i in range(7)]
    assert used[0] == used[1] == used[2] != used[3]
    assert len({pid for row in used for pid in row}) == 3
    assert not any(alive(pid) for row in used for pid in row)


def test_refusals_faults_and_noise(tmp_path: Path) -> None:
    found = read_all(tmp_path, ["geweigerd", "fout", "spraakzaam"], Bounds())
    assert found["geweigerd"] == "geweigerd.txt: is \ufffd31mleeg. Haal het opnieuw."
    assert found["fout"] == (
        "fout.txt: cannot be read because of a fault of ours (KeyError: 'oei\\noei'). Report it with the file."
    )
    assert isinstance(found["spraakzaam"], Read)
    assert len({pid for row in pids(tmp_path).values() for pid in row}) == 1


def test_the_process_holds_no_handle_of_ours(tmp_path: Path, store: Store) -> None:
    held = tmp_path / "open.bin"
    with held.open("wb") as ours, Apart() as apart:
        os.set_inheritable(ours.fileno(), True)
        read = apart.read(tell_handles, write(tmp_path, "a.txt"), "a", {})
    assert isinstance(read, Read)
    told = (tmp_path / "handles").read_text()
    assert "open.bin" not in told
    assert "sqlite" not in told


def tell_handles(path: Path, **given: object) -> Read:
    """A reader that writes down which files its process has open."""
    folder = Path("/proc/self/fd")
    names = [str(link.readlink()) for link in folder.iterdir() if link.exists()] if folder.is_dir() else []
    (path.parent / "handles").write_text("\n".join(names))
    return read_document(path, **given)  # type: ignore[arg-type]


def test_closing_ends_what_is_being_read(tmp_path: Path) -> None:
    with Readers(2) as readers:
        futures = [
            readers.submit(misbehave, write(tmp_path, f"{n}.txt"), "a", {}) for n in ("slapend", "eindeloos", "x")
        ]
        for _ in range(600):
            if (tmp_path / "pids").exists() and len(pids(tmp_path)) == 2:
                break
            time.sleep(0.05)
    assert futures[2].cancelled()
    assert not any(alive(pid) for row in pids(tmp_path).values() for pid in row)


def test_a_process_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    write(tmp_path, "slapend.txt")
    code = (
        "from pathlib import Path\n"
        "from ingest.apart import Apart\n"
        "from tests.ingest.test_apart import misbehave, write\n"
        f"folder = Path({str(tmp_path)!r})\n"
        "apart = Apart()\n"
        "apart.read(misbehave, write(folder, 'gewoon.txt'), 'a', {})\n"
        "print('ready', flush=True)\n"
        "input()\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None and parent.stdin is not None
    assert parent.stdout.readline() == "ready\n"
    parent.kill()
    parent.wait()
    parent.stdin.close()
    parent.stdout.close()
    (pid,) = pids(tmp_path)["gewoon"]
    for _ in range(600):
        if not alive(pid):
            return
        time.sleep(0.05)
    pytest.fail("the process that reads outlives its parent")


@pytest.mark.parametrize("name", ["slapend", "eindeloos", "ouder"])
def test_so_it_does_in_the_midst_of_a_file_with_what_it_started(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, f"{name}.txt")
    code = (
        "from pathlib import Path\n"
        "from ingest.apart import Apart\n"
        "from tests.ingest.test_apart import misbehave\n"
        f"Apart().read(misbehave, Path({str(path)!r}), 'a', {{}})\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    while len(pids(tmp_path) if (tmp_path / "pids").exists() else ()) < (2 if name == "ouder" else 1):
        time.sleep(0.05)
    parent.kill()
    parent.wait()
    left = [pid for row in pids(tmp_path).values() for pid in row]
    for _ in range(600):
        if not any(map(running, left)):
            return
        time.sleep(0.05)
    pytest.fail("a process outlives the one that asked for it")


def test_an_orphan_in_an_endless_file_is_ended_by_the_alarm() -> None:
    code = "from ingest import inside\ninside._alarm(0.3)\nwhile True: pass\n"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, timeout=60)
    assert told.returncode == -signal.SIGPROF


def test_an_answer_too_long_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.apart.MAX_ANSWER", 50)
    with Apart() as apart:
        told = apart.read(read_document, write(tmp_path, "a.txt"), "a", {})
    assert isinstance(told, str)


def test_time_in_which_we_were_stopped_does_not_count(tmp_path: Path) -> None:
    write(tmp_path, "slapend.txt")
    code = (
        "from pathlib import Path\n"
        "from ingest.apart import Apart\n"
        "from ingest.limits import Bounds\n"
        "from tests.ingest.test_apart import misbehave, wait_for_word, write\n"
        f"folder = Path({str(tmp_path)!r})\n"
        "apart = Apart(Bounds(seconds=8))\n"
        "apart.read(misbehave, write(folder, 'eerst.txt'), 'a', {})\n"
        "print('ready', flush=True)\n"
        "told = apart.read(wait_for_word, folder / 'slapend.txt', 'a', {})\n"
        "print(type(told).__name__, flush=True)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    assert parent.stdout.readline() == "ready\n"
    while not (tmp_path / "waiting").exists():
        time.sleep(0.05)
    parent.send_signal(signal.SIGSTOP)
    time.sleep(10)
    (tmp_path / "word").touch()
    parent.send_signal(signal.SIGCONT)
    assert parent.stdout.read() == "Read\n"
    parent.wait()
    parent.stdout.close()


def wait_for_word(path: Path, **given: object) -> Read:
    """A reader that goes on when it is told to."""
    (path.parent / "waiting").touch()
    while not (path.parent / "word").exists():
        time.sleep(0.05)
    return read_document(path, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_tells_which_limit_and_goes_on(tmp_path: Path, store: Store, workers: int) -> None:
    paths = [write(tmp_path, f"{n}.txt", n) for n in ("a", "eindeloos", "b", "vraatzuchtig", "c", "dood", "d")]
    outcomes = run(paths, store, workers=workers, reader=misbehave, bounds=PATIENT)
    assert [o.status for o in outcomes] == ["added", "failed"] * 3 + ["added"]
    for outcome, part in zip(outcomes[1::2], ("--max-seconds", "--max-memory", "broke down"), strict=True):
        assert part in outcome.reason
        assert outcome.reason.count(". ") == 1
    assert [d.id for d in store.documents()] == ["a", "b", "c", "d"]


def test_no_more_files_are_read_ahead_than_a_few(tmp_path: Path, store: Store) -> None:
    paths = [write(tmp_path, f"n{i:02}.txt", f"getal {i}") for i in range(20)]
    ahead: list[int] = []
    run(
        paths,
        store,
        workers=2,
        reader=misbehave,
        progress=lambda o, done, total: ahead.append(len(pids(tmp_path)) - done),
    )
    assert len(ahead) == 20
    assert max(ahead) <= 4


def test_what_lies_beside_the_documents_is_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("json", "sys", "pickle", "pypdfium2", "site", "sitecustomize", "usercustomize"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('this is not ours')\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry])
    with Apart() as apart:
        assert isinstance(apart.read(read_document, write(tmp_path, "a.txt"), "a", {}), Read)


def start_another_and_die(path: Path, **given: object) -> Read:
    """A reader that starts a program that goes on when the reader itself is gone."""
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    (path.parent / "other").write_text(str(other.pid))
    os._exit(3)


@pytest.mark.skipif(not hasattr(os, "waitid"), reason="here an ended process is forgotten at once")
def test_what_a_reader_started_ends_with_it(tmp_path: Path) -> None:
    with Apart() as apart:
        told = apart.read(start_another_and_die, write(tmp_path, "a.txt"), "a", {})
    assert isinstance(told, str)
    for _ in range(600):
        if not running(int((tmp_path / "other").read_text())):
            return
        time.sleep(0.05)
    pytest.fail("a program that a reader started outlives it")
