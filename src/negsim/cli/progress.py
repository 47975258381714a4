"""Messages and progress on standard error: at a terminal, or when asked for; results never share the stream."""

from __future__ import annotations

import logging
import sys
import threading
import time
from typing import TextIO

PATIENCE, EVERY = 1.0, 0.2  # seconds: work shorter than the first is not counted; the second is between two lines
log = logging.getLogger("negsim")


class _Lines(logging.Handler):
    """Writes each message as a line to whatever standard error is at the time."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one message, over a line that counts if there is one."""
        start = "\r" if at_terminal(sys.stderr) else ""
        sys.stderr.write(f"{start}negsim: {self.format(record):<40}".rstrip() + "\n")


def listen(loudness: int) -> None:
    """Show the library's messages.

    Parameters
    ----------
    loudness
        -1 none but errors; 0 messages at a terminal only, 1 messages, 2 everything.
    """
    levels = {-1: logging.ERROR, 0: logging.INFO if at_terminal(sys.stderr) else logging.WARNING, 1: logging.INFO}
    log.setLevel(levels.get(loudness, logging.DEBUG))
    for old in [handler for handler in log.handlers if isinstance(handler, _Lines)]:
        log.removeHandler(old)
    log.addHandler(_Lines())


def at_terminal(stream: TextIO) -> bool:
    """Whether a person is looking at this stream."""
    return bool(getattr(stream, "isatty", lambda: False)())


class Progress:
    """Counts work on standard error: nothing in the first second, nothing where nobody looks.

    Parameters
    ----------
    what
        What is counted, in the plural.
    quiet
        Whether to say nothing.
    """

    def __init__(self, what: str, quiet: bool = False):
        self.what = what
        self.shown = at_terminal(sys.stderr) and not quiet
        self.started = self.last = time.monotonic()
        self.width = 0

    def __call__(self, done: int, total: int) -> None:
        """Say how far the work is.

        Parameters
        ----------
        done, total
            How much, of how much.
        """
        now = time.monotonic()
        if not self.shown or now - self.started < PATIENCE or now - self.last < EVERY:
            return
        self.last = now
        left = (now - self.started) * (total - done) / max(done, 1)
        line = f"{done:,} of {total:,} {self.what}, {100 * done / total:.0f} %, about {left:.0f} s left"
        sys.stderr.write("\r" + line.ljust(self.width))
        sys.stderr.flush()
        self.width = len(line)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *fault: object) -> None:
        """Wipe the line."""
        if self.width:
            sys.stderr.write("\r" + " " * self.width + "\r")
            sys.stderr.flush()


class Waiting:
    """Says on standard error how long a command has been at work, from its second second on, where somebody looks.

    Parameters
    ----------
    what
        What is being done: ``"negsim solve"``.
    quiet
        Whether to say nothing.
    """

    def __init__(self, what: str, quiet: bool = False):
        self.what = what
        self.done = threading.Event()
        self.teller: threading.Thread | None = None
        if at_terminal(sys.stderr) and not quiet:
            self.teller = threading.Thread(target=self._tell, daemon=True)

    def __enter__(self) -> Waiting:
        if self.teller is not None:
            self.teller.start()
        return self

    def __exit__(self, *fault: object) -> None:
        self.hush()

    def hush(self) -> None:
        """Wipe the line and say no more: results are about to be written."""
        self.done.set()
        if self.teller is not None:
            self.teller.join()

    def _tell(self) -> None:
        started, line = time.monotonic(), ""
        while not self.done.wait(EVERY if line else PATIENCE):
            line = f"{self.what}: {time.monotonic() - started:.0f} s ..."
            sys.stderr.write("\r" + line)
            sys.stderr.flush()
        if line:
            sys.stderr.write("\r" + " " * len(line) + "\r")
            sys.stderr.flush()
