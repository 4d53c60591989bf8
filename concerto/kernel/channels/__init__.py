"""The ways that notices take beside the inbox: mail, and robots in the groups of chat services."""
