"""Exchanges the samples of Tenstep's testkit, in messages that are generated from the .proto of their service.

Both modes have a file with the samples as Java sees them, in proto3's JSON. Every message is compared with its JSON.

    samples.py serve FILE: serves each method as an echo of its parameter
    samples.py call FILE ADDRESS: makes each sample from its JSON, and calls the service with it
"""
import json
import sys
from concurrent import futures

import grpc
import services_pb2 as messages
import status_pb2
from google.protobuf import json_format, symbol_database
from google.protobuf.descriptor import FieldDescriptor

NULL = b"\xf8\xe1\x09\x01"  # a field that no schema has: it tells a null reply from an empty one
METHODS = messages.DESCRIPTOR.services_by_name["samples"].methods_by_name
NOT_FOUND = messages.NotFound(message="no user 7", id=7, tried=["a", "b"])
DETAILS = "grpc-status-details-bin"


def message_class(descriptor):
    return symbol_database.Default().GetPrototype(descriptor)


def number(text):
    """Returns the number that JSON has. The shortest text of the largest float, which Java prints, is too large for 3.21."""
    return 3.4028234663852886e38 if text == "3.4028235E38" else float(text)


def parse(value, descriptor):
    """Returns the message that JSON stands for; null is a message with the field for it."""
    if value is None:
        return message_class(descriptor).FromString(NULL)
    return json_format.ParseDict(value, message_class(descriptor)())


def compare(found, expected):
    """Tells two messages apart by all of their fields, and a 0 from a negative one."""
    if found.SerializeToString(deterministic=True) != expected.SerializeToString(deterministic=True):
        raise ValueError(f"found: {str(found)[:1000]!r} (expected: {str(expected)[:1000]!r})")


def echo(method, request):
    """Returns a reply with the value of a request: the value is the reply itself, or its result."""
    field = request.DESCRIPTOR.fields_by_name["value"]
    reply = message_class(method.output_type)()
    if method.output_type.name == f"samples{method.name}Response":
        copy(field, request.value, reply, "result", field.has_presence and not request.HasField("value"))
    elif request.HasField("value"):
        reply.CopyFrom(request.value)
    else:
        reply.MergeFromString(NULL)
    return reply


def copy(field, value, target, name, absent):
    if absent:
        return
    result = getattr(target, name)
    if field.message_type and field.message_type.GetOptions().map_entry:
        for key in value:  # merging the maps of two types ends the process
            if hasattr(value[key], "CopyFrom"):
                result[key].CopyFrom(value[key])
            else:
                result[key] = value[key]
    elif field.label == FieldDescriptor.LABEL_REPEATED:
        result.extend(value)
    elif field.type == FieldDescriptor.TYPE_MESSAGE:
        result.CopyFrom(value)
    else:
        setattr(target, name, value)


def answer(samples, method, request, context):
    """Serves a call of a sample, whose number is in the metadata."""
    if method.name == "Fails":
        status = status_pb2.Status(code=grpc.StatusCode.NOT_FOUND.value[0], message=NOT_FOUND.message)
        status.details.add().Pack(NOT_FOUND)
        context.set_trailing_metadata(((DETAILS, status.SerializeToString()),))
        context.abort(grpc.StatusCode.NOT_FOUND, status.message)
    if method.name == "Nothing":
        return message_class(method.output_type)()
    expected = samples[int(dict(context.invocation_metadata())["sample"])]
    try:
        compare(request, parse(expected["request"], method.input_type))
        return echo(method, request)
    except ValueError as error:
        context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(error))


def handler(samples, method):
    return grpc.unary_unary_rpc_method_handler(
        lambda request, context: answer(samples, method, request, context),
        message_class(method.input_type).FromString,
        message_class(method.output_type).SerializeToString,
    )


def serve(samples):
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=2))
    handlers = {name: handler(samples, method) for name, method in METHODS.items()}
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("samples", handlers),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(f"listening on 127.0.0.1:{port}", flush=True)
    server.wait_for_termination()


def call(samples, address):
    with grpc.insecure_channel(address) as channel:

        def invoke(name, request, **options):
            method = METHODS[name]
            reply = message_class(method.output_type).FromString
            return channel.unary_unary(f"/samples/{name}", message_class(method.input_type).SerializeToString, reply)(
                request, timeout=10, **options
            )

        for number, sample in enumerate(samples):
            method = METHODS[sample["method"]]
            try:
                request = parse(sample["request"], method.input_type)
                reply = invoke(method.name, request, metadata=(("sample", str(number)),))
                compare(reply, parse(sample["reply"], method.output_type))
            except (grpc.RpcError, ValueError, json_format.Error) as error:
                sys.exit(f"{method.name}, sample {number}: {error}")
        try:
            invoke("Fails", messages.samplesFailsRequest())
        except grpc.RpcError as error:
            status = status_pb2.Status.FromString(dict(error.trailing_metadata())[DETAILS])
            found = messages.NotFound()
            status.details[0].Unpack(found)
            compare(found, NOT_FOUND)
    print(f"all as expected: {len(samples)} samples")


def main(mode, file, *arguments):
    with open(file, encoding="utf-8") as lines:
        samples = [json.loads(line, parse_float=number) for line in lines]
    {"serve": serve, "call": call}[mode](samples, *arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])
