"""Definitions that can be checked: (game, result) -> residual."""

import sys

from negsim.registry import RegistryPackage

sys.modules[__name__].__class__ = RegistryPackage
