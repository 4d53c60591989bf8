"""The pages on which duplicates are looked at side by side, merged, or held apart."""
