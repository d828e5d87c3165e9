package dev.tenstep.rpc.cluster;

import java.util.List;

/** An attempt at a call that knows where the attempts before it went, so that it goes elsewhere. */
public interface Routed {

    /** The subchannels that earlier attempts at the call went over, in their order. */
    List<Subchannel> tried();

    /** Hears which one it goes over. */
    void sentOver(Subchannel subchannel);
}
