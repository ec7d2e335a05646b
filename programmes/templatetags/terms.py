from django import template

from programmes.terms import word
from programmes.vocabulary import SharedVocabulary, Vocabulary

register = template.Library()


@register.simple_tag
def term(programme, key, form="singular"):
    """``{% term programme "cohort" %}`` – generación; ``{% term programme "cohort" "plural" %}`` – generaciones."""
    return word(programme, key, plural=form == "plural")


@register.simple_tag
def words_of(programme):
    """``{% words_of programme as say %}``, once a block: ``{{ say.Sessions }}`` – Encuentros; ``{{ say.cohort }}``."""
    return Vocabulary(programme)


@register.simple_tag
def shared_words(things):
    """``{% shared_words page_obj as say %}`` – the words that all their programmes use, else the neutral ones.

    ``things`` are programmes, cohorts, or have a ``cohort``, with the programme at hand: no query.
    """
    cohorts = [getattr(thing, "cohort", thing) for thing in things]
    programmes = {(each := getattr(cohort, "programme", cohort)).pk: each for cohort in cohorts}
    return SharedVocabulary(programmes.values())
