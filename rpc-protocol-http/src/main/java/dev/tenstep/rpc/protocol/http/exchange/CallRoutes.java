package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.compression.Compression;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.server.ServerMethod;
import dev.tenstep.rpc.server.Services;
import dev.tenstep.rpc.transport.netty.ConnectionContext;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what a request's head asks for among what the server has, whatever the protocol. Immutable. */
public final class CallRoutes {
    private static final String IDENTITY = "identity";
    private static final String PROTOBUF = "protobuf";
    private static final String PROTOBUF_JSON = "protobuf-json";

    private final Services services;
    private final Compression compression;
    private final KernelSettings settings;
    private final String encodings;

    /** Makes that of a connection. */
    public CallRoutes(ConnectionContext context) {
        this.services = context.services();
        this.compression = context.compression();
        this.settings = context.settings();
        StringBuilder names = new StringBuilder(IDENTITY);
        compression.names().forEach(name -> names.append(',').append(name));
        this.encodings = names.toString();
    }

    /** The services of the server. */
    public Services services() {
        return services;
    }

    /** The most metadata of a request or an answer, in bytes. */
    public int maxMetadata() {
        return settings.maxMetadata();
    }

    /** The longest message, in bytes. */
    public int maxMessage() {
        return settings.maxMessage();
    }

    /** The names of the encodings that the server reads, separated by commas. */
    public String encodings() {
        return encodings;
    }

    /**
     * Finds the method that a path names, as in a {@code .proto} or as in Java.
     *
     * @throws RpcException not started: there is none, or not for that serializer, or its types differ from the client's
     */
    public ServerMethod method(String path, String serializer, Fields fields) {
        Named named = named(path);
        byte[] types = MetadataFields.bytes(fields, OwnFields.TYPES);
        return types == null
                ? services.find(named.service, named.method, serializer)
                : services.find(named.service, named.method, serializer, types);
    }

    /**
     * Finds what is known of the method that a path names, whatever the serializer.
     *
     * @throws RpcException not started: there is none
     */
    public MethodContract contract(String path) {
        Named named = named(path);
        return services.contract(named.service, named.method);
    }

    private record Named(String service, String method) {}

    private Named named(String path) {
        int slash = path.lastIndexOf('/');
        if (slash < 1 || path.charAt(0) != '/') {
            throw RpcException.notStarted(
                    StatusCode.UNIMPLEMENTED, "path: " + path + " (expected: /package.Service/Method)", null);
        }
        String service = path.substring(1, slash);
        return new Named(service, name(path.substring(slash + 1), services.methods(service)));
    }

    /**
     * Returns the method that the last part of a path names: itself, or with a lower-case letter first, as in Java.
     *
     * @param known the names of the service's methods
     */
    private static String name(String name, Set<String> known) {
        return known.contains(name) || name.isEmpty()
                ? name
                : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** Returns the binding that writes a method's exceptions as messages of protobuf; null if there is none. */
    public @Nullable MethodBinding details(ServerMethod method) {
        MethodBinding binding = method.binding();
        if (binding.serializer().equals(PROTOBUF)) {
            return binding;
        }
        if (!binding.serializer().equals(PROTOBUF_JSON)
                || !services.serializers().contains(PROTOBUF)) {
            return null; // its clients are Tenstep's, to whom the exception itself crosses
        }
        try {
            return services.find(binding.method().service(), binding.method().name(), PROTOBUF)
                    .binding();
        } catch (RpcException e) {
            return null; // protobuf cannot carry its types
        }
    }

    /**
     * Reads the metadata of a request.
     *
     * @param prefix of the names that are the protocol's own
     * @throws RpcException not started: it is too large
     * @throws IllegalArgumentException if it is malformed
     */
    public Metadata metadata(Fields fields, String prefix) {
        Metadata metadata = MetadataFields.read(fields, prefix);
        if (metadata.size() > settings.maxMetadata()) {
            throw RpcException.notStarted(
                    StatusCode.RESOURCE_EXHAUSTED,
                    "metadata: " + metadata.size() + " bytes (expected: at most " + settings.maxMetadata() + ")",
                    null);
        }
        return metadata;
    }

    /**
     * Returns the longest message that the client accepts, in bytes.
     *
     * @throws IllegalArgumentException if what it says is no number
     */
    public static int clientsLimit(Fields fields) {
        String text = fields.first(OwnFields.MESSAGE_LIMIT);
        try {
            return text == null ? Integer.MAX_VALUE : Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(OwnFields.MESSAGE_LIMIT + ": " + text + " (expected: bytes)", e);
        }
    }

    /**
     * Returns the compressor of a request's messages; null for none.
     *
     * @param field that names it
     * @throws RpcException not started: there is none of that name
     */
    public @Nullable Compressor encoding(String field, @Nullable String name) {
        if (name == null || name.equals(IDENTITY)) {
            return null;
        }
        Compressor found = compressor(name);
        if (found == null) {
            throw RpcException.notStarted(
                    StatusCode.UNIMPLEMENTED, field + ": " + name + " (expected one of: " + encodings + ")", null);
        }
        return found;
    }

    private @Nullable Compressor compressor(String name) {
        for (Compressor each : compression.known()) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        return null;
    }

    /**
     * Chooses the compressor of the answer: the request's, or else the configured one, if the client reads it.
     *
     * @param clientAccepts the names that it reads, separated by commas; null if it has not said
     */
    public @Nullable Compressor answerEncoding(@Nullable Compressor request, @Nullable String clientAccepts) {
        Compressor wanted = request == null ? compressor(compression.chosen()) : request;
        if (wanted == null || (clientAccepts == null && request == null)) {
            return null;
        }
        List<String> names = clientAccepts == null ? List.of() : Arrays.asList(clientAccepts.split(" *, *", -1));
        return names.contains(wanted.name()) || (clientAccepts == null && request != null) ? wanted : null;
    }
}
