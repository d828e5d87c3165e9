package dev.tenstep.rpc.protocol.http.connect;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.protocol.http.exchange.BodyOutcomes;
import dev.tenstep.rpc.protocol.http.exchange.MetadataFields;
import dev.tenstep.rpc.protocol.http.exchange.RequestCodec;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.transport.netty.ConnectionOwner;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Turns a client's calls into Connect's requests (connectrpc.com/docs/protocol). */
public final class ConnectCodec extends RequestCodec {
    private static final int OK = 200;
    /** The longest time limit that ten digits say, in milliseconds. */
    private static final long MOST_MILLIS = 9_999_999_999L;

    private final String scheme;
    private final String authority;
    private final boolean queries;
    private final String accepted;
    private final BodyOutcomes outcomes;
    /** The content type of the last call's response. */
    private ConnectForm form = new ConnectForm(false, "");

    private String contentType = "";

    /**
     * Makes that of a connection.
     *
     * @param authority its name and port, as the server is to see it
     * @param queries whether methods without side effects are called by GET
     * @param maxOutcome the most bytes of a failure, or the end of a stream
     */
    public ConnectCodec(
            ConnectionOwner owner, String authority, boolean queries, ProtobufBindings bindings, int maxOutcome) {
        super(owner, ConnectRouter.PREFIX);
        this.scheme = owner.encrypted() ? "https" : "http";
        this.authority = authority;
        this.queries = queries;
        this.accepted = String.join(",", owner.compression().names());
        this.outcomes = new ConnectOutcomes(this::metadata, bindings, maxOutcome);
    }

    @Override
    protected BodyOutcomes bodies() {
        return outcomes;
    }

    private String contentType(MethodBinding binding) {
        boolean streams = binding.method().streams();
        if (form.streaming() != streams || !form.serializer().equals(binding.serializer())) {
            form = new ConnectForm(streams, binding.serializer());
            contentType = form.contentType();
        }
        return contentType;
    }

    @Override
    protected Head newHead(
            MethodBinding binding, long timeout, @Nullable Compressor by, boolean traced, Metadata metadata) {
        boolean streams = binding.method().streams();
        Fields.Builder fields = new Fields.Builder();
        fields.add("content-type", contentType(binding));
        fields.add("connect-protocol-version", "1");
        if (by != null) {
            fields.add(encodingField(streams), by.name());
        }
        fields(binding, timeout, traced, metadata, fields);
        return Head.request("POST", scheme, authority, path(binding.method()), fields.build());
    }

    /** Adds the fields that any request has. */
    private void fields(MethodBinding binding, long timeout, boolean traced, Metadata metadata, Fields.Builder to) {
        if (!accepted.isEmpty()) {
            to.add(binding.method().streams() ? "connect-accept-encoding" : "accept-encoding", accepted);
        }
        if (metadata.text("user-agent") == null) {
            to.add("user-agent", MetadataFields.USER_AGENT);
        }
        ownFields(binding, ConnectForm.describesItself(binding.serializer()), traced, to);
        if (timeout != NO_TIMEOUT) {
            to.add("connect-timeout-ms", String.valueOf(timeout));
        }
        MetadataFields.write(metadata, ConnectRouter.PREFIX, to);
    }

    @Override
    protected @Nullable Head newQuery(Call call, long timeout, @Nullable Compressor by, MessageInput message) {
        if (!queries || !call.method().sideEffectFree()) {
            return null;
        }
        MethodBinding binding = call.binding();
        String query = Query.write(binding.serializer(), message, by == null ? null : by.name());
        String path = path(binding.method()) + '?' + query;
        if (path.length() > Query.MOST) {
            return null;
        }
        Fields.Builder fields = new Fields.Builder();
        fields(binding, timeout, call.traced(), call.metadata(), fields);
        return Head.request(QUERY, scheme, authority, path, fields.build());
    }

    @Override
    protected long rounded(long nanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos - 1) + 1;
        return Math.min(threeDigits(Math.max(1, millis)), MOST_MILLIS);
    }

    @Override
    protected String encodingField(boolean streams) {
        return streams ? "connect-content-encoding" : "content-encoding";
    }

    @Override
    protected @Nullable RpcException refusal(int status, Fields head, boolean last, MethodBinding binding) {
        if (status != OK) {
            return ConnectOutcomes.unexplained(status, head, binding);
        }
        String type = head.first("content-type");
        String expected = contentType(binding);
        if (type != null && (type.equals(expected) || form.equals(ConnectForm.of(type, Set.of(form.serializer()))))) {
            return null;
        }
        boolean connect = type != null && ConnectForm.speaks(type, form.streaming());
        return new RpcException(
                connect ? StatusCode.INTERNAL : StatusCode.UNKNOWN,
                "the response has content-type " + type + " (expected: " + expected + ")");
    }

    @Override
    protected @Nullable RpcException failure(Fields trailers, MethodBinding binding) {
        throw new IllegalStateException("trailers have no outcome in Connect");
    }

    /** Reads metadata without what is HTTP's; without streams, that of the trailers is among the head's. */
    @Override
    protected Metadata read(Fields fields, boolean streams) {
        Fields.Builder own = new Fields.Builder();
        for (int i = 0; i < fields.count(); i++) {
            String name = fields.name(i);
            if (!streams && name.startsWith(UnaryAnswers.TRAILER)) {
                own.add(name.substring(UnaryAnswers.TRAILER.length()), fields.value(i));
            } else if (!isOfHttp(name)) {
                own.add(name, fields.value(i));
            }
        }
        return super.read(own.build(), streams);
    }

    private static boolean isOfHttp(String name) {
        return switch (name) {
            case "date", "vary", "keep-alive", "accept-post", "allow" -> true;
            default -> false;
        };
    }
}
