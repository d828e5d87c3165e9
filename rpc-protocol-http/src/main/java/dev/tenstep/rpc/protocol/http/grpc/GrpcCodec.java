package dev.tenstep.rpc.protocol.http.grpc;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.protocol.http.exchange.MetadataFields;
import dev.tenstep.rpc.protocol.http.exchange.RequestCodec;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import dev.tenstep.rpc.transport.netty.ConnectionOwner;
import org.jspecify.annotations.Nullable;

/** Turns a client's calls into gRPC's requests (gRPC's {@code doc/PROTOCOL-HTTP2.md}). */
public final class GrpcCodec extends RequestCodec {
    private static final int OK = 200;

    private final String scheme;
    private final String authority;

    /**
     * Makes that of a connection.
     *
     * @param authority its name and port, as the server is to see it
     */
    public GrpcCodec(ConnectionOwner owner, String scheme, String authority) {
        super(owner, GrpcNames.PREFIX);
        this.scheme = scheme;
        this.authority = authority;
    }

    @Override
    protected Head newHead(
            MethodBinding binding, long timeout, @Nullable Compressor by, boolean traced, Metadata metadata) {
        Fields.Builder fields = new Fields.Builder();
        fields.add("content-type", GrpcNames.contentType(binding.serializer()));
        fields.add("te", "trailers");
        if (metadata.text("user-agent") == null) {
            fields.add("user-agent", MetadataFields.USER_AGENT);
        }
        fields.add("grpc-accept-encoding", accepted());
        if (by != null) {
            fields.add(encodingField(true), by.name());
        }
        ownFields(binding, GrpcNames.isProtobuf(binding.serializer()), traced, fields);
        if (timeout != NO_TIMEOUT) {
            fields.add("grpc-timeout", GrpcTimeout.text(timeout));
        }
        MetadataFields.write(metadata, GrpcNames.PREFIX, fields);
        return Head.request("POST", scheme, authority, path(binding.method()), fields.build());
    }

    @Override
    protected long rounded(long nanos) {
        return GrpcTimeout.rounded(nanos);
    }

    @Override
    protected String encodingField(boolean streams) {
        return "grpc-encoding";
    }

    @Override
    protected @Nullable RpcException refusal(int status, Fields head, boolean last, MethodBinding binding) {
        boolean grpc = (last && head.first(GrpcStatus.STATUS) != null)
                || (status == OK && GrpcNames.speaks(head.first("content-type")));
        return grpc ? null : ResponseStatus.notGrpc(status, head);
    }

    @Override
    protected @Nullable RpcException failure(Fields trailers, MethodBinding binding) {
        return ResponseStatus.failure(trailers, binding, metadata(trailers, true));
    }
}
