"""``hipwise demo``: a made-up clinic to look around in, on this machine only."""

from __future__ import annotations

import argparse
import os

from hipwise.project import serve, setup, setup_static
from hipwise.project.config import Halt, data_directory
from hipwise.project.demo import cast

EXAMPLES = """examples:
  hipwise demo                  at http://127.0.0.1:8000
  hipwise demo --port 8001
  hipwise demo --setup-only     make everything ready and stop

Everything it keeps lies in HIPWISE_DATA (default: ~/.local/share/hipwise-demo). Delete that to begin anew.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and whether to."""
    parser.epilog = EXAMPLES
    serve.add_address(parser)
    parser.add_argument("--setup-only", action="store_true", help="make everything ready and stop before serving")


def run(args: argparse.Namespace) -> int:
    """Make the demo clinic ready if it is not, say how to get in, and serve it."""
    serve.refuse_unless_loopback(args.host)
    os.environ["HIPWISE_DEMO"] = "1"
    if args.setup_only:
        _make_ready()
        setup.say(f"The demo clinic is ready in {data_directory(dict(os.environ))}")
        return 0
    listener = serve.listen(args.host, args.port)
    address = serve.address(listener)
    os.environ.setdefault("HIPWISE_ORIGIN", address)
    _make_ready()
    setup.say(_welcome(address))
    return serve.serve(listener, worker=True, log=False)


def _make_ready() -> None:
    setup_static.gather(dict(os.environ), setup.say)
    setup.start_django()
    setup.bring_up_to_date(setup.say)

    from hipwise.apps.people.selectors import clinic
    from hipwise.kit.clock import now
    from hipwise.project.demo.load import load

    here = clinic()
    if here is None:
        load(now(), setup.say)
    elif not here.is_demo:
        raise Halt("A real clinic lives in this data; the demo needs its own: set HIPWISE_DATA to another place.")


def _welcome(address: str) -> str:
    some = {person.email: "" for person in cast.PATIENTS[:2]} | {person.email: person.work for person in cast.STAFF}
    width = max(map(len, some))
    words = {"": "patient", "front_desk": "front desk", "owner": "owner, who also edits the pages"}
    accounts = "\n".join(f"  {email:<{width}}  {words.get(work, work)}" for email, work in some.items())
    mail = data_directory(dict(os.environ)) / "mail"
    return f"""
The demo clinic is open at {address}
Everybody in it is made up. Sign in as one of them with the password {cast.PASSWORD}

{accounts}

Mail is not sent but kept in {mail}
Stop with Ctrl-C
"""
