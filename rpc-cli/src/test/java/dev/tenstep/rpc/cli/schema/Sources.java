package dev.tenstep.rpc.cli.schema;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Java sources that tests compile. */
public final class Sources {
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|enum|record)\\s+(\\w+)");

    private Sources() {}

    /** Compiles sources, each with one outer type, into a folder. */
    public static void compile(Path folder, String... sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter out = new StringWriter();
        List<String> options = List.of("-d", folder.toString(), "-parameters", "-proc:none");
        List<Source> units = Stream.of(sources).map(Source::of).toList();
        if (!compiler.getTask(out, null, null, options, null, units).call()) {
            throw new IllegalArgumentException(out.toString());
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        static Source of(String text) {
            Matcher name = TYPE.matcher(text);
            if (!name.find()) {
                throw new IllegalArgumentException(text);
            }
            return new Source(name.group(1), text);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
