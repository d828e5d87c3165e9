package dev.tenstep.rpc.examples;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * The Java in a page of Markdown, as one class. Type declarations become members of it, and everything else the body
 * of its {@code run()}, in order, so that a snippet may use the results of earlier ones. If a line declares a
 * variable and ends in {@code // VALUE}, the run fails unless the variable has that value.
 */
final class Snippets {
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern DECLARATION =
            Pattern.compile("^(@|(public |final |sealed )*(class|interface|record|enum) )[\\s\\S]*");
    private static final Pattern CLASS = Pattern.compile("(?m)^(public |final )*class ");
    private static final Pattern EXPECTED = Pattern.compile("(?m)^(\\w+ (\\w+) = .*;) // (.+)$");
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
    /** One for all pages, which has this test's class path and opens its jars once. */
    private static final StandardJavaFileManager FILES = COMPILER.getStandardFileManager(null, Locale.ROOT, null);

    private static final String IMPORTS =
            """
            import dev.tenstep.rpc.*;
            import dev.tenstep.rpc.call.*;
            import dev.tenstep.rpc.cluster.*;
            import dev.tenstep.rpc.config.*;
            import dev.tenstep.rpc.contract.*;
            import dev.tenstep.rpc.kernel.*;
            import dev.tenstep.rpc.filter.*;
            import dev.tenstep.rpc.serialization.*;
            import dev.tenstep.rpc.server.Page;
            import dev.tenstep.rpc.serialization.protobuf.ProtoFiles;
            import dev.tenstep.rpc.services.health.*;
            import dev.tenstep.rpc.services.reflection.*;
            import dev.tenstep.rpc.testkit.*;
            import java.net.URI;
            import java.net.http.*;
            import java.nio.file.Path;
            import java.security.Principal;
            import java.time.Duration;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.concurrent.atomic.*;
            import java.util.stream.Stream;
            import org.junit.jupiter.api.Test;
            import reactor.core.publisher.Flux;
            import reactor.core.publisher.Mono;
            import static org.assertj.core.api.Assertions.*;
            """;

    private final StringBuilder types = new StringBuilder();
    private final StringBuilder body = new StringBuilder();

    private Snippets() {}

    static Snippets of(String markdown) {
        Snippets snippets = new Snippets();
        Matcher blocks = BLOCK.matcher(markdown);
        while (blocks.find()) {
            snippets.add(blocks.group(1).strip());
        }
        return snippets;
    }

    boolean isEmpty() {
        return types.isEmpty() && body.isEmpty();
    }

    /** Adds a block paragraph by paragraph; a blank line inside braces does not end one. */
    private void add(String block) {
        StringBuilder paragraph = new StringBuilder();
        for (String line : (block + "\n\n").split("\n", -1)) {
            paragraph.append(line).append('\n');
            if (line.isBlank() && count(paragraph, '{') == count(paragraph, '}')) {
                String text = paragraph.toString().strip();
                if (DECLARATION.matcher(text).matches()) {
                    types.append(CLASS.matcher(text).replaceFirst("static $0")).append("\n\n");
                } else {
                    body.append(EXPECTED.matcher(text).replaceAll("$1 expect($2, \"$3\");"))
                            .append("\n");
                }
                paragraph.setLength(0);
            }
        }
    }

    private static long count(CharSequence text, char c) {
        return text.chars().filter(each -> each == c).count();
    }

    /** Returns the source of the class {@code Snippet}. */
    String source() {
        return IMPORTS
                + "public class Snippet {\n"
                + types
                + "static void expect(Object value, String text) {\n"
                + "if (!String.valueOf(value).equals(text)) throw new AssertionError(value + \" is not \" + text);\n}\n"
                + "public static void run() throws Exception {\n" + body + "}\n}\n";
    }

    /** Compiles the class against this test's class path and returns the errors, if any. */
    List<String> compile(Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("Snippet.java"), source());
        List<String> faults = new ArrayList<>();
        FILES.setLocation(StandardLocation.CLASS_OUTPUT, List.of(folder.toFile()));
        COMPILER.getTask(
                        new StringWriter(),
                        FILES,
                        fault -> faults.add(fault.toString()),
                        List.of("-parameters", "-proc:none", "-nowarn"),
                        null,
                        FILES.getJavaFileObjects(file))
                .call();
        faults.removeIf(fault -> !fault.contains("error:"));
        return faults;
    }

    /** Runs the compiled class, and the tests in it. */
    static void run(Path folder) throws Exception {
        URL[] path = {folder.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(path, Snippets.class.getClassLoader())) {
            Class<?> snippet = loader.loadClass("Snippet");
            snippet.getMethod("run").invoke(null);
            for (Class<?> type : snippet.getDeclaredClasses()) {
                for (Method test : type.getDeclaredMethods()) {
                    if (test.isAnnotationPresent(Test.class)) {
                        Constructor<?> constructor = type.getDeclaredConstructor();
                        constructor.setAccessible(true);
                        test.setAccessible(true);
                        test.invoke(constructor.newInstance());
                    }
                }
            }
        }
    }
}
