/**
 * The streams of a call, independent of any wire. Elements are encoded as the receiver grants them, and received ones
 * are decoded as their subscriber requests them.
 *
 * <pre>{@code
 * OutboundStream out = new OutboundStream(...); // turns a user's publisher into messages for a StreamSink
 * InboundStream in = new InboundStream(...);    // turns messages into a publisher; a CreditSink grants the sender more
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.stream.OutboundStream} and {@link dev.tenstep.rpc.stream.InboundStream}, with the
 * protocol behind {@link dev.tenstep.rpc.stream.StreamSink}, {@link dev.tenstep.rpc.stream.CreditSink} and {@link
 * dev.tenstep.rpc.stream.StreamWindow}. For protocols.
 */
@NullMarked
package dev.tenstep.rpc.stream;

import org.jspecify.annotations.NullMarked;
