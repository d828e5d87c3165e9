package dev.tenstep.rpc.cli.call;

import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The metadata that {@code --header} gives.
 *
 * @param command the command line, for errors
 * @param headers each {@code NAME: VALUE}
 */
record HeaderOptions(CommandLine command, List<String> headers) {
    /** The names that HTTP has for itself, in gRPC's requests or between two hops. */
    private static final Set<String> RESERVED = Set.of(
            "te",
            "content-type",
            "content-length",
            "host",
            "connection",
            "keep-alive",
            "proxy-connection",
            "transfer-encoding",
            "upgrade");

    private static final List<String> RESERVED_PREFIXES = List.of(":", "grpc-", "tenstep-");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /** Returns the options of calls that send it. */
    CallOptions calls() {
        List<Metadata.Entry> entries = headers.stream().map(this::entry).toList();
        try {
            Metadata metadata = Metadata.ofEntries(new ArrayList<>(entries));
            return metadata.isEmpty() ? CallOptions.DEFAULT : CallOptions.DEFAULT.with(metadata);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, "--header: " + e.getMessage(), e);
        }
    }

    private Metadata.Entry entry(String header) {
        int colon = header.indexOf(':', 1);
        if (colon < 0) {
            throw wrong("'" + header + "' (expected: NAME: VALUE)");
        }
        String name = header.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        if (RESERVED.contains(name) || RESERVED_PREFIXES.stream().anyMatch(name::startsWith)) {
            throw wrong("the name '" + name + "' is reserved (expected: none of HTTP's own, and none that begins with "
                    + String.join(", ", RESERVED_PREFIXES) + ")");
        }
        return new Metadata.Entry(name, value(name, header.substring(colon + 1).strip()));
    }

    private byte[] value(String name, String text) {
        if (!name.endsWith("-bin")) {
            if (CONTROL.matcher(text).find()) {
                throw wrong("the value of " + name + " has control characters, such as the end of a line (expected: one"
                        + " line of text, or a name in -bin and Base64)");
            }
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    command, "--header: the value of " + name + " is '" + text + "' (expected: Base64)", e);
        }
    }

    private ParameterException wrong(String text) {
        return new ParameterException(command, "--header: " + text);
    }
}
