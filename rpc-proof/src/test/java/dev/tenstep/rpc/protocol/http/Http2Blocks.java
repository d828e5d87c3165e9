package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Header blocks that an input names by their number: requests to each method, responses, and trailers. */
final class Http2Blocks {
    /** The methods of the service, after each of which a request is named. */
    static final List<String> METHODS = List.of("Next", "Length", "Text", "Refuse", "Sum", "Count", "Echo", "Hold");

    private static final String TYPE = "application/grpc";
    /** A status whose details are {@code Refusal} with its text and number. */
    private static final String REFUSAL = "CAIaLAobdHlwZS5nb29nbGVhcGlzLmNvbS9SZWZ1c2FsEg0KCW5vdCB0b2RheRAH";

    private static final Map<String, byte[]> ALL = all();
    private static final List<String> NAMES = List.copyOf(ALL.keySet());

    private Http2Blocks() {}

    private static Map<String, byte[]> all() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        METHODS.forEach(method -> all.put(method, request(method, TYPE)));
        all.put("tiny", request("Next", TYPE + "+tiny"));
        all.put("gzip-text", request("Text", TYPE, "grpc-encoding", "gzip", "grpc-accept-encoding", "gzip"));
        all.put("gzip-sum", request("Sum", TYPE, "grpc-encoding", "gzip"));
        all.put("gzip-echo", request("Echo", TYPE, "grpc-encoding", "gzip"));
        all.put("timeout", request("Next", TYPE, "grpc-timeout", "1S", "tenstep-times", "1"));
        all.put("metadata", request("Next", TYPE, "k", "v", "k-bin", "AAEC", "tenstep-text-bin", "awDDpA"));
        all.put("length", request("Next", TYPE, "content-length", "7"));
        all.put("unknown-method", request("Nothing", TYPE));
        all.put("unknown-encoding", request("Next", TYPE, "grpc-encoding", "br"));
        all.put("unknown-serializer", request("Next", TYPE + "+xml"));
        all.put("not-grpc-request", request("Next", "text/plain"));
        all.put("bad-timeout", request("Next", TYPE, "grpc-timeout", "99999999999n"));
        all.put("bad-base64", request("Next", TYPE, "k-bin", "*"));
        all.put(
                "get",
                Head.request("GET", "http", "localhost", "/", Fields.NONE).hpack());
        all.put("response", response(200, "content-type", TYPE));
        all.put("gzip-response", response(200, "content-type", TYPE, "grpc-encoding", "gzip", "k", "v"));
        all.put("informational", response(103, "link", "x"));
        all.put("bad-gateway", response(502, "content-type", "text/html"));
        all.put("unavailable", response(200, "content-type", TYPE, "grpc-status", "14", "grpc-message", "not%20now"));
        all.put("end", trailers("grpc-status", "0"));
        all.put("end-metadata", trailers("grpc-status", "0", "k-bin", "AAEC", "t", "x"));
        all.put("end-failed", trailers("grpc-status", "9", "grpc-message", "no", "tenstep-details-bin", "AQ"));
        all.put("end-declared", trailers("grpc-status", "2", "tenstep-declared-bin", "UmVmdXNhbAAKCW5vdCB0b2RheRAH"));
        all.put("end-status", trailers("grpc-status", "2", "grpc-status-details-bin", REFUSAL));
        all.put("end-unknown", trailers("grpc-status", "99", "grpc-message", "%zz%"));
        all.put("end-nothing", trailers());
        return all;
    }

    private static byte[] request(String method, String type, String... more) {
        Fields fields = new Fields.Builder()
                .add("content-type", type)
                .add("te", "trailers")
                .add(Fields.of(more))
                .build();
        return Head.request("POST", "http", "localhost", "/Golden/" + method, fields)
                .hpack();
    }

    private static byte[] response(int status, String... fields) {
        return Head.response(status, Fields.of(fields)).hpack();
    }

    private static byte[] trailers(String... fields) {
        return Head.trailers(Fields.of(fields)).hpack();
    }

    /** Returns the block of a number, from 0; those beyond the last begin again. */
    static byte[] block(int number) {
        return ALL.get(NAMES.get(number % NAMES.size()));
    }

    /** Returns the number of a block by its name. */
    static int number(String name) {
        int number = NAMES.indexOf(name);
        if (number < 0) {
            throw new IllegalArgumentException("block: " + name + " (expected one of: " + NAMES + ")");
        }
        return number;
    }
}
