"""No pack, scenario or answers file, however wrong, does more than be refused with file, line and column.

Each round changes one of the shipped files, as text, as bytes or in its YAML structure, and reads all of
them again. Times are processor times, without garbage collections over what this proof holds. A time over its
goal is taken again between two reads of the shipped pack, and divided by how much longer these take than
where the goal was set. So a slow computer does not count. A changed file that is longer than the pack of that
time gets the same goal for the same length.
The readers here are the program's own; the control is `yaml.load` with PyYAML's C loader.
"""

import gc
import json
import multiprocessing
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from dvcheck.academy import read_scenario, scenario
from dvcheck.errors import DvcheckError
from dvcheck.pack import library, nodes
from dvcheck.pack.model import Pack
from dvcheck.pack.nodes import Problem
from dvcheck.pack.parse import parse
from dvcheck.pack.place import Place
from dvcheck.record import answers_file
from dvcheck.rules.assess import assess
from dvcheck.rules.outline import outline
from dvcheck.text import clean
from tests.proof import Figure, all_of, none_of

CI_ROUNDS = 10_000
PROCESSES = 2
ALONE = True
SEED = 825

GOAL_SECONDS = 0.050
"""The time any changed pack or file may take, up to `GOAL_BYTES`; a longer one has more in proportion."""
GOAL_BYTES = 153_166
"""The length of the pack that the goal was set for."""
MUCH_LONGER = 1.25
"""A changed pack this many times as long as the shipped one, or longer, is listed apart."""

MOST_TRIES = 16
"""The times a read that took too long is tried again."""

MOST_SECONDS = 2.0
"""The time the worst 1 MiB may take, including the start of Python."""

Tree = Any
"""A document: a text, a list of trees, or a tuple of pairs of a key and a tree."""

HOSTILE_TEXTS = (
    "",
    " ",
    "~",
    "null",
    "yes",
    "unknown",
    "<<",
    "not",
    "9" * 400,
    "-1",
    "1e309",
    "0x7fffffffffffffff",
    "9999-12-31",
    "0000-00-00",
    "2024-02-30",
    "2024-W01-1",
    "20240705",
    "../../etc/passwd",
    "America/../../../etc/passwd",
    "/dev/zero",
    "999 min",
    "0 min",
    "٣ min",
    "\x1b]52;c;aGk=\x07",
    "\u202eevil",
    "\u2028",
    "\ufeff",
    "\ud800",
    "\x00",
    "[red]x[/red]",
    "x" * 5_000,
    "𐀀" * 50,
    "a\nb\n\nc",
    "é" * 300,
)
TOKENS = (
    "&a ",
    "*a",
    "!!python/object/apply:os.system ",
    "!<tag:yaml.org,2002:map> ",
    "<<: *a\n",
    "---\n",
    "...\n",
    "%YAML 1.1\n",
    "%TAG ! tag:x,2000:\n",
    "? ",
    ": ",
    "- ",
    "[",
    "{",
    "]",
    "}",
    "'",
    '"',
    "|\n",
    ">-\n",
    "|9\n",
    "\t",
    "#",
    "`",
    "@",
    ",",
    "\x00",
    "\x85",
    "\u2029",
    "\r",
    "\ufeff",
    "\udcff",
    "\n\n",
    "\\x1b",
    '"\\e[31m"',
    '"\\ud800"',
    "[" * 40,
    "{a: " * 40,
    "\n" + " " * 200 + "- x\n",
)


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of one changed file."""

    kind: str
    seconds: float
    size: int
    refused: bool = False
    problems: int = 0
    misplaced: tuple[str, ...] = ()
    raised: str = ""


def prove(n: int | None, scratch: Path) -> Iterator[Figure]:
    rounds = n or CI_ROUNDS
    share = -(-rounds // PROCESSES)
    jobs = [(SEED + number, share, str(scratch / str(number))) for number in range(PROCESSES)]
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        found = [one for part in pool.map(_rounds, jobs) for one in part]
    yield from _figures(found)
    yield from _pathological(scratch)
    yield from _controls(scratch)


def _figures(found: list[Round]) -> Iterator[Figure]:
    kinds = Counter(one.kind.partition(":")[0] for one in found)
    tried = (
        f"{len(found):,} changed files ({', '.join(f'{n:,} {kind}' for kind, n in sorted(kinds.items()))})"
    )
    yield none_of(f"{tried}: exceptions", sum(bool(one.raised) for one in found))
    for one in [one for one in found if one.raised][:5]:
        yield Figure(what=f"raised by {one.kind}", found=one.raised, goal="nothing", met=False)
    refused = sum(one.refused for one in found)
    problems = sum(one.problems for one in found)
    misplaced = [place for one in found for place in one.misplaced]
    yield none_of(f"{problems:,} problems in {refused:,} refused ones: not inside their file", len(misplaced))
    for place in misplaced[:5]:
        yield Figure(what="a problem outside its file", found=place, goal="nothing", met=False)
    # The changes are neither all harmless nor all fatal.
    both = min(refused, len(found) - refused) / len(found)
    yield Figure(
        what="changed files that were refused",
        found=f"{refused:,} of {len(found):,}",
        goal="over 5 % refused, over 5 % sound",
        met=both > 0.05,
    )
    long = [one for one in found if _is_long(one.size)]
    yield _worst("worst time to read one", [one for one in found if not _is_long(one.size)])
    if long:
        most = max(one.size for one in long)
        per = f"per {GOAL_BYTES // 1000} KB"
        yield _worst(f"{len(long)} that a change made up to {most // 1000:,} KB long, {per}", long)


def _worst(what: str, found: list[Round]) -> Figure:
    slow = max(found, key=lambda one: one.seconds / _allowed(one.size))
    return Figure(
        what=f"{what} ({slow.size:,} bytes, {slow.kind})",
        found=f"{slow.seconds / (_allowed(slow.size) / GOAL_SECONDS) * 1000:.0f} ms",
        goal=f"at most {GOAL_SECONDS * 1000:.0f} ms",
        met=slow.seconds <= _allowed(slow.size),
    )


def _allowed(size: int) -> float:
    return GOAL_SECONDS * max(1.0, size / GOAL_BYTES)


def _is_long(size: int) -> bool:
    return size > MUCH_LONGER * _shipped_bytes()


@cache
def _shipped_bytes() -> int:
    return _size(_shipped()[0])


# --- one round ----------------------------------------------------------------------------------------------


def _rounds(job: tuple[int, int, str]) -> list[Round]:
    """Run the share of one process."""
    seed, count, folder = job
    chance = random.Random(seed)
    Path(folder).mkdir(parents=True)
    kinds = (_changed_pack, _changed_pack, _small_pack, _small_pack, _scenario, _answers, _bytes)
    return [kinds[number % len(kinds)](chance, Path(folder)) for number in range(count)]


@cache
def _shipped() -> tuple[Mapping[str, str], Mapping[str, str], Pack]:
    source = library.read(library.shipped_folder())
    pack, _ = parse(source.files, source.digest)
    assert pack is not None
    return source.files, library.scenario_files(library.shipped_folder()), pack


def _changed_pack(chance: random.Random, folder: Path) -> Round:
    """Change one file of the shipped pack."""
    files = dict(_shipped()[0])
    name = chance.choice(sorted(files))
    how, files[name] = _changed(files[name], chance)
    return _timed(f"packs:{name}, {how}", files, lambda: _read_pack(files))


def _small_pack(chance: random.Random, folder: Path) -> Round:
    """Change a separate policy and checklist, so small that they often stay sound."""
    files = dict(SMALL)
    name = chance.choice(sorted(files))
    how, files[name] = _changed(files[name], chance)
    return _timed(f"small packs:{name}, {how}", files, lambda: _read_pack(files))


def _scenario(chance: random.Random, folder: Path) -> Round:
    _, stories, pack = _shipped()
    name = chance.choice(sorted(stories))
    how, text = _changed(stories[name], chance)

    def read() -> tuple[bool, tuple[Problem, ...]]:
        found, problems = read_scenario.parse_all({name: text}, pack)
        for one in found:
            scenario.check(pack, one)
        return bool(found), problems

    return _timed(f"scenarios:{name}, {how}", {name: text}, read)


def _answers(chance: random.Random, folder: Path) -> Round:
    pack = _shipped()[2]
    how, text = _changed(_answers_to(pack), chance)

    def read() -> tuple[bool, tuple[Problem, ...]]:
        _, problems = answers_file.parse(text, "answers.yaml", pack, scenario.TOLD_AT)
        return not problems, problems

    return _timed(f"answers files:{how}", {"answers.yaml": text}, read)


@cache
def _answers_to(pack: Pack) -> str:
    shapes = {
        "number": "3",
        "time": "23:05",
        "text": "Some text",
        "list": "[coat, medicine]",
        "timer": "ended",
    }
    lines = []
    for question in pack.questions():
        values = [option.id for option in question.options] or ["yes"]
        value = shapes.get(question.kind, f"[{values[0]}]" if question.kind == "choices" else values[0])
        lines.append(f"{question.id}: {value}\n")
    return "".join(lines)


def _bytes(chance: random.Random, folder: Path) -> Round:
    """Change bytes in one file of a pack in a folder: a file that is not UTF-8 is refused by its name."""
    for name, text in SMALL.items():
        (folder / name).write_bytes(text.encode())
    name = chance.choice(sorted(SMALL))
    content = bytearray(SMALL[name].encode())
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(content))
        content[at : at + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
    (folder / name).write_bytes(bytes(content))
    files: dict[str, str] = {}

    def read() -> tuple[bool, tuple[Problem, ...]]:
        try:
            files.update(library.read(folder).files)
        except DvcheckError as error:
            if clean(str(folder / name)) not in error.message:
                raise
            return False, ()
        return _read_pack(files)

    return _timed(f"bytes:{name}", files, read)


def _read_pack(files: Mapping[str, str]) -> tuple[bool, tuple[Problem, ...]]:
    """Return whether the pack is sound, and its problems. A sound one is laid out and assessed too."""
    source = library._source(files, "a folder")
    pack, problems = parse(source.files, source.digest)
    if pack is not None:
        for checklist in pack.checklists:
            assess(outline(pack, (checklist.id,)), {}, {}, scenario.TOLD_AT)
    return pack is not None, problems


def _timed(
    kind: str, files: Mapping[str, str], read: Callable[[], tuple[bool, tuple[Problem, ...]]]
) -> Round:
    gc.disable()  # as the program does
    try:
        started = time.process_time()
        sound, problems = read()
        spent = time.process_time() - started
        for _ in range(MOST_TRIES):
            if spent <= _allowed(_size(files)):
                break
            # A shared processor may be slow just now, and change while it reads.
            spent = min(spent, _beside_the_shipped(read))
    except Exception as error:  # any exception is a finding
        raised = f"{type(error).__name__}: {error}"[:300]
        return Round(kind=kind, seconds=0, size=_size(files), raised=raised)
    finally:
        gc.enable()
    wrong = [str(p.at) + ": " + p.code for p in problems if not _is_inside(p, files)]
    wrong += [f"{p.at}: {p.code}: shown uncleaned" for p in problems[:20] if not _is_shown_inert(p, files)]
    if sound and problems:
        wrong.append(f"{kind}: sound, with problems")
    return Round(
        kind=kind,
        seconds=spent,
        size=_size(files),
        refused=not sound,
        problems=len(problems),
        misplaced=tuple(wrong),
    )


def _beside_the_shipped(read: Callable[[], object]) -> float:
    """Time a read between two reads of the shipped pack, which show how slow the computer is just then."""
    gc.collect()
    before = _slowness()
    started = time.process_time()
    read()
    spent = time.process_time() - started
    return spent / min(before, _slowness())


SECONDS_OF_GOAL_BYTES = 0.045
"""The time to read a pack of `GOAL_BYTES` on the computer the goal is set for."""


def _slowness() -> float:
    """Return how many times slower this computer is just now, at least 1. The goal allows for it."""
    files = _shipped()[0]
    started = time.process_time()
    _read_pack(files)
    expected = SECONDS_OF_GOAL_BYTES * _shipped_bytes() / GOAL_BYTES
    return max(1.0, (time.process_time() - started) / expected)


def _size(files: Mapping[str, str]) -> int:
    return sum(len(text.encode("utf-8", "surrogatepass")) for text in files.values())


def _is_inside(problem: Problem, files: Mapping[str, str]) -> bool:
    """Check whether a place is in its file; the ends of lines and of the file are."""
    at = problem.at
    if at.file not in files:
        return (problem.code, at.line, at.column) == ("no-policy", 1, 1)
    lines = files[at.file].split("\n")
    return 1 <= at.line <= len(lines) and 1 <= at.column <= len(lines[at.line - 1]) + 1


def _is_shown_inert(problem: Problem, files: Mapping[str, str]) -> bool:
    shown = problem.show(files.get(problem.at.file, ""))
    return clean(shown, newlines=True) == shown


# --- changes ------------------------------------------------------------------------------------------------


def _changed(text: str, chance: random.Random) -> tuple[str, str]:
    """Return the kind of a change to a text, and the changed text."""
    if chance.random() < 0.5:
        return _changed_as_text(text, chance)
    tree = tree_of(text)
    how = []
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        change = chance.choice(_TREE_CHANGES)
        tree = _somewhere(tree, change, chance)
        how.append(change.__name__.strip("_"))
    return " ".join(how), written(tree)


def _changed_as_text(text: str, chance: random.Random) -> tuple[str, str]:
    at = chance.randrange(len(text))
    end = min(len(text), at + int(chance.paretovariate(0.7)))
    match chance.randrange(9):
        case 0:
            return "truncated", text[:at]
        case 1:
            return "cut out", text[:at] + text[end:]
        case 2:
            return "said twice", text[:end] + text[at:]
        case 3:
            token = chance.choice(TOKENS)
            return f"put in {token!r}", text[:at] + token + text[at:]
        case 4:
            lines = text.split("\n")
            one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
            lines[one], lines[other] = lines[other], lines[one]
            return "lines swapped", "\n".join(lines)
        case 5:
            lines = text.split("\n")
            one = chance.randrange(len(lines))
            lines[one] = " " * chance.randint(0, 6) + lines[one].lstrip()
            return "line moved", "\n".join(lines)
        case 6:
            line = text.rfind("\n", 0, at) + 1
            return "begun with", text[:line] + chance.choice(TOKENS) + text[line:]
        case 7:
            return "characters", text[:at] + "".join(_character(chance) for _ in range(5)) + text[at:]
        case _:
            words = text.split(" ")
            one = chance.randrange(len(words))
            words[one] = chance.choice((*HOSTILE_TEXTS, *words[:50]))
            return "a word", " ".join(words)


def _character(chance: random.Random) -> str:
    return chr(chance.choice((chance.randrange(0x20), chance.randrange(0x300), chance.randrange(0x110000))))


@cache
def tree_of(text: str) -> Tree:
    node, problems = nodes.read(text, "file")
    assert node is not None, problems
    return _plain(node)


def _plain(node: nodes.Node) -> Tree:
    match node:
        case nodes.Scalar():
            return node.text
        case nodes.Sequence():
            return [_plain(item) for item in node.items]
        case nodes.Mapping():
            return tuple((key.text, _plain(value)) for key, value in node.entries)


def _somewhere(tree: Tree, change: Callable[[Tree, random.Random], Tree], chance: random.Random) -> Tree:
    """Return the tree with one of its parts changed, at any depth."""
    if not tree or isinstance(tree, str) or chance.random() < 0.12:
        return change(tree, chance)
    at = chance.randrange(len(tree))
    if isinstance(tree, list):
        return [*tree[:at], _somewhere(tree[at], change, chance), *tree[at + 1 :]]
    key, value = tree[at]
    return (*tree[:at], (key, _somewhere(value, change, chance)), *tree[at + 1 :])


def _dropped(tree: Tree, chance: random.Random) -> Tree:
    if not tree:
        return ""
    at = chance.randrange(len(tree))
    return tree[:at] + tree[at + 1 :]


def _doubled(tree: Tree, chance: random.Random) -> Tree:
    at = chance.randrange(len(tree)) if tree else 0
    return tree[: at + 1] + tree[at:]


def _swapped(tree: Tree, chance: random.Random) -> Tree:
    if len(tree) < 2 or isinstance(tree, str):
        return tree
    parts = list(tree)
    chance.shuffle(parts)
    return parts if isinstance(tree, list) else tuple(parts)


def _renamed(tree: Tree, chance: random.Random) -> Tree:
    """Put a key in place of another, or a text from elsewhere."""
    if isinstance(tree, tuple) and tree:
        at = chance.randrange(len(tree))
        known = (
            "when",
            "is",
            "cites",
            "unless",
            "due",
            "include",
            "all",
            "any",
            "not",
            "id",
            "limit",
            "most",
        )
        return (*tree[:at], (chance.choice((*known, *HOSTILE_TEXTS)), tree[at][1]), *tree[at + 1 :])
    return chance.choice(HOSTILE_TEXTS)


def _retyped(tree: Tree, chance: random.Random) -> Tree:
    return chance.choice([[tree], ((("a"), tree),), [], (), "", "yes", (("not", tree),), (("all", [tree]),)])


def _hostile(tree: Tree, chance: random.Random) -> Tree:
    return chance.choice(HOSTILE_TEXTS)


def _deep(tree: Tree, chance: random.Random) -> Tree:
    for _ in range(chance.choice((3, 20, 28, 31, 40, 90))):
        tree = chance.choice(([tree], (("not", tree),), (("any", [tree]),)))
    return tree


def _many(tree: Tree, chance: random.Random) -> Tree:
    count = chance.choice((10, 300))
    return [tree] * count if chance.random() < 0.5 else tuple((f"k{n}", "v") for n in range(count))


_TREE_CHANGES = (_dropped, _dropped, _doubled, _swapped, _renamed, _renamed, _retyped, _hostile, _deep, _many)


def written(tree: Tree) -> str:
    """Write a tree as YAML, its first levels as blocks, so that places are all over the file."""
    return "\n".join(_block(tree, 0)) + "\n"


def _block(tree: Tree, depth: int) -> list[str]:
    if not tree or isinstance(tree, str) or depth > 5:
        return [_flow(tree)]
    lines = []
    for part in tree:
        head, value = ("- ", part) if isinstance(tree, list) else (f"{_flow(part[0])}: ", part[1])
        below = _block(value, depth + 1)
        if isinstance(value, str) or not value or depth >= 5:
            lines.append(head + below[0])
        else:
            lines += [head.rstrip(" "), *("  " + line for line in below)]
    return lines


def _flow(tree: Tree) -> str:
    if isinstance(tree, str):
        return json.dumps(tree, ensure_ascii=len(tree) % 2 == 0)
    # Without recursion in the reader, but with it here: hence the limit of `_deep`.
    if isinstance(tree, list):
        return "[" + ", ".join(_flow(part) for part in tree) + "]"
    return "{" + ", ".join(f"{_flow(key)}: {_flow(value)}" for key, value in tree) + "}"


SMALL: Mapping[str, str] = {
    "policy.yaml": """\
policy: small
number: "1.00"
title: A directive
agency: An agency
effective: 2024-07-05
next_review: 2025-07-05
source: nowhere
zone: America/Los_Angeles
sections: [{ref: "1", title: One}, {ref: "2", title: Two}]
statements:
- {ref: 1a, modality: shall, actor: member, says: Members shall do it.}
- {ref: 2a, modality: may, actor: member, says: They may., not_modelled: {reason: information}}
readings: [{id: R1, title: Unclear, unclear: It is unclear., treated: So., cites: [1a]}]
""",
    "contacts.yaml": """\
contacts:
- {contact: desk, name: The desk, number: 503-555-0100, purpose: Advice, source: A list, as_of: "2024"}
""",
    "forms.yaml": """\
forms:
- form: paper
  title: A paper
  as: sheet
  cites: [1a]
  fields:
  - {label: It is so, from: first}
  - {label: Which, from: [many, case-number]}
  - {label: By hand, blank: true}
""",
    "walk.yaml": """\
checklist: walk
title: Walk
sections:
- title: First
  items:
  - {ask: first, text: Is it so?, kind: yes-no, cites: 1a, reading: R1}
  - {ask: many, text: Which?, kind: choices, cites: 1a, options: [{id: one, text: One}, {id: two, text: Two}]}
  - {finding: found, text: So it is, is: {first: yes, many: [one, two]}, cites: 1a}
  - {ask: things, text: What things?, kind: list, cites: 1a, when: {found: yes}}
  - timer: minutes
    text: The minutes
    limit: 20 min
    starts_with: Begun
    ends_with: Over
    at_limit: Leave.
    warn_at: [15 min]
    ticks: things
    cites: [1a]
- title: Second
  when: {any: [{first: yes}, {not: {many: one}}]}
  items:
  - obligation: do-it
    text: Do it
    modality: shall
    cites: [1a]
    when: {first: yes}
    unless: {many: unknown}
    due: {within: 10 min, of: minutes}
    not_feasible: {cites: 1a, instead: say-so}
    contacts: desk
  - {obligation: say-so, text: Say so, modality: shall, cites: 1a, due: {by: end-of-shift}}
  - {note: told, text: A note, cites: 1a}
""",
}


# --- the worst a mebibyte can be ----------------------------------------------------------------------------

_MEBIBYTE = nodes.MAX_BYTES

PATHOLOGICAL: Mapping[str, Callable[[], str]] = {
    "opening brackets": lambda: "[" * _MEBIBYTE,
    "opening braces": lambda: "{" * _MEBIBYTE,
    "keys in keys": lambda: "{a: " * (_MEBIBYTE // 4),
    "dashes": lambda: "- " * (_MEBIBYTE // 2),
    "question marks": lambda: "? " * (_MEBIBYTE // 2),
    "colons": lambda: ":" * _MEBIBYTE,
    "single quotes": lambda: "'" * (_MEBIBYTE - 1),
    "double quotes": lambda: '"' * _MEBIBYTE,
    "anchors": lambda: "&a " * (_MEBIBYTE // 3),
    "aliases": lambda: "*a " * (_MEBIBYTE // 3),
    "tags": lambda: "!!x " * (_MEBIBYTE // 4),
    "tabs": lambda: "\t" * _MEBIBYTE,
    "NUL": lambda: "\x00" * _MEBIBYTE,
    "newlines": lambda: "\n" * _MEBIBYTE,
    "percent signs": lambda: "%" * _MEBIBYTE,
    "deep blocks": lambda: "\n".join(" " * n + "-" for n in range(1_400)),
    "one long line": lambda: "a: " + "x" * (_MEBIBYTE - 3),
    "one long key": lambda: "x" * (_MEBIBYTE - 3) + ": a",
    "50,000 keys": lambda: "".join(f"key-{n}: v\n" for n in range(50_000)),
    "24,000 keys": lambda: "".join(f"key-{n}: v\n" for n in range(24_000)),
    "24,000 statements short of their keys": lambda: "statements:\n" + "- {ref: a}\n" * 12_000,
    "one key 50,000 times": lambda: "a: v\n" * 50_000,
    "a billion laughs": lambda: "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(30_000)),
    "escapes": lambda: '"' + "\\u202e" * (_MEBIBYTE // 6 - 1) + '"',
    "bidi overrides": lambda: "\u202e" * (_MEBIBYTE // 3),
    "comments": lambda: "#" * _MEBIBYTE,
    "over a mebibyte": lambda: "x" * (_MEBIBYTE + 1),
}

_READ_ONE = """
import sys, time
from pathlib import Path
from dvcheck.pack import library
from dvcheck.pack.parse import parse
from dvcheck.errors import DvcheckError
try:
    source = library.read(Path(sys.argv[1]))
    pack, problems = parse(source.files, source.digest)
    assert pack is None and problems, "it was not refused"
    told = library.pack_error(source, problems).message
except DvcheckError as error:
    told = error.message
assert told
"""


def _pathological(scratch: Path) -> Iterator[Figure]:
    """Read each in a separate process: as the policy, and as a checklist."""
    slowness = min(_slowness() for _ in range(3))
    ended, slowest, worst = 0, 0.0, ""
    for name, text in PATHOLOGICAL.items():
        for file in ("policy.yaml", "walk.yaml"):
            folder = scratch / "pathological" / name / file.removesuffix(".yaml")
            folder.mkdir(parents=True)
            for known, sound in SMALL.items():
                (folder / known).write_text(sound, encoding="utf-8")
            (folder / file).write_text(text(), encoding="utf-8", errors="surrogatepass")
            status, seconds, told = _in_a_process(_READ_ONE, str(folder))
            ended += status == 0
            if status != 0:
                yield Figure(
                    what=f"{name} as {file}", found=f"exit {status}: {told}", goal="exit 0", met=False
                )
            if seconds > slowest * slowness:
                slowness = min(slowness, _slowness())
                slowest, worst = seconds / slowness, f"{name} as {file}"
    count = 2 * len(PATHOLOGICAL)
    yield all_of(
        f"{len(PATHOLOGICAL)} kinds of 1 MiB, as policy and as checklist: refused, no crash", ended, count
    )
    yield Figure(
        what=f"the slowest of them, Python's start included ({worst})",
        found=f"{slowest:.1f} s",
        goal=f"at most {MOST_SECONDS:.0f} s",
        met=slowest <= MOST_SECONDS,
    )


def _in_a_process(program: str, *arguments: str) -> tuple[int, float, str]:
    """Return the exit code, the processor time in seconds, and the last line on standard error."""
    before = os.times()
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=60,
        check=False,
    )
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return done.returncode, spent, (done.stderr.strip().splitlines() or [""])[-1][:200]


# --- controls -----------------------------------------------------------------------------------------------

_LOAD = "import yaml; assert yaml.load('[' * 100 + ']' * 100, Loader=yaml.CSafeLoader)"
_READ = """
from dvcheck.pack import nodes
for depth in (33, 100, 1_001, 100_000):
    node, problems = nodes.read('[' * depth, 'f.yaml')
    assert node is None and problems[0].code == 'too-deep', (depth, problems)
"""


def _controls(scratch: Path) -> Iterator[Figure]:
    status, _, told = _in_a_process(_LOAD)
    yield Figure(
        what="control: 100 brackets to yaml.load with CSafeLoader",
        found="read" if status == 0 else f"exit {status} {told}",
        goal="read, so that it is this reader that refuses them",
        met=status == 0,
    )
    status, _, told = _in_a_process(_READ)
    yield Figure(
        what="33, 100, 1,001 and 100,000 of them to the reader of packs",
        found="refused as too-deep" if status == 0 else f"exit {status} {told}",
        goal="refused as too-deep",
        met=status == 0,
    )
    outside = Problem(at=Place("f.yaml", 2, 9), code="x", message="x")
    noticed = not _is_inside(outside, {"f.yaml": "a\nb"})
    broken = _timed("control", {"f.yaml": "a"}, _raising).raised
    slow = _worst("control", [_timed("control", {"f.yaml": "a"}, _taking_its_time)])
    seen = noticed + bool(broken) + (not slow.met)
    yield all_of("control: a place past its line, an exception and a slow reader are noticed", seen, 3)


def _raising() -> tuple[bool, tuple[Problem, ...]]:
    raise KeyError("as a defect would")


def _taking_its_time() -> tuple[bool, tuple[Problem, ...]]:
    until = time.process_time() + GOAL_SECONDS * 4
    while time.process_time() < until:
        pass
    return True, ()
