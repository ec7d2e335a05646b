"""Sheets to be signed: what they say, and the paper they are drawn on."""
