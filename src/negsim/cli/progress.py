"""Messages and progress on standard error: at a terminal, or when asked for; results never share the stream."""

from __future__ import annotations

import logging
import sys
from typing import TextIO

log = logging.getLogger("negsim")


class _Lines(logging.Handler):
    """Writes each message as a line to whatever standard error is at the time."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one message."""
        sys.stderr.write(f"negsim: {self.format(record)}\n")


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
