"""Mail: the better of two renderings and never both, whatever is wrong with headers, parts and encodings."""

from __future__ import annotations

import base64
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from pathlib import Path

import pytest
from tests.read.documents import document, error, from_bytes, needed

from onrecord.errors import InputError, MalformedInput, OversizedInput, TextlessInput, TruncatedInput
from onrecord.model import Document
from onrecord.read import read
from onrecord.read.mailhead import sender
from onrecord.read.mime import Part, children, part

HEAD = b"From: Ada Quill <ada@harbour.example>\nSubject: Cranes\nMIME-Version: 1.0\n"


def alternative(plain: str, html: str) -> bytes:
    return (
        HEAD + b"Content-Type: multipart/alternative; boundary=b\n\n"
        b"--b\nContent-Type: text/plain\n\n"
        + plain.encode()
        + b"\n--b\nContent-Type: text/html\n\n"
        + html.encode()
        + b"\n--b--\n"
    )


def test_of_two_renderings_the_one_with_structure_is_read() -> None:
    words = "The cranes on pier nine stood still for a third day."
    found = document(alternative(f"{words}\n", f"<h2>Cranes</h2><p>{words}</p>"))
    assert found.text == f"Cranes\n\n{words}"
    assert [block.kind for block in found.blocks] == ["heading", "paragraph"]


def test_a_picture_with_a_plain_text_is_read_as_plain_text() -> None:
    found = document(alternative("The cranes stood still.\n", '<img src="x"><p>See picture</p>'))
    assert found.text == "The cranes stood still."
    assert found.blocks == ()


def test_headers_say_who_and_when() -> None:
    mail = (
        b"From: =?utf-8?B?SmFuYSBOb3bDoWtvdsOh?= <j@x.example>\nDate: Sat, 8 Mar 2031 10:00:00 -0500\n"
        b"Subject: =?iso-8859-2?Q?P=F8=EDstav?=\n =?iso-8859-2?Q?_a_je=F8=E1by?=\nMessage-ID: <1@x>\n"
        b"List-Post: <mailto:list@x.example>\nArchived-At: <https://x.example/1>\n\nWords.\n"
    )
    found = document(mail)
    assert found.title and found.title.value == "Přístav a jeřáby"
    assert [one.value for one in found.byline] == ["Jana Nováková"]
    assert found.published and found.published.value == "2031-03-08T10:00:00-05:00"
    assert found.url and found.url.value == "https://x.example/1"
    assert {found.title.origin, found.published.origin, found.url.origin} == {"header"}


@pytest.mark.parametrize(
    ("stated", "person", "outlet"),
    [
        ("Ada Quill <a@x.example>", "Ada Quill", None),
        ('"Quill, Ada" <a@x.example>', "Ada Quill", None),
        ("Ada M. Quill-Tarn <a@x.example>", "Ada M. Quill-Tarn", None),
        ("The Harbour Post <a@x.example>", None, "The Harbour Post"),
        ("Harbour Daily News <a@x.example>", None, "Harbour Daily News"),
        ("Ada Quill at The Harbour Post <a@x.example>", "Ada Quill", "The Harbour Post"),
        ("Ada Quill | Tide <a@x.example>", "Ada Quill", "Tide"),
        ("TIDE <a@x.example>", None, "TIDE"),
        ("Press Office, Ministry of Tides <press@x.example>", None, "Press Office, Ministry of Tides"),
        ("b@x.example, Ada Quill <a@x.example>", None, None),
        ("a@x.example", None, None),
        ("<a@x.example>", None, None),
        ("", None, None),
    ],
)
def test_a_sender_is_a_person_only_if_it_looks_like_one(stated: str, person: str | None, outlet: str | None) -> None:
    assert sender(stated) == (person, outlet)


def test_raw_bytes_in_headers_are_read() -> None:
    found = document(b"Message-ID: <1@x>\nFrom: x@y.example\nSubject: Caf\xe9 am Kai\n\nWords.\n")
    assert found.title and found.title.value == "Café am Kai"


def test_flowed_text_is_unfolded() -> None:
    mail = (
        HEAD
        + b'Content-Type: text/plain; format="flowed"; delsp=yes\n\nOne long \nline.\n\n> quoted \n> words\n-- \nAda\n'
    )
    assert document(mail).text == "One longline.\n\n> quotedwords\n-- \nAda"


def test_broken_transfer_encodings_give_what_they_hold() -> None:
    packed = base64.encodebytes(b"The cranes stood still.\n")
    mail = HEAD + b"Content-Transfer-Encoding: base64\n\n" + packed.replace(b"=", b"")[:-2] + b"!!\n"
    assert document(mail).text.startswith("The cranes stood")
    mail = HEAD + b"Content-Transfer-Encoding: quoted-printable\n\nThe cranes =ZZ stood st=\nill=2E=\n"
    assert document(mail).text == "The cranes =ZZ stood still."


def test_a_forwarded_mail_is_a_part_of_the_mail() -> None:
    mail = (
        HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee below.\n--b\nContent-Type: message/rfc822\n\n"
        b"Subject: Lease\nFrom: x@y.example\n\nNobody signed.\n--b\nContent-Type: text/plain\n"
        b"Content-Disposition: attachment; filename=x.txt\n\nnot this\n--b--\n"
    )
    found = document(mail)
    assert found.text == "See below.\n\nLease\n\nNobody signed."
    assert [(block.kind, block.span.of(found.text)) for block in found.blocks] == [("heading", "Lease")]


def test_both_renderings_one_after_another_are_not_both_read() -> None:
    words = "The cranes on pier nine stood still for a third day, and nobody said why."
    mail = (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n"
        + words.encode()
        + b"\n--b\n"
        b"Content-Type: text/html\n\n<p>" + words.encode() + b"</p>\n--b--\n"
    )
    assert document(mail).text == words


def test_nested_parts_end() -> None:
    mail = HEAD
    for depth in range(3000):
        mail += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth)
    assert isinstance(error(mail + b"\nWords.\n"), OversizedInput)


@pytest.mark.parametrize("times", [26, 500])
def test_a_mail_forwarded_far_too_often_is_called_nested_too_deep(times: int) -> None:
    mail = b"Subject: x\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n" * times
    failure = error(mail + b"Subject: x\nMIME-Version: 1.0\nContent-Type: text/plain\n\nThe quay is closed.\n")
    assert isinstance(failure, OversizedInput)
    assert "nested more than" in failure.reason


def test_a_mail_without_text_is_named() -> None:
    assert isinstance(error(HEAD + b"Content-Type: image/png\n\nxx\n"), TextlessInput)
    assert isinstance(error(HEAD + b"\n\n \n"), TextlessInput)
    assert isinstance(error(HEAD + b"X-Cut: her"), TruncatedInput)


def test_a_mailbox_that_holds_no_mail_is_named(tmp_path: Path) -> None:
    box = tmp_path / "box.mbox"
    box.write_bytes(b"From ada@harbour.example Sat Mar  8 10:00:00 2031\n")
    (found,) = read([str(box)])
    assert isinstance(found, TextlessInput) and found.place == str(box)


def test_a_mailbox_cut_in_the_middle_gives_what_is_there_and_says_so() -> None:
    whole = b"From a@b Mon Jan  1 10:00:00 2001\n" + HEAD + b"\nFirst.\n\nFrom a@b Mon Jan  1 11:00:00 2001\n"
    cut = alternative("The second mail has a plain part.\n", "<p>The second mail has a")[: -len("\n--b--\n")]
    found = from_bytes(whole + cut)
    assert [one.text for one in found if isinstance(one, Document)] == ["First.", "The second mail has a plain part."]
    assert isinstance(found[-1], TruncatedInput) and found[-1].place == "-!2"
    assert isinstance(from_bytes(whole + b"Subject: x\nDat")[-1], TruncatedInput)


def test_from_at_the_start_of_a_paragraph_is_no_mail() -> None:
    box = (
        b"From a@b Mon Jan  1 10:00:00 2001\nSubject: one\n\nWords.\n\nFrom the start, all was clear.\n\n"
        b"From here: on\n\n>From now\n\nFrom c@d.example\nSubject: two\n\nMore.\n"
    )
    found = [one for one in from_bytes(box) if isinstance(one, Document)]
    assert [one.text for one in found] == [
        "Words.\n\nFrom the start, all was clear.\n\nFrom here: on\n\nFrom now",
        "More.",
    ]
    assert [one.ref.path for one in found] == ["-!1", "-!2"]


def test_a_mail_has_the_same_id_alone_and_in_a_mailbox() -> None:
    alone = document(HEAD + b"\nWords.\n")
    boxed = document(b"From a@b Mon Jan  1 10:00:00 2001\n" + HEAD + b"\nWords.\n\n")
    assert alone.ref.id == boxed.ref.id


def stated_parts(mail: Message) -> list[bytes]:
    return [bytes(one.get_payload(decode=True) or b"") for one in mail.walk() if one.get_content_maintype() == "text"]


def own_parts(mail: Part) -> list[bytes]:
    found = children(mail) if mail.media_type.startswith("multipart/") else None
    if found is not None:
        return [body for one in found[0] for body in own_parts(one)]
    if mail.media_type == "message/rfc822":
        return own_parts(part(mail.decoded()))
    return [mail.decoded()] if mail.media_type.startswith("text/") else []


def test_real_mails_have_the_parts_that_the_standard_library_finds() -> None:
    squeezed = 0
    for path in needed("newsletters/mail-2002"):
        data = path.read_bytes()
        theirs = stated_parts(message_from_bytes(data, policy=compat32))
        ours = own_parts(part(data))
        if [body.split() for body in theirs] != [body.split() for body in ours]:
            squeezed += 1
    assert squeezed <= 2, "more than the two mails whose base64 or boundaries are broken differ"


def test_every_real_mail_has_text() -> None:
    for path in needed("newsletters/mail-2002"):
        found = from_bytes(path.read_bytes())
        assert any(isinstance(one, Document) for one in found), path
        assert not any(isinstance(one, MalformedInput) for one in found), path
        assert all(isinstance(one, Document | InputError) for one in found)


@pytest.mark.parametrize(
    "header",
    [b"From: " + b"(" * 900_000, b"Subject: " + b"=?utf-8?Q?a?= " * 90_000, b"Date: 10:10 " + b"1 " * 900_000,
     b"Content-Type: text/plain" + b"; a=b" * 200_000, b"Content-Type: multipart/mixed; boundary=\"" + b"\\" * 900_000],
    ids=["comments", "words", "date", "parameters", "boundary"],
)  # fmt: skip
def test_headers_without_end_do_no_harm(header: bytes) -> None:
    assert document(b"MIME-Version: 1.0\n" + header + b"\n\nWords.\n").text == "Words."
