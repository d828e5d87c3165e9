package dev.tenstep.rpc.cli.call;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.config.ConfigType;
import dev.tenstep.rpc.kernel.TlsOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of commands that call a server. */
public final class ConnectionOptions {
    private static final String GRPC = "grpc";
    /** An error about an endpoint or the target, with the reason that may be at its end. */
    private static final Pattern ENDPOINT_ERROR =
            Pattern.compile("(?:endpoint|target): (.*) \\(expected: [^;]*?(; [^)]*)?\\).*", Pattern.DOTALL);

    private static final ConfigType<Duration> DEADLINE =
            ConfigType.duration(Duration.ofMillis(1), Duration.ofDays(365));

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--protocol",
            paramLabel = "NAME",
            defaultValue = GRPC,
            description = "The protocol: grpc, connect or tenstep; ${DEFAULT-VALUE} if not given.")
    private String protocol;

    @Option(names = "--tls", description = "Use TLS, and trust the authorities that the JVM trusts.")
    private boolean tls;

    @Option(names = "--ca", paramLabel = "FILE", description = "Use TLS, and trust the authorities in this PEM file.")
    private @Nullable Path authorities;

    @Option(names = "--cert", paramLabel = "FILE", description = "Use TLS with this certificate, in PEM; with --key.")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "The certificate's private key, in PEM.")
    private @Nullable Path key;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "NAME: VALUE",
            description = "Send metadata; repeatable. The value of a name in -bin is Base64.")
    private List<String> headers = List.of();

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            description =
                    "The time that the command may take from its start, questions for types included, such as 500ms or 5s.")
    private @Nullable String deadline;

    @Option(
            names = "--config",
            paramLabel = "KEY=VALUE",
            description = "A setting of the client, such as rpc.connect.timeout=1s; repeatable.")
    private Map<String, String> settings = new LinkedHashMap<>();

    /** Returns the protocol's name. */
    public String protocol() {
        return protocol;
    }

    /** Returns whether there is a deadline. */
    public boolean hasDeadline() {
        return deadline != null;
    }

    /**
     * Refuses these options, for a command that turned out to call no server.
     *
     * @param instead the option by which it calls none
     */
    public void refuse(String instead) {
        Set<String> own = spec.mixins().values().stream()
                .filter(each -> each.userObject() == this)
                .flatMap(each -> each.optionsMap().keySet().stream())
                .collect(Collectors.toSet());
        for (OptionSpec each : spec.commandLine().getParseResult().matchedOptions()) {
            if (own.contains(each.longestName())) {
                throw new ParameterException(
                        spec.commandLine(),
                        each.longestName() + " with " + instead
                                + " (expected: one of them, since no server is called)");
            }
        }
    }

    /** Makes a client of a target; a setting that does not fit is an error of the command line. */
    public RpcClient connect(String target) {
        return connect(target, UnaryOperator.identity());
    }

    /** Makes a client of a target, with some more settings. */
    public RpcClient connect(String target, UnaryOperator<RpcClient.Builder> more) {
        try {
            RpcClient.Builder client = RpcClient.builder()
                    .to(target)
                    .protocol(protocol)
                    .serializer("protobuf")
                    .config(settings);
            if (tls || authorities != null || certificate != null || key != null) {
                TlsOptions options = new TlsOptions(certificate, key, null);
                client.tls(authorities == null ? options : options.withAuthorities(authorities));
            }
            return more.apply(client).build();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new ParameterException(spec.commandLine(), inTheCommandsWords(String.valueOf(e.getMessage())), e);
        }
    }

    /** Words an error about what a program sets as one about the argument or option that was given. */
    private String inTheCommandsWords(String error) {
        Matcher endpoint = ENDPOINT_ERROR.matcher(error);
        if (endpoint.matches()) {
            String reason = endpoint.group(2) == null ? "" : endpoint.group(2);
            return "TARGET: " + endpoint.group(1) + " (expected: HOST:PORT or unix:PATH" + reason + ")";
        }
        Map<String, String> options = new LinkedHashMap<>();
        options.put("rpc.protocol: ", "--protocol: ");
        if (authorities != null) {
            options.put("rpc.tls.ca: ", "--ca: ");
        }
        if (certificate != null) {
            options.put("rpc.tls.certificate: ", "--cert: ");
        }
        if (key != null) {
            options.put("rpc.tls.key: ", "--key: ");
        }
        for (Map.Entry<String, String> each : options.entrySet()) {
            if (error.startsWith(each.getKey())) {
                return each.getValue() + error.substring(each.getKey().length());
            }
        }
        return error.replace(" in the builder's config", " in --config");
    }

    /**
     * Returns the options of calls. The time of {@code --deadline} begins now, and each call gets what is left of it.
     *
     * @return a supplier that throws DEADLINE_EXCEEDED when nothing is left
     */
    public Supplier<CallOptions> calls() {
        CallOptions options = new HeaderOptions(spec.commandLine(), headers).calls();
        if (deadline == null) {
            return () -> options;
        }
        Duration whole = time(deadline);
        long began = System.nanoTime();
        return () -> {
            Duration left = whole.minusNanos(System.nanoTime() - began);
            if (left.isNegative() || left.isZero()) {
                throw new RpcException(
                        StatusCode.DEADLINE_EXCEEDED,
                        "--deadline: " + deadline
                                + " passed before the next call, which was not made (expected: time for"
                                + " all calls of the command, those for the types included)");
            }
            return options.withDeadline(left);
        };
    }

    private Duration time(String text) {
        try {
            return DEADLINE.parser().apply(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--deadline: " + text + " (expected: " + DEADLINE.expected() + ")", e);
        }
    }
}
