package dev.tenstep.rpc.benchmarks.jmh;

import dev.tenstep.rpc.benchmarks.jmh.byhand.EchoCodec;
import dev.tenstep.rpc.benchmarks.jmh.byhand.ExistCodec;
import dev.tenstep.rpc.benchmarks.jmh.byhand.OrderCodec;
import dev.tenstep.rpc.benchmarks.jmh.byhand.PageCodec;

/** The bytes of the serializer {@code protobuf}, by code that is written by hand for each message. */
final class ByHandFormat extends CodecFormat {
    ByHandFormat(Payload payload) {
        super(
                switch (payload) {
                    case EXIST -> new ExistCodec();
                    case ECHO -> new EchoCodec();
                    case PAGE -> new PageCodec();
                    case ORDER -> new OrderCodec();
                });
    }
}
