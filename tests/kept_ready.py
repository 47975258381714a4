"""Everything a sweep needs, in memory and used once, so that programs started from here get to work at once."""

from __future__ import annotations

from tempfile import TemporaryDirectory

from tests.kept import go_on

with TemporaryDirectory() as folder:
    go_on(folder, (1, 45))
