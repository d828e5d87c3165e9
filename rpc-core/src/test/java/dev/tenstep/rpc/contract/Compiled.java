package dev.tenstep.rpc.contract;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

/** Classes compiled by a test, without {@code -parameters}, as a user's may be. */
final class Compiled {
    private Compiled() {}

    /** Compiles one file and loads the class of that name out of it. */
    static Class<?> load(Path folder, String className, String source) throws IOException, ClassNotFoundException {
        Path file = folder.resolve(className.replace('.', '/') + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
        String classPath = RpcService.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        int code = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-d", folder.toString(), "-cp", classPath, file.toString());
        if (code != 0) {
            throw new IOException("javac ended with " + code + " (expected: 0) on " + className);
        }
        URL[] where = {folder.toUri().toURL()};
        return Class.forName(className, false, new URLClassLoader(where, Compiled.class.getClassLoader()));
    }
}
