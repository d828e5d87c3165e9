package dev.tenstep.rpc.serialization.protobuf.json.generated;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tenstep.rpc.serialization.protobuf.MalformedMessageException;
import dev.tenstep.rpc.serialization.protobuf.json.value.NumberForm;
import dev.tenstep.rpc.serialization.protobuf.json.value.Tokens;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Unsigned integers of 32 and 64 bits, as numbers or strings. */
final class Unsigned {
    private Unsigned() {}

    static long read(JsonParser in, int bits) throws IOException {
        JsonToken token = in.currentToken();
        if (token == null || !(token.isNumeric() || token == JsonToken.VALUE_STRING)) {
            throw Tokens.unexpected(in, "a whole number");
        }
        return parse(in.getText(), bits);
    }

    static long parse(String text, int bits) throws MalformedMessageException {
        try {
            BigDecimal number = NumberForm.decimal(text);
            if (number.signum() >= 0
                    && number.precision() - number.scale() <= 20) { // so that 1e999999999 is not spelt out
                BigInteger whole = number.toBigIntegerExact();
                if (whole.bitLength() <= bits) {
                    return whole.longValue();
                }
            }
        } catch (ArithmeticException e) {
            // refused below
        }
        throw new MalformedMessageException(
                Tokens.shown(text) + " (expected: a whole number from 0 of " + bits + " bits)");
    }
}
