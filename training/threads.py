"""Numbers that come out the same each time: sums that several threads share come out in another order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["in_one_thread"]


@contextmanager
def in_one_thread() -> Iterator[None]:
    """While this lasts numpy, FAISS and torch use one thread.

    With two, OpenBLAS gives other last digits on some processors, and torch 2.13 adds up gradients in another order in
    one run of four; neither says anything of it.
    """
    import torch
    from threadpoolctl import threadpool_limits

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with threadpool_limits(1):
            yield
    finally:
        torch.set_num_threads(threads)
