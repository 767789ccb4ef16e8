"""The command line: parse, call, print. Everything heavy is imported where it is called, so that --help is quick."""

from __future__ import annotations

import codecs
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord import __version__

if TYPE_CHECKING:
    from onrecord.errors import InputError
    from onrecord.pipeline import Observer, Options

BRIEF_SUFFIXES = {".html": "html", ".htm": "html", ".txt": "text", ".json": "json"}
TIMELINE_SUFFIXES = {".txt": "text", ".csv": "csv", ".ics": "calendar", ".json": "json"}
"""Forms by the suffix of the file that is written."""

FAILED_INPUTS, WRONG_USAGE, UNWRITTEN = 1, 2, 3


class Engine(StrEnum):
    """Where the work on single documents is done."""

    LOCAL = "local"
    RAY = "ray"


app = typer.Typer(
    name="onrecord",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Read a pile of coverage, and write a briefing in which every line is somebody's words.",
    epilog="Exit status: 0 done, 1 some inputs could not be read, 2 wrong usage, 3 output could not be written.",
)

Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help="Files, folders, globs, an earlier analysis, or - for standard input."),
]
Out = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is standard output.")]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="No progress and no summary; unreadable inputs are still named.")
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="FIELD=NAME",
        help="Column of rows that holds a field, such as text=body. Repeatable.",
    ),
]
Encoding = Annotated[str | None, typer.Option(help="Encoding of the inputs, where they say none or a wrong one.")]
Jobs = Annotated[int, typer.Option(min=0, help="Processes that split and tag; 0 is one a processor.")]
Earlier = Annotated[
    str | None,
    typer.Option("--reuse", metavar="OLD.jsonl", help="An earlier analysis: tag only what is new since."),
]

MinConfidence = Annotated[
    float | None,
    typer.Option(
        min=0.0,
        max=1.0,
        help="Leave out statements that are less likely to be right; without it, below what serves best on average.",
    ),
]

Names = Annotated[
    str | None,
    typer.Option("--names", metavar="FILE.toml", help="What you decided on names: the same, different, pseudonyms."),
]
Publish = Annotated[
    bool, typer.Option("--publish", help="Show everybody who has a pseudonym under it, in everything that is written.")
]

Where = Annotated[
    Engine, typer.Option(help="Where pieces are found and tagged: here, or on a Ray cluster (RAY_ADDRESS).")
]


def _version(asked: bool) -> None:
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _root(
    _asked: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command("read")
def read_command(
    paths: Paths,
    output: Out = "-",
    as_json: Annotated[bool, typer.Option("--json", help="Whole documents as JSON lines instead of a list.")] = False,
    quiet: Quiet = False,
    column: Columns = None,
    encoding: Encoding = None,
) -> None:
    """Show what the inputs hold: one line a document (id, format, code points, blocks, title, place)."""
    from onrecord.errors import InputError, printable
    from onrecord.output import write
    from onrecord.read import read
    from onrecord.records import encode

    options = _options(column, encoding)
    failures: list[InputError] = []

    def found() -> Iterator[bytes]:
        with _progress(quiet) as observer:
            for done, item in enumerate(read(paths, options.read, sys.stdin.buffer), 1):
                observer("reading", done, None)
                if isinstance(item, InputError):
                    failures.append(item)
                    continue
                if as_json:
                    yield encode(item)
                    continue
                title = " ".join(item.title.value.split()) if item.title else ""
                row = (item.ref.id, item.ref.reader, len(item.text), len(item.blocks), title, item.ref.path)
                yield ("\t".join(printable(str(cell)) for cell in row) + "\n").encode()

    write(output, found())
    _finish(failures)


@app.command("analyse")
def analyse_command(
    paths: Paths,
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Where to write: Parquet if it ends so; - is standard output."
        ),
    ] = "-",
    as_json: Annotated[
        bool, typer.Option("--json", help="With -o FILE: the counts as JSON on standard output.")
    ] = False,
    quiet: Quiet = False,
    reuse: Earlier = None,
    column: Columns = None,
    encoding: Encoding = None,
    jobs: Jobs = 0,
    min_confidence: MinConfidence = None,
    vectors: Annotated[
        str | None,
        typer.Option(metavar="FILE.npz", help="Write the embeddings of the passages read, in half precision."),
    ] = None,
    names: Names = None,
    publish: Publish = False,
    engine: Where = Engine.LOCAL,
) -> None:
    """Find pieces, names and statements, and what crosses the pile; write them as JSON lines or Parquet."""
    from onrecord.output import STANDARD, write
    from onrecord.pipeline import analyse
    from onrecord.records import packed, writer

    written = writer(output)
    with _progress(quiet) as observer:
        options = _options(column, encoding, jobs, reuse, min_confidence, vectors is not None, names, publish, engine)
        done = analyse(paths, options, observer, sys.stdin.buffer)
        if done.pseudonyms is not None:
            done.pseudonyms.check_output(output)
        observer("writing", 0, None)
        if done.vectors is not None and vectors is not None:
            write(vectors, [packed(done.vectors)])
        write(output, written(done.analysis))
    counts = {
        "documents": done.documents,
        "articles": len(done.analysis.articles),
        "statements": sum(len(article.statements or ()) for article in done.analysis.articles),
        "entities": len(done.analysis.entities),
        "stories": len(done.analysis.stories),
        "reuse": len(done.analysis.reuse),
        "tagged": done.tagged,
        "unread": len(done.failures),
    }
    if output != STANDARD:
        _summary(counts, as_json, quiet, output)
    _finish(done.failures)


@app.command("brief")
def brief_command(
    paths: Paths,
    output: Out = "-",
    as_json: Annotated[bool, typer.Option("--json", help="JSON, whatever the suffix of FILE.")] = False,
    quiet: Quiet = False,
    length: Annotated[int, typer.Option(min=50, help="Words on the first screen's level; the rest is folded.")] = 1200,
    about: Annotated[str | None, typer.Option(metavar="NAME", help="Only what speaks of this name.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only pieces of that day and later, as 2031-03-08.")
    ] = None,
    against: Annotated[
        str | None, typer.Option(metavar="OLD.jsonl", help="Only what is new since that analysis.")
    ] = None,
    reuse: Earlier = None,
    column: Columns = None,
    encoding: Encoding = None,
    jobs: Jobs = 0,
    min_confidence: MinConfidence = None,
    names: Names = None,
    publish: Publish = False,
) -> None:
    """Write a briefing: a page (FILE.html), plain text (FILE.txt or standard output) or JSON (FILE.json)."""
    from onrecord.errors import InputError
    from onrecord.output import STANDARD, write, write_with_folder
    from onrecord.pipeline import brief, render

    form = "json" if as_json else _form(output, BRIEF_SUFFIXES)
    options = _options(column, encoding, jobs, reuse, min_confidence, names=names, publish=publish)
    with _progress(quiet) as observer:
        made = brief(paths, options, length, about, since, against, observer, sys.stdin.buffer)
        if not made.analysis.articles:
            _finish(made.failures or [InputError(", ".join(paths), "holds no piece to brief; nothing was written")])
            return
        if made.pseudonyms is not None:
            made.pseudonyms.check_output(output)
        observer("rendering", 0, None)
        name = "briefing" if output == STANDARD else Path(output).stem
        rendition = render(made, form, name)
        page = rendition.page.encode()
        if output == STANDARD or not Path(output).parent.is_dir():
            write(output, [page])
        else:
            beside = {file: text.encode() for file, text in rendition.beside.items()}
            write_with_folder(output, page, f"{name}-texts", beside)
    counts = {"pieces": made.brief.pieces, "stories": len(made.brief.stories), "words": made.brief.words}
    if output != STANDARD:
        _summary({**counts, "unread": len(made.failures)}, False, quiet, output)
    _finish(made.failures)


@app.command("who")
def who_command(
    words: Annotated[
        list[str],
        typer.Argument(metavar="NAME PATH...", help="A name, then files, folders or an earlier analysis."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    suggest: Annotated[
        str | None,
        typer.Option(metavar="FILE.toml", help="Write the doubtful pairs for you to decide; then give no NAME."),
    ] = None,
    quiet: Quiet = False,
    reuse: Earlier = None,
    column: Columns = None,
    encoding: Encoding = None,
    jobs: Jobs = 0,
    names: Names = None,
) -> None:
    """Show who a name is: its forms by outlet, why they are one bearer's, and who was kept apart."""
    from onrecord.errors import UsageError, printable
    from onrecord.output import STANDARD, write
    from onrecord.pipeline import analyse
    from onrecord.resolve.profile import json_lines, lines, profiles, suggested

    asked, paths = (None, words) if suggest is not None else (words[0], words[1:])
    if not paths:
        raise UsageError("give a NAME, and behind it at least one file, folder or - for standard input")
    with _progress(quiet) as observer:
        done = analyse(paths, _options(column, encoding, jobs, reuse, names=names), observer, sys.stdin.buffer)
    if suggest is not None:
        write(suggest, [suggested(done.analysis).encode()])
    elif asked is not None:
        found = profiles(done.analysis, asked)
        rows = (f"{printable(line)}\n".encode() for one in found for line in (*lines(one), ""))
        write(STANDARD, [json_lines(found)] if as_json else rows)
    _finish(done.failures)


@app.command("references")
def references_command(
    paths: Paths,
    output: Out = "-",
    form: Annotated[str, typer.Option(help="table (cells apart by tabs), csl (CSL-JSON), bibtex or json.")] = "table",
    quiet: Quiet = False,
    reuse: Earlier = None,
    column: Columns = None,
    encoding: Encoding = None,
    jobs: Jobs = 0,
    names: Names = None,
    publish: Publish = False,
) -> None:
    """Show who cites whom: every note, source, mention and link, and the piece of the pile that it means."""
    from onrecord.errors import UsageError
    from onrecord.link.bibliography import FORMS
    from onrecord.output import write
    from onrecord.pipeline import analyse

    if form not in FORMS:
        raise UsageError(f"--form {form}: choose one of {', '.join(FORMS)}")
    with _progress(quiet) as observer:
        options = _options(column, encoding, jobs, reuse, names=names, publish=publish)
        done = analyse(paths, options, observer, sys.stdin.buffer)
    if done.pseudonyms is not None:
        done.pseudonyms.check_output(output)
    write(output, (f"{line}\n".encode("utf-8", "backslashreplace") for line in FORMS[form](done.analysis)))
    _finish(done.failures)


@app.command("compare")
def compare_command(
    one: Annotated[str, typer.Argument(metavar="A", help="A file of one piece; with PATH, a piece's id or title.")],
    other: Annotated[str, typer.Argument(metavar="B", help="The other piece, likewise.")],
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH]...", help="Files, folders or an earlier analysis that hold the two pieces."),
    ] = None,
    output: Out = "-",
    as_json: Annotated[bool, typer.Option("--json", help="JSON, whatever the suffix of FILE.")] = False,
    quiet: Quiet = False,
    column: Columns = None,
    encoding: Encoding = None,
) -> None:
    """Show two pieces side by side with the passages that stand in both: text, a page (FILE.html) or JSON."""
    from onrecord.brief import sides
    from onrecord.output import STANDARD, write
    from onrecord.pipeline import compare

    form = "json" if as_json else _form(output, BRIEF_SUFFIXES)
    with _progress(quiet) as observer:
        done = compare(one, other, paths or (), _options(column, encoding), observer, sys.stdin.buffer)
    if form == "text":
        on_terminal = output == STANDARD and sys.stdout.isatty()
        colour = on_terminal and "NO_COLOR" not in os.environ
        made = sides.as_text(done.comparison, shutil.get_terminal_size().columns, colour)
    else:
        made = sides.as_html(done.comparison) if form == "html" else sides.as_json(done.comparison)
    write(output, [made.encode()])
    _finish(done.failures)


@app.command("timeline")
def timeline_command(
    paths: Paths,
    output: Out = "-",
    as_json: Annotated[bool, typer.Option("--json", help="JSON, whatever the suffix of FILE.")] = False,
    quiet: Quiet = False,
    reuse: Earlier = None,
    column: Columns = None,
    encoding: Encoding = None,
    jobs: Jobs = 0,
    names: Names = None,
    publish: Publish = False,
) -> None:
    """Show what the pieces say happened when: as text, .json, .csv, or a calendar (.ics)."""
    from onrecord.brief.timeline_forms import FORMS
    from onrecord.errors import InputError
    from onrecord.output import STANDARD, write
    from onrecord.pipeline import analyse

    form = "json" if as_json else _form(output, TIMELINE_SUFFIXES)
    with _progress(quiet) as observer:
        options = _options(column, encoding, jobs, reuse, names=names, publish=publish)
        done = analyse(paths, options, observer, sys.stdin.buffer)
    if done.pseudonyms is not None:
        done.pseudonyms.check_output(output)
    if form == "calendar" and not done.analysis.events:
        # A calendar without an event is none (RFC 5545, 3.6).
        _finish(done.failures or [InputError(", ".join(paths), "tells of no day that something happened on")])
        return
    write(output, (part.encode("utf-8", "backslashreplace") for part in FORMS[form](done.analysis)))
    if output != STANDARD:
        counts = {"events": len(done.analysis.events), "unread": len(done.failures)}
        _summary(counts, False, quiet, output)
    _finish(done.failures)


@app.command("doctor")
def doctor_command(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Show versions, which tagger is present, and which optional parts are missing and how to get them."""
    from onrecord.doctor import examine

    findings = examine()
    if as_json:
        typer.echo(json.dumps([finding.__dict__ for finding in findings], indent=2))
        return
    for finding in findings:
        typer.echo(f"{'ok' if finding.present else '--'}  {finding.part:<22}{finding.state}")


def _options(
    column: Iterable[str] | None,
    encoding: str | None,
    jobs: int = 0,
    reuse: str | None = None,
    min_confidence: float | None = None,
    vectors: bool = False,
    names: str | None = None,
    publish: bool = False,
    engine: Engine = Engine.LOCAL,
) -> Options:
    from onrecord.errors import UsageError
    from onrecord.pipeline import Options
    from onrecord.read import ReadOptions

    pairs = [text.partition("=") for text in column or ()]
    for field, equals, name in pairs:
        if not (field and equals and name):
            raise UsageError(f"--column {field}{equals}{name}: write FIELD=NAME, such as text=body")
    if encoding is not None:
        _check_encoding(encoding)
    if vectors and publish:
        raise UsageError("--vectors with --publish: embeddings are made of the texts with all names in them")
    read = ReadOptions(columns={field: name for field, _, name in pairs}, encoding=encoding)
    return Options(
        read=read,
        jobs=jobs,
        reuse=reuse,
        min_confidence=min_confidence,
        vectors=vectors,
        names=names,
        publish=publish,
        engine=engine.value,
    )


def _check_encoding(encoding: str) -> None:
    from onrecord.errors import UsageError

    try:
        codecs.lookup(encoding)
    except (LookupError, ValueError) as wrong:
        raise UsageError(f"--encoding {encoding}: no encoding of this name is known") from wrong


def _form(output: str, suffixes: dict[str, str]) -> str:
    from onrecord.errors import UsageError
    from onrecord.output import STANDARD

    if output == STANDARD:
        return "text"
    form = suffixes.get(Path(output).suffix.lower())
    if form is None:
        *others, last = (suffix for suffix in suffixes if suffix != ".htm")
        raise UsageError(f"{output}: name it {', '.join(others)} or {last}, so that the form is clear (or add --json)")
    return form


@contextmanager
def _progress(quiet: bool) -> Iterator[Observer]:
    """Progress on standard error, where that is a terminal and the work takes longer than a moment."""
    if quiet or not sys.stderr.isatty():
        yield lambda _stage, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns: tuple[Any, ...] = (
        TextColumn("{task.description:<10}"),
        BarColumn(),
        TextColumn("{task.completed:>7}"),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def observe(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                for other in tasks.values():
                    bars.stop_task(other)
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield observe


def _summary(counts: dict[str, int], as_json: bool, quiet: bool, output: str) -> None:
    if as_json:
        typer.echo(json.dumps(counts))
    elif not quiet:
        typer.echo(f"{output}: " + ", ".join(f"{count:,} {what}" for what, count in counts.items()), err=True)


def _finish(failures: Iterable[InputError]) -> None:
    """Name every input that could not be read; the exit status says that there were some."""
    failed = False
    for failure in failures:
        typer.echo(f"not read: {failure}", err=True)
        failed = True
    if failed:
        raise typer.Exit(FAILED_INPUTS)


def main(run: Callable[[], object] = app) -> None:
    """Entry point: typed errors become one line on standard error and the exit status of the contract."""
    from onrecord.errors import InputError, OnRecordError, UsageError

    # A terminated run unwinds like any other, so that what it wrote aside is taken away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        run()
    except UsageError as wrong:
        typer.echo(f"onrecord: {wrong}", err=True)
        sys.exit(WRONG_USAGE)
    except InputError as wrong:
        typer.echo(f"not read: {wrong}", err=True)
        sys.exit(FAILED_INPUTS)
    except OnRecordError as wrong:
        typer.echo(f"not written: {wrong}", err=True)
        sys.exit(UNWRITTEN)
    except MemoryError:
        typer.echo("not written: memory ran out; try again with --jobs 1, or with a smaller pile", err=True)
        sys.exit(UNWRITTEN)
    except OSError as wrong:
        # Libraries keep temporary files, and the disk that holds these may be full as well.
        typer.echo(f"not written: {wrong.filename or 'a temporary file'}: {wrong.strerror or wrong}", err=True)
        sys.exit(UNWRITTEN)
