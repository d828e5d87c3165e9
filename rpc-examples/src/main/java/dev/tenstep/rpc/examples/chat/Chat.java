package dev.tenstep.rpc.examples.chat;

import dev.tenstep.rpc.contract.RpcService;
import java.util.concurrent.Flow;

/** A room in which everybody hears everybody. */
@RpcService("Chat")
public interface Chat {

    /**
     * Enters the room; who lets {@code mine} end leaves it. What comes back is what is said in the room from then on, one's own
     * words included; the first line is that one is here.
     *
     * @param name under which one is heard; ALREADY_EXISTS if somebody in the room has it
     */
    Flow.Publisher<Line> chat(String name, Flow.Publisher<String> mine);
}
