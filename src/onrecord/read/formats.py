"""The one table of formats: how each is told by its first bytes, and what reads it.

A new format is one file in this folder and one line in `FORMATS`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from msgspec import Struct

from onrecord.read.archive import read_gzip, read_zip
from onrecord.read.feed import read_feed, read_json_feed
from onrecord.read.html import read_html
from onrecord.read.mail import read_mail, read_mbox
from onrecord.read.markdown import read_markdown
from onrecord.read.parquet import MAGIC as PARQUET
from onrecord.read.parquet import read_parquet
from onrecord.read.pdf import read_pdf
from onrecord.read.rows import COLUMNS, read_rows_csv, read_rows_json
from onrecord.read.source import Read, ReadOptions, Source
from onrecord.read.text import read_text
from onrecord.read.warc import read_arc, read_warc


class Format(Struct, frozen=True):
    """One format that is read."""

    name: str
    """As in `DocumentRef.reader`."""
    says: str
    """What it is, for people."""
    suffixes: tuple[str, ...]
    """Endings of file names; they count only where the content leaves it open."""
    looks: Callable[[bytes, str], bool]
    """Whether the first bytes (without byte order mark and leading white space), under this suffix, are this format."""
    read: Callable[[Source, ReadOptions], Read]


_HEADERS = re.compile(
    rb"(?:(?:From |>From )[^\n]*\n)?(?:[!-9;-~]{1,76}:[^\n]*(?:\n|\Z)(?:[ \t][^\n]*(?:\n|\Z))*){2,}", re.ASCII
)
_MAIL_ONLY = re.compile(
    rb"^(?:received|message-id|mime-version|return-path|delivered-to|content-type|x-mailer|list-[a-z]+):", re.I | re.M
)
_MAIL_BASIC = re.compile(rb"^(?:from|subject|date|to):", re.I | re.M)
_MBOX = re.compile(rb"From [^\n]*(?:\d{1,2}:\d\d|\d{4})[^\n]*\r?\n[!-9;-~]{1,76}:")
_FEED = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>|<\?[^>]*\?>|<!--.{0,4000}?-->|<!DOCTYPE rss[^>]*>|\s)*"
    rb"<(?:[\w.-]+:)?(?:rss[\s>]|RDF\s|feed[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_HTML = re.compile(rb"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]", re.I)
_TAGS = re.compile(
    rb"<(?:p|div|table|h[1-6]|ul|ol|article|section|span|a|br|b|i|em|strong|font|center|td|tr|li)[\s>/]", re.I
)


def _starts(*magics: bytes) -> Callable[[bytes, str], bool]:
    return lambda head, _suffix: head.startswith(magics)


def _is_feed(head: bytes, _suffix: str) -> bool:
    return _FEED.match(head) is not None


def _is_json_feed(head: bytes, _suffix: str) -> bool:
    return head.startswith(b"{") and b"https://jsonfeed.org/version/" in head[:2048].replace(b"\\/", b"/")


def _is_mbox(head: bytes, suffix: str) -> bool:
    return _MBOX.match(head) is not None or (suffix in {".mbox", ".mbx"} and head.startswith(b"From "))


def _is_mail(head: bytes, suffix: str) -> bool:
    found = _HEADERS.match(head)
    if not found:
        return False
    top = found[0]
    return bool(_MAIL_ONLY.search(top)) or (suffix in {".eml", ".mbox"} and bool(_MAIL_BASIC.search(top)))


def _is_html(head: bytes, suffix: str) -> bool:
    top = head[:1024]
    if _HTML.search(top) and head.startswith(b"<"):
        return True
    if suffix in {".html", ".htm", ".xhtml"}:
        return b"<" in head
    return head.startswith(b"<") and len(_TAGS.findall(head[:4096])) >= 2


def _is_json(head: bytes, suffix: str) -> bool:
    if suffix in {".jsonl", ".ndjson", ".json"}:
        return True
    return re.match(rb'\{\s*"|\[\s*\{\s*"', head) is not None


def _is_table(head: bytes, suffix: str) -> bool:
    if suffix in {".csv", ".tsv"}:
        return True
    if suffix in {".md", ".markdown"}:
        return False
    first = head.partition(b"\n")[0].decode("latin-1").strip().lower()
    for delimiter in "\t,;":
        names = [name.strip().strip('"') for name in first.split(delimiter)]
        known = sum(any(name in synonyms for synonyms in COLUMNS.values()) for name in names)
        if len(names) >= 2 and known == len(names) and any(name in COLUMNS["text"] for name in names):
            return True
    return False


def _is_markdown(_head: bytes, suffix: str) -> bool:
    return suffix in {".md", ".markdown"}


FORMATS: tuple[Format, ...] = (
    Format("gzip", "gzip of any of these", (".gz",), _starts(b"\x1f\x8b"), read_gzip),
    Format("zip", "ZIP archive of any of these", (".zip",), _starts(b"PK\x03\x04", b"PK\x05\x06"), read_zip),
    Format("pdf", "PDF with text (extra onrecord[pdf])", (".pdf",), _starts(b"%PDF-"), read_pdf),
    Format("parquet", "articles as Parquet (extra onrecord[parquet])", (".parquet",), _starts(PARQUET), read_parquet),
    Format("warc", "web archive (WARC)", (".warc",), _starts(b"WARC/"), read_warc),
    Format("arc", "web archive (ARC)", (".arc",), _starts(b"filedesc://"), read_arc),
    Format("mbox", "mailbox (mbox)", (".mbox", ".mbx"), _is_mbox, read_mbox),
    Format("mail", "one mail (EML)", (".eml",), _is_mail, read_mail),
    Format("feed", "feed (RSS, Atom)", (".rss", ".atom", ".xml"), _is_feed, read_feed),
    Format("json-feed", "feed (JSON Feed)", (".json",), _is_json_feed, read_json_feed),
    Format("html", "HTML page", (".html", ".htm", ".xhtml"), _is_html, read_html),
    Format("rows", "articles as JSON lines or a JSON array", (".jsonl", ".ndjson", ".json"), _is_json, read_rows_json),
    Format("table", "articles as CSV or TSV", (".csv", ".tsv"), _is_table, read_rows_csv),
    Format("markdown", "Markdown", (".md", ".markdown"), _is_markdown, read_markdown),
    Format("text", "plain text", (".txt",), lambda _head, _suffix: True, read_text),
)
"""Every format, in the order in which they are tried; the last one takes what is left."""

_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,10}$")


def detect(source: Source) -> Callable[[Source, ReadOptions], Read]:
    """The reader of an input, told by its content first and by its suffix where that leaves it open."""
    return format_of(source.head, source.place).read


def format_of(head: bytes, place: str) -> Format:
    """The format of an input with these first bytes at this place."""
    found = _SUFFIX.search(place.removesuffix(".gz"))
    suffix = found[0].lower() if found else ""
    bare = head.removeprefix(codecs.BOM_UTF8).lstrip()
    for one in FORMATS:
        if one.looks(bare, suffix):
            return one
    return FORMATS[-1]
