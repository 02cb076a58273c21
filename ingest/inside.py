"""Inside the process that reads: one file after another, as the parent asks, within the memory and time it was given.

A request and an answer are each a length in eight bytes and so many bytes of pickle. The process ends when the parent
is gone, and when it needs more than it may: with MEMORY_EXIT, or by the alarm.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ingest.read import Read
from knowledge.documents import Source
from knowledge.errors import ThuishavenError

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

__all__ = ["MEMORY_EXIT", "Reader", "Request", "fault", "main", "receive", "send", "why_memory_is_unbounded"]

MEMORY_EXIT = 77
GRACE = 10
"""The parent ends what takes too long; when the parent is gone, the alarm does so this many seconds later."""
LOOK_EVERY = 0.1
LOOK_AT_PARENT_EVERY = 1.0

Reader = Callable[..., Read]
"""`read_document` or what stands in for it: a function of a module, so that it can be named to the process."""


@dataclass(frozen=True, slots=True)
class Request:
    """A file to be read, the id that its document gets, and the seconds that it may take."""

    reader: Reader
    path: Path
    id: str
    sources: Mapping[str, Source]
    seconds: float


def why_memory_is_unbounded() -> str:
    """A sentence for platforms on which a process cannot be held to an amount of memory; else empty."""
    return "" if resource is not None else "On this platform time and size are bounded, but memory is not."


def main() -> None:
    """Serves the parent over standard input and output until it is gone. What a library prints goes nowhere."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nowhere, stream)
    threading.Thread(target=_watch_parent, args=(int(sys.argv[2]),), daemon=True).start()
    _bound_memory(int(sys.argv[1]), by_limit=sys.platform == "linux")
    send(answers, "ready")
    try:
        while (request := receive(requests)) is not None:
            _alarm(request.seconds + GRACE)
            answer = _answer(request)
            _alarm(0)
            send(answers, answer)
    except MemoryError:
        os._exit(MEMORY_EXIT)


def _answer(request: Request) -> Read | str:
    """What the file holds, or the sentence that says why it cannot be read."""
    try:
        return request.reader(request.path, document_id=request.id, sources=request.sources)
    except ThuishavenError as error:
        return _one_line(str(error))
    except MemoryError:
        raise
    except Exception as error:  # one bad document must not stop the others
        return fault(request.path, error)


def fault(path: Path, error: Exception) -> str:
    """The sentence for a mistake of ours."""
    told = _one_line(f"{type(error).__name__}: {str(error)[:200]}")
    return f"{path.name}: cannot be read because of a fault of ours ({told}). Report it with the file."


def _one_line(text: str) -> str:
    """A sentence without line ends or codes that steer a terminal: an error may quote the file."""
    return "".join(c if c.isprintable() else "\ufffd" for c in " ".join(text.split()))


def _bound_memory(most: int, *, by_limit: bool) -> None:
    """Where the kernel keeps the limit it is set; elsewhere a thread looks how much is used."""
    if resource is None:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if by_limit:
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    else:
        threading.Thread(target=_watch_memory, args=(most,), daemon=True).start()


def _watch_memory(most: int) -> None:
    unit = 1 if sys.platform == "darwin" else 1024
    while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit <= most:
        time.sleep(LOOK_EVERY)
    os._exit(MEMORY_EXIT)


def _watch_parent(parent: int) -> None:
    """Ends this process and what it started when its parent is gone, also in the middle of a file."""
    if not hasattr(os, "killpg"):
        return
    while os.getppid() == parent:
        time.sleep(LOOK_AT_PARENT_EVERY)
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _alarm(seconds: float) -> None:
    """The kernel ends this process after so many seconds of work, whatever it is doing; 0 takes the alarm back."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def send(to: IO[bytes], message: object) -> None:
    """Writes one message; raises OSError when nobody listens any more."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    to.write(len(data).to_bytes(8, "big"))
    to.write(data)
    to.flush()


def receive(source: IO[bytes], most: int = sys.maxsize) -> Any:
    """Reads one message; None when the other side is gone, or when the message has more than `most` bytes."""
    head = source.read(8)
    size = int.from_bytes(head, "big")
    if len(head) < 8 or size > most:
        return None
    data = source.read(size)
    return pickle.loads(data) if len(data) == size else None  # noqa: S301 - both ends are ours
