import re
from xml.etree import ElementTree

from kit.weave import DYEINGS, GREAT, weave_svg

NAMES = [f"Región {number}" for number in range(300)]


def test_the_same_name_always_gives_the_same_cloth():
    assert weave_svg("Patrimonio vivo") == weave_svg("Patrimonio vivo")


def test_a_cloth_is_small_well_formed_and_carries_nothing_a_strict_policy_forbids():
    for name in [*NAMES, "", "ñandú <script>&\"'"]:
        svg = weave_svg(name)
        root = ElementTree.fromstring(svg)
        assert root.get("aria-hidden") == "true"
        assert root.get("viewBox") == "0 0 240 29"
        assert len(svg.encode()) <= 2500
        assert re.findall(r"style|script|class=", svg) == []


def test_the_strips_cover_the_asked_size():
    assert 'viewBox="0 0 120 17"' in weave_svg("Elqui", 120, 17)
    assert max(len(weave_svg(name, 400, 60).encode()) for name in NAMES) <= 2500


def test_names_give_different_cloths():
    drawings = {re.sub(r"w[0-9a-f]{6}", "", weave_svg(name)) for name in NAMES}
    assert len(drawings) > 250


def test_every_row_of_every_motif_has_the_width_of_the_tile():
    for motif in GREAT:
        for size in (13, 17, 21):
            assert len({len(row) for row in motif(size)}) == 1


def test_every_dyeing_is_a_ground_and_three_other_dyes():
    assert [len(set(dyeing)) for dyeing in DYEINGS] == [4] * len(DYEINGS)
