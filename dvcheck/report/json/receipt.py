"""A receipt: everything that an assessment followed from, including the pack, to work it out again.

The JSON of a report contains it. It proves that the result follows from the answers by the pack in it. It
does not prove that the answers are true, or that nobody changed both answers and result: for that, compare
the record's code with the journal and the pack's digest with the agency's.
"""

import base64
import binascii
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import msgspec

from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import Later, phrase
from dvcheck.pack import library
from dvcheck.pack.condition import Compared, Condition, leaves
from dvcheck.pack.conditions import conditions_of
from dvcheck.pack.kinds import kind_of
from dvcheck.pack.model import OPENED, Obligation, Pack, Question
from dvcheck.pack.value import UNKNOWN, Value
from dvcheck.report.json import assessment as assessment_json
from dvcheck.rules.answer import Answer, EntryIdentity, Mark, MarkStatus
from dvcheck.rules.assess import Assessment, assess
from dvcheck.rules.outline import Outline, base_of, outline
from dvcheck.text import clean

MAX_BYTES = 8 << 20
NOT_REPLAYABLE = Later(
    "it was made without sensitive answers that the result may rest on: it can only be worked out again when "
    "the report is made with --include-sensitive"
)

_Time = Annotated[datetime, msgspec.Meta(tz=True)]


class ReceiptAnswer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer, or that it was withheld; then only whether it was "unknown" is stated."""

    at: _Time
    value: str | tuple[str, ...] | None = None
    withheld: Literal["answered", "unknown"] | None = None
    entries: tuple["ReceiptEntry", ...] | msgspec.UnsetType = msgspec.UNSET
    """The identity of each entry, if the answer is a list whose entries have their own items."""


class ReceiptEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entry of a list: its id, and when it was first named."""

    id: str
    since: _Time


class ReceiptMark(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An officer's mark on an obligation."""

    status: MarkStatus
    at: _Time
    reason: str = ""


class Receipt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The input of an assessment. Times are aware and in UTC."""

    pack: str
    """The files of the pack, compressed, in base64."""
    digest: str
    checklists: tuple[str, ...]
    answers: Mapping[str, ReceiptAnswer]
    marks: Mapping[str, ReceiptMark]
    shift_ends: _Time | None
    assessed: _Time
    opened: _Time | msgspec.UnsetType = msgspec.UNSET
    """The time the case was opened, if a deadline may count from it."""
    sensitive: bool
    """Whether it holds answers that the pack marks sensitive."""
    not_replayable: str | None = None
    """Why it cannot be worked out again; None if it can."""
    language: str | msgspec.UnsetType = msgspec.UNSET
    """The translation its texts are in; absent if they are in the pack's own language."""


class Result(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The members of a report's JSON that are compared with its receipt."""

    schema: Literal[1]
    dvcheck: str
    case: dict[str, Any] | None
    policy: dict[str, Any]
    answers: dict[str, Any]
    findings: dict[str, Any]
    obligations: list[dict[str, Any]]
    notes: list[dict[str, Any]]
    outcomes: list[dict[str, Any]] = []
    unasked: list[str]
    not_modelled: list[Any]
    receipt: Receipt


class Replay(msgspec.Struct, frozen=True, kw_only=True):
    """The result of working a receipt out again."""

    result: Result
    differences: tuple[str, ...]
    """The differences between the report and what follows from its receipt, in words."""

    @property
    def same(self) -> bool:
        return not self.differences


def receipt(
    assessment: Assessment,
    archive: bytes,
    *,
    digest: str,
    checklists: tuple[str, ...],
    marks: Mapping[str, Mark],
    shift_ends: datetime | None,
    opened: datetime | None,
    assessed: datetime,
    sensitive: bool = False,
    language: str = "",
) -> Receipt:
    """Return the receipt of an assessment. `archive` is the pack as stored with a case.

    `language` is the language of its translation, or empty for its own.
    """
    layout = assessment.outline
    kept_back = set() if sensitive else {q.id for q in layout.questions() if q.sensitive}
    exact = _read_exactly(layout)
    closed = [
        name
        for name in kept_back.intersection(assessment.answers)
        if _placeholder(layout.question(name)) is None or base_of(name) in exact
    ]
    return Receipt(
        pack=base64.b64encode(archive).decode(),
        digest=digest,
        checklists=checklists,
        answers={
            name: _given(a, name in kept_back, name in layout.lists) for name, a in assessment.answers.items()
        },
        marks={name: ReceiptMark(status=m.status, at=m.at, reason=m.reason) for name, m in marks.items()},
        shift_ends=shift_ends,
        assessed=assessed,
        opened=opened if OPENED in exact and opened is not None else msgspec.UNSET,
        sensitive=sensitive,
        not_replayable=NOT_REPLAYABLE.said() if closed else None,
        language=language or msgspec.UNSET,
    )


def _read_exactly(layout: Outline) -> frozenset[str]:
    """Return the questions whose exact answers matter: another answer may change the result."""
    found: set[str] = set()
    outcomes = (outcome.when for checklist in layout.walked for outcome in checklist.outcomes)
    conditions: list[Condition | None] = [*outcomes]
    for guarded in layout.items:
        item = guarded.item
        conditions += [guarded.guard, *conditions_of(item)]
        if isinstance(item, Obligation) and item.due is not None:
            found.add(item.due.of)
    found.update(leaf.item for c in conditions for leaf in leaves(c) if isinstance(leaf, Compared))
    return frozenset(found)


def _given(answer: Answer, withheld: bool, is_list: bool) -> ReceiptAnswer:
    known: tuple[ReceiptEntry, ...] | msgspec.UnsetType = msgspec.UNSET
    if is_list and answer.value != UNKNOWN:
        known = tuple(ReceiptEntry(id=one.id, since=one.since) for one in answer.named)
    if not withheld:
        return ReceiptAnswer(value=answer.value, at=answer.at, entries=known)
    return ReceiptAnswer(
        withheld="unknown" if answer.value == UNKNOWN else "answered", at=answer.at, entries=known
    )


def replay(content: bytes, file: str) -> Replay:
    """Work out the receipt in a report's JSON again, by the pack in it, and compare the results.

    Nothing is read or written. DvcheckError with Exit.BAD_INPUT if it is no such receipt, or the pack in it
    does not match its digest or is not sound.
    """
    try:
        result = _read(content)
        pack = _pack(result.receipt)
        document = _worked_out(result, pack)
    except (_Bad, OverflowError, RecursionError) as error:
        why = str(error) if isinstance(error, _Bad) else phrase("it is not the content of a report")
        raise bad(file, why) from None
    return Replay(result=result, differences=tuple(_differences(result, document)))


def bad(file: str, why: str) -> DvcheckError:
    """Return the error that a file is not a usable receipt, and why."""
    return DvcheckError(
        phrase("{file}: {why}", file=clean(file), why=clean(why, newlines=True)),
        hint=phrase("A receipt is what dvcheck report CASE --format json writes, unchanged."),
        code=Exit.BAD_INPUT,
    )


class _Bad(Exception):
    """The reason why something is not a usable receipt."""


def _read(content: bytes) -> Result:
    if len(content) > MAX_BYTES:
        raise _Bad(phrase("over {n} MiB", n=MAX_BYTES >> 20))
    try:
        result = msgspec.json.decode(content, type=Result)
    except msgspec.ValidationError as error:
        raise _Bad(phrase("not the JSON of a report: {error}", error=error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _Bad(phrase("not JSON: {error}", error=error)) from None
    if result.receipt.not_replayable is not None:
        raise _Bad(result.receipt.not_replayable)
    return result


def _pack(receipt: Receipt) -> Pack:
    """Return the pack in a receipt. It must meet the same rules as a pack from anywhere else."""
    try:
        source = library.from_archive(base64.b64decode(receipt.pack, validate=True))
    except (binascii.Error, DvcheckError, ValueError):
        raise _Bad(phrase("the pack in it is damaged")) from None
    if source.digest != receipt.digest:
        raise _Bad(phrase("the pack in it is not the one it names: the digest differs"))
    if len(source.files) > library.MAX_FILES:
        raise _Bad(phrase("the pack in it has over {max_files} files", max_files=library.MAX_FILES))
    language = receipt.language if isinstance(receipt.language, str) else ""
    try:
        pack = library.load(source, None, language=language)
    except DvcheckError as error:
        raise _Bad(phrase("the pack in it is not sound:\n{message}", message=error.message)) from None
    if language != pack.shown_in:
        raise _Bad(phrase('the pack in it has no translation "{language}"', language=language))
    return pack


def _worked_out(result: Result, pack: Pack) -> dict[str, Any]:
    """Return the JSON that follows from a receipt."""
    given = result.receipt
    known = {c.id for c in pack.checklists}
    missing = [name for name in given.checklists if name not in known]
    if missing:
        raise _Bad(phrase('the pack in it has no checklist "{missing}"', missing=missing[0]))
    now = _sane(given.assessed)
    walk = outline(pack, given.checklists)
    asked = {q.id: q for q in walk.questions()}
    answers = {name: _answer(name, answer, asked) for name, answer in given.answers.items()}
    marks = {n: Mark(status=m.status, at=_sane(m.at), reason=m.reason) for n, m in given.marks.items()}
    ends = _sane(given.shift_ends) if given.shift_ends is not None else None
    opened = _sane(given.opened) if isinstance(given.opened, datetime) else None
    assessment = assess(walk, answers, marks, now, ends, opened)
    document = assessment_json.document(
        pack, assessment, case=None, today=now.date(), sensitive=given.sensitive
    )
    worked_out: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(document))
    return worked_out


def _sane(at: datetime) -> datetime:
    """Return a time in UTC. Its year must leave room for sums and other zones."""
    if not 1970 < at.year < 9000:
        raise _Bad(phrase("no case was worked on in the year {year}", year=at.year))
    return at.astimezone(UTC)


def _answer(name: str, given: ReceiptAnswer, asked: Mapping[str, Question]) -> Answer:
    value, at = _value(name, given, asked), _sane(given.at)
    if isinstance(given.entries, msgspec.UnsetType):
        return Answer(value=value, at=at)
    named = tuple(EntryIdentity(id=one.id, since=_sane(one.since)) for one in given.entries)
    if not isinstance(value, tuple) or len({one.id for one in named}) != len(value):
        raise _Bad(phrase('the entries of "{name}" are not those of its answer', name=name))
    return Answer(value=value, at=at, entries=named)


def _placeholder(question: Question) -> Value | None:
    return kind_of(question.kind).placeholder(question)


def _value(name: str, given: ReceiptAnswer, asked: Mapping[str, Question]) -> Value:
    if base_of(name) not in asked:
        raise _Bad(phrase('its checklists have no question "{name}"', name=name))
    if given.withheld == "unknown":
        return UNKNOWN
    if given.withheld is None and given.value is not None:
        return given.value
    placeholder = _placeholder(asked[base_of(name)]) if given.withheld is not None else None
    if isinstance(placeholder, tuple) and not isinstance(given.entries, msgspec.UnsetType):
        return tuple(f"{placeholder[0]} {one.id}" for one in given.entries)
    if placeholder is None:
        raise _Bad(phrase('it has no answer to "{name}"', name=name))
    return placeholder


def _differences(result: Result, document: Mapping[str, Any]) -> Iterator[str]:
    """Compare each member of the report with the same member worked out again."""
    yield from _of_each("policy", result.policy, document["policy"])
    yield from _of_each("answer", result.answers, document["answers"])
    yield from _of_each("finding", result.findings, document["findings"])
    for what, found in (("obligation", result.obligations), ("note", result.notes)):
        yield from _of_items(what, found, document[f"{what}s"])
    outcomes = (_by_checklist(one) for one in (result.outcomes, document.get("outcomes", [])))
    yield from _of_each("outcome of", *outcomes)
    if result.not_modelled != document["not_modelled"]:
        yield phrase("not_modelled: other in the report than here")
    said, follows = set(result.unasked), set(document["unasked"])
    yield from (
        phrase("question {name}: listed as not asked in the report, but not here", name=name)
        for name in sorted(said - follows)
    )
    yield from (
        phrase("question {name}: listed as not asked here, but not in the report", name=name)
        for name in sorted(follows - said)
    )


def _of_items(what: str, said: list[dict[str, Any]], follows: list[dict[str, Any]]) -> Iterator[str]:
    """Compare items by their id; compare those in both field by field."""
    ours, theirs = {_key(i): i for i in follows}, {_key(i): i for i in said}
    if len(theirs) < len(said):
        yield f"{what}s: one is in the report more than once"
    for name in dict.fromkeys((*theirs, *ours)):
        if name not in ours:
            yield f"{what} {name}: in the report, but does not follow"
        elif name not in theirs:
            yield f"{what} {name}: follows, but is not in the report"
        else:
            yield from _of_each(f"{what} {name}:", theirs[name], ours[name])


def _by_checklist(outcomes: list[dict[str, Any]]) -> dict[str, Any]:
    return {str(one.get("checklist")): one for one in outcomes}


def _key(item: Mapping[str, Any]) -> str:
    """Return the key of an item: its id, and the list entry that it is for."""
    entry = item.get("for")
    return f"{item.get('id')}@{entry.get('id')}" if isinstance(entry, dict) else str(item.get("id"))


def _of_each(what: str, said: Mapping[str, Any], follows: Mapping[str, Any]) -> Iterator[str]:
    for name in dict.fromkeys((*said, *follows)):
        if name not in said or name not in follows or said[name] != follows[name]:
            in_report, here = (_shown(each, name) for each in (said, follows))
            yield f"{what} {name}: {in_report} in the report, {here} from its receipt"


def _shown(values: Mapping[str, Any], name: str) -> str:
    if name not in values:
        return "nothing"
    value = values[name]
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= 80 else f"{text[:80]}…"
