package dev.tenstep.rpc.serialization.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.RpcService;
import org.junit.jupiter.api.Test;

/** Tests that the codec of an object really is generated: whatever cannot be is plain, and only slower. */
final class ObjectCodecsTest {

    @RpcService
    interface Points {
        Point find(int id);
    }

    record Point(int x, String label) {}

    private static MessageCodec point(boolean generating) {
        ObjectModel model = (ObjectModel) Derived.method(Points.class, "find").result();
        return new Planner(new ObjectCodecs(generating)).message(model);
    }

    @Test
    void codecOfAnObjectIsGenerated() {
        assertThat(point(true).getClass().isHidden()).isTrue();
        assertThat(point(false)).isInstanceOf(PlainObject.class);
    }
}
