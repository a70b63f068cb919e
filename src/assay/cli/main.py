"""The command `assay`: gathers the verbs, and turns errors into three lines and an exit code."""

from __future__ import annotations

import importlib
import sys
from typing import Annotated, Any

import typer

from assay.core.errors import AssayError, InputError

INTERRUPTED = 130
"""Exit code of a command that the user stopped."""

_Usage: type[Exception] = typer.BadParameter.__mro__[2]
"""What the parser raises for words that it cannot read: `ClickException`, wherever it stands."""

app = typer.Typer(
    name="assay",
    help="One command from a table to a defensible model.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)

for _room in ("start", "data", "audit", "run", "rules", "ship", "serve", "export", "experiment"):
    importlib.import_module(f"assay.cli.{_room}").register(app)


@app.callback(invoke_without_command=True)
def _options(
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    if version:
        from assay.core.version import __version__

        typer.echo(f"assay {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line.

    Exit codes: 0 done; 1 findings stop it; 2 usage or input; 3 a fault of Assay's own; 4 a
    foreign system failed and a retry may help; 130 interrupted.
    """
    try:
        if "--json" in sys.argv:  # the parser would say its errors in words, on standard error
            sys.exit(app(standalone_mode=False))
        app()
    except AssayError as error:
        _say(error)
        sys.exit(error.exit_code)
    except _Usage as error:
        _say(_as_input_error(error))
        sys.exit(InputError.exit_code)
    except SystemExit as stopped:  # typer has caught Ctrl-C already
        if stopped.code == INTERRUPTED:
            typer.echo("the next call goes on from the last finished step", err=True)
        raise
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as fault:
        _report(fault)
        sys.exit(3)


def _say(error: AssayError) -> None:
    if "--json" in sys.argv:
        import json

        told = {"what": error.what, "where": error.where, "remedy": error.remedy}
        typer.echo(json.dumps({"error": told}))
        return
    typer.echo(typer.style("error:", fg="red", bold=True) + f" {error}", err=True)


def _as_input_error(error: Any) -> InputError:
    """Return what the parser raised in the three parts of every other error."""
    verb = context.command_path if (context := getattr(error, "ctx", None)) else "assay"
    return InputError(
        error.format_message(),
        where=f"the words after `{verb}`",
        remedy=f"`{verb} --help` says what it takes",
    )


def _report(fault: Exception) -> None:
    import tempfile
    import traceback
    from pathlib import Path

    from assay.core.address import in_text, public
    from assay.core.version import __version__

    said = "".join(traceback.format_exception(fault))
    for word in sys.argv:
        said = in_text(said, of=word)
    with tempfile.NamedTemporaryFile(
        "w", prefix="assay-fault-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write(
            f"assay {__version__}, python {sys.version}\n{[public(word) for word in sys.argv]}\n\n"
        )
        file.write(said)
    typer.echo(
        f"error: a fault of Assay's own ({type(fault).__name__}: {in_text(str(fault))})\n"
        f" where: assay {__version__}; the details are in {Path(file.name)}\n"
        "remedy: report it with that file; your data and runs are as they were",
        err=True,
    )


if __name__ == "__main__":
    main()
