package dev.tenstep.rpc.protocol.netrpc.gob;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;

/** Jackson's reader and writer of JSON, with limits. Used by many threads. */
public final class JsonTexts {
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(GobInput.DEEPEST)
                    .maxStringLength(Integer.MAX_VALUE) // the message's size bounds it
                    .build())
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(GobInput.DEEPEST)
                    .build())
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // a peer chooses them
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .build();

    private JsonTexts() {}

    /** Returns a parser over a part of an array. */
    public static JsonParser parser(byte[] array, int offset, int length) throws IOException {
        return FACTORY.createParser(array, offset, length);
    }

    /** Returns a generator that hands over in bulk when it is closed. */
    public static JsonGenerator generator(MessageOutput out) throws IOException {
        return FACTORY.createGenerator(out, JsonEncoding.UTF8);
    }
}
