from django.utils.html import format_html
from django.utils.safestring import SafeString

from kit.markup import side_by_side


def test_markup_stays_and_everything_else_is_escaped():
    whole = side_by_side([format_html("<td>{}</td>", "a < b"), "<script>"])

    assert (whole, type(whole)) == ("<td>a &lt; b</td>&lt;script&gt;", SafeString)
