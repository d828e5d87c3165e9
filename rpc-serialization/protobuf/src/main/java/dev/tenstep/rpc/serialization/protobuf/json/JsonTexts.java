package dev.tenstep.rpc.serialization.protobuf.json;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.protobuf.Utf8;
import dev.tenstep.rpc.serialization.protobuf.json.value.Depth;
import dev.tenstep.rpc.serialization.protobuf.json.value.MessageParser;
import java.io.IOException;

/** Jackson's reader and writer of JSON text, without its data binding. Used by many threads. */
final class JsonTexts {
    /** An array or an object between two messages each, and what is skipped. */
    private static final int NESTED = 2 * Depth.MOST + 50;

    private static final int NAME_BYTES = 200_000;
    private static final int NUMBER_CHARS = 1_000;

    private final JsonFactory factory = new Factory(new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(NESTED)
                    .maxNameLength(NAME_BYTES)
                    .maxNumberLength(NUMBER_CHARS)
                    .maxStringLength(Integer.MAX_VALUE) // the message's size bounds it
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // keys of maps are names
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .recyclerPool(new BufferPool())
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM));

    /** Makes parsers that know the message as a whole. */
    private static final class Factory extends JsonFactory {
        private static final long serialVersionUID = 1;

        Factory(JsonFactoryBuilder settings) {
            super(settings);
        }

        @Override
        protected JsonParser _createParser(byte[] message, int start, int length, IOContext context) {
            ByteQuadsCanonicalizer symbols = _byteSymbolCanonicalizer.makeChild(_factoryFeatures);
            return new MessageParser(context, _parserFeatures, symbols, message, start, start + length);
        }
    }

    /** Returns a generator that hands over in bulk, and leaves the stream open. */
    JsonGenerator generator(MessageOutput out) throws IOException {
        return factory.createGenerator(out, JsonEncoding.UTF8);
    }

    /** Returns a parser over the message, whose bytes are UTF-8: Jackson takes overlong forms and encoded surrogates. */
    JsonParser parser(MessageInput in) throws IOException {
        Utf8.check(in.array(), in.position(), in.end());
        return factory.createParser(in.array(), in.position(), in.remaining());
    }
}
