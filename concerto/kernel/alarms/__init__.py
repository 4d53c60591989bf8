"""Alarms: something to be done at a moment, once, also when nobody was there at that moment."""
