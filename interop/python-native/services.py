"""The examples' services Users, Ticker and Uploads for both serializers, written from docs/messages.md."""

import base64
import json

from protobuf import Message, data, number, packed
from tenstep import Method

ROLES = ["READER", "WRITER", "OWNER"]


def to_json(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def from_json(message):
    return json.loads(message.decode("utf-8"))


def by_json():
    not_found = {"UserNotFoundException": from_json}
    return {
        "find": Method("Users", "find", "json", to_json, from_json, exceptions=not_found),
        "list": Method("Users", "list", "json", to_json, from_json),
        "create": Method("Users", "create", "json", to_json, from_json),
        "watch": Method("Ticker", "watch", "json", to_json, from_json, results=True),
        "upload": Method("Uploads", "upload", "json", to_json, from_json, element=json_chunk),
    }


def json_chunk(piece):
    return to_json({"bytes": base64.b64encode(piece).decode("ascii")})


def user(message):
    """message User { int64 id = 1; optional string name = 2; optional string email = 3; repeated Role roles = 4;
    google.protobuf.Timestamp created = 5; }"""
    created = message.message(5)
    return {
        "id": message.number(1),
        "name": message.text(2),
        "email": message.text(3),
        "roles": [ROLES[each - 1] for each in message.numbers(4)],
        "created": created.number(1) + created.number(2) / 1e9,
    }


def page(message):
    """message PageOfUser { int32 number = 1; int32 pages = 2; repeated User items = 3; }"""
    fields = Message(message)
    return {"number": fields.number(1), "pages": fields.number(2), "items": [user(each) for each in fields.messages(3)]}


def new_user(parameters):
    """message UsersCreateRequest { NewUser user = 1; }; a bean's properties are numbered in the order of its fields:
    message NewUser { optional string name = 1; optional string email = 2; repeated Role roles = 3; }"""
    fields = parameters["user"]
    roles = [1 + ROLES.index(each) for each in fields.get("roles", [])]
    return data(1, data(1, fields.get("name")) + data(2, fields.get("email")) + packed(3, roles))


def not_found(message):
    """An exception is a message of its constructor's parameters: { optional string message = 1; int64 id = 2; }"""
    fields = Message(message)
    return {"message": fields.text(1), "id": fields.number(2)}


def tick(message):
    """message Tick { optional string symbol = 1; int32 number = 2; google.type.Decimal price = 3; }"""
    fields = Message(message)
    return {"symbol": fields.text(1), "number": fields.number(2), "price": fields.message(3).text(1)}


def receipt(message):
    """message Receipt { optional string name = 1; int64 bytes = 2; optional string sha256 = 3; }"""
    fields = Message(message)
    return {"name": fields.text(1), "bytes": fields.number(2), "sha256": fields.text(3)}


def by_protobuf():
    return {
        "find": Method(
            "Users",
            "find",
            "protobuf",
            lambda given: number(1, given["id"]),
            lambda message: user(Message(message)),
            exceptions={"UserNotFoundException": not_found},
        ),
        "list": Method("Users", "list", "protobuf", lambda given: number(1, given["page"]), page),
        "create": Method("Users", "create", "protobuf", new_user, lambda message: user(Message(message))),
        "watch": Method(
            "Ticker",
            "watch",
            "protobuf",
            lambda given: data(1, given["symbol"]) + number(2, given["count"]),
            tick,
            results=True,
        ),
        "upload": Method(
            "Uploads",
            "upload",
            "protobuf",
            lambda given: data(1, given["name"]),
            receipt,
            element=lambda piece: data(1, piece),
        ),
    }
