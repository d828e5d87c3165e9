package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.ForwardingStream;
import dev.tenstep.rpc.protocol.http.stream.Head;
import dev.tenstep.rpc.protocol.http.stream.HttpStream;
import dev.tenstep.rpc.serialization.MessageOutput;
import org.jspecify.annotations.Nullable;

/** A stream that answers HEAD: whatever is sent, only the head of it crosses. Event loop only. */
final class Bodyless extends ForwardingStream {
    private @Nullable Head head;

    Bodyless(HttpStream to) {
        super(to);
    }

    @Override
    public void head(Head first) {
        head = first;
    }

    @Override
    public void data(byte[] array, int from, int length) {}

    @Override
    public void element(MessageOutput element) {}

    @Override
    public void end(byte[] array, int from, int length) {
        Head first = head;
        if (first != null && first.fields().first("content-length") == null) {
            head = first.with(Fields.of("content-length", String.valueOf(length)));
        }
        end();
    }

    @Override
    public void end(Head last) {
        super.end(head == null ? last : head);
    }

    @Override
    public void end() {
        if (head != null) {
            super.end(head);
        } else {
            super.end();
        }
    }
}
