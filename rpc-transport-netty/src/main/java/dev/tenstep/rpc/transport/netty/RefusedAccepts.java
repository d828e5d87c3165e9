package dev.tenstep.rpc.transport.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;

/**
 * The end of a listening socket's pipeline: says what the system refused to accept, as it does where no file descriptor is
 * left. Netty tries again a second later, so there is a line a second at the most. Event loop only.
 */
final class RefusedAccepts extends ChannelInboundHandlerAdapter {
    private final Logger log;
    private final String endpoint;

    RefusedAccepts(Logger log, String endpoint) {
        this.log = log;
        this.endpoint = endpoint;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        try {
            log.warn(
                    "{}: no connection can be accepted, the next attempt is in a second: {}",
                    endpoint,
                    cause.toString());
        } catch (Throwable e) {
            // To write the line may take a descriptor as well: where there is none left, it may fail with an error,
            // which
            // would end the event loop and with it the server.
        }
    }
}
