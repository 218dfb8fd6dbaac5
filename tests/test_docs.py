"""The documents say what the program does."""

import ast
import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest

from dvcheck.cli import tree
from dvcheck.pack import parse, read_policy
from dvcheck.pack.modality import MODALITIES
from dvcheck.pack.model import DueKind, Kind
from dvcheck.pack.policy import LANGUAGE as LANGUAGE_READ
from dvcheck.pack.warnings import warnings
from tests.proof import none_of
from tests.proof.__main__ import names, new_page, section, title_of
from tests.small_packs import POLICY

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
LANGUAGE = (ROOT / "docs" / "checklist-language.md").read_text(encoding="utf-8")


def commands() -> dict[str, Any]:
    """Return each command as a click object, by the words after `dvcheck`."""
    found: dict[str, Any] = {}
    groups: list[tuple[str, Any]] = [("", tree.full_tree())]
    for path, group in groups:
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                groups.append((f"{path}{name} ", command))
            else:
                found[f"{path}{name}"] = command
    return found


def script(name: str) -> Any:
    """Load a script of docs/, which is not a package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def test_the_page_of_commands_is_fresh() -> None:
    assert script("commands").page() == COMMANDS, "run: python docs/commands.py"


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_is_documented_with_its_options(name: str) -> None:
    (section,) = re.findall(
        rf"^### `dvcheck {name}(?: [^`]*)?`\n(.*?)^##", COMMANDS, re.MULTILINE | re.DOTALL
    )
    common = COMMANDS.split("## Common options")[1]
    for parameter in commands()[name].params:
        for option in {o for o in parameter.opts if o.startswith("--")} - {"--help"}:
            assert re.search(rf"^\| `{option}[` ]", section + common, re.MULTILINE), option


def test_every_documented_command_exists() -> None:
    named = {" ".join(m.split()) for m in re.findall(r"^### `dvcheck ([a-z -]+)", COMMANDS, re.MULTILINE)}
    assert named == set(commands())


def test_the_readme_names_only_commands_that_exist() -> None:
    named = set(re.findall(r"`dvcheck ([a-z]+(?:-[a-z]+)?)", README))
    assert len(named) > 10
    assert named - {"help"} <= {name.split()[0] for name in commands()}


def test_the_readme_is_short() -> None:
    assert len(README.split()) <= 900


def test_the_readme_puts_the_program_on_the_path() -> None:
    start = README.split("## Start")[1].split("\n## ")[0]
    assert "pipx install ." in start
    assert "uv tool install ." in start
    assert re.search(r"^python3 -m venv \.venv && .* && \.venv/bin/dvcheck incident$", start, re.MULTILINE)


PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], key=lambda path: path.relative_to(ROOT).as_posix()
)


def headings(page: Path) -> list[str]:
    """Return the headings of a page, outside of code blocks, in the form of link anchors."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return [re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if link.startswith("https://"):
            continue
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        assert target.exists(), link
        if anchor:
            assert anchor in headings(target), link


def test_every_page_is_in_the_index_in_one_entry() -> None:
    index = ROOT / "docs" / "README.md"
    text = index.read_text(encoding="utf-8")
    entries = [entry for entry in re.split(r"^- ", text, flags=re.MULTILINE)[1:] if "](" in entry]
    linked = [link for entry in entries for link in re.findall(r"\]\(([^)#\s]+)\)", entry.split("\n\n")[0])]
    wanted = {path for path in PAGES if path != index and path.name != "README.md"}
    wanted |= set((ROOT / "docs").glob("*.json"))
    assert sorted(linked) == sorted(set(linked)), "a page is listed twice"
    assert {(index.parent / link).resolve() for link in linked} == wanted
    assert "(docs/README.md)" in README


def test_the_index_is_grouped_by_reader() -> None:
    text = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    readers = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert readers == ["Officers", "Sergeants", "Trainers", "Policy staff", "IT", "Developers"]


def test_a_heading_is_an_anchor_once() -> None:
    """A link to a heading that occurs twice in a page would lead to the first one only."""
    for page in PAGES:
        if page.name == "CHANGELOG.md":
            continue
        found = headings(page)
        assert len(found) == len(set(found)), page


def glossary() -> list[str]:
    """Return the words of the glossary, group after group."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    groups = text.split("\n## ")[1:]
    words = [re.findall(r"^- \*\*(.*?)\*\*: ", group, re.MULTILINE) for group in groups]
    for group, found in zip(groups, words, strict=True):
        assert found == sorted(found), "not in the order of the alphabet"
        assert group.count("\n- ") == len(found), "an entry without a word"
    return [word for group in words for word in group]


def shown() -> str:
    """Return the texts that people read: messages, help, and the shipped pack."""
    found = [COMMANDS]
    for path in (ROOT / "dvcheck").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("phrase", "plural", "Later"):
                found += [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
    found += [
        path.read_text(encoding="utf-8") for path in (ROOT / "checklists" / "ppb-0825.00").glob("*.yaml")
    ]
    return "\n".join(found).lower()


def test_every_word_of_the_glossary_is_one_that_people_meet() -> None:
    text = shown()
    words = glossary()
    assert len(words) > 40
    assert {word for word in words if not re.search(rf"\b{word}", text)} == set()
    assert words.count("duty") == 1


def test_the_pictures_are_what_the_program_shows_now() -> None:
    pictures = script("picture").pictures()
    assert set(pictures) == {path.name for path in (ROOT / "docs").glob("*.svg")}
    for name, svg in pictures.items():
        assert svg == (ROOT / "docs" / name).read_text(encoding="utf-8"), "run: make picture"
        assert "@font-face" not in svg
    pages = (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))
    assert {image for page in pages for image in _images(page)} == {
        *(ROOT / "docs").glob("*.svg"),
        *(ROOT / "docs").glob("*.png"),
    }


def _images(page: Path) -> set[Path]:
    text = page.read_text(encoding="utf-8")
    return {page.parent / name for name in re.findall(r"!\[[^]]+\]\(([^)]+)\)", text)}


def test_every_word_of_the_language_is_documented() -> None:
    for word in (*MODALITIES, *read_policy.STATEMENT_WORDS, *get_args(Kind)):
        assert f"`{word}`" in LANGUAGE, word
    for word in get_args(DueKind):
        assert word in LANGUAGE, word
    readers = Path(parse.__file__).parent.glob("read_*.py")
    source = "\n".join(reader.read_text(encoding="utf-8") for reader in readers)
    keys = set(re.findall(r'f\.(?:get|maybe|text|texts|flag|each)\("([a-z_]+)"', source))
    assert len(keys) > 25
    for key in keys:
        assert re.search(rf"`{key}`|\b{key}:", LANGUAGE), key


def test_the_example_of_the_language_is_a_pack() -> None:
    example = re.search(r"```yaml\n(checklist:.*?)```", LANGUAGE, re.DOTALL)
    assert example is not None
    text = example.group(1).replace("1.5.1.2a", "1a")
    text = text.replace("- title: The copy", "- title: Find it\n  items:\n" + LEDS + "- title: The copy")
    pack, problems = parse.parse({"policy.yaml": POLICY, "verify-order.yaml": text}, "sha256:x")
    assert not problems
    assert pack is not None


def yaml_of(heading: str) -> list[str]:
    """Return the examples under a heading of the page on the language."""
    _, _, rest = LANGUAGE.partition(f"\n## {heading}\n")
    return re.findall(r"```yaml\n(.*?)```", rest.partition("\n## ")[0], re.DOTALL)


def test_the_examples_of_a_policy_are_one_policy_without_a_warning() -> None:
    policy_yaml = "".join(yaml_of("policy.yaml"))
    walk = "checklist: walk\ntitle: W\nsections:\n- title: All\n  items:\n"
    walk += '  - {obligation: a, text: A, modality: shall, cites: ["4.2a"]}\n'
    pack, problems = parse.parse({"policy.yaml": policy_yaml, "walk.yaml": walk}, "sha256:x")
    assert not problems
    assert pack is not None
    policy = pack.policy
    assert warnings(pack) == ()
    assert (policy.language, policy.version, policy.terms.the_document) == (LANGUAGE_READ, "1.3", "the order")
    assert [d.number for d in policy.documents] == ["310", "FVA"]
    assert [a.id for a in policy.actors if a.binds] == ["deputy"]


LEDS = """\
  - ask: leds-ncic
    text: Found?
    kind: choice
    options: [{id: found, text: Yes}, {id: neither, text: No}]
    cites: ["1a"]
"""


def test_the_ci_workflow_runs_the_readme_command() -> None:
    """.ci/run takes the test command from the README: it must be there, once, in one line."""
    lines = [line for line in README.splitlines() if "-m pytest" in line]
    assert len(lines) == 1
    assert lines[0].startswith("python3 -m venv .venv && ")
    assert "grep -m 1 -- '-m pytest' README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_no_registry_address_or_lock_file_is_in_the_project() -> None:
    assert not list(ROOT.glob("*.lock"))
    for name in ("pyproject.toml", "Makefile", ".ci/run", "README.md", "CONTRIBUTING.md"):
        assert "index-url" not in (ROOT / name).read_text(encoding="utf-8")


def test_every_place_that_the_architecture_names_is_there() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:[a-z_0-9.-]+/)*[a-z_0-9-]+\.(?:py|yaml|md))`", page))
    assert len(named) > 20
    places = (ROOT, ROOT / "dvcheck", ROOT / "dvcheck" / "cli")
    assert [name for name in sorted(named) if not any((place / name).is_file() for place in places)] == []
    packages = {path.parent.name for path in (ROOT / "dvcheck").glob("*/__init__.py")}
    table = page.split("## Where do I change")[0]
    assert [name for name in sorted(packages) if f"`{name}`" not in table] == []


def test_a_proof_that_is_run_alone_writes_its_own_section_of_the_page() -> None:
    titles = [title_of(name) for name in names()]
    before = new_page(
        "", {title: section(title, [none_of("before", 0)]) for title in (*titles[:3], "No proof")}
    )
    new = section(titles[1], [none_of("now", 1)])
    after = new_page(before, {titles[1]: new})
    assert re.findall("^## (.*)$", after, re.MULTILINE) == titles[:3]
    assert after.count("| before | 0 | 0 |") == 2
    assert "| now | 1 **missed** | 0 |" in after
    assert new_page(after, {}) == after


def test_what_missed_its_goal_in_proofs_run_at_once_is_listed_at_the_end(tmp_path: Path) -> None:
    package = tmp_path / "tests" / "proof"
    package.mkdir(parents=True)
    (package.parent / "__init__.py").touch()
    for name in ("__init__.py", "__main__.py"):
        shutil.copy(ROOT / "tests" / "proof" / name, package)
    one = "from tests.proof import none_of\n\n\ndef prove(n, scratch):\n    yield none_of('lost', {})\n"
    (package / "met.py").write_text(one.format(0), encoding="utf-8")
    (package / "off.py").write_text(one.format(3), encoding="utf-8")
    (package / "ill.py").write_text(one.format("1 // 0"), encoding="utf-8")
    command = [sys.executable, "-m", "tests.proof", "--at-once", "2"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1
    listed = ended.stdout.split("\nNot proved:\n")[1].splitlines()
    assert sorted(listed) == [
        "  ill: ZeroDivisionError: integer division or modulo by zero",
        "  off: MISSED lost: 3 (goal 0)",
    ]
