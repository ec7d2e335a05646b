"""All the words of a programme at hand for one page: ``say.session``, ``say.sessions``, ``say.Session``."""

from django.utils.text import capfirst

from programmes.terms import word


class Vocabulary:
    """The words of ``programme``, or the neutral ones without it; each is looked up when it is asked for.

    ``say["cohort"]`` is the singular, ``say["cohorts"]`` the plural; with a capital letter when the name has one.
    ``KeyError`` for a name that is none: it is a slip of ours.
    """

    def __init__(self, programme):
        self.programme = programme

    def __getitem__(self, name: str) -> str:
        key = name.lower()
        found = word(self.programme, key.removesuffix("s"), plural=key.endswith("s"))
        return capfirst(found) if name[0].isupper() else found


class SharedVocabulary(Vocabulary):
    """For pages of several programmes: the word they all use, the neutral one where they differ."""

    def __init__(self, programmes):
        super().__init__(None)
        self.each = [Vocabulary(programme) for programme in programmes]

    def __getitem__(self, name: str) -> str:
        said = {vocabulary[name] for vocabulary in self.each}
        return said.pop() if len(said) == 1 else super().__getitem__(name)
