"""Red-DiscordBot's trivia lists: a YAML mapping of questions to lists of answers, and a few keys besides.

What YAML takes for numbers or truth values is kept as it was written ("07", "yes", "1912"): members type
letters. `head["scalars"]` notes where a file's own choice differs from what `write` would choose, so that an
exported list gives Red the very values of the imported one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, cast

import yaml

from bot.errors import UserError
from bot.exchange.rows import Collector, Format, Parsed, Row, question_id
from bot.ingest.problems import shown
from bot.models import Question

HEAD = frozenset({"$schema", "AUTHOR", "DESCRIPTION", "CONFIG"})
MAX_DEPTH = 12
MAX_ALIASES = 10_000
MAX_EVENTS = 400_000
"""Beginnings, ends and texts: twenty for each of the most questions that are taken."""
MAX_HEAD = 500
"""Values in AUTHOR, CONFIG and the like."""

_yaml: Any = yaml  # its published types are full of holes
_LOADER = _yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_DUMPER = _yaml.CSafeDumper if yaml.__with_libyaml__ else yaml.SafeDumper
_TAG = "tag:yaml.org,2002:"
_TEXTUAL = frozenset(_TAG + kind for kind in ("str", "int", "float", "bool", "null", "timestamp"))
_KINDS = ("str", "int", "float", "bool")
_OTHER_HEAD = re.compile(r"[A-Z$][A-Z_$]*")

Pair = tuple[yaml.Node, yaml.Node]


def parse(text: str) -> Parsed:
    root = _composed(text)
    if not isinstance(root, yaml.MappingNode):
        raise UserError("A Red trivia list maps questions to lists of answers; this file doesn't.")
    pairs = _merged(root)
    last = {key.value: key for key, _ in pairs if isinstance(key, yaml.ScalarNode)}
    head: dict[str, Any] = {}
    scalars: dict[str, dict[str, str]] = {}
    found = Collector()
    for key, value in pairs:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode) or key.tag not in _TEXTUAL:
            found.reject(line, "", "the question is not text")
            continue
        prompt = str(key.value)
        if last[prompt] is not key:
            again = last[prompt].start_mark.line + 1
            found.reject(line, prompt, f"the same question stands on line {again}, and the last one counts")
            continue
        if prompt in HEAD or (_OTHER_HEAD.fullmatch(prompt) and isinstance(value, yaml.MappingNode)):
            head[prompt] = _plain(value, _Budget(MAX_HEAD))
            continue
        nodes = value.value if isinstance(value, yaml.SequenceNode) else [value]
        answers = [node for node in nodes if isinstance(node, yaml.ScalarNode) and node.tag in _TEXTUAL]
        if len(answers) != len(nodes):
            found.reject(line, prompt, "its answers are not a plain list of texts")
            continue
        if isinstance(value, yaml.ScalarNode) and not value.value:
            answers = []
        before = len(found.rows)
        found.take(Row(line, prompt, tuple(str(node.value) for node in answers), holds=Format.RED.holds))
        if len(found.rows) > before:
            odd = {
                str(place): kind
                for place, node in enumerate(answers)
                if (kind := node.tag.removeprefix(_TAG)) in _KINDS and kind != _kind(str(node.value))
            }
            if odd:
                scalars[question_id(prompt)] = odd
    if scalars:
        head["scalars"] = scalars
    return found.parsed(Format.RED, head)


def write(questions: Sequence[Question], head: Mapping[str, Any]) -> tuple[bytes, list[str]]:
    """The list, and what it can't hold."""
    notes: list[str] = []
    pairs: list[Pair] = []
    taken: set[str] = set()
    left_out: list[str] = []
    represent = _yaml.representer.SafeRepresenter(sort_keys=False).represent_data
    for name, value in head.items():
        if name != "scalars":
            pairs.append((_text(name), represent(value)))
            taken.add(name)
    scalars = cast("Mapping[str, Mapping[str, str]]", head.get("scalars", {}))
    for question in questions:
        if question.prompt in HEAD or question.prompt in taken:
            left_out.append(question.prompt)
            continue
        taken.add(question.prompt)
        odd = scalars.get(question.id, {})
        answers = [
            _scalar(answer, odd.get(str(place), _kind(answer)))
            for place, answer in enumerate(question.answers)
        ]
        pairs.append((_text(question.prompt), yaml.SequenceNode(_TAG + "seq", answers, flow_style=False)))
    for one in left_out:
        notes.append(f"“{shown(one, 60)}” was left out: a Red list has one entry of that name.")
    lost = {
        "wrong answers": sum(bool(question.distractors) for question in questions),
        "levels": sum(question.level != 2 for question in questions),
        "categories": sum(bool(question.category) for question in questions),
        "explanations": sum(bool(question.explanation) for question in questions),
    }
    for what, count in lost.items():
        if count:
            notes.append(f"A Red list has no room for {what}: {count} questions go without. CSV keeps them.")
    root = yaml.MappingNode(_TAG + "map", pairs, flow_style=False)
    data: bytes = _yaml.serialize(root, Dumper=_DUMPER, allow_unicode=True, encoding="utf-8", width=110)
    return data, notes


def _composed(text: str) -> yaml.Node | None:
    """The tree of nodes. How deep it is and how often it refers to itself is bounded before it is built."""
    try:
        depth = aliases = 0
        for number, event in enumerate(_yaml.parse(text, Loader=_LOADER)):
            if number > MAX_EVENTS:
                raise UserError("This holds more questions and answers than are read at once. Split it.")
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            elif isinstance(event, yaml.AliasEvent):
                aliases += 1
            if depth > MAX_DEPTH or aliases > MAX_ALIASES:
                raise UserError("The YAML is nested or refers to itself as no trivia list does; not read.")
        return cast("yaml.Node | None", _yaml.compose(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}: " if mark else ""
        raise UserError(
            f"{place}this can't be read as YAML ({error.problem or error.context}). A question or an answer "
            'with a colon, a quotation mark or "#" in it needs quotation marks round it.'
        ) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise UserError(f"This can't be read as YAML ({shown(str(error))}).") from error


def _merged(root: yaml.MappingNode, depth: int = 0) -> list[Pair]:
    """The pairs of a mapping with those that "<<" brings in; its own count."""
    own: list[Pair] = []
    brought: list[Pair] = []
    for key, value in cast("list[Pair]", root.value):
        if key.tag != _TAG + "merge":
            own.append((key, value))
            continue
        parts: list[Any] = value.value if isinstance(value, yaml.SequenceNode) else [value]
        for part in parts:
            if not isinstance(part, yaml.MappingNode) or depth >= 3 or len(brought) > 50_000:
                raise UserError(
                    f"line {key.start_mark.line + 1}: what “<<” brings in is no list of questions."
                )
            brought += _merged(part, depth + 1)
    if not brought:
        return own
    names = {key.value for key, _ in own if isinstance(key, yaml.ScalarNode)}
    first: dict[Any, Pair] = {}
    for pair in brought:
        if isinstance(pair[0], yaml.ScalarNode) and pair[0].value not in names:
            first.setdefault(pair[0].value, pair)
    return [*first.values(), *own]


class _Budget:
    """So that ten lines that refer to each other don't become a billion values."""

    def __init__(self, values: int) -> None:
        self._left = values

    def spend(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise UserError(f"AUTHOR, CONFIG and the like hold more than {MAX_HEAD} values; not read.")


def _plain(node: yaml.Node, budget: _Budget) -> Any:
    """A value that JSON can hold; what isn't a number or a truth value stays text."""
    budget.spend()
    if isinstance(node, yaml.SequenceNode):
        return [_plain(one, budget) for one in node.value]
    if isinstance(node, yaml.MappingNode):
        return {
            str(key.value): _plain(value, budget)
            for key, value in cast("list[Pair]", node.value)
            if isinstance(key, yaml.ScalarNode)
        }
    text = str(node.value)
    if node.tag == _TAG + "null":
        return None
    if node.tag == _TAG + "bool":
        return {"yes": True, "true": True, "on": True}.get(text.lower(), False)
    if node.tag in (_TAG + "int", _TAG + "float") and _kind(text) != "str":
        return int(text) if node.tag == _TAG + "int" else float(text)
    return text


_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?[0-9]{1,12}\.[0-9]{1,12}")


def _kind(text: str) -> str:
    """How an answer is written: numbers bare, as in Red's own lists, where no reader changes their look."""
    if _INTEGER.fullmatch(text) and text != "-0":
        return "int"
    if _DECIMAL.fullmatch(text) and repr(float(text)) == text:
        return "float"
    return "str"


_RESOLVER: Any = _yaml.resolver.Resolver()


def _scalar(text: str, kind: str) -> yaml.ScalarNode:
    tag = _TAG + (kind if kind in _KINDS else "str")
    plain = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) == tag
    return yaml.ScalarNode(tag, text) if plain else _text(text)


def _text(text: str) -> yaml.ScalarNode:
    return yaml.ScalarNode(_TAG + "str", text)


def looks_like(text: str) -> bool:
    """A key at the start of a line, and a list under it, somewhere in the first lines."""
    return any(_entries(text[:20_000]))


def _entries(text: str) -> Iterator[bool]:
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    for line, following in pairwise(lines):
        yield line.rstrip().endswith(":") and following.lstrip().startswith("- ")
