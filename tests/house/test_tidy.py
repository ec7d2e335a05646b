"""What a reader would stumble over, found by reading the tree as git sees it."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
# The doors through which HTML may pass unescaped; everything else is escaped by the template.
HTML_DOORS = ("kit/html.py", "kit/icons.py", "kit/markup.py", "kit/templatetags/kit.py")
UNESCAPED = re.compile(
    r"\bmark_safe\b|\bhtml_safe\b|\|\s*safe(seq)?\b|\{%\s*filter\s[^%]*\bsafe|\bSafe(String|Text|Data)\b|\b__html__\b"
    r"|\{%\s*autoescape\s+off|\bautoescape\s*=\s*False"
)
ADDRESS = re.compile(r"https?://|file://|--(extra-)?index-url|--find-links", re.IGNORECASE)


def tree(*patterns):
    """Files that are committed or about to be, without generated ones."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return sorted(path for path in map(ROOT.joinpath, names) if path.is_file() and "migrations" not in path.parts)


def name(path):
    return str(path.relative_to(ROOT))


def parsed(path):
    return ast.parse(path.read_text())


@cache
def functions(path):
    """(name, first line, lines after it, lines of imports inside) of each; read once, asked by two tests."""
    found = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [
        (each.name, each.lineno, each.end_lineno - each.lineno, [n.lineno for n in ast.walk(each) if is_import(n)])
        for each in found
    ]


def is_import(node):
    return isinstance(node, ast.Import | ast.ImportFrom)


def test_no_file_is_too_long_to_hold_in_mind():
    long = {name(path): len(path.read_text().splitlines()) for path in tree("*.py", "*.html", "*.css", "*.js")}

    assert {path: lines for path, lines in long.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_too_long_to_read_at_once():
    long = [
        f"{name(path)}:{first} {function}"
        for path in tree("*.py")
        for function, first, lines, _imports in functions(path)
        if lines >= LONGEST_FUNCTION
    ]

    assert long == []


def test_imports_stand_at_the_top():
    hidden = [
        f"{name(path)}:{line}"
        for path in tree("*.py")
        for _function, _first, _lines, imports in functions(path)
        for line in imports
    ]

    assert hidden == []


def test_html_passes_unescaped_only_through_its_door():
    outside = [
        f"{name(path)}:{number}"
        for path in tree("*.py", "*.html")  # a letter in .txt is no HTML: escaping would spoil it
        if not name(path).startswith((*HTML_DOORS, "tests/"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if UNESCAPED.search(line)
    ]

    assert outside == []


def test_what_decides_knows_no_django():
    impure = [
        f"{name(path)}:{node.lineno}"
        for path in tree("*/rules.py", "*/facts.py")
        for node in ast.walk(parsed(path))
        if is_import(node) and any(module.split(".")[0] in {"django", "wagtail"} for module in modules(node))
    ]

    assert impure == []


def modules(node):
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]


def test_the_locks_record_hashes_and_no_addresses():
    locks = tree("requirements/*.txt")
    addressed = [name(path) for path in locks if ADDRESS.search(path.read_text())]
    pins = [line for path in locks for line in path.read_text().splitlines() if re.match(r"[\w.\[\]-]+==", line)]

    assert addressed == []
    assert [pin for pin in pins if not pin.endswith("\\")] == []


def test_screens_carry_no_inline_style_or_script():
    inline = re.compile(
        r"\sstyle\s*=\s*[\"']|\son[a-z]+\s*=\s*[\"']|<style\b|<script(?![^>]*\bsrc=)(?![^>]*json)", re.I
    )
    found = [
        f"{name(path)}:{number}"
        for path in tree("*.html")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if inline.search(line)
    ]

    assert found == []
