"""The arithmetic of likeness, which knows no database: features of records, and the weights of their comparisons."""
