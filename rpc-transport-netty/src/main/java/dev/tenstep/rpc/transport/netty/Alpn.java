package dev.tenstep.rpc.transport.netty;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import java.util.List;

/**
 * The names by which an encrypted connection says what it carries (RFC 7301). {@code h2} (gRPC) and {@code http/1.1} are the
 * names of protocols that are to share the port: a server will accept them here when it speaks them, and not before.
 */
final class Alpn {
    /** Tenstep's own protocol, version 1. */
    static final String TENSTEP = "tenstep/1";

    /** What is offered by clients and accepted by servers, the most wanted first. */
    private static final List<String> SPOKEN = List.of(TENSTEP);

    private Alpn() {}

    /** A peer that names no protocol, or others only, is heard all the same: its first bytes say what it speaks. */
    static ApplicationProtocolConfig config() {
        return new ApplicationProtocolConfig(
                Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, SPOKEN);
    }
}
