"""Workbooks locked with a password in the ways of Excel."""

from __future__ import annotations

import io
import struct
from hashlib import md5, sha1

import msoffcrypto.format.ooxml
import olefile
from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from msoffcrypto.method.container.ecma376_encrypted import ECMA376Encrypted
from msoffcrypto.method.ecma376_standard import ECMA376Standard

from flows.reading.records import read_biff_stream

_AES_128, _SHA_1, _AES_PROVIDER = 0x660E, 0x8004, 0x18
_FLAGS = 0x24  # fCryptoAPI and fAES


def locked_agile(content: bytes, password: str) -> bytes:
    """An xlsx or xlsb as Excel 2010 and later lock it ([MS-OFFCRYPTO] 2.3.4.10)."""
    buffer = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(content)).encrypt(password, buffer)
    return buffer.getvalue()


def with_spins(locked: bytes, spins: int) -> bytes:
    """A file of :func:`locked_agile` that claims so many rounds of hashing."""
    with olefile.OleFileIO(io.BytesIO(locked)) as container:
        info, package = (container.openstream(name).read() for name in ("EncryptionInfo", "EncryptedPackage"))
    buffer = io.BytesIO()
    ECMA376Encrypted(package, info.replace(b'spinCount="100000"', f'spinCount="{spins}"'.encode())).write_to(buffer)
    return buffer.getvalue()


def locked_standard(content: bytes, password: str) -> bytes:
    """An xlsx or xlsb as Excel 2007 and many libraries lock it ([MS-OFFCRYPTO] 2.3.4.5)."""
    salt, verifier = bytes(range(16)), b"0123456789abcdef"
    key = ECMA376Standard.makekey_from_password(password, _AES_128, _SHA_1, _AES_PROVIDER, 128, 16, salt)
    header = struct.pack("<8I", _FLAGS, 0, _AES_128, _SHA_1, 128, _AES_PROVIDER, 0, 0) + "AES\0".encode("utf-16-le")
    proof = sha1(verifier, usedforsecurity=False).digest()
    info = struct.pack("<HHII", 4, 2, _FLAGS, len(header)) + header
    info += (
        struct.pack("<I", 16) + salt + _aes(key, verifier) + struct.pack("<I", 20) + _aes(key, proof.ljust(32, b"\0"))
    )
    package = struct.pack("<Q", len(content)) + _aes(key, content + bytes(-len(content) % 16))
    buffer = io.BytesIO()
    ECMA376Encrypted(package, info).write_to(buffer)
    return buffer.getvalue()


def _aes(key: bytes, content: bytes) -> bytes:
    return Cipher(algorithms.AES(key), modes.ECB()).encryptor().update(content)  # noqa: S305 - what the format is


def _md5(content: bytes) -> bytes:
    return md5(content, usedforsecurity=False).digest()


def _rc4(password: str, salt: bytes, block: int, content: bytes) -> bytes:
    """Binary document RC4 ([MS-OFFCRYPTO] 2.3.6.2); to encrypt and to decrypt are the same."""
    secret = _md5((_md5(password.encode("utf-16-le"))[:5] + salt) * 16)[:5]
    return Cipher(ARC4(_md5(secret + struct.pack("<I", block))), mode=None).encryptor().update(content)


def locked_xls(content: bytes, password: str) -> bytes:
    """An xls of xlwt as Excel locks it: all records but a few are behind RC4; FilePass takes the room of the author.

    The zeros that xlwt writes behind the last record become a record.
    """
    stream = read_biff_stream(content)
    salt, verifier = bytes(range(16)), b"0123456789abcdef"
    proof = _rc4(password, salt, 0, verifier + _md5(verifier))
    file_pass = struct.pack("<HHHHH", 0x2F, 54, 1, 1, 1) + salt + proof
    place = stream.index(struct.pack("<HH", 0x5C, 112))
    filler = struct.pack("<HH", 0x5C, 116 - 4 - len(file_pass)) + bytes(116 - 4 - len(file_pass))
    changed = stream[:place] + file_pass + filler + stream[place + 116 :]
    end = len(changed.rstrip(b"\0")) + 3  # the last record is 0A 00 00 00
    changed = changed[:end] + struct.pack("<HH", 0x5C, len(changed) - end - 4) + bytes(len(changed) - end - 4)
    secret = b"".join(
        _rc4(password, salt, n, changed[n * 1024 : (n + 1) * 1024]) for n in range(len(changed) // 1024 + 1)
    )
    locked = bytearray(secret)
    place = 0
    while place + 4 <= len(changed):
        kind, length = struct.unpack_from("<HH", changed, place)
        open_bytes = {0x0809: length, 0x2F: length, 0xE1: length, 0x85: 4}.get(kind, 0)
        locked[place : place + 4 + open_bytes] = changed[place : place + 4 + open_bytes]
        place += 4 + length
    return content.replace(stream, bytes(locked))
