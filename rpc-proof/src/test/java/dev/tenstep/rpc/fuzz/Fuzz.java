package dev.tenstep.rpc.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Fuzzes one target with Jazzer for some time: {@code Fuzz TARGET SECONDS FOLDER}. Inputs that Jazzer finds
 * interesting stay in the folder, and so does an input that makes the target fail. The failing input's name is
 * printed, and the process ends with an error.
 */
final class Fuzz {
    private static final String LONGEST_INPUT = "4096";

    private Fuzz() {}

    /** Runs it. Jazzer is available only in the profile {@code fuzz}. */
    public static void main(String[] args) throws ReflectiveOperationException, IOException {
        Targets target = Targets.named(args[0]);
        Path folder = Path.of(args[2]).resolve(args[0]);
        Path corpus = Files.createDirectories(folder.resolve("corpus"));
        for (Map.Entry<String, byte[]> input : target.inputs().entrySet()) {
            Files.write(corpus.resolve(input.getKey()), input.getValue());
        }
        List<String> options = new ArrayList<>();
        options.add("--target_class=" + target.target().getName());
        options.add("--instrumentation_includes=dev.tenstep.**:com.esotericsoftware.**:com.fasterxml.jackson.core.**");
        // Instrumenting whole libraries would take a minute at the start, and Netty does not tolerate it.
        options.add("--custom_hook_includes=dev.tenstep.**");
        options.add("--reproducer_path=" + folder);
        options.add("-artifact_prefix=" + folder + "/");
        options.add("-max_total_time=" + args[1]);
        options.add("-max_len=" + LONGEST_INPUT);
        options.add("-timeout=120");
        options.add("-rss_limit_mb=3000");
        options.add(corpus.toString());
        Class.forName("com.code_intelligence.jazzer.Jazzer")
                .getMethod("main", String[].class)
                .invoke(null, (Object) options.toArray(String[]::new));
    }
}
