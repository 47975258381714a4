"""negsim beside its peers: the same games, one thread, one run. Start it with ``python -m benchmarks``."""

import os

# Before anything imports numpy: a linear-algebra library that uses every core would make CPU times incomparable.
for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = "1"
