"""Rich text: what survives cleaning, and that its words give the same text back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suyuan.forms.rich import clean_html, from_words, to_words

SAFE = re.compile(r"</?(p|h2|h3|ul|ol|li|strong|em)>|<br>|<a href=\"https?://[^\"<>\s]+\">|</a>|[^<>]")
TAGS = ["p", "b", "strong", "i", "em", "ul", "ol", "li", "h1", "h3", "a", "div", "script", "svg", "img", "style"]
PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(
        ["<br>", '<a href="https://example.com/a?b=1&amp;c">', '<a href="javascript:alert(1)">', "&lt;b&gt;"]
    ),
    st.sampled_from(
        ["# ", "- ", "1. ", "**", "*", "[", "](https://x.cn)", "\\", "\n", " ", "刀", "a", "<img src=x onerror=y>"]
    ),
    st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn"]), max_size=5),
)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        ("plain & <b>bold</b>", "<p>plain &amp; <strong>bold</strong></p>"),
        ("<div>a</div><div><br></div><div>b</div>", "<p>a</p><p>b</p>"),
        ("<ul><li>a</li><li><p>b</p></li></ul><ol><li>c</li></ol>", "<ul><li>a</li><li>b</li></ul><ol><li>c</li></ol>"),
        ('<a href="https://a.cn" onclick="x()">a</a>', '<p><a href="https://a.cn">a</a></p>'),
        ('<a href="javascript:alert(1)">a</a><a href="//evil.cn">b</a>', "<p>ab</p>"),
        ("<h1>a</h1><h4>b</h4>", "<h2>a</h2><h3>b</h3>"),
        ("<p>a<br>b</p>", "<p>a<br>b</p>"),
        ('<svg onload="x()"><p style="color:red">a</p></svg>', "<p>a</p>"),
        ("<p>  </p><br>", ""),
        ("<b>a</b><b>b</b>", "<p><strong>ab</strong></p>"),
    ],
)
def test_only_a_few_elements_are_kept_written_one_way(given: str, kept: str) -> None:
    assert clean_html(given) == kept


@given(st.lists(PIECES, max_size=20))
def test_whatever_is_sent_is_safe_settled_and_reads_back_from_its_words(pieces: list[str]) -> None:
    html = clean_html("".join(pieces))
    assert SAFE.sub("", html) == ""
    assert clean_html(html) == html
    assert from_words(to_words(html)) == html


@given(st.lists(PIECES, max_size=20))
def test_words_that_people_type_become_the_same_html_again(pieces: list[str]) -> None:
    html = from_words("".join(pieces))
    assert clean_html(html) == html


def test_words_are_a_small_markdown() -> None:
    html = "<h2>洗</h2><p>先<strong>断电</strong></p><ul><li>刀</li></ul><ol><li><em>慢</em></li></ol>"
    assert to_words(html) == "## 洗\n先**断电**\n- 刀\n1. *慢*"
    assert (
        from_words("看 [图](https://a.cn/1)\r\n2. 刀")
        == '<p>看 <a href="https://a.cn/1">图</a></p><ol><li>刀</li></ol>'
    )
