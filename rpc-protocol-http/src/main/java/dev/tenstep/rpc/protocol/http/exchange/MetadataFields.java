package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Metadata as fields of HTTP, as gRPC's {@code doc/PROTOCOL-HTTP2.md} and Connect's specification have it. The values of keys that end in {@code -bin} are
 * Base64. Others are printable ASCII, and a text that is more than that crosses under a key of its own, which peers other
 * than Tenstep ignore:
 *
 * <pre>
 *  tenstep-text-bin: Base64 of  key | 0 | the value in UTF-8
 * </pre>
 */
public final class MetadataFields {
    private static final String BINARY = "-bin";
    /** The user agent of Tenstep's clients, which is no metadata of the caller's. */
    public static final String USER_AGENT = "tenstep-java";

    private static final String TEXT = "tenstep-text-bin";

    private MetadataFields() {}

    /** Adds metadata to fields, except under names that are HTTP's or Tenstep's, or begin with the protocol's own prefix. */
    public static void write(Metadata metadata, String prefix, Fields.Builder fields) {
        for (Metadata.Entry entry : metadata.entries()) {
            if (reserved(entry.key(), prefix)) {
                continue;
            }
            if (entry.key().endsWith(BINARY)) {
                fields.add(entry.key(), base64(entry.value()));
            } else if (printable(entry.value())) {
                fields.add(entry.key(), new String(entry.value(), StandardCharsets.US_ASCII));
            } else {
                byte[] key = entry.key().getBytes(StandardCharsets.US_ASCII);
                byte[] both = new byte[key.length + 1 + entry.value().length];
                System.arraycopy(key, 0, both, 0, key.length);
                System.arraycopy(entry.value(), 0, both, key.length + 1, entry.value().length);
                fields.add(TEXT, base64(both));
            }
        }
    }

    /** Writes bytes, without padding. */
    public static String base64(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns whether a text crosses as it is: printable ASCII, without spaces at its ends, which HTTP drops. */
    private static boolean printable(byte[] text) {
        for (byte b : text) {
            if (b < ' ' || b > '~') {
                return false;
            }
        }
        return text.length == 0 || (text[0] != ' ' && text[text.length - 1] != ' ');
    }

    private static boolean reserved(String name, String prefix) {
        return switch (name) {
            case "te",
                    "content-type",
                    "content-length",
                    "content-encoding",
                    "accept-encoding",
                    "host",
                    "connection",
                    "transfer-encoding",
                    "upgrade" -> true;
            default -> name.startsWith(":") || name.startsWith(prefix) || name.startsWith("tenstep-");
        };
    }

    /**
     * Reads the metadata among fields.
     *
     * @param prefix of the names that are the protocol's own
     * @throws IllegalArgumentException if a value is malformed
     */
    public static Metadata read(Fields fields, String prefix) {
        List<Metadata.Entry> entries = new ArrayList<>();
        for (int i = 0; i < fields.count(); i++) {
            String name = fields.name(i);
            String value = fields.value(i);
            if (name.equals(TEXT)) {
                entries.add(text(bytes(name, value)));
            } else if (!reserved(name, prefix)
                    && key(name)
                    && !(name.equals("user-agent") && value.equals(USER_AGENT))) {
                read(name, value, entries);
            }
        }
        return entries.isEmpty() ? Metadata.EMPTY : Metadata.ofEntries(entries);
    }

    private static void read(String name, String value, List<Metadata.Entry> entries) {
        if (name.endsWith(BINARY)) {
            // Several values of one key may have been joined on the way.
            for (String each : value.split(",", -1)) {
                entries.add(new Metadata.Entry(name, bytes(name, each.strip())));
            }
            return;
        }
        byte[] text = value.getBytes(StandardCharsets.ISO_8859_1);
        if (isText(text)) {
            entries.add(new Metadata.Entry(name, text));
        }
    }

    /**
     * Returns whether a value is text. More than ASCII is against gRPC's grammar, but its implementations send what they
     * are given, and none may fail because of it: UTF-8 is accepted, and anything else is thrown away.
     */
    private static boolean isText(byte[] value) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Returns whether a name may be a key of metadata; HTTP allows more. */
    private static boolean key(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
            if (!good) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static Metadata.Entry text(byte[] both) {
        int end = 0;
        while (end < both.length && both[end] != 0) {
            end++;
        }
        if (end == both.length) {
            throw new IllegalArgumentException(TEXT + ": a value without a key");
        }
        String key = new String(both, 0, end, StandardCharsets.ISO_8859_1);
        byte[] value = new byte[both.length - end - 1];
        System.arraycopy(both, end + 1, value, 0, value.length);
        return new Metadata.Entry(key, value);
    }

    /**
     * Reads the bytes of the first field of that name, with padding or without; null if there is none.
     *
     * @throws IllegalArgumentException if they are not Base64
     */
    public static byte @Nullable [] bytes(Fields fields, String name) {
        String text = fields.first(name);
        return text == null ? null : bytes(name, text);
    }

    private static byte[] bytes(String name, String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("metadata key " + name + ": a value that is not Base64", e);
        }
    }
}
