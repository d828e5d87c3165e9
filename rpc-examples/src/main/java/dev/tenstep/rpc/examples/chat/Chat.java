package dev.tenstep.rpc.examples.chat;

import dev.tenstep.rpc.contract.RpcService;
import java.util.concurrent.Flow;

/** A room in which everybody hears everybody. */
@RpcService("Chat")
public interface Chat {

    /**
     * Enters the room; the visitor leaves when {@code mine} ends. The result is everything that is said in the room
     * from then on, including the visitor's own lines. The first line announces the visitor.
     *
     * @param name of the visitor; ALREADY_EXISTS if somebody in the room has it
     */
    Flow.Publisher<Line> chat(String name, Flow.Publisher<String> mine);
}
