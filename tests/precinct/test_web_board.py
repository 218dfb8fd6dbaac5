"""The board in a real browser, and what its server refuses."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from unicodedata import normalize

import pytest

playwright = pytest.importorskip("playwright.sync_api")
from axe_playwright_python.sync_playwright import Axe  # noqa: E402
from pypdf import PdfReader  # noqa: E402

from dvcheck.record.events import Answered, Noted  # noqa: E402
from tests.precinct.force import Force  # noqa: E402
from tests.precinct.laptop import Laptop  # noqa: E402
from tests.precinct.supervisor import away, home_of  # noqa: E402
from tests.pty import run_dvcheck  # noqa: E402

if sys.platform == "win32":
    pytest.skip("Ctrl-C is sent as a POSIX signal", allow_module_level=True)

SOON = 20_000
"""The milliseconds in which the page must show a change."""


class Desk:
    """The computer of a supervisor with the board in the browser, and the laptop of an officer."""

    def __init__(self, folder: Path, force: Force) -> None:
        self.force = force
        self.home = home_of(folder / "desk", force)
        self.laptop = Laptop(folder / "laptop", force)
        self.case = self.laptop.open("26-118")
        self.laptop.record(self.case, Answered("injured", "one"))
        self.laptop.push()

    @contextmanager
    def serving(self, *options: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
        command = [sys.executable, "-m", "dvcheck", "board", "--web", "--home", str(self.home), *options]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ}
        ) as process:
            try:
                assert process.stdout is not None
                yield process.stdout.readline().strip(), process
            finally:
                process.send_signal(signal.SIGINT)


@pytest.fixture
def desk(tmp_path: Path, force: Force) -> Desk:
    return Desk(tmp_path, force)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.skip("no Chromium here")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()


@contextmanager
def opened(browser: Any, address: str, **how: Any) -> Iterator[Any]:
    """Open the page. Its console must stay empty."""
    context = browser.new_context(**how)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    yield page
    assert said == [], said
    context.close()


def test_a_change_appears_by_itself(desk: Desk, browser: Any) -> None:
    with desk.serving() as (address, _), opened(browser, address) as page:
        assert "26-118" in page.inner_text("table")
        assert "What a laptop has not sent yet is not here." in page.inner_text("footer")
        counted = page.inner_text("h2 >> nth=0")
        assert "in 1 open case" in counted, counted
        desk.laptop.open("26-240")
        desk.laptop.push()
        page.get_by_text("26-240").first.wait_for(timeout=SOON)
        assert "in 2 open cases" in page.inner_text("h2 >> nth=0")
        page.locator("#tallies >> text=2 walks not finished").wait_for(timeout=SOON)


def test_a_screen_reader_is_told_of_the_tallies_alone(desk: Desk, browser: Any) -> None:
    """The table is not read aloud at each change. A notice is an alert."""
    with desk.serving() as (address, _), opened(browser, address) as page:
        live = page.eval_on_selector_all("[aria-live], [role=alert]", "all => all.map(one => one.id)")
        assert live == ["notice", "tallies"]
        page.evaluate("document.querySelector('#tallies').firstChild.mark = 'kept'")
        page.wait_for_timeout(4_000)
        # Only the first event may fill it again: after that, what is the same stays.
        page.evaluate("document.querySelector('#tallies').firstChild.mark = 'kept'")
        page.wait_for_timeout(5_000)
        assert page.evaluate("document.querySelector('#tallies').firstChild.mark") == "kept"


@pytest.mark.parametrize(
    "how",
    [
        {"viewport": {"width": 1280, "height": 800}},
        {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
        {"viewport": {"width": 390, "height": 800}, "color_scheme": "dark"},
        # 1280 pixels at 200 % are 640 to the page.
        {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
        {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4},
    ],
    ids=["wide", "dark", "phone", "zoom-200", "zoom-400"],
)
def test_the_page_fits_and_axe_finds_nothing(how: dict[str, Any], desk: Desk, browser: Any) -> None:
    with desk.serving() as (address, _), opened(browser, address, bypass_csp=True, **how) as page:
        fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert page.evaluate(fits)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert background == ("rgb(22, 22, 22)" if "color_scheme" in how else "rgb(255, 255, 255)")


def test_a_phone_names_what_each_line_is(desk: Desk, browser: Any) -> None:
    with (
        desk.serving() as (address, _),
        opened(browser, address, viewport={"width": 390, "height": 800}) as page,
    ):
        label = "getComputedStyle(document.querySelector('td:nth-child(4)'), '::before').content"
        assert "Officer" in page.evaluate(label)
        assert page.get_by_role("table").get_by_role("cell").count() > 5


@pytest.mark.parametrize("how", [{}, {"color_scheme": "dark"}, {"viewport": {"width": 390, "height": 800}}])
def test_a_page_on_paper_has_no_controls_and_is_black_on_white(
    how: dict[str, Any], desk: Desk, browser: Any, tmp_path: Path
) -> None:
    with desk.serving() as (address, _), opened(browser, address, **how) as page:
        assert page.locator(".skip").evaluate("one => getComputedStyle(one).display") != "none"
        page.emulate_media(media="print")
        assert page.locator(".skip").evaluate("one => getComputedStyle(one).display") == "none"
        for name, color in (("color", "rgb(0, 0, 0)"), ("backgroundColor", "rgb(255, 255, 255)")):
            page.wait_for_function(f"getComputedStyle(document.body).{name} === '{color}'", timeout=SOON)
        for name, display in (
            ("tr", "table-row"),
            ("thead", "table-header-group"),
        ):  # a new board may replace both
            found = f"getComputedStyle(document.querySelector('{name}')).display === '{display}'"
            page.wait_for_function(found, timeout=SOON)
        file = tmp_path / "board.pdf"
        page.pdf(path=file, prefer_css_page_size=True)
    paper = PdfReader(file).pages
    assert (float(paper[0].mediabox.width), float(paper[0].mediabox.height)) == (612, 792), "letter"
    said = normalize("NFKC", " ".join(" ".join(one.extract_text() for one in paper).split()))  # ligatures
    for there in (
        "Board of North",
        "As of",
        "26-118",
        "Officer",
        "What a laptop has not sent yet is not here.",
    ):
        assert there in said
    assert "Skip to" not in said
    assert "JavaScript" not in said


def test_a_notice_is_on_paper_too(desk: Desk, browser: Any) -> None:
    with desk.serving() as (address, _), opened(browser, address) as page:
        page.emulate_media(media="print")
        assert not page.locator("#notice").is_visible()
        with away(desk.force):
            page.locator("#notice >> text=NOT REACHED since").wait_for(timeout=SOON)
            colors = "one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]"
            assert page.locator("#notice").evaluate(colors) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_the_keyboard_reaches_the_duties(desk: Desk, browser: Any) -> None:
    with desk.serving() as (address, _), opened(browser, address) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the duties"
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.id === 'board'")


def test_a_page_without_its_server_says_how_old_it_is(desk: Desk, browser: Any) -> None:
    with desk.serving() as (address, process), opened_to_lose(browser, address) as page:
        when = page.inner_text("#at").removeprefix("As of ")
        assert not page.locator("#notice").is_visible()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        page.locator("#notice >> text=dvcheck does not answer").wait_for(timeout=SOON)
        said = page.inner_text("#notice")
        assert re.fullmatch(r"dvcheck does not answer\. This is the board as of .+, \d\d:\d\d \S+\.", said), (
            said
        )
        assert when[:12] in said
        assert page.title().startswith("OLD: ")
        assert "26-118" in page.inner_text("table")


@contextmanager
def opened_to_lose(browser: Any, address: str) -> Iterator[Any]:
    """Open the page without a look at its console: a browser notes a server that is gone."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def test_a_precinct_that_is_gone_is_said_until_it_is_back(desk: Desk, browser: Any) -> None:
    with desk.serving() as (address, _), opened(browser, address) as page:
        with away(desk.force):
            page.locator("#notice >> text=NOT REACHED since").wait_for(timeout=SOON)
            assert "26-118" in page.inner_text("table")
        page.locator("#notice").wait_for(state="hidden", timeout=SOON)
        assert page.title() == "Board of North"


def test_texts_of_officers_are_only_text(desk: Desk, browser: Any) -> None:
    hostile = "<img src=x onerror=alert(1)>\u202e</td><script>alert(2)</script>"
    desk.laptop.record(desk.laptop.open(hostile), Answered("injured", "one"))
    desk.laptop.push()
    with desk.serving() as (address, _), opened(browser, address) as page:
        cell = page.locator("td", has_text="<img src=x").first
        assert "</td><script>alert(2)</script>" in cell.inner_text()
        assert "\u202e" not in page.content()
        assert page.locator("img").count() == 0
        assert page.locator("script").count() == 1


def test_the_policy_allows_nothing_else(desk: Desk, browser: Any) -> None:
    with desk.serving() as (address, _), opened_to_lose(browser, address) as page:
        refused = """() => new Promise(done => {
            const all = []; document.addEventListener("securitypolicyviolation", (event) => {
                all.push(event.effectiveDirective); if (all.length === 3) done(all.sort()); });
            const script = document.createElement("script"); script.textContent = "window.ran = 1";
            document.body.append(script); document.body.setAttribute("style", "color: red");
            fetch("http://127.0.0.1:9/").catch(() => 0); })"""
        assert page.evaluate(refused) == ["connect-src", "script-src-elem", "style-src-attr"]
        assert page.evaluate("window.ran") is None
        assert page.context.cookies() == []


@pytest.mark.parametrize(
    ("method", "path", "host", "status"),
    [
        ("GET", "{path}", "", 200),
        ("GET", "{path}", "localhost:{port}", 200),
        ("GET", "{path}", "evil.example", 403),
        ("GET", "{path}", "evil.example:{port}", 403),
        ("GET", "{path}", "127.0.0.1", 403),
        ("GET", "/", "evil.example", 403),
        ("GET", "/", "", 404),
        ("GET", "/wrong/", "", 404),
        ("GET", "/wrong/events", "", 404),
        ("GET", "{path}x", "", 404),
        ("GET", "/%ff/../", "", 404),
        ("POST", "{path}", "", 405),
        ("HEAD", "{path}", "", 405),
        ("OPTIONS", "{path}", "", 405),
    ],
)
def test_what_is_asked_otherwise_is_refused(
    method: str, path: str, host: str, status: int, served: str
) -> None:
    port, own = re.fullmatch(r"http://127\.0\.0\.1:(\d+)(/\S+/)", served).groups()  # type: ignore[union-attr]
    connection = _connection(int(port))
    headers = {"Host": host.format(port=port)} if host else {}
    connection.request(method, path.format(path=own), headers={**headers, "Origin": "http://evil.example"})
    answer = connection.getresponse()
    text = answer.read().decode()
    assert answer.status == status
    assert ("26-118" in text) is (status == 200)
    names = {name.lower() for name, _ in answer.getheaders()}
    assert "content-security-policy" in names
    assert not names & {"set-cookie", "access-control-allow-origin", "server"}


@pytest.fixture(scope="module")
def served(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a board that is served for all requests of a test."""
    from tests.precinct.conftest import forces

    with forces(postgres) as force:
        desk = Desk(tmp_path_factory.mktemp("served"), force)
        with desk.serving() as (address, _):
            yield address


def _connection(port: int) -> Any:
    from http.client import HTTPConnection

    return HTTPConnection("127.0.0.1", port, timeout=20)


def test_each_address_has_another_secret_that_no_program_is_given(desk: Desk) -> None:
    """The address is in no list of processes: not in the arguments of dvcheck, nor in those of a browser."""
    with desk.serving() as (first, _), desk.serving() as (second, _):
        assert first.split("/")[3] != second.split("/")[3]
        assert len(first.split("/")[3]) >= 22


def test_a_browser_is_led_there_by_a_private_file(desk: Desk, tmp_path: Path) -> None:
    """Other users see what a program is given. So the browser gets a file that only its owner reads."""
    seen = tmp_path / "seen"
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    program = bin_folder / "xdg-open"
    program.write_text(f'#!/bin/sh\nstat -c %a "$1" > {seen}.mode\ncp "$1" {seen}.html\necho "$1" > {seen}\n')
    program.chmod(0o755)
    environment = {**os.environ, "DISPLAY": ":0", "PATH": f"{bin_folder}:{os.environ['PATH']}"}
    command = [sys.executable, "-m", "dvcheck", "board", "--web", "--open", "--home", str(desk.home)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        end = monotonic() + 20
        while not seen.exists() and monotonic() < end:
            sleep(0.1)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    given = seen.read_text().strip()
    assert address.split("/")[3] not in given
    assert f"url={address}" in Path(f"{seen}.html").read_text()
    assert Path(f"{seen}.mode").read_text().strip() == "600"
    assert not Path(given).exists()


def test_a_port_in_use_is_said(desk: Desk) -> None:
    with desk.serving() as (address, _):
        port = address.split(":")[2].split("/")[0]
        done = run_dvcheck("board", "--web", "--port", port, "--home", str(desk.home))
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr.splitlines() == [
        f"dvcheck: port {port} cannot be used: Address already in use",
        "Name another, or leave out --port.",
    ]


@pytest.mark.parametrize(
    "options", [("--port", "80"), ("--open",), ("--web", "--check"), ("--web", "--format", "json")]
)
def test_options_that_do_not_go_together_are_refused(options: tuple[str, ...], desk: Desk) -> None:
    done = run_dvcheck("board", *options, "--home", str(desk.home))
    assert (done.returncode, done.stdout) == (2, "")


def test_a_limited_page_says_so(desk: Desk, browser: Any) -> None:
    other = Laptop(desk.home.parent / "other", desk.force, "o1North2")
    other.record(other.open("26-555"), Noted("x"))
    other.push()
    with desk.serving("--officer", "1North2") as (address, _), opened(browser, address) as page:
        assert "NOT ALL IS SHOWN. Only: officer 1North2." in page.inner_text("main")
        assert "26-118" not in page.content()
