package dev.tenstep.rpc.call;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.contract.Texts;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values that travel with a call beside its message. Immutable; a key may occur more than once, in order. Keys
 * are lower-case ASCII letters, digits, {@code _}, {@code -} and {@code .}; the value of a key that ends in {@code
 * -bin} is bytes, any other is text.
 */
public final class Metadata {
    /** Metadata without any entry. */
    public static final Metadata EMPTY = new Metadata(List.of());

    private static final String BINARY_SUFFIX = "-bin";
    /** The last words of keys whose values are not shown: {@code proxy-authorization}, {@code set-cookie}, {@code x-api-key}. */
    private static final Set<String> SECRETS = Set.of(
            "authorization",
            "auth",
            "bearer",
            "cookie",
            "credential",
            "credentials",
            "jwt",
            "key",
            "apikey",
            "passphrase",
            "passwd",
            "password",
            "secret",
            "session",
            "signature",
            "token");

    private static final int MAX_KEY_LENGTH = 255;
    /** The bytes that the lengths of key and value take on the wire. */
    private static final int ENTRY_OVERHEAD = 3;

    private final List<Entry> entries;

    private Metadata(List<Entry> entries) {
        this.entries = entries;
    }

    /** A key and its value, which is text in UTF-8 unless the key ends in {@code -bin}. The array is not to be changed. */
    public record Entry(String key, byte[] value) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Entry entry && key.equals(entry.key) && Arrays.equals(value, entry.value);
        }

        @Override
        public int hashCode() {
            return 31 * key.hashCode() + Arrays.hashCode(value);
        }

        /** The value as text. */
        public String text() {
            return new String(value, StandardCharsets.UTF_8);
        }

        /** The key and its value, or the value's length if it may be a secret or is not text. */
        @Override
        public String toString() {
            boolean hidden = key.endsWith(BINARY_SUFFIX) || mayBeSecret(key);
            return key + "=" + (hidden ? value.length + " bytes" : text());
        }
    }

    /** Metadata with one key and a text. */
    public static Metadata of(String key, String value) {
        return EMPTY.with(key, value);
    }

    /** These entries and one more, a text. */
    public Metadata with(String key, String value) {
        requireNonNull(value, "value");
        if (requireNonNull(key, "key").endsWith(BINARY_SUFFIX)) {
            throw new IllegalArgumentException(
                    "metadata key " + key + ": a text (expected: bytes, since it ends in -bin)");
        }
        int half = Texts.halfPair(value);
        if (half >= 0) {
            throw new IllegalArgumentException("metadata key " + key + ": a text with " + Texts.foundHalf(value, half));
        }
        return add(key, value.getBytes(StandardCharsets.UTF_8));
    }

    /** These entries and one more, bytes. */
    public Metadata with(String key, byte[] value) {
        requireNonNull(value, "value");
        if (!requireNonNull(key, "key").endsWith(BINARY_SUFFIX)) {
            throw new IllegalArgumentException(
                    "metadata key " + key + ": bytes (expected: a text, or a key that ends in -bin)");
        }
        return add(key, value.clone());
    }

    /** These entries followed by the others. */
    public Metadata with(Metadata others) {
        if (entries.isEmpty() || others.entries.isEmpty()) {
            return entries.isEmpty() ? others : this;
        }
        List<Entry> all = new ArrayList<>(entries);
        all.addAll(others.entries);
        return new Metadata(List.copyOf(all));
    }

    /**
     * The entries that a kernel read from the wire. The list must not change afterwards.
     *
     * @throws IllegalArgumentException if a key is malformed, or a text is not in UTF-8
     */
    public static Metadata ofEntries(List<Entry> entries) {
        for (Entry entry : entries) {
            checkKey(entry.key());
            if (!entry.key().endsWith(BINARY_SUFFIX)) {
                checkText(entry);
            }
        }
        return entries.isEmpty() ? EMPTY : new Metadata(List.copyOf(entries));
    }

    private Metadata add(String key, byte[] value) {
        checkKey(key);
        List<Entry> all = new ArrayList<>(entries);
        all.add(new Entry(key, value));
        return new Metadata(List.copyOf(all));
    }

    /** Returns whether the last word of a key is one that names secrets. */
    private static boolean mayBeSecret(String key) {
        return SECRETS.contains(key.substring(
                Math.max(Math.max(key.lastIndexOf('-'), key.lastIndexOf('.')), key.lastIndexOf('_')) + 1));
    }

    private static void checkKey(String key) {
        boolean good = !key.isEmpty() && key.length() <= MAX_KEY_LENGTH;
        for (int i = 0; good && i < key.length(); i++) {
            char c = key.charAt(i);
            good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
        }
        if (!good) {
            throw new IllegalArgumentException(
                    "metadata key '" + key + "' (expected: 1 to 255 lower-case letters, digits, '_', '-' and '.')");
        }
    }

    private static void checkText(Entry entry) {
        int i = 0;
        while (i < entry.value().length && entry.value()[i] >= 0) {
            i++;
        }
        if (i == entry.value().length) {
            return;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(entry.value()));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "metadata key " + entry.key()
                            + ": a value that is not UTF-8 (expected: UTF-8, or a key that ends in -bin)",
                    e);
        }
    }

    /** All entries, in order. */
    public List<Entry> entries() {
        return entries;
    }

    /** Returns whether there are no entries. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The first text of a key, or null. */
    public @Nullable String text(String key) {
        byte[] value = bytes(key);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    /** The first value of a key as bytes, or null. */
    public byte @Nullable [] bytes(String key) {
        for (Entry entry : entries) {
            if (entry.key().equals(key)) {
                return entry.value().clone();
            }
        }
        return null;
    }

    /** The size that the metadata limit counts: the bytes of all keys and values, plus 3 for each entry. */
    public int size() {
        int size = 0;
        for (Entry entry : entries) {
            size += entry.key().length() + entry.value().length + ENTRY_OVERHEAD;
        }
        return size;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Metadata metadata && entries.equals(metadata.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    /** The entries as {@code [key=value]}, with the length in place of a value that may be a secret or is not text. */
    @Override
    public String toString() {
        return entries.toString();
    }
}
