/**
 * Go's gob: a reader of its streams, and the serializer {@code gob}. Each message is planned once from the contract's
 * model, and its types are matched with those of a sender by the names of their fields, as Go matches them.
 *
 * <pre>{@code
 * record Point(int x, int y) {} // in Go: type Point struct { X, Y int }
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.protocol.netrpc.gob.GobSerializer}, the only class for users; inside, {@code
 * Planner} plans how each type is carried, {@code GobInput} checks the bytes, and {@code GobStream} reads messages of any type.
 * A connection leaves out what was sent with {@link dev.tenstep.rpc.protocol.netrpc.gob.SentTypes}, and adds what was
 * received with {@link dev.tenstep.rpc.protocol.netrpc.gob.KnownTypes}.
 */
@NullMarked
package dev.tenstep.rpc.protocol.netrpc.gob;

import org.jspecify.annotations.NullMarked;
