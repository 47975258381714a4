"""Forms of game: a scenario, or arrays, seen as one mathematical object."""

import sys

from negsim.registry import RegistryPackage

sys.modules[__name__].__class__ = RegistryPackage
