"""The picture of a recording: nothing in it runs or is fetched, and each screen is shown in its time."""

import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dvcheck.player.recording import Recording
from dvcheck.player.stage import Written
from dvcheck.player.svg import film, still

HOSTILE = "<script>alert(1)</script>&amp;\u202e\x1b]0;title\x07\x1b[31mred\x1b[0m\u200b"
PICTURES = sorted((Path(__file__).parents[2] / "docs").glob("*.svg"))


def made(*written: Written, title: str = "A title", seconds: float = 4) -> Recording:
    return Recording(title=title, written=written, seconds=seconds, columns=40, rows=5)


def texts(svg: str) -> list[str]:
    """Return all text in a picture."""
    return [
        "".join(one.itertext()) for one in ElementTree.fromstring(svg).iter() if one.tag.endswith("}text")
    ]


@pytest.mark.parametrize("svg", [path.read_text(encoding="utf-8") for path in PICTURES])
def test_a_picture_has_no_script_and_fetches_nothing(svg: str) -> None:
    elements = list(ElementTree.fromstring(svg).iter())
    names = {one.tag.rpartition("}")[2] for one in elements}
    assert names <= {"svg", "title", "style", "rect", "text", "defs", "g", "use"}
    links = [value for one in elements for key, value in one.attrib.items() if "href" in key]
    assert all(re.fullmatch(r"#r\d+", link) for link in links)
    assert "url(" not in svg
    assert "@import" not in svg


def test_the_readme_shows_the_recording() -> None:
    assert "demo.svg" in [path.name for path in PICTURES]


def test_texts_are_cleaned_and_escaped() -> None:
    svg = film(made((0.0, HOSTILE), (1.0, "x"), title=HOSTILE))
    assert "<script" not in svg
    assert not re.search("[\u202e\u200b\x1b\x07]", svg)
    assert any("<script>alert(1)</script>" in text.replace("\xa0", " ") for text in texts(svg))


def test_each_screen_has_its_time_and_a_brief_one_is_left_out() -> None:
    svg = film(made((0.0, "one"), (1.0, "\r\x1b[Kgone"), (1.01, "\r\x1b[Ktwo"), (3.0, "\r\n")))
    assert {"one", "two"} <= set(texts(svg))
    assert "gone" not in svg
    assert "@keyframes film{0.000%{transform:translateY(0px)}25.250%{transform:translateY(-90px)}}" in svg
    assert "animation:film 4.00s step-end infinite" in svg


def test_where_no_motion_is_wanted_the_last_screen_shows() -> None:
    svg = film(made((0.0, "one"), (1.0, "\r\x1b[Ktwo")))
    assert "@media (prefers-reduced-motion:reduce){.film{animation:none;transform:translateY(-90px)}}" in svg


def test_faint_bold_and_reversed_text_is_drawn_so() -> None:
    svg = still(made((0.0, "\x1b[2mfaint\x1b[0m \x1b[1mbold\x1b[0m \x1b[7mreversed\x1b[0m \x1b[31mred")))
    classes = dict(re.findall(r"\.(c\d+)\{([^}]*)\}", svg))
    drawn = {text: classes[name] for name, text in re.findall(r'class="(c\d+)"[^>]*>([^<]*)<', svg)}
    assert len(set(drawn.values())) == 4
    assert "bold" in drawn["bold"]
    assert svg.count("<rect") == 2


def test_a_wide_letter_takes_two_columns() -> None:
    svg = still(made((0.0, "你好 ok")))
    assert 'textLength="58.8"' in svg


def test_a_browser_shows_the_screens_one_after_the_other(tmp_path: Path) -> None:
    """As an image, as a README shows it: nothing may be fetched, and no script runs there."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        pytest.skip("no Chromium here")
    blank, full = "\x1b[2J\x1b[H", "\x1b[7m" + " " * 40 * 4 + "\x1b[0m"
    picture, page = tmp_path / "picture.svg", tmp_path / "page.html"
    picture.write_text(film(made((0.0, blank + "x"), (1000.0, full), seconds=2000)), encoding="utf-8")
    page.write_text(f'<img src="{picture.name}">', encoding="utf-8")
    found = []
    for options in ((), ("--force-prefers-reduced-motion",)):
        shot = tmp_path / "shot.png"
        command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--window-size=600,300"]
        subprocess.run(
            [*command, *options, f"--screenshot={shot}", page.as_uri()],
            check=True,
            timeout=120,
            capture_output=True,
        )
        found.append(shot.read_bytes())
    assert found[0] != found[1], "the first screen is dark, and the last one is light"
