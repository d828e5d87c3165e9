/**
 * Go's gob: a reader of its streams, and the serializer {@code gob}. Each message is planned once from the contract's
 * model, and its types are matched with those of a sender by the names of their fields, as Go matches them.
 *
 * <pre>{@code
 * record Point(int x, int y) {} // in Go: type Point struct { X, Y int }
 * }</pre>
 *
 * <p>Starting points: {@code GobInput} reads numbers and texts and checks them, {@code GobTypes} keeps the types that a
 * stream defines, and {@code GobStream} reads its messages.
 */
@NullMarked
package dev.tenstep.rpc.protocol.netrpc.gob;

import org.jspecify.annotations.NullMarked;
