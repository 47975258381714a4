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
    """Counts work on standard error, with its rate and the time left; not in the first second, nor where nobody looks.

    The rate is that since the first call, so that what was done before, or what starting took, does not count.

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
        self.first: tuple[float, int] | None = None
        self.width = 0

    def __call__(self, done: int, total: int) -> None:
        """Say how far the work is.

        Parameters
        ----------
        done, total
            How much, of how much.
        """
        now = time.monotonic()
        self.first = self.first or (now, done)
        if not self.shown or now - self.started < PATIENCE or now - self.last < EVERY:
            return
        self.last = now
        line = f"{done:,} of {total:,} {self.what}, {100 * done / total:.0f} %{self._rate(now, done, total)}"
        sys.stderr.write("\r" + line.ljust(self.width))
        sys.stderr.flush()
        self.width = max(self.width, len(line))

    def _rate(self, now: float, done: int, total: int) -> str:
        """How fast, and how long still; nothing where that is not known yet."""
        since, before = self.first or (now, done)
        if done <= before or now <= since:
            return ""
        rate = (done - before) / (now - since)
        told = f"{rate:,.0f}" if rate >= 10 else f"{rate:.2g}"
        return f", {told} a second, about {lasting((total - done) / rate)} left"

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


def lasting(seconds: float) -> str:
    """Write how long something takes, in the unit that suits.

    Parameters
    ----------
    seconds
        How long.
    """
    if seconds < 99.5:
        return f"{seconds:.0f} s" if seconds >= 9.5 else f"{seconds:.1g} s"
    if seconds < 99.5 * 60:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.0f} h" if seconds >= 9.5 * 3600 else f"{seconds / 3600:.1f} h"
