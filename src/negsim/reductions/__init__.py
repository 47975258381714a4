"""Ways to turn a game into a simpler one, and its results back: one file a reduction."""

import sys

from negsim.registry import RegistryPackage

sys.modules[__name__].__class__ = RegistryPackage
