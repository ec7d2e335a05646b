"""From a list as people keep it to decisions about each line of it: columns, names, rows, verdicts."""
