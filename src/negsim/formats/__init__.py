"""Game files of other programs, read and written: one file a format."""

import sys

from negsim.registry import RegistryPackage

sys.modules[__name__].__class__ = RegistryPackage
