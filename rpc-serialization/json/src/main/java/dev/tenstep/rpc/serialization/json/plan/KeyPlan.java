package dev.tenstep.rpc.serialization.json.plan;

import dev.tenstep.rpc.contract.ScalarModel;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The planned way of writing and reading the keys of maps. */
interface KeyPlan {
    /** The most characters that a name may have. */
    int MOST_CHARS = 1_000;

    /** Returns the name of a key. */
    String text(Object key) throws IOException;

    /** Parses a name. */
    Object parse(String name) throws IOException;

    /** Returns the plan of a scalar; null if its keys are Jackson's. */
    static @Nullable KeyPlan of(ScalarModel.Kind kind) {
        return switch (kind) {
            case STRING -> new Text();
            case INT -> new Digits(Integer::valueOf);
            case LONG -> new Digits(Long::valueOf);
            default -> null;
        };
    }

    /** A string is its own name. */
    record Text() implements KeyPlan {
        @Override
        public String text(Object key) throws IOException {
            String text = (String) key;
            if (text.length() > MOST_CHARS) {
                throw new NotAsPlanned();
            }
            return text;
        }

        @Override
        public Object parse(String name) {
            return name;
        }
    }

    /** A number's name is its digits, and nothing else is planned. */
    record Digits(Function<String, Object> parser) implements KeyPlan {
        @Override
        public String text(Object key) {
            return key.toString();
        }

        @Override
        public Object parse(String name) throws IOException {
            Object key = parser.apply(name);
            if (!key.toString().equals(name)) {
                throw new NotAsPlanned();
            }
            return key;
        }
    }
}
