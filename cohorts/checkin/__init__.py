"""Arriving by code, both ways: the screen shows one and she reads it, or she shows hers and it is read at the door."""
