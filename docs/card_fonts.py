"""Writes the fonts of the card in `dvcheck/report/fonts`, with the glyphs that the shipped cards need.

    python docs/card_fonts.py            writes them
    python docs/card_fonts.py --check    says if they lack a glyph or are stale

They are subsets of Noto Sans and Noto Sans CJK SC, under the SIL Open Font License. To make them, install
Debian's packages fonts-noto-core and fonts-noto-cjk. Without these, `--check` looks at the glyphs only.
"""

import json
import sys
import tempfile
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from dvcheck.pack import library
from dvcheck.pack.card_texts import CardTexts
from dvcheck.pack.model import Pack
from dvcheck.pack.on_card import texts_on_card
from dvcheck.pack.translated import read_translations
from dvcheck.report.fonts import covered

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "dvcheck" / "report" / "fonts"
SOURCES = Path("/usr/share/fonts")
MOST = 300_000
"""The most bytes of the fonts of one script."""

LETTERS = (
    *((0x20, 0x7E), (0xA0, 0x17F), (0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x218, 0x21B), (0x300, 0x304)),
    *((0x306, 0x30C), (0x31B, 0x31B), (0x323, 0x323), (0x400, 0x45F), (0x490, 0x491), (0x1E00, 0x1EF9)),
    *((0x2010, 0x2015), (0x2018, 0x201E), (0x2020, 0x2022), (0x2026, 0x2026), (0x2030, 0x2030)),
    *((0x2032, 0x2033), (0x2039, 0x203A), (0x20AC, 0x20AC), (0x2116, 0x2116), (0x2122, 0x2122)),
    *((0x2190, 0x2193), (0x2212, 0x2212), (0x2260, 0x2260), (0x2264, 0x2265)),
)
"""The Latin and Cyrillic letters and the signs of Card Sans: whole alphabets, for new words."""

COVERED = (
    '"""The characters that both weights of the fonts of the card have. docs/card_fonts.py writes this."""\n'
)
HAN_SIGNS = "，。？！：；（）《》“”‘’、—…·【】「」％０１２３４５６７８９"
FACES = (
    ("CardSans", "Card Sans", "Regular", "truetype/noto/NotoSans-Regular.ttf"),
    ("CardSans", "Card Sans", "Bold", "truetype/noto/NotoSans-Bold.ttf"),
    ("CardSansSC", "Card Sans SC", "Regular", "opentype/noto/NotoSansCJK-Regular.ttc"),
    ("CardSansSC", "Card Sans SC", "Bold", "opentype/noto/NotoSansCJK-Bold.ttc"),
)


def shipped_texts() -> str:
    """Return all characters on the cards of the shipped pack, in all its languages."""
    source = library.read(library.shipped_folder())
    pack = library.load(source, None)
    said = [*own_texts(pack)]
    for overlay in read_translations(pack, source.files):
        said += [overlay.translation.name, *overlay.texts.values()]
    return "".join(sorted(set("".join(said))))


def own_texts(pack: Pack) -> list[str]:
    contacts = [text for c in pack.contacts for text in (c.name, c.number, c.address, c.source, c.discreet)]
    return [
        *texts_on_card(pack).values(),
        *contacts,
        *(getattr(CardTexts(), n) for n in CardTexts.__struct_fields__),
    ]


def letters() -> str:
    return "".join(chr(code) for first, last in LETTERS for code in range(first, last + 1))


def wanted(file: str, texts: str) -> str:
    """Return the characters that the fonts of a script are made with."""
    if file == "CardSans":
        return letters()
    return "".join(sorted({c for c in texts if c not in letters()} | set(HAN_SIGNS)))


def face(path: Path, family: str, style: str, characters: str) -> TTFont:
    """Make a subset of a font under another name, as its license asks of a changed font."""
    number = -1
    if path.suffix == ".ttc":
        number = next(
            n for n in range(20) if TTFont(path, fontNumber=n)["name"].getDebugName(1) == "Noto Sans CJK SC"
        )
    font = TTFont(path, fontNumber=number, recalcTimestamp=False)
    options = Options()
    options.hinting = False
    options.layout_features = ["ccmp", "locl", "mark", "mkmk", "kern"]
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
    options.name_languages = [0x409]
    options.drop_tables += ["DSIG", "vhea", "vmtx", "VORG", "BASE"]
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    name = font["name"]
    plain = family.replace(" ", "")
    for number, text in {1: family, 2: style, 4: f"{family} {style}", 6: f"{plain}-{style}"}.items():
        name.setName(text, number, 3, 1, 0x409)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames[0] = f"{plain}-{style}"
        cff.topDictIndex[0].FamilyName, cff.topDictIndex[0].FullName = family, f"{family} {style}"
    return font


def write(folder: Path) -> None:
    """Write each font, and the characters that all fonts of its script have."""
    texts = shipped_texts()
    have: dict[str, set[str]] = {}
    for file, family, style, source in FACES:
        font = face(SOURCES / source, family, style, wanted(file, texts))
        path = folder / f"{file}-{style}{'.otf' if 'CFF ' in font else '.ttf'}"
        font.save(path)
        found = set(map(chr, font.getBestCmap()))
        have[file] = have.get(file, found) & found
    every = "".join(sorted(set().union(*have.values())))
    constant = f"COVERED = {json.dumps(every, ensure_ascii=False)}  # noqa: E501"
    (folder / "covered.py").write_text(f"{COVERED}\n{constant}\n", encoding="utf-8", newline="\n")


def problems() -> list[str]:
    """Return what is wrong with the fonts; nothing if they are as this file makes them."""
    found = [f"no font has {c!r} (U+{ord(c):04X})" for c in shipped_texts() if c not in covered.COVERED]
    for file in sorted({file for file, *_ in FACES}):
        size = sum(path.stat().st_size for path in FONTS.glob(f"{file}-*"))
        if size > MOST:
            found.append(f"the fonts {file} have {size:,} bytes, and {MOST:,} is the most")
    if not all((SOURCES / source).is_file() for *_, source in FACES):
        return found
    with tempfile.TemporaryDirectory() as made:
        write(Path(made))
        for path in sorted(Path(made).iterdir()):
            if _content(FONTS / path.name) != _content(path):
                found.append(f"{path.name} is stale: run python docs/card_fonts.py")
    return found


def _content(path: Path) -> object:
    """Return what matters of a file. Another fontTools writes the same font in other bytes."""
    if not path.is_file():
        return None
    if path.suffix == ".py":
        return path.read_text(encoding="utf-8")
    font = TTFont(path)
    names = {record.nameID: record.toUnicode() for record in font["name"].names}
    return names, font.getBestCmap(), font["hmtx"].metrics


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit("\n".join(problems()) or None)
    write(FONTS)
