"""Parse the files of a pack into its frozen types, and collect every problem, sorted by place."""

from collections.abc import Callable, Iterator, Mapping

from msgspec.structs import replace

from dvcheck.pack import nodes
from dvcheck.pack.model import Checklist, Pack
from dvcheck.pack.nodes import Problem
from dvcheck.pack.place import Place
from dvcheck.pack.policy import Policy
from dvcheck.pack.read_checklist import ChecklistReader
from dvcheck.pack.read_contacts import ContactList, ContactsReader
from dvcheck.pack.read_forms import FormsFile, FormsReader
from dvcheck.pack.read_policy import PolicyReader, newer_language
from dvcheck.pack.read_translation import is_translation, overlays
from dvcheck.pack.reader import by_place
from dvcheck.pack.validate import CHECKS

POLICY_FILE = "policy.yaml"
CONTACTS_FILE = "contacts.yaml"
FORMS_FILE = "forms.yaml"

_OWN_FILES = (POLICY_FILE, CONTACTS_FILE, FORMS_FILE)

Checks = tuple[Callable[[Pack], Iterator[Problem]], ...]


def parse(
    files: Mapping[str, str], digest: str, checks: Checks = CHECKS
) -> tuple[Pack | None, tuple[Problem, ...]]:
    """Parse the pack in `files` (name to text), or return every problem that prevents it.

    Problems are sorted by file and place. The checks across files run only if each file is valid by itself.
    A pack in a newer language gets no other message.
    Without `checks`, a bad translation does not prevent reading: its wrong texts stay in the pack's language.
    """
    read = {name: nodes.read(files[name], name) for name in sorted(files)}
    if POLICY_FILE in read:
        newer = newer_language(read[POLICY_FILE][0], files[POLICY_FILE], POLICY_FILE)
        if newer is not None:
            return None, (newer,)
    policies, lists, phones, papers = PolicyReader(), ChecklistReader(), ContactsReader(), FormsReader()
    problems: list[Problem] = []
    policy: Policy | None = None
    checklists: list[Checklist] = []
    phone_list = ContactList()
    written = FormsFile()
    translations: list[tuple[str, nodes.Node]] = []
    for name, (node, unreadable) in read.items():
        problems.extend(unreadable if checks or not is_translation(name) else ())
        if node is None:
            continue
        if name not in _OWN_FILES and name.lower() in _OWN_FILES:
            message = f"rename this file to {name.lower()}, in lowercase"
            problems.append(Problem(at=Place(name, 1, 1), code="file-name", message=message))
            continue
        if is_translation(name):
            translations.append((name, node))
        elif name == POLICY_FILE:
            policy = policies.policy(node)
        elif name == CONTACTS_FILE:
            phone_list = phones.contacts(node)
        elif name == FORMS_FILE:
            written = papers.file(node)
        else:
            checklists.extend(filter(None, [lists.checklist(node, name)]))
    for reader in (policies, lists, phones, papers):
        problems.extend(reader.problems)
    problems.extend(_incomplete(files, has_checklist=bool(checklists or problems)))
    if policy is None or problems:
        return None, by_place(problems)
    pack = Pack(
        policy=policy,
        checklists=tuple(checklists),
        digest=digest,
        contacts=phone_list.contacts,
        card=phone_list.card,
        forms=written.forms,
        narrative=written.narrative,
    )
    # Some checks meet the same place several times: report each problem once.
    found = tuple(dict.fromkeys(problem for check in checks for problem in check(pack)))
    if translations and not found:
        read_overlays = overlays(pack, translations)
        found = read_overlays.problems if checks else ()
        pack = replace(pack, translations=tuple(one.translation for one in read_overlays.found))
    return (None if found else pack), by_place(found)


def _incomplete(files: Mapping[str, str], *, has_checklist: bool) -> Iterator[Problem]:
    """Yield the problem of a pack without a policy, or else without a checklist."""
    at = Place(POLICY_FILE, 1, 1)
    if POLICY_FILE not in files and POLICY_FILE not in map(str.lower, files):
        yield Problem(at=at, code="no-policy", message=f"the pack has no {POLICY_FILE}")
    elif not has_checklist:
        yield Problem(at=at, code="no-checklist", message="the pack has a policy but no checklist")
