"""Threads of forums: all posts of a page, each below its writer. A search for one article finds one post."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.ingest.heads import clean
from bot.ingest.readers.markup import Element, Flow


def _of_class(name: str) -> str:
    return f".//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"


# Where the usual programs of forums keep the words of a post: by class, or by how an id begins.
_POSTS = (
    _of_class("bbWrapper"),  # XenForo
    _of_class("messageText"),
    ".//*[starts-with(@id, 'post_message_')]",  # vBulletin
    _of_class("postcontent"),
    _of_class("postbody") + _of_class("content").removeprefix("."),
    _of_class("postbody"),  # phpBB
    _of_class("post_body"),  # MyBB
    _of_class("cooked"),  # Discourse
    _of_class("crawler-post") + "//*[@itemprop='text' or @itemprop='articleBody']",
    ".//*[@data-role='commentContent']",  # Invision
    _of_class("inner") + "[starts-with(@id, 'msg_')]",  # SMF
)
_WRITER = re.compile(r"(?i)(?:^|[\s_-])(?:\w*username|author|poster|creator|nickname)(?:$|[\s_-])")
_NAME = re.compile(r"(?:by )?([^\s»|<>:][^»|<>:]{0,40})")
_SKIPPED = frozenset({"script", "style", "noscript", "button", "form", "iframe", "svg", "template", "select"})
_LEVELS = 8  # above a post's words, in which its writer is named
MOST_POSTS = 5_000


def posts_of(tree: Element) -> Flow | None:
    """The posts of a thread one after the other; None where there aren't two."""
    for path in _POSTS:
        every = set(tree.xpath(path))
        found = [one for one in tree.xpath(path) if not _inside(one, every)][:MOST_POSTS]
        if len(found) > 1:
            break
    else:
        return None
    flow = Flow()
    bodies = set(found)
    for body in found:
        flow.border()
        if writer := next(_writers(body, bodies), ""):
            flow.say(writer)
        flow.add(body, _SKIPPED)
    return flow


def _inside(element: Element, posts: set[Element]) -> bool:
    """Whether it stands inside another post, or inside what one quotes."""
    return any(one in posts or one.tag == "blockquote" for one in element.iterancestors())


def _writers(body: Element, bodies: set[Element]) -> Iterator[str]:
    """Names near a post, as long as what is gone through is that post's alone."""
    above = body.getparent()
    for _ in range(_LEVELS):
        if above is None or len(list(islice((one for one in above.iter() if one in bodies), 2))) > 1:
            return
        if name := above.get("data-author"):
            yield clean(name)[:40]
        for one in above.iter():
            called = _WRITER.search(one.get("class") or "") and body not in one.iterancestors()
            if called and (found := _NAME.fullmatch(clean("".join(one.itertext())))):
                yield found[1]
        above = above.getparent()
