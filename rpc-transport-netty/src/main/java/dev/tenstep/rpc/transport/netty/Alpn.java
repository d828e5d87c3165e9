package dev.tenstep.rpc.transport.netty;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import java.util.List;

/** The negotiation of an encrypted connection's protocol by name (ALPN, RFC 7301). */
final class Alpn {
    private Alpn() {}

    /**
     * Offers or accepts those names, in order of preference. A peer that names no protocol, or only unknown ones, is
     * not rejected: its first bytes say which protocol it speaks.
     */
    static ApplicationProtocolConfig config(List<String> names) {
        return names.isEmpty()
                ? ApplicationProtocolConfig.DISABLED
                : new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        names);
    }
}
