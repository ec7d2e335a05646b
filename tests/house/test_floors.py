"""Foreign keys point down the floors too: written as strings they escape import-linter."""

import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]


def floors():
    """The layers of pyproject.toml, lowest first: {"kit": 0, "places": 1, "jobs": 1, …}."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "floors")
    return {room.strip(): height for height, layer in enumerate(reversed(layers)) for room in layer.split("|")}


def climbs(model, field, heights):
    """True for a key to a higher floor, or to another room of the same one."""
    here, there = model._meta.app_label, field.related_model._meta.app_label
    if here not in heights or there not in heights or here == there:
        return False
    return heights[there] >= heights[here]


def keys(model):
    own = [*model._meta.local_fields, *model._meta.local_many_to_many]
    return [field for field in own if field.is_relation and field.related_model not in (None, "self")]


def test_every_app_of_ours_has_a_floor():
    ours = {config.label for config in apps.get_app_configs() if Path(config.path).parent == ROOT}

    assert ours == set(floors())


def test_no_foreign_key_climbs():
    heights = floors()

    climbing = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        for field in keys(model)
        if climbs(model, field, heights)
    ]

    assert climbing == []
