package dev.tenstep.rpc.cli.proto;

import dev.tenstep.rpc.cli.schema.ClassPath;
import dev.tenstep.rpc.cli.schema.Sources;
import dev.tenstep.rpc.serialization.protobuf.ProtoFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A row of the table of changes.
 *
 * @param contract the file that is changed
 * @param breaks the levels at which the change breaks peers
 * @param buf the levels at which buf finds so
 * @param replaced texts and those in their places, in turn
 */
record Mutation(String name, String contract, Set<Level> breaks, Set<Level> buf, List<String> replaced) {
    private static final Path FOLDER = Path.of("src", "test", "resources", "mutations");

    /** Reads the table. */
    static List<Mutation> all() throws IOException {
        List<Mutation> all = new ArrayList<>();
        for (String row : Files.readString(FOLDER.resolve("table.txt")).split("(?m)^= ")) {
            if (!row.startsWith("#")) {
                all.add(of(row.lines().toList()));
            }
        }
        return all;
    }

    private static Mutation of(List<String> lines) {
        List<String> words = Arrays.asList(lines.get(1).split(" "));
        int buf = words.contains("BUF") ? words.indexOf("BUF") : words.size();
        Set<Level> breaks = levels(words.subList(2, buf));
        Set<Level> bufs = buf < words.size() ? levels(words.subList(buf + 1, words.size())) : breaks;
        List<String> replaced = new ArrayList<>();
        char last = '+';
        for (String line : lines.subList(2, lines.size())) {
            if (!line.isEmpty()) {
                char kind = line.charAt(0);
                if (kind != last) {
                    replaced.add("");
                    last = kind;
                }
                int end = replaced.size() - 1;
                replaced.set(end, replaced.get(end) + line.substring(1) + "\n");
            }
        }
        return new Mutation(lines.get(0), lines.get(0).isEmpty() ? "" : words.get(0), breaks, bufs, replaced);
    }

    private static Set<Level> levels(List<String> names) {
        Set<Level> levels = EnumSet.noneOf(Level.class);
        names.forEach(each -> levels.add(Level.valueOf(each)));
        return levels;
    }

    String before() throws IOException {
        return Files.readString(FOLDER.resolve(contract));
    }

    String after() throws IOException {
        String text = before();
        for (int i = 0; i < replaced.size(); i += 2) {
            String old = replaced.get(i);
            if (text.indexOf(old) < 0 || text.indexOf(old) != text.lastIndexOf(old)) {
                throw new IllegalStateException(name + ": not once in " + contract + ": " + old);
            }
            text = text.replace(old, replaced.get(i + 1));
        }
        if (text.equals(before())) {
            throw new IllegalStateException(name + " changes nothing");
        }
        return text;
    }

    boolean java() {
        return contract.endsWith(".java");
    }

    /** Compiles a text of the contract, if it is Java. */
    static Path compiled(String text, Path folder) throws IOException {
        Files.createDirectories(folder);
        Sources.compile(folder, text);
        return folder;
    }

    /** Writes a text of the contract as .proto files. */
    Path written(String text, Path folder) throws IOException {
        if (!java()) {
            ProtoFolder.write(folder.resolve("acme.proto"), text);
            return folder;
        }
        try (ClassPath classes = ClassPath.open(compiled(text, folder.resolveSibling(folder.getFileName() + "-classes"))
                .toString())) {
            Map<String, String> files =
                    ProtoFiles.of(classes.services(List.of()).toArray(Class<?>[]::new));
            for (Map.Entry<String, String> file : files.entrySet()) {
                ProtoFolder.write(folder.resolve(file.getKey()), file.getValue());
            }
        }
        return folder;
    }

    @Override
    public String toString() {
        return name;
    }
}
