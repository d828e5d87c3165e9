package dev.tenstep.rpc.testkit;

import dev.tenstep.rpc.call.PerformsStep;
import dev.tenstep.rpc.call.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Finds the methods that perform steps. */
final class StepMethods {
    private StepMethods() {}

    /** Returns the methods marked {@link PerformsStep} in the package of that class and in the packages below it. */
    static List<Method> inPackageOf(Class<?> type) {
        List<Method> found = new ArrayList<>();
        for (String name : classNames(type)) {
            try {
                Class<?> candidate = Class.forName(name, false, type.getClassLoader());
                Arrays.stream(candidate.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(PerformsStep.class))
                        .forEach(found::add);
            } catch (ClassNotFoundException e) {
                throw new AssertionError(name + " lies in its package and cannot be loaded", e);
            }
        }
        return found;
    }

    static Step step(Method method) {
        PerformsStep mark = method.getAnnotation(PerformsStep.class);
        if (mark == null) {
            throw new IllegalArgumentException(method + " (expected: a method that performs a step)");
        }
        return mark.value();
    }

    private static List<String> classNames(Class<?> type) {
        try {
            URI place = type.getProtectionDomain().getCodeSource().getLocation().toURI();
            if (Files.isDirectory(Path.of(place))) {
                return classNames(Path.of(place), type.getPackageName());
            }
            try (FileSystem jar = FileSystems.newFileSystem(Path.of(place))) {
                return classNames(jar.getPath("/"), type.getPackageName());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new AssertionError("the place of " + type + " is not a URI", e);
        }
    }

    private static List<String> classNames(Path root, String packageName) throws IOException {
        Path folder = root.resolve(packageName.replace('.', '/'));
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> folder.relativize(file).toString().replace('/', '.'))
                    .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
                    .map(name -> packageName + '.' + name.substring(0, name.length() - ".class".length()))
                    .sorted()
                    .toList();
        }
    }
}
