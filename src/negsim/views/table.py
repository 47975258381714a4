"""The table of a thing: ``table(solution)``."""

from negsim.views.tables import forms, game, paths, scenario, solution, sweep, tipping
from negsim.views.tables.base import Table, table

__all__ = ["Table", "forms", "game", "paths", "scenario", "solution", "sweep", "table", "tipping"]
