package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.protocol.http.stream.Answered;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.ForwardingStream;
import dev.tenstep.rpc.protocol.http.stream.Head;
import dev.tenstep.rpc.protocol.http.stream.HttpStream;
import dev.tenstep.rpc.protocol.http.stream.Request;
import dev.tenstep.rpc.protocol.http.stream.Route;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets the pages of some origins call the server from a browser (the CORS protocol of WHATWG's Fetch, section 3.2). To others
 * it says nothing, and browsers refuse them. Without origins it is off. Event loop only.
 */
final class Cors {
    private static final String ANY = "*";
    private static final byte[] NOTHING = {};
    /** The longest that some browser keeps what a preflight has said: Chromium, 2 h. */
    private static final String MAX_AGE_SECONDS = "7200";

    private static final List<String> STATUS = List.of("grpc-status", "grpc-message", "grpc-status-details-bin");

    /** The fields that allow each origin. */
    private final Map<String, Fields> origins;
    /** The last head, which most answers of a connection have, and the fields that it got. */
    private @Nullable Head last;

    private @Nullable Fields lastAllowed;
    private @Nullable Head lastExposed;

    /** Makes that of a connection, with the origins that may call, or {@code *} for all. */
    Cors(List<String> origins) {
        Map<String, Fields> all = new HashMap<>();
        origins.forEach(origin -> all.put(origin, Fields.of("access-control-allow-origin", origin, "vary", "origin")));
        if (origins.contains(ANY)) {
            all.put(ANY, Fields.of("access-control-allow-origin", ANY));
        }
        this.origins = all;
    }

    /** Returns the fields that allow the origin of a request; null if it has none, or another. */
    private @Nullable Fields allowed(Request request) {
        String origin = request.fields().first("origin");
        if (origin == null) {
            return null;
        }
        Fields any = origins.get(ANY);
        return any == null ? origins.get(origin) : any;
    }

    /** Returns the answer to a browser that asks what it may send; null if that is not what the request is. */
    @Nullable
    Route preflight(Request request) {
        Fields asked = request.fields();
        if (origins.isEmpty()
                || !request.method().equals("OPTIONS")
                || asked.first("origin") == null
                || asked.first("access-control-request-method") == null) {
            return null;
        }
        Fields allowed = allowed(request);
        if (allowed == null) {
            return Answered.with(
                    403,
                    "origin: " + asked.first("origin") + " (expected: one of rpc.server.http.origins)",
                    "vary",
                    "origin");
        }
        Fields.Builder fields = new Fields.Builder().add(allowed).add("access-control-allow-methods", "GET, POST");
        String names = asked.first("access-control-request-headers");
        if (names != null) {
            fields.add("access-control-allow-headers", names);
        }
        fields.add("access-control-max-age", MAX_AGE_SECONDS);
        return Answered.with(Head.response(204, fields.build()), NOTHING);
    }

    /** Returns the same way for a request, whose answer its origin may read if it is allowed to. */
    Route allow(Request request, Route route) {
        Fields allowed = allowed(request);
        return allowed == null ? route : stream -> route.open(new Exposing(stream, allowed));
    }

    private Head expose(Head head, Fields allowed) {
        Head known = lastExposed;
        if (known == null || head != last || allowed != lastAllowed) {
            Fields.Builder more = new Fields.Builder().add(allowed);
            known = head.with(more.add("access-control-expose-headers", names(head.fields()))
                    .build());
            last = head;
            lastAllowed = allowed;
            lastExposed = known;
        }
        return known;
    }

    private static String names(Fields fields) {
        Set<String> names = new LinkedHashSet<>(STATUS);
        for (int i = 0; i < fields.count(); i++) {
            names.add(fields.name(i));
        }
        return String.join(",", names);
    }

    /** A stream whose head says that its origin may read the answer. */
    private final class Exposing extends ForwardingStream {
        private final Fields allowed;

        Exposing(HttpStream to, Fields allowed) {
            super(to);
            this.allowed = allowed;
        }

        @Override
        public void head(Head head) {
            super.head(expose(head, allowed));
        }

        @Override
        public void end(Head head) {
            super.end(head.status() == 0 ? head : expose(head, allowed));
        }
    }
}
