"""The command line: the same verbs and the same answers as HTTP, for whoever sits at the machine."""

from __future__ import annotations

import sys

import click

from suyuan.cli.shared import Plant, refused
from suyuan.kernel.errors import SuyuanError

_ROOMS = {
    "init": "plant",
    "migrate": "plant",
    "settings": "plant",
    "backup": "plant",
    "restore": "plant",
    "verify": "plant",
    "serve": "run",
    "work": "run",
    "demo": "run",
    "user": "people",
    "key": "people",
    "pack": "packs",
    "lots": "lots",
    "trace": "lots",
    "recall": "lots",
    "report": "report",
    "epcis": "epcis",
}


class Verbs(click.Group):
    """The verbs, each imported only when it is called: starting is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_ROOMS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        room = _ROOMS.get(name)
        if room is None:
            return None
        module = __import__(f"suyuan.cli.{room}", fromlist=[name])
        command: click.Command = getattr(module, name)
        return command


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--dir", "folder", metavar="DIR", help="The plant's folder (SUYUAN_DATA; ./data). 工厂数据目录")
@click.option("--json", "as_json", is_flag=True, help="Answer with the body that HTTP gives. 以 JSON 输出")
@click.version_option(package_name="suyuan")
@click.pass_context
def cli(ctx: click.Context, folder: str | None, as_json: bool) -> None:
    """Suyuan 溯源: food-plant operations with full traceability."""
    ctx.obj = Plant(folder, as_json)


def main() -> None:
    """Run the command line; exits 0 when done, 1 when the answer is no, 2 on wrong usage."""
    ctx: click.Context | None = None
    try:
        ctx = cli.make_context("suyuan", sys.argv[1:])
        with ctx:
            cli.invoke(ctx)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.Abort:
        sys.exit(1)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except SuyuanError as error:
        refused(ctx.obj if ctx is not None else None, error)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    finally:
        if ctx is not None and isinstance(ctx.obj, Plant):
            ctx.obj.close()
