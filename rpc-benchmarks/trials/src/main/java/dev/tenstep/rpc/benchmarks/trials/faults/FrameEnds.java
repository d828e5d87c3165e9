package dev.tenstep.rpc.benchmarks.trials.faults;

/**
 * Finds the ends of frames of one type in one direction of a connection: eight bytes of preface, then frames, each a
 * length of four bytes and so many bytes, of which the first is the type. One thread.
 */
final class FrameEnds {
    private static final int PREFACE = 8;
    private static final int LENGTH = 4;

    private final int type;
    private long preface = PREFACE;
    private int lengthBytes;
    private int length;
    private int left;
    private boolean wanted;

    /** Looks for frames of that type. */
    FrameEnds(int type) {
        this.type = type;
    }

    /** Takes the next bytes. Returns the position after the first frame of the type that ends among them, or -1. */
    int take(byte[] bytes, int count) {
        int found = -1;
        for (int i = 0; i < count; i++) {
            if (ends(bytes[i] & 0xff) && found < 0) {
                found = i + 1;
            }
        }
        return found;
    }

    private boolean ends(int next) {
        if (preface > 0) {
            preface--;
        } else if (lengthBytes < LENGTH) {
            length = length << Byte.SIZE | next;
            lengthBytes++;
            left = length;
        } else {
            wanted = left == length ? next == type : wanted;
            left--;
            if (left == 0) {
                lengthBytes = 0;
                length = 0;
                return wanted;
            }
        }
        return false;
    }
}
