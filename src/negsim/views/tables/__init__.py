"""Tables of the things negsim computes: ``table(thing)``; one file a kind of thing."""

from negsim.views.tables import game, scenario, solution, sweep, tipping
from negsim.views.tables.base import LABEL, Table, table

__all__ = ["LABEL", "Table", "game", "scenario", "solution", "sweep", "table", "tipping"]
