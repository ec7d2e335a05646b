"""Attendance that comes in a file: whose line it is, which session a column means, and what already stands."""
