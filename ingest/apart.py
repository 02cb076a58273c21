"""Reading apart: processes that hold no handle of ours read the files, and are ended when a file asks too much."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from ingest.inside import MEMORY_EXIT, Reader, Request, receive, send
from ingest.limits import Bounds
from ingest.read import Read
from knowledge.closing import Closing
from knowledge.documents import Source
from knowledge.errors import ThuishavenError

__all__ = ["Apart", "Readers"]

RENEW_AFTER = 200
"""So many files one process reads: what a library never gives back is given back then."""
MAX_ANSWER = 500_000_000
START_SECONDS = 120.0
LAST_SECONDS = 1.0
"""So long a process that answers no more may take to end of itself, so that its exit code tells why."""
_PROGRAM = "import json, sys; sys.path[:] = json.loads(sys.argv.pop(1)); from ingest.inside import main; main()"


class Apart(Closing):
    """A process that reads one file after another. It is started when the first file comes, replaced when a file
    exceeded the bounds or broke it down, and ends when this one is closed or its parent is gone."""

    def __init__(self, bounds: Bounds | None = None) -> None:
        self._bounds = bounds or Bounds()
        self._process: subprocess.Popen[bytes] | None = None
        self._files = 0
        self._stopped = False
        self._lock = threading.Lock()

    def read(self, reader: Reader, path: Path, document_id: str, sources: Mapping[str, Source]) -> Read | str:
        """What the file holds, or the sentence that says why it cannot be read.

        A file on which a process broke down that had read others is tried again in a fresh one, so that what becomes
        of it does not depend on the others. Raises ThuishavenError when no process can be started.
        """
        if reader.__module__ == "__main__":
            raise ValueError("a reader is named to another process: it must stand in a module that can be imported")
        seconds = self._bounds.seconds_for(_size(path))
        request = Request(reader, path, document_id, sources, seconds)
        while True:
            fresh = self._files == 0
            answer, late, code = self._asked(request)
            if answer is not None:
                return answer
            if late:
                return (
                    f"{path.name}: took longer than {seconds:,.0f} seconds and was ended."
                    " Split it, or allow more with --max-seconds."
                )
            if fresh or self._stopped:
                return self._why(path, code)

    def _why(self, path: Path, code: int) -> str:
        if code == MEMORY_EXIT:
            return (
                f"{path.name}: needs more than {self._bounds.memory / 1e6:,.0f} MB of memory and was ended."
                " Split it, or allow more with --max-memory."
            )
        return f"{path.name}: the reader broke down on it. The file is damaged, or there is too little memory."

    def _asked(self, request: Request) -> tuple[Read | str | None, bool, int]:
        """The answer, or None with whether it took too long and with what exit code the process ended."""
        process = self._running()
        assert process.stdin is not None and process.stdout is not None
        with _Deadline(process, request.seconds) as deadline:
            try:
                send(process.stdin, request)
                answer: Read | str | None = receive(process.stdout, MAX_ANSWER)
            except OSError:
                answer = None
        self._files += 1
        code = 0
        if answer is None or deadline.passed or self._files >= RENEW_AFTER:
            code = self._end(process)
        return answer, deadline.passed, code

    def _running(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._process is None:
                if self._stopped:
                    raise ThuishavenError("The reading was stopped.")
                self._process = _start(self._bounds.memory)
                self._files = 0
            return self._process

    def _end(self, process: subprocess.Popen[bytes]) -> int:
        """Ends the process with all that it started; gives the exit code that it has of itself, or else that of being
        killed."""
        assert process.stdin is not None and process.stdout is not None
        with contextlib.suppress(OSError):
            process.stdin.close()
        _let_end(process, LAST_SECONDS)
        _kill(process)
        code = process.wait()
        process.stdout.close()
        with self._lock:
            self._process, self._files = None, 0
        return code

    def stop(self) -> None:
        """Ends the reading, also in the middle of a file that another thread asked for."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                _kill(self._process)

    def close(self) -> None:
        """Ends the process; no thread may be asking for a file any more."""
        self.stop()
        if self._process is not None:
            self._end(self._process)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # the reader says what is wrong with it
        return 0


def _start(memory: int) -> subprocess.Popen[bytes]:
    """A process that is ready to read. It stands in a group of its own, so that Ctrl-C does not reach it and what it
    starts itself ends with it."""
    process = subprocess.Popen(
        # -P: a json.py beside the documents must not be what it imports
        [sys.executable, "-P", "-c", _PROGRAM, json.dumps(sys.path), str(memory), str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert process.stdin is not None and process.stdout is not None
    with _Deadline(process, START_SECONDS):
        ready = receive(process.stdout)
    if ready is None:
        _kill(process)
        code = process.wait()
        process.stdin.close()
        process.stdout.close()
        raise ThuishavenError(
            f"The process that reads files could not be started (exit code {code}).",
            cure="Check the installation and the free memory.",
        )
    return process


class _Deadline:
    """Ends a process that has not answered when so many seconds have passed. Time in which this process itself was
    stopped (Ctrl-Z, a closed lid) does not count."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.passed = False
        self._answered = threading.Event()
        self._thread = threading.Thread(target=self._wait, args=(process, seconds), daemon=True)

    def _wait(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        while seconds > 0:
            step = min(seconds, 1.0)
            if self._answered.wait(step):
                return
            seconds -= step
        self.passed = True
        _kill(process)

    def __enter__(self) -> _Deadline:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._answered.set()
        self._thread.join()


def _let_end(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Waits until a process has ended of itself, not longer than so many seconds.

    Where the system can, it is left to be collected: until then its number is nobody else's, and `_kill` reaches what
    it started too.
    """
    if not hasattr(os, "waitid"):
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        return
    until = time.monotonic() + seconds
    with contextlib.suppress(ChildProcessError):  # collected by another thread
        while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            if time.monotonic() > until:
                return
            time.sleep(0.005)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Ends a process that was not collected yet, and what it started."""
    if process.returncode is not None:
        return
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


class Readers(Closing):
    """So many processes that read, each used by one thread at a time. `close` ends them at once."""

    def __init__(self, count: int, bounds: Bounds | None = None) -> None:
        self._all = [Apart(bounds) for _ in range(count)]
        self._free: queue.SimpleQueue[Apart] = queue.SimpleQueue()
        for apart in self._all:
            self._free.put(apart)
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="reading")

    def submit(self, reader: Reader, path: Path, document_id: str, sources: Mapping[str, Source]) -> Future[Read | str]:
        """Has a file read by the next process that is free; see `Apart.read`."""
        return self._threads.submit(self._read, reader, path, document_id, sources)

    def _read(self, reader: Reader, path: Path, document_id: str, sources: Mapping[str, Source]) -> Read | str:
        apart = self._free.get()
        try:
            return apart.read(reader, path, document_id, sources)
        finally:
            self._free.put(apart)

    def close(self) -> None:
        """Ends the processes, also in the middle of a file; what was not begun is not read."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for apart in self._all:
            apart.stop()
        self._threads.shutdown(wait=True)
        for apart in self._all:
            apart.close()
