"""The checks of a policy with several documents. `validate` runs them."""

from collections.abc import Iterator

from dvcheck.pack.model import Pack
from dvcheck.pack.nodes import Problem
from dvcheck.pack.place import Place
from dvcheck.pack.policy import Document, section_of
from dvcheck.text import nearest


def documents_exist(pack: Pack) -> Iterator[Problem]:
    """unknown-document: a section or a statement names a document of the policy."""
    known = [d.id for d in pack.policy.documents]
    policy = pack.policy
    named = [(s.document, s.at) for s in policy.sections] + [(s.document, s.at) for s in policy.statements]
    for name, at in named:
        if name and name not in known:
            message = f'the policy has no document "{name}"{nearest(name, known)}'
            yield Problem(at=at, code="unknown-document", message=message)


def citations_name_their_document(pack: Pack) -> Iterator[Problem]:
    """unnamed-document: a ref in another document than the policy begins with that document's number.

    So a citation always names its document.
    """
    others = {d.id: d for d in pack.policy.others}
    home = {s.ref: s.document for s in pack.policy.sections}
    placed: list[tuple[str, str, Place]] = [(s.ref, s.document, s.at) for s in pack.policy.sections]
    placed += [(s.ref, s.document or home.get(section_of(s.ref), ""), s.at) for s in pack.policy.statements]
    for ref, document, at in placed:
        if document in others and not _names(ref, others[document]):
            number = others[document].number
            message = f'"{ref}" belongs to {number}: begin its ref with {number}, such as "{number} 1"'
            yield Problem(at=at, code="unnamed-document", message=message)


def _names(ref: str, document: Document) -> bool:
    return ref.startswith(document.number)
