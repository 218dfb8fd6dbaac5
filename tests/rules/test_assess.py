from collections.abc import Mapping

from dvcheck.rules.answer import Mark
from dvcheck.rules.assess import Assessment, assess
from dvcheck.rules.explain import explain
from dvcheck.rules.outline import outline
from tests.small_packs import NOW, answers, small_pack

PACK = small_pack("""\
  - {ask: here, text: Here?, kind: yes-no, cites: ["1a"]}
  - {ask: hurt, text: Hurt?, kind: yes-no, cites: ["1a"], when: {here: yes}}
  - {ask: private, text: Name?, kind: text, cites: ["1a"], unprompted: true}
  - {finding: found, text: Found, is: {here: yes, hurt: yes}, cites: ["1a"]}
  - obligation: photo
    text: Photograph
    modality: shall
    cites: ["1a"]
    when: {found: yes}
    not_feasible: {cites: ["1a"], instead: note-it}
  - {obligation: note-it, text: Note it, modality: will, cites: ["1a"]}
  - {obligation: ask-it, text: Ask, modality: shall, cites: ["1a"], done_when: {hurt: [yes, no]}}
  - {obligation: stay, text: Do not leave, modality: may-not, cites: ["1a"], when: {here: yes}}
  - {obligation: offer, text: Offer, modality: may, cites: ["1a"], when: {here: yes}}
  - {note: told, text: A note, cites: ["1a"], when: {hurt: unknown}}
""")

DONE = Mark(status="done", at=NOW)
EXCUSED = Mark(status="not-feasible", at=NOW, reason="It was dark")


def case(marks: Mapping[str, Mark] | None = None, **given: str) -> Assessment:
    return assess(outline(PACK, ("walk",)), answers(given), marks or {}, NOW)


def statuses(assessment: Assessment) -> dict[str, str]:
    return {d.obligation.id: d.status for d in assessment.duties}


def test_each_status_is_reached() -> None:
    assert statuses(case()) == {
        "photo": "undetermined",
        "note-it": "not-triggered",
        "ask-it": "open",
        "stay": "undetermined",
        "offer": "undetermined",
    }
    assert statuses(case(here="yes", hurt="yes")) == {
        "photo": "open",
        "note-it": "not-triggered",
        "ask-it": "done",
        "stay": "in-force",
        "offer": "open",
    }
    assert statuses(case(here="no"))["photo"] == "not-triggered"


def test_not_feasible_raises_the_replacement() -> None:
    found = statuses(case({"photo": EXCUSED}, here="yes", hurt="yes"))
    assert (found["photo"], found["note-it"]) == ("not-feasible", "open")
    done = statuses(case({"photo": EXCUSED, "note-it": DONE}, here="yes", hurt="yes"))
    assert done["note-it"] == "done"


def test_not_feasible_counts_for_nothing_where_the_duty_does_not_arise_or_the_text_does_not_allow_it() -> (
    None
):
    assert statuses(case({"photo": EXCUSED}, here="no"))["note-it"] == "not-triggered"
    assert statuses(case({"ask-it": EXCUSED}))["ask-it"] == "open"


def test_a_duty_that_was_met_is_done_though_nobody_knows_yet_whether_it_arose() -> None:
    assert statuses(case({"photo": DONE}))["photo"] == "done"
    assert statuses(case({"photo": DONE}, here="no"))["photo"] == "not-triggered"


def test_a_prohibition_is_in_force_whatever_is_marked() -> None:
    assert statuses(case({"stay": DONE}, here="yes"))["stay"] == "in-force"


def test_only_what_is_required_and_open_is_outstanding() -> None:
    assert [d.obligation.id for d in case(here="yes", hurt="yes").duties if d.outstanding] == ["photo"]


def test_an_unprompted_question_is_never_asked() -> None:
    assert [q.id for q in case(here="no").unasked] == []


def test_a_note_shows_only_while_its_condition_holds() -> None:
    assert [n.id for n in case(here="yes", hurt="unknown").notes] == ["told"]
    assert case(here="yes").notes == ()


def test_explain_leads_from_the_first_question_to_the_duty() -> None:
    found = case(here="yes", hurt="yes")
    photo = found.duty("photo")
    assert photo is not None
    assert [q.id for q, _ in explain(photo, found).chain] == ["here", "hurt"]
    undecided = case(here="yes", hurt="unknown")
    waiting = undecided.duty("photo")
    assert waiting is not None
    assert [(q.id, a is None) for q, a in explain(waiting, undecided).waits_for] == [("hurt", False)]


def test_assessing_twice_gives_the_same() -> None:
    one, other = case(here="yes"), case(here="yes")
    assert (one.duties, one.notes, one.unasked) == (other.duties, other.notes, other.unasked)


def test_an_answer_its_question_cannot_have_counts_as_not_asked() -> None:
    """The case moved to another pack. "navy" must not decide anything by being neither red nor blue."""
    found = case(here="purple")
    assert statuses(found)["photo"] == "undetermined"
    assert [q.id for q in found.unasked] == ["here"]


def test_a_replacement_says_what_it_replaces() -> None:
    found = case({"photo": EXCUSED}, here="yes", hurt="yes")
    note = found.duty("note-it")
    assert note is not None
    assert (note.instead_of, note.because) == ("photo", ("here", "hurt"))
    told = explain(note, found)
    assert told.instead_of is not None
    assert told.instead_of.mark == EXCUSED
