"""A pack shown in another language: the setting, what every command shows, and a receipt made in it."""

import json
from pathlib import Path

import jsonschema
import pytest

from dvcheck.cells import cells
from tests import translated
from tests.journal import only_case
from tests.pty import Officer, dvcheck

ROOT = Path(__file__).parents[2]
STORY = """\
scenario: calm
title: All is calm
checklist: incident
level: recruit
story: The two are apart, and nobody is hurt.
answers: {call-type: fight, hurt: no}
expect: {outstanding: [go-report], not_outstanding: [medics]}
"""
DRAFT = "Translation not checked by a translator"


@pytest.fixture(autouse=True)
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = translated.written(tmp_path / "pack")
    monkeypatch.setenv("DVCHECK_PACK", str(folder))
    return folder


@pytest.fixture
def spanish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DVCHECK_LANGUAGE", "es")


def worked(tmp_path: Path) -> str:
    file = tmp_path / "answers.yaml"
    file.write_text("call-type: both\nhurt: yes\nclock: ended\n", encoding="utf-8")
    done = dvcheck("incident", "--answers", str(file), "--plain", typed="\n")
    assert done.returncode == 0, done.stderr
    return only_case()


def setting(*arguments: str, **env: str) -> tuple[object, str]:
    found = json.loads(dvcheck("config", "--format", "json", *arguments, env=env).stdout)
    (row,) = [row for row in found["settings"] if row["setting"] == "language"]
    return row["value"], row["from"]


# --- the setting --------------------------------------------------------------------------------------------


def test_a_variable_goes_before_the_file(home: Path) -> None:
    assert setting() == (None, "default")
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text('language = "ZH-hans"\n')
    assert setting() == ("zh-Hans", "config.toml")
    assert setting(DVCHECK_LANGUAGE="es") == ("es", "environment")
    assert setting(DVCHECK_LANGUAGE="") == ("zh-Hans", "config.toml")


def test_what_is_no_language_is_refused(home: Path) -> None:
    done = dvcheck("contacts", env={"DVCHECK_LANGUAGE": "Spanish"})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith('dvcheck: DVCHECK_LANGUAGE: "Spanish" is not a language tag')
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text('language = "Spanish"\n')
    done = dvcheck("contacts")
    assert done.returncode == 3
    assert '"language" takes a language tag in quotes' in done.stderr


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("uk", "uk (the pack in use is shown in its own language)"),
        ("vi", f"vi ({DRAFT})"),
        ("es", "es  "),
        ("es-MX", "es-MX (es)"),
    ],
)
def test_config_says_whether_the_pack_has_the_language(language: str, said: str) -> None:
    shown = dvcheck("config", env={"DVCHECK_LANGUAGE": language, "COLUMNS": "160"}).stdout
    assert said in shown


def test_a_pack_without_the_language_is_shown_in_its_own() -> None:
    assert "Special Victims" in dvcheck("contacts", env={"DVCHECK_LANGUAGE": "uk"}).stdout


def test_config_keeps_nothing_of_the_pack(home: Path) -> None:
    found = json.loads(dvcheck("config", "--format", "json", env={"DVCHECK_LANGUAGE": "es-MX"}).stdout)
    assert found["pack_language"] == "es"
    assert not home.exists()


# --- what is shown ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("spanish")
def test_every_command_shows_the_other_language(tmp_path: Path) -> None:
    case = worked(tmp_path)
    for arguments, text in {
        ("outstanding",): "Llame a una ambulancia",
        ("show", case): "Escriba el informe",
        ("explain", case, "go-report"): "Escriba un informe de lo ocurrido",
        ("report", case): "¿Qué tipo de llamada es?",
        ("report", case, "--format", "html"): "Una llamada",
        ("report", case, "--form", "cad"): "Número CAD",
        ("policy",): "Hágalo.",
        ("contacts",): "Víctimas especiales",
        ("contacts", "--card", "--lang", "es"): "Víctimas especiales",
        ("cases",): "Una llamada",
        ("assess", str(tmp_path / "answers.yaml")): "Escriba el informe",
    }.items():
        done = dvcheck(*arguments, env={"COLUMNS": "120"})
        assert text in done.stdout, (arguments, done.stdout, done.stderr)
        assert DRAFT not in done.stdout


def test_ids_are_the_same_and_the_text_follows_the_setting(tmp_path: Path) -> None:
    case = worked(tmp_path)
    own = json.loads(dvcheck("show", case, "--format", "json").stdout)
    other = json.loads(dvcheck("show", case, "--format", "json", env={"DVCHECK_LANGUAGE": "es"}).stdout)
    assert [o["id"] for o in own["obligations"]] == [o["id"] for o in other["obligations"]]
    assert [o["status"] for o in own["obligations"]] == [o["status"] for o in other["obligations"]]
    assert "Escriba un informe de lo ocurrido" in [o["text"] for o in other["obligations"]]
    assert own["answers"] == other["answers"]
    assert "translation" not in own["policy"]
    assert other["policy"]["translation"] == {"language": "es", "draft": False}


def test_a_draft_says_so_in_the_summary_and_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DVCHECK_LANGUAGE", "vi")
    case = worked(tmp_path)
    for arguments in (
        ("show", case),
        ("report", case),
        ("report", case, "--format", "html"),
    ):
        assert dvcheck(*arguments).stdout.count(DRAFT) == 1, arguments


def test_an_old_case_is_shown_in_the_translation_it_was_kept_with(tmp_path: Path, pack: Path) -> None:
    case = worked(tmp_path)
    file = pack / "translations" / "es.yaml"
    file.write_text(translated.SPANISH.replace("Escriba el informe", "Redacte el informe"), encoding="utf-8")
    assert "Escriba el informe" in dvcheck("show", case, env={"DVCHECK_LANGUAGE": "es"}).stdout
    file.unlink()
    assert "Escriba el informe" in dvcheck("show", case, env={"DVCHECK_LANGUAGE": "es"}).stdout


def test_a_demo_is_played_in_the_other_language(pack: Path) -> None:
    (pack / "scenarios").mkdir()
    (pack / "scenarios" / "calm.yaml").write_text(STORY, encoding="utf-8")
    done = dvcheck("demo", "calm", "--plain", "--speed", "100", env={"DVCHECK_LANGUAGE": "es"})
    assert "¿Hay heridos?" in done.stdout, done.stderr
    assert "Escriba el informe" in done.stdout


# --- receipts -----------------------------------------------------------------------------------------------


def test_a_receipt_is_worked_out_in_the_language_it_was_made_in(tmp_path: Path) -> None:
    case = worked(tmp_path)
    own, other = tmp_path / "own.json", tmp_path / "other.json"
    dvcheck("report", case, "--format", "json", "-o", str(own))
    dvcheck("report", case, "--format", "json", "-o", str(other), env={"DVCHECK_LANGUAGE": "es"})
    assert "language" not in json.loads(own.read_text("utf-8"))["receipt"]
    assert json.loads(other.read_text("utf-8"))["receipt"]["language"] == "es"
    for language in ("", "es", "vi"):
        for file in (own, other):
            done = dvcheck("assess", "--receipt", str(file), env={"DVCHECK_LANGUAGE": language})
            assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_a_receipt_in_a_language_that_its_pack_lacks_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    dvcheck("report", worked(tmp_path), "--format", "json", "-o", str(file))
    document = json.loads(file.read_text("utf-8"))
    for language in ("uk", "es-MX", "../es"):
        document["receipt"]["language"] = language
        file.write_text(json.dumps(document), encoding="utf-8")
        done = dvcheck("assess", "--receipt", str(file))
        assert done.returncode == 3
        assert f'the pack in it has no translation "{language}"' in done.stderr


def test_the_json_of_a_report_in_another_language_is_as_documented(tmp_path: Path) -> None:
    case = worked(tmp_path)
    schema = json.loads((ROOT / "docs" / "assessment.schema.json").read_text(encoding="utf-8"))
    for language in ("", "es"):
        done = dvcheck("report", case, "--format", "json", env={"DVCHECK_LANGUAGE": language})
        jsonschema.validate(json.loads(done.stdout), schema)


# --- validate -----------------------------------------------------------------------------------------------


def test_what_is_missing_is_one_line_of_text_for_a_kind_and_all_of_it_in_json(pack: Path) -> None:
    shown = dvcheck("pack", "validate", str(pack), env={"COLUMNS": "200"})
    assert shown.returncode == 0
    assert shown.stdout.count("missing-translation: items: ") == 2
    assert "missing-translation: items: 17 of 18 texts are not translated" in shown.stdout
    found = json.loads(dvcheck("pack", "validate", str(pack), "--format", "json").stdout)
    said = [w["message"] for w in found["warnings"] if w["file"] == "translations/vi.yaml"]
    assert '"contacts/svu/purpose" is not translated' in said
    assert len(said) == len(set(said)) > 30


# --- a walk -------------------------------------------------------------------------------------------------


def test_a_walk_in_spanish_is_resumed_in_it_and_ends_with_its_summary() -> None:
    with Officer("incident", env={"DVCHECK_LANGUAGE": "es"}) as officer:
        officer.answer("¿Qué tipo de llamada es?", "3")
        officer.wait_for_question("¿Hay heridos?")
        officer.kill()
    with Officer("incident", only_case(), env={"DVCHECK_LANGUAGE": "es"}) as officer:
        officer.wait_for("¿Hay heridos?")
        officer.press("y")
        officer.wait_for("Entran")
        officer.press("3")
        officer.wait_for("Llame a una ambulancia")
        officer.press("\r")
        assert officer.exit_status == 0


@pytest.mark.parametrize(
    ("language", "question", "option"),
    [("ar", "ما نوع هذه المكالمة؟", "كلاهما معاً"), ("vi", "What kind of call is it?", "Both of them")],
)
def test_right_to_left_and_combining_marks_are_shown_whole_at_40_columns(
    language: str, question: str, option: str
) -> None:
    with Officer("incident", columns=40, env={"DVCHECK_LANGUAGE": language}) as officer:
        officer.wait_for(question)
        officer.wait_for(option)
        officer.press("1")
        officer.wait_for("هل أُصيب أحد بجروح؟" if language == "ar" else "Có ai bị thương không?")
        officer.press("n")
        officer.wait_for("Write a report")
        officer.press("\r")
        assert officer.exit_status == 0
        assert "\\u" not in "".join(officer.everything)
    shown = dvcheck("show", only_case(), env={"DVCHECK_LANGUAGE": language, "COLUMNS": "40"}).stdout
    assert max(map(cells, shown.splitlines())) <= 40
    assert "\\u" not in shown


def test_a_pack_that_gets_a_translation_rewords_nothing(tmp_path: Path, pack: Path) -> None:
    (pack / "translations" / "es.yaml").unlink()
    case = worked(tmp_path)
    (pack / "translations" / "es.yaml").write_text(translated.SPANISH, encoding="utf-8")
    moved = json.loads(
        dvcheck("case", "repack", case, "--format", "json", env={"DVCHECK_LANGUAGE": "es"}).stdout
    )
    assert (moved["changed"], moved["reworded"]) == ([], [])
