"""How fast and how light: ``make bench``. See ``__main__`` for what is measured and ``pages`` for where."""
