package dev.tenstep.rpc.cli.call;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.config.ConfigType;
import dev.tenstep.rpc.kernel.TlsOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of commands that call a server. */
public final class ConnectionOptions {
    private static final String GRPC = "grpc";
    private static final ConfigType<Duration> DEADLINE =
            ConfigType.duration(Duration.ofMillis(1), Duration.ofDays(365));

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--protocol",
            paramLabel = "NAME",
            defaultValue = GRPC,
            description = "The protocol: grpc or tenstep; ${DEFAULT-VALUE} if not given.")
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
            description = "The time that a call may take, such as 500ms or 5s.")
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
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** Returns the options of calls. */
    public CallOptions calls() {
        Metadata metadata;
        try {
            metadata = Metadata.ofEntries(entries());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--header: " + e.getMessage(), e);
        }
        CallOptions options = metadata.isEmpty() ? CallOptions.DEFAULT : CallOptions.DEFAULT.with(metadata);
        return deadline == null ? options : options.withDeadline(time(deadline));
    }

    private Duration time(String text) {
        try {
            return DEADLINE.parser().apply(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--deadline: " + text + " (expected: " + DEADLINE.expected() + ")", e);
        }
    }

    private List<Metadata.Entry> entries() {
        List<Metadata.Entry> entries = new ArrayList<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon <= 0) {
                throw new ParameterException(spec.commandLine(), "--header: '" + header + "' (expected: NAME: VALUE)");
            }
            String name = header.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            entries.add(new Metadata.Entry(
                    name, value(name, header.substring(colon + 1).strip())));
        }
        return entries;
    }

    private byte[] value(String name, String text) {
        if (!name.endsWith("-bin")) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--header: the value of " + name + " is '" + text + "' (expected: Base64)", e);
        }
    }
}
