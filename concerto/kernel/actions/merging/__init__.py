"""Two records of a noun become one, whatever leads to them; and are two again."""
