class Refused(ValueError):
    """The act cannot be done. ``str()`` is a sentence for the person who asked."""
