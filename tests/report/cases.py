"""The cases for the tests of reports: two of the shipped pack at fixed times, and a hostile one."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from dvcheck.pack.model import Pack
from dvcheck.pack.value import Value
from dvcheck.record import events as entries
from dvcheck.record.case import Case, fold
from dvcheck.record.events import Entry, Event
from dvcheck.report.sheet import Sheet
from dvcheck.report.worksheet import worksheet
from dvcheck.rules.assess import Assessment, assess
from dvcheck.rules.outline import outline
from dvcheck.text import clean
from tests.small_packs import small_pack
from tests.terminal.walks import ASSAULT, STANDBY_ANSWERS, VERBAL_ANSWERS, shipped, values

OPENED = datetime(2026, 11, 1, 7, 30, tzinfo=UTC)
"""Half past midnight in Portland, on the night on which the clocks are put back."""
NOW = OPENED + timedelta(hours=8)

HOSTILE = (
    '=HYPERLINK("http://evil.example") <script>alert(1)</script> <b> &lt; [red]x[/red] | `c` **b** _e_ # h '
    "[l](https://evil.example) ![p](x) a@b.example www.evil.example $x$ #panic() \\ \"'\n- i\n1. n "
    "\x1b[31m\x1b]0;t\x07 \x9b2J \u202egnp.exe \u2066x \u200b \u2028 \U000e0041"
)
PAYLOADS = (
    "<script>alert(1)</script>",
    "[red]x[/red]",
    "`c` **b** _e_ # h",
    "[l](https://evil.example)",
    "www.evil.example",
    "#panic()",
    "\\x1b[31m",
    "\\u202egnp.exe",
)
"""The parts of it that a document shows as typed, or as its code."""


def folded(timed: Iterable[tuple[int, Entry]], case: str = "c-7K2M") -> Case:
    """Return the case of some entries, each with its minutes after the opening."""
    return fold(
        [
            Event(
                seq=n,
                case=case,
                at=OPENED + timedelta(minutes=at),
                kind=entry.kind,
                body=dict(entries.body_of(entry)),
                hash=bytes(32),
            )
            for n, (at, entry) in enumerate(timed, 1)
        ]
    )


def opening(pack: Pack, *checklists: str, number: str | None = "25-123456") -> list[tuple[int, Entry]]:
    opened = entries.CaseOpened(number=number, zone="UTC", pack=pack.digest, dvcheck="0.1.0", officer="4711")
    return [(0, opened), *((0, entries.ChecklistStarted(name)) for name in checklists)]


def answered(given: Mapping[str, Value], start: int = 1) -> list[tuple[int, Entry]]:
    return [(n, entries.Answered(name, value)) for n, (name, value) in enumerate(given.items(), start)]


def assault() -> Case:
    """A call with an assault, an order and children; hardly anything is marked yet."""
    return folded(
        [
            *opening(shipped(), "incident"),
            *answered(values(ASSAULT)),
            (2, entries.ShiftEnds(OPENED + timedelta(hours=7))),
            (40, entries.Marked("photo-overview", "done")),
            (41, entries.Marked("photo-close", "done")),
            (45, entries.Noted("Front door broken, glass inside. Neighbor at 12 heard it.")),
        ]
    )


def mixed() -> Case:
    """A call and a standby in one case, with something of everything a worksheet can hold."""
    unknown: dict[str, Value] = {
        **VERBAL_ANSWERS,
        "injured": "unknown",
        "order-involved": "unknown",
        "children-present": "yes",
        "children-involved": "yes",
    }
    standby = {name: value for name, value in STANDBY_ANSWERS.items() if name != "standby-clock"}
    return folded(
        [
            *opening(shipped(), "incident", "standby"),
            *answered(unknown),
            *answered(standby, 20),
            (40, entries.TimerStarted("standby-clock", 1200)),
            (45, entries.TimerStarted("standby-clock", 1200, 60)),
            (50, entries.EntryMarked("standby-items", "clothes", "taken")),
            (51, entries.EntryMarked("standby-items", "passport", "stays")),
            (52, entries.ClockMoved.by(timedelta(seconds=-90), {"standby-clock": timedelta(seconds=480)})),
            (60, entries.TimerEnded("standby-clock", 1290)),
            (70, entries.Marked("list-children", "not-feasible", "The grandmother took them along.")),
            (71, entries.Marked("go-report", "carried-over", "Waiting for the case number.")),
            (90, entries.Answered("standby-order", "no")),
            (95, entries.Noted("He asked for a drill, which stays.")),
            (100, entries.CaseClosed("Finished from home.", ("go-report",))),
        ]
    )


def assessed(case: Case, pack: Pack | None = None) -> Assessment:
    laid_out = outline(pack or shipped(), case.checklists)
    return assess(laid_out, case.answers, case.marks, NOW, case.shift_ends)


def sheet(case: Case, pack: Pack | None = None, *, sensitive: bool = False) -> Sheet:
    pack = pack or shipped()
    return worksheet(pack, assessed(case, pack), case, now=NOW, sensitive=sensitive)


SENSITIVE_ITEMS = """\
  - {ask: name, text: Who?, kind: text, sensitive: true, cites: ["1a"]}
  - {ask: weapon, text: A weapon?, kind: yes-no, sensitive: true, cites: ["1a"]}
  - ask: things
    text: Which things?
    kind: list
    sensitive: true
    cites: ["1a"]
  - {obligation: tell, text: Tell, modality: shall, cites: ["1a"], when: {name: answered}}
  - {obligation: seize, text: Seize, modality: shall, cites: ["1a"], when: {weapon: yes}}
"""
SECRETS = ("Jane Roe", "her passport")


def kept_back(**more: Value) -> tuple[Case, Pack]:
    """A case with answers that its pack calls sensitive."""
    pack = small_pack(SENSITIVE_ITEMS)
    given: dict[str, Value] = {"name": SECRETS[0], "things": (SECRETS[1],), **more}
    taken = (9, entries.EntryMarked("things", SECRETS[1], "taken"))
    return folded([*opening(pack, "walk"), *answered(given), taken]), pack


MARKUP = "=1+1 <script>x</script> | `b` #panic() [red]"
HOSTILE_ITEMS = f"""\
  - {{ask: said, text: '{MARKUP} said', kind: text, cites: ["1a"]}}
  - {{ask: things, text: '{MARKUP} things', kind: list, cites: ["1a"]}}
  - {{ask: later, text: '{MARKUP} later', kind: text, cites: ["1a"]}}
  - {{obligation: report, text: '{MARKUP} report', modality: shall, cites: ["1a"]}}
  - obligation: list
    text: '{MARKUP} list'
    modality: shall
    cites: ["1a"]
    not_feasible: {{cites: ["1a"], instead: instead}}
  - {{obligation: instead, text: '{MARKUP} instead', modality: shall, cites: ["1a"]}}
  - {{note: seen, text: '{MARKUP} note', cites: ["1a"]}}
"""


def hostile() -> tuple[Case, Pack]:
    """A case whose every free text is hostile, under a pack whose texts are."""
    pack = small_pack(HOSTILE_ITEMS)
    return folded(
        [
            *opening(pack, "walk", number=HOSTILE),
            *answered({"said": clean(HOSTILE), "things": (MARKUP, "-1+1"), "later": MARKUP}),
            (10, entries.Marked("list", "not-feasible", HOSTILE)),
            (11, entries.Marked("report", "carried-over", HOSTILE)),
            (12, entries.Noted(HOSTILE)),
            (13, entries.EntryMarked("things", HOSTILE, "taken")),
            (14, entries.TimerStarted(HOSTILE, 60)),
            (20, entries.CaseClosed(HOSTILE, ())),
        ],
        case=f"c-{HOSTILE}",
    ), pack
