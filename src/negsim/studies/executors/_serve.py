"""What a worker process does: take an item, work on it, send the result back, until its line is cut."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from multiprocessing.connection import Connection


def serve(line: Connection, data: bytes) -> None:
    """Work on items until there are no more; end at once when the parent ends, be it by a kill.

    Parameters
    ----------
    line
        Where items come from; results go back as (True, result), or (False, what was raised).
    data
        The work, pickled.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    threading.Thread(target=_follow, daemon=True, name="follow").start()
    work = pickle.loads(data)
    line.send("ready")
    while True:
        try:
            item = line.recv()
        except EOFError:
            return
        try:
            reply = pickle.dumps((True, work(item)))
        except BaseException as fault:  # told by the future, an attempt to exit too
            reply = _told(fault)
        line.send_bytes(reply)


def _told(fault: BaseException) -> bytes:
    try:
        return pickle.dumps((False, fault))
    except Exception:  # an error may hold anything
        return pickle.dumps((False, RuntimeError(f"{type(fault).__name__}: {fault}")))


def _follow() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # nothing to tidy up: results are stored by the parent, whole or not at all
