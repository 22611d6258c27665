import io
import struct
import zipfile

import pytest

from flows.errors import FileRefused
from flows.reading.limits import Limits
from flows.reading.package import Package
from tests.reading.packages import zipped

LIMITS = Limits()


def refusal(content: bytes, limits: Limits = LIMITS) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        Package(content, limits)
    return caught.value


def test_parts_are_found_whatever_their_case_and_slashes():
    package = Package(zipped({"XL\\Workbook.xml": "内容"}), Limits())
    assert "xl/workbook.xml" in package
    assert package.read("/xl/workbook.xml").decode() == "内容"


def test_a_part_is_streamed_in_pieces():
    content = b"0123456789" * 500_000
    pieces = list(Package(zipped({"a": content}), Limits()).stream("a"))
    assert len(pieces) > 1
    assert b"".join(pieces) == content


def test_more_parts_than_allowed():
    assert refusal(zipped({str(n): "" for n in range(11)}), Limits(parts=10)).rule == "too-large"


def test_more_bytes_than_allowed():
    assert refusal(zipped({"a": b"x" * 1000}), Limits(expanded_bytes=999)).rule == "too-large"


def test_a_zip_bomb_is_told_by_its_ratio():
    bomb = zipped({"a": bytes(1_000_000)})
    assert refusal(bomb, Limits(ratio_from_bytes=100_000)).rule == "too-large"
    Package(bomb, Limits())


def test_doubled_parts():
    buffer = io.BytesIO(zipped({"a": "1"}))
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a", "2")
    assert refusal(buffer.getvalue()).rule == "unreadable-workbook"


def test_encrypted_parts_are_refused_for_their_password_and_tried_again():
    content = bytearray(zipped({"a": "1"}))
    entry = content.rindex(b"PK\x01\x02")
    struct.pack_into("<H", content, entry + 8, 1)
    refused = refusal(bytes(content))
    assert (refused.rule, refused.keep) == ("password-protected", False)


# Named: an archive holds the time at which it was made, and a name made of that would differ between processes.
@pytest.mark.parametrize(
    "content", [b"PK\x03\x04", zipped({"a": "1" * 99})[:-40], b""], ids=["head alone", "cut short", "empty"]
)
def test_a_damaged_directory(content: bytes):
    assert refusal(content).rule == "unreadable-workbook"


def test_damaged_contents_and_a_size_that_lies():
    content = zipped({"a": bytes(range(256)) * 40})
    damaged = bytearray(content)
    damaged[60] ^= 0xFF
    lying = bytearray(content)
    struct.pack_into("<I", lying, lying.rindex(b"PK\x01\x02") + 24, 10)
    for broken in (damaged, lying):
        with pytest.raises(FileRefused):
            Package(bytes(broken), Limits()).read("a")
