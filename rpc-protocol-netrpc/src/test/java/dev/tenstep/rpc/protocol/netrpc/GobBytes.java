package dev.tenstep.rpc.protocol.netrpc;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Builds, in hexadecimal, what a client of net/rpc sends in gob. */
final class GobBytes {
    /** The definition of {@code Request} with the number 65, as Go's client sends it first. */
    static final String REQUEST =
            "2fff81030101075265717565737401ff82000102010d536572766963654d6574686f64010c0001035365710106000000";

    private final StringBuilder hex = new StringBuilder();

    static GobBytes begin() {
        return new GobBytes().hex(REQUEST);
    }

    GobBytes hex(String more) {
        hex.append(more.replace(" ", ""));
        return this;
    }

    /** Appends a message with its length. */
    GobBytes message(String body) {
        String bare = body.replace(" ", "");
        return hex(uint(bare.length() / 2)).hex(bare);
    }

    /** Appends the head of a request. */
    GobBytes head(String method, int seq) {
        String name = HexFormat.of().formatHex(method.getBytes(StandardCharsets.UTF_8));
        return message("ff82 01" + uint(method.length()) + name + (seq == 0 ? "" : "01" + uint(seq)) + "00");
    }

    /** Appends an int as a parameter. */
    GobBytes number(int value) {
        return message("04 00" + uint(2 * value));
    }

    /** Appends bytes as a parameter. */
    GobBytes bytes(int length) {
        return message("0a 00" + uint(length) + "07".repeat(length));
    }

    static String uint(int value) {
        if (value < 128) {
            return HexFormat.of().toHexDigits((byte) value);
        }
        int bytes = 4 - Integer.numberOfLeadingZeros(value) / 8;
        return HexFormat.of().toHexDigits((byte) -bytes)
                + HexFormat.of().toHexDigits(value).substring(8 - 2 * bytes);
    }

    @Override
    public String toString() {
        return hex.toString();
    }
}
