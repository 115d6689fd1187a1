"""One pass over the bytes of a text: is it UTF-8, are its lines of one kind, is anything in it that no text holds?"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

from headway.eventlog.refused import Refused

LONGEST_LINE = 1_000_000
"""Bytes in one line. Ticket systems cap a text field far below (ServiceNow journal 65,000, Jira 32,767 by default);
beyond it the file has a quotation mark that is never closed, or is no table."""

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1e\x7f]")
_VALID_PAIR = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}")


@dataclass(slots=True)
class Survey:
    """Fed with a text's bytes in order; refuses what no table holds as soon as it is seen."""

    file: str
    size: int = 0
    utf8: bool = True
    bare_returns: int = 0
    pairs: int = 0
    newlines: int = 0
    _line: int = 0
    _ends_in_return: bool = False
    _decoder: codecs.IncrementalDecoder = field(default_factory=lambda: codecs.getincrementaldecoder("utf-8")())
    _pending: bool = False

    def feed(self, piece: bytes) -> None:
        if not self.size:
            _refuse_binary(piece[:65_536], self.file)
        if (at := piece.find(b"\0")) >= 0:
            raise Refused("nul_bytes", file=self.file, row=self.newlines + piece.count(b"\n", 0, at) + 1)
        self._measure_lines(piece)
        self._count_ends(piece)
        self._decode(piece)
        self.size += len(piece)

    def finish(self) -> None:
        """Call once after the last piece."""
        if self._ends_in_return:
            self.bare_returns += 1
        if self.utf8 and self._pending:
            try:
                self._decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                self.utf8 = False

    @property
    def mixed_ends(self) -> bool:
        """Lines end in more than one way, or in a carriage return alone: DuckDB reads neither."""
        bare_newlines = self.newlines - self.pairs
        return self.bare_returns > 0 or (self.pairs > 0 and bare_newlines > 0)

    def _measure_lines(self, piece: bytes) -> None:
        first = piece.find(b"\n")
        self._line += len(piece) if first < 0 else first
        if self._line >= LONGEST_LINE and b"\r" not in piece:
            raise Refused("field_too_long", file=self.file, row=self.newlines + 1, limit=LONGEST_LINE)
        if first >= 0:
            self._line = len(piece) - piece.rfind(b"\n") - 1

    def _count_ends(self, piece: bytes) -> None:
        self.newlines += (newlines := piece.count(b"\n"))
        if self._ends_in_return:
            joined = piece.startswith(b"\n")
            self.pairs += joined
            self.bare_returns += not joined
        self._ends_in_return = piece.endswith(b"\r")
        returns = piece.count(b"\r") - self._ends_in_return
        if returns:
            pairs = piece.count(b"\r\n") if newlines else 0
            self.pairs += pairs
            self.bare_returns += returns - pairs

    def _decode(self, piece: bytes) -> None:
        if not self.utf8 or (not self._pending and piece.isascii()):
            return
        try:
            self._decoder.decode(piece)
        except UnicodeDecodeError:
            self.utf8 = False
        self._pending = bool(self._decoder.getstate()[0]) if self.utf8 else False


def _refuse_binary(head: bytes, file: str) -> None:
    """More than one control byte in a hundred: no text does that."""
    if len(_CONTROL.findall(head)) * 100 > len(head) + 100:
        raise Refused("binary_file", file=file)


def legacy_encoding(sample: bytes) -> str:
    """The encoding of a text that is not UTF-8 throughout: Windows-1252, Latin-1, or UTF-8 with damage.

    >>> legacy_encoding("Größe".encode("cp1252"))
    'cp1252'
    """
    valid = len(_VALID_PAIR.findall(sample))
    invalid = len(re.findall(rb"[\x80-\xff]", _VALID_PAIR.sub(b"", sample)))
    if valid > invalid:
        return "utf-8"
    try:
        sample.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32, by mark or by where the zero bytes stand; None for anything else.

    >>> wide_encoding("id;opened".encode("utf-16-le"))
    'utf-16-le'
    """
    for mark, name in (
        (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if head.startswith(mark):
            return name
    half = len(head) // 2
    if half < 4:
        return None
    even, odd = head[0:half * 2:2].count(0), head[1:half * 2:2].count(0)
    if odd > 0.5 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.5 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None
