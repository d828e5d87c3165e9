/**
 * The parts that both sides of a connection of net/rpc share: how it begins, where its messages end, and the texts of its errors.
 *
 * <pre>
 *  CONNECT /_goRPC_ HTTP/1.0 \n\n    then gob: length | type | value, twice for each request and each response
 *  (nothing)                         then gob
 *  (nothing)                         then JSON: {"method":"Service.Method","params":[...],"id":0}
 * </pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.protocol.netrpc.wire.Handshake}, {@link
 * dev.tenstep.rpc.protocol.netrpc.wire.GobFrames}.
 */
@NullMarked
package dev.tenstep.rpc.protocol.netrpc.wire;

import org.jspecify.annotations.NullMarked;
