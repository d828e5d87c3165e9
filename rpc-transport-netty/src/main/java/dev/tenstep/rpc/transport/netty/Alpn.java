package dev.tenstep.rpc.transport.netty;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import java.util.List;

/** How the two ends of an encrypted connection agree on what it carries (RFC 7301). */
final class Alpn {
    private Alpn() {}

    /**
     * Offers or accepts those names, the most wanted first. A peer that names no protocol, or others only, is heard all the same: its
     * first bytes say what it speaks.
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
