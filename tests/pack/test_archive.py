"""A pack in one file has the same bytes everywhere, and any other bytes are refused."""

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack import archive
from dvcheck.pack.digest import digest_of
from tests.drawn import drawn

FILES = {
    "policy.yaml": "policy: é\n",
    "walk.yaml": "checklist: walk\n",
    "translations/es.yaml": "translation: es\n",
}
BESIDE = {"scenarios/armed.yaml": "scenario: armed\n", "scenarios/calm.yaml": "scenario: calm\n"}


def built(files: Mapping[str, str] = FILES, beside: Mapping[str, str] = BESIDE) -> bytes:
    return archive.encode(files, beside, id="oak", version="1.3")


def refused(content: bytes) -> str:
    """Return the message for an archive that is refused."""
    with pytest.raises(DvcheckError) as caught:
        archive.decode(content, "oak.dvpack")
    assert caught.value.code == Exit.BAD_INPUT
    assert caught.value.hint
    assert caught.value.message.startswith("oak.dvpack: ")
    return caught.value.message.removeprefix("oak.dvpack: ")


def zipped(
    files: Mapping[str, bytes] | list[tuple[str, bytes]],
    change: Callable[[zipfile.ZipInfo], None] = lambda info: None,
    **manifest: object,
) -> bytes:
    """Build an archive of these files with Python's own library, with a matching manifest."""
    said = {
        "dvpack": 1,
        "id": "oak",
        "version": "1.3",
        "digest": _digest({n: t for n, t in dict(files).items() if not n.startswith("scenarios/")}),
        "contents": _digest(dict(files)),
    }
    content = io.BytesIO()
    pairs = list(files.items()) if isinstance(files, Mapping) else files
    with zipfile.ZipFile(content, "w") as file:
        for name, held in [("dvpack.json", msgspec.json.encode(said | manifest)), *pairs]:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.create_version, info.extract_version = 3, 20, 10
            info.external_attr = 0o100644 << 16
            change(info)
            file.writestr(info, held)
    return content.getvalue()


def _digest(files: Mapping[str, bytes]) -> str:
    return digest_of({name: held.decode("utf-8", "replace") for name, held in files.items()})


POLICY = {"policy.yaml": b"policy: x\n"}


def test_what_was_built_is_read_again() -> None:
    found = archive.decode(built(), "oak.dvpack")
    assert (found.files, found.beside) == (FILES, BESIDE)
    assert (found.manifest.id, found.manifest.version) == ("oak", "1.3")
    assert found.manifest.digest == digest_of(FILES)


def test_the_bytes_are_the_same_on_every_system_and_version() -> None:
    """The digest is fixed here: if the bytes changed, packs built before would be refused."""
    backwards = built(dict(reversed(FILES.items())), dict(reversed(BESIDE.items())))
    assert built() == backwards
    assert hashlib.sha256(built()).hexdigest() == (
        "3e48875ced6f05fc31a39602004e2ee09f88b5d1294627eb7a0e9f32081c69e1"
    )


def test_it_is_a_zip_file_to_everybody_else() -> None:
    with zipfile.ZipFile(io.BytesIO(built())) as file:
        assert file.testzip() is None
        assert file.namelist() == ["dvpack.json", *sorted({**FILES, **BESIDE})]
        assert file.read("policy.yaml").decode() == FILES["policy.yaml"]
        assert {i.date_time for i in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_scenarios_change_the_digest_of_the_file_and_not_that_of_the_pack() -> None:
    with_them, without = (archive.decode(built(beside=b), "x").manifest for b in (BESIDE, {}))
    assert with_them.digest == without.digest
    assert with_them.contents != without.contents


def test_what_python_zips_in_the_same_way_is_read() -> None:
    assert archive.decode(zipped(POLICY), "x").files == {"policy.yaml": "policy: x\n"}


def _link(info: zipfile.ZipInfo) -> None:
    info.external_attr = 0o120777 << 16


def _compressed(info: zipfile.ZipInfo) -> None:
    info.compress_type = zipfile.ZIP_DEFLATED


def _dated(info: zipfile.ZipInfo) -> None:
    info.date_time = (2026, 1, 1, 0, 0, 0)


def _twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return zipped([("policy.yaml", b"1"), ("policy.yaml", b"2")])


WRONG: list[tuple[bytes, str]] = [
    (b"", "it is not a pack file"),
    (b"PK\x05\x06" + bytes(18), "it is not a pack file"),
    (b"\x1f\x8b" + bytes(100), "it is not a pack file"),
    (built()[:40], "it ends too early"),
    (built()[:200], "it ends too early"),
    (built()[:-1], "it was changed after it was built"),
    (built() + b"\0", "it was changed after it was built"),
    (b"\0" + built(), "it is not a pack file"),
    (built().replace(b"checklist: walk", b"checklist: wolf"), "its contents do not match its digest"),
    (zipped({"a.txt": b""}), 'it holds "a.txt", which is not part of a pack'),
    (zipped({"../policy.yaml": b""}), 'it holds "../policy.yaml"'),
    (zipped({"/etc/policy.yaml": b""}), 'it holds "/etc/policy.yaml"'),
    (zipped({"C:\\policy.yaml": b""}), 'it holds "C:'),
    (zipped({"scenarios/../../policy.yaml": b""}), "which is not part of a pack"),
    (zipped({"translations/../es/walk.yaml": b""}), "which is not part of a pack"),
    (zipped({"scenarios/": b""}), "which is not part of a pack"),
    (zipped({".yaml": b""}), "which is not part of a pack"),
    (zipped({"\x1b[31m.yaml": b""}), r'it holds "\x1b[31m.yaml"'),
    (_twice(), "policy.yaml is in it twice"),
    (zipped({"policy.yaml": b"\xff"}), "policy.yaml is not UTF-8"),
    (zipped(POLICY, digest="sha256:0"), "its contents do not match its digest"),
    (zipped(POLICY, contents="sha256:0"), "its contents do not match its digest"),
    (zipped(POLICY, _link), "it was changed after it was built"),
    (zipped(POLICY, _dated), "it was changed after it was built"),
    (zipped(POLICY, _compressed), "a file in it is compressed, encrypted or written in another way"),
    (zipped({"é.yaml": b""}), "a file in it is compressed, encrypted or written in another way"),
    (zipped(POLICY, dvpack=2), "it was built by a newer dvcheck (its layout is 2; this one reads 1)"),
    (zipped(POLICY, dvpack="x"), "it is an archive but not a pack: dvpack.json is missing or wrong"),
    (zipped(POLICY, dvpack=0), "it is an archive but not a pack: dvpack.json is missing or wrong"),
    (zipped({"policy.yaml": b"x" * ((1 << 20) + 1)}), "policy.yaml is over 1 MiB"),
    (zipped({f"a{n}.yaml": b"" for n in range(1_001)}), "it is over 32 MiB, or has over 1,000 files"),
    (bytes((32 << 20) + 1), "it is over 32 MiB, or has over 1,000 files"),
]


@pytest.mark.parametrize(("content", "why"), WRONG, ids=[why[:40] for _, why in WRONG])
def test_anything_else_is_refused_with_what_is_wrong(content: bytes, why: str) -> None:
    assert why in refused(content)


def test_a_compressed_archive_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped({f"a{n}.yaml": b"\0" * (1 << 20) for n in range(30)}, _compressed)
    assert len(bomb) < 100_000
    assert "compressed" in refused(bomb)


def test_two_files_that_share_their_bytes_are_refused() -> None:
    """The directory at the end may name one place many times; dvcheck reads each file in its own place."""
    content = built(beside={})
    end = content.index(b"PK\x01\x02")
    twice = bytearray(content[:end] + content[end:].replace(b"walk.yaml", b"wolf.yaml"))
    assert refused(bytes(twice)) == "it was changed after it was built"


def test_a_newer_archive_says_so_whatever_else_is_in_it() -> None:
    with pytest.raises(DvcheckError) as caught:
        archive.decode(zipped({"new.toml": b""}, dvpack=9), "oak.dvpack")
    assert caught.value.hint == "Update dvcheck on this computer."


def test_a_name_that_no_archive_can_hold_is_refused_when_it_is_built() -> None:
    with pytest.raises(
        DvcheckError, match=r"scenarios/café\.yaml: a pack file cannot hold a file of this name"
    ) as caught:
        built(beside={"scenarios/café.yaml": ""})
    assert caught.value.code == Exit.BAD_INPUT


def test_a_pack_that_is_too_large_is_refused_when_it_is_built() -> None:
    with pytest.raises(DvcheckError, match="the pack: it is over 32 MiB"):
        built({f"a{n}.yaml": "x" * (1 << 20) for n in range(33)}, {})


@given(st.integers(0, len(built()) - 1), st.integers(1, 255))
def test_an_archive_with_a_changed_byte_is_refused(at: int, by: int) -> None:
    changed = bytearray(built())
    changed[at] ^= by
    assert refused(bytes(changed))


@given(st.integers(0, len(built())), st.binary(max_size=60), st.integers(0, 60))
@settings(max_examples=drawn(300))
def test_an_archive_with_added_or_removed_bytes_is_refused(at: int, more: bytes, less: int) -> None:
    content = built()
    changed = content[:at] + more + content[at + less :]
    if changed != content:
        assert refused(changed)


@given(
    st.lists(
        st.tuples(st.sampled_from(["policy.yaml", "a.yaml", "dvpack.json", "../x"]), st.binary(max_size=9))
    )
)
def test_any_headers_are_refused_without_a_crash(files: list[tuple[str, bytes]]) -> None:
    content = b"".join(
        struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 10, 0, 0, 0, 33, zlib.crc32(t), len(t), len(t), len(n), 0)
        + n.encode()
        + t
        for n, t in files
    )
    assert refused(content)
