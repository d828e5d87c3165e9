package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.NumberSerializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Refuses numbers that no reader would accept before computing their digits, which takes time that grows with their
 * square.
 */
final class BigNumber extends NumberSerializer {
    private static final long serialVersionUID = 1;

    /** The bits of 993 decimal digits; with them an exponent and signs fit into 1,000 characters. */
    private static final int MAX_BITS = 3_300;

    BigNumber(Class<? extends Number> type) {
        super(type);
    }

    @Override
    public void serialize(Number value, JsonGenerator generator, SerializerProvider writing) throws IOException {
        BigInteger digits = value instanceof BigDecimal decimal ? decimal.unscaledValue() : (BigInteger) value;
        if (digits.bitLength() > MAX_BITS) {
            String text = "number of " + digits.bitLength() + " bits (expected: up to " + MAX_BITS + ")";
            throw JsonMappingException.from(generator, text);
        }
        super.serialize(value, generator, writing);
    }
}
