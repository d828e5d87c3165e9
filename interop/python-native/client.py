#!/usr/bin/env python3
"""Calls the services of the rpc-examples server, and prints each result as a line of JSON.

    python3 client.py find 1
    python3 client.py --serializer protobuf create Shen --role WRITER
    python3 client.py watch TEN 5
    python3 client.py upload README.md
"""

import argparse
import json
import os
import sys

from services import by_json, by_protobuf
from tenstep import Connection, RpcError

PIECE = 64 << 10


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", default="127.0.0.1:9090", help="HOST:PORT (default: %(default)s)")
    parser.add_argument("--serializer", choices=["json", "protobuf"], default="json")
    parser.add_argument("--timeout", type=float, default=10, help="seconds that a call may take (default: %(default)s)")
    parser.add_argument("--gzip", action="store_true", help="compress the parameters, which asks for compressed results")
    parser.add_argument("--metadata", action="append", default=[], metavar="KEY=TEXT")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("find").add_argument("id", type=int)
    commands.add_parser("list").add_argument("page", type=int)
    create = commands.add_parser("create")
    create.add_argument("name")
    create.add_argument("--email")
    create.add_argument("--role", action="append", default=[])
    watch = commands.add_parser("watch")
    watch.add_argument("symbol")
    watch.add_argument("count", type=int)
    commands.add_parser("upload").add_argument("file")
    return parser.parse_args()


def parameters(given):
    """Returns the parameters by name, and the elements of the stream if there is one."""
    if given.command == "find":
        return {"id": given.id}, None
    if given.command == "list":
        return {"page": given.page}, None
    if given.command == "watch":
        return {"symbol": given.symbol, "count": given.count}, None
    if given.command == "upload":
        return {"name": os.path.basename(given.file)}, pieces(given.file)
    return {"user": {"name": given.name, "email": given.email, "roles": given.role}}, None


def pieces(path):
    with open(path, "rb") as source:
        while True:
            piece = source.read(PIECE)
            if not piece:
                return
            yield piece


def main():
    given = arguments()
    method = (by_json() if given.serializer == "json" else by_protobuf())[given.command]
    host, _, port = given.target.rpartition(":")
    metadata = [tuple(each.split("=", 1)) for each in given.metadata]
    values, stream = parameters(given)
    try:
        with Connection(host, int(port)) as connection:
            call = connection.call(
                method, values, timeout=given.timeout, metadata=metadata, stream=stream, compress=given.gzip
            )
            for value in call if method.results else [call.result()]:
                print(json.dumps(value), flush=True)
    except RpcError as e:
        if e.declared:
            print(json.dumps({"exception": e.declared[0], **e.declared[1]}))
        else:
            print(f"{e.code}: {e.text}", file=sys.stderr)
        return 1
    except OSError as e:
        print(f"cannot connect to {given.target}: {e}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
