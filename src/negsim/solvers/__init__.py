"""Algorithms: game -> solution, one file each."""

import sys

from negsim.registry import RegistryPackage

sys.modules[__name__].__class__ = RegistryPackage
