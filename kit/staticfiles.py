"""Static files of production: hashed, compressed, and the style sheet served as one file instead of twenty."""

import re

from django.core.files.base import ContentFile
from django.utils.functional import cached_property
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\((\w+)\);')
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
SHEET = "css/site.css"


class BundlingStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Sources stay one file a part; ``collectstatic`` writes the ``@import`` list of the sheet out in full."""

    def url(self, name, force=False):
        """Looked up once in a process: what was collected does not change while it runs."""
        if (name, force) not in self.known:
            self.known[name, force] = super().url(name, force)
        return self.known[name, force]

    @cached_property
    def known(self) -> dict:
        return {}

    def post_process(self, paths, dry_run=False, **options):
        if SHEET in paths and not dry_run:
            whole = IMPORT.sub(lambda found: layer_of(paths, *found.groups()), source_of(paths, SHEET))
            self.delete(SHEET)
            self._save(SHEET, ContentFile(whole.encode()))
            paths = {**paths, SHEET: (self, SHEET)}
        yield from super().post_process(paths, dry_run=dry_run, **options)


def source_of(paths, name):
    """Text of a collected file as its author wrote it, without comments: the copy may be an older bundle."""
    storage, path = paths[name]
    with storage.open(path) as file:
        return COMMENT.sub("", file.read().decode())


def layer_of(paths, name, layer):
    return f"@layer {layer} {{\n{source_of(paths, f'css/{name}')}}}"
