"""Where play goes under a plan: hitting times, likely paths, routes, critical moves, drawn courses."""
