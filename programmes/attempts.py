"""Between a form and an action: what the action refuses is said where the form says the rest."""

from people.actions import Refused


def attempt(form, act, field=None):
    """What ``act(cleaned_data)`` returns; None when the form is wrong or the act was refused, said beside ``field``."""
    if not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except Refused as refusal:
        form.add_error(field, str(refusal))
        return None
