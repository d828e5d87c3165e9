package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.NumberSerializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Refuses numbers that no reader would take, before their digits are computed: that takes time that grows with the square. */
final class BigNumber extends NumberSerializer {
    private static final long serialVersionUID = 1;

    /** 993 decimal digits; an exponent and signs fit beside them into 1,000 characters. */
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
