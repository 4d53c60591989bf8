"""Where records went that were merged into others: their addresses and codes go on leading there."""
