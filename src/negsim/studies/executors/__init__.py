"""Where the work of a study is done: one file an executor."""

import sys

from negsim.registry import RegistryPackage

sys.modules[__name__].__class__ = RegistryPackage
