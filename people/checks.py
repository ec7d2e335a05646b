"""The site does not start while the file of what is kept says less, or more, than what is kept."""

import re

from django.apps import apps
from django.core.checks import Error, register
from django.core.exceptions import FieldDoesNotExist

from people.privacy.retention import CAREFUL, FORGET, OLDER, UNNEEDED, described, fields_of, ours, read


@register("privacy")
def everything_kept_is_described(app_configs, **kwargs) -> list[Error]:
    return findings(read())


def findings(plan: dict) -> list[Error]:
    """What the file lacks or names in vain, one error a model or field."""
    found = [_missing(model, plan) for model in apps.get_models(include_auto_created=True)]
    found += [_wrong(label, entry, plan) for label, entry in plan["models"].items()]
    return [Error(text, id=f"privacy.{code}") for errors in found for code, text in errors]


def _missing(model, plan) -> list[tuple[str, str]]:
    label = model._meta.label
    if not ours(model) or label in plan["models"]:
        return []
    return [("E001", f"docs/privacy/retention.yaml does not describe the model {label}.")]


def _wrong(label, entry, plan) -> list[tuple[str, str]]:
    try:
        model = apps.get_model(label)
    except LookupError:
        return [("E002", f"docs/privacy/retention.yaml describes {label}, which does not exist.")]
    found = []
    if entry["fields"] == "all":
        if ours(model) and not model._meta.auto_created:
            found.append(("E003", f"{label}: each of its fields must be described, “all” is for libraries."))
    else:
        names, said = set(described(model)), set(entry["fields"])
        found += [("E003", f"{label}.{name} is not described.") for name in sorted(names - said)]
        found += [("E002", f"{label}.{name} is described and does not exist.") for name in sorted(said - names)]
    return found + _words(label, entry, plan) + _fates(label, entry, plan) + _rules(label, entry, model)


def _words(label, entry, plan) -> list[tuple[str, str]]:
    """Classes, purposes and periods are among those the file explains."""
    places = {"class": "classes", "purpose": "purposes", "keep": "periods"}
    missing = [key for key in (*places, "about") if key not in entry]
    if missing:
        return [("E004", f"{label} does not say its {', '.join(missing)}.")]
    return [
        ("E004", f"{label}.{name}: “{facts[key]}” is not explained under {place}.")
        for name, facts in fields_of(label, plan).items()
        for key, place in places.items()
        if facts[key] not in plan[place]
    ]


def _fates(label, entry, plan) -> list[tuple[str, str]]:
    """What is somebody's says what becomes of it when she leaves."""
    if "person" not in entry or entry.get("erased") == "delete" or missing_words(entry):
        return []
    return [
        ("E005", f"{label}.{name} is {facts['class']} and does not say “erase” or “stays”.")
        for name, facts in fields_of(label, plan).items()
        if facts["class"] in CAREFUL and not {"erase", "stays"} & set(facts)
    ]


def missing_words(entry) -> bool:
    return not {"class", "purpose", "keep"} <= set(entry)


def _rules(label, entry, model) -> list[tuple[str, str]]:
    """The night's rules name fields that exist, ages that can be read, and do nothing else than it can."""
    return [
        ("E006", sentence)
        for rule in entry.get("nightly", ())
        for sentence in (*_names(label, rule, model), *_ages(label, rule), *_acts(label, rule))
    ]


def _names(label, rule, model) -> list[str]:
    """A condition may lead to other models, what is changed is the model's own."""
    own = rule["act"] if isinstance(rule["act"], dict) else {}
    wrong = [name for name in rule["when"] if not _leads(model, name.split("__"))]
    wrong += [name for name in own if not _leads(model, [name])]
    return [f"{label}: a rule of the night names “{name}”, which does not exist." for name in wrong]


def _leads(model, path) -> bool:
    for name in path:
        try:
            model = model._meta.get_field(name).related_model
        except (AttributeError, FieldDoesNotExist):
            return False
    return True


def _ages(label, rule) -> list[str]:
    odd = [
        each
        for each in map(str, rule["when"].values())
        if re.match("older|needed", each) and not (OLDER.fullmatch(each) or UNNEEDED.fullmatch(each))
    ]
    return [f"{label}: “{each}” is no age; write “older than 90 days”." for each in odd]


def _acts(label, rule) -> list[str]:
    """Only people are forgotten, when nobody needs them, and not without telling them."""
    waits = any(UNNEEDED.fullmatch(str(each)) for each in rule["when"].values())
    if rule["act"] == FORGET or waits:
        said = {"es", "en"} <= set(rule.get("said", ()))
        whole = label == "people.Person" and rule["act"] == FORGET and waits and said
        return [] if whole else [f"{label}: “forget” is for people, when needed by nobody, and is said to them."]
    known = isinstance(rule["act"], dict) or rule["act"] == "delete"
    return [] if known else [f"{label}: “{rule['act']}” is nothing the night can do."]
