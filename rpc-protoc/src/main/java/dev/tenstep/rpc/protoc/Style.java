package dev.tenstep.rpc.protoc;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

/** The way in which an interface's methods give and take messages. */
enum Style {
    /** A result is returned, and a stream is a {@code java.util.stream.Stream}. */
    BLOCKING(""),
    /** A result is a {@code CompletionStage}, and a stream is a {@code Flow.Publisher}. */
    ASYNC("Async");

    private final String suffix;

    Style(String suffix) {
        this.suffix = suffix;
    }

    /** The end of the interfaces' names. */
    String suffix() {
        return suffix;
    }

    /** The type of a sole result. */
    TypeName result(ClassName message) {
        return this == BLOCKING ? message : of(CompletionStage.class, message);
    }

    /** The type of a stream. */
    TypeName stream(ClassName message) {
        return of(this == BLOCKING ? Stream.class : Flow.Publisher.class, message);
    }

    private static TypeName of(Class<?> type, ClassName argument) {
        return ParameterizedTypeName.get(ClassName.get(type), argument);
    }
}
