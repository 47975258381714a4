"""What bargaining games are made of: who must agree, how talks go on, and what a scenario puts on the table."""
