package dev.tenstep.rpc.benchmarks.tenstep;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.benchmarks.contender.Calls;
import dev.tenstep.rpc.benchmarks.contender.Contender;
import dev.tenstep.rpc.benchmarks.contender.Operation;
import dev.tenstep.rpc.benchmarks.contender.StreamCalls;
import dev.tenstep.rpc.benchmarks.contender.StreamKind;
import dev.tenstep.rpc.benchmarks.users.UserClient;
import java.util.Map;

/**
 * Tenstep with a serializer whose name is the variant: handlers don't block and futures complete in the event loop.
 * {@code grpc} is the protocol gRPC between Tenstep's own client and server, with protobuf; {@code connect} is the same server, for
 * clients that speak Connect, and {@code netrpc} is one with gob, for clients of Go's net/rpc. With the suffix {@code -default},
 * handlers may block and futures complete on the client's own threads.
 */
public final class TenstepContender implements Contender {
    private static final String LOOPBACK = "127.0.0.1:";
    private static final String DEFAULT = "-default";
    private static final String GRPC = "grpc";
    private static final Map<String, String> SERIALIZERS =
            Map.of(GRPC, "protobuf", "connect", "protobuf", "netrpc", "gob");

    /** Makes one, as ServiceLoader does. */
    public TenstepContender() {}

    private static boolean byDefault(String variant) {
        return variant.endsWith(DEFAULT);
    }

    private static String serializer(String variant) {
        String name = byDefault(variant) ? variant.substring(0, variant.length() - DEFAULT.length()) : variant;
        return SERIALIZERS.getOrDefault(name, name);
    }

    @Override
    @SuppressWarnings("resource") // it serves until the process ends
    public int serve(String variant) {
        String address = serve(variant, LOOPBACK + 0).address();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** Returns a variant's server on any address that Tenstep knows. */
    public RpcServer serve(String variant, String address) {
        return serve(variant, address, new UsersOnServer());
    }

    RpcServer serve(String variant, String address, UsersOnServer users) {
        RpcServer.Builder builder = RpcServer.builder().listen(address).serializer(serializer(variant));
        if (byDefault(variant)) {
            builder.service(TenstepUsers.class, users).service(UserStreams.class, new StreamsOnServer());
        } else {
            builder.service(NonBlockingUsers.class, users).service(NonBlockingUserStreams.class, new StreamsOnServer());
        }
        return builder.start();
    }

    @Override
    @SuppressWarnings("resource") // it is connected until the process ends
    public ClientEnd connect(String variant, int port) {
        RpcClient client = client(variant, LOOPBACK + port);
        UserClient unary = ends(client);
        UserStreams streams = client.stub(UserStreams.class);
        return new ClientEnd() {
            @Override
            public Calls<?> calls(Operation operation) {
                return unary.calls(operation);
            }

            @Override
            public StreamCalls streams(StreamKind kind) {
                return new TakenStreams(streams, kind);
            }
        };
    }

    /** Returns a variant's client of the server at that address. */
    public RpcClient client(String variant, String address) {
        RpcClient.Builder builder = RpcClient.builder().to(address).serializer(serializer(variant));
        if (!byDefault(variant)) {
            builder.directCompletion();
        }
        if (variant.equals(GRPC)) {
            builder.protocol(GRPC);
        }
        return builder.build();
    }

    /** Returns the calls that are measured. */
    public UserClient ends(RpcClient client) {
        return new UserClient(client.stub(TenstepUsers.class), client.stub(LaterUsers.class));
    }
}
