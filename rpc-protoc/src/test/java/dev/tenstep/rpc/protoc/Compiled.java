package dev.tenstep.rpc.protoc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.contract.ServiceContract;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Generated code, compiled: the messages as they are, and then the interfaces with every warning an error. */
final class Compiled implements AutoCloseable {
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    private final Path classes;
    private final URLClassLoader loader;

    private Compiled(Path classes) throws IOException {
        this.classes = classes;
        this.loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, Compiled.class.getClassLoader());
    }

    /** Generates both styles and compiles them without the names of parameters, which the compiler need not keep. */
    static Compiled of(Protoc protoc, Path folder) throws Exception {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        compile(files(protoc.messages()), classes, "-nowarn");
        List<Path> interfaces = new ArrayList<>();
        for (Map.Entry<String, String> file : protoc.generated("").entrySet()) {
            Path path = folder.resolve("interfaces").resolve(file.getKey());
            Files.createDirectories(path.getParent());
            interfaces.add(Files.writeString(path, file.getValue()));
        }
        compile(interfaces, classes, "-Xlint:all", "-Xdoclint:all,-missing", "-Werror");
        return new Compiled(classes);
    }

    /** The contract of an interface, checked as a stub and a server check it. */
    ServiceContract contract(String className) throws ClassNotFoundException {
        return ServiceContract.of(loader.loadClass(className));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void compile(List<Path> sources, Path classes, String... flags) throws IOException {
        List<String> options = new ArrayList<>(List.of(
                "--release",
                "17",
                "-proc:none",
                "-d",
                classes.toString(),
                "-classpath",
                classes + File.pathSeparator + System.getProperty("java.class.path")));
        options.addAll(List.of(flags));
        StringWriter said = new StringWriter();
        List<String> faults = new ArrayList<>();
        try (StandardJavaFileManager files =
                COMPILER.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            COMPILER.getTask(
                            said,
                            files,
                            fault -> faults.add(fault.toString()),
                            options,
                            null,
                            files.getJavaFileObjectsFromPaths(sources))
                    .call();
        }
        faults.removeIf(fault -> fault.startsWith("Note:"));
        assertThat(faults).as(said.toString()).isEmpty();
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }

    @Override
    public String toString() {
        return "compiled to " + classes;
    }
}
