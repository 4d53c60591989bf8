"""Records of a noun that seem to be the same thing: found, weighed with reasons, and decided by people."""
