package dev.tenstep.rpc.cli.schema;

import dev.tenstep.rpc.config.NearestNames;
import dev.tenstep.rpc.contract.ContractException;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.ServiceContract;
import io.github.classgraph.AnnotationInfo;
import io.github.classgraph.ClassGraph;
import io.github.classgraph.ClassInfo;
import io.github.classgraph.ScanResult;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The annotated interfaces of a class path. They are found in the class files, without loading them; those that are asked for
 * are loaded, but not initialised, by a class loader below the thread's own, which finds this program, and in a build that runs it
 * the build's dependencies.
 *
 * <pre>{@code
 * try (ClassPath classPath = ClassPath.open("target/classes:lib/*")) {
 *     classPath.contracts(List.of("Users")).forEach(each -> out.println(each.name()));
 * }
 * }</pre>
 */
public final class ClassPath implements AutoCloseable {
    private final URLClassLoader loader;
    private final String shown;
    /** The services' names by the names of their interfaces. */
    private final Map<String, String> found = new TreeMap<>();

    private ClassPath(URLClassLoader loader, String shown) {
        this.loader = loader;
        this.shown = shown;
        ClassGraph scan = new ClassGraph()
                .enableAnnotationInfo()
                .ignoreClassVisibility()
                .overrideClassLoaders(loader)
                .ignoreParentClassLoaders();
        try (ScanResult result = scan.scan()) {
            for (ClassInfo each : result.getClassesWithAnnotation(RpcService.class.getName())) {
                if (each.isInterface() && !each.isAnnotation()) {
                    found.put(each.getName(), serviceName(each));
                }
            }
        }
    }

    /**
     * Opens a class path.
     *
     * @param classPath as java's -cp has it: jars, folders, and {@code folder/*} for the jars in a folder
     * @throws UnreadableSchemaException if an entry does not exist
     */
    public static ClassPath open(String classPath) {
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            if (!entry.isEmpty()) {
                files(entry).forEach(each -> urls.add(url(each)));
            }
        }
        if (urls.isEmpty()) {
            throw new UnreadableSchemaException(
                    "the class path '" + classPath + "' has no entries (expected: folders of classes and jars)");
        }
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader parent = context == null ? ClassPath.class.getClassLoader() : context;
        URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), parent);
        return new ClassPath(loader, classPath);
    }

    /** Returns the names of all annotated interfaces, sorted, nested ones with a $. */
    public List<String> names() {
        return List.copyOf(found.keySet());
    }

    /**
     * Loads interfaces.
     *
     * @param names of interfaces, with or without their packages, or of services; all that there are if empty
     * @throws UnreadableSchemaException if there is none of a name, several, or one cannot be loaded
     */
    public List<Class<?>> services(Collection<String> names) {
        if (found.isEmpty()) {
            throw new UnreadableSchemaException(shown + " has no interface marked @RpcService (expected: one or more)");
        }
        Collection<String> wanted = names.isEmpty()
                ? found.keySet()
                : names.stream().map(this::find).distinct().toList();
        return wanted.stream().<Class<?>>map(this::load).toList();
    }

    /**
     * Loads interfaces and parses them.
     *
     * @param names as above
     * @throws UnreadableSchemaException as above, or if an interface cannot be served or called
     */
    public List<ServiceContract> contracts(Collection<String> names) {
        return services(names).stream().map(ClassPath::contract).toList();
    }

    private static ServiceContract contract(Class<?> service) {
        try {
            return ServiceContract.of(service);
        } catch (ContractException e) {
            throw new UnreadableSchemaException(service.getName() + ": " + e.getMessage(), e);
        } catch (LinkageError | TypeNotPresentException e) {
            throw new UnreadableSchemaException(missing(service.getName(), e), e);
        }
    }

    private String find(String name) {
        List<String> fitting = found.keySet().stream()
                .filter(each -> names(each).contains(name))
                .toList();
        if (fitting.size() > 1) {
            throw new UnreadableSchemaException(
                    name + " is " + String.join(" and ", fitting) + " (expected: the whole name of one of them)");
        }
        if (!fitting.isEmpty()) {
            return fitting.get(0);
        }
        Set<String> known = new TreeSet<>();
        for (String each : found.keySet()) {
            known.add(name.contains(".") ? each : simpleName(each));
        }
        throw new UnreadableSchemaException(shown + " has no interface " + name + " marked @RpcService (expected: "
                + String.join(", ", NearestNames.of(name, known)) + ", or another of the " + found.size()
                + " that there are)");
    }

    private Set<String> names(String interfaceName) {
        return Stream.of(
                        interfaceName,
                        interfaceName.replace('$', '.'),
                        simpleName(interfaceName),
                        found.get(interfaceName))
                .collect(Collectors.toSet());
    }

    private static String simpleName(String interfaceName) {
        return interfaceName.substring(Math.max(interfaceName.lastIndexOf('.'), interfaceName.lastIndexOf('$')) + 1);
    }

    private static String serviceName(ClassInfo found) {
        AnnotationInfo annotation = found.getAnnotationInfo(RpcService.class.getName());
        Object given = annotation.getParameterValues().getValue("value");
        return given instanceof String name && !name.isEmpty()
                ? name
                : found.getName().replace('$', '.');
    }

    private Class<?> load(String name) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new UnreadableSchemaException(missing(name, e), e);
        }
    }

    private static String missing(String name, Throwable e) {
        boolean absent = e instanceof NoClassDefFoundError || e instanceof TypeNotPresentException;
        return name + " cannot be loaded: "
                + (absent
                        ? "the class path lacks a class that it needs: " + e.getMessage()
                        : e.getClass().getSimpleName() + ": " + e.getMessage());
    }

    private static List<Path> files(String entry) {
        if (!entry.equals("*") && !entry.endsWith("/*") && !entry.endsWith(File.separator + "*")) {
            Path file = Path.of(entry);
            if (!Files.exists(file)) {
                throw new UnreadableSchemaException(entry + " does not exist (expected: a folder of classes or a jar)");
            }
            return List.of(file);
        }
        Path folder = Path.of(entry.substring(0, entry.length() - 1));
        try (Stream<Path> all = Files.list(folder.toString().isEmpty() ? Path.of(".") : folder)) {
            return all.filter(each -> each.toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new UnreadableSchemaException(entry + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes the jars. Classes that were loaded can be used up to here. */
    @Override
    public void close() {
        try {
            loader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
