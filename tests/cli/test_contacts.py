"""`dvcheck contacts` as a user runs it, the shipped phone list, and numbers beside obligations."""

import io
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rich.console import RenderableType

from dvcheck.cli.options import CARD, ContactsFormat
from dvcheck.pack import library
from dvcheck.pack.model import Obligation
from dvcheck.pack.value import Value
from dvcheck.report.json import assessment as report
from dvcheck.rules.assess import Assessment, assess
from dvcheck.rules.explain import explain
from dvcheck.rules.outline import outline
from dvcheck.screens import case as case_screen
from dvcheck.screens import contacts as contacts_screen
from dvcheck.screens import style
from dvcheck.screens import summary as summary_screen
from dvcheck.wording.duty import calls
from tests.pty import run_dvcheck
from tests.report.test_card import HOSTILE, hostile_pack
from tests.small_packs import POLICY, answers

PACK = library.load(library.read(library.shipped_folder()), None)
NOW = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
ZONE = ZoneInfo(PACK.policy.zone)
NUMBER = r"(911|311|\d{3}-\d{3}-\d{4})"

ASSAULT: dict[str, Value] = {
    "call-type": "domestic-disturbance",
    "relationship": "spouses",
    "crimes": ("assault",),
    "measure-11": "yes",
}
SERVED: dict[str, Value] = {
    "order-type": "fapa",
    "server": "member",
    "parties-here": "yes",
    "served-now": "yes",
}
OPEN_IN = {
    "notify-svu": ("incident", ASSAULT),
    "email-svu": ("incident", ASSAULT),
    "inform-survivor": ("incident", ASSAULT),
    "call-mcso-records": ("serve-order", SERVED),
}
"""A case in which each obligation with contacts is open."""


def test_the_help_names_each_format_with_what_it_is_for(tmp_path: Path) -> None:
    said = " ".join(run("--help").stdout.split())
    lists = [one.value for one in ContactsFormat if one not in CARD]
    cards = [one.value for one in CARD]
    assert f"{' or '.join(lists)}; a card: {', '.join(cards)}." in said
    for name in lists:
        assert run("--format", name).returncode == 0
    for name in cards:
        card = tmp_path / f"card.{name}"
        done = run("--card", "--format", name, "-o", str(card))
        assert done.returncode == 0, done.stderr
        assert card.stat().st_size


def run(*arguments: str, columns: int = 80) -> subprocess.CompletedProcess[str]:
    child = {k: v for k, v in os.environ.items() if k != "DVCHECK_PACK"}
    return run_dvcheck("contacts", *arguments, env=child | {"COLUMNS": str(columns), "PYTHONUTF8": "1"})


def assessed(checklist: str, given: dict[str, Value]) -> Assessment:
    return assess(outline(PACK, (checklist,)), answers(given), {}, NOW)


def printed(shown: RenderableType, width: int = 200) -> str:
    stream = io.StringIO()
    style.console(color=False, stream=stream, width=width).print(shown)
    return stream.getvalue()


def test_every_number_looks_like_a_phone_number() -> None:
    assert len(PACK.contacts) > 10
    for contact in PACK.contacts:
        assert re.fullmatch(rf"{NUMBER}( or {NUMBER})?", contact.number), contact.id
        assert not contact.fax or re.fullmatch(NUMBER, contact.fax)


def test_no_contact_claims_to_be_svu_without_a_doubt() -> None:
    named = [c for c in PACK.contacts if {"SVU", "DVRU"} & set(re.findall(r"\w+", f"{c.name} {c.purpose}"))]
    assert [c.id for c in named] == ["svu"]
    assert "old DVRU number" in named[0].name
    assert "A01" in named[0].verify
    assert "Special Victims" not in "".join(c.name for c in PACK.contacts)


def test_every_contact_tells_its_source_and_age() -> None:
    assert all(c.source and c.as_of and c.purpose for c in PACK.contacts)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_list_shows_every_number_whole_with_its_doubt(width: int) -> None:
    shown = run(columns=width).stdout
    assert max(map(len, shown.splitlines())) <= width
    flat = " ".join(shown.split())
    for contact in PACK.contacts:
        for number in contact.number.split(" or "):
            assert number in shown
        assert contact.source in flat
        assert contact.as_of in flat
    assert shown.count("CHECK FIRST:") == sum(bool(c.verify) for c in PACK.contacts)


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("svu", {"svu"}),
        ("JAIL", {"jail-release"}),
        ("988-5056", {"probation-dv"}),
        ("call-mcso-records", {"mcso-records"}),
        ("2.1.5", {"svu"}),
        ("burnside", {"gateway-center"}),
    ],
)
def test_a_word_finds_a_contact_by_any_field_or_obligation(word: str, found: set[str]) -> None:
    result = run(word, "--format", "json")
    document = json.loads(result.stdout)
    assert {c["id"] for c in document["contacts"]} == found
    assert document["schema"] == 1
    assert document["policy"]["id"] == "ppb-0825.00"


def test_the_json_of_a_contact_holds_all_of_it() -> None:
    svu = json.loads(run("svu", "--format", "json").stdout)["contacts"][0]
    assert svu["verify"] is True
    assert "A01" in svu["why"]
    assert svu["obligations"] == ["notify-svu", "email-svu"]
    gateway = json.loads(run("gateway-center", "--format", "json").stdout)["contacts"][0]
    assert (gateway["verify"], gateway["why"], gateway["card"]) == (False, None, True)
    assert gateway["fax"] == "503-988-6499"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("gatewya",), 'no contact has "gatewya"; did you mean "gateway"?'),
        (("\x1b[31m",), 'no contact has "\\x1b[31m"'),
        (("--format", "html"), "the list has no format html"),
        (("--format", "pdf"), "the list has no format pdf"),
        (("--card", "--format", "json"), "the card has no format json"),
        (("--output", "card.md"), "--output is for the card"),
        (("svu", "--card"), "the card always lists all its numbers"),
    ],
)
def test_wrong_usage_is_told_in_two_lines_and_a_command(arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert said in result.stderr
    assert len([line for line in result.stderr.splitlines() if not line.startswith("  ")]) == 2


def test_the_card_goes_to_standard_output_or_into_a_file(tmp_path: Path) -> None:
    printed_card = run("--card").stdout
    assert printed_card.startswith("# Phone numbers for help\n")
    file = tmp_path / "card.html"
    file.write_text("an older card", encoding="utf-8")
    assert run("--card", "-o", str(file), "--force").returncode == 0
    assert file.read_text(encoding="utf-8") == run("--card", "--format", "html").stdout
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["card.html"]


def test_a_card_that_cannot_be_written_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "file").touch()
    places = [folder, tmp_path / "none" / "card.md", tmp_path / "file" / "card.md", tmp_path / ("x" * 300)]
    for place in places:
        result = run("--card", "-o", str(place))
        assert (result.returncode, result.stdout) == (5, "")
        assert "could not be written" in result.stderr
        assert len(result.stderr.splitlines()) == 2
    assert list(folder.iterdir()) == []
    assert {p.name for p in tmp_path.iterdir()} <= {"folder", "file", "dvcheck", "user"}


@pytest.mark.skipif(sys.platform == "win32", reason="devices of POSIX")
def test_a_card_replaces_no_device(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert run("--card", "-o", str(tmp_path / "pipe")).returncode == 5
    assert (tmp_path / "pipe").is_fifo()


def test_a_pack_without_contacts_has_an_empty_list_and_no_card(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "walk.yaml").write_text(
        "checklist: walk\ntitle: W\nsections:\n- title: S\n  items:\n"
        '  - {ask: a, text: A, kind: yes-no, cites: ["1a"]}\n',
        encoding="utf-8",
    )
    listed = run("--pack", str(tmp_path))
    assert (listed.returncode, "The pack has no contacts." in listed.stdout) == (0, True)
    refused = run("--card", "--pack", str(tmp_path))
    assert refused.returncode == 3
    assert "no number for the card" in refused.stderr


def test_hostile_text_in_a_contact_is_inert_on_the_terminal() -> None:
    pack = hostile_pack()
    for width in (40, 120):
        shown = printed(contacts_screen.contacts(pack, pack.contacts, width), width)
        assert re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]", shown) is None
    assert "\\x1b[31mred" in shown
    assert HOSTILE.count("\\u202e") == 0
    assert "\\u202e" in shown


@pytest.mark.parametrize("name", [i.id for i in PACK.items() if isinstance(i, Obligation) and i.contacts])
def test_the_number_stands_beside_the_open_obligation(name: str) -> None:
    assessment = assessed(*OPEN_IN[name])
    duty = assessment.duty(name)
    assert duty is not None
    assert duty.status == "open"
    summary = printed(summary_screen.summary(PACK, assessment, case=None, now=NOW, width=200, why=True))
    row = summary.partition(duty.obligation.text)[2].splitlines()[1]
    told = printed(case_screen.explanation(explain(duty, assessment), PACK, ZONE, NOW))
    rows = report.obligation(duty, assessment, PACK)["contacts"]
    assert isinstance(rows, list)
    assert [r["id"] for r in rows] == list(duty.obligation.contacts)
    for contact in PACK.calls(duty.obligation):
        doubt = " (check first)" if contact.verify else ""
        assert f"call {contact.name} {contact.number}{doubt}" in row
        assert f"Call {contact.name}: {contact.number}" in told
        assert ("CHECK FIRST:" in told) == bool(contact.verify)


def test_an_obligation_that_needs_no_call_names_no_number() -> None:
    assessment = assessed("incident", ASSAULT)
    duty = assessment.duty("contact-fed")
    assert duty is not None
    assert report.obligation(duty, assessment, PACK)["contacts"] == []
    assert calls(duty.obligation, PACK) == ""
