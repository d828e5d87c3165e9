package dev.tenstep.rpc.protocol.http.h2;

import dev.tenstep.rpc.protocol.http.stream.ErrorCode;

/** Checks the settings of a peer (RFC 9113, section 6.5). */
final class SettingsFrame {
    private static final int SETTING = 6;
    private static final int MOST_SETTINGS = 64;
    private static final int MOST_FRAME = 0xffffff;

    /** Takes settings that are in range. */
    interface Taker {
        void setting(int id, long value);
    }

    private SettingsFrame() {}

    /** Reads the payload of a frame. */
    static void read(boolean ack, byte[] array, int from, int end, Taker taker) {
        int length = end - from;
        if (ack ? length != 0 : length % SETTING != 0) {
            throw ConnectionError.of(ErrorCode.FRAME_SIZE_ERROR, "settings: " + length + " bytes");
        }
        if (length > MOST_SETTINGS * SETTING) {
            throw ConnectionError.of(
                    ErrorCode.ENHANCE_YOUR_CALM,
                    "settings: " + length / SETTING + " in one frame (expected: at most " + MOST_SETTINGS + ")");
        }
        for (int at = from; at < end; at += SETTING) {
            int id = Frames.u16(array, at);
            long value = Frames.i32(array, at + 2) & 0xffffffffL;
            check(id, value);
            taker.setting(id, value);
        }
    }

    private static void check(int id, long value) {
        if (id == Frames.INITIAL_WINDOW_SIZE && value > Integer.MAX_VALUE) {
            throw ConnectionError.of(
                    ErrorCode.FLOW_CONTROL_ERROR, "initial window: " + value + " (expected: below 2^31)");
        }
        if (id == Frames.MAX_FRAME_SIZE && (value < Frames.MAX_PAYLOAD || value > MOST_FRAME)) {
            throw ConnectionError.of(
                    ErrorCode.PROTOCOL_ERROR, "maximum frame size: " + value + " (expected: 16384..16777215)");
        }
        if (id == Frames.ENABLE_PUSH && value > 1) {
            throw ConnectionError.of(ErrorCode.PROTOCOL_ERROR, "enable push: " + value + " (expected: 0 or 1)");
        }
    }
}
