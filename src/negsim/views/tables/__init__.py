"""Tables of the things negsim computes, one file a kind of thing; `negsim.views.table` finds the right one."""
