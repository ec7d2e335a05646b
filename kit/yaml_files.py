"""Files of ours in YAML: what the platform says and does, written for people to read."""

from pathlib import Path
from typing import Any

import yaml

# Every command reads one of these files as it starts: in C where the library was built with it.
_LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


def read_yaml(path: Path) -> Any:
    """What the file says, as plain dicts, lists, texts, numbers and days. ``yaml.YAMLError`` where it says nothing."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - both are safe
