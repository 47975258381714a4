"""What pictures share: a canvas, and where states, nodes and labels are put."""
