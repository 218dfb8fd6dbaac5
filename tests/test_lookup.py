"""A word is searched by one rule: exact id, label, start, part; and the errors if it fits none or several."""

import pytest

from dvcheck.errors import DvcheckError, Exit
from dvcheck.lookup import lookup, several

TITLES = {
    "arrest": "Arrest",
    "no-arrest": "No arrest",
    "arrest-report": "1.5.1",
    "service": "Papers",
    "safety": "2.1",
}


def found(wanted: str, *, preferred: tuple[str, ...] = tuple(TITLES), guesses: bool = True) -> str:
    return lookup(
        wanted,
        TITLES,
        name=str,
        labels=lambda name: (TITLES[name],),
        preferred=lambda name: name in preferred,
        guesses=guesses,
        unknown=f'nothing is called "{wanted}"',
        listed="Look here.",
    )


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("arrest", "arrest"),  # an exact id, though others start with it
        ("ARREST", "arrest"),
        (" service ", "service"),
        ("papers", "service"),
        ("1.5.1", "arrest-report"),
        ("arrest-", "arrest-report"),
        ("ser", "service"),
        ("no", "no-arrest"),  # the start of one, and of no other
        ("vice", "service"),
    ],
)
def test_a_word_finds_the_one_thing_it_means(wanted: str, meant: str) -> None:
    assert found(wanted) == meant


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("s", '"s" fits service, safety'),
        ("rrest", '"rrest" fits arrest, no-arrest, arrest-report'),
        ("savety", 'nothing is called "savety"; did you mean "safety"?'),
        ("qqqq", 'nothing is called "qqqq"'),
    ],
)
def test_a_word_that_fits_none_or_several_says_so(wanted: str, said: str) -> None:
    with pytest.raises(DvcheckError) as caught:
        found(wanted)
    assert caught.value.message == said
    assert (caught.value.hint, caught.value.code) == ("Look here.", Exit.USAGE)


@pytest.mark.parametrize("wanted", ["s", "a", "st"])
def test_where_nothing_is_guessed_a_start_is_no_better_than_a_part(wanted: str) -> None:
    """What is found may be marked done: a word that fits two things is refused."""
    fitting = [name for name in TITLES if wanted in name or wanted in TITLES[name].casefold().split()]
    with pytest.raises(DvcheckError) as caught:
        found(wanted, guesses=False)
    assert caught.value.message == f'"{wanted}" fits {", ".join(fitting)}'


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [("arrest", "arrest"), ("no-", "no-arrest"), ("papers", "service"), ("vice", "service")],
)
def test_where_nothing_is_guessed_a_word_that_fits_one_thing_finds_it(wanted: str, meant: str) -> None:
    assert found(wanted, guesses=False) == meant


def test_what_is_preferred_goes_before_a_better_fit() -> None:
    assert found("rep", preferred=("arrest-report",)) == "arrest-report"
    assert found("arrest-", preferred=("no-arrest",)) == "arrest-report"
    assert found("s", preferred=("safety",)) == "safety"
    assert found("service", preferred=("safety",)) == "service"


def test_of_many_things_only_the_first_are_named() -> None:
    said = several("c", [f"c-{n}" for n in range(12)], listed="").message
    assert said.startswith('"c" fits c-0, c-1,')
    assert said.endswith("c-9 and 2 more")


def test_a_name_cannot_control_the_terminal() -> None:
    with pytest.raises(DvcheckError) as caught:
        lookup("\x1b", ["\x1ba", "\x1bb"], name=str, unknown="", listed="")
    assert "\x1b" not in caught.value.message


SPOKEN = {
    "go-report": "Complete the GO report",
    "report-child": "Report to DHS",
    "photos": "Photograph injuries",
}


def spoken(wanted: str, *, preferred: tuple[str, ...] = tuple(SPOKEN)) -> str:
    return lookup(
        wanted,
        SPOKEN,
        name=str,
        spoken=lambda name: SPOKEN[name],
        preferred=lambda name: name in preferred,
        guesses=False,
        unknown=f'nothing is called "{wanted}"',
        listed="Look here.",
    )


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("GO report", "go-report"),
        ("complete the go report", "go-report"),
        ("to DHS", "report-child"),
        ("photo", "photos"),  # a part of an id goes before
        ("injuries", "photos"),
    ],
)
def test_words_that_a_screen_has_for_a_thing_find_it(wanted: str, meant: str) -> None:
    assert spoken(wanted) == meant


def test_words_of_a_screen_that_fit_several_things_are_refused_unless_one_is_preferred() -> None:
    with pytest.raises(DvcheckError, match='"t" fits go-report, report-child, photos'):
        spoken("t")
    with pytest.raises(DvcheckError, match='"p" fits'):
        spoken("p")
    with pytest.raises(DvcheckError, match='nothing is called "to the moon"'):
        spoken("to the moon")
    assert spoken("the", preferred=("go-report",)) == "go-report"
