"""Keys that read well: ASCII, Chinese by its sounds, never reserved, never twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suyuan.definitions.shape import MAX_KEY, key_mistake
from suyuan.forms.slugs import TAKEN, slug, slugs


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("供应商", "gong_ying_shang"),
        ("长度(cm)", "chang_du_cm"),
        ("Supplier's lot", "suppliers_lot"),
        ("Température à cœur", "temperature_a_c_ur"),
        ("3月产量", "n3_yue_chan_liang"),
        ("order", "order_2"),
        ("!!!", "field"),
        ("冷链运输温度记录表检查人员签名", "llyswdjlbjcryqm"),
    ],
)
def test_a_label_gives_a_key(text: str, key: str) -> None:
    assert slug(text) == key


@given(st.lists(st.text(max_size=40), max_size=8))
def test_whatever_the_labels_the_keys_are_good_and_differ(texts: list[str]) -> None:
    keys = slugs(texts)
    assert len(set(keys)) == len(texts)
    assert [key_mistake("", key, MAX_KEY) for key in keys] == [None] * len(texts)
    assert not TAKEN & set(keys)
