"""Every story of every pack holds, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from suyuan.stories.story import read_story, tell

STORIES = sorted((Path(__file__).resolve().parents[2] / "packs").glob("*/stories/*.yaml"))


@pytest.mark.parametrize("file", STORIES, ids=lambda f: f.stem)
def test_the_story_holds(file, store, clock):
    telling = tell(store, clock, read_story(file))
    assert telling.world.all_of("feeding")


def test_there_are_stories():
    assert len(STORIES) >= 2
