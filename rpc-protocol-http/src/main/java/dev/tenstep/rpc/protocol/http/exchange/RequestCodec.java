package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Encoding;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.ReceivedReply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.compression.Compression;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.protocol.http.stream.CallCodec;
import dev.tenstep.rpc.protocol.http.stream.ClientExchange;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import dev.tenstep.rpc.protocol.http.stream.HttpStream;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.ConnectionOwner;
import dev.tenstep.rpc.transport.netty.connection.MessageCompression;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns a client's calls into requests, and reads what is said of them in the words of a protocol. The head of a method's
 * last call without metadata serves the next one with the same time limit. {@link #write} and {@link #keep} are for any
 * thread, the rest is for the event loop.
 */
public abstract class RequestCodec implements CallCodec {
    /** The time limit of calls that have none. */
    protected static final long NO_TIMEOUT = -1;

    /** The method of requests that have no body. */
    protected static final String QUERY = "GET";

    private static final String IDENTITY = "identity";

    private final ConnectionOwner owner;
    private final KernelSettings settings;
    private final Compression compression;
    private final String prefix;
    private final String accepted;
    private final ReceivedReply received = new ReceivedReply();
    private final ShortArrays arrays = new ShortArrays();
    /** The last fields without metadata, and those before: most responses have one head and one list of trailers. */
    private @Nullable Fields plain;

    private @Nullable Fields plainBefore;
    private @Nullable LastHead[] last = new LastHead[16];

    /** The head of a method's last call without metadata, and what it depends on. */
    private record LastHead(MethodBinding binding, long timeout, @Nullable Compressor by, boolean traced, Head head) {
        private boolean serves(MethodBinding another, long limit, @Nullable Compressor with, boolean times) {
            return binding.equals(another) && timeout == limit && by == with && traced == times;
        }
    }

    /**
     * Makes that of a connection.
     *
     * @param prefix of the names that are the protocol's own
     */
    protected RequestCodec(ConnectionOwner owner, String prefix) {
        this.owner = owner;
        this.settings = owner.settings();
        this.compression = owner.compression();
        this.prefix = prefix;
        StringBuilder names = new StringBuilder(IDENTITY);
        compression.names().forEach(name -> names.append(',').append(name));
        this.accepted = names.toString();
    }

    /** Makes the head of a request. */
    protected abstract Head newHead(
            MethodBinding binding, long timeout, @Nullable Compressor by, boolean traced, Metadata metadata);

    /** Rounds a time limit in nanoseconds, so that calls with the same one have the same head, as {@link #newHead} takes it. */
    protected abstract long rounded(long nanos);

    /**
     * Makes the head of a request that has its message with it, and no body; null if the message is to be the body.
     *
     * @param by the compressor that the message is compressed by; null for none
     * @param message lent for the call
     */
    protected @Nullable Head newQuery(Call call, long timeout, @Nullable Compressor by, MessageInput message) {
        return null;
    }

    /** The field of a head that names the encoding of its messages; {@code streams} if there may be several. */
    protected abstract String encodingField(boolean streams);

    /** Returns the failure of a call whose response is not the protocol's; null if it is. {@code last} if there is no body. */
    protected abstract @Nullable RpcException refusal(int status, Fields head, boolean last, MethodBinding binding);

    /**
     * Returns the failure that trailers carry; null if the call succeeded.
     *
     * @throws IllegalArgumentException if a field is malformed
     */
    protected abstract @Nullable RpcException failure(Fields trailers, MethodBinding binding);

    /**
     * Reads the metadata of a head or trailers.
     *
     * @param streams whether the call's; without streams, a protocol that has no trailers has them in the head
     */
    protected Metadata read(Fields fields, boolean streams) {
        return MetadataFields.read(fields, prefix);
    }

    /** Returns the path of a method, whose name is that in a {@code .proto}. */
    protected static String path(MethodContract method) {
        return '/' + method.service() + '/' + method.rpcName();
    }

    /** Rounds up to three digits, so that about equal time limits become equal. */
    public static long threeDigits(long number) {
        long power = 1;
        while (number / power >= 1000) {
            power *= 10;
        }
        return (number + power - 1) / power * power;
    }

    /** Adds what any protocol's requests say, which only Tenstep reads, unless messages describe themselves. */
    protected final void ownFields(MethodBinding binding, boolean describesItself, boolean traced, Fields.Builder to) {
        if (binding.fingerprint().length > 0 && !describesItself) {
            to.add(OwnFields.TYPES, MetadataFields.base64(binding.fingerprint()));
        }
        if (settings.maxMessage() != KernelSettings.DEFAULT.maxMessage()) {
            to.add(OwnFields.MESSAGE_LIMIT, String.valueOf(settings.maxMessage()));
        }
        if (traced) {
            to.add(OwnFields.WANTS_TIMES, "1");
        }
    }

    /** Reads outcomes from bodies; null if they are in trailers, and every message is in an envelope. */
    protected @Nullable BodyOutcomes bodies() {
        return null;
    }

    final ConnectionOwner owner() {
        return owner;
    }

    /** The limits of the client. */
    protected final KernelSettings settings() {
        return settings;
    }

    /** The names of the encodings that the client reads, with that of none, separated by commas. */
    protected final String accepted() {
        return accepted;
    }

    /** Returns what decompresses the messages of a response; null if none may be compressed. */
    final @Nullable Compressor encoding(Fields head, boolean streams) {
        String name = head.first(encodingField(streams));
        if (name == null || name.equals(IDENTITY)) {
            return null;
        }
        Compressor found = compressor(name);
        if (found == null) {
            throw new RpcException(
                    StatusCode.INTERNAL,
                    encodingField(streams) + ": " + name + " (expected: one that the client accepts)");
        }
        return found;
    }

    /** Returns the reply that is lent to one caller after another; event loop. */
    final ReceivedReply received() {
        return received;
    }

    /** Returns the copies of short messages; event loop. */
    final ShortArrays arrays() {
        return arrays;
    }

    /**
     * Reads the metadata of a response's head or trailers; event loop.
     *
     * @param streams whether the call's
     * @throws IllegalArgumentException if it is malformed or too large
     */
    protected final Metadata metadata(Fields fields, boolean streams) {
        if (fields == plain || fields == plainBefore) {
            return Metadata.EMPTY;
        }
        Metadata metadata = read(fields, streams);
        if (metadata.isEmpty()) {
            plainBefore = plain;
            plain = fields;
        }
        if (metadata.size() > settings.maxMetadata()) {
            throw new IllegalArgumentException(
                    "metadata: " + metadata.size() + " bytes (expected: at most " + settings.maxMetadata() + ")");
        }
        return metadata;
    }

    /** Returns the compressor of a call's messages; null for none. */
    final @Nullable Compressor compressor(Call call) {
        String asked = call.compression();
        return compressor(asked == null ? compression.chosen() : asked);
    }

    /** Returns the compressor of that name; null if there is none. */
    final @Nullable Compressor compressor(String name) {
        for (Compressor each : compression.known()) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        return null;
    }

    /** Returns the form of parameters that are a message of their own before the elements of a stream; null for others. */
    static @Nullable HeadOrItem head(Call call) {
        boolean beside = call.method().stream() != null
                && !call.method().parameters().fields().isEmpty();
        return beside ? HeadOrItem.of(call.binding().serializer()) : null;
    }

    /** Returns whether the elements of the call's stream are all that is sent. */
    private static boolean elementsAlone(Call call) {
        return call.method().stream() != null
                && call.method().parameters().fields().isEmpty();
    }

    @Override
    public final void write(Call call, MessageOutput out) {
        try {
            Encoding.checkMetadata(call.metadata(), settings.maxMetadata());
            if (elementsAlone(call)) {
                return;
            }
            HeadOrItem form = head(call);
            int headroom = MessageReader.PREFIX + (form == null ? 0 : form.prefix());
            out.limit(Integer.MAX_VALUE);
            out.reserve(headroom);
            out.position(headroom);
            out.limit((int) Math.min(Integer.MAX_VALUE, (long) headroom + settings.maxMessage()));
            call.writeArguments(out);
            out.checkLimit();
            if (form != null) {
                out.limit(Integer.MAX_VALUE);
                form.complete(out, MessageReader.PREFIX, true);
            }
            complete(call, out);
        } catch (Throwable e) {
            out.position(0);
            throw Encoding.unwritableParameters(call, e, settings.maxMessage());
        }
    }

    /** Compresses the message behind its prefix, if configured and shorter, and completes the prefix. */
    final void complete(Call call, MessageOutput out) throws IOException {
        Compressor by = compressor(call);
        int length = out.position() - MessageReader.PREFIX;
        boolean small = call.compression() == null && length < compression.threshold();
        boolean compressed = false;
        if (by != null && !small && length > 0) {
            int most = call.compression() != null && length < compression.threshold() ? Integer.MAX_VALUE : length;
            MessageOutput shorter = MessageCompression.compress(by, out.array(), MessageReader.PREFIX, length, 0, most);
            if (shorter != null) {
                out.limit(Integer.MAX_VALUE);
                out.position(MessageReader.PREFIX);
                out.write(shorter.array(), 0, shorter.position());
                compressed = true;
            }
        }
        MessageReader.putPrefix(out.array(), compressed, out.position() - MessageReader.PREFIX);
    }

    @Override
    public final void keep(Call call, byte[] body, int offset, int length) {
        if (call.method().stream() == null) {
            call.argumentsSent(message(call, body, offset, length));
        }
    }

    /** Returns a copy of the message in a body as its serializer wrote it; null if it cannot be decompressed. */
    private byte @Nullable [] message(Call call, byte[] body, int offset, int length) {
        int from = offset + MessageReader.PREFIX;
        if (body[offset] == 0) {
            return Arrays.copyOfRange(body, from, offset + length);
        }
        MessageInput input = new MessageInput();
        input.reset(body, from, length - MessageReader.PREFIX);
        Compressor by = compressor(call);
        try {
            MessageInput message = by == null ? input : MessageCompression.decompress(by, input, settings.maxMessage());
            return Arrays.copyOfRange(message.array(), message.position(), message.end());
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public final ClientExchange open(
            HttpStream stream, Call call, ReplyTo replyTo, Head head, byte[] body, int offset, int length) {
        if (!call.method().streams()) {
            UnaryExchange exchange = bodies() == null
                    ? new UnaryExchange(this, stream, call, replyTo)
                    : new BodyExchange(this, stream, call, replyTo);
            exchange.sent(body, offset, length);
            sendOne(stream, head, body, offset, length);
            return exchange;
        }
        stream.head(head);
        StreamingExchange exchange = new StreamingExchange(this, stream, call, replyTo);
        if (call.method().stream() == null) {
            stream.end(body, offset, length);
        } else if (length > 0) {
            stream.data(body, offset, length);
        }
        exchange.begin();
        return exchange;
    }

    private void sendOne(HttpStream stream, Head head, byte[] body, int offset, int length) {
        if (bodies() == null) {
            stream.head(head);
            stream.end(body, offset, length);
        } else if (QUERY.equals(head.pseudo(":method"))) {
            stream.end(head);
        } else {
            stream.head(head);
            stream.end(body, offset + MessageReader.PREFIX, length - MessageReader.PREFIX);
        }
    }

    @Override
    public final Head head(Call call, long now, byte[] body, int offset, int length) {
        MethodBinding binding = call.binding();
        long timeout = call.deadlineNanos() == 0 ? NO_TIMEOUT : rounded(call.deadlineNanos() - now);
        Compressor by = compressor(call);
        if (bodies() != null && !call.method().streams()) {
            by = body[offset] == 0 ? null : by;
            MessageInput message = new MessageInput();
            message.reset(body, offset + MessageReader.PREFIX, length - MessageReader.PREFIX);
            Head query = newQuery(call, timeout, by, message);
            if (query != null) {
                return query;
            }
        }
        if (!call.metadata().isEmpty()) {
            return newHead(binding, timeout, by, call.traced(), call.metadata());
        }
        if (binding.id() >= last.length) {
            last = Arrays.copyOf(last, Math.max(2 * last.length, binding.id() + 1));
        }
        LastHead before = last[binding.id()];
        if (before != null && before.serves(binding, timeout, by, call.traced())) {
            return before.head;
        }
        Head head = newHead(binding, timeout, by, call.traced(), Metadata.EMPTY).asLasting();
        last[binding.id()] = new LastHead(binding, timeout, by, call.traced(), head);
        return head;
    }
}
