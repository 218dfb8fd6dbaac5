"""A list shows each case in its own zone and with the review date of its own policy."""

import json
from pathlib import Path

import pytest

from tests.journal import cases
from tests.pty import Night
from tests.small_packs import POLICY

ITEMS = """\
  - {ask: hurt, text: Is somebody hurt?, kind: yes-no, cites: ["1a"]}
  - obligation: write
    text: Write it down
    modality: shall
    cites: ["1a"]
    due: {by: end-of-shift}
  - timer: minutes
    text: The minutes
    limit: 20 min
    starts_with: In
    ends_with: Out
    at_limit: Leave.
    cites: ["1a"]
"""


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Night:
    monkeypatch.setenv("COLUMNS", "300")
    return Night(tmp_path)


def pack(folder: Path, zone: str, number: str, review: str) -> str:
    folder.mkdir()
    policy = POLICY.replace("America/Los_Angeles", zone).replace('number: "1"', f'number: "{number}"')
    (folder / "policy.yaml").write_text(policy.replace("2026-07-05", review), encoding="utf-8")
    text = f"checklist: incident\ntitle: Walk\nsections:\n- title: All\n  items:\n{ITEMS}"
    (folder / "incident.yaml").write_text(text, encoding="utf-8")
    return str(folder)


@pytest.fixture
def east_and_west(night: Night, tmp_path: Path) -> tuple[str, str, str]:
    """Two cases of Portland, then one of an Eastern agency, opened at 21:58 in Portland."""
    west = pack(tmp_path / "west", "America/Los_Angeles", "W.1", "2026-07-05")
    east = pack(tmp_path / "east", "America/New_York", "E.1", "2026-08-01")
    given = tmp_path / "given.yaml"
    given.write_text("hurt: no\nminutes: running\n", encoding="utf-8")
    for folder in (west, west, east):
        done = night.run("incident", "--new", "--answers", str(given), "--pack", folder)
        assert done.returncode == 0, done.stderr
    newest, second, first = (case.id for case in cases())
    return first, second, newest


def row(text: str, case: str) -> str:
    return next(line for line in text.splitlines() if case in line)


def test_cases_shows_each_opening_in_the_zone_of_its_case(
    night: Night, east_and_west: tuple[str, str, str]
) -> None:
    first, _, eastern = east_and_west
    done = night.run("cases")
    assert "Nov 20, 2026, 21:58 " in row(done.stdout, first)
    assert "PST" not in row(done.stdout, first)
    assert "Nov 21, 2026, 00:58 EST" in row(done.stdout, eastern)
    assert "runs until 01:18 EST" in row(done.stdout, eastern)
    assert "runs until 22:18" in row(done.stdout, first)


@pytest.mark.parametrize("command", [("outstanding",), ("shift", "end")])
def test_deadlines_are_in_the_zone_of_their_case(
    night: Night, east_and_west: tuple[str, str, str], tmp_path: Path, command: tuple[str, ...]
) -> None:
    first, _, eastern = east_and_west
    west = str(tmp_path / "west")
    started = night.run("shift", "start", "--ends", "07:00", "--began", "21:00", "--pack", west)
    assert started.returncode == 0, started.stderr
    done = night.run(*command, "--pack", west)
    assert "* by 07:00 " in row(done.stdout, first)
    assert "* by 10:00 EST " in row(done.stdout, eastern)


def test_the_review_date_is_that_of_the_cases_and_each_policy_is_named_once(
    night: Night, east_and_west: tuple[str, str, str]
) -> None:
    """The shipped pack is in use, of another date: no case is under it."""
    done = night.run("outstanding").stdout
    assert done.count("The review date") == 2
    assert "The review date of A bureau, Directive W.1 was Jul 5, 2026" in done
    assert "The review date of A bureau, Directive E.1 was Aug 1, 2026" in done
    alone = night.run("outstanding", east_and_west[2]).stdout
    assert "Review date Aug 1, 2026 has passed" in alone
    assert "Jul 5" not in alone


def test_the_json_names_each_policy_with_its_cases(night: Night, east_and_west: tuple[str, str, str]) -> None:
    first, second, eastern = east_and_west
    found = json.loads(night.run("outstanding", "--format", "json").stdout)
    assert found["policy"]["id"] == "ppb-0825.00"  # the one in use, as ever
    assert [(p["next_review"], p["cases"]) for p in found["policies"]] == [
        ("2026-08-01", [eastern]),
        ("2026-07-05", [second, first]),
    ]
