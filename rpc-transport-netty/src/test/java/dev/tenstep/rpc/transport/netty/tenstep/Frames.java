package dev.tenstep.rpc.transport.netty.tenstep;

/**
 * Builds frames by docs/protocol.md alone, each field by its name: {@code Frames.request().method(0).call(8).build()}. Fields
 * that are not set are 0 or absent; a request has ten seconds. Nothing is checked, so that tests can build malformed frames.
 */
public final class Frames {
    private static final int REQUEST = 3;
    private static final int REPLY = 4;
    private static final int ERROR = 5;
    private static final int CHUNK = 6;
    private static final int CANCEL = 7;
    private static final int PING = 8;
    private static final int PONG = 9;
    private static final int GO_AWAY = 10;
    private static final int ITEM = 11;
    private static final int END = 12;
    private static final int CREDIT = 13;

    private static final int CHUNKED = 1;
    private static final int METADATA = 2;
    private static final int NOT_STARTED = 8;
    private static final int STREAM = 32;
    private static final int RESULTS = 64;
    private static final int COMPRESSED = 128;

    private final int type;
    private int flags;
    private int method;
    private int call;
    private long timeoutMillis = 10_000;
    private boolean chunked;
    private long total;
    private long messages;
    private long bytes;
    private int code;
    private int reason;
    private String text = "";
    private byte[] rest = {};

    private Frames(int type) {
        this.type = type;
    }

    public static Hello hello() {
        return new Hello();
    }

    public static Declare declare() {
        return new Declare();
    }

    public static Frames request() {
        return new Frames(REQUEST);
    }

    public static Frames reply() {
        return new Frames(REPLY);
    }

    public static Frames error() {
        return new Frames(ERROR);
    }

    public static Frames chunk() {
        return new Frames(CHUNK);
    }

    public static Frames cancel() {
        return new Frames(CANCEL);
    }

    public static byte[] ping(long payload) {
        return new Bytes().u64(payload).frame(PING);
    }

    public static byte[] pong(long payload) {
        return new Bytes().u64(payload).frame(PONG);
    }

    public static Frames goAway() {
        return new Frames(GO_AWAY);
    }

    public static Frames item() {
        return new Frames(ITEM);
    }

    public static Frames end() {
        return new Frames(END);
    }

    public static Frames credit() {
        return new Frames(CREDIT);
    }

    /** Sets flags in addition to those of named fields. */
    public Frames flags(int more) {
        flags |= more;
        return this;
    }

    /** Sets the number that the method was declared with. */
    public Frames method(int number) {
        method = number;
        return this;
    }

    /** Sets the call's id. */
    public Frames call(int id) {
        call = id;
        return this;
    }

    public Frames timeoutMillis(long millis) {
        timeoutMillis = millis;
        return this;
    }

    /** Marks a request with a stream as a parameter. */
    public Frames stream() {
        return flags(STREAM);
    }

    /** Marks a request for results that are a stream. */
    public Frames results() {
        return flags(RESULTS);
    }

    public Frames compressed() {
        return flags(COMPRESSED);
    }

    /** Marks the rest as beginning with a metadata block. */
    public Frames metadata() {
        return flags(METADATA);
    }

    public Frames notStarted() {
        return flags(NOT_STARTED);
    }

    /** Marks the message as the first part of one that has that many bytes. */
    public Frames chunkedOf(long totalBytes) {
        chunked = true;
        total = totalBytes;
        return flags(CHUNKED);
    }

    /** Sets the status code of an error. */
    public Frames code(int number) {
        code = number;
        return this;
    }

    /** Sets the reason of a go-away. */
    public Frames reason(int number) {
        reason = number;
        return this;
    }

    /** Sets the text of an error or a go-away. */
    public Frames text(String why) {
        text = why;
        return this;
    }

    /** Sets the messages that a credit grants. */
    public Frames messages(long count) {
        messages = count;
        return this;
    }

    /** Sets the bytes that a credit grants. */
    public Frames bytes(long count) {
        bytes = count;
        return this;
    }

    public Frames message(byte... value) {
        rest = value.clone();
        return this;
    }

    /** Sets the message to an element that is a number. */
    public Frames number(int value) {
        return message(Bytes.tiny(value));
    }

    /** Sets everything after the fixed fields, such as a metadata block with a message. */
    public Frames rest(byte... value) {
        return message(value);
    }

    public byte[] build() {
        return written().frame(type);
    }

    /** Returns the frame without its length and type, as {@link RawPeer.Frame#fields} has it. */
    public byte[] fields() {
        return written().array();
    }

    private Bytes written() {
        Bytes out = new Bytes();
        if (type != CHUNK && type != CANCEL) {
            out.u8(flags);
        }
        if (type == REQUEST) {
            out.u16(method);
        }
        if (type != GO_AWAY) {
            out.u32(call);
        }
        switch (type) {
            case REQUEST -> out.u32(timeoutMillis);
            case ERROR -> out.u8(code).text(text).u16(0);
            case CREDIT -> out.u32(messages).u32(bytes);
            case GO_AWAY -> out.u8(reason).text(text);
            default -> {}
        }
        if (chunked) {
            out.u32(total);
        }
        return out.raw(rest);
    }

    /** The hello of either peer, with limits that are rarely reached. */
    public static final class Hello {
        private boolean streams;
        private long maxMessage = 4 << 20;
        private long maxInFlight = 1024;

        private Hello() {}

        public Hello streams() {
            streams = true;
            return this;
        }

        public Hello maxMessage(long maxBytes) {
            maxMessage = maxBytes;
            return this;
        }

        public Hello maxInFlight(long calls) {
            maxInFlight = calls;
            return this;
        }

        public byte[] build() {
            return new Bytes()
                    .u8(1)
                    .u8(1)
                    .u32(streams ? 1 : 0)
                    .u32(maxMessage)
                    .u32(8192)
                    .u32(maxInFlight)
                    .frame(1);
        }
    }

    /** A client's declaration of a method, by default with the tiny serializer and no fingerprint. */
    public static final class Declare {
        private int number;
        private String service = "";
        private String method = "";
        private String serializer = "tiny";
        private byte[] fingerprint = {};

        private Declare() {}

        /** Sets the number that the method gets on the connection. */
        public Declare number(int id) {
            number = id;
            return this;
        }

        /** Sets the method's name, such as {@code Probe.next}. */
        public Declare method(String name) {
            int dot = name.indexOf('.');
            service = name.substring(0, dot);
            method = name.substring(dot + 1);
            return this;
        }

        public Declare serializer(String name) {
            serializer = name;
            return this;
        }

        public Declare fingerprint(byte... value) {
            fingerprint = value.clone();
            return this;
        }

        public byte[] build() {
            return new Bytes()
                    .u16(number)
                    .text(service)
                    .text(method)
                    .text(serializer)
                    .u16(fingerprint.length)
                    .raw(fingerprint)
                    .frame(2);
        }
    }
}
