"""The site does not start while the file of what is kept says less, or more, than what is kept."""

import re

from django.apps import apps
from django.core.checks import Error, register
from django.core.exceptions import FieldDoesNotExist

from people.privacy.retention import CAREFUL, OLDER, described, fields_of, ours, read


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
    """The night's rules name fields that exist, and ages that can be read."""
    found = []
    for rule in entry.get("nightly", ()):
        acts = rule["act"] if isinstance(rule["act"], dict) else {}
        for name in (*rule["when"], *acts):
            try:
                model._meta.get_field(name)
            except FieldDoesNotExist:
                found.append(("E006", f"{label}: a rule of the night names “{name}”, which does not exist."))
        odd = [each for each in rule["when"].values() if re.match("older", str(each)) and not OLDER.fullmatch(each)]
        found += [("E006", f"{label}: “{each}” is no age; write “older than 90 days”.") for each in odd]
        if not acts and rule["act"] != "delete":
            found.append(("E006", f"{label}: “{rule['act']}” is nothing the night can do."))
    return found
