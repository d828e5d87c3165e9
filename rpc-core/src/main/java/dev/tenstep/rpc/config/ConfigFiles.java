package dev.tenstep.rpc.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads {@code .properties} files in UTF-8. */
final class ConfigFiles {
    private static final String ON_CLASS_PATH = "rpc.properties";

    private ConfigFiles() {}

    /** The file that {@code -Drpc.config} names. */
    static ConfigSource file(String path) {
        try (InputStream in = Files.newInputStream(Path.of(path))) {
            return read(Path.of(path).toAbsolutePath().toString(), in);
        } catch (IOException | InvalidPathException e) {
            throw new ConfigException(
                    "rpc.config=" + path + " in the system properties: " + reason(e) + " (expected: a readable file)",
                    e);
        }
    }

    /**
     * The file on the class path, or null if there is none. The library's own loader looks for it as well: which loader is
     * given may depend on the thread.
     */
    static @Nullable ConfigSource onClassPath(ClassLoader loader) {
        Map<String, URL> found = new LinkedHashMap<>();
        try {
            for (ClassLoader each : Loaders.of(ConfigFiles.class, loader)) {
                Collections.list(each.getResources(ON_CLASS_PATH)).forEach(url -> found.put(url.toString(), url));
            }
            if (found.size() > 1) {
                throw new ConfigException(found.size() + " files " + ON_CLASS_PATH + " on the class path: "
                        + String.join(" and ", found.keySet()) + " (expected: one)");
            }
            return found.isEmpty() ? null : read(found.values().iterator().next());
        } catch (IOException e) {
            throw new ConfigException(
                    ON_CLASS_PATH + " on the class path " + found.keySet() + ": " + reason(e)
                            + " (expected: a readable file)",
                    e);
        }
    }

    private static ConfigSource read(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false); // or a jar that is replaced later would be read from a stale handle
        try (InputStream in = connection.getInputStream()) {
            return read(url.toString(), in);
        }
    }

    private static ConfigSource read(String where, InputStream in) throws IOException {
        Once properties = new Once();
        try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder())) {
            properties.load(reader);
        } catch (CharacterCodingException e) {
            throw new ConfigException(where + ": bytes that are not UTF-8 (expected: a properties file in UTF-8)", e);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    where + ": a bad escape (expected: \\uXXXX with four hexadecimal digits, and \\\\ for a backslash)",
                    e);
        }
        if (!properties.twice.isEmpty()) {
            throw new ConfigException(String.join(", ", properties.twice) + " twice in " + where + " (expected: once)");
        }
        Map<String, String> values = new TreeMap<>();
        properties
                .stringPropertyNames()
                .forEach(name -> values.put(name, properties.getProperty(name).strip()));
        return new ConfigSource(where, false, values);
    }

    /** Properties that detect a duplicate key, of which the last would win. */
    private static final class Once extends Properties {
        private static final long serialVersionUID = 1;

        private final TreeSet<String> twice = new TreeSet<>();

        @Override
        public synchronized @Nullable Object put(Object key, Object value) {
            Object before = super.put(key, value);
            if (before != null) {
                twice.add(key.toString());
            }
            return before;
        }
    }

    private static String reason(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        return e instanceof AccessDeniedException ? "not readable" : String.valueOf(e.getMessage());
    }
}
