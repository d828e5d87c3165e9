package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.contract.Wire;
import java.io.IOException;

/**
 * A primitive in one of protobuf's encodings, as the bits of {@link Primitive}.
 *
 * @param form {@link #PLAIN} and so on; an int and not an enum, since a switch over an enum goes through an array that
 *     HotSpot does not take for constant
 */
record NumberCodec(Primitive primitive, int form) {
    static final int PLAIN = 0;
    static final int ZIGZAG = 1;
    static final int FIXED_32 = 2;
    static final int FIXED_64 = 3;

    static NumberCodec of(Primitive primitive, Wire.Encoding encoding) {
        return new NumberCodec(
                primitive,
                switch (primitive) {
                    case BOOLEAN -> PLAIN;
                    case FLOAT -> FIXED_32;
                    case DOUBLE -> FIXED_64;
                    default ->
                        switch (encoding) {
                            case VARINT -> PLAIN;
                            case SINT -> ZIGZAG;
                            case FIXED -> primitive == Primitive.LONG ? FIXED_64 : FIXED_32;
                        };
                });
    }

    int wireType() {
        return switch (form) {
            case FIXED_32 -> WireInput.FIXED32;
            case FIXED_64 -> WireInput.FIXED64;
            default -> WireInput.VARINT;
        };
    }

    /** Writes the number into room that is already there: ten bytes. */
    int write(long bits, byte[] a, int p) {
        return switch (form) {
            case PLAIN -> WireOutput.varint(a, p, bits);
            case ZIGZAG -> WireOutput.varint(a, p, bits << 1 ^ bits >> 63);
            case FIXED_32 -> WireOutput.fixed32(a, p, (int) bits);
            default -> WireOutput.fixed64(a, p, bits);
        };
    }

    /** Reads the number between two positions. */
    long read(byte[] a, int start, int end) throws IOException {
        return primitive.narrow(
                switch (form) {
                    case PLAIN -> WireInput.varint(a, start, end);
                    case ZIGZAG -> WireInput.zigzag(a, start, end);
                    case FIXED_32 -> WireInput.fixed32(a, start);
                    default -> WireInput.fixed64(a, start);
                });
    }

    /** Returns the number of bytes that every packed number takes, or 0 if they differ. */
    int width() {
        return form == FIXED_32 ? 4 : form == FIXED_64 ? 8 : 0;
    }
}
