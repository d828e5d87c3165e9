package dev.tenstep.rpc.transport.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;

/**
 * The last handler of a listening socket's pipeline: logs when the system refuses to accept, as it does when file
 * descriptors run out. Netty retries a second later, so it logs at most once a second. Event loop only.
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
            log.warn("{}: no connection can be accepted; retrying in a second: {}", endpoint, cause.toString());
        } catch (Throwable e) {
            // Logging may need a file descriptor as well. Where there is none left it may fail with an error, which
            // would end the event loop and with it the server.
        }
    }
}
