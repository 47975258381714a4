"""Which values of the parameters a study looks at: one file a design."""

import sys

from negsim.registry import RegistryPackage

sys.modules[__name__].__class__ = RegistryPackage
